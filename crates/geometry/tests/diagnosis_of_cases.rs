//! One bone, damaged as files of real programs are: put right and named, or refused with the true reason.

mod support;

use osteotome_geometry::{
    Defect, Diagnosis, ExpectedMetatarsal, FrameHints, Point3, RepairKind, TriangleSurface,
    diagnose_metatarsal, find_bone_frame, inspect_surface, parse_surface, repair, stl_bytes,
};
use support::{cuboid, measured_bones, moved, plain_metatarsal};

/// The second metatarsal that ships; its surface as a file gives it.
fn bone() -> TriangleSurface {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../meshes/M2_left.stl");
    parse_surface(&std::fs::read(path).expect("a bone that ships")).expect("sound")
}

fn diagnosed(surface: &TriangleSurface) -> Diagnosis {
    diagnose_metatarsal(surface, &ExpectedMetatarsal { ray: Some(2), ..ExpectedMetatarsal::default() })
}

/// Usable, named so, and the same solid after repair.
fn assert_put_right(name: &str, surface: &TriangleSurface, kind: RepairKind, defect: Defect) {
    let diagnosis = diagnosed(surface);
    assert!(diagnosis.is_usable(), "{name}: {:?}", diagnosis.findings);
    let finding = diagnosis.finding(defect).unwrap_or_else(|| panic!("{name}: {:?}", diagnosis.findings));
    assert!(finding.repairable, "{name}");
    let (repaired, done) = repair(surface);
    assert!(done.iter().any(|repair| repair.kind == kind && repair.count > 0), "{name}: {done:?}");
    assert!(diagnosed(&repaired).is_clean(), "{name}: {:?}", diagnosed(&repaired).findings);
    assert!((repaired.volume_mm3() / bone().volume_mm3() - 1.0).abs() < 1e-6, "{name}");
    assert!(repair(&repaired).1.is_empty(), "{name}");
}

fn turned(surface: &TriangleSurface, which: impl Fn(usize, f64) -> bool) -> TriangleSurface {
    let mut result = surface.clone();
    for (t, triangle) in result.triangles.iter_mut().enumerate() {
        if which(t, surface.corners(t)[0].x) {
            triangle.swap(1, 2);
        }
    }
    result
}

/// "The surface passes through itself" was said of turned facets.
#[test]
fn turned_facets_are_turned_back_and_then_judged() {
    let bone = bone();
    let x = |fraction: f64| {
        let xs = || bone.vertices.iter().map(|v| v.x);
        let (low, high) = (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max));
        low + fraction * (high - low)
    };
    let (near, far, middle) = (x(0.3), x(0.4), x(0.5));
    for (name, inverted) in [
        ("a ring", turned(&bone, |_, x| (near..far).contains(&x))),
        ("half", turned(&bone, |_, x| x > middle)),
        ("every second", turned(&bone, |t, _| t % 2 == 0)),
        ("one", turned(&bone, |t, _| t == 7)),
        ("all but the first", turned(&bone, |t, _| t > 0)),
        ("two rings", turned(&bone, |_, x| (near..far).contains(&x) || x > middle)),
    ] {
        assert_put_right(name, &inverted, RepairKind::TurnedFacets, Defect::MixedOrientation);
    }
    assert_put_right("all", &turned(&bone, |_, _| true), RepairKind::TurnedFacets, Defect::InsideOut);
}

/// Every facet with vertices of its own, each off by at most `off_mm`.
fn cracked(surface: &TriangleSurface, off_mm: f64) -> TriangleSurface {
    let mut vertices = Vec::new();
    for (k, v) in surface.triangles.iter().flatten().enumerate() {
        let step = |n: usize| off_mm * ((k * n % 7) as f64 / 3.0 - 1.0) / 2.0;
        vertices.push(surface.vertices[*v as usize] + nalgebra::Vector3::new(step(3), step(4), step(5)));
    }
    let triangles = (0..surface.triangles.len() as u32).map(|t| [3 * t, 3 * t + 1, 3 * t + 2]).collect();
    TriangleSurface { vertices, triangles }
}

/// "9019 mm of hole" was said of vertices that differ by 1e-6 mm.
#[test]
fn near_vertices_become_one() {
    for off_mm in [1e-6, 1e-7, 1e-9, 3e-6, 5e-6] {
        let cracked = cracked(&bone(), off_mm);
        assert_put_right("cracks", &cracked, RepairKind::MergedVertices, Defect::NearVertices);
    }
    let apart = diagnosed(&cracked(&bone(), 1e-3));
    assert!(apart.finding(Defect::OpenEdges).is_some() && !apart.is_usable());
}

/// A vertex on the side between two facets, which only one of them has: a sliver without height fills the gap.
fn with_slivers(surface: &TriangleSurface, every: usize, place: f64, points: usize) -> TriangleSurface {
    let mut result = surface.clone();
    for t in (0..surface.triangles.len()).step_by(every) {
        let [a, b, c] = result.triangles[t];
        let [p, q] = [a, b].map(|v| result.vertices[v as usize]);
        let first = result.vertices.len() as u32;
        let on_side = |k: usize| p + (q - p) * (place * (k + 1) as f64 / points as f64);
        result.vertices.extend((0..points).map(on_side));
        // The facet becomes a fan to all points of its side; slivers a-b-point fill up to the old side.
        let chain: Vec<u32> = [vec![a], (first..first + points as u32).collect(), vec![b]].concat();
        result.triangles[t] = [chain[0], chain[1], c];
        for pair in chain[1..].windows(2) {
            result.triangles.push([pair[0], pair[1], c]);
        }
        for pair in chain[1..].windows(2) {
            result.triangles.push([a, pair[1], pair[0]]);
        }
    }
    result
}

/// "Separate overlapping bones" was said of slivers without height.
#[test]
fn slivers_without_height_are_retriangulated() {
    for (every, place, points) in [(50, 0.5, 1), (37, 0.3, 1), (200, 0.9, 1), (41, 0.6, 2), (60, 0.7, 3)] {
        let slivers = with_slivers(&bone(), every, place, points);
        assert_put_right("slivers", &slivers, RepairKind::FlippedSlivers, Defect::ZeroAreaFacets);
    }
}

fn scaled(surface: &TriangleSurface, by: f64) -> TriangleSurface {
    moved(surface, |p| p * by)
}

/// Twice 2.54 times as long, or in centimetres: the unit is named for every ray.
#[test]
fn units_are_named_for_every_ray() {
    let scales = [
        (0.1, "centimetres", "multiply the coordinates by 10"),
        (1.0 / 25.4, "inches", "multiply the coordinates by 25.4"),
        (0.001, "metres", "multiply the coordinates by 1000"),
        (2.54, "millimetres multiplied by 2.54", "multiply the coordinates by 0.3937"),
        (1.0 / 2.54, "millimetres divided by 2.54", "multiply the coordinates by 2.54"),
        (10.0, "tenths of a millimetre", "multiply the coordinates by 0.1"),
        (25.4, "taken for inches", "multiply the coordinates by 0.03937"),
        (1000.0, "micrometres", "multiply the coordinates by 0.001"),
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../meshes");
    let read =
        |ray: u8| parse_surface(&std::fs::read(folder.join(format!("M{ray}_left.stl"))).unwrap()).unwrap();
    let mut bones: Vec<(Option<u8>, TriangleSurface)> = (1..=5).map(|ray| (Some(ray), read(ray))).collect();
    bones.push((None, read(2)));
    bones.extend(
        measured_bones()
            .iter()
            .map(|bone| (Some(bone.ray as u8), osteotome_geometry::read_surface(&bone.file).unwrap())),
    );
    for (ray, bone) in &bones {
        for (scale, unit, remedy) in scales {
            let expected = ExpectedMetatarsal { ray: *ray, ..ExpectedMetatarsal::default() };
            let diagnosis = diagnose_metatarsal(&scaled(bone, scale), &expected);
            let finding = diagnosis.finding(Defect::NotMillimetres);
            let finding = finding.unwrap_or_else(|| panic!("{ray:?} × {scale}: {:?}", diagnosis.findings));
            assert!(finding.message.contains(unit), "{ray:?} × {scale}: {}", finding.message);
            assert!(finding.remedy.contains(remedy), "{ray:?} × {scale}: {}", finding.remedy);
            assert!(!diagnosis.is_usable());
        }
    }
}

/// A smaller copy of the bone about its own axis, as the wall of its canal.
fn with_canal(factor: f64, turn: bool) -> TriangleSurface {
    let bone = bone();
    let middle =
        bone.vertices.iter().map(|v| v.coords).sum::<nalgebra::Vector3<f64>>() / bone.vertices.len() as f64;
    let inner = moved(&bone, |p| Point3::from(middle + (p.coords - middle) * factor));
    let first = bone.vertices.len() as u32;
    let mut hollow = bone;
    hollow.vertices.extend(&inner.vertices);
    hollow.triangles.extend(inner.triangles.iter().map(|&[a, b, c]| {
        let [a, b, c] = [a, b, c].map(|v| v + first);
        if turn { [a, c, b] } else { [a, b, c] }
    }));
    hollow
}

/// An inner shell was "a second body", or left facing into the bone.
#[test]
fn an_inner_shell_is_a_canal_whichever_way_it_faces() {
    for factor in [0.22, 0.25, 0.28, 0.3, 0.33] {
        let [sound, turned] = [true, false].map(|turn| with_canal(factor, turn));
        for hollow in [&sound, &turned] {
            let diagnosis = diagnosed(hollow);
            assert!(diagnosis.is_usable(), "{factor}: {:?}", diagnosis.findings);
            let canal = diagnosis.finding(Defect::InnerCavity).expect("a canal");
            assert!(
                canal.message.starts_with("hollow: ") && canal.message.contains("wall from"),
                "{}",
                canal.message
            );
            assert!((canal.magnitude / (bone().volume_mm3() * factor.powi(3)) - 1.0).abs() < 1e-9);
            let (repaired, _) = repair(hollow);
            let left = bone().volume_mm3() * (1.0 - factor.powi(3));
            assert!((repaired.volume_mm3() / left - 1.0).abs() < 1e-9);
        }
        assert!(repair(&sound).1.is_empty());
        assert!(diagnosed(&turned).finding(Defect::InsideOut).is_some_and(|finding| finding.repairable));
        assert_eq!(repair(&turned).0, repair(&sound).0);
    }
    // The frame is that of the whole bone.
    let hints = FrameHints { ray: Some(2), ..FrameHints::default() };
    let [whole, hollow] = [bone(), with_canal(0.33, true)].map(|s| find_bone_frame(&s, &hints).unwrap());
    assert!((whole.head_centre - hollow.head_centre).norm() < 0.1);
    assert!(whole.distal.angle(&hollow.distal).to_degrees() < 1.0);
    assert!(whole.dorsal.angle(&hollow.dorsal).to_degrees() < 3.0);
}

/// A box was "usable, M2, ±1012856°".
#[test]
fn what_has_no_waist_is_no_metatarsal() {
    let rod = |a: f64, b: f64| {
        moved(&plain_metatarsal(), |p| {
            let around = (p.y.hypot(p.z)).max(1e-9);
            Point3::new(
                p.x,
                a * p.y / around * f64::from(u8::from(p.x > 0.0 && p.x < 70.0)),
                b * p.z / around * f64::from(u8::from(p.x > 0.0 && p.x < 70.0)),
            )
        })
    };
    for (name, solid) in [
        ("a box", cuboid([0.0; 3], [70.0, 12.0, 12.0])),
        ("a flat box", cuboid([0.0; 3], [70.0, 9.0, 16.0])),
        ("a long box", cuboid([-3.0; 3], [80.0, 7.0, 7.0])),
        ("a short box", cuboid([5.0; 3], [50.0, 13.0, 13.0])),
        ("a rod", rod(6.0, 6.0)),
        ("an egg", moved(&support::sphere(3), |p| Point3::new(p.x * 35.0, p.y * 7.0, p.z * 6.0))),
    ] {
        let diagnosis = diagnosed(&solid);
        assert!(!diagnosis.is_usable(), "{name}: {:?}", diagnosis.findings);
        let finding = diagnosis.finding(Defect::NotMetatarsal);
        assert!(finding.is_some_and(|f| f.message.contains("no waist")), "{name}: {:?}", diagnosis.findings);
    }
}

#[test]
fn the_report_names_what_reading_put_right() {
    let mut bytes = stl_bytes(&bone());
    bytes[80..84].copy_from_slice(&700_u32.to_le_bytes());
    let path = std::env::temp_dir().join(format!("osteotome-count-{}.stl", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let report = inspect_surface(&path, &FrameHints::default()).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(report.is_usable());
    assert!(report.reading_notes[0].contains("announces 700 facets"), "{:?}", report.reading_notes);
}
