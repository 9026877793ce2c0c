//! What every displacement element must reproduce exactly.
#![allow(missing_docs, clippy::print_stdout)]

mod common;

use common::{Random, box_mesh, nodes_where};
use nalgebra::{DMatrix, Matrix3, Vector3};
use osteotome_elastic::{
    ClampedBody, DisplacementField, ElementMaterials, IsotropicMaterial, StrainField, Supports, add_traction,
};
use osteotome_mesh::{ElementOrder, TetMesh};

const BONE: IsotropicMaterial = IsotropicMaterial { modulus_mpa: 17_000.0, poisson: 0.3 };
const ORDERS: [ElementOrder; 2] = [ElementOrder::Linear, ElementOrder::Quadratic];

fn jittered(order: ElementOrder) -> TetMesh {
    box_mesh([3.0, 2.0, 2.5], [4, 3, 3], order, 0.25)
}

fn gradient() -> Matrix3<f64> {
    Matrix3::new(1e-3, 2e-3, -0.5e-3, 0.3e-3, -0.7e-3, 1.1e-3, 0.4e-3, -0.9e-3, 0.6e-3)
}

fn on_boundary(mesh: &TetMesh) -> Vec<u32> {
    nodes_where(mesh, |p| [p.x, p.y, p.z].iter().zip([3.0, 2.0, 2.5]).any(|(&x, l)| x < 1e-9 || x > l - 1e-9))
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}

#[test]
fn displacement_patch_test() {
    for order in ORDERS {
        let mesh = jittered(order);
        let materials = ElementMaterials::homogeneous(&mesh, BONE).unwrap();
        let held = on_boundary(&mesh);
        let exact: Vec<Vector3<f64>> = mesh.nodes.iter().map(|p| gradient() * p.coords).collect();
        let body = ClampedBody::new(&mesh, &materials, &Supports::clamped(&held)).unwrap();
        let prescribed: Vec<_> = held.iter().map(|&n| exact[n as usize]).collect();
        let field = body.solve(&vec![Vector3::zeros(); mesh.nodes.len()], &prescribed).unwrap();
        let error = largest(field.displacements_mm.iter().zip(&exact).map(|(u, e)| (u - e).norm()));
        let relative = error / largest(exact.iter().map(|u| u.norm()));
        println!("patch test, {order:?}: {relative:.1e}");
        assert!(relative < 1e-10);
        let strain = (gradient() + gradient().transpose()) * 0.5;
        let strains = StrainField::new(&mesh, &materials, &field).unwrap();
        for node in 0..mesh.nodes.len() {
            for sample in strains.at_node(node) {
                assert!((sample.strain - strain).norm() < 1e-10 * strain.norm(), "{order:?} node {node}");
            }
        }
    }
}

#[test]
fn traction_patch_test() {
    let stress = Matrix3::new(10.0, 3.0, -2.0, 3.0, -5.0, 4.0, -2.0, 4.0, 7.0);
    for order in ORDERS {
        let mesh = jittered(order);
        let materials = ElementMaterials::homogeneous(&mesh, BONE).unwrap();
        let (lambda, mu) = BONE.lame_mpa();
        let trace = stress.trace() / (3.0 * lambda + 2.0 * mu);
        let strain = (stress - Matrix3::from_diagonal_element(lambda * trace)) / (2.0 * mu);
        let exact: Vec<Vector3<f64>> = mesh.nodes.iter().map(|p| strain * p.coords).collect();
        let held = nodes_where(&mesh, |p| p.x < 1e-9);
        let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
        add_traction(&mesh, mesh.facets.iter(), |_, normal| stress * normal, &mut loads);
        let body = ClampedBody::new(&mesh, &materials, &Supports::clamped(&held)).unwrap();
        let prescribed: Vec<_> = held.iter().map(|&n| exact[n as usize]).collect();
        let field = body.solve(&loads, &prescribed).unwrap();
        let error = largest(field.displacements_mm.iter().zip(&exact).map(|(u, e)| (u - e).norm()));
        let relative = error / largest(exact.iter().map(|u| u.norm()));
        println!("patch test, {order:?}: {relative:.1e}");
        assert!(relative < 1e-10);
    }
}

#[test]
fn rigid_motions_strain_nothing() {
    let mut random = Random(3);
    for order in ORDERS {
        let mesh = jittered(order);
        let materials = ElementMaterials::homogeneous(&mesh, BONE).unwrap();
        let body = ClampedBody::new(&mesh, &materials, &Supports::clamped(&on_boundary(&mesh))).unwrap();
        for _ in 0..6 {
            let (shift, turn) = (random.vector(), random.vector());
            let rigid: Vec<_> = mesh.nodes.iter().map(|p| shift + turn.cross(&p.coords)).collect();
            let stretch: Vec<_> = mesh.nodes.iter().map(|p| shift.component_mul(&p.coords)).collect();
            let force = |u: &[Vector3<f64>]| largest(body.internal_forces(u).iter().map(|f| f.norm()));
            assert!(
                force(&rigid) < 1e-12 * force(&stretch),
                "{order:?}: {:e}",
                force(&rigid) / force(&stretch)
            );
            let field = DisplacementField { displacements_mm: rigid };
            let strains = StrainField::new(&mesh, &materials, &field).unwrap();
            let worst = largest((0..mesh.nodes.len()).map(|n| strains.at_node(n)[0].strain.norm()));
            println!("strain of a unit rigid motion, {order:?}: {worst:.1e}");
            assert!(worst < 1e-12);
        }
    }
}

/// The dense stiffness matrix, column by column from unit displacements.
fn dense_stiffness(mesh: &TetMesh) -> DMatrix<f64> {
    let materials = ElementMaterials::homogeneous(mesh, BONE).unwrap();
    let held: Vec<u32> = mesh.corners[0].to_vec();
    let body = ClampedBody::new(mesh, &materials, &Supports::clamped(&held)).unwrap();
    let size = 3 * mesh.nodes.len();
    let mut stiffness = DMatrix::zeros(size, size);
    for column in 0..size {
        let mut unit = vec![Vector3::zeros(); mesh.nodes.len()];
        unit[column / 3][column % 3] = 1.0;
        let forces = body.internal_forces(&unit);
        for (node, force) in forces.iter().enumerate() {
            stiffness.fixed_view_mut::<3, 1>(3 * node, column).copy_from(force);
        }
    }
    stiffness
}

#[test]
fn a_free_body_has_six_modes_without_energy_and_no_more() {
    for (order, divisions) in [(ElementOrder::Linear, [3, 2, 2]), (ElementOrder::Quadratic, [2, 1, 1])] {
        let mesh = box_mesh([3.0, 2.0, 2.5], divisions, order, 0.25);
        let stiffness = dense_stiffness(&mesh);
        assert!((&stiffness - stiffness.transpose()).amax() < 1e-12 * stiffness.amax(), "Betti");
        let mut values: Vec<f64> = stiffness.symmetric_eigenvalues().iter().map(|v| v.abs()).collect();
        values.sort_by(f64::total_cmp);
        let top = values[values.len() - 1];
        println!(
            "{order:?}: sixth eigenvalue {:.1e}, seventh {:.1e} of the largest",
            values[5] / top,
            values[6] / top
        );
        assert!(values[5] < 1e-12 * top);
        assert!(values[6] > 1e-4 * top, "{order:?}: {:e}", values[6] / top);
    }
}
