//! Files as programs really write them: VTK's own writers in all their modes, PLY and OBJ variants.
//!
//! The files `vtk_*` were written by VTK 9 from a sphere of 52 points, the others hold one bone of 402 points.

use osteotome_geometry::{FileSurface, ReadFailure, parse_file_surface};

/// Facets and volume of the sphere and of the bone.
const SPHERE: (usize, f64) = (100, 3656.074);
const BONE_FACETS: usize = 800;

fn case(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read(name: &str) -> FileSurface {
    parse_file_surface(&case(name)).unwrap_or_else(|failure| panic!("{name} {failure}"))
}

fn refusal(name: &str) -> String {
    parse_file_surface(&case(name)).map(|read| read.surface.triangles.len()).expect_err(name).to_string()
}

#[test]
fn every_mode_of_the_vtk_writers_is_read() {
    for name in [
        "vtk_ascii.vtp",
        "vtk_binary.vtp",
        "vtk_binary_wide.vtp",
        "vtk_binary_zlib_wide_big.vtp",
        "vtk_appended_base64.vtp",
        "vtk_appended_raw.vtp",
        "vtk_appended_raw_zlib_wide.vtp",
        "vtk_appended_zlib_big.vtp",
        "vtk_strips_zlib.vtp",
        "vtk_strips_raw.vtp",
        "vtk_quads_zlib.vtp",
        "vtk_lines_verts.vtp",
        "vtk_two_pieces.vtp",
        "vtk_ascii.ply",
        "vtk_big.ply",
        "vtk_ascii.stl",
        "vtk.obj",
    ] {
        let surface = read(name).surface;
        assert_eq!(surface.triangles.len(), SPHERE.0, "{name}");
        let error = surface.volume_mm3() / SPHERE.1 - 1.0;
        assert!(error.abs() < 1e-5, "{name}: {}", surface.volume_mm3());
    }
}

#[test]
fn empty_compressed_arrays_strips_and_raw_appended_data_of_a_bone_are_read() {
    let volume_mm3 = read("ply_comment_end_header.ply").surface.volume_mm3();
    assert!(volume_mm3 > 1000.0);
    for name in [
        "vtp_appended_zlib.vtp",
        "vtp_binary_zlib.vtp",
        "vtp_appended_raw_zlib.vtp",
        "vtp_strips_none.vtp",
        "vtp_polys_and_strips_none.vtp",
        "vtp_trailing_comment.vtp",
        "ply_le_cr.ply",
        "ply_tristrips.ply",
        "obj_bom.obj",
        "obj_mg.obj",
        "obj_continuation.obj",
    ] {
        let surface = read(name).surface;
        assert_eq!((surface.vertices.len(), surface.triangles.len()), (402, BONE_FACETS), "{name}");
        // Texts give five decimals of a millimetre.
        assert!((surface.volume_mm3() / volume_mm3 - 1.0).abs() < 1e-5, "{name}: {}", surface.volume_mm3());
    }
}

#[test]
fn what_is_not_read_says_how_to_save_it() {
    for (name, what, remedy) in [
        ("vtp_appended_lz4.vtp", "compressed with LZ4", "compressor ZLib or None"),
        ("vtk_lz4_raw.vtp", "compressed with LZ4", "compressor ZLib or None"),
        ("vtk_lzma.vtp", "compressed with LZMA", "compressor ZLib or None"),
        ("vtk_legacy.vtk", "legacy VTK", "save it as .vtp"),
        ("obj_comma.obj", "line 1: `6,86553` has a decimal comma", "decimal points"),
    ] {
        let message = refusal(name);
        assert!(message.contains(what) && message.contains(remedy), "{name} {message}");
    }
}

/// 72 kB that announced 2 TB ended the program.
#[test]
fn announced_terabytes_are_refused_before_they_are_allocated() {
    let message = refusal("zip_bs2e9x1000.vtp");
    assert!(message.contains("more than any compression packs"), "{message}");
}

#[test]
fn lines_and_single_points_are_named() {
    let notes = read("vtk_lines_verts.vtp").notes.join("; ");
    assert_eq!(
        notes,
        "1 lines passed over: they bound nothing; 1 single points passed over: they bound nothing"
    );
    assert!(read("vtk_binary.vtp").notes.is_empty());
}

/// Every mode, at every place where a file may be cut: an error that says so, or the whole surface.
#[test]
fn cut_vtk_files_never_give_a_part_of_the_surface() {
    for name in [
        "vtk_ascii.vtp",
        "vtk_binary.vtp",
        "vtk_appended_raw.vtp",
        "vtk_appended_zlib_big.vtp",
        "vtk_strips_raw.vtp",
    ] {
        let whole = case(name);
        for end in (200..whole.len()).step_by(97) {
            match parse_file_surface(&whole[..end]) {
                Ok(read) => assert_eq!(read.surface.triangles.len(), SPHERE.0, "{name} cut at {end}"),
                Err(ReadFailure::Truncated { .. } | ReadFailure::Malformed { .. }) => {}
                Err(other) => panic!("{name} cut at {end}: {other}"),
            }
        }
    }
}

/// A start tag of 80 000 attributes took 6 s (RUSTSEC-2026-0194).
#[test]
fn many_attributes_cost_no_time() {
    let attributes: String = (0..200_000).map(|k| format!(" a{k}=\"\"")).collect();
    let content = String::from_utf8(case("vtk_ascii.vtp")).unwrap().replacen(
        "<Piece",
        &format!("<Piece{attributes}"),
        1,
    );
    let start = std::time::Instant::now();
    let _ = parse_file_surface(content.as_bytes());
    assert!(start.elapsed().as_secs_f64() < 2.0, "{:?}", start.elapsed());
}
