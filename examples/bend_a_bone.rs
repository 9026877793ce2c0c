//! Bends the second metatarsal of the template, held at its base, and compares the strain of its shaft with beam theory.
//!
//! `cargo run --release --example bend_a_bone`
#![allow(clippy::print_stdout, reason = "an example prints")]

use osteotome_elastic::{ElementMaterials, IsotropicMaterial, StrainGauge, solve_clamped};
use osteotome_foot::{Ray, anatomy::template_ray_surface};
use osteotome_geometry::{Plane, Point3, Section, TriangleSurface, Vector3, section};
use osteotome_mesh::{ElementOrder, MeshOptions, mesh_solid};
use std::error::Error;

const LOAD_N: f64 = 100.0;
/// From the load at the centre of the head back to the gauge.
const ARM_MM: f64 = 31.0;

fn main() -> Result<(), Box<dyn Error>> {
    let [elements, beam] = dorsal_microstrain()?;
    println!("dorsal strain of the shaft: {elements:.0} µε by elements, {beam:.0} µε by beam theory");
    Ok(())
}

/// Strain of the dorsal fibre when the head is pushed up: by finite elements and by M c / (E I).
pub(crate) fn dorsal_microstrain() -> Result<[f64; 2], Box<dyn Error>> {
    // x points distally along the shaft, z dorsally; the centre of the head is the origin.
    let bone = template_ray_surface(Ray::M2)?;
    let plane = Plane { origin: Point3::new(-ARM_MM, 0.0, 0.0), normal: Vector3::x_axis() };
    let shaft = section(&bone, &plane).ok_or("the plane misses the bone")?;
    let [second_moment_mm4, height_mm] = about_lateral_axis(&shaft);
    let material = IsotropicMaterial::CORTICAL;
    let beam = -LOAD_N * ARM_MM * height_mm / (material.modulus_mpa * second_moment_mm4);
    let dorsal = shaft.centroid + Vector3::z() * height_mm;
    Ok([1e6 * by_elements(&bone, material, dorsal)?, 1e6 * beam])
}

fn by_elements(bone: &TriangleSurface, bulk: IsotropicMaterial, at: Point3) -> Result<f64, Box<dyn Error>> {
    let options = MeshOptions { size_mm: 2.5, cut_size_mm: 2.5, order: ElementOrder::Quadratic };
    let mesh = mesh_solid(bone, &options)?.mesh;
    let nodes = |wanted: &dyn Fn(&Point3) -> bool| -> Vec<u32> {
        (0..mesh.nodes.len() as u32).filter(|&node| wanted(&mesh.nodes[node as usize])).collect()
    };
    let base_mm = mesh.nodes.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
    let (held, head) = (nodes(&|p| p.x < base_mm + 5.0), nodes(&|p| p.x.abs() < 1.0));
    let mut loads_n = vec![Vector3::zeros(); mesh.nodes.len()];
    head.iter().for_each(|&node| loads_n[node as usize].z = LOAD_N / head.len() as f64);
    let materials = ElementMaterials::homogeneous(&mesh, bulk)?;
    let field = solve_clamped(&mesh, &materials, &held, &loads_n)?;
    let gauge = StrainGauge { name: "dorsal".into(), position: at, axis: Vector3::x_axis(), radius_mm: 1.5 };
    Ok(gauge.read(&mesh, &field).ok_or("the gauge lies beside the bone")?.along)
}

/// Second moment of area about the lateral axis through the centroid, mm⁴, and height of the dorsal fibre above it, mm.
fn about_lateral_axis(section: &Section) -> [f64; 2] {
    let edges = section.loops.iter().flat_map(|points| points.iter().zip(points.iter().cycle().skip(1)));
    edges.map(|(a, b)| (a - section.centroid, b - section.centroid)).fold(
        [0.0, 0.0_f64],
        |[moment, top], (a, b)| {
            [moment + (a.y * b.z - b.y * a.z) * (a.z * a.z + a.z * b.z + b.z * b.z) / 12.0, top.max(a.z)]
        },
    )
}
