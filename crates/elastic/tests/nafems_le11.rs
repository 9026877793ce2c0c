//! NAFEMS LE11, "solid cylinder/taper/sphere – temperature" (The Standard NAFEMS Benchmarks, TNSB rev. 3, 1990).
//!
//! There are no thermal strains in this crate and none are needed: by the Duhamel–Neumann analogy a body with the
//! temperature T is one with the body force −β∇T and the surface traction βT n, β = Eα/(1−2ν), whose stress is less by
//! βT in every direction (Timoshenko & Goodier, Theory of Elasticity, section 153).
#![allow(missing_docs, clippy::print_stdout)]

mod common;

use common::{mapped_mesh, nodes_where};
use nalgebra::Vector3;
use osteotome_elastic::{
    ClampedBody, ElementMaterials, IsotropicMaterial, StrainField, Supports, add_body_force, add_traction,
};
use osteotome_geometry::Point3;
use osteotome_mesh::{ElementOrder, TetMesh};

const STEEL: IsotropicMaterial = IsotropicMaterial { modulus_mpa: 210_000.0, poisson: 0.3 };
const EXPANSION: f64 = 2.3e-4;
/// Height of the body; the unit of length is the metre, as in the benchmark, which changes no stress.
const TOP: f64 = 1.79;
/// Published σ_zz on the circle through A, MPa.
const PUBLISHED_MPA: f64 = -105.0;

/// Radius and height on the inner profile: an arc of radius 1 up to 45°, then a bore.
fn inner(t: f64) -> [f64; 2] {
    let ends = (0.5_f64.sqrt(), TOP);
    match t {
        ..0.5 => arc(1.0, 90.0 * t),
        _ => [ends.0, ends.0 + (ends.1 - ends.0) * (t - 0.5) * 2.0],
    }
}

/// Radius and height on the outer profile: an arc of radius 1.4 up to 30°, a taper, a cylinder.
fn outer(t: f64) -> [f64; 2] {
    match t {
        ..0.25 => arc(1.4, 120.0 * t),
        ..0.75 => {
            let ([r, z], along) = (arc(1.4, 30.0), (t - 0.25) * 2.0);
            [r + (1.0 - r) * along, z + (1.39 - z) * along]
        }
        _ => [1.0, 1.39 + (TOP - 1.39) * (t - 0.75) * 4.0],
    }
}

fn arc(radius: f64, angle_deg: f64) -> [f64; 2] {
    let (sine, cosine) = angle_deg.to_radians().sin_cos();
    [radius * cosine, radius * sine]
}

/// A quarter of the body; cells are smaller towards the circle through A.
fn body(divisions: [usize; 3]) -> TetMesh {
    mapped_mesh(divisions, ElementOrder::Quadratic, 0.0, |[across, turn, along]| {
        let (inner, outer, across) = (inner(along), outer(along), across.powf(1.6));
        let [r, z] = [0, 1].map(|i| inner[i] + (outer[i] - inner[i]) * across);
        let angle = turn * std::f64::consts::FRAC_PI_2;
        Point3::new(r * angle.cos(), r * angle.sin(), z)
    })
}

/// σ_zz at A, averaged over the circle as the benchmark has it.
fn stress_at_a(divisions: [usize; 3]) -> f64 {
    let mesh = body(divisions);
    let materials = ElementMaterials::homogeneous(&mesh, STEEL).unwrap();
    let beta = STEEL.modulus_mpa * EXPANSION / (1.0 - 2.0 * STEEL.poisson);
    let temperature = |p: &Point3| p.coords.xy().norm() + p.z;
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    add_traction(&mesh, mesh.facets.iter(), |p, normal| normal * (beta * temperature(p)), &mut loads);
    let gradient = |p: &Point3| Vector3::new(p.x, p.y, 0.0) / p.coords.xy().norm() + Vector3::z();
    add_body_force(&mesh, |p| gradient(p) * -beta, &mut loads);
    let supports = Supports::per_axis(&mesh, |p| [p.x < 1e-9, p.y < 1e-9, p.z < 1e-9 || p.z > TOP - 1e-9]);
    let field = ClampedBody::new(&mesh, &materials, &supports).unwrap().solve_at_rest(&loads).unwrap();
    let strains = StrainField::new(&mesh, &materials, &field).unwrap();
    let circle = nodes_where(&mesh, |p| p.z < 1e-9 && (p.coords.norm() - 1.0).abs() < 1e-9);
    let stress = |n: &u32| strains.at_node(*n as usize)[0].stress_mpa[(2, 2)] - beta;
    circle.iter().map(stress).sum::<f64>() / circle.len() as f64
}

#[test]
fn nafems_le11_cylinder_taper_sphere() {
    let stresses = [[4, 6, 12], [6, 10, 20], [8, 14, 28]].map(stress_at_a);
    println!("LE11: {stresses:.2?} MPa, published {PUBLISHED_MPA}");
    assert!((stresses[2] / PUBLISHED_MPA - 1.0).abs() < 0.02);
    let changes = [stresses[1] - stresses[0], stresses[2] - stresses[1]].map(f64::abs);
    assert!(changes[1] < changes[0], "not converging: {stresses:?}");
}
