//! Scenario files that are right: what is read, what is filled in.

use osteotome_foot::scenario::{BoneSource, PlaneReference, Technique, read};
use osteotome_foot::{Ray, Side};
use std::path::Path;

const EXAMPLE: &str = r#"
title = "Classic DMMO, M2 to M4"
[foot]
template = "adult"
body_weight_n = 700
[[osteotomy]]
rays = ["M2", "M3", "M4"]
technique = "classic"
burr = { diameter_mm = 2.0 }
[load]
phase = "midstance"
[mesh]
size_mm = 1.2
[contact]
friction = 0.4
"#;

#[test]
fn the_documented_example_is_read_as_it_stands() {
    let reading = read(EXAMPLE, Path::new(".")).expect("the example has no mistakes");
    assert!(reading.warnings.is_empty());
    let scenario = reading.scenario;
    assert_eq!(scenario.title, "Classic DMMO, M2 to M4");
    assert_eq!(scenario.foot.source, BoneSource::Template { scale: 1.0 });
    assert_eq!(scenario.foot.rays, Ray::ALL);
    assert_eq!(scenario.foot.side, Side::Right);
    let [cut] = scenario.osteotomies.as_slice() else { panic!("one osteotomy") };
    assert_eq!(cut.rays, [Ray::M2, Ray::M3, Ray::M4]);
    assert_eq!(cut.technique, Technique::Classic);
    assert_eq!((cut.plane.sagittal_deg, cut.plane.transverse_deg), (45.0, 10.0));
    assert_eq!(cut.plane.reference, PlaneReference::Ground);
    assert_eq!((cut.burr_diameter_mm, cut.kerf_mm, cut.level_mm), (2.0, 2.0, 16.0));
    assert!((scenario.load.forefoot_n - 252.0).abs() < 1e-9);
    assert_eq!((scenario.mesh.size_mm, scenario.mesh.cut_size_mm), (1.2, 1.2));
    assert!(scenario.mesh.quadratic);
    assert_eq!(scenario.contact.friction, 0.4);
}

#[test]
fn an_empty_file_is_an_intact_adult_foot_at_midstance() {
    let scenario = read("", Path::new(".")).expect("every value has a default").scenario;
    assert!(scenario.osteotomies.is_empty());
    assert_eq!(scenario.foot.rays, Ray::ALL);
    assert_eq!(scenario.bone.cortical_modulus_mpa, 17_000.0);
    assert_eq!(scenario.bone.cortical_thickness_mm, None);
}

#[test]
fn a_lone_ray_carries_its_share_of_the_phase() {
    let source = "[foot]\nrays = [\"M2\"]\n[load]\nphase = \"midstance\"\n";
    let scenario = read(source, Path::new(".")).expect("no mistakes").scenario;
    assert!((scenario.load.forefoot_n - 0.36 * 700.0 * 0.231).abs() < 1e-9);
}

#[test]
fn passes_widen_the_kerf() {
    let source = "[[osteotomy]]\nrays = [\"M3\"]\ntechnique = \"reverse\"\nburr = { diameter_mm = 3, passes_factor = 1.2 }\n";
    let scenario = read(source, Path::new(".")).expect("no mistakes").scenario;
    assert!((scenario.osteotomies[0].kerf_mm - 3.6).abs() < 1e-12);
}
