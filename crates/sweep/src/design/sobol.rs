//! Sobol's low-discrepancy sequence with the direction numbers of Joe & Kuo 2008 (SIAM J Sci Comput 30:2635).

use thiserror::Error;

/// Direction-number rows of dimensions 2, 3, …: polynomial coefficients `a` and initial numbers `m`
/// (their count is the degree). File `new-joe-kuo-6` of the cited paper, first rows.
const DIRECTIONS: &[(u32, &[u32])] = &[
    (0, &[1]),
    (1, &[1, 3]),
    (1, &[1, 3, 1]),
    (2, &[1, 1, 1]),
    (1, &[1, 1, 3, 3]),
    (4, &[1, 3, 5, 13]),
    (2, &[1, 1, 5, 5, 17]),
    (4, &[1, 1, 5, 5, 5]),
    (7, &[1, 1, 7, 11, 19]),
    (11, &[1, 1, 5, 1, 1]),
    (13, &[1, 1, 1, 3, 11]),
    (14, &[1, 3, 5, 5, 31]),
    (1, &[1, 3, 3, 9, 7, 49]),
    (13, &[1, 1, 1, 15, 21, 21]),
    (16, &[1, 3, 1, 13, 27, 49]),
    (19, &[1, 1, 1, 15, 7, 5]),
    (22, &[1, 3, 1, 15, 13, 25]),
    (25, &[1, 1, 5, 5, 19, 61]),
    (1, &[1, 3, 7, 11, 23, 15, 103]),
    (4, &[1, 3, 7, 13, 13, 15, 69]),
];

/// The most dimensions [`sobol_sequence`] has numbers for.
pub const SOBOL_DIMENSIONS: usize = DIRECTIONS.len() + 1;

const BITS: usize = 32;

/// A design that the sequence cannot make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SobolError {
    /// More axes than direction numbers.
    #[error(
        "{0} axes need {0} Sobol dimensions, {SOBOL_DIMENSIONS} are available; use `design = \"latin-hypercube\"` or fewer axes"
    )]
    TooManyDimensions(usize),
}

fn directions(dimension: usize) -> [u32; BITS] {
    let mut v = [0_u32; BITS];
    if dimension == 0 {
        for (bit, direction) in v.iter_mut().enumerate() {
            *direction = 1 << (31 - bit);
        }
        return v;
    }
    let (a, m) = DIRECTIONS[dimension - 1];
    let s = m.len();
    for bit in 0..BITS {
        v[bit] = if bit < s {
            m[bit] << (31 - bit)
        } else {
            (1..s)
                .fold(v[bit - s] ^ (v[bit - s] >> s), |sum, k| sum ^ (((a >> (s - 1 - k)) & 1) * v[bit - k]))
        };
    }
    v
}

/// The first `count` points of the sequence, the origin left out (points 1 … `count`), in `dimensions` axes.
///
/// # Errors
/// More than [`SOBOL_DIMENSIONS`] axes.
pub fn sobol_sequence(count: usize, dimensions: usize) -> Result<Vec<Vec<f64>>, SobolError> {
    if dimensions > SOBOL_DIMENSIONS {
        return Err(SobolError::TooManyDimensions(dimensions));
    }
    let table: Vec<[u32; BITS]> = (0..dimensions).map(directions).collect();
    let mut state = vec![0_u32; dimensions];
    let mut points = Vec::with_capacity(count);
    for index in 0..count {
        // Gray code: going from point `index` to the next flips the lowest zero bit (Antonov & Saleev 1979).
        let bit = (!index).trailing_zeros() as usize;
        for (x, v) in state.iter_mut().zip(&table) {
            *x ^= v[bit];
        }
        points.push(state.iter().map(|x| f64::from(*x) / 4_294_967_296.0).collect());
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::{SOBOL_DIMENSIONS, SobolError, sobol_sequence};

    #[test]
    fn first_points_are_those_of_the_paper() {
        let points = sobol_sequence(4, 3).unwrap();
        assert_eq!(points[0], [0.5, 0.5, 0.5]);
        assert_eq!(points[1], [0.75, 0.25, 0.25]);
        assert_eq!(points[2], [0.25, 0.75, 0.75]);
        assert_eq!(points[3], [0.375, 0.375, 0.625]);
    }

    #[test]
    fn every_axis_is_a_permutation_of_the_dyadic_numbers() {
        for axis in 0..SOBOL_DIMENSIONS {
            let mut bins: Vec<u32> = sobol_sequence(255, SOBOL_DIMENSIONS)
                .unwrap()
                .iter()
                .map(|p| (p[axis] * 256.0) as u32)
                .collect();
            bins.sort_unstable();
            assert_eq!(bins, (1..256).collect::<Vec<u32>>(), "axis {axis}");
        }
    }

    #[test]
    fn pairs_of_axes_fill_elementary_squares() {
        // Property A of Joe & Kuo: 2^d points fill the 2^d halves-boxes of consecutive low dimensions; pairs suffice here.
        let points = sobol_sequence(1023, SOBOL_DIMENSIONS).unwrap();
        for axis in 1..SOBOL_DIMENSIONS {
            let mut counts = [0_u32; 4];
            for p in &points {
                counts[2 * usize::from(p[0] >= 0.5) + usize::from(p[axis] >= 0.5)] += 1;
            }
            assert!(counts.iter().all(|c| (255..=256).contains(c)), "axis {axis}: {counts:?}");
        }
    }

    #[test]
    fn too_many_axes_are_refused_with_the_number() {
        let error = sobol_sequence(1, SOBOL_DIMENSIONS + 1).unwrap_err();
        assert_eq!(error, SobolError::TooManyDimensions(SOBOL_DIMENSIONS + 1));
    }
}
