//! Patch test and cantilever.

use super::box_mesh::mapped;
use nalgebra::DVector;
use osteotome_elastic::{
    ClampedBody, CondensedBody, DistributingPatch, ElasticError, ElementMaterials, IsotropicMaterial,
    StrainField, Supports,
};
use osteotome_geometry::{Matrix3, Point3, Vector3};
use osteotome_mesh::TetMesh;

/// A bar as long and as thick as the shaft of a metatarsal, mm, and the force at its tip, N.
const LENGTH_MM: f64 = 60.0;
const SIDE_MM: f64 = 8.0;
const FORCE_N: f64 = 100.0;

const BONE: IsotropicMaterial = IsotropicMaterial::CORTICAL;

/// Deflection of the bar with Cowper's shear coefficient (J Appl Mech 33 (1966) 335).
pub(super) fn timoshenko_mm() -> f64 {
    let (area, inertia) = (SIDE_MM * SIDE_MM, SIDE_MM.powi(4) / 12.0);
    let kappa = 10.0 * (1.0 + BONE.poisson) / (12.0 + 11.0 * BONE.poisson);
    let shear_modulus = BONE.modulus_mpa / (2.0 * (1.0 + BONE.poisson));
    FORCE_N * LENGTH_MM.powi(3) / (3.0 * BONE.modulus_mpa * inertia)
        + FORCE_N * LENGTH_MM / (kappa * shear_modulus * area)
}

/// Deflection of the bar, mm: its ends are held and pulled through their mean motions, as Cowper defines them.
pub(super) fn cantilever() -> Result<f64, String> {
    let mesh =
        mapped([24, 4, 4], |[x, y, z]| Point3::new(LENGTH_MM * x, SIDE_MM * (y - 0.5), SIDE_MM * (z - 0.5)));
    let deflection = || -> Result<f64, ElasticError> {
        let materials = ElementMaterials::homogeneous(&mesh, BONE)?;
        let ends = [end(&mesh, 0.0), end(&mesh, LENGTH_MM)];
        let body = CondensedBody::new(&mesh, &materials, &[], &ends)?;
        let mut forces = DVector::zeros(12);
        (forces[2], forces[4], forces[8]) = (-FORCE_N, FORCE_N * LENGTH_MM, FORCE_N);
        let motion = &body.flexible().flexibility * &forces;
        Ok(motion[8] - motion[2] + motion[4] * LENGTH_MM)
    };
    deflection().map_err(|error| error.to_string())
}

/// An end of the bar, loaded by a uniform traction: on quadratic facets that is a third of their area to each midside.
fn end(mesh: &TetMesh, x_mm: f64) -> DistributingPatch {
    let mut weights = vec![0.0; mesh.nodes.len()];
    for facet in &mesh.facets {
        let [a, b, c] = facet.corners.map(|node| mesh.nodes[node as usize]);
        if [a, b, c].iter().all(|p| (p.x - x_mm).abs() < 1e-9) {
            let share = (b - a).cross(&(c - a)).norm() / (6.0 * SIDE_MM * SIDE_MM);
            facet.midsides.iter().for_each(|node| weights[*node as usize] += share);
        }
    }
    let nodes: Vec<u32> = (0..).zip(&weights).filter(|(_, w)| **w > 0.0).map(|(node, _)| node).collect();
    let weights = nodes.iter().map(|node| weights[*node as usize]).collect();
    DistributingPatch { reference: Point3::new(x_mm, 0.0, 0.0), nodes, weights }
}

/// Greatest error of the strain, over the strain, of a distorted block whose boundary follows a linear displacement.
pub(super) fn patch_test() -> Result<f64, String> {
    // Bends inner grid lines; the cube keeps its faces.
    let bump = |t: f64| t * (1.0 - t);
    let mesh = mapped([4, 3, 3], |[x, y, z]| {
        Point3::new(3.0 * x + bump(x) * (y - z), 2.0 * y + bump(y) * (z - x), 2.5 * z + bump(z) * (x - y))
    });
    let gradient = Matrix3::new(1e-3, 2e-3, -0.5e-3, 0.3e-3, -0.7e-3, 1.1e-3, 0.4e-3, -0.9e-3, 0.6e-3);
    let strain = (gradient + gradient.transpose()) * 0.5;
    let error = || -> Result<f64, ElasticError> {
        let materials = ElementMaterials::homogeneous(&mesh, BONE)?;
        let mut held: Vec<u32> =
            mesh.facets.iter().flat_map(|facet| facet.corners.into_iter().chain(facet.midsides)).collect();
        held.sort_unstable();
        held.dedup();
        let moved: Vec<Vector3> = held.iter().map(|n| gradient * mesh.nodes[*n as usize].coords).collect();
        let body = ClampedBody::new(&mesh, &materials, &Supports::clamped(&held))?;
        let field = body.solve(&vec![Vector3::zeros(); mesh.nodes.len()], &moved)?;
        let strains = StrainField::new(&mesh, &materials, &field)?;
        let samples = (0..mesh.nodes.len()).flat_map(|node| strains.at_node(node).to_vec());
        Ok(samples.map(|sample| (sample.strain - strain).norm() / strain.norm()).fold(0.0, f64::max))
    };
    error().map_err(|error| error.to_string())
}
