//! The report of a sweep: what stands on its page, and that its figures hold what they draw.

use osteotome_sweep::folder::Record;
use osteotome_sweep::report::{Report, report};
use osteotome_sweep::table::{Column, Table, Values};
use serde_json::json;

const TECHNIQUES: [&str; 4] = ["classic", "oblique-convergent", "oblique-divergent", "reverse"];

/// Twelve cases of one ray, four techniques at three burrs; with the thickest all faces but the classic ones are apart, and the load
/// is that of the intact foot but for rounding.
fn one_ray() -> Report {
    let axis = |column: &str| json!({ "column": column, "paths": [], "sampled": false });
    let record: Record = serde_json::from_value(json!({
        "version": "0", "title": "one <ray>", "digest": "0", "cases": 12, "shard": null, "sample": null, "inputs": [],
        "axes": [axis("osteotomy_technique"), axis("osteotomy_burr_diameter_mm")],
    }))
    .expect("a record");
    let number = |name: &str, of: &dyn Fn(usize, usize) -> f64| Column {
        name: name.to_owned(),
        values: Values::Number((0..12).map(|case| of(case / 3, case % 3)).collect()),
    };
    let text = |name: &str, of: &dyn Fn(usize) -> &'static str| Column {
        name: name.to_owned(),
        values: Values::Text((0..12).map(|case| of(case).to_owned()).collect()),
    };
    let spread = |technique: usize, burr: usize| (technique * 7 + burr * 5 % 4) as f64;
    let table = Table::new(vec![
        Column { name: "case".into(), values: Values::Integer((0..12).collect()) },
        text("status", &|_| "settled"),
        text("reason", &|_| ""),
        text("osteotomy_technique", &|case| TECHNIQUES[case / 3]),
        number("osteotomy_burr_diameter_mm", &|_, burr| [2.0, 3.0, 4.1][burr]),
        number("M2_bone_removed_mm3", &|_, _| 100.0),
        number("M2_shortening_mm", &|technique, burr| 3.0 + spread(technique, burr) * 0.1),
        number("M2_elevation_mm", &|technique, burr| {
            if burr == 1 { -900.0 } else { spread(technique, burr) }
        }),
        number("M2_lateralization_mm", &|technique, burr| 1e-7 * spread(technique, burr)),
        number("M2_load_ratio", &|technique, burr| 1.0 + 1e-12 * spread(technique, burr)),
        number("M2_distal_face_area_mm2", &|_, _| 60.0),
        number("M2_contact_area_mm2", &|technique, burr| if technique > 0 && burr == 2 { 0.0 } else { 9.0 }),
        number("M2_peak_pressure_mpa", &|technique, _| spread(technique, 0)),
    ]);
    report(&record, &table.expect("a table"))
}

/// The values of an attribute in the elements called `element`.
fn attributes(svg: &str, element: &str, attribute: &str) -> Vec<f64> {
    let value = |part: &str| {
        let tag = part.split('>').next().expect("a tag");
        tag.split(&format!(" {attribute}=\"")).nth(1)?.split('"').next()?.parse().ok()
    };
    svg.split(&format!("<{element} ")).skip(1).filter_map(value).collect()
}

fn figures(html: &str) -> Vec<&str> {
    html.split("<svg ").skip(1).map(|rest| rest.split("</svg>").next().expect("closed")).collect()
}

#[test]
fn a_single_ray_gave_an_axis_of_ones_and_an_effect_made_of_rounding() {
    let report = one_ray();
    assert!(report.html.contains("load over intact load: 1 in all settled cases"));
    assert!(!figures(&report.html).iter().any(|figure| figure.contains("load over intact load")));
    assert!(report.sensitivities.iter().all(|entry| !entry.response.starts_with("load")));
}

#[test]
fn faces_that_do_not_touch_are_flagged() {
    let html = one_ray().html;
    assert!(html.contains("In 3 of 12 settled cases the faces of some cut head do not touch"));
    assert_eq!(html.matches("<td>⚠ 1</td>").count(), 3, "one of each technique but the classic");
    assert!(html.contains("orange where faces do not touch") && html.contains("all single cases"));
}

#[test]
fn error_bars_and_dots_stay_inside_their_figure() {
    let html = one_ray().html;
    for figure in figures(&html) {
        let height = figure.split("viewBox=\"0 0 330 ").nth(1).and_then(|rest| rest.split('"').next());
        let height: f64 = height.and_then(|text| text.parse().ok()).expect("a height");
        for (element, attribute) in
            [("line", "y1"), ("line", "y2"), ("circle", "cy"), ("text", "y"), ("rect", "y")]
        {
            for value in attributes(figure, element, attribute) {
                assert!((0.0..=height).contains(&value), "{attribute} = {value} of {height}");
            }
        }
        for value in attributes(figure, "line", "x2") {
            assert!((0.0..=330.0).contains(&value), "{value}");
        }
    }
}

#[test]
fn labels_of_techniques_overlapped() {
    let html = one_ray().html;
    let figure = figures(&html).into_iter().find(|figure| figure.contains("convergent")).expect("a figure");
    let pieces: Vec<&str> = figure.split("<text class=\"middle\" x=").skip(1).collect();
    let label = |piece: &&str| {
        let text = piece.split('>').nth(1)?.split('<').next()?.to_owned();
        let x: f64 = piece.split('"').nth(1)?.parse().ok()?;
        let y: f64 = piece.split(" y=\"").nth(1)?.split('"').next()?.parse().ok()?;
        // Six pixels a letter is more than any common face takes.
        Some((y, x, 3.0 * text.chars().count() as f64))
    };
    let labels: Vec<(f64, f64, f64)> = pieces.iter().filter_map(label).collect();
    for (index, (y, x, half)) in labels.iter().enumerate() {
        for (other_y, other_x, other_half) in &labels[index + 1..] {
            assert!((y - other_y).abs() > 1.0 || (x - other_x).abs() >= half + other_half, "{labels:?}");
        }
    }
    assert!(html.contains("oblique-</text>") && html.contains("convergent</text>"), "nothing is cut off");
}

#[test]
fn the_page_suits_a_phone_and_takes_titles_as_text() {
    let html = one_ray().html;
    assert!(html.contains("name=\"viewport\"") && html.contains("one &lt;ray&gt;"));
    assert_eq!(html.matches("<table>").count(), html.matches("<div class=\"wide\"><table>").count());
}
