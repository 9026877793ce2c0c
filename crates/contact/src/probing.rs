//! What is asked of a settled assembly: how stiff it is against small loads, and how much faces move in a load cycle.

use crate::evaluation::{Evaluation, Viscosity};
use crate::layout::Layout;
use crate::pair_model::Search;
use crate::{
    APPOSITION_GAP_MM, Anchor, Assembly, Connector, ConnectorResponse, ContactError, Equilibrium,
    LoadFactors, Pose, Stage, State, Wrench,
};
use nalgebra::DMatrix;
use osteotome_geometry::Vector3;
use std::sync::Arc;

/// Small loads on a patch of one fragment, against which its motion relative to another is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probe {
    /// The loaded body and its patch.
    pub body: usize,
    /// Index of the patch in the body.
    pub patch: usize,
    /// The body its motion is measured against.
    pub reference: usize,
    /// Force along each axis in turn, N.
    pub force_n: f64,
    /// Moment about each axis in turn, N·mm.
    pub moment_nmm: f64,
}

/// Load over the motion that it adds to a settled state, per world axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecantStiffness {
    /// Force over displacement of the patch's material point with the rigid motion of its body, N/mm.
    pub translation_n_per_mm: Vector3,
    /// Moment over rotation, N·mm/rad.
    pub rotation_nmm_per_rad: Vector3,
}

/// A wrench fixed in space; its six components multiply the load channels from `first` on.
struct ProbeLoad {
    anchor: [Anchor; 1],
    scale: [f64; 6],
    first: usize,
}

impl Connector for ProbeLoad {
    fn name(&self) -> &'static str {
        "probe"
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }

    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let load = |k: usize| factors.0.get(self.first + k).copied().unwrap_or(0.0) * self.scale[k];
        let force_n = Vector3::new(load(0), load(1), load(2));
        ConnectorResponse {
            energy_nmm: -force_n.dot(&poses[0].position.coords),
            wrenches: vec![Wrench { force_n, moment_nmm: Vector3::new(load(3), load(4), load(5)) }],
            tangent: DMatrix::zeros(6, 6),
            magnitude_n: force_n.norm(),
        }
    }
}

impl Equilibrium {
    /// Secant stiffness of a settled assembly in six directions, all other loads held; the state itself is not changed.
    ///
    /// # Errors
    /// As [`Equilibrium::run_stage`]; [`ContactError::Inconsistent`] if body or patch do not exist.
    pub fn secant_stiffness(&self, probe: &Probe) -> Result<SecantStiffness, ContactError> {
        let held = self.state().load_factors.0.clone();
        let (force, moment) = (probe.force_n, probe.moment_nmm);
        let load = ProbeLoad {
            anchor: [Anchor::Patch { body: probe.body, patch: probe.patch }],
            scale: [force, force, force, moment, moment, moment],
            first: held.len(),
        };
        let prepared = self.with_connector(Arc::new(load))?;
        let (mut translation, mut rotation) = (Vector3::zeros(), Vector3::zeros());
        for direction in 0..6 {
            let moved = prepared.pushed(&held, direction, probe)?;
            if direction < 3 {
                translation[direction] = force / moved[direction];
            } else {
                rotation[direction - 3] = moment / moved[direction];
            }
        }
        Ok(SecantStiffness { translation_n_per_mm: translation, rotation_nmm_per_rad: rotation })
    }

    /// The same state with one more connector that does nothing yet.
    fn with_connector(&self, connector: Arc<dyn Connector>) -> Result<Self, ContactError> {
        let mut next = self.clone();
        next.assembly.connectors.push(connector);
        crate::check::assembly(&next.assembly)?;
        next.layout = Layout::new(&next.assembly);
        let viscosity = Viscosity::none(next.assembly.bodies.len());
        let context = next.context(&next.factors, &viscosity, 1.0);
        let evaluation = Evaluation::new(&context, &next.configuration, Search::Everywhere);
        next.evaluation = evaluation;
        Ok(next)
    }

    /// Motion added by the load in one direction: displacement, then rotation vector.
    fn pushed(&self, held: &[f64], direction: usize, probe: &Probe) -> Result<[f64; 6], ContactError> {
        let mut solver = self.clone();
        let factors = |share: f64| {
            let mut factors = held.to_vec();
            factors.extend((0..6).map(|k| if k == direction { share } else { 0.0 }));
            LoadFactors(factors)
        };
        let stage = Stage { name: "probe".to_owned(), from: factors(0.0), to: factors(1.0), duration: 1.0 };
        solver.run_stage(&stage, &mut |_, _| ())?;
        let [before, after] =
            [self.state(), solver.state()].map(|state| relative(&self.assembly, state, probe));
        let shift = after.0 - before.0;
        let turn = (after.1 * before.1.inverse()).scaled_axis();
        Ok([shift.x, shift.y, shift.z, turn.x, turn.y, turn.z])
    }
}

/// Position of the patch relative to where the reference body carries it, and relative rotation, world frame.
fn relative(assembly: &Assembly, state: &State, probe: &Probe) -> (Vector3, nalgebra::UnitQuaternion<f64>) {
    let [own, other] = [probe.body, probe.reference]
        .map(|body| (&state.bodies[body].motion, &assembly.bodies[body].elasticity.centre));
    let point = assembly.bodies[probe.body].elasticity.patch_references[probe.patch];
    let shift = own.0.apply(own.1, &point) - other.0.apply(other.1, &point);
    (shift, own.0.rotation * other.0.rotation.inverse())
}

/// Motion of the faces of a pair between two states.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Micromotion {
    /// Greatest motion of an apposed point, mm.
    pub greatest_mm: f64,
    /// Its mean over the apposed area, mm.
    pub mean_mm: f64,
}

impl Micromotion {
    /// Motion of the points of side 0 that are apposed (gap below 0.5 mm) in either state, as seen from the rigid motion of the
    /// other body.
    #[must_use]
    pub fn between(assembly: &Assembly, pair: usize, states: [&State; 2]) -> Self {
        let other = assembly.pairs[pair].bodies[1];
        let centre = assembly.bodies[other].elasticity.centre;
        let (mut greatest, mut sum, mut area) = (0.0_f64, 0.0, 0.0);
        let [before, after] = states.map(|state| &state.pairs[pair].sides[0]);
        for (old, new) in before.iter().zip(after) {
            if ![old, new].iter().any(|point| point.gap_mm.is_some_and(|gap| gap < APPOSITION_GAP_MM)) {
                continue;
            }
            let seen = |state: &State, point: &crate::ContactPoint| {
                let motion = &state.bodies[other].motion;
                motion.rotation.inverse_transform_vector(&(point.position - centre - motion.translation_mm))
            };
            let motion = (seen(states[1], new) - seen(states[0], old)).norm();
            greatest = greatest.max(motion);
            sum += motion * new.area_mm2;
            area += new.area_mm2;
        }
        Self { greatest_mm: greatest, mean_mm: if area > 0.0 { sum / area } else { 0.0 } }
    }
}
