//! The figures of a report.

use super::study::{Factor, Levels, Response, Study};
use super::svg::{COLOURS, Figure, extent, short};
use crate::sensitivity::Index;

/// Dots of one scatter figure at most: more only make the page large.
const MOST_DOTS: usize = 400;

/// Mean and 95 % interval of a response by level of a factor, over the single cases.
pub(super) fn effect(factor: &Factor, response: &Response) -> String {
    let groups = factor.groups();
    let x = match &factor.levels {
        Levels::Names(names, _) => [-0.5, names.len() as f64 - 0.5],
        Levels::Numbers(values) => extent(values.iter().copied()),
    };
    let mut figure = Figure::new("", x, extent(response.values.iter().copied()));
    figure.vertical_axis(&response.name);
    match &factor.levels {
        Levels::Names(names, _) => figure.named_axis(names, &factor.name),
        Levels::Numbers(_) => figure.horizontal_axis(&factor.name),
    }
    let stride = response.values.len().div_ceil(MOST_DOTS);
    for group in &groups {
        for &case in group.members.iter().filter(|case| *case % stride == 0) {
            let x = if let Levels::Numbers(values) = &factor.levels { values[case] } else { group.place };
            if response.values[case].is_finite() {
                figure.dot(x, response.values[case], 1.6, "#999999", 0.5);
            }
        }
    }
    let means: Vec<(f64, f64, f64)> = groups
        .iter()
        .filter_map(|group| {
            let (mean, error) = mean_and_error(group.members.iter().map(|&case| response.values[case]))?;
            Some((group.place, mean, error))
        })
        .collect();
    figure.line(&means.iter().map(|(x, mean, _)| (*x, *mean)).collect::<Vec<_>>(), COLOURS[0]);
    for (x, mean, error) in means {
        figure.interval(x, [mean - 1.96 * error, mean + 1.96 * error], COLOURS[0]);
        figure.dot(x, mean, 3.2, COLOURS[0], 1.0);
    }
    figure.element()
}

/// Mean of finite values and its standard error.
pub(super) fn mean_and_error(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let finite: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    let count = finite.len() as f64;
    let mean = finite.iter().sum::<f64>() / count;
    let spread = finite.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let variance = if finite.len() > 1 { spread / (count - 1.0) } else { 0.0 };
    (!finite.is_empty()).then(|| (mean, (variance / count).sqrt()))
}

/// Mean of a response for every pair of levels of two factors.
pub(super) fn heat_map(across: &Factor, up: &Factor, response: &Response) -> String {
    let (columns, rows) = (across.groups(), up.groups());
    let cell = |column: usize, row: usize| {
        let both = columns[column].members.iter().filter(|case| rows[row].members.contains(case));
        mean_and_error(both.map(|&case| response.values[case])).map(|(mean, _)| mean)
    };
    let means: Vec<(usize, usize, f64)> = (0..columns.len())
        .flat_map(|column| (0..rows.len()).map(move |row| (column, row)))
        .filter_map(|(column, row)| Some((column, row, cell(column, row)?)))
        .collect();
    let [low, high] = extent(means.iter().map(|cell| cell.2));
    let mut figure = Figure::new(
        &format!("{}, by {}", response.name, up.name),
        [-0.5, columns.len() as f64 - 0.5],
        [-0.5, rows.len() as f64 - 0.5],
    );
    figure.named_axis(&columns.iter().map(|group| group.name.clone()).collect::<Vec<_>>(), &across.name);
    for (row, group) in rows.iter().enumerate() {
        figure.left_label(row as f64, &group.name);
    }
    for (column, row, mean) in means {
        let (x, y) = (column as f64, row as f64);
        let share = if high > low { (mean - low) / (high - low) } else { 0.5 };
        let note = format!("{} × {}: {}", columns[column].name, rows[row].name, short(mean));
        figure.block([x - 0.5, x + 0.5], [y - 0.5, y + 0.5], &shade(share), &note);
        if columns.len() <= 8 {
            figure.label(x, y, &short(mean), if share > 0.55 { "#ffffff" } else { "#000000" });
        }
    }
    figure.element()
}

/// From white to dark blue.
fn shade(share: f64) -> String {
    let mix = |light: f64, dark: f64| (light + share * (dark - light)).round();
    format!("rgb({},{},{})", mix(240.0, 8.0), mix(246.0, 64.0), mix(252.0, 129.0))
}

/// How often a response has which value; by the levels of a factor of names, if there is one.
pub(super) fn distribution(study: &Study, response: &Response) -> String {
    const BINS: usize = 24;
    let named = study.factors.iter().find(|factor| matches!(factor.levels, Levels::Names(..)));
    let groups: Vec<(String, Vec<usize>)> = match named {
        Some(factor) => factor.groups().into_iter().map(|group| (group.name, group.members)).collect(),
        None => vec![("all cases".to_owned(), (0..study.cases.len()).collect())],
    };
    let [low, high] = extent(response.values.iter().copied());
    let width = if high > low { (high - low) / BINS as f64 } else { 1.0 };
    let counts: Vec<Vec<f64>> =
        groups.iter().map(|(_, members)| counts(members, response, low, width, BINS)).collect();
    let most = counts.iter().flatten().copied().fold(1.0, f64::max);
    let mut figure = Figure::new("", [low, low + width * BINS as f64], [0.0, most]);
    figure.vertical_axis("cases");
    figure.horizontal_axis(&response.name);
    for (place, counts) in counts.iter().enumerate() {
        let edge = |bin: usize| low + width * bin as f64;
        let steps = counts.iter().enumerate().flat_map(|(bin, n)| [(edge(bin), *n), (edge(bin + 1), *n)]);
        let outline: Vec<(f64, f64)> = steps.collect();
        figure.line(&outline, COLOURS[place % COLOURS.len()]);
    }
    figure.element()
}

fn counts(members: &[usize], response: &Response, low: f64, width: f64, bins: usize) -> Vec<f64> {
    let mut counts = vec![0.0; bins];
    for value in members.iter().map(|&case| response.values[case]).filter(|value| value.is_finite()) {
        let bin = (((value - low) / width) as usize).min(bins - 1);
        counts[bin] += 1.0;
    }
    counts
}

/// First-order and total index of every factor with their intervals.
pub(super) fn indices(title: &str, names: &[String], first: &[Index], total: &[Index]) -> String {
    let reach = extent(first.iter().chain(total).flat_map(|index| [index.lower, index.upper, 0.0, 1.0]));
    let mut figure = Figure::new(title, [-0.5, names.len() as f64 - 0.5], reach);
    figure.vertical_axis("Sobol index");
    let numbers: Vec<String> = (1..=names.len()).map(|number| number.to_string()).collect();
    figure.named_axis(&numbers, "axis, first order (blue) and total (orange)");
    for (place, name) in names.iter().enumerate() {
        for (index, side, colour) in [(first[place], -1.0, COLOURS[0]), (total[place], 1.0, COLOURS[1])] {
            let (x, value) = (place as f64 + 0.17 * side, index.value);
            let note = format!("{name}: {} ({} to {})", short(value), short(index.lower), short(index.upper));
            figure.block([x - 0.15, x + 0.15], [value.min(0.0), value.max(0.0)], colour, &note);
            figure.interval(x, [index.lower, index.upper], "#000000");
        }
    }
    figure.element()
}
