//! The condensed body against the full solution and against what every free body must do.
#![allow(missing_docs, clippy::print_stdout)]

mod common;

use common::{Random, box_mesh, nodes_where};
use nalgebra::{DVector, Vector3};
use osteotome_elastic::{
    ClampedBody, CondensedBody, DistributingPatch, ElementMaterials, FlexibleBody, IsotropicMaterial,
    Reading, StrainField, Supports, TractionBasis, add_body_force,
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
        let normal = normal_matrix(case, patch);
        let mut right = nalgebra::Vector6::zeros();
        for (&node, &weight) in patch.nodes.iter().zip(&patch.weights) {
            let rows = rigid_rows(&(case.mesh.nodes[node as usize] - patch.reference));
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
            println!("condensed against recovered, {order:?}, interface {with_interface}: {error:.1e}");
            assert!(error < 1e-10);
        }
    }
}

/// Nodal loads of generalised forces without the library's patches: spread by the least-squares dual from first
/// principles, and balanced by a body force that is linear in the position.
fn nodal_loads(case: &Case, forces: &DVector<f64>) -> Vec<Vector3<f64>> {
    let mesh = &case.mesh;
    let mut loads = nodal_patch_loads(case, forces);
    for (place, &node) in case.interface.iter().enumerate() {
        loads[node as usize] += forces.fixed_rows::<3>(3 * place);
    }
    let outcome = resultant(mesh, &loads);
    let body_force = |parameters: &nalgebra::Vector6<f64>| {
        let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
        add_body_force(mesh, |p| rigid_rows(&p.coords) * parameters, &mut loads);
        loads
    };
    let columns: Vec<_> =
        (0..6).map(|i| resultant(mesh, &body_force(&nalgebra::Vector6::ith(i, 1.0)))).collect();
    let parameters = nalgebra::Matrix6::from_columns(&columns).try_inverse().unwrap() * -outcome;
    loads.iter().zip(body_force(&parameters)).map(|(a, b)| a + b).collect()
}

fn rigid_rows(arm: &Vector3<f64>) -> nalgebra::Matrix3x6<f64> {
    let mut rows = nalgebra::Matrix3x6::zeros();
    rows.fixed_columns_mut::<3>(0).fill_with_identity();
    rows.fixed_columns_mut::<3>(3).copy_from(&-arm.cross_matrix());
    rows
}

fn resultant(mesh: &TetMesh, loads: &[Vector3<f64>]) -> nalgebra::Vector6<f64> {
    mesh.nodes.iter().zip(loads).map(|(p, f)| rigid_rows(&p.coords).transpose() * f).sum()
}

fn normal_matrix(case: &Case, patch: &DistributingPatch) -> nalgebra::Matrix6<f64> {
    let rows = |node: u32| rigid_rows(&(case.mesh.nodes[node as usize] - patch.reference));
    patch.nodes.iter().zip(&patch.weights).map(|(&n, &w)| rows(n).transpose() * rows(n) * w).sum()
}

#[test]
fn floating_body_against_a_full_solution_held_at_three_nodes() {
    for order in [ElementOrder::Linear, ElementOrder::Quadratic] {
        for with_interface in [true, false] {
            let case = case(order, with_interface);
            let forces = random_forces(&case.body.flexible());
            let field = case.body.recover(&forces).unwrap();
            // Balanced loads need no reaction, so a statically determinate support only picks a rigid motion.
            let corner = |p: &osteotome_geometry::Point3, x: f64, y: f64, z: f64| {
                (p - osteotome_geometry::Point3::new(x, y, z)).norm() < 1e-9
            };
            let supports = Supports::per_axis(&case.mesh, |p| {
                if corner(p, 0.0, 0.0, 0.0) {
                    [true; 3]
                } else if corner(p, 20.0, 0.0, 0.0) {
                    [false, true, true]
                } else {
                    [false, false, corner(p, 0.0, 6.0, 0.0)]
                }
            });
            let full = ClampedBody::new(&case.mesh, &case.materials, &supports).unwrap();
            let full = full.solve_at_rest(&nodal_loads(&case, &forces)).unwrap();
            let apart: Vec<_> =
                full.displacements_mm.iter().zip(&field.displacements_mm).map(|(a, b)| a - b).collect();
            let rows = |n: usize| rigid_rows(&case.mesh.nodes[n].coords);
            let normal: nalgebra::Matrix6<f64> =
                (0..apart.len()).map(|n| rows(n).transpose() * rows(n)).sum();
            let right: nalgebra::Vector6<f64> =
                (0..apart.len()).map(|n| rows(n).transpose() * apart[n]).sum();
            let motion = normal.try_inverse().unwrap() * right;
            let rest = (0..apart.len()).map(|n| (apart[n] - rows(n) * motion).norm()).fold(0.0, f64::max);
            let largest = field.displacements_mm.iter().map(|u| u.norm()).fold(0.0, f64::max);
            println!("floating against full, {order:?}, interface {with_interface}: {:.1e}", rest / largest);
            assert!(rest < 1e-10 * largest);
        }
    }
}

/// Interface held: its reactions and the rigid motion follow from the flexibility alone.
#[test]
fn clamped_body_against_the_full_solution() {
    let case = case(ElementOrder::Quadratic, true);
    let flexible = case.body.flexible();
    let held = 3 * case.interface.len();
    let mut forces = random_forces(&flexible);
    forces.rows_mut(0, held).fill(0.0);
    let rigid_at = |p: &osteotome_geometry::Point3| rigid_rows(&(p - flexible.centre));
    let mut system = nalgebra::DMatrix::zeros(held + 6, held + 6);
    system.view_mut((0, 0), (held, held)).copy_from(&flexible.flexibility.view((0, 0), (held, held)));
    for (place, position) in flexible.interface_positions.iter().enumerate() {
        system.view_mut((3 * place, held), (3, 6)).copy_from(&rigid_at(position));
        system.view_mut((held, 3 * place), (6, 3)).copy_from(&rigid_at(position).transpose());
    }
    let mut right = DVector::zeros(held + 6);
    right.rows_mut(0, held).copy_from(&-(&flexible.flexibility * &forces).rows(0, held));
    let loads_on_patches = resultant(&case.mesh, &nodal_patch_loads(&case, &forces));
    let shift = rigid_rows(&flexible.centre.coords);
    let mut about_centre = loads_on_patches;
    let moved = shift.fixed_columns::<3>(3).transpose() * loads_on_patches.fixed_rows::<3>(0);
    about_centre.fixed_rows_mut::<3>(3).copy_from(&(loads_on_patches.fixed_rows::<3>(3) - moved));
    right.rows_mut(held, 6).copy_from(&-about_centre);
    let solution = system.lu().solve(&right).unwrap();
    forces.rows_mut(0, held).copy_from(&solution.rows(0, held));
    let motion = solution.fixed_rows::<6>(held).into_owned();
    let elastic = case.body.recover(&forces).unwrap();

    let full = ClampedBody::new(&case.mesh, &case.materials, &Supports::clamped(&case.interface)).unwrap();
    forces.rows_mut(0, held).fill(0.0);
    let full = full.solve_at_rest(&nodal_patch_loads(&case, &forces)).unwrap();
    let largest = full.displacements_mm.iter().map(|u| u.norm()).fold(0.0, f64::max);
    let apart = |n: usize| {
        let condensed = elastic.displacements_mm[n] + rigid_at(&case.mesh.nodes[n]) * motion;
        (condensed - full.displacements_mm[n]).norm()
    };
    let worst = (0..case.mesh.nodes.len()).map(apart).fold(0.0, f64::max);
    println!("clamped by the flexibility against full: {:.1e}", worst / largest);
    assert!(worst < 1e-10 * largest);
}

/// The patches' share of [`nodal_loads`], not balanced.
fn nodal_patch_loads(case: &Case, forces: &DVector<f64>) -> Vec<Vector3<f64>> {
    let mut loads = vec![Vector3::zeros(); case.mesh.nodes.len()];
    for (index, patch) in case.patches.iter().enumerate() {
        let wrench = forces.fixed_rows::<6>(3 * case.interface.len() + 6 * index).into_owned();
        let multipliers = normal_matrix(case, patch).try_inverse().unwrap() * wrench;
        for (&node, &weight) in patch.nodes.iter().zip(&patch.weights) {
            let rows = rigid_rows(&(case.mesh.nodes[node as usize] - patch.reference));
            loads[node as usize] += rows * multipliers * weight;
        }
    }
    loads
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

#[test]
fn a_patch_referred_to_another_point_is_the_one_condensed_there() {
    let case = case(ElementOrder::Quadratic, true);
    let elsewhere = osteotome_geometry::Point3::new(15.0, -4.0, 9.0);
    let mut patches = case.patches.clone();
    patches[1].reference = elsewhere;
    let expected =
        CondensedBody::new(&case.mesh, &case.materials, &case.interface, &patches).unwrap().flexible();
    let moved = case.body.flexible().with_patch_at(1, elsewhere);
    assert_eq!(moved.patch_references, expected.patch_references);
    let difference = (&moved.flexibility - &expected.flexibility).amax();
    assert!(difference < 1e-12 * expected.flexibility.amax(), "{difference}");
}

/// A stiff half above a soft one: at nodes where they meet the stiff one counts.
fn layered(mesh: &TetMesh) -> ElementMaterials {
    let mut materials = ElementMaterials::homogeneous(mesh, BONE).unwrap();
    for (element, corners) in mesh.corners.iter().enumerate() {
        if corners.iter().map(|n| mesh.nodes[*n as usize].z).sum::<f64>() > 10.0 {
            materials.regions[element] = 1;
            materials.materials[element].modulus_mpa *= 4.0;
        }
    }
    materials
}

#[test]
fn a_strain_is_read_without_recovery_as_it_is_with() {
    for order in [ElementOrder::Linear, ElementOrder::Quadratic] {
        let case = case(order, true);
        let materials = layered(&case.mesh);
        let corners = |node: &u32| case.mesh.corners.iter().flatten().any(|corner| corner == node);
        let nodes: Vec<u32> = nodes_where(&case.mesh, |p| p.x > 8.0 && p.x < 14.0 && p.y < 3.0)
            .into_iter()
            .filter(corners)
            .collect();
        let axis = nalgebra::UnitVector3::new_normalize(Vector3::new(1.0, 0.3, -0.2));
        let reading = Reading::mean_strain_along(&case.mesh, &materials, &nodes, &axis);
        let face: Vec<_> = case.mesh.facets.iter().filter(|f| on_face(&case.mesh, f)).copied().collect();
        let basis = TractionBasis::new(&case.mesh, &face).unwrap();
        let body =
            CondensedBody::with_readings(&case.mesh, &materials, basis, &case.patches, &[reading]).unwrap();
        let forces = random_forces(&body.flexible());
        let strains = StrainField::new(&case.mesh, &materials, &body.recover(&forces).unwrap()).unwrap();
        let along =
            nodes.iter().filter_map(|n| strains.stiffest(*n as usize)).map(|s| axis.dot(&(s.strain * *axis)));
        let mean = along.sum::<f64>() / nodes.len() as f64;
        let read = (body.readings() * &forces)[0];
        assert!((read - mean).abs() < 1e-10 * mean.abs(), "{order:?}: {read} and {mean}");
    }
}

fn on_face(mesh: &TetMesh, facet: &osteotome_mesh::BoundaryFacet) -> bool {
    facet.corners.iter().all(|n| mesh.nodes[*n as usize].x < 1e-9)
}

#[test]
fn the_number_of_threads_does_not_change_a_bit() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| case(ElementOrder::Quadratic, true).body.flexible().flexibility.clone())
    };
    let one = with(1);
    assert!([2, 3, 7].into_iter().all(|threads| with(threads) == one));
}

#[test]
fn any_interface_will_do() {
    let mesh = box_mesh([4.0, 3.0, 2.0], [2, 2, 1], ElementOrder::Quadratic, 0.2);
    let materials = ElementMaterials::homogeneous(&mesh, BONE).unwrap();
    let all: Vec<u32> = (0..mesh.nodes.len() as u32).collect();
    let reversed: Vec<u32> = all.iter().rev().copied().collect();
    let reference = CondensedBody::new(&mesh, &materials, &all, &[]).unwrap().flexible();
    let on_an_edge = nodes_where(&mesh, |p| p.y < 1e-9 && p.z < 1e-9);
    for interface in [&reversed[..], &all[..1], &all[3..5], &on_an_edge[..], &all[7..40]] {
        let flexible = CondensedBody::new(&mesh, &materials, interface, &[]).unwrap().flexible();
        let scale = reference.flexibility.amax();
        for (a, &row) in interface.iter().enumerate() {
            for (b, &column) in interface.iter().enumerate() {
                let expected =
                    reference.flexibility.fixed_view::<3, 3>(3 * row as usize, 3 * column as usize);
                let found = flexible.flexibility.fixed_view::<3, 3>(3 * a, 3 * b);
                assert!((expected - found).amax() < 1e-11 * scale, "{row} {column} of {}", interface.len());
            }
        }
    }
}

#[test]
fn unusable_input_is_refused_by_name() {
    let case = case(ElementOrder::Linear, true);
    let refused = |interface: &[u32], patches: &[DistributingPatch]| {
        CondensedBody::new(&case.mesh, &case.materials, interface, patches).unwrap_err().to_string()
    };
    assert!(refused(&[1, 2, 1], &[]).contains("node 1 twice"));
    assert!(refused(&[1_000_000], &[]).contains("1000000"));
    let mut patch = case.patches[0].clone();
    patch.weights[0] += 0.5;
    assert!(refused(&[], &[patch.clone()]).contains("1.5"));
    let line = nodes_where(&case.mesh, |p| p.y < 1e-9 && p.z < 1e-9);
    let weights = vec![1.0 / line.len() as f64; line.len()];
    assert!(refused(&[], &[DistributingPatch { nodes: line, weights, ..patch }]).contains("one line"));
    let mut apart = case.mesh.clone();
    let (nodes, elements) = (apart.nodes.len() as u32, apart.corners.len());
    apart.nodes.extend(case.mesh.nodes.iter().map(|p| p + Vector3::x() * 50.0));
    apart.corners.extend(case.mesh.corners.iter().map(|c| c.map(|n| n + nodes)));
    let materials = ElementMaterials::homogeneous(&apart, BONE).unwrap();
    assert_eq!(materials.materials.len(), 2 * elements);
    let pieces = CondensedBody::new(&apart, &materials, &[], &[]).unwrap_err().to_string();
    assert!(pieces.contains("2 separate pieces"), "{pieces}");
}
