//! Callus between the settled faces, and a step on it.

use crate::Ray;
use crate::anatomy::FootAnatomy;
use crate::load_path::{Observer, standing};
use crate::model::{ForefootModel, Holdable, RayModel, Role};
use crate::outcome::{HealingOutcome, HoldOutcome};
use crate::pull::Pull;
use crate::scenario::Healing;
use osteotome_contact::{
    Callus, CallusSummary, ContactError, ContactPoint, Equilibrium, LoadFactors, Probe, SecantStiffness,
    Stage, State,
};
use std::collections::BTreeMap;

/// Small load by which the stiffness of an osteotomy is measured: a few percent of what a head carries, N.
const PROBE_N: f64 = 2.0;
/// The same as a moment, N·mm: that force at the level of a cut, 16 mm from the tip.
const PROBE_NMM: f64 = 30.0;

/// Callus, and the step that strains it.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// The callus.
    pub(crate) healing: Healing,
    /// Load of the step over that under which the foot settled.
    pub(crate) weight: f64,
}

impl Step {
    fn callus(&self) -> Callus {
        Callus {
            least_thickness_mm: self.healing.least_thickness_mm,
            greatest_gap_mm: self.healing.greatest_gap_mm,
            ..Callus::of_modulus(self.healing.modulus_mpa)
        }
    }

    /// Weight and tendons come back.
    fn stage(&self, pull: Pull) -> Stage {
        Stage {
            name: "step".into(),
            from: at_rest(pull),
            to: standing(pull, 1.0, self.weight),
            duration: 1.0,
        }
    }
}

/// Part of weight and tendons that stays while callus grows: quiet standing against midstance, 0.14 against 0.36 of body weight.
/// Both fall alike, so that heads stay near where they settled.
const AT_REST: f64 = 0.4;

fn at_rest(pull: Pull) -> LoadFactors {
    standing(pull, AT_REST, AT_REST)
}

/// Weight and tendons go, and with them whatever else there was.
fn rest(from: LoadFactors, pull: Pull) -> Stage {
    Stage { name: "rest".into(), from, to: at_rest(pull), duration: 1.0 }
}

/// Lets the settled foot rest, lets callus grow between the faces of every cut, and takes a step on it; the same step
/// without callus for comparison. `solver` is left after the step on callus.
///
/// # Errors
/// If an equilibrium is lost, or faces lie too far apart for callus to grow.
pub(crate) fn heal(
    anatomy: &FootAnatomy,
    model: &ForefootModel,
    solver: &mut Equilibrium,
    step: &Step,
    observer: Observer,
) -> Result<BTreeMap<Ray, HealingOutcome>, ContactError> {
    let rest = rest(solver.state().load_factors.clone(), model.pull);
    solver.run_stage(&rest, observer)?;
    let at_rest = solver.state().clone();
    let stage = step.stage(model.pull);
    let mut bare = solver.clone();
    bare.run_stage(&stage, &mut |_, _| ())?;
    for pair in 0..model.pairs.len() {
        solver.grow_callus(pair, step.callus())?;
    }
    solver.run_stage(&stage, observer)?;
    let mut healed = BTreeMap::new();
    for (pair, (ray, pad, probe)) in probes(anatomy, model).into_iter().enumerate() {
        let cut = Cut { pair, pad, probe, greatest_gap_mm: step.healing.greatest_gap_mm };
        let without_callus = cut.hold(&bare, &at_rest)?;
        let with_callus = cut.hold(solver, &at_rest)?;
        healed.insert(
            ray,
            described(solver.state(), pair, step.healing.modulus_mpa, without_callus, with_callus),
        );
    }
    Ok(healed)
}

/// Ray, pad and probe of every contact pair: the head against what keeps the base.
fn probes(anatomy: &FootAnatomy, model: &ForefootModel) -> Vec<(Ray, usize, Probe)> {
    let probe = |i: usize, ray: &RayModel| match ray {
        RayModel::Cut { distal, .. } => {
            let body = model.head_body(i);
            let (patch, _) = distal.patch(Role::Core)?;
            let probe = Probe { body, patch, reference: body - 1, force_n: PROBE_N, moment_nmm: PROBE_NMM };
            Some((anatomy.rays[i].ray, model.map.pads[i], probe))
        }
        RayModel::Whole(_) | RayModel::Notched { .. } => None,
    };
    model.rays.iter().enumerate().filter_map(|(i, ray)| probe(i, ray)).collect()
}

/// A cut and how it is asked.
struct Cut {
    pair: usize,
    pad: usize,
    probe: Probe,
    greatest_gap_mm: f64,
}

impl Cut {
    /// How well its faces are held: their motion since `at_rest` and the load that brought it about, and their stiffness now.
    fn hold(&self, solver: &Equilibrium, at_rest: &State) -> Result<HoldOutcome, ContactError> {
        let [micromotion_mm, greatest_micromotion_mm] = self.micromotion(solver, at_rest);
        let load = |state: &State| state.connectors[self.pad].magnitude_n;
        let SecantStiffness { translation_n_per_mm: along, rotation_nmm_per_rad: about } =
            solver.secant_stiffness(&self.probe)?;
        // N·mm/rad in N·m/rad.
        let about = about / 1000.0;
        Ok(HoldOutcome {
            micromotion_mm,
            greatest_micromotion_mm,
            step_n_per_mm: (load(solver.state()) - load(at_rest)) / micromotion_mm,
            distal_n_per_mm: along.x,
            lateral_n_per_mm: along.y,
            up_n_per_mm: along.z,
            about_distal_nm_per_rad: about.x,
            about_lateral_nm_per_rad: about.y,
            about_up_nm_per_rad: about.z,
        })
    }

    /// Mean and greatest motion since `at_rest` of the points of the proximal face that callus may bridge, as seen from the rigid
    /// motion of the head, mm.
    fn micromotion(&self, solver: &Equilibrium, at_rest: &State) -> [f64; 2] {
        let body = self.probe.body;
        let centre = solver.assembly().bodies[body].elasticity.centre;
        let seen = |state: &State, point: &ContactPoint| {
            let motion = &state.bodies[body].motion;
            motion.rotation.inverse_transform_vector(&(point.position - centre - motion.translation_mm))
        };
        let [before, after] = [at_rest, solver.state()].map(|state| &state.pairs[self.pair].sides[0]);
        let (mut greatest, mut sum, mut area) = (0.0_f64, 0.0, 0.0);
        for (old, new) in before.iter().zip(after) {
            if old.gap_mm.is_some_and(|gap| gap <= self.greatest_gap_mm) {
                let motion = (seen(solver.state(), new) - seen(at_rest, old)).norm();
                greatest = greatest.max(motion);
                sum += motion * new.area_mm2;
                area += new.area_mm2;
            }
        }
        [sum / area, greatest]
    }
}

fn described(
    state: &State,
    pair: usize,
    modulus_mpa: f64,
    without_callus: HoldOutcome,
    with_callus: HoldOutcome,
) -> HealingOutcome {
    let layer = state.callus.iter().find(|layer| layer.pair == pair);
    let found = layer.map(CallusSummary::of).unwrap_or_default();
    let percent = |share: f64| 100.0 * share;
    HealingOutcome {
        modulus_mpa,
        area_mm2: found.area_mm2,
        thickness_mm: found.thickness_mm,
        strain_percent: percent(found.interfragmentary_strain[0]),
        greatest_strain_percent: percent(found.interfragmentary_strain[1]),
        octahedral_strain_percent: percent(found.octahedral_shear_strain[0]),
        greatest_octahedral_strain_percent: percent(found.octahedral_shear_strain[1]),
        least_pressure_mpa: found.pressure_mpa[0],
        greatest_pressure_mpa: found.pressure_mpa[1],
        within_window_percent: percent(found.window[0]),
        above_window_percent: percent(found.window[1]),
        direct_bone_percent: percent(found.tissue[0]),
        bone_by_cartilage_percent: percent(found.tissue[1]),
        fibrous_percent: percent(found.tissue[2]),
        without_callus,
        with_callus,
    }
}
