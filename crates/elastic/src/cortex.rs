//! How thick the cortex is, and how much of an element lies in it.

use osteotome_geometry::{Point3, UnitVector3};

/// Cortical thickness of a bone.
#[derive(Clone, Debug, PartialEq)]
pub enum CorticalThickness {
    /// The same everywhere, mm.
    Constant(
        /// Thickness, mm.
        f64,
    ),
    /// Piecewise linear along an axis: thick in the shaft, thin in the head.
    AlongAxis {
        /// Where the axis coordinate is zero.
        origin: Point3,
        /// Direction of the axis.
        axis: UnitVector3,
        /// Pairs of coordinate along the axis (mm, ascending) and thickness (mm); constant beyond the ends.
        stations_mm: Vec<[f64; 2]>,
    },
}

impl CorticalThickness {
    /// Thickness at a point, mm.
    #[must_use]
    pub fn at_mm(&self, point: &Point3) -> f64 {
        match self {
            Self::Constant(thickness_mm) => *thickness_mm,
            Self::AlongAxis { origin, axis, stations_mm } => {
                interpolate(stations_mm, axis.dot(&(point - origin)))
            }
        }
    }
}

fn interpolate(stations: &[[f64; 2]], at: f64) -> f64 {
    let next = stations.partition_point(|station| station[0] <= at);
    match (next.checked_sub(1).and_then(|i| stations.get(i)), stations.get(next)) {
        (Some(a), Some(b)) => a[1] + (b[1] - a[1]) * (at - a[0]) / (b[0] - a[0]),
        (Some(end), None) | (None, Some(end)) => end[1],
        (None, None) => 0.0,
    }
}

/// Fraction of a tetrahedron where a linear function with these corner values is negative.
pub(crate) fn fraction_below_zero(mut values: [f64; 4]) -> f64 {
    values.sort_by(f64::total_cmp);
    let [a, b, c, d] = values;
    // Fraction of the edge from a negative to a non-negative corner that is negative.
    let cut = |negative: f64, other: f64| negative / (negative - other);
    match values.iter().filter(|&&v| v < 0.0).count() {
        0 => 0.0,
        1 => cut(a, b) * cut(a, c) * cut(a, d),
        2 => {
            let (ac, ad, bc, bd) = (cut(a, c), cut(a, d), cut(b, c), cut(b, d));
            ac * ad + ac * bd * (1.0 - ad) + bc * bd * (1.0 - ac)
        }
        3 => 1.0 - cut(d, a) * cut(d, b) * cut(d, c),
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fraction_is_that_of_a_fine_sample() {
        // Barycentric lattice; the error of counting lattice points falls with its spacing.
        let count = 60;
        for values in
            [[-1.0, 2.0, 3.0, 0.5], [-1.0, -0.4, 3.0, 0.5], [-1.0, -1.0, 1.0, 1.0], [-1.0, -2.0, 1.5, -0.1]]
        {
            let (mut below, mut all) = (0, 0);
            for i in 0..count {
                for j in 0..count - i {
                    for k in 0..count - i - j {
                        let l = [i, j, k].map(|n| (n as f64 + 0.25) / count as f64);
                        let last = 1.0 - l.iter().sum::<f64>();
                        let value = l[0] * values[0] + l[1] * values[1] + l[2] * values[2] + last * values[3];
                        below += usize::from(value < 0.0);
                        all += 1;
                    }
                }
            }
            let sampled = below as f64 / all as f64;
            let exact = fraction_below_zero(values);
            assert!((sampled - exact).abs() < 0.03, "{values:?}: {sampled} against {exact}");
            let above = fraction_below_zero(values.map(|v| -v));
            assert!((exact + above - 1.0).abs() < 1e-14, "{values:?}: the two sides are not the whole");
        }
    }

    #[test]
    fn thickness_is_linear_between_stations_and_constant_beyond() {
        let thickness = CorticalThickness::AlongAxis {
            origin: Point3::new(10.0, 0.0, 0.0),
            axis: nalgebra::Vector3::x_axis(),
            stations_mm: vec![[0.0, 1.0], [20.0, 3.0], [40.0, 0.5]],
        };
        let at = |x: f64| thickness.at_mm(&Point3::new(x, 5.0, -5.0));
        assert_eq!([at(-5.0), at(10.0), at(20.0), at(30.0), at(60.0)], [1.0, 1.0, 2.0, 3.0, 0.5]);
    }
}
