//! A sphere pressed on a plane of the same material.

use super::bodies::{Bushing, DeadForce, fixed, patch_of, ramp};
use super::box_mesh::mapped;
use osteotome_contact::{Assembly, Body, ContactPair, ContactPoint, Equilibrium, InterfaceFacet, Settings};
use osteotome_elastic::{
    CondensedBody, DistributingPatch, ElasticError, ElementMaterials, IsotropicMaterial, TractionBasis,
};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::{BoundaryFacet, TetMesh};
use std::f64::consts::PI;
use std::sync::Arc;

const RADIUS_MM: f64 = 40.0;
const MATERIAL: IsotropicMaterial = IsotropicMaterial { modulus_mpa: 1000.0, poisson: 0.3 };
/// Half width of the finely meshed middle and of the blocks, mm.
const FINE_MM: f64 = 2.1;
const HALF_MM: f64 = 12.0;
/// Radius of contact aimed at, mm.
pub(super) const CONTACT_MM: f64 = 1.5;
/// Fine cells across the middle of the plane and of the sphere: unequal, so that no node meets another.
const CELLS: [usize; 2] = [9, 10];

/// Load for that radius (Johnson, Contact Mechanics, 1985, 4.22).
fn load_n() -> f64 {
    let effective_mpa = MATERIAL.modulus_mpa / (2.0 * (1.0 - MATERIAL.poisson * MATERIAL.poisson));
    4.0 * effective_mpa * CONTACT_MM.powi(3) / (3.0 * RADIUS_MM)
}

/// Pressure in the middle (same).
pub(super) fn peak_mpa() -> f64 {
    1.5 * load_n() / (PI * CONTACT_MM * CONTACT_MM)
}

/// Radius of contact, mm, and greatest pressure, MPa.
pub(super) fn pressed() -> Result<[f64; 2], String> {
    let assembly = sphere_on_plane().map_err(|error| error.to_string())?;
    let mut solver = Equilibrium::new(assembly, Settings::default()).map_err(|error| error.to_string())?;
    solver.run_stage(&ramp(), &mut |_, _| ()).map_err(|error| error.to_string())?;
    let sides = &solver.state().pairs[0].sides;
    Ok([radius_mm(&sides[1]), 0.5 * (middle_mpa(&sides[0]) + middle_mpa(&sides[1])) / 0.9588])
}

/// From the pressure: ∫ p r² / ∫ p of Hertz' ellipse is 2 a²/5.
fn radius_mm(points: &[ContactPoint]) -> f64 {
    let force = |p: &ContactPoint| p.area_mm2 * p.pressure_mpa;
    let second: f64 = points.iter().map(|p| force(p) * p.position.coords.xy().norm_squared()).sum();
    (2.5 * second / points.iter().map(force).sum::<f64>()).sqrt()
}

/// Mean over a disc of 0.4 radii, where Hertz' ellipse has 0.9588 of its peak.
fn middle_mpa(points: &[ContactPoint]) -> f64 {
    let middle = points.iter().filter(|p| p.position.coords.xy().norm() < 0.4 * CONTACT_MM);
    let (force, area) =
        middle.fold((0.0, 0.0), |(f, a), p| (f + p.area_mm2 * p.pressure_mpa, a + p.area_mm2));
    force / area
}

/// The sphere lies 0.001 mm above the plane.
fn sphere_on_plane() -> Result<Assembly, ElasticError> {
    let cap = |x: f64, y: f64| 0.001 + RADIUS_MM - (RADIUS_MM * RADIUS_MM - x * x - y * y).sqrt();
    let bodies = vec![block("plane", CELLS[0], -1.0, &|_, _| 0.0)?, block("sphere", CELLS[1], 1.0, &cap)?];
    let facets = [0, 1].map(|body: usize| (0..).take(bodies[body].facets.len()).collect());
    let name = "faces".to_owned();
    let pair = ContactPair { name, bodies: [0, 1], facets, friction: 0.5, elastic_slip_mm: 2e-4 };
    let upright = Bushing {
        anchor: patch_of(1),
        rest: Point3::new(0.0, 0.0, HALF_MM),
        stiffness: Vector3::new(1e-3, 1e-3, 0.0),
        turning_stiffness: 1e8,
    };
    let press = DeadForce { anchor: patch_of(1), force: Vector3::z() * -load_n() };
    Ok(Assembly {
        bodies,
        pairs: vec![pair],
        connectors: vec![fixed(0, Point3::new(0.0, 0.0, -HALF_MM)), Arc::new(upright), Arc::new(press)],
        platform: None,
    })
}

/// A block whose touching face is `height(x, y)`; `up` is the side on which its material lies.
fn block(name: &str, fine: usize, up: f64, height: &dyn Fn(f64, f64) -> f64) -> Result<Body, ElasticError> {
    const COARSE: usize = 3;
    const LAYERS: usize = 7;
    let cells = fine + 2 * COARSE;
    let mesh = mapped([cells, cells, LAYERS], |p| {
        let [x, y] = [p[0], p[1]].map(|t| graded(t, fine, COARSE));
        let depth = if up > 0.0 { p[2] } else { 1.0 - p[2] };
        let share = 0.15 * depth + 0.85 * depth.powi(3);
        let surface = height(x, y);
        Point3::new(x, y, surface + share * (up * HALF_MM - surface))
    });
    let touches = |p: &Point3| p.x.abs().max(p.y.abs()) < FINE_MM && (p.z - height(p.x, p.y)).abs() < 0.02;
    let touching: Vec<BoundaryFacet> =
        mesh.facets.iter().filter(|facet| touches(&centroid(&mesh, facet))).copied().collect();
    let far = far_side(&mesh, up * HALF_MM);
    let basis = TractionBasis::new(&mesh, &touching)?;
    let facets = basis.facets.iter().map(|corners| InterfaceFacet { corners: *corners }).collect();
    let materials = ElementMaterials::homogeneous(&mesh, MATERIAL)?;
    let condensed = CondensedBody::with_tractions(&mesh, &materials, basis, &[far])?;
    Ok(Body { name: name.to_owned(), elasticity: condensed.flexible(), facets })
}

/// Maps 0 … 1 to the width of the block with `fine` even cells in the middle and `coarse` on either side that grow outwards.
fn graded(t: f64, fine: usize, coarse: usize) -> f64 {
    let inner = 0.5 * fine as f64;
    let cell = (2.0 * t - 1.0) * (inner + coarse as f64);
    if cell.abs() <= inner {
        return cell / inner * FINE_MM;
    }
    let s = (cell.abs() - inner) / coarse as f64;
    let first = (FINE_MM / inner) * coarse as f64;
    cell.signum() * (FINE_MM + first * s + (HALF_MM - FINE_MM - first) * s.powi(3))
}

fn centroid(mesh: &TetMesh, facet: &BoundaryFacet) -> Point3 {
    let [a, b, c] = facet.corners.map(|node| mesh.nodes[node as usize].coords);
    Point3::from((a + b + c) / 3.0)
}

/// The far side, loaded by a uniform traction.
fn far_side(mesh: &TetMesh, z_mm: f64) -> DistributingPatch {
    let mut weights = vec![0.0; mesh.nodes.len()];
    for facet in mesh.facets.iter().filter(|facet| (centroid(mesh, facet).z - z_mm).abs() < 1e-6) {
        let [a, b, c] = facet.corners.map(|node| mesh.nodes[node as usize]);
        let share = (b - a).cross(&(c - a)).norm() / (6.0 * 4.0 * HALF_MM * HALF_MM);
        facet.midsides.iter().for_each(|node| weights[*node as usize] += share);
    }
    let nodes: Vec<u32> = (0..).zip(&weights).filter(|(_, w)| **w > 0.0).map(|(node, _)| node).collect();
    let weights = nodes.iter().map(|node| weights[*node as usize]).collect();
    DistributingPatch { reference: Point3::new(0.0, 0.0, z_mm), nodes, weights }
}
