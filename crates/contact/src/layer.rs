//! A layer of callus as the solver sees it: elastic ties between material points of two faces, frozen where it grew.

use crate::callus::{Callus, CallusPoint, CallusState};
use crate::evaluation::{Evaluation, StepContext, Viscosity};
use crate::kinematics::{Configuration, deformed_nodes};
use crate::pair_model::{PairModel, PairPoints, Search};
use crate::point_law::Gradient3;
use crate::surface::{Facet, interpolate};
use crate::{Assembly, ContactError, Equilibrium};
use nalgebra::{Matrix3, UnitQuaternion};
use osteotome_geometry::{Point3, Vector3};
use std::sync::OnceLock;

/// Either pass transmits half, as in contact.
const SHARE: f64 = 0.5;

/// One tie, seen from a quadrature point of one face.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    /// Side of the pair it is seen from.
    pub(crate) side: usize,
    /// Quadrature point of that side.
    pub(crate) point: usize,
    /// Facet of the other side, and shape functions of its corners at the material point tied to.
    pub(crate) facet: u32,
    pub(crate) shape: [f64; 3],
    /// From the point to that material point when it grew, world frame of then.
    rest: Vector3,
    /// Unit normal of the face, same frame.
    normal: Vector3,
    thickness: f64,
    /// Half the area of the point.
    pub(crate) area: f64,
}

/// The ties of one layer.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) pair: usize,
    callus: Callus,
    /// Rotations of the bodies of both sides when it grew.
    rotations: [UnitQuaternion<f64>; 2],
    pub(crate) ties: Vec<Tie>,
}

/// What a tie does at one configuration; all in the world frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TieEvaluation {
    pub(crate) slave: Point3,
    pub(crate) master: Point3,
    /// Traction on the face it is seen from, MPa.
    pub(crate) traction: Vector3,
    /// Change of the way between the two points, as seen from half-way between the rotations of the two bodies.
    stretch: Vector3,
    normal: Vector3,
}

impl Layer {
    /// Grows between all facing points of a pair whose gap is small enough.
    pub(crate) fn grown(
        callus: Callus,
        pair: usize,
        model: &PairModel,
        configuration: &Configuration,
        evaluation: &Evaluation,
    ) -> Self {
        let mut ties = Vec::new();
        for (side, points) in evaluation.pairs[pair].iter().enumerate() {
            let surface = &model.surfaces[side];
            for found in points.iter().filter(|found| found.geometry.gap <= callus.greatest_gap_mm) {
                let place = &surface.points[found.point as usize];
                if place.is_edge() {
                    continue;
                }
                ties.push(Tie {
                    side,
                    point: found.point as usize,
                    facet: found.footprint.facet,
                    shape: crate::triangle::shape(found.footprint.place),
                    rest: found.geometry.master - found.geometry.slave,
                    normal: found.geometry.normal,
                    thickness: found.geometry.gap.max(callus.least_thickness_mm),
                    area: SHARE * place.area,
                });
            }
        }
        let rotations = [0, 1].map(|side| configuration.motions[model.surfaces[side].body].rotation);
        Self { pair, callus, rotations, ties }
    }

    /// Where the ties are and what they carry.
    pub(crate) fn evaluate(
        &self,
        assembly: &Assembly,
        model: &PairModel,
        configuration: &Configuration,
    ) -> Vec<TieEvaluation> {
        let nodes = [0, 1].map(|side| {
            let body = model.surfaces[side].body;
            deformed_nodes(&assembly.bodies[body], &configuration.displacements[body])
        });
        let at = |side: usize, facet: &Facet, shape: &[f64; 3]| {
            let body = model.surfaces[side].body;
            let local = interpolate(&nodes[side], facet, shape);
            configuration.centre(assembly, body) + configuration.motions[body].rotation * local
        };
        let [one, other] = [0, 1].map(|side| {
            configuration.motions[model.surfaces[side].body].rotation * self.rotations[side].inverse()
        });
        let frame = half_way(one, other);
        self.ties
            .iter()
            .map(|tie| {
                let (own, other) = (&model.surfaces[tie.side], &model.surfaces[1 - tie.side]);
                let place = &own.points[tie.point];
                let slave = at(tie.side, &own.facets[place.facet as usize], &place.shape);
                let master = at(1 - tie.side, &other.facets[tie.facet as usize], &tie.shape);
                self.pull(tie, frame, slave, master)
            })
            .collect()
    }

    fn pull(&self, tie: &Tie, rotation: UnitQuaternion<f64>, slave: Point3, master: Point3) -> TieEvaluation {
        let (normal, stretch) = (rotation * tie.normal, master - slave - rotation * tie.rest);
        let traction = self.stiffness(tie, &normal) * stretch;
        TieEvaluation { slave, master, traction, stretch, normal }
    }

    /// K = M/t n nᵀ + G/t (1 − n nᵀ), MPa/mm.
    fn stiffness(&self, tie: &Tie, normal: &Vector3) -> Matrix3<f64> {
        let across = self.callus.constrained_modulus_mpa() / tie.thickness;
        let along = self.callus.shear_modulus_mpa() / tie.thickness;
        Matrix3::identity() * along + normal * normal.transpose() * (across - along)
    }

    /// Derivative of the traction with respect to the velocity of slave against master point and spins of the two bodies:
    /// δτ = φ × τ + K (v_m − v_s − φ × (x_m − x_s)), φ the mean of the two spins.
    pub(crate) fn gradient(&self, tie: &Tie, now: &TieEvaluation) -> Gradient3 {
        let stiffness = self.stiffness(tie, &now.normal);
        let mut gradient = Gradient3::zeros();
        gradient.fixed_view_mut::<3, 3>(0, 0).copy_from(&-stiffness);
        let way = now.master - now.slave;
        let spin = (stiffness * way.cross_matrix() - now.traction.cross_matrix()) * 0.5;
        gradient.fixed_view_mut::<3, 3>(0, 3).copy_from(&spin);
        gradient.fixed_view_mut::<3, 3>(0, 6).copy_from(&spin);
        gradient
    }

    /// Stored energy, N·mm: ½ τ·δ over the area.
    pub(crate) fn energy(&self, found: &[TieEvaluation]) -> f64 {
        self.ties.iter().zip(found).map(|(tie, now)| 0.5 * tie.area * now.traction.dot(&now.stretch)).sum()
    }

    /// What is shown of it.
    pub(crate) fn state(&self, model: &PairModel, found: &[TieEvaluation]) -> CallusState {
        let point = |(tie, now): (&Tie, &TieEvaluation)| {
            let across = now.stretch.dot(&now.normal);
            let normal_strain = across / tie.thickness;
            let surface = &model.surfaces[tie.side];
            CallusPoint {
                side: tie.side,
                facet: surface.facets[surface.points[tie.point].facet as usize].index,
                position: now.middle(),
                normal: now.normal,
                area_mm2: tie.area,
                thickness_mm: tie.thickness,
                traction_mpa: now.traction,
                normal_strain,
                shear_strain: (now.stretch - now.normal * across).norm() / tie.thickness,
                pressure_mpa: -self.callus.bulk_modulus_mpa() * normal_strain,
            }
        };
        CallusState { pair: self.pair, points: self.ties.iter().zip(found).map(point).collect() }
    }
}

impl TieEvaluation {
    /// Where its forces act: half of the couple of a shear across the thickness is borne by either side.
    pub(crate) fn middle(&self) -> Point3 {
        nalgebra::center(&self.slave, &self.master)
    }
}

/// The rotation half-way between two.
fn half_way(one: UnitQuaternion<f64>, other: UnitQuaternion<f64>) -> UnitQuaternion<f64> {
    UnitQuaternion::from_scaled_axis((other * one.inverse()).scaled_axis() * 0.5) * one
}

impl Equilibrium {
    /// Lets callus grow between the faces of a pair where they are now; it carries nothing yet. Callus that was there
    /// before is remodelled: the new layer takes its place.
    ///
    /// # Errors
    /// [`ContactError::Inconsistent`] if the pair does not exist, the material is none, or no gap is small enough.
    pub fn grow_callus(&mut self, pair: usize, callus: Callus) -> Result<(), ContactError> {
        let refuse =
            |what: String, remedy: &str| Err(ContactError::Inconsistent { what, remedy: remedy.to_owned() });
        let Some(model) = self.models.get(pair) else {
            return refuse(format!("callus in contact pair {pair}"), "name a pair of the assembly");
        };
        if !(callus.modulus_mpa > 0.0
            && callus.least_thickness_mm > 0.0
            && (0.0..0.5).contains(&callus.poisson))
        {
            return refuse(
                format!("{callus:?}"),
                "modulus and thickness are positive, Poisson's ratio below 0.5",
            );
        }
        let viscosity = Viscosity::none(self.assembly.bodies.len());
        let every: Vec<PairPoints> = self.models.iter().map(PairModel::every_point).collect();
        let context = StepContext { points: &every, ..self.context(&self.factors, &viscosity, 1.0) };
        let evaluation = Evaluation::new(&context, &self.configuration, Search::Everywhere);
        let layer = Layer::grown(callus, pair, model, &self.configuration, &evaluation);
        if layer.ties.is_empty() {
            let name = &self.assembly.pairs[pair].name;
            let what = format!("callus in {name}: no gap below {} mm", callus.greatest_gap_mm);
            return refuse(what, "bring the faces closer together or allow wider gaps");
        }
        if let Some(old) = self.layers.iter().position(|old| old.pair == pair) {
            self.layers.remove(old);
        }
        self.layers.push(layer);
        self.refresh_layers();
        Ok(())
    }

    fn refresh_layers(&mut self) {
        let found: Vec<_> = self
            .layers
            .iter()
            .map(|layer| layer.evaluate(&self.assembly, &self.models[layer.pair], &self.configuration))
            .collect();
        self.evaluation.layers = found;
        self.state = OnceLock::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::point_law::Variation;
    use nalgebra::Unit;

    #[test]
    fn gradient_agrees_with_differences_and_traction_with_the_energy() {
        let tie = Tie {
            side: 0,
            point: 0,
            facet: 0,
            shape: [1.0, 0.0, 0.0],
            rest: Vector3::new(0.1, -0.2, 0.9),
            normal: Unit::new_normalize(Vector3::new(0.1, 0.2, 1.0)).into_inner(),
            thickness: 0.9,
            area: 0.3,
        };
        let rotations = [UnitQuaternion::identity(); 2];
        let layer = Layer { pair: 0, callus: Callus::of_modulus(50.0), rotations, ties: vec![tie] };
        let rotation = UnitQuaternion::from_euler_angles(0.3, -0.5, 0.8);
        let slave = Point3::new(1.0, 2.0, 3.0);
        let master = slave + rotation * Vector3::new(0.15, -0.05, 0.7);
        let at = |variation: &Variation| {
            let part = |row: usize| -> Vector3 { variation.fixed_rows::<3>(row).into_owned() };
            let turned = |row: usize| UnitQuaternion::from_scaled_axis(part(row)) * rotation;
            layer.pull(&tie, half_way(turned(3), turned(6)), slave + part(0), master)
        };
        let now = at(&Variation::zeros());
        let gradient = layer.gradient(&tie, &now);
        for column in 0..9 {
            let [ahead, back] = [1e-6, -1e-6].map(|step| {
                let mut variation = Variation::zeros();
                variation[column] = step;
                at(&variation)
            });
            let difference = (ahead.traction - back.traction) / 2e-6;
            assert!(
                (difference - gradient.column(column)).norm() < 1e-7 * gradient.norm(),
                "column {column}"
            );
            // The energy falls by what the forces do, which act half-way and so turn either body.
            let couple = (now.master - now.slave).cross(&now.traction) * 0.5;
            let force = match column / 3 {
                0 => now.traction[column],
                1 => couple[column - 3],
                _ => couple[column - 6],
            };
            let slope = (layer.energy(&[ahead]) - layer.energy(&[back])) / 2e-6;
            assert!((slope + tie.area * force).abs() < 1e-7, "column {column}: {slope} {force}");
        }
    }
}
