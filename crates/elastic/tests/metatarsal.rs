//! The shipped second metatarsal as a bare cantilever, against beam theory on its own sections and the literature.
#![allow(missing_docs, clippy::print_stdout)]

mod common;

use common::nodes_where;
use nalgebra::Vector3;
use osteotome_elastic::{ElementMaterials, IsotropicMaterial, StrainGauge, solve_clamped};
use osteotome_geometry::{Plane, Point3, Section, read_surface, section};
use osteotome_mesh::{ElementOrder, MeshOptions, mesh_solid};

/// Distance from the load to the gauge in literature 9.2, mm.
const ARM: f64 = 31.0;

/// Second moment of a section about the axis through its centroid along y, and distance to its dorsal fibre.
fn bending_constants(section: &Section) -> [f64; 2] {
    let (mut moment, mut height) = (0.0, 0.0_f64);
    for points in &section.loops {
        for (i, a) in points.iter().enumerate() {
            let b = points[(i + 1) % points.len()];
            let (a, b) = (a - section.centroid, b - section.centroid);
            let cross = a.y * b.z - b.y * a.z;
            moment += cross * (a.z * a.z + a.z * b.z + b.z * b.z) / 12.0;
            height = height.max(a.z);
        }
    }
    [moment.abs(), height]
}

#[test]
fn second_metatarsal_as_a_cantilever_strains_as_the_literature_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../meshes/M2_left.stl");
    let surface = read_surface(path).unwrap();
    let options = MeshOptions { size_mm: 1.6, cut_size_mm: 1.6, order: ElementOrder::Quadratic };
    let mesh = mesh_solid(&surface, &options).unwrap().mesh;
    let bone = IsotropicMaterial::CORTICAL;
    let materials = ElementMaterials::homogeneous(&mesh, bone).unwrap();
    // The origin is the head centre and +x distal, so the base is at the smallest x; the load pushes the head up.
    let base = mesh.nodes.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
    let held = nodes_where(&mesh, |p| p.x < base + 5.0);
    let head = nodes_where(&mesh, |p| p.coords.norm() < 4.0);
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    for &node in &head {
        loads[node as usize].z = 100.0 / head.len() as f64;
    }
    let arm = head.iter().map(|&n| mesh.nodes[n as usize].x).sum::<f64>() / head.len() as f64 + ARM;
    let field = solve_clamped(&mesh, &materials, &held, &loads).unwrap();

    let plane = Plane { origin: Point3::new(-ARM, 0.0, 0.0), normal: Vector3::x_axis() };
    let cut = section(&surface, &plane).unwrap();
    let [inertia, height] = bending_constants(&cut);
    let theory = -100.0 * arm * height / (bone.modulus_mpa * inertia);
    let gauge = StrainGauge {
        name: "dorsal mid-shaft of M2".into(),
        position: cut.centroid + Vector3::z() * height,
        axis: Vector3::x_axis(),
        radius_mm: 1.0,
    };
    let reading = gauge.read(&mesh, &field).unwrap();
    println!("I {inertia:.0} mm⁴, c {height:.2} mm: {theory:.3e} by beam theory, {:.3e} read", reading.along);
    assert!((reading.along / theory - 1.0).abs() < 0.1, "{:e} against {theory:e}", reading.along);
    assert!((reading.across / reading.along + bone.poisson).abs() < 0.05, "Poisson: {:e}", reading.across);
    // Literature 9.2: 2500 µε with c = 5 mm and I = 320 mm⁴; scaled to the constants of this bone.
    let scaled = 2500e-6 * (height / 5.0) * (320.0 / inertia);
    assert!((-reading.along / scaled - 1.0).abs() < 0.25, "{:e} against {scaled:e}", reading.along);
}
