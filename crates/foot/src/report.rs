//! From settled states to the outcome.

use crate::anatomy::{FootAnatomy, RayAnatomy};
use crate::face_pressure::FacePressure;
use crate::model::{ForefootModel, RayModel};
use crate::outcome::{ForefootOutcome, HeadOutcome, Outcome, StumpOutcome, TimeOutcome};
use crate::plausibility::doubts;
use crate::settle::Settled;
use osteotome_contact::{ContactSummary, PairState, Pose, State};
use osteotome_geometry::Vector3;

/// Pressure above which a point counts as in contact, MPa.
///
/// Far below the mean pressure of a settled face (about 1 MPa: 100 N on 100 mm²), far above rounding.
const CONTACT_THRESHOLD_MPA: f64 = 1e-3;

/// The outcome of `cut` against `intact`.
pub(crate) fn outcome(
    foot: &FootAnatomy,
    model: &ForefootModel,
    intact: &Settled,
    cut: &Settled,
    time_s: TimeOutcome,
) -> Outcome {
    let mut pair = 0;
    let heads = foot.rays.iter().enumerate().map(|(i, ray)| {
        let mut head = travel(ray, &intact.heads[i], &cut.heads[i]);
        head.load_n = cut.loads_n[i];
        head.intact_load_n = intact.loads_n[i];
        (head.height_mm, head.intact_height_mm) = (cut.heights_mm[i], intact.heights_mm[i]);
        // A foot without load has no ratio; 1 says that nothing changed.
        head.load_ratio = if head.intact_load_n > 0.0 { head.load_n / head.intact_load_n } else { 1.0 };
        head.intact_dorsal_strain_microstrain = intact.dorsal_microstrain[i].unwrap_or(f64::NAN);
        if let RayModel::Cut { proximal, distal, removed_mm3 } = &model.rays[i] {
            let faces = [proximal.cut_face().len(), distal.cut_face().len()];
            describe_contact(&mut head, &cut.state.pairs[pair], faces);
            describe_pressure(&mut head, &cut.state.pairs[pair], faces);
            head.cut = true;
            head.bone_removed_mm3 = *removed_mm3;
            head.stump = stump(model, [intact, cut], i);
            pair += 1;
        }
        if let RayModel::Notched { removed_mm3, hinge_area_mm2, .. } = &model.rays[i] {
            head.cut = true;
            head.bone_removed_mm3 = *removed_mm3;
            head.hinge_area_mm2 = *hinge_area_mm2;
        }
        (ray.ray, head)
    });
    let residuals = [residual(&intact.state), residual(&cut.state)];
    let mut outcome = Outcome {
        converged: true,
        residual_n: residuals[0].0.max(residuals[1].0),
        residual_moment_nmm: residuals[0].1.max(residuals[1].1),
        ground_rise_mm: cut.state.platform_mm.unwrap_or(0.0) - intact.state.platform_mm.unwrap_or(0.0),
        heads: heads.collect(),
        forefoot: ForefootOutcome { intact: intact.forefoot.clone(), cut: cut.forefoot.clone() },
        walk: cut.walk,
        healing: cut.healing.clone(),
        fragments: model.bodies().map(|body| (body.name.clone(), body.figures.clone())).collect(),
        frame: foot.frame.clone(),
        warnings: Vec::new(),
        time_s,
    };
    let doubts = doubts(foot, &outcome);
    for (ray, head) in &mut outcome.heads {
        let of_head = doubts.iter().filter(|doubt| doubt.subject == ray.to_string());
        head.implausible = of_head.map(|doubt| doubt.code).filter(|code| code.is_implausible()).collect();
    }
    outcome.warnings = doubts;
    let fragments = outcome.fragments.iter();
    outcome.warnings.extend(fragments.flat_map(|(name, figures)| figures.warnings(name)));
    outcome
}

/// The stump of ray `i` in the settled foot, the second of `settled` beside the intact one.
fn stump(model: &ForefootModel, [intact, cut]: [&Settled; 2], i: usize) -> Option<StumpOutcome> {
    let proximal = model.rays[i].bodies()[0];
    let (stump, bearing, height_mm) = (proximal.stump?, proximal.bearing?, cut.stump_heights_mm[i]?);
    let load_n = cut.stump_loads_n[i];
    let intact_n = intact.loads_n[i] * model.map.stump_shares[i];
    Some(StumpOutcome {
        load_n,
        height_mm,
        below_head_mm: cut.heights_mm[i] - height_mm,
        bearing_area_mm2: bearing.area_mm2,
        pressure_ratio: if intact_n > 0.0 { load_n / intact_n } else { 0.0 },
        spike_length_mm: stump.spike_length_mm,
        spike_volume_mm3: stump.spike_volume_mm3,
    })
}

/// Greatest residual force (N) and moment (N·mm).
fn residual(state: &State) -> (f64, f64) {
    let bodies = &state.audit.bodies;
    let force = bodies.iter().map(|b| b.force_n.norm()).fold(state.audit.platform_n.abs(), f64::max);
    (force, bodies.iter().map(|b| b.moment_nmm.norm()).fold(0.0, f64::max))
}

/// Travel of a head from the intact to the cut foot, in anatomical words.
pub(crate) fn travel(ray: &RayAnatomy, intact: &Pose, cut: &Pose) -> HeadOutcome {
    let shift = cut.position - intact.position;
    let turn = (cut.rotation * intact.rotation.inverse()).scaled_axis();
    let (axis, lateral, dorsal) =
        (ray.axis.into_inner(), ray.lateral().into_inner(), ray.dorsal().into_inner());
    // Rotation of the direction `of` towards the direction `to`.
    let turned = |of: &Vector3, to: &Vector3| turn.cross(of).dot(to).to_degrees();
    HeadOutcome {
        shortening_mm: -shift.dot(&ray.ground_distal()),
        elevation_mm: shift.dot(&RayAnatomy::up()),
        lateralization_mm: shift.dot(&lateral),
        dorsiflexion_deg: turned(&axis, &dorsal),
        valgus_deg: turned(&axis, &lateral),
        axial_rotation_deg: turned(&-dorsal, &lateral),
        ..HeadOutcome::default()
    }
}

/// Contact of the cut faces alone: facets of the rim strip, which follow them, are left out.
fn describe_contact(head: &mut HeadOutcome, pair: &PairState, cut_facets: [usize; 2]) {
    let side = |s: usize| {
        pair.sides[s].iter().filter(|p| (p.facet as usize) < cut_facets[s]).copied().collect::<Vec<_>>()
    };
    let faces = PairState { sides: [side(0), side(1)] };
    let summary = ContactSummary::of(&faces, CONTACT_THRESHOLD_MPA);
    head.face_area_mm2 = summary.face_area_mm2;
    head.apposition_area_mm2 = summary.apposition_area_mm2;
    head.contact_area_mm2 = summary.contact_area_mm2;
    head.mean_gap_mm = (summary.apposition_area_mm2 > 0.0).then_some(summary.gap_mm[1]);
    head.slip_mm = summary.slip_mm;
}

/// Forces and pressures between the cut faces: what the files show, facet by facet.
fn describe_pressure(head: &mut HeadOutcome, pair: &PairState, cut_facets: [usize; 2]) {
    let pressure = FacePressure::of(pair, cut_facets);
    head.contact_force_n = pressure.force_n;
    head.contact_force_beside_n = pressure.beside_n;
    head.peak_pressure_mpa = pressure.peak_mpa();
    head.mean_pressure_mpa =
        if head.contact_area_mm2 > 0.0 { pressure.force_n / head.contact_area_mm2 } else { 0.0 };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anatomy::tests::bar;
    use crate::{Ray, Side};
    use nalgebra::UnitQuaternion;
    use osteotome_geometry::Point3;

    fn pose(shift: Vector3, turn: Vector3) -> Pose {
        Pose { position: Point3::origin() + shift, rotation: UnitQuaternion::from_scaled_axis(turn) }
    }

    #[test]
    fn travel_is_told_in_anatomical_words_on_either_side() {
        let at_rest = pose(Vector3::zeros(), Vector3::zeros());
        for (side, left) in [(Side::Left, 1.0), (Side::Right, -1.0)] {
            let ray = bar(Ray::M3, side, 20.0);
            let angle = 3.0_f64.to_radians();
            // Mirror image in y of a rotation vector: its x and z components change sign.
            let turn = -ray.axes().column(1) * angle * left;
            let moved = travel(&ray, &at_rest, &pose(Vector3::new(-4.0, 2.0 * left, 1.0), turn));
            assert!((moved.shortening_mm - 4.0).abs() < 1e-12);
            assert!((moved.elevation_mm - 1.0).abs() < 1e-12);
            assert!((moved.lateralization_mm - 2.0).abs() < 1e-12);
            assert!((moved.dorsiflexion_deg - 3.0).abs() < 1e-9, "{}", moved.dorsiflexion_deg);
            assert!(moved.valgus_deg.abs() < 1e-9 && moved.axial_rotation_deg.abs() < 1e-9);
        }
    }
}
