//! Sweep files: what they plan, and what is wrong with them.

use osteotome_foot::scenario::Scenario;
use osteotome_sweep::file::{Sweep, read_sweep};
use osteotome_sweep::plan::{Plan, Shard};
use std::path::Path;

const BASE: &str =
    "[foot]\nrays = [\"M2\", \"M3\"]\n[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n";

/// Reads a sweep of [`BASE`] with `more` in its file.
fn sweep(folder: &Path, more: &str) -> Result<Sweep, Vec<String>> {
    std::fs::write(folder.join("base.toml"), BASE).expect("written");
    let source = format!("base = \"base.toml\"\n{more}");
    read_sweep(&source, folder).map_err(|mistakes| {
        mistakes.into_iter().map(|m| format!("{}: {}", m.position(&source).0, m.message)).collect()
    })
}

fn plan(more: &str) -> Plan {
    let folder = tempfile::tempdir().expect("a folder");
    Plan::new(sweep(folder.path(), more).expect("no mistakes")).expect("a plan")
}

fn mistakes(more: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    sweep(folder.path(), more).expect_err("mistakes")
}

fn scenario(plan: &Plan, case: usize) -> Scenario {
    *plan.case(case).scenario.expect("a scenario")
}

fn keys(plan: &Plan) -> Vec<String> {
    (0..plan.len()).map(|number| plan.case(number).key).collect()
}

const FRICTION: &str = "[[axis]]\npath = \"contact.friction\"\nvalues = [0.2, 0.4, 0.6]\n";
const LEVEL: &str = "[[axis]]\npath = \"osteotomy.level_mm\"\nrange = { from = 14, to = 20, count = 4 }\n";

#[test]
fn a_changed_program_is_another_version() {
    let (package, sources) = osteotome_sweep::plan::version().split_once('+').expect("two parts");
    assert_eq!(package, env!("CARGO_PKG_VERSION"));
    assert!(sources.len() == 16 && sources.chars().all(|c| c.is_ascii_hexdigit()), "{sources}");
}

#[test]
fn listed_axes_make_a_grid_with_the_last_one_fastest() {
    let plan = plan(&format!("{LEVEL}{FRICTION}"));
    assert_eq!(plan.len(), 12);
    let at =
        |case: usize| (scenario(&plan, case).osteotomies[0].level_mm, scenario(&plan, case).contact.friction);
    assert_eq!([at(0), at(1), at(3), at(11)], [(14.0, 0.2), (14.0, 0.4), (16.0, 0.2), (20.0, 0.6)]);
    assert_eq!(plan.geometric_axes(), [true, false]);
    let census = plan.estimate(None, &plan.preview(None), 2).census;
    assert_eq!((census.feet, census.whole_bones, census.cut_bones, census.intact_feet), (1, 2, 4, 1));
}

#[test]
fn the_sample_runs_under_every_combination_and_repeats_with_its_seed() {
    let sampled = "[sample]\npoints = 5\nseed = 3\n[[axis]]\npath = \"soft_tissue.flexor_tension_n\"\n\
                   apply = \"multiply\"\ndistribution = { kind = \"uniform\", from = 0.5, to = 2.0 }\n";
    let (one, two) = (plan(&format!("{FRICTION}{sampled}")), plan(&format!("{FRICTION}{sampled}")));
    assert_eq!((one.len(), &one.digest), (15, &two.digest));
    let tension = |case: usize| scenario(&one, case).soft_tissue.flexor_tension_n;
    assert_eq!(tension(0), tension(2));
    assert_ne!(tension(2), tension(3));
    let other = plan(&format!("{FRICTION}{}", sampled.replace("seed = 3", "seed = 4")));
    assert_ne!(one.digest, other.digest);
}

#[test]
fn shards_keep_a_geometry_together_and_make_up_the_whole() {
    let plan = plan(&format!("{FRICTION}{LEVEL}"));
    let levels = |index| -> Vec<f64> {
        let part = plan.order(Some(Shard { index, count: 4 }));
        part.iter().map(|&case| scenario(&plan, case).osteotomies[0].level_mm).collect()
    };
    for (index, level) in [(1, 14.0), (2, 16.0), (3, 18.0), (4, 20.0)] {
        assert_eq!(levels(index), [level; 3]);
    }
}

#[test]
fn a_case_is_known_by_its_content() {
    let (one, other) = (
        plan(FRICTION),
        plan("title = \"renamed\"\n[[axis]]\npath = \"contact.friction\"\nvalues = [0.6, 0.2]\n"),
    );
    let (one, other) = (keys(&one), keys(&other));
    assert_eq!((&one[2], &one[0]), (&other[0], &other[1]));
    let finer = plan(&format!("[set]\n\"mesh.size_mm\" = 1.9\n{FRICTION}"));
    assert!(one.iter().zip(&keys(&finer)).all(|(a, b)| a != b));
}

#[test]
fn a_combination_that_is_no_scenario_is_one_case_and_no_mistake() {
    let plan = plan(
        "[set]\n\"mesh.size_mm\" = 3.0\n\"mesh.cut_size_mm\" = 2.8\n\
         [[axis]]\npath = \"mesh.size_mm\"\nvalues = [3.0, 4.0]\n[[axis]]\npath = \"mesh.cut_size_mm\"\napply = \"multiply\"\nvalues = [0.5, 1.0, 1.07]\n",
    );
    let wrong: Vec<usize> = (0..plan.len()).filter(|&number| plan.case(number).scenario.is_err()).collect();
    assert_eq!(wrong, Vec::<usize>::new());
    let folder = tempfile::tempdir().expect("a folder");
    let swept = sweep(
        folder.path(),
        "[set]\n\"mesh.size_mm\" = 4.0\n[[axis]]\npath = \"mesh.size_mm\"\nvalues = [2.0, 4.0]\n[[axis]]\npath = \"mesh.cut_size_mm\"\nvalues = [1.0, 3.0]\n",
    );
    let plan = Plan::new(swept.expect("each value is right by itself")).expect("a plan");
    let wrong: Vec<String> = (0..plan.len()).filter_map(|number| plan.case(number).scenario.err()).collect();
    assert!(wrong.len() == 1 && wrong[0].contains("coarser than `size_mm`"), "{wrong:?}");
}

#[test]
fn mistakes_are_told_in_the_words_of_scenarios_at_their_lines() {
    let wrong = [
        ("axis = 3\n", "2: `axis` is not [[axis]] with double brackets"),
        (
            "[[axis]]\npath = \"contact.friction\"\n",
            "2: an axis has 0 of `values`, `range` and `distribution`",
        ),
        (
            "[[axis]]\npath = \"contact..friction\"\nvalues = [1]\n",
            "3: \"contact..friction\" is no path of a field; write it like `contact.friction` or `osteotomy[0].level_mm`",
        ),
        (
            "[[axis]]\npath = \"contact.friction\"\nvalues = [\"rough\"]\n",
            "4: `friction` is text, not a number",
        ),
        ("[[axis]]\npath = \"contact.friction\"\nvalues = [0.2, 0.2]\n", "4: `values` has 0.2 twice"),
        (
            "[[axis]]\npath = \"osteotomy[1].level_mm\"\nvalues = [15]\n",
            "3: there is no osteotomy[1]: the base scenario has 1, counted from 0",
        ),
        (
            "[[axis]]\npath = \"foot.side\"\napply = \"add\"\nvalues = [\"left\"]\n",
            "5: `values` is not a list of numbers, to add or to multiply by",
        ),
        (
            "[[axis]]\npath = \"contact.friction\"\ndistribution = { kind = \"uniform\", from = 0.8, to = 0.1 }\n",
            "4: from = 0.8 is not below to = 0.1; swap them",
        ),
    ];
    for (source, expected) in wrong {
        let found = mistakes(source);
        assert!(found.iter().any(|mistake| mistake == expected), "{expected} in {found:?}");
    }
    let twice = mistakes(&format!("{FRICTION}{FRICTION}"));
    assert_eq!(twice, ["6: another axis sets `contact.friction` too"]);
    assert!(mistakes("[[axis]]\npath = \"contact.friction\"\ndistribution = { kind = \"normal\", mean = 0.4, deviation = 0.1 }\n")[0].contains("`sample` is missing"));
    assert!(
        mistakes(&format!("[sample]\npoints = 9\n{FRICTION}"))[0]
            .contains("without an axis that has a distribution")
    );
}

#[test]
fn a_base_with_mistakes_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bad.toml"), "[contact]\nfrictoin = 1\n").expect("written");
    let source = format!("base = \"bad.toml\"\n{FRICTION}");
    let mistakes = read_sweep(&source, folder.path()).expect_err("mistakes");
    assert!(mistakes[0].message.contains("\"bad.toml\" has mistakes: 1"), "{}", mistakes[0].message);
    let none = read_sweep(&source.replace("bad", "none"), folder.path()).expect_err("mistakes");
    assert!(none[0].message.contains("cannot be read"), "{}", none[0].message);
}

#[test]
fn an_axis_called_like_another_column_is_refused_with_a_remedy() {
    let named = |name: &str| {
        format!("[[axis]]\nname = \"{name}\"\npath = \"osteotomy.level_mm\"\nvalues = [15, 16]\n")
    };
    for (name, why) in [
        ("status", "a column that every table has"),
        ("Case", "a column that every table has"),
        ("warnings", "a column that every table has"),
        ("M2_shortening_mm", "begins like the column of an outcome"),
        ("forefoot_cut_load_n", "begins like the column of an outcome"),
        ("contact_friction_ratio", "the column of a field of the scenario"),
        ("=1+1", "no name of a column"),
        ("level (mm)", "no name of a column"),
        ("", "no name of a column"),
    ] {
        let found = mistakes(&named(name));
        assert!(
            found.len() == 1 && found[0].starts_with("3: ") && found[0].contains(why),
            "{name}: {found:?}"
        );
    }
    for name in ["level_mm", "osteotomy_level_mm", "metatarsal_M2_level"] {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(sweep(folder.path(), &named(name)).expect("no mistakes").axes[0].column, name);
    }
}

/// Four grids around each other, a million cases: what a plan costs follows from the axes, not from the cases.
#[test]
fn a_million_cases_are_planned_without_making_them() {
    let axis = |path: &str, from: f64, to: f64, count: usize| {
        format!("[[axis]]\npath = \"{path}\"\nrange = {{ from = {from}, to = {to}, count = {count} }}\n")
    };
    let axes = [
        axis("osteotomy.level_mm", 14.0, 20.0, 10),
        axis("load.forefoot_n", 100.0, 400.0, 100),
        axis("contact.friction", 0.1, 0.8, 100),
        axis("soft_tissue.pad_thickness_mm", 8.0, 14.0, 10),
    ];
    let started = std::time::Instant::now();
    let plan = plan(&axes.concat());
    let preview = plan.preview(None);
    let census = plan.estimate(None, &preview, 2).census;
    assert_eq!((plan.len(), preview.of), (1_000_000, 1_000_000));
    assert_eq!((census.feet, census.whole_bones, census.cut_bones), (1, 2, 10));
    assert_eq!(census.intact_feet, 1_000);
    assert_eq!((scenario(&plan, 0).contact.friction, scenario(&plan, 999_999).contact.friction), (0.1, 0.8));
    let mut order = plan.order(None).to_vec();
    let part = plan.order(Some(Shard { index: 3, count: 10 }));
    assert!(part.iter().all(|&case| case / 100_000 == 2), "one level a shard");
    order.sort_unstable();
    assert!(order.into_iter().eq(0..1_000_000));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
