//! Rates of convergence on manufactured solutions, with distorted meshes.
#![allow(missing_docs, clippy::print_stdout)]

mod common;

use common::{box_mesh, discretisation_error, nodes_where};
use nalgebra::{Matrix3, Vector3};
use osteotome_elastic::{ClampedBody, ElementMaterials, IsotropicMaterial, Supports, add_body_force};
use osteotome_geometry::Point3;
use osteotome_mesh::{ElementOrder, TetMesh};

const MATERIAL: IsotropicMaterial = IsotropicMaterial { modulus_mpa: 100.0, poisson: 0.3 };

/// `u = a sin(k·x)` with amplitudes and wave vector of no symmetry.
fn amplitude() -> Vector3<f64> {
    Vector3::new(1.0, -0.7, 0.4)
}

fn wave() -> Vector3<f64> {
    Vector3::new(1.3, 1.9, -1.1)
}

fn exact(p: &Point3) -> Vector3<f64> {
    amplitude() * wave().dot(&p.coords).sin()
}

fn exact_gradient(p: &Point3) -> Matrix3<f64> {
    amplitude() * wave().transpose() * wave().dot(&p.coords).cos()
}

/// `−div σ = [(λ + μ) k (k·a) + μ a (k·k)] sin(k·x)`.
fn body_force(p: &Point3) -> Vector3<f64> {
    let (lambda, mu) = MATERIAL.lame_mpa();
    let (a, k) = (amplitude(), wave());
    (k * ((lambda + mu) * k.dot(&a)) + a * (mu * k.dot(&k))) * k.dot(&p.coords).sin()
}

fn errors(order: ElementOrder, cells: usize) -> [f64; 2] {
    let mesh: TetMesh = box_mesh([1.0; 3], [cells; 3], order, 0.2);
    let materials = ElementMaterials::homogeneous(&mesh, MATERIAL).unwrap();
    let held = nodes_where(&mesh, |p| p.iter().any(|&x| !(1e-9..=1.0 - 1e-9).contains(&x)));
    let body = ClampedBody::new(&mesh, &materials, &Supports::clamped(&held)).unwrap();
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    add_body_force(&mesh, body_force, &mut loads);
    let prescribed: Vec<_> = held.iter().map(|&n| exact(&mesh.nodes[n as usize])).collect();
    let field = body.solve(&loads, &prescribed).unwrap();
    discretisation_error(&mesh, &field, exact, exact_gradient)
}

/// Rates between two meshes.
fn rates(order: ElementOrder, cells: [usize; 2]) -> [f64; 2] {
    let (coarse, fine) = (errors(order, cells[0]), errors(order, cells[1]));
    let refinement = (cells[1] as f64 / cells[0] as f64).ln();
    [0, 1].map(|norm| (coarse[norm] / fine[norm]).ln() / refinement)
}

#[test]
fn linear_elements_converge_with_orders_two_and_one() {
    let [l2, h1] = rates(ElementOrder::Linear, [8, 16]);
    println!("Tet4: L2 {l2:.2}, H1 {h1:.2}");
    assert!((l2 - 2.0).abs() < 0.1 && (h1 - 1.0).abs() < 0.1, "{l2} {h1}");
}

#[test]
fn quadratic_elements_converge_with_orders_three_and_two() {
    let [l2, h1] = rates(ElementOrder::Quadratic, [6, 12]);
    println!("Tet10: L2 {l2:.2}, H1 {h1:.2}");
    assert!((l2 - 3.0).abs() < 0.1 && (h1 - 2.0).abs() < 0.1, "{l2} {h1}");
}
