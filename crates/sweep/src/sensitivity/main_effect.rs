//! Main effects: how much of the spread of an outcome goes with the groups of one input.

use super::Index;
use crate::design::SplitMix64;

/// Share of the variance of `values` that lies between `groups`, adjusted for their number (Wherry's adjustment of the
/// correlation ratio η²), with a 95 % bootstrap interval. Zero where nothing varies.
///
/// `groups` holds the places of the members of each group in `values`; values that are not finite are left out.
#[must_use]
pub fn main_effect(values: &[f64], groups: &[Vec<usize>], resamples: usize, seed: u64) -> Index {
    let pairs: Vec<(usize, f64)> = groups
        .iter()
        .enumerate()
        .flat_map(|(group, members)| members.iter().map(move |&member| (group, values[member])))
        .filter(|(_, value)| value.is_finite())
        .collect();
    let best = share(&pairs, groups.len());
    let mut generator = SplitMix64::new(seed);
    let mut draws: Vec<f64> = (0..resamples)
        .map(|_| {
            let drawn: Vec<(usize, f64)> =
                (0..pairs.len()).map(|_| pairs[generator.next_below(pairs.len())]).collect();
            share(&drawn, groups.len())
        })
        .collect();
    draws.sort_by(f64::total_cmp);
    let rank = |share: f64| draws.get((share * draws.len() as f64) as usize).copied().unwrap_or(best);
    Index { value: best, lower: rank(0.025).min(best), upper: rank(0.975).max(best) }
}

fn share(pairs: &[(usize, f64)], groups: usize) -> f64 {
    let count = pairs.len() as f64;
    let mean = pairs.iter().map(|pair| pair.1).sum::<f64>() / count;
    let total: f64 = pairs.iter().map(|pair| (pair.1 - mean).powi(2)).sum();
    let mut sums = vec![(0.0, 0.0); groups];
    for (group, value) in pairs {
        sums[*group].0 += value;
        sums[*group].1 += 1.0;
    }
    let filled = sums.iter().filter(|(_, members)| *members > 0.0);
    let kinds = filled.clone().count() as f64;
    let between: f64 = filled.map(|(sum, members)| members * (sum / members - mean).powi(2)).sum();
    // Differences of rounding are no spread.
    if total <= 1e-20 * (1.0 + mean * mean) * count || count <= kinds {
        return 0.0;
    }
    (1.0 - (1.0 - between / total) * (count - 1.0) / (count - kinds)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::main_effect;

    #[test]
    fn an_input_that_decides_everything_has_one_and_one_without_effect_has_none() {
        let values: Vec<f64> = (0..300).map(|case| f64::from(case % 3)).collect();
        let by = |key: fn(usize) -> usize| -> Vec<Vec<usize>> {
            (0..3).map(|group| (0..300).filter(|&case| key(case) == group).collect()).collect()
        };
        let decides = main_effect(&values, &by(|case| case % 3), 50, 1);
        assert!((decides.value - 1.0).abs() < 1e-12);
        let nothing = main_effect(&values, &by(|case| case / 3 % 3), 50, 1);
        assert!(nothing.value < 0.02 && nothing.lower <= nothing.value && nothing.value <= nothing.upper);
    }

    #[test]
    fn a_linear_sum_is_shared_as_its_variances_are() {
        // y = a + 2 b on a grid: variances 1 to 4.
        let values: Vec<f64> =
            (0..400).map(|case| f64::from(case % 20) + 2.0 * f64::from(case / 20)).collect();
        let groups: Vec<Vec<usize>> =
            (0..20).map(|group| (0..400).filter(|case| case % 20 == group).collect()).collect();
        // Exact is 0.2; the adjustment takes away what 20 groups would share by chance.
        let index = main_effect(&values, &groups, 0, 1);
        assert!((index.value - 0.16).abs() < 0.005, "{}", index.value);
    }
}
