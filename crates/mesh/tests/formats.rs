//! What is written for other solvers, and what is read from other meshers.

mod common;

use common::{assert_sound, ellipsoid, flatness_mm};
use osteotome_geometry::{Kerf, Plane, Point3, UnitVector3, Vector3};
use osteotome_mesh::export::{
    ExportBody, ExportGround, ExportHold, ExportMaterial, ExportModel, ExportNodeSet, ExportPair,
    ExportRigid, ExportSpring, abaqus_input, febio_input, gmsh_mesh,
};
use osteotome_mesh::{
    BoundaryTag, CutBone, ElementOrder, MeshError, MeshOptions, MeshReadError, MeshReadFailure, TetMesh,
    cut_bone, cut_mesh, mesh_solid, read_tetrahedra, spacer_beyond,
};
use std::collections::{BTreeMap, BTreeSet};

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
        ..ExportModel::default()
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

/// A model with everything: two rigid parts, a spring between them and one on the ground, contact, and names that are no words.
fn standing(cut: &CutBone) -> ExportModel<'_> {
    let model = model(cut);
    let nodes = |i: usize| model.node_sets[i].nodes.clone();
    let rigid = |name: &str, body: usize| ExportRigid {
        name: name.to_owned(),
        body,
        nodes: nodes(body),
        reference: Point3::origin(),
    };
    let spring = |name: &str, far: ExportHold, law: Vec<(f64, [f64; 3])>| ExportSpring {
        name: name.to_owned(),
        ends: [(Point3::new(0.0, 0.0, -50.0), far), (Point3::origin(), ExportHold::Rigid(1))],
        law,
    };
    let facets = |f: usize| cut.fragments[f].mesh.facets.clone();
    ExportModel {
        title: "*STEP --> & \u{1}".to_owned(),
        node_sets: Vec::new(),
        rigid: vec![rigid("proximal <part>", 0), rigid("distal", 1)],
        springs: vec![
            spring("between", ExportHold::Rigid(0), vec![(-1.0, [-2.0; 3]), (1.0, [2.0; 3])]),
            spring("pad", ExportHold::Ground, vec![(-1.0, [0.0, -1.0, -2.0]), (1.0, [0.0; 3])]),
            spring("held", ExportHold::Fixed, vec![(-1.0, [0.0, -1.0, -2.0]), (1.0, [0.0, 1.0, 2.0])]),
        ],
        pairs: vec![ExportPair {
            name: "the cut".to_owned(),
            bodies: [0, 1],
            facets: [facets(0), facets(1)],
            friction: 0.4,
            elastic_slip_mm: 0.05,
        }],
        ground: Some(ExportGround { up: Vector3::z(), force_n: [0.0, 1.0, 60.0] }),
        ..model
    }
}

/// Every element of an XML text with its depth and attributes; panics if it is not well formed.
fn elements(text: &str) -> Vec<(usize, String, BTreeMap<String, String>)> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for piece in text.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').expect("a tag ends");
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "tags are nested");
            continue;
        }
        let name = tag.split([' ', '/']).next().expect("a name").to_owned();
        let quoted: Vec<&str> = tag.split('"').collect();
        let pairs = quoted.chunks_exact(2).map(|pair| {
            let key = pair[0].rsplit(' ').next().and_then(|key| key.strip_suffix('=')).expect("a key");
            (key.to_owned(), pair[1].to_owned())
        });
        found.push((open.len(), name.clone(), pairs.collect()));
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    found
}

/// Order of sections in the FEBio 4.0 specification.
const SECTIONS: [&str; 12] = [
    "Module",
    "Control",
    "Material",
    "Mesh",
    "MeshDomains",
    "Boundary",
    "Rigid",
    "Loads",
    "Contact",
    "Discrete",
    "LoadData",
    "Output",
];

#[test]
fn an_febio_file_has_its_sections_in_order_and_uses_what_is_defined() {
    let cut = cut();
    let text = febio_input(&standing(&cut));
    let elements = elements(&text);
    let sections: Vec<&str> = elements.iter().filter(|e| e.0 == 1).map(|e| e.1.as_str()).collect();
    assert_eq!(sections, SECTIONS);
    let defined = |name: &str, key: &str| -> BTreeSet<&str> {
        elements.iter().filter(|e| e.1 == name).filter_map(|e| e.2.get(key)).map(String::as_str).collect()
    };
    for (user, key, what, by) in [
        ("SolidDomain", "mat", "material", "name"),
        ("SolidDomain", "name", "Elements", "name"),
        ("bc", "node_set", "NodeSet", "name"),
        ("contact", "surface_pair", "SurfacePair", "name"),
        ("discrete", "discrete_set", "DiscreteSet", "name"),
        ("discrete", "dmat", "discrete_material", "id"),
        ("scale", "lc", "load_controller", "id"),
        ("value", "lc", "load_controller", "id"),
    ] {
        let (used, known) = (defined(user, key), defined(what, by));
        assert!(!used.is_empty() && used.is_subset(&known), "{user} {key}: {used:?} of {known:?}");
    }
    for (open, close, what) in [
        ("<rb>", "</rb>", "material"),
        ("<primary>", "</primary>", "Surface"),
        ("<secondary>", "</secondary>", "Surface"),
    ] {
        for used in text.split(open).skip(1).filter_map(|rest| rest.split(close).next()) {
            assert!(defined(what, "name").contains(used), "{used} is no {what}");
        }
    }
    let nodes = defined("node", "id").len();
    let numbers = |list: &str| list.split(',').map(|n| n.parse::<usize>().expect("a number")).max();
    let lists = ["<elem id", "<tri6 id", "<NodeSet name", "<delem"];
    for list in lists.iter().flat_map(|tag| text.split(*tag).skip(1)) {
        let inside = list.split('>').nth(1).and_then(|rest| rest.split('<').next()).expect("a list");
        assert!(numbers(inside).is_some_and(|n| n <= nodes), "{inside}");
    }
}

#[test]
fn an_abaqus_file_has_one_block_of_nodes_and_no_keyword_in_its_title() {
    let cut = cut();
    let text = abaqus_input(&standing(&cut));
    assert!(text.starts_with("*HEADING\n- *STEP --> &\n"));
    assert_eq!(text.matches("\n*NODE, ").count(), 1);
    assert_eq!(text.matches("*RIGID BODY").count(), 2);
    assert_eq!(text.matches("*CONTACT PAIR").count(), 1);
    assert_eq!(text.matches("\n*STEP").count(), 2);
    assert!(text.contains("NSET=proximal__part_"));
    let mesh = read_back(&text, "inp").expect("springs are no tetrahedra");
    assert_eq!(mesh.corners.len(), cut.fragments.iter().map(|f| f.quality.tetrahedra).sum::<usize>());
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
