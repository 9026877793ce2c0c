//! The figures of a report.

use super::study::{Factor, Group, Levels, Response, Study};
use super::svg::{COLOURS, Figure, Scale, extent, short};
use crate::sensitivity::Index;

/// Dots of one scatter figure at most: more only make the page large.
pub(super) const MOST_DOTS: usize = 4000;
const GREY: &str = "#9a9a9a";

/// Mean and 95 % interval of a response by level of a factor, over the single cases; those with faces that do not touch
/// stand out.
pub(super) fn effect(study: &Study, factor: &Factor, response: &Response) -> String {
    let groups = factor.groups();
    let means: Vec<(f64, f64, f64)> = groups
        .iter()
        .filter_map(|group| {
            let (mean, error) = mean_and_error(group.members.iter().map(|&case| response.values[case]))?;
            Some((group.place, mean, 1.96 * error))
        })
        .collect();
    let ends = means.iter().flat_map(|(_, mean, half)| [mean - half, mean + half]);
    let y = Scale::numbers(&response.name, extent(response.values.iter().copied().chain(ends)));
    let x = match &factor.levels {
        Levels::Names(names, _) => Scale::names(&factor.name, names),
        Levels::Numbers(values) => Scale::numbers(&factor.name, extent(values.iter().copied())),
    };
    let mut figure = Figure::new("", &x, &y);
    for (apart, colour) in [(false, GREY), (true, COLOURS[1])] {
        let members =
            groups.iter().flat_map(|group| group.members.iter().map(move |&case| (case, group.place)));
        let shown = members.filter(|(case, _)| is_drawn(study, *case) && study.apart[*case] == apart);
        let place = |(case, place): (usize, f64)| {
            let x = if let Levels::Numbers(values) = &factor.levels {
                values[case]
            } else {
                place + beside(case)
            };
            (x, response.values[case])
        };
        figure.cloud(&shown.map(place).filter(|(_, y)| y.is_finite()).collect::<Vec<_>>(), colour);
    }
    figure.line(&means.iter().map(|(x, mean, _)| (*x, *mean)).collect::<Vec<_>>(), COLOURS[0]);
    for (x, mean, half) in means {
        figure.interval(x, [mean - half, mean + half], COLOURS[0]);
        figure.dot(x, mean, 3.2, COLOURS[0], 1.0);
    }
    figure.element()
}

/// How far beside the middle of its level a dot stands, so that dots do not hide each other and the mean: multiples of the golden
/// ratio fill a stretch evenly, however many there are.
fn beside(case: usize) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    0.1 + 0.2 * (GOLDEN * case as f64).fract()
}

/// Whether a case has its dot, if not all do.
fn is_drawn(study: &Study, case: usize) -> bool {
    case.is_multiple_of(study.cases.len().div_ceil(MOST_DOTS).max(1))
}

/// How many dots a figure has.
pub(super) fn drawn(study: &Study) -> usize {
    (0..study.cases.len()).filter(|&case| is_drawn(study, case)).count()
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
    let names = |groups: &[Group]| groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>();
    let (column_names, row_names) = (names(&columns), names(&rows));
    let (x, y) = (Scale::names(&across.name, &column_names), Scale::names(&up.name, &row_names));
    let mut figure = Figure::new(&response.name, &x, &y);
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
    let x = Scale::numbers(&response.name, [low, low + width * BINS as f64]);
    let mut figure = Figure::new("", &x, &Scale::numbers("cases", [0.0, most]));
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
    let numbers: Vec<String> = (1..=names.len()).map(|number| number.to_string()).collect();
    let x = Scale::names("axis, first order (blue) and total (orange)", &numbers);
    let mut figure = Figure::new(title, &x, &Scale::numbers("Sobol index", reach));
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
