//! What is written for other solvers, and what is read from other meshers.

mod common;

use common::{assert_sound, ellipsoid, flatness_mm};
use osteotome_geometry::{Kerf, Plane, Point3, UnitVector3, Vector3};
use osteotome_mesh::export::{
    ExportBody, ExportMaterial, ExportModel, ExportNodeSet, abaqus_input, febio_input, gmsh_mesh,
};
use osteotome_mesh::{
    BoundaryTag, CutBone, ElementOrder, MeshError, MeshOptions, MeshReadError, MeshReadFailure, TetMesh,
    cut_bone, cut_mesh, mesh_solid, read_tetrahedra, spacer_beyond,
};

const OPTIONS: MeshOptions = MeshOptions { size_mm: 2.5, cut_size_mm: 2.5, order: ElementOrder::Quadratic };

fn middle() -> Plane {
    Plane { origin: Point3::origin(), normal: UnitVector3::new_normalize(Vector3::new(0.3, 0.1, 1.0)) }
}

fn cut() -> CutBone {
    cut_bone(&ellipsoid(16), &[Kerf::slab(middle(), 2.0)], &OPTIONS).expect("a plain cut")
}

fn model(cut: &CutBone) -> ExportModel<'_> {
    let body = |(i, name): (usize, &str)| ExportBody {
        name: name.to_owned(),
        mesh: &cut.fragments[i].mesh,
        materials: vec![ExportMaterial { name: "bone".to_owned(), modulus_mpa: 7300.0, poisson_ratio: 0.3 }],
        element_materials: vec![0; cut.fragments[i].mesh.corners.len()],
    };
    let face = |f: usize| {
        let mesh = &cut.fragments[f].mesh;
        let facets = mesh.facets.iter().filter(|facet| facet.tag == BoundaryTag::CutFace(0));
        let mut nodes: Vec<u32> = facets.flat_map(|f| f.corners).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    };
    ExportModel {
        title: "a cut ellipsoid".to_owned(),
        bodies: [(0, "proximal"), (1, "distal")].map(body).to_vec(),
        node_sets: vec![
            ExportNodeSet { name: "base".to_owned(), body: 0, nodes: face(0), held: true, force_n: [0.0; 3] },
            ExportNodeSet {
                name: "pull".to_owned(),
                body: 1,
                nodes: face(1),
                held: false,
                force_n: [0.0, 0.0, 10.0],
            },
        ],
    }
}

fn read_back(text: &str, extension: &str) -> Result<TetMesh, MeshReadError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("mesh.{extension}"));
    std::fs::write(&path, text).expect("a file");
    read_tetrahedra(&path)
}

#[test]
fn written_meshes_are_read_back_with_the_same_elements() {
    let cut = cut();
    let (volume_mm3, count) =
        cut.fragments.iter().fold((0.0, 0), |(v, n), f| (v + f.quality.volume_mm3, n + f.quality.tetrahedra));
    for (text, extension) in [(gmsh_mesh(&model(&cut)), "msh"), (abaqus_input(&model(&cut)), "inp")] {
        let mesh = read_back(&text, extension).expect("our own file");
        assert_eq!(mesh.corners.len(), count);
        // Thirteen digits are written where CalculiX reads, all elsewhere.
        assert!((mesh.volume_mm3() / volume_mm3 - 1.0).abs() < 1e-11);
    }
}

#[test]
fn the_force_of_a_set_is_shared_by_its_nodes() {
    let cut = cut();
    let model = model(&cut);
    let each_n = 10.0 / model.node_sets[1].nodes.len() as f64;
    assert!(abaqus_input(&model).contains(&format!("*CLOAD\npull, 3, {each_n:.12e}\n")));
    let febio = febio_input(&model);
    assert!(febio.contains(&format!("<value lc=\"1\">0e0,0e0,{each_n:e}</value>")));
    assert_eq!(
        febio.matches("<elem ").count(),
        cut.fragments.iter().map(|f| f.quality.tetrahedra).sum::<usize>()
    );
}

#[test]
fn a_gmsh_4_file_is_read() {
    let text = "$MeshFormat\n4.1 0 8\n$EndMeshFormat\n$Nodes\n1 4 1 4\n3 1 0 4\n1\n2\n3\n4\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n\
        $EndNodes\n$Elements\n1 1 1 1\n3 1 4 1\n1 1 2 3 4\n$EndElements\n";
    let mesh = read_back(text, "msh").expect("one tetrahedron");
    assert!((mesh.volume_mm3() - 1.0 / 6.0).abs() < 1e-15);
    assert_eq!(mesh.facets.len(), 4);
}

#[test]
fn a_vtu_file_is_read() {
    let text = "<VTKFile type=\"UnstructuredGrid\" version=\"1.0\" byte_order=\"LittleEndian\"><UnstructuredGrid>\
        <Piece NumberOfPoints=\"4\" NumberOfCells=\"1\"><Points><DataArray type=\"Float64\" NumberOfComponents=\"3\" format=\"ascii\">\
        0 0 0 1 0 0 0 1 0 0 0 1</DataArray></Points><Cells>\
        <DataArray type=\"Int64\" Name=\"connectivity\" format=\"ascii\">1 0 2 3</DataArray>\
        <DataArray type=\"Int64\" Name=\"offsets\" format=\"ascii\">4</DataArray>\
        <DataArray type=\"UInt8\" Name=\"types\" format=\"ascii\">10</DataArray></Cells></Piece></UnstructuredGrid></VTKFile>";
    let mesh = read_back(text, "vtu").expect("one tetrahedron, inverted in the file");
    assert!((mesh.volume_mm3() - 1.0 / 6.0).abs() < 1e-15);
}

#[test]
fn bad_files_are_typed_errors() {
    let failure = |text: &str| read_back(text, "any").expect_err("bad").failure;
    assert!(matches!(failure("hello"), MeshReadFailure::Unknown));
    assert!(matches!(failure("*NODE\n1, 0, 0, x\n"), MeshReadFailure::Malformed { line: 2, .. }));
    assert!(matches!(failure("*NODE\n1,0,0,0\n"), MeshReadFailure::Empty));
    let flat = "*NODE\n1,0,0,0\n2,1,0,0\n3,0,1,0\n4,1,1,0\n*ELEMENT, TYPE=C3D4\n1,1,2,3,4\n";
    assert!(matches!(failure(flat), MeshReadFailure::FlatElement { element: 0, .. }));
    assert!(matches!(failure(&flat.replace("3,4\n", "3,9\n")), MeshReadFailure::MissingNode { element: 0 }));
}

#[test]
fn a_ready_mesh_is_cut_as_it_is() {
    let given = mesh_solid(&ellipsoid(32), &OPTIONS).expect("a solid").mesh;
    let cut = cut_mesh(&given, &[Kerf::slab(middle(), 2.0)], ElementOrder::Quadratic).expect("a cut");
    assert_eq!(cut.fragments.len(), 2);
    assert!(flatness_mm(&cut) < 1e-9);
    let mut kept = 0;
    for fragment in &cut.fragments {
        assert_sound(fragment);
        assert!(fragment.quality.min_dihedral_deg > 10.0 && fragment.quality.max_dihedral_deg < 165.0);
        let is_given = |p: &&Point3| given.nodes.contains(p);
        kept += fragment.mesh.nodes.iter().filter(is_given).count();
    }
    // Only nodes near the kerf, a fifth of the length, may differ.
    assert!(kept * 2 > given.nodes.len());
}

#[test]
fn a_spacer_fills_its_part_of_the_void() {
    let surface = ellipsoid(32);
    let void = spacer_beyond(&surface, &middle(), 1.0, &OPTIONS).expect("the whole void");
    let part = spacer_beyond(&surface, &middle(), 0.6, &OPTIONS).expect("a part of it");
    let fraction = part.quality.volume_mm3 / void.quality.volume_mm3;
    // Both volumes are fitted to the surface.
    assert!((fraction - 0.6).abs() < 1e-6, "{fraction}");
    let wrong = spacer_beyond(&surface, &middle(), 1.5, &OPTIONS);
    assert!(matches!(wrong, Err(MeshError::InvalidFraction { .. })));
}
