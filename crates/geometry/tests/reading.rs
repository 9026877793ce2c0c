//! Readers: every format, the same solid; every real bone; nothing panics.

mod support;

use osteotome_geometry::{ReadFailure, TriangleSurface, parse_surface, read_surface, stl_bytes};
use proptest::prelude::*;
use support::{bones, cuboid, measured_bones, sphere};

fn ascii_stl(surface: &TriangleSurface) -> String {
    let mut text = String::from("solid bone\n");
    for t in 0..surface.triangles.len() {
        text += "facet normal 0 0 0\nouter loop\n";
        for p in surface.corners(t) {
            text += &format!("vertex {} {} {}\n", p.x, p.y, p.z);
        }
        text += "endloop\nendfacet\n";
    }
    text + "endsolid bone\n"
}

fn obj(surface: &TriangleSurface) -> String {
    let points = surface.vertices.iter().map(|p| format!("v {} {} {}\n", p.x, p.y, p.z));
    let faces = surface.triangles.iter().map(|[a, b, c]| format!("f {}//1 {}/2 {}\n", a + 1, b + 1, c + 1));
    points.chain(faces).collect()
}

fn ply_header(surface: &TriangleSurface, format: &str) -> String {
    format!(
        "ply\nformat {format} 1.0\ncomment a bone\nelement vertex {}\nproperty double x\nproperty double y\n\
         property uchar red\nproperty double z\nelement face {}\nproperty list uchar int vertex_indices\nend_header\n",
        surface.vertices.len(),
        surface.triangles.len()
    )
}

fn ascii_ply(surface: &TriangleSurface) -> String {
    let points = surface.vertices.iter().map(|p| format!("{} {} 7 {}\n", p.x, p.y, p.z));
    let faces = surface.triangles.iter().map(|[a, b, c]| format!("3 {a} {b} {c}\n"));
    ply_header(surface, "ascii") + &points.chain(faces).collect::<String>()
}

fn binary_ply(surface: &TriangleSurface, big: bool) -> Vec<u8> {
    let name = if big { "binary_big_endian" } else { "binary_little_endian" };
    let mut bytes = ply_header(surface, name).into_bytes();
    let real = |x: f64| if big { x.to_be_bytes() } else { x.to_le_bytes() };
    let integer = |x: u32| if big { x.to_be_bytes() } else { x.to_le_bytes() };
    for p in &surface.vertices {
        bytes.extend([real(p.x), real(p.y)].concat());
        bytes.push(7);
        bytes.extend(real(p.z));
    }
    for triangle in &surface.triangles {
        bytes.push(3);
        bytes.extend(triangle.iter().flat_map(|&v| integer(v)));
    }
    bytes
}

fn vtp(surface: &TriangleSurface) -> String {
    let points: String = surface.vertices.iter().map(|p| format!("{} {} {} ", p.x, p.y, p.z)).collect();
    let corners: String = surface.triangles.iter().map(|[a, b, c]| format!("{a} {b} {c} ")).collect();
    let offsets: String = (1..=surface.triangles.len()).map(|k| format!("{} ", 3 * k)).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"PolyData\" version=\"0.1\" byte_order=\"LittleEndian\">\n<PolyData>\n\
         <Piece NumberOfPoints=\"{}\" NumberOfVerts=\"0\" NumberOfLines=\"0\" NumberOfStrips=\"0\" NumberOfPolys=\"{}\">\n\
         <Points><DataArray type=\"Float64\" NumberOfComponents=\"3\" format=\"ascii\">{points}</DataArray></Points>\n\
         <Polys><DataArray type=\"Int32\" Name=\"connectivity\" format=\"ascii\">{corners}</DataArray>\n\
         <DataArray type=\"Int32\" Name=\"offsets\" format=\"ascii\">{offsets}</DataArray></Polys>\n\
         </Piece></PolyData></VTKFile>\n",
        surface.vertices.len(),
        surface.triangles.len()
    )
}

/// The solid in every format.
fn all_formats(surface: &TriangleSurface) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("binary STL", stl_bytes(surface)),
        ("ASCII STL", ascii_stl(surface).into_bytes()),
        ("OBJ", obj(surface).into_bytes()),
        ("ASCII PLY", ascii_ply(surface).into_bytes()),
        ("little-endian PLY", binary_ply(surface, false)),
        ("big-endian PLY", binary_ply(surface, true)),
        ("VTP", vtp(surface).into_bytes()),
    ]
}

#[test]
fn every_format_gives_the_same_surface() {
    let solid = cuboid([0.0, -1.0, 0.5], [2.0, 3.0, 4.0]);
    for (format, bytes) in all_formats(&solid) {
        let read = parse_surface(&bytes).unwrap_or_else(|failure| panic!("{format}: {failure}"));
        assert_eq!((read.vertices.len(), read.triangles.len()), (8, 12), "{format}");
        assert!((read.volume_mm3() - 28.0).abs() < 1e-12, "{format}: {}", read.volume_mm3());
    }
}

#[test]
fn binary_stl_that_begins_with_solid_is_binary() {
    let mut bytes = stl_bytes(&cuboid([0.0; 3], [1.0; 3]));
    bytes[..20].copy_from_slice(b"solid facet endsolid");
    assert_eq!(parse_surface(&bytes).unwrap().triangles.len(), 12);
}

#[test]
fn each_mistake_has_its_own_error() {
    let solid = cuboid([0.0; 3], [1.0; 3]);
    for (format, bytes) in all_formats(&solid) {
        let short = &bytes[..bytes.len() * 2 / 3];
        if format != "OBJ" {
            // OBJ has no mark of its end: what is left is a valid file.
            assert!(matches!(parse_surface(short), Err(ReadFailure::Truncated { .. })), "{format}");
        }
    }
    let mut not_finite = stl_bytes(&solid);
    not_finite[84 + 50 * 7 + 12..][..4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(matches!(parse_surface(&not_finite), Err(ReadFailure::NotFinite { facet: 7 })));
    let empty = stl_bytes(&TriangleSurface::default());
    assert!(matches!(parse_surface(&empty), Err(ReadFailure::Empty)));
    assert!(matches!(parse_surface(b"%PDF-1.7 is not a bone"), Err(ReadFailure::NotRecognised)));
    assert!(matches!(parse_surface(b""), Err(ReadFailure::Truncated { .. })));
    let beyond = obj(&solid) + "f 1 2 99\n";
    assert!(matches!(parse_surface(beyond.as_bytes()), Err(ReadFailure::Malformed { .. })));
    let missing = read_surface("no-such-bone.stl").unwrap_err();
    assert!(missing.to_string().starts_with("no-such-bone.stl: cannot be read"), "{missing}");
}

#[test]
fn every_measured_bone_has_its_counts_and_volume() {
    for bone in measured_bones() {
        let surface = read_surface(&bone.file).unwrap();
        assert_eq!(
            (surface.vertices.len(), surface.triangles.len()),
            (bone.vertices, bone.faces),
            "{:?}",
            bone.file
        );
        // The table gives one decimal.
        assert!(
            (surface.volume_mm3() - bone.volume_mm3).abs() < 0.06 + 1e-5 * bone.volume_mm3,
            "{:?}",
            bone.file
        );
    }
}

#[test]
fn vtp_in_metres_is_the_stl_in_millimetres() {
    let Some(folder) = bones() else { return };
    for entry in std::fs::read_dir(folder.join("opensim_models/original")).unwrap() {
        let path = entry.unwrap().path();
        let surface = read_surface(&path).unwrap_or_else(|error| panic!("{error}"));
        assert!(surface.triangles.len() > 100, "{}", path.display());
    }
    let metres = read_surface(folder.join("opensim_models/original/metatarsal2_rv.vtp")).unwrap();
    assert!((metres.volume_mm3() * 1e9 - 5020.0).abs() < 1.0, "{}", metres.volume_mm3());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mutated_and_truncated_files_never_panic(
        format in 0usize..7,
        keep in 0.0..1.0_f64,
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 0..6),
    ) {
        let mut bytes = all_formats(&sphere(1)).swap_remove(format).1;
        if keep < 0.5 {
            bytes.truncate((bytes.len() as f64 * 2.0 * keep) as usize);
        }
        for (place, value) in changes {
            let at = (place * bytes.len() as f64) as usize;
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        if let Ok(surface) = parse_surface(&bytes) {
            prop_assert!(surface.vertices.iter().all(|p| p.coords.iter().all(|x| x.is_finite())));
            let count = surface.vertices.len() as u32;
            prop_assert!(surface.triangles.iter().flatten().all(|&v| v < count));
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse_surface(&bytes);
    }
}
