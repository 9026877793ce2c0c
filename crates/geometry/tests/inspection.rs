//! Landmarks of a known solid and of the measured bones, and the report of a file.

mod support;

use osteotome_geometry::{
    FrameHints, Side, find_bone_frame, inspect_surface, measure_landmarks, read_surface, write_stl,
};
use support::{bones, measured_bones, plain_metatarsal};

#[test]
fn landmarks_of_a_plain_bone() {
    let bone = plain_metatarsal();
    let frame = find_bone_frame(&bone, &FrameHints::default()).unwrap();
    let found = measure_landmarks(&bone, &frame).unwrap();
    // Half axes 4 + 5 e^(−35/12) and 1.25 times that; a polygon of 32 sides has 0.994 of the area of its ellipse.
    let half = 4.0 + 5.0 * (-35.0_f64 / 12.0).exp();
    assert!((found.mid_shaft.width_mm - 2.0 * half).abs() < 0.05, "{found:?}");
    assert!((found.mid_shaft.height_mm - 2.5 * half).abs() < 0.05, "{found:?}");
    assert!((found.mid_shaft.area_mm2 / (std::f64::consts::PI * 1.25 * half * half) - 0.994).abs() < 0.003);
    let [dorsal, leftward] = found.bow_dorsal_leftward_mm;
    // The end centroids lie a little above the chord of the tips.
    assert!((2.2..2.6).contains(&dorsal) && leftward.abs() < 0.05, "{found:?}");
    let [width, height] = found.head_width_height_mm;
    assert!((width - 13.0).abs() < 0.1 && (height - 13.0).abs() < 0.6, "{found:?}");
    assert!(found.narrowest.area_mm2 < found.mid_shaft.area_mm2 && found.plantar_head_point.z < -5.0);
}

#[test]
fn sections_of_the_measured_bones() {
    for bone in measured_bones() {
        let surface = read_surface(&bone.file).unwrap();
        let side = if bone.left { Side::Left } else { Side::Right };
        let hints = FrameHints { ray: Some(bone.ray as u8), side: Some(side), ..Default::default() };
        let frame = find_bone_frame(&surface, &hints).unwrap();
        let found = measure_landmarks(&surface, &frame).unwrap();
        let name = bone.file.display();
        // The table cuts across the principal axis, here it is the shaft axis: up to 8° apart, and half a step away.
        let mid_error = found.mid_shaft.area_mm2 / bone.mid_area_mm2 - 1.0;
        assert!(mid_error.abs() < 0.08, "{name}: mid-shaft area {}", found.mid_shaft.area_mm2);
        let narrow_error = found.narrowest.area_mm2 / bone.narrowest_area_mm2 - 1.0;
        assert!(narrow_error.abs() < 0.1, "{name}: narrowest {:?}", found.narrowest);
        let [thin, thick] = bone.mid_widths_mm;
        for extent in [found.mid_shaft.width_mm, found.mid_shaft.height_mm] {
            assert!((0.9 * thin..1.15 * thick).contains(&extent), "{name}: {:?}", found.mid_shaft);
        }
    }
}

#[test]
fn report_of_a_file() {
    let folder = std::env::temp_dir().join(format!("osteotome-inspection-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("M3.stl");
    write_stl(&path, &plain_metatarsal()).unwrap();
    let report = inspect_surface(&path, &FrameHints::default()).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(report.diagnosis.is_clean() && report.frame.is_some() && report.repairs.is_empty());
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["frame"]["distal"].as_array().unwrap().len(), 3);
    assert!(json["landmarks"]["narrowest"]["area_mm2"].as_f64().unwrap() > 40.0);
}

#[test]
fn bone_in_metres_has_no_frame() {
    let Some(folder) = bones() else { return };
    let path = folder.join("opensim_models/original/metatarsal2_rv.vtp");
    let report = inspect_surface(path, &FrameHints::default()).unwrap();
    assert!(!report.is_usable() && report.frame.is_none() && report.frame_problem.is_some());
}

#[test]
fn bone_that_faces_inward_is_repaired_first() {
    let mut bone = plain_metatarsal();
    bone.triangles.iter_mut().for_each(|t| t.swap(0, 1));
    let path = std::env::temp_dir().join(format!("osteotome-inward-{}.stl", std::process::id()));
    write_stl(&path, &bone).unwrap();
    let report = inspect_surface(&path, &FrameHints::default()).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(report.is_usable() && !report.diagnosis.is_clean() && report.repairs.len() == 1);
    assert!(report.surface.volume_mm3() > 0.0);
}

/// Literature 1.2, set B (the same right foot, measured by others): width and height of head and base, distance of the narrowest
/// section from the tip and its width and height, of M1 to M5.
#[test]
fn sizes_agree_with_published_ones() {
    let heads = [[21.4, 18.9], [10.5, 14.3], [9.6, 14.2], [10.3, 13.4], [11.0, 12.8]];
    let bases = [[21.0, 30.8], [17.5, 21.7], [18.4, 21.0], [19.2, 17.9], [17.6, 18.7]];
    let necks = [[31.5, 12.9, 13.5], [22.0, 7.0, 8.1], [21.0, 6.1, 8.6], [17.5, 6.1, 8.3], [17.5, 8.2, 9.6]];
    for bone in measured_bones().iter().filter(|bone| bone.dataset == "tlem2_ct" && !bone.left) {
        let surface = read_surface(&bone.file).unwrap();
        let hints = FrameHints { ray: Some(bone.ray as u8), side: Some(Side::Right), ..Default::default() };
        let frame = find_bone_frame(&surface, &hints).unwrap();
        let found = measure_landmarks(&surface, &frame).unwrap();
        let neck =
            [found.narrowest.distance_from_tip_mm, found.narrowest.width_mm, found.narrowest.height_mm];
        // Dorsal differs by a few degrees between the two, which turns width into height.
        let near =
            |a: &[f64], b: &[f64], limit_mm: f64| a.iter().zip(b).all(|(x, y)| (x - y).abs() < limit_mm);
        let k = bone.ray - 1;
        assert!(near(&found.head_width_height_mm, &heads[k], 1.0), "M{}: {found:?}", bone.ray);
        assert!(near(&found.base_width_height_mm, &bases[k], 1.8), "M{}: {found:?}", bone.ray);
        assert!(near(&neck, &necks[k], 0.8), "M{}: {found:?}", bone.ray);
    }
}

/// The shipped bones are left bones in their own ray frame: head centre at the origin, +x distal, +z dorsal.
#[test]
fn shipped_bones_are_clean_and_in_their_frame() {
    let meshes = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../meshes");
    for ray in 1..=5 {
        let path = meshes.join(format!("M{ray}_left.stl"));
        let hints = FrameHints { ray: Some(ray), side: Some(Side::Left), ..Default::default() };
        let report = inspect_surface(path, &hints).unwrap();
        assert!(report.diagnosis.is_clean(), "M{ray}: {:?}", report.diagnosis.findings);
        let frame = report.frame.unwrap();
        let [distal, dorsal] = [frame.distal.x, frame.dorsal.z].map(|cosine| cosine.acos().to_degrees());
        assert!(distal < 3.0 && dorsal < 15.0, "M{ray}: distal {distal}°, dorsal {dorsal}°");
        assert!(frame.head_centre.coords.norm() < 1.5, "M{ray}: {}", frame.head_centre);
    }
}
