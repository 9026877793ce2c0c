//! The condensed body against the full solution and against what every free body must do.
#![allow(missing_docs)]

mod common;

use common::{Random, box_mesh, nodes_where};
use nalgebra::{DVector, Vector3};
use osteotome_elastic::{
    ClampedBody, CondensedBody, DistributingPatch, ElementMaterials, FlexibleBody, IsotropicMaterial,
    Supports,
};
use osteotome_mesh::{ElementOrder, TetMesh};

const BONE: IsotropicMaterial = IsotropicMaterial { modulus_mpa: 10_000.0, poisson: 0.3 };

fn bar(order: ElementOrder) -> TetMesh {
    box_mesh([20.0, 6.0, 5.0], [6, 3, 3], order, 0.2)
}

fn patch(mesh: &TetMesh, condition: impl Fn(&osteotome_geometry::Point3) -> bool) -> DistributingPatch {
    let nodes = nodes_where(mesh, condition);
    let weights = (0..nodes.len()).map(|i| 2.0 * (i + 1) as f64 / (nodes.len() * (nodes.len() + 1)) as f64);
    DistributingPatch {
        reference: osteotome_geometry::Point3::new(18.0, 8.0, 2.0),
        weights: weights.collect(),
        nodes,
    }
}

struct Case {
    mesh: TetMesh,
    materials: ElementMaterials,
    interface: Vec<u32>,
    patches: Vec<DistributingPatch>,
    body: CondensedBody,
}

fn case(order: ElementOrder, with_interface: bool) -> Case {
    let mesh = bar(order);
    let materials = ElementMaterials::homogeneous(&mesh, BONE).unwrap();
    let interface = if with_interface { nodes_where(&mesh, |p| p.x < 1e-9) } else { Vec::new() };
    let patches = vec![patch(&mesh, |p| p.x > 19.9), patch(&mesh, |p| p.y > 5.9 && p.x < 10.0)];
    let body = CondensedBody::new(&mesh, &materials, &interface, &patches).unwrap();
    Case { mesh, materials, interface, patches, body }
}

fn random_forces(flexible: &FlexibleBody) -> DVector<f64> {
    let mut random = Random(7);
    DVector::from_fn(flexible.flexibility.nrows(), |_, _| random.signed_unit())
}

/// Generalised displacements of a displacement field: interface nodes, then weighted least squares of each patch.
fn generalised(case: &Case, u: &[Vector3<f64>]) -> DVector<f64> {
    let mut values = Vec::new();
    for &node in &case.interface {
        values.extend_from_slice(u[node as usize].as_slice());
    }
    for patch in &case.patches {
        let mut normal = nalgebra::Matrix6::zeros();
        let mut right = nalgebra::Vector6::zeros();
        for (&node, &weight) in patch.nodes.iter().zip(&patch.weights) {
            let arm = case.mesh.nodes[node as usize] - patch.reference;
            let mut rows = nalgebra::Matrix3x6::zeros();
            rows.fixed_columns_mut::<3>(0).fill_with_identity();
            rows.fixed_columns_mut::<3>(3).copy_from(&-arm.cross_matrix());
            normal += rows.transpose() * rows * weight;
            right += rows.transpose() * u[node as usize] * weight;
        }
        values.extend_from_slice((normal.try_inverse().unwrap() * right).as_slice());
    }
    DVector::from_vec(values)
}

#[test]
fn recovered_field_has_the_condensed_boundary_displacements() {
    for order in [ElementOrder::Linear, ElementOrder::Quadratic] {
        for with_interface in [true, false] {
            let case = case(order, with_interface);
            let flexible = case.body.flexible();
            let forces = random_forces(&flexible);
            let condensed = &flexible.flexibility * &forces;
            let field = case.body.recover(&forces).unwrap();
            let recovered = generalised(&case, &field.displacements_mm);
            let error = (&recovered - &condensed).norm() / condensed.norm();
            assert!(error < 1e-10, "{order:?}, interface {with_interface}: {error:e}");
        }
    }
}

#[test]
fn condensed_differs_from_a_clamped_full_solution_by_a_rigid_motion_only() {
    let case = case(ElementOrder::Quadratic, true);
    let flexible = case.body.flexible();
    let forces = random_forces(&flexible);
    let field = case.body.recover(&forces).unwrap();
    let clamp = nodes_where(&case.mesh, |p| p.z < 1e-9);
    let clamped = ClampedBody::new(&case.mesh, &case.materials, &Supports::clamped(&clamp)).unwrap();
    let loads = clamped.internal_forces(&field.displacements_mm);
    let held: Vec<_> = clamp.iter().map(|&n| field.displacements_mm[n as usize]).collect();
    let full = clamped.solve(&loads, &held).unwrap();
    let largest = field.displacements_mm.iter().map(|u| u.norm()).fold(0.0, f64::max);
    for (a, b) in full.displacements_mm.iter().zip(&field.displacements_mm) {
        assert!((a - b).norm() < 1e-9 * largest);
    }
}

#[test]
fn flexibility_is_symmetric_and_positive() {
    let case = case(ElementOrder::Quadratic, true);
    let flexibility = &case.body.flexible().flexibility;
    assert_eq!((flexibility - flexibility.transpose()).amax(), 0.0, "Betti");
    let values = flexibility.clone().symmetric_eigenvalues();
    assert!(values.min() > -1e-12 * values.max(), "{:e} {:e}", values.min(), values.max());
}

#[test]
fn recovered_loads_are_the_given_ones_in_balance() {
    let case = case(ElementOrder::Quadratic, true);
    let flexible = case.body.flexible();
    let forces = random_forces(&flexible);
    let field = case.body.recover(&forces).unwrap();
    let clamped = ClampedBody::new(&case.mesh, &case.materials, &Supports::clamped(&case.interface)).unwrap();
    let internal = clamped.internal_forces(&field.displacements_mm);
    let total: Vector3<f64> = internal.iter().sum();
    let moment: Vector3<f64> = internal.iter().zip(&case.mesh.nodes).map(|(f, p)| p.coords.cross(f)).sum();
    assert!(total.norm() < 1e-8 * forces.norm(), "{total}");
    assert!(moment.norm() < 1e-7 * forces.norm(), "{moment}");
}

#[test]
fn displacements_have_no_volume_mean() {
    let case = case(ElementOrder::Linear, true);
    let field = case.body.recover(&random_forces(&case.body.flexible())).unwrap();
    let u = &field.displacements_mm;
    let mut mean = Vector3::zeros();
    let mut turn = Vector3::zeros();
    for (element, corners) in case.mesh.corners.iter().enumerate() {
        let volume = case.mesh.element_volume_mm3(element);
        for &a in corners {
            mean += u[a as usize] * (volume / 4.0);
            for &b in corners {
                let share = volume * if a == b { 0.1 } else { 0.05 };
                turn += case.mesh.nodes[b as usize].coords.cross(&u[a as usize]) * share;
            }
        }
    }
    let scale = u.iter().map(|u| u.norm()).fold(0.0, f64::max) * case.mesh.volume_mm3();
    assert!(mean.norm() < 1e-12 * scale && turn.norm() < 1e-11 * scale, "{mean} {turn}");
}

#[test]
fn modulus_scales_the_flexibility() {
    let case = case(ElementOrder::Linear, true);
    let stiffer = IsotropicMaterial { modulus_mpa: 3.0 * BONE.modulus_mpa, ..BONE };
    let materials = ElementMaterials::homogeneous(&case.mesh, stiffer).unwrap();
    let body = CondensedBody::new(&case.mesh, &materials, &case.interface, &case.patches).unwrap();
    let difference = &body.flexible().flexibility - case.body.flexible().with_modulus_factor(3.0).flexibility;
    assert!(difference.amax() < 1e-12 * case.body.flexible().flexibility.amax());
}
