//! Whatever a scenario file holds, reading it ends without a panic, and what is read is usable.

use osteotome_foot::scenario::{Scenario, json_schema, read, reference_markdown};
use proptest::prelude::*;
use std::path::Path;

const WHOLE: &str = r#"
title = "All keys"
[foot]
template = "adult"
side = "left"
rays = ["M1", "M2", "M3", "M4"]
body_weight_n = 650
scale = 0.9
[[osteotomy]]
rays = ["M2", "M3"]
technique = "oblique-divergent"
level_mm = 14
burr = { diameter_mm = 3.0, passes_factor = 1.2 }
[[osteotomy]]
rays = ["M4"]
plane = { sagittal_deg = 30, transverse_deg = -5, reference = "shaft" }
burr = { diameter_mm = 2.0, kerf_mm = 2.5 }
[[osteotomy]]
rays = ["M2"]
technique = "transverse"
level_mm = 25
burr = { tip_diameter_mm = 1.5, shank_diameter_mm = 3.1, passes = 2, loss_per_extra_pass_mm = 1.1, end = "round", working_length_mm = 12 }
approach = { from = "lateral", depth_mm = 7, portal_mm = 8 }
segment = "kept"
[healing]
week = 6.5
greatest_gap_mm = 3
forefoot_n = 300
[[resection]]
rays = ["M1"]
part = "head"
level_mm = 20
plane = { sagittal_deg = 10, reference = "ground" }
spacer_fraction = 0.5
[load]
forefoot_n = 250
[mesh]
size_mm = 1.5
cut_size_mm = 0.8
order = 1
[bone]
cortical_modulus_mpa = 17_000
cancellous_modulus_mpa = 700
poisson_ratio = 0.3
cortical_thickness_mm = 1.2
[contact]
friction = 0.4
elastic_slip_mm = 0.05
"#;

/// Every number finite, every list of rays in order and without repetition.
fn is_usable(scenario: &Scenario) -> bool {
    let numbers = [
        scenario.foot.body_weight_n,
        scenario.load.forefoot_n,
        scenario.mesh.size_mm,
        scenario.mesh.cut_size_mm,
        scenario.bone.cortical_modulus_mpa,
        scenario.contact.friction,
    ];
    let cuts = scenario.osteotomies.iter().all(|cut| {
        let angles = [cut.plane.sagittal_deg, cut.plane.transverse_deg];
        let lengths = [cut.level_mm, cut.burr_diameter_mm, cut.kerf_mm];
        angles.iter().all(|angle| angle.abs() <= 75.0)
            && lengths.iter().all(|length| *length > 0.0 && length.is_finite())
            && cut.rays.is_sorted_by(|a, b| a < b)
            && !cut.rays.is_empty()
    });
    numbers.iter().all(|number| number.is_finite() && *number >= 0.0)
        && cuts
        && !scenario.foot.rays.is_empty()
}

fn check(source: &str) -> Result<(), TestCaseError> {
    match read(source, Path::new(".")) {
        Ok(reading) => prop_assert!(is_usable(&reading.scenario)),
        Err(mistakes) => {
            prop_assert!(!mistakes.is_empty());
            for mistake in mistakes {
                prop_assert!(mistake.span.start <= mistake.span.end && mistake.span.end <= source.len());
                prop_assert!(mistake.position(source) >= (1, 1));
            }
        }
    }
    Ok(())
}

/// Pieces that break parsers and readers.
const PIECES: [&str; 16] = [
    "nan",
    "-inf",
    "1e999",
    "\"",
    "'''",
    "[[",
    "]",
    "{",
    "=",
    "\n[foot]\n",
    "M2",
    "\u{0}",
    "µ",
    "0x_",
    ".",
    "[[osteotomy]]\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_never_panic(
        edits in prop::collection::vec((0usize..2000, 0usize..12, 0usize..PIECES.len(), any::<bool>()), 1..5),
    ) {
        let mut text: Vec<char> = WHOLE.chars().collect();
        for (at, removed, piece, insert) in edits {
            let start = at % (text.len() + 1);
            let end = (start + removed).min(text.len());
            let inserted = if insert { PIECES[piece] } else { "" };
            text.splice(start..end, inserted.chars());
        }
        check(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn shuffled_lines_never_panic(order in prop::collection::vec(0usize..40, 0..60)) {
        let lines: Vec<&str> = WHOLE.lines().collect();
        let text: Vec<&str> = order.iter().map(|index| lines[index % lines.len()]).collect();
        check(&text.join("\n"))?;
    }

    #[test]
    fn any_text_never_panics(text in "\\PC{0,200}") {
        check(&text)?;
    }
}

#[test]
fn deep_nesting_is_a_mistake_and_not_a_stack_overflow() {
    for open in ["[", "{a="] {
        let source = format!("title = {}", open.repeat(100_000));
        assert!(read(&source, Path::new(".")).is_err());
    }
}

#[test]
fn what_is_stored_with_results_reads_back_the_same() {
    for source in [WHOLE, ""] {
        let scenario = read(source, Path::new(".")).expect("no mistakes").scenario;
        let stored = toml::to_string(&scenario.to_json()).expect("JSON without nulls is TOML");
        let again = read(&stored, Path::new(".")).expect("no mistakes").scenario;
        assert_eq!(scenario, again);
    }
}

#[test]
fn the_schema_has_every_key_of_the_file_and_no_other() {
    let schema = json_schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let scenario = read(WHOLE, Path::new(".")).expect("no mistakes").scenario.to_json();
    for (section, keys) in scenario.as_object().expect("a table") {
        let property = &schema["properties"][section];
        assert!(property["description"].is_string(), "{section}");
        for key in keys.as_object().into_iter().flat_map(serde_json::Map::keys) {
            assert!(property["properties"][key]["description"].is_string(), "{section}.{key}");
        }
        assert!(property["type"] != "object" || property["additionalProperties"] == false, "{section}");
    }
    let poisson = &schema["properties"]["bone"]["properties"]["poisson_ratio"];
    assert_eq!((poisson["maximum"].as_f64(), poisson["default"].as_f64()), (Some(0.49), Some(0.3)));
    assert_eq!(schema["properties"]["osteotomy"]["items"]["required"], serde_json::json!(["rays"]));
}

#[test]
fn the_reference_page_is_not_stale() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/scenario.md");
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == reference_markdown(),
        "docs/scenario.md is stale; write it again with: cargo run --release -- schema scenario --markdown > docs/scenario.md"
    );
}
