//! Ready meshes as other programs write them, and mistakes in them that were believed or never ended.

use osteotome_mesh::{MeshReadError, MeshReadFailure, TetMesh, read_tetrahedra};
use std::path::Path;

fn case(name: &str) -> Result<TetMesh, MeshReadError> {
    read_tetrahedra(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name))
}

fn read(text: &str) -> Result<TetMesh, MeshReadFailure> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mesh");
    std::fs::write(&path, text).expect("written");
    read_tetrahedra(&path).map_err(|error| error.failure)
}

const NODES: &str = "*NODE\n1,0,0,0\n2,1,0,0\n3,0,1,0\n4,0,0,1\n";
const ELEMENT: &str = "*ELEMENT,TYPE=C3D4\n1,1,2,3,4\n";

/// A sphere of 104 tetrahedra in every mode of VTK's writer.
#[test]
fn every_mode_of_the_vtk_writer_is_read() {
    for name in ["vtk_ascii.vtu", "vtk_binary_zlib.vtu", "vtk_appended_zlib.vtu", "vtk_appended_raw.vtu"] {
        let mesh = case(name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(mesh.corners.len(), 104, "{name}");
        assert!((mesh.volume_mm3() / 3656.074 - 1.0).abs() < 1e-6, "{name}: {}", mesh.volume_mm3());
    }
    let compressed = case("vtk_lz4.vtu").expect_err("LZ4").to_string();
    assert!(compressed.contains("LZ4") && compressed.contains("ZLib or None"), "{compressed}");
    let voxel = case("vtk_voxel.vtu").expect_err("a voxel among tetrahedra").to_string();
    assert!(voxel.contains("VTK type 11"), "{voxel}");
}

#[test]
fn doubled_elements_counted_twice() {
    for second in ["2,1,2,3,4", "2,4,3,2,1", "7,2,1,4,3"] {
        let failure = read(&format!("{NODES}{ELEMENT}{second}\n")).expect_err(second);
        assert!(matches!(failure, MeshReadFailure::DoubledElement { first: 0, second: 1 }), "{failure}");
    }
}

#[test]
fn of_nodes_with_one_number_one_was_lost() {
    let moved = format!("{}1,5,5,5\n{ELEMENT}", NODES);
    let part = NODES.replace(",0,0", ",9,0");
    let parts =
        format!("*PART, NAME=A\n{NODES}{ELEMENT}*END PART\n*PART, NAME=B\n{part}{ELEMENT}*END PART\n");
    for text in [moved, parts] {
        let failure = read(&text).expect_err("one number, two places");
        assert!(matches!(failure, MeshReadFailure::DoubledNode { number: 1 }), "{failure}");
    }
    let repeated = format!("{NODES}*NODE, NSET=BASE\n1,0,0,0\n{ELEMENT}");
    assert_eq!(read(&repeated).expect("the same node again").corners.len(), 1);
}

/// 1.8·10¹⁹ tags were counted one by one.
#[test]
fn giant_counts_of_gmsh_files_end_at_once() {
    let file = |nodes: &str, elements: &str| {
        format!(
            "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$Nodes\n{nodes}\n$EndNodes\n$Elements\n{elements}\n$EndElements\n"
        )
    };
    let four = "4\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1";
    for (name, text) in [
        ("tags", file(four, "1\n1 4 18446744073709551615 1 2 3 4")),
        ("tags that are moderate", file(four, "1\n1 4 99999999 1 2 3 4")),
        ("nodes", file("18446744073709551615\n1 0 0 0", "1\n1 4 0 1 2 3 4")),
        ("elements", file(four, "18446744073709551615\n1 4 0 1 2 3 4")),
        ("more tags than words", file(four, "1\n1 4 9 1 2 3 4")),
        ("no such number", file(four, "99999999999999999999\n1 4 0 1 2 3 4")),
    ] {
        assert!(matches!(read(&text), Err(MeshReadFailure::Malformed { .. })), "{name}");
    }
    assert_eq!(read(&file(four, "1\n1 4 2 0 1 1 2 3 4")).expect("two tags").corners.len(), 1);
}

#[test]
fn solids_of_other_shapes_were_dropped_in_silence() {
    let abaqus = format!("{NODES}{ELEMENT}*ELEMENT, TYPE=C3D8R\n2,1,2,3,4,1,2,3,4\n");
    let gmsh = "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$Elements\n1\n1 5 0 1 2 3 4 1 2 3 4\n$EndElements\n";
    for (text, part) in [(abaqus.as_str(), "C3D8R"), (gmsh, "type 5")] {
        let failure = read(text).expect_err(part).to_string();
        assert!(failure.contains(part) && failure.contains("no tetrahedra"), "{failure}");
    }
    let shells = format!("{NODES}*ELEMENT, TYPE=S3\n9,1,2,3\n{ELEMENT}");
    assert_eq!(read(&shells).expect("shells enclose nothing").corners.len(), 1);
}

#[test]
fn elements_that_end_early_or_late_are_named() {
    let ten = "*ELEMENT,TYPE=C3D10\n7,1,2,3,4,5,\n";
    for (text, part) in [
        (format!("{NODES}{ten}"), "element 7 ends before"),
        (format!("{NODES}{ten}{ELEMENT}"), "element 7 ends before"),
        (format!("{NODES}*ELEMENT,TYPE=C3D4\n8,1,2,3,4,5\n"), "element 8 has more"),
        (format!("{NODES}*INCLUDE, INPUT=elements.inp\n{ELEMENT}"), "*INCLUDE is not followed"),
        (NODES.to_owned(), "no tetrahedra"),
    ] {
        let failure = read(&text).expect_err(part).to_string();
        assert!(failure.contains(part), "{failure}");
    }
    for text in [
        format!("\u{feff}{NODES}{ELEMENT}"),
        format!("{NODES}{ELEMENT}").replace('\n', "\r"),
        format!("{NODES}{ELEMENT}").replace('\n', "\r\n").to_lowercase(),
    ] {
        assert_eq!(read(&text).expect("another dialect").corners.len(), 1);
    }
}
