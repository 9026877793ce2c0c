//! One cut ray, from scenario to outcome and scene, and the cuts that cannot be made.

use osteotome_foot::scenario::{Scenario, read};
use osteotome_foot::{FootError, Ray, run};
use std::path::Path;

fn scenario(level_mm: f64, kerf_mm: f64) -> Scenario {
    let text = "title = \"one ray\"\n[foot]\ntemplate = \"adult\"\nrays = [\"M2\"]\n[[osteotomy]]\nrays = [\"M2\"]\n\
                technique = \"classic\"\n[mesh]\nsize_mm = 2.5\ncut_size_mm = 2.5\n[soft_tissue]\nset = \"hand-tuned\"\n";
    let mut scenario = read(text, Path::new(".")).expect("the scenario has no mistakes").scenario;
    scenario.osteotomies[0].level_mm = level_mm;
    scenario.osteotomies[0].kerf_mm = kerf_mm;
    scenario
}

#[test]
fn a_classic_cut_settles_in_balance_and_shortens_as_series_report() {
    let scenario = scenario(16.0, 2.0);
    let result = run(&scenario, &mut |_| {}).expect("a classic cut settles");
    let head = &result.outcome.heads[&Ray::M2];
    assert!(result.outcome.converged && head.cut);
    // Equilibrium is asked to one millionth of the load on a body, some 100 N.
    assert!(result.outcome.residual_n < 1e-3, "residual {} N", result.outcome.residual_n);
    assert!((head.load_n - scenario.load.forefoot_n).abs() < 1e-3);
    // 2.1 mm in cadavers (J Orthop Surg Res 2019), 4.1 mm (Malhotra) and 6.6 mm (Krenn 2018) in patients.
    assert!((2.1..6.6).contains(&head.shortening_mm), "shortening {} mm", head.shortening_mm);
    assert!(head.lateralization_mm > 0.0, "the burr enters beside the head, so the cut diverges");
    assert!(head.bone_removed_mm3 > 0.5 * scenario.osteotomies[0].kerf_mm * head.face_area_mm2[0]);
    assert!(
        head.contact_area_mm2 > 0.0
            && head.contact_area_mm2 <= head.face_area_mm2[0].min(head.face_area_mm2[1])
    );

    let scene = &result.scene;
    assert_eq!((scene.bodies.len(), scene.faces.len()), (2, 2));
    assert!(scene.frames.windows(2).all(|pair| pair[0].time_s < pair[1].time_s));
    for frame in &scene.frames {
        for (body, fields) in scene.bodies.iter().zip(&frame.bodies) {
            assert_eq!(fields.position_mm.len(), body.mesh.nodes.len());
            assert_eq!(fields.von_mises_mpa.len(), body.mesh.nodes.len());
        }
        for (face, fields) in scene.faces.iter().zip(&frame.faces) {
            assert_eq!(fields.pressure_mpa.len(), face.facets.len());
        }
        assert_eq!(frame.lines.len(), scene.lines.len());
    }
}

#[test]
fn a_cut_beyond_the_bone_is_refused_with_its_length() {
    let error = run(&scenario(90.0, 2.0), &mut |_| {}).expect_err("there is no bone there");
    assert!(matches!(error, FootError::PlaneMisses { ray: Ray::M2, .. }), "{error}");
    assert!(error.is_input_mistake());
}

#[test]
fn a_kerf_that_swallows_the_head_is_refused() {
    let error = run(&scenario(6.0, 12.0), &mut |_| {}).expect_err("no head is left");
    assert!(
        matches!(error, FootError::KerfSwallowsHead { ray: Ray::M2, .. } | FootError::PlaneMisses { .. }),
        "{error}"
    );
    assert!(error.is_input_mistake());
}

#[test]
fn a_ray_that_is_cut_but_absent_is_named() {
    let mut scenario = scenario(16.0, 2.0);
    scenario.osteotomies[0].rays = vec![Ray::M3];
    let error = run(&scenario, &mut |_| {}).expect_err("M3 is not in the model");
    assert!(matches!(error, FootError::Cut { ray: Ray::M3, .. }), "{error}");
}

/// Hard tendons, little weight, slippery faces and a sleeve that does not stiffen draw the classic head under the neck and on. Contact knows a strip beside the
/// faces only, so what would come after is no result.
#[test]
fn a_head_that_slips_past_the_strip_that_may_touch_is_no_result() {
    let text = "[foot]\nrays = [\"M3\"]\n[[osteotomy]]\nrays = [\"M3\"]\ntechnique = \"classic\"\n[load]\nforefoot_n = 40\ntendon_factor = 5\n\
                [contact]\nfriction = 0.1\n[soft_tissue]\nset = \"hand-tuned\"\nsleeve_stiffening_mm = 1000\n[mesh]\nsize_mm = 3.0\ncut_size_mm = 2.5\norder = 1\n";
    let scenario = read(text, Path::new(".")).expect("the scenario has no mistakes").scenario;
    let error = run(&scenario, &mut |_| {}).expect_err("the head passes through");
    assert!(matches!(error, FootError::PassedThrough { ray: Ray::M3, .. }), "{error}");
    assert!(!error.is_input_mistake());
}

/// One ray, coarse, cut as `surgery` says.
fn cut_by(surgery: &str) -> Scenario {
    let text =
        format!("[foot]\nrays = [\"M2\"]\n{surgery}\n[mesh]\nsize_mm = 3.0\ncut_size_mm = 2.0\norder = 1\n");
    read(&text, Path::new(".")).expect("the scenario has no mistakes").scenario
}

const CLASSIC: &str = "[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n";

#[test]
fn the_kerf_of_a_wedge_burr_closes() {
    let burr = "burr = { tip_diameter_mm = 1.5, shank_diameter_mm = 3.1, working_length_mm = 20 }";
    let head =
        &run(&cut_by(&format!("{CLASSIC}{burr}")), &mut |_| {}).expect("it settles").outcome.heads[&Ray::M2];
    assert!(head.cut && head.hinge_area_mm2 == 0.0);
    // Open faces meet on part of their area only, but they meet.
    assert!(head.contact_area_mm2 > 0.0 && head.contact_area_mm2 < head.face_area_mm2[0]);
}

#[test]
fn a_head_on_a_hinge_stays_near_its_place() {
    let surgery = format!("{CLASSIC}approach = {{ depth_mm = 6 }}");
    let hinged = run(&cut_by(&surgery), &mut |_| {}).expect("it settles").outcome;
    let head = &hinged.heads[&Ray::M2];
    assert!(head.cut && head.hinge_area_mm2 > 0.0 && head.bone_removed_mm3 > 0.0);
    assert_eq!(head.face_area_mm2, [0.0; 2]);
    let free = run(&cut_by(CLASSIC), &mut |_| {}).expect("it settles").outcome;
    assert!(head.shortening_mm.abs() < 0.2 * free.heads[&Ray::M2].shortening_mm);
}

#[test]
fn what_cannot_be_settled_is_refused_with_what_can() {
    let kept = format!("{CLASSIC}level_mm = 25\n{CLASSIC}segment = \"kept\"");
    let resected = "[[resection]]\nrays = [\"M2\"]\npart = \"head\"";
    for surgery in [kept.as_str(), resected] {
        let error = run(&cut_by(surgery), &mut |_| {}).expect_err("nothing to settle");
        assert!(
            matches!(error, FootError::Unsettled { ray: Ray::M2, .. }) && error.is_input_mistake(),
            "{error}"
        );
    }
}
