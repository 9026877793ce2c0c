//! The values of every case: the grid of the listed values, at every point of the sample. Made when they are asked for, so that a
//! million cases cost no more than their points.

use crate::design::{latin_hypercube, sobol_sequence};
use crate::file::{Axis, Design, Sample, Spread, Sweep, sampled_value};
use crate::sensitivity::saltelli_points;
use toml::Value;

/// The points of a sample and how many values each listed axis has.
#[derive(Debug)]
pub(super) struct DesignPoints {
    /// Points in the unit cube, one of no dimensions without a sample.
    units: Vec<Vec<f64>>,
    /// Number of listed values of each axis; none of a distribution.
    listed: Vec<Option<usize>>,
    /// Cases at each point.
    grid: usize,
}

impl DesignPoints {
    /// The points of `sweep`, whose cases are counted.
    pub(super) fn of(sweep: &Sweep) -> Self {
        let sampled = sweep.axes.iter().filter(|axis| is_sampled(axis)).count();
        let units = match (&sweep.sample, sampled) {
            (Some(sample), 1..) => unit_points(sample, sampled),
            _ => vec![Vec::new()],
        };
        let listed: Vec<Option<usize>> =
            sweep.axes.iter().map(|axis| (!is_sampled(axis)).then(|| listed_values(axis).len())).collect();
        let grid = listed.iter().flatten().product();
        Self { units, listed, grid }
    }

    /// Number of cases.
    pub(super) fn len(&self) -> usize {
        self.units.len() * self.grid
    }

    /// Where a case stands on each axis: the place of its value in the list, or its point.
    ///
    /// Cases are numbered with the points slowest, then the listed axes, the last one fastest.
    pub(super) fn places(&self, number: usize) -> Vec<usize> {
        let (point, mut rest) = (number / self.grid, number % self.grid);
        let mut places: Vec<usize> = self.listed.iter().map(|_| point).collect();
        for (place, count) in places.iter_mut().zip(&self.listed).rev() {
            if let Some(count) = count {
                *place = rest % count;
                rest /= count;
            }
        }
        places
    }

    /// The number of the case at these places; axes that are sampled have the point of the first of them.
    pub(super) fn number(&self, places: &[usize]) -> usize {
        let point =
            self.listed.iter().zip(places).find_map(|(listed, place)| listed.is_none().then_some(*place));
        let listed = self.listed.iter().zip(places).filter_map(|(count, place)| Some(((*count)?, *place)));
        listed.fold(point.unwrap_or(0), |number, (count, place)| number * count + place)
    }

    /// Whether an axis is a distribution.
    pub(super) fn is_sampled(&self, axis: usize) -> bool {
        self.listed[axis].is_none()
    }

    /// How many places there are on an axis.
    pub(super) fn count(&self, axis: usize) -> usize {
        self.listed[axis].unwrap_or(self.units.len())
    }

    /// A number that cases share only if they have the same values on the axes that are `chosen`. It grows with the number of the
    /// case, so that first come is first.
    pub(super) fn class(&self, number: usize, chosen: &[bool]) -> usize {
        let (mut step, mut class, mut rest) = (1, 0, number % self.grid);
        for (count, chosen) in self.listed.iter().zip(chosen).rev() {
            let Some(count) = count else { continue };
            if *chosen {
                class += step * (rest % count);
                step *= count;
            }
            rest /= count;
        }
        let sampled = self.listed.iter().zip(chosen).any(|(listed, chosen)| listed.is_none() && *chosen);
        if sampled { class + step * (number / self.grid) } else { class }
    }

    /// The values of a case, one an axis.
    pub(super) fn values(&self, axes: &[Axis], number: usize) -> Vec<Value> {
        let mut units = self.units[number / self.grid].iter();
        let places = self.places(number);
        let value = |(axis, place): (&Axis, usize)| match &axis.spread {
            Spread::Distribution(spread) => units.next().map(|unit| sampled_value(*spread, *unit)),
            Spread::Values(values) => values.get(place).cloned(),
        };
        axes.iter().zip(places).filter_map(value).collect()
    }
}

/// Number of cases, without making them.
pub(super) fn case_count(sweep: &Sweep) -> u128 {
    let sampled = sweep.axes.iter().filter(|axis| is_sampled(axis)).count();
    let listed: u128 = sweep.axes.iter().map(|axis| listed_values(axis).len().max(1) as u128).product();
    let points = sweep.sample.as_ref().map_or(1, |sample| match sample.design {
        Design::Saltelli => sample.points as u128 * (sampled as u128 + 2),
        _ => sample.points as u128,
    });
    listed * points
}

fn is_sampled(axis: &Axis) -> bool {
    matches!(axis.spread, Spread::Distribution(_))
}

fn unit_points(sample: &Sample, dimensions: usize) -> Vec<Vec<f64>> {
    // The reader has refused more dimensions than the sequence has.
    match sample.design {
        Design::LatinHypercube => latin_hypercube(sample.points, dimensions, sample.seed),
        Design::Sobol => sobol_sequence(sample.points, dimensions).unwrap_or_default(),
        Design::Saltelli => saltelli_points(sample.points, dimensions).unwrap_or_default(),
        Design::Listed => sample.units.clone(),
    }
}

fn listed_values(axis: &Axis) -> &[Value] {
    match &axis.spread {
        Spread::Values(values) => values,
        Spread::Distribution(_) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::DesignPoints;

    /// Two sampled axes of five points around lists of three and four values.
    fn points() -> DesignPoints {
        DesignPoints { units: vec![vec![0.0; 2]; 5], listed: vec![None, Some(3), None, Some(4)], grid: 12 }
    }

    #[test]
    fn places_and_numbers_are_two_ways_to_say_it() {
        let points = points();
        assert_eq!(points.len(), 60);
        assert_eq!(points.places(0), [0, 0, 0, 0]);
        assert_eq!(points.places(17), [1, 1, 1, 1]);
        for number in 0..60 {
            assert_eq!(points.number(&points.places(number)), number);
        }
    }

    #[test]
    fn classes_are_shared_by_equal_places_only_and_grow() {
        let points = points();
        for chosen in 0..16_u32 {
            let chosen: Vec<bool> = (0..4).map(|axis| chosen >> axis & 1 == 1).collect();
            // One sampled axis alone moves with the other.
            let key = |number| -> Vec<usize> {
                points
                    .places(number)
                    .into_iter()
                    .zip(&chosen)
                    .filter(|(_, chosen)| **chosen)
                    .map(|(p, _)| p)
                    .collect()
            };
            for one in 0..60 {
                for other in 0..60 {
                    let same = points.class(one, &chosen) == points.class(other, &chosen);
                    assert_eq!(same, key(one) == key(other), "{chosen:?} {one} {other}");
                }
            }
        }
    }
}
