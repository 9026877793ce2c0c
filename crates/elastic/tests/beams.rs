//! Bars against beam theory with shear, and published thick-body benchmarks.
#![allow(missing_docs, clippy::print_stdout)]

mod common;

use common::{box_mesh, mapped_mesh, nodes_where};
use nalgebra::Vector3;
use osteotome_elastic::{
    ClampedBody, CondensedBody, DistributingPatch, ElementMaterials, IsotropicMaterial, StrainField,
    Supports, add_traction, solve_clamped,
};
use osteotome_geometry::Point3;
use osteotome_mesh::{ElementOrder, TetMesh};

/// A bar as long and as thick as the shaft of a metatarsal.
const LENGTH: f64 = 60.0;
const SIDE: f64 = 8.0;

/// Tip deflection of a square bar with Cowper's shear coefficient (J Appl Mech 33 (1966) 335).
fn timoshenko(force: f64, bone: &IsotropicMaterial) -> f64 {
    let (area, inertia) = (SIDE * SIDE, SIDE.powi(4) / 12.0);
    let shear_modulus = bone.lame_mpa().1;
    let kappa = 10.0 * (1.0 + bone.poisson) / (12.0 + 11.0 * bone.poisson);
    force * LENGTH.powi(3) / (3.0 * bone.modulus_mpa * inertia)
        + force * LENGTH / (kappa * shear_modulus * area)
}

fn bar() -> TetMesh {
    box_mesh([LENGTH, SIDE, SIDE], [24, 4, 4], ElementOrder::Quadratic, 0.2)
}

/// The ends are held and pulled through their mean motions, which is how Cowper defines deflection and rotation.
#[test]
fn cantilever_bends_as_beam_theory_with_shear() {
    let bone = IsotropicMaterial::CORTICAL;
    let mesh = bar();
    let materials = ElementMaterials::homogeneous(&mesh, bone).unwrap();
    let patches = [end_patch(&mesh, 0.0), end_patch(&mesh, LENGTH)];
    let body = CondensedBody::new(&mesh, &materials, &[], &patches).unwrap();
    for (axis, turn) in [(1, 5), (2, 4)] {
        let mut forces = nalgebra::DVector::zeros(12);
        let sign = if axis == 1 { -1.0 } else { 1.0 };
        (forces[axis], forces[6 + axis], forces[turn]) = (-100.0, 100.0, sign * 100.0 * LENGTH);
        let motion = &body.flexible().flexibility * &forces;
        // A rotation θ about z lifts the tip by θ_z L along y; about y it lowers it by θ_y L along z.
        let sag = motion[6 + axis] - motion[axis] + sign * motion[turn] * LENGTH;
        let ratio = sag / timoshenko(100.0, &bone);
        println!("cantilever against beam theory with shear: {ratio:.4}");
        assert!((ratio - 1.0).abs() < 0.01);
    }
}

/// A clamped face cannot widen, so the bar is a little stiffer than beam theory; mid-shaft strains are not affected.
#[test]
fn clamped_bar_has_the_surface_strains_of_beam_theory() {
    let bone = IsotropicMaterial::CORTICAL;
    let mesh = bar();
    let materials = ElementMaterials::homogeneous(&mesh, bone).unwrap();
    let held = nodes_where(&mesh, |p| p.x < 1e-9);
    let tip = nodes_where(&mesh, |p| p.x > LENGTH - 1e-9);
    let at_tip = |n: &u32| mesh.nodes[*n as usize].x > LENGTH - 1e-9;
    let facets = mesh.facets.iter().filter(|f| f.corners.iter().all(at_tip));
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    add_traction(&mesh, facets, |_, _| Vector3::new(0.0, 0.0, 100.0 / (SIDE * SIDE)), &mut loads);
    let field = solve_clamped(&mesh, &materials, &held, &loads).unwrap();
    let sag = tip.iter().map(|&n| field.displacements_mm[n as usize].z).sum::<f64>() / tip.len() as f64;
    let ratio = sag / timoshenko(100.0, &bone);
    assert!(ratio > 0.98 && ratio < 1.0, "{ratio}");
    let strains = StrainField::new(&mesh, &materials, &field).unwrap();
    let middle = nodes_where(&mesh, |p| {
        (p.x - LENGTH / 2.0).abs() < 1.0 && (p.y - SIDE / 2.0).abs() < 2.0 && p.z > SIDE - 1e-9
    });
    for &node in &middle {
        let arm = LENGTH - mesh.nodes[node as usize].x;
        let theory = -100.0 * arm * (SIDE / 2.0) / (bone.modulus_mpa * SIDE.powi(4) / 12.0);
        let measured = strains.at_node(node as usize)[0].strain[(0, 0)];
        assert!((measured / theory - 1.0).abs() < 0.03, "{measured:e} against {theory:e}");
    }
}

/// All nodes of an end, weighted as a uniform traction on its facets would be.
fn end_patch(mesh: &TetMesh, x: f64) -> DistributingPatch {
    let facets =
        mesh.facets.iter().filter(|f| f.corners.iter().all(|&n| (mesh.nodes[n as usize].x - x).abs() < 1e-9));
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    add_traction(mesh, facets, |_, _| Vector3::x() / (SIDE * SIDE), &mut loads);
    let loaded = nodes_where(mesh, |p| (p.x - x).abs() < 1e-9);
    let nodes: Vec<u32> = loaded.into_iter().filter(|&n| loads[n as usize].x > 1e-9).collect();
    let sum: f64 = nodes.iter().map(|&n| loads[n as usize].x).sum();
    let weights = nodes.iter().map(|&n| loads[n as usize].x / sum).collect();
    DistributingPatch { reference: Point3::new(x, SIDE / 2.0, SIDE / 2.0), nodes, weights }
}

#[test]
fn a_floating_bar_twisted_and_bent_at_its_ends_obeys_beam_theory() {
    let bone = IsotropicMaterial::CORTICAL;
    let mesh = bar();
    let materials = ElementMaterials::homogeneous(&mesh, bone).unwrap();
    let patches = [end_patch(&mesh, 0.0), end_patch(&mesh, LENGTH)];
    let body = CondensedBody::new(&mesh, &materials, &[], &patches).unwrap();
    let flexible = body.flexible();
    let end_rotation = |axis: usize| {
        let mut forces = nalgebra::DVector::zeros(12);
        (forces[3 + axis], forces[9 + axis]) = (-1000.0, 1000.0);
        let motion = &flexible.flexibility * forces;
        motion[9 + axis] - motion[3 + axis]
    };
    // Bending by M: M L / (E I). Torsion of a square: J = 0.1406 a⁴ (Timoshenko & Goodier, section 109).
    let bending = 1000.0 * LENGTH / (bone.modulus_mpa * SIDE.powi(4) / 12.0);
    let torsion = 1000.0 * LENGTH / (bone.lame_mpa().1 * 0.1406 * SIDE.powi(4));
    assert!((end_rotation(1) / bending - 1.0).abs() < 0.01, "{}", end_rotation(1) / bending);
    assert!((end_rotation(2) / bending - 1.0).abs() < 0.01, "{}", end_rotation(2) / bending);
    println!("bending {:.4}, torsion {:.4}", end_rotation(1) / bending, end_rotation(0) / torsion);
    assert!((end_rotation(0) / torsion - 1.0).abs() < 0.02, "{}", end_rotation(0) / torsion);
}

/// Quarter of the elliptic plate of NAFEMS LE10, millimetres: inner ellipse 2 m × 1 m, outer 3.25 m × 2.75 m.
fn le10(divisions: [usize; 3]) -> TetMesh {
    mapped_mesh(divisions, ElementOrder::Quadratic, 0.0, |[radial, turn, up]| {
        let angle = turn * std::f64::consts::FRAC_PI_2;
        let ends = [2000.0 + 1250.0 * radial, 1000.0 + 1750.0 * radial];
        Point3::new(ends[0] * angle.cos(), ends[1] * angle.sin(), 600.0 * up)
    })
}

/// NAFEMS LE10: thick plate under 1 MPa; σ_yy at D = −5.38 MPa.
#[test]
fn nafems_le10_thick_plate() {
    let mesh = le10([8, 14, 3]);
    let steel = IsotropicMaterial { modulus_mpa: 210_000.0, poisson: 0.3 };
    let materials = ElementMaterials::homogeneous(&mesh, steel).unwrap();
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    let top = mesh.facets.iter().filter(|f| f.corners.iter().all(|&n| mesh.nodes[n as usize].z > 599.9));
    add_traction(&mesh, top, |_, _| Vector3::new(0.0, 0.0, -1.0), &mut loads);
    let outer = |p: &Point3| (p.x / 3250.0).powi(2) + (p.y / 2750.0).powi(2) > 0.985;
    let supports = Supports::per_axis(&mesh, |p| {
        [p.x < 1e-6 || outer(p), p.y < 1e-6 || outer(p), outer(p) && (p.z - 300.0).abs() < 1e-6]
    });
    let field = ClampedBody::new(&mesh, &materials, &supports).unwrap().solve_at_rest(&loads).unwrap();
    let strains = StrainField::new(&mesh, &materials, &field).unwrap();
    let d = nodes_where(&mesh, |p| (p - Point3::new(2000.0, 0.0, 600.0)).norm() < 1e-6);
    let stress = strains.at_node(d[0] as usize)[0].stress_mpa[(1, 1)];
    println!("LE10: {stress:.3} MPa, published -5.38");
    assert!((stress / -5.38 - 1.0).abs() < 0.02);
}

/// Cook's membrane (Cook 1974, J Struct Div ASCE 100:1851) as a thin solid in plane stress: E = 1, ν = 1/3, a shear
/// of 1 on the 16 mm side; the tip rises by 23.96 in the converged plane-stress solution.
#[test]
fn cook_membrane() {
    let mesh = mapped_mesh([14, 14, 1], ElementOrder::Quadratic, 0.0, |[s, t, up]| {
        let (low, high) = (44.0 * s, 44.0 + 16.0 * s);
        Point3::new(48.0 * s, low + (high - low) * t, up)
    });
    let materials =
        ElementMaterials::homogeneous(&mesh, IsotropicMaterial { modulus_mpa: 1.0, poisson: 1.0 / 3.0 })
            .unwrap();
    let supports = Supports::per_axis(&mesh, |p| [p.x < 1e-9, p.x < 1e-9, p.z < 1e-9]);
    let on_side = |n: &u32| mesh.nodes[*n as usize].x > 48.0 - 1e-9;
    let side = mesh.facets.iter().filter(|f| f.corners.iter().all(on_side));
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    add_traction(&mesh, side, |_, _| Vector3::new(0.0, 1.0 / 16.0, 0.0), &mut loads);
    let field = ClampedBody::new(&mesh, &materials, &supports).unwrap().solve_at_rest(&loads).unwrap();
    let tip = nodes_where(&mesh, |p| (p - Point3::new(48.0, 52.0, 0.0)).norm() < 1e-6);
    let rise = field.displacements_mm[tip[0] as usize].y;
    println!("Cook: {rise:.3}, published 23.96");
    assert!((rise / 23.96 - 1.0).abs() < 0.01);
}

/// Thick cylinder under internal pressure (Lamé): a/b = 1/2, p = 60 MPa; quarter model in plane strain.
#[test]
fn lame_thick_cylinder() {
    let mesh = mapped_mesh([6, 16, 1], ElementOrder::Quadratic, 0.0, |[radial, turn, up]| {
        let (radius, angle) = (10.0 + 10.0 * radial, turn * std::f64::consts::FRAC_PI_2);
        Point3::new(radius * angle.cos(), radius * angle.sin(), 1.5 * up)
    });
    let steel = IsotropicMaterial { modulus_mpa: 210_000.0, poisson: 0.3 };
    let materials = ElementMaterials::homogeneous(&mesh, steel).unwrap();
    let supports = Supports::per_axis(&mesh, |p| [p.x < 1e-9, p.y < 1e-9, p.z < 1e-9 || p.z > 1.5 - 1e-9]);
    let radius = |n: &u32| mesh.nodes[*n as usize].coords.xy().norm();
    let inside = mesh.facets.iter().filter(|f| f.corners.iter().all(|n| radius(n) < 10.0 + 1e-9));
    let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
    add_traction(&mesh, inside, |_, normal| normal * -60.0, &mut loads);
    let field = ClampedBody::new(&mesh, &materials, &supports).unwrap().solve_at_rest(&loads).unwrap();
    let strains = StrainField::new(&mesh, &materials, &field).unwrap();
    let at = nodes_where(&mesh, |p| (p - Point3::new(10.0, 0.0, 0.0)).norm() < 1e-6)[0] as usize;
    let hoop = strains.at_node(at)[0].stress_mpa[(1, 1)];
    // σ_θ = p (a² + b²) / (b² − a²) and u = p a (1+ν) / (E (b²−a²)) [(1−2ν) a² + b²] at the bore.
    println!("thick cylinder: {hoop:.2} MPa at the bore, exact 100");
    assert!((hoop / 100.0 - 1.0).abs() < 0.02);
    let widening = 60.0 * 10.0 * 1.3 / (steel.modulus_mpa * 300.0) * (0.4 * 100.0 + 400.0);
    assert!((field.displacements_mm[at].x / widening - 1.0).abs() < 0.01, "{}", field.displacements_mm[at].x);
}
