//! Latin hypercube sampling (McKay, Beckman & Conover 1979, Technometrics 21:239).

use super::SplitMix64;

/// `count` points in the unit cube of `dimensions`: each of the `count` slices of every axis holds exactly one point.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "designs have far fewer than 2^52 points")]
pub fn latin_hypercube(count: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut generator = SplitMix64::new(seed);
    let mut points = vec![vec![0.0; dimensions]; count];
    for axis in 0..dimensions {
        let mut slices: Vec<usize> = (0..count).collect();
        generator.shuffle(&mut slices);
        for (point, slice) in points.iter_mut().zip(slices) {
            point[axis] = (slice as f64 + generator.next_unit()) / count as f64;
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::latin_hypercube;

    #[test]
    fn every_slice_of_every_axis_holds_one_point() {
        let points = latin_hypercube(50, 4, 3);
        for axis in 0..4 {
            let mut slices: Vec<u32> = points.iter().map(|p| (p[axis] * 50.0).floor() as u32).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..50).collect::<Vec<u32>>());
        }
    }

    #[test]
    fn same_seed_same_points_other_seed_other_points() {
        assert_eq!(latin_hypercube(9, 2, 5), latin_hypercube(9, 2, 5));
        assert_ne!(latin_hypercube(9, 2, 5), latin_hypercube(9, 2, 6));
    }
}
