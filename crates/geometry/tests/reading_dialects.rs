//! One solid in the dialects of text formats, and in files that contradict themselves: read, or refused with the true reason.

mod support;

use osteotome_geometry::{FileSurface, ReadFailure, TriangleSurface, parse_file_surface, stl_bytes};
use support::cuboid;

fn solid() -> TriangleSurface {
    cuboid([0.0, -1.0, 0.5], [2.0, 3.0, 4.0])
}

/// ASCII STL with LF ends.
fn ascii_stl() -> String {
    let solid = solid();
    let mut text = String::from("solid bone\n");
    for t in 0..solid.triangles.len() {
        text += "  facet normal 0 0 0\n    outer loop\n";
        for p in solid.corners(t) {
            text += &format!("      vertex {:?} {:?} {:?}\n", p.x, p.y, p.z);
        }
        text += "    endloop\n  endfacet\n";
    }
    text + "endsolid bone\n"
}

fn obj() -> String {
    let solid = solid();
    let points = solid.vertices.iter().map(|p| format!("v {:?} {:?} {:?}\n", p.x, p.y, p.z));
    let faces = solid.triangles.iter().map(|[a, b, c]| format!("f {} {} {}\n", a + 1, b + 1, c + 1));
    points.chain(faces).collect()
}

fn ply(header: &str, end: &str) -> String {
    let solid = solid();
    let points = solid.vertices.iter().map(|p| format!("{:?} {:?} {:?}{end}", p.x, p.y, p.z));
    let faces = solid.triangles.iter().map(|[a, b, c]| format!("3 {a} {b} {c}{end}"));
    let lines = [
        "ply",
        "format ascii 1.0",
        header,
        "element vertex 8",
        "property float x",
        "property float y",
        "property float z",
        "element face 12",
        "property list uchar int vertex_indices",
        "end_header",
    ];
    let header: String =
        lines.iter().filter(|line| !line.is_empty()).map(|line| format!("{line}{end}")).collect();
    points.chain(faces).fold(header, |text, line| text + &line)
}

fn read(name: &str, content: &[u8]) -> FileSurface {
    parse_file_surface(content).unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

fn assert_whole(name: &str, content: impl AsRef<[u8]>) {
    let surface = read(name, content.as_ref()).surface;
    assert_eq!((surface.vertices.len(), surface.triangles.len()), (8, 12), "{name}");
    assert!((surface.volume_mm3() - 28.0).abs() < 1e-9, "{name}: {}", surface.volume_mm3());
}

fn refusal(name: &str, content: impl AsRef<[u8]>) -> String {
    parse_file_surface(content.as_ref()).map(|read| read.surface.triangles.len()).expect_err(name).to_string()
}

#[test]
fn ascii_stl_dialects_are_read() {
    let text = ascii_stl();
    let commented = text.replace("  facet", "# a comment\n  facet");
    for (name, variant) in [
        ("CR alone", text.replace('\n', "\r")),
        ("CR LF", text.replace('\n', "\r\n")),
        ("one line", text.replace('\n', " ")),
        ("end solid", text.replace("endsolid", "end solid")),
        ("end facet", text.replace("endfacet", "end facet")),
        ("end loop", text.replace("endloop", "end loop")),
        ("comment on top", format!("# exported by mesh tool\n{text}")),
        ("comment with slashes", format!("// exported\n\n{text}")),
        ("comments inside", commented),
        ("last endfacet missing", text.replace("  endfacet\nendsolid", "  endsolid")),
        ("no endfacet at all", text.replace("  endfacet\n", "")),
        ("no endloop at all", text.replace("    endloop\n", "")),
        ("upper case", text.to_uppercase()),
        ("byte order mark", format!("\u{feff}{text}")),
        ("no name", text.replace(" bone", "")),
        ("a name of format words", text.replace("bone", "solid vertex loop 12 end")),
        ("tabs", text.replace("  ", "\t")),
        ("separating commas", text.replace(".0 ", ".0, ")),
        ("exponents of Fortran", text.replace("3.0", "0.3D+01")),
        (
            "two solids",
            text.replacen(
                "  facet normal 0 0 0\n    outer loop\n      vertex 0.0 3.0",
                "endsolid a\nsolid b\n  facet normal 0 0 0\n    outer loop\n      vertex 0.0 3.0",
                1,
            ),
        ),
        ("normals that are no numbers", text.replace("normal 0 0 0", "normal -1.#IND nan inf")),
        ("words after the end", format!("{text}\n\u{1a} made by hand\n")),
    ] {
        assert_whole(name, variant);
    }
}

#[test]
fn ascii_stl_mistakes_name_word_and_line() {
    let text = ascii_stl();
    for (name, variant, parts) in [
        ("decimal commas", text.replace(".0", ",0"), vec!["line 4", "has a decimal comma", "decimal points"]),
        ("a word for a number", text.replacen("4.0", "four", 1), vec!["line 18", "`four`"]),
        ("an unknown word", text.replacen("outer", "outre", 1), vec!["line 3", "`outre`"]),
        (
            "four corners",
            text.replacen("    endloop", "vertex 0 0 0\n    endloop", 1),
            vec!["line 8", "here are 4"],
        ),
        ("two numbers", text.replacen(" 0.5\n", "\n", 1), vec!["line 5", "`vertex`"]),
        ("cut", text[..400].to_owned(), vec!["cut short", "endsolid"]),
    ] {
        let message = refusal(name, variant);
        assert!(parts.iter().all(|part| message.contains(part)), "{name}: {message}");
    }
    for (name, bytes) in [("little", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("big", u16::to_be_bytes)] {
        for mark in ["\u{feff}", ""] {
            let wide: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(bytes).collect();
            let message = refusal(name, wide);
            assert!(message.contains("UTF-16") && message.contains("save it as UTF-8"), "{name}: {message}");
        }
    }
}

/// Header counts of 0, 2³² − 1 and half of the facets were believed.
#[test]
fn binary_stl_counts_by_its_length_and_says_so() {
    let whole = stl_bytes(&solid());
    for announced in [0_u32, u32::MAX, 5, 1, 4_000_000_000, i32::MAX as u32] {
        let mut bytes = whole.clone();
        bytes[80..84].copy_from_slice(&announced.to_le_bytes());
        assert_whole("a wrong count", &bytes);
        let notes = read("a wrong count", &bytes).notes.join(";");
        assert!(notes.contains(&format!("announces {announced} facets, 12 are there")), "{notes}");
    }
    let mut short = whole.clone();
    short[80..84].copy_from_slice(&20_u32.to_le_bytes());
    assert!(refusal("cut", &short).contains("announces 20 facets, 12 are there"));
    for filling in
        [vec![0_u8; 100], vec![b' '; 20], b"COLOR and such things".to_vec(), vec![0; 50], vec![7; 51]]
    {
        let filled = [whole.clone(), filling.clone()].concat();
        assert_whole("filling", &filled);
        let notes = read("filling", &filled).notes.join(";");
        assert!(notes.starts_with(&format!("{} bytes after the 12 facets", filling.len())), "{notes}");
    }
}

#[test]
fn obj_variants_are_read() {
    let text = obj();
    let continued = text.replace("f ", "f \\\n ");
    let back: String = solid()
        .triangles
        .iter()
        .map(|t| {
            let [a, b, c] = t.map(|v| i64::from(v) - 8);
            format!("f {a} {b} {c}\n")
        })
        .collect();
    let points: String =
        text.lines().filter(|line| line.starts_with('v')).map(|line| format!("{line}\n")).collect();
    for (name, variant) in [
        ("CR alone", text.replace('\n', "\r")),
        ("CR LF", text.replace('\n', "\r\n")),
        ("byte order mark", format!("\u{feff}# exported\n{text}")),
        ("an unusual first word", format!("mg 1 0.5\n{text}")),
        ("other unusual words", format!("shadow_obj a.obj\nlod 3\nbevel on\nmtllib a b.mtl\n{text}")),
        ("a first word of no format", format!("exporter 3\n{text}")),
        ("continued lines", continued),
        ("continued lines of CR LF", text.replace("f ", "f \\\n ").replace('\n', "\r\n")),
        ("negative numbers", points + &back),
        ("textures and normals", text.replace("f 1 ", "f 1/1/1 ")),
        ("comments after faces", text.replace("f 1 3 4\n", "f 1 3 4 # the first\n")),
        ("faces first", {
            let (faces, points): (Vec<&str>, Vec<&str>) =
                text.lines().partition(|line| line.starts_with('f'));
            format!("# x\n{}\n{}\n", faces.join("\n"), points.join("\n"))
        }),
        ("colours", text.replace(".5\n", ".5 0.2 0.3 0.4\n")),
        ("old faces", text.replace("f ", "fo ")),
    ] {
        assert_whole(name, variant);
    }
    for (name, variant, part) in [
        ("decimal commas", text.replace(".0", ",0"), "decimal comma"),
        ("a fraction", text.replacen("f 1 ", "f 1.7 ", 1), "not `1.7`"),
        ("zero", text.replacen("f 1 ", "f 0 ", 1), "not `0`"),
        ("beyond", text.replacen("f 1 ", "f 99 ", 1), "names point 98"),
        ("far back", text.replacen("f 1 ", "f -99 ", 1), "not `-99`"),
    ] {
        let message = refusal(name, variant);
        assert!(message.contains(part), "{name}: {message}");
    }
    let bare = read("bare", format!("{text}f 1 2\nf 3\nsurf 0 1\n").as_bytes()).notes;
    assert_eq!(bare.len(), 2, "{bare:?}");
}

#[test]
fn ply_variants_are_read() {
    for (name, variant) in [
        ("plain", ply("", "\n")),
        ("CR LF", ply("", "\r\n")),
        ("CR alone", ply("", "\r")),
        ("a comment that says end_header", ply("comment before end_header", "\n")),
        ("a comment that begins so", ply("comment x\ncomment end_header", "\n")),
        ("obj_info", ply("obj_info num_cols 7", "\n")),
        ("indices as floats", ply("", "\n").replace("uchar int", "uchar float")),
        ("numbers with separating commas", ply("", "\n").replace(".0 ", ".0, ")),
        ("the other name", ply("", "\n").replace("vertex_indices", "vertex_index")),
        ("byte order mark", format!("\u{feff}{}", ply("", "\n"))),
    ] {
        assert_whole(name, variant);
    }
}

/// An index 2.7 was read as 2.
#[test]
fn ply_mistakes_are_named() {
    let floats = ply("", "\n").replace("uchar int", "uchar float");
    for (name, variant, part) in [
        ("a fraction", floats.replacen("\n3 0 ", "\n3 2.7 ", 1), "face 0: 2.7 is not the number of a point"),
        ("a negative", ply("", "\n").replacen("\n3 0 ", "\n3 -1 ", 1), "-1 is not the number of a point"),
        ("beyond", ply("", "\n").replacen("\n3 0 ", "\n3 99 ", 1), "names point 99"),
        ("no z", ply("", "\n").replacen("property float z", "property float w", 1), "no property z"),
        ("a comma", ply("", "\n").replace(".0", ",0"), "decimal comma"),
        ("a giant count", ply("", "\n").replace("face 12", "face 99999999999999"), "fewer numbers"),
        ("a giant list", ply("", "\n").replacen("\n3 0 ", "\n4000000000 0 ", 1), "fewer numbers"),
        ("no count", ply("", "\n").replace("face 12", "face many"), "count of element face"),
    ] {
        let message = refusal(name, variant);
        assert!(message.contains(part), "{name}: {message}");
    }
}

/// Strips in one list, with −1 between them and doubled corners where they are joined.
#[test]
fn ply_strips_turn_every_second_triangle() {
    let text = "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\n\
        element tristrips 1\nproperty list int int vertex_indices\nend_header\n\
        0 0 0\n1 0 0\n0 1 0\n0 0 1\n10 0 2 1 3 -1 3 0 2 2 1\n";
    let strips = read("strips", text.as_bytes()).surface;
    assert_eq!(strips.triangles.len(), 3);
    let tetrahedron = text.replace("10 0 2 1 3 -1 3 0 2 2 1", "6 0 2 1 3 0 2");
    let closed = read("a closed strip", tetrahedron.as_bytes()).surface;
    assert_eq!(closed.triangles.len(), 4);
    assert!((closed.volume_mm3() - 1.0 / 6.0).abs() < 1e-12, "{}", closed.volume_mm3());
}

#[test]
fn other_formats_are_named() {
    for (content, name) in [
        (&b"PK\x03\x04whatever there is in it"[..], "ZIP"),
        (b"\x1f\x8b\x08whatever", "gzip"),
        (b"# vtk DataFile Version 3.0\nx\nASCII\nDATASET POLYDATA\n", "legacy VTK"),
        (b"OFF\n8 12 0\n", "OFF"),
        (b"ISO-10303-21;\nHEADER;\n", "STEP"),
        (b"glTF\x02\0\0\0", "glTF"),
        (b"#VRML V2.0 utf8\n", "VRML"),
        (b"<?xml version=\"1.0\"?><x3d/>", "not of VTK"),
    ] {
        let failure = parse_file_surface(content).expect_err(name);
        assert!(matches!(failure, ReadFailure::Unsupported { .. }), "{name}: {failure}");
        assert!(failure.to_string().contains(name), "{failure}");
    }
}
