//! The six rigid motions of a body and its volume means.

use nalgebra::{DMatrix, Matrix6, Vector6};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::{EDGES, ElementOrder, TetMesh};

use crate::assembly::Connectivity;

/// Rigid motions about the centre of volume, and the volume-mean functional.
///
/// With `N` the six rigid motions at the nodes and `M` the mass matrix of unit density, `V = M N` and `R = Nᵀ V`. The
/// volume-mean (Tisserand) rigid motion of a displacement `u` is `R⁻¹ Vᵀ u`; the load that balances a resultant `F`
/// by inertia relief is `−V R⁻¹ F`.
#[derive(Clone, Debug)]
pub(crate) struct RigidMotions {
    pub(crate) centre: Point3,
    pub(crate) volume_mm3: f64,
    /// `V`, three rows a node.
    pub(crate) mean_functional: DMatrix<f64>,
    /// `R⁻¹`.
    pub(crate) resultant_inverse: Matrix6<f64>,
}

/// Displacement at `arm` from the centre, for the motion (translation, rotation).
pub(crate) fn displacement(motion: &Vector6<f64>, arm: &Vector3) -> Vector3 {
    let (translation, rotation) = (motion.fixed_rows::<3>(0), motion.fixed_rows::<3>(3));
    translation + rotation.into_owned().cross(arm)
}

/// Resultant (force, moment about the centre) of a force at `arm`: the transpose of [`displacement`].
pub(crate) fn resultant(force: &Vector3, arm: &Vector3) -> Vector6<f64> {
    let moment = arm.cross(force);
    Vector6::new(force.x, force.y, force.z, moment.x, moment.y, moment.z)
}

impl RigidMotions {
    pub(crate) fn new(mesh: &TetMesh, connectivity: &Connectivity) -> Option<Self> {
        let volume_mm3 = mesh.volume_mm3();
        let centre = volume_centre(mesh, volume_mm3);
        let mean_functional = mean_functional(mesh, connectivity, &centre);
        let mut moments = Matrix6::zeros();
        for (node, position) in mesh.nodes.iter().enumerate() {
            for column in 0..6 {
                let mass: Vector3 = mean_functional.fixed_view::<3, 1>(3 * node, column).into_owned();
                let mut target = moments.column_mut(column);
                target += resultant(&mass, &(position - centre));
            }
        }
        let symmetric = (moments + moments.transpose()) * 0.5;
        let resultant_inverse = symmetric.try_inverse()?;
        Some(Self { centre, volume_mm3, mean_functional, resultant_inverse })
    }

    /// The rigid motions at given nodes, three rows a node.
    pub(crate) fn at(&self, positions: impl ExactSizeIterator<Item = Point3>) -> DMatrix<f64> {
        let mut motions = DMatrix::zeros(3 * positions.len(), 6);
        for (node, position) in positions.enumerate() {
            let arm = position - self.centre;
            for column in 0..6 {
                let mut unit = Vector6::zeros();
                unit[column] = 1.0;
                motions.fixed_view_mut::<3, 1>(3 * node, column).copy_from(&displacement(&unit, &arm));
            }
        }
        motions
    }

    /// The volume-mean rigid motion of a displacement field.
    pub(crate) fn mean_motion(&self, displacements: &[f64]) -> Vector6<f64> {
        let mut weighted = Vector6::zeros();
        for column in 0..6 {
            let functional = self.mean_functional.column(column);
            weighted[column] = functional.iter().zip(displacements).map(|(v, u)| v * u).sum();
        }
        self.resultant_inverse * weighted
    }
}

fn volume_centre(mesh: &TetMesh, volume_mm3: f64) -> Point3 {
    let mut moment = Vector3::zeros();
    for element in 0..mesh.corners.len() {
        let sum: Vector3 = mesh.corner_positions(element).iter().map(|p| p.coords).sum();
        moment += sum * (mesh.element_volume_mm3(element) / 4.0);
    }
    Point3::from(moment / volume_mm3)
}

/// `∫ N_i r dV` with `r` the six rigid motions, exact because they are linear in the barycentric coordinates.
fn mean_functional(mesh: &TetMesh, connectivity: &Connectivity, centre: &Point3) -> DMatrix<f64> {
    let mut functional = DMatrix::zeros(3 * mesh.nodes.len(), 6);
    for (element, nodes) in connectivity.elements().enumerate() {
        let volume = mesh.element_volume_mm3(element);
        let arms = mesh.corner_positions(element).map(|p| p - centre);
        for (local, &node) in nodes.iter().enumerate() {
            let moments = shape_moments(mesh.order, local);
            let mass: f64 = moments.iter().sum::<f64>() * volume;
            let first: Vector3 = arms.iter().zip(moments).map(|(arm, m)| arm * (m * volume)).sum();
            add_rigid_moments(&mut functional, 3 * node as usize, mass, &first);
        }
    }
    functional
}

fn add_rigid_moments(functional: &mut DMatrix<f64>, row: usize, mass: f64, first: &Vector3) {
    for axis in 0..3 {
        functional[(row + axis, axis)] += mass;
        let turned = Vector3::ith(axis, 1.0).cross(first);
        for component in 0..3 {
            functional[(row + component, 3 + axis)] += turned[component];
        }
    }
}

/// Means of `N_i L_a` over an element, `a = 0..4` (from `∫ L^α L^β L^γ L^δ = 6V α!β!γ!δ! / (α+β+γ+δ+3)!`).
fn shape_moments(order: ElementOrder, local: usize) -> [f64; 4] {
    // Midsides: N_pq = 4 L_p L_q, with L_p 4·(1/60), with another 4·(1/120).
    // Corners: N_i = 2 L_i² − L_i, with L_i itself 2·(1/20) − 1/10 = 0, with another 2·(1/60) − 1/20 = −1/60.
    let (other, own, corners): (f64, f64, &[usize]) = match order {
        ElementOrder::Linear => (1.0 / 20.0, 1.0 / 10.0, &[local]),
        ElementOrder::Quadratic if local < 4 => (-1.0 / 60.0, 0.0, &[local]),
        ElementOrder::Quadratic => (1.0 / 30.0, 1.0 / 15.0, &EDGES[local - 4]),
    };
    let mut moments = [other; 4];
    for &corner in corners {
        moments[corner] = own;
    }
    moments
}
