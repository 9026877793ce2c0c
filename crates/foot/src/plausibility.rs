//! Whether what has settled can be.
//!
//! Equilibrium is mechanics; whether a foot can be in it is anatomy. What is beyond these limits is reported as it is, with the reason.

use crate::anatomy::FootAnatomy;
use crate::outcome::{HeadOutcome, Outcome};
use crate::{Ray, Warning, WarningCode};

/// Turn of a head beyond which capsule, plate and tendons, which the model has as springs, would not let it go, degrees: about
/// half of the range of a metatarsophalangeal joint.
const TURN_LIMIT_DEG: f64 = 30.0;
/// Travel of a head beyond which the same holds, mm: the length of a head.
const TRAVEL_LIMIT_MM: f64 = 15.0;
/// Compressive strength of cortical bone across its axis, MPa (Reilly & Burstein 1975, from memory: 133 along in tension, 193 in
/// compression, across it less).
const BONE_STRENGTH_MPA: f64 = 133.0;
/// How much harder than under the intact head tissue may be pressed by a stump: a head with 1.2 to 1.3 times its load begins to hurt
/// (threshold of transfer metatarsalgia that the project assumes).
const STUMP_PRESSURE_LIMIT: f64 = 1.3;

/// Everything that is doubtful about the foot and its `outcome`.
pub(crate) fn doubts(foot: &FootAnatomy, outcome: &Outcome) -> Vec<Warning> {
    let of_heads = outcome.heads.iter().flat_map(|(ray, head)| doubts_of_head(*ray, head));
    foot.doubts.iter().cloned().chain(of_heads).chain(rays_left_out(foot, outcome)).collect()
}

fn doubts_of_head(ray: Ray, head: &HeadOutcome) -> Vec<Warning> {
    let mut doubts = Vec::new();
    let mut doubt = |code, message: String| doubts.push(Warning::new(code, ray.to_string(), message));
    let turn_deg = norm([head.dorsiflexion_deg, head.valgus_deg, head.axial_rotation_deg]);
    if turn_deg > TURN_LIMIT_DEG {
        doubt(
            WarningCode::HeadTurned,
            format!(
                "the head turned by {turn_deg:.0}°, more than the {TURN_LIMIT_DEG}° that capsule and tendons would let it"
            ),
        );
    }
    let travel_mm = norm([head.shortening_mm, head.elevation_mm, head.lateralization_mm]);
    if travel_mm > TRAVEL_LIMIT_MM {
        doubt(
            WarningCode::HeadThrown,
            format!(
                "the head moved by {travel_mm:.1} mm, more than the {TRAVEL_LIMIT_MM} mm that its soft tissue would let it"
            ),
        );
    }
    if head.cut && head.face_area_mm2[0] > 0.0 && head.contact_area_mm2 == 0.0 {
        doubt(
            WarningCode::FacesApart,
            "the faces of the cut bear nothing on each other: the head hangs in its soft tissue".into(),
        );
    }
    if head.peak_pressure_mpa > BONE_STRENGTH_MPA {
        let peak = head.peak_pressure_mpa;
        doubt(
            WarningCode::PressureAboveStrength,
            format!(
                "the faces press with up to {peak:.0} MPa, more than bone bears ({BONE_STRENGTH_MPA} MPa)"
            ),
        );
    }
    if let Some(stump) = head.stump.filter(|stump| stump.pressure_ratio > STUMP_PRESSURE_LIMIT) {
        let ratio = stump.pressure_ratio;
        doubt(
            WarningCode::StumpPressure,
            format!("the stump presses on the sole {ratio:.1} times as hard as the intact head did there"),
        );
    }
    doubts
}

fn norm(parts: [f64; 3]) -> f64 {
    parts.iter().map(|part| part * part).sum::<f64>().sqrt()
}

/// Rays that are not in the model though a cut one leans on them or sheds its load to them.
fn rays_left_out(foot: &FootAnatomy, outcome: &Outcome) -> Vec<Warning> {
    let has = |ray: Ray| foot.ray(ray).is_some();
    let is_cut = |ray: &Ray| outcome.heads.get(ray).is_some_and(|head| head.cut);
    let warning = |subject: String, message: String| Warning::new(WarningCode::RayLeftOut, subject, message);
    let cut: Vec<Ray> = Ray::ALL.into_iter().filter(is_cut).collect();
    let mut doubts = Vec::new();
    for ray in &cut {
        let beside = Ray::ALL.into_iter().filter(|other| other.index().abs_diff(ray.index()) == 1);
        let missing: Vec<String> =
            beside.filter(|other| !has(*other)).map(|other| other.to_string()).collect();
        if !missing.is_empty() {
            let (names, are) = (missing.join(" and "), if missing.len() > 1 { "are" } else { "is" });
            let message = format!(
                "{names} {are} not in the model: nothing there holds the head sideways, and nobody takes over its load"
            );
            doubts.push(warning(ray.to_string(), message));
        }
    }
    if !has(Ray::M1) && cut.iter().any(|ray| *ray != Ray::M2) {
        let message = "M1 is not in the model: it is the stiff side of the forefoot, and without it oblique cuts change places";
        doubts.push(warning("foot".into(), message.into()));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(head: HeadOutcome) -> Vec<WarningCode> {
        doubts_of_head(Ray::M2, &head).into_iter().map(|doubt| doubt.code).collect()
    }

    fn settled() -> HeadOutcome {
        HeadOutcome {
            cut: true,
            shortening_mm: 4.0,
            elevation_mm: 4.5,
            face_area_mm2: [70.0; 2],
            contact_area_mm2: 20.0,
            peak_pressure_mpa: 12.0,
            ..HeadOutcome::default()
        }
    }

    #[test]
    fn what_surgeons_see_is_not_doubted() {
        assert_eq!(codes(settled()), []);
    }

    #[test]
    fn what_no_foot_lets_happen_is() {
        assert_eq!(
            codes(HeadOutcome { dorsiflexion_deg: 25.0, valgus_deg: -20.0, ..settled() }),
            [WarningCode::HeadTurned]
        );
        assert_eq!(codes(HeadOutcome { elevation_mm: 15.0, ..settled() }), [WarningCode::HeadThrown]);
        assert_eq!(codes(HeadOutcome { contact_area_mm2: 0.0, ..settled() }), [WarningCode::FacesApart]);
        assert_eq!(
            codes(HeadOutcome { peak_pressure_mpa: 140.0, ..settled() }),
            [WarningCode::PressureAboveStrength]
        );
    }

    #[test]
    fn a_whole_ray_has_no_faces_to_part() {
        assert_eq!(codes(HeadOutcome::default()), []);
    }
}
