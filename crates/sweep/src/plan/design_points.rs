//! The values of every case: the grid of the listed values, at every point of the sample.

use crate::design::{latin_hypercube, sobol_sequence};
use crate::file::{Axis, Design, Sample, Spread, Sweep};
use crate::sensitivity::saltelli_points;
use toml::Value;

/// The values of every case, one an axis: points of the sample slowest, then the listed axes, the last one fastest.
pub(super) fn design_points(sweep: &Sweep) -> Vec<Vec<Value>> {
    let sampled = sweep.axes.iter().filter(|axis| matches!(axis.spread, Spread::Distribution(_))).count();
    let units = match (&sweep.sample, sampled) {
        (Some(sample), 1..) => unit_points(sample, sampled),
        _ => vec![Vec::new()],
    };
    let grid = grid(&sweep.axes);
    units.iter().flat_map(|unit| grid.iter().map(|listed| joined(&sweep.axes, unit, listed))).collect()
}

/// Number of cases, without making them.
pub(super) fn case_count(sweep: &Sweep) -> u128 {
    let sampled = sweep.axes.iter().filter(|axis| matches!(axis.spread, Spread::Distribution(_))).count();
    let listed: u128 = sweep.axes.iter().map(|axis| listed_values(axis).len().max(1) as u128).product();
    let points = sweep.sample.as_ref().map_or(1, |sample| match sample.design {
        Design::Saltelli => sample.points as u128 * (sampled as u128 + 2),
        _ => sample.points as u128,
    });
    listed * points
}

fn unit_points(sample: &Sample, dimensions: usize) -> Vec<Vec<f64>> {
    // The reader has refused more dimensions than the sequence has.
    match sample.design {
        Design::LatinHypercube => latin_hypercube(sample.points, dimensions, sample.seed),
        Design::Sobol => sobol_sequence(sample.points, dimensions).unwrap_or_default(),
        Design::Saltelli => saltelli_points(sample.points, dimensions).unwrap_or_default(),
    }
}

fn listed_values(axis: &Axis) -> &[Value] {
    match &axis.spread {
        Spread::Values(values) => values,
        Spread::Distribution(_) => &[],
    }
}

/// Every combination of the listed values, one value a listed axis.
fn grid(axes: &[Axis]) -> Vec<Vec<Value>> {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for axis in axes.iter().filter(|axis| matches!(axis.spread, Spread::Values(_))) {
        rows = rows
            .iter()
            .flat_map(|row| {
                listed_values(axis).iter().map(|value| [row.as_slice(), std::slice::from_ref(value)].concat())
            })
            .collect();
    }
    rows
}

/// Values in the order of the axes, from a point of the sample and a row of the grid.
fn joined(axes: &[Axis], unit: &[f64], listed: &[Value]) -> Vec<Value> {
    let (mut units, mut listed) = (unit.iter(), listed.iter());
    let value = |axis: &Axis| match axis.spread {
        Spread::Distribution(spread) => units.next().map(|unit| Value::Float(spread.quantile(*unit))),
        Spread::Values(_) => listed.next().cloned(),
    };
    axes.iter().filter_map(value).collect()
}
