//! Shape functions and quadrature of triangles.

/// Points of a facet.
pub(crate) const POINTS: usize = 16;

/// Barycentric coordinates (second and third) and weight (they sum to one): the rule of degree 8 with 16 points (Dunavant,
/// Int. J. Numer. Meth. Eng. 21 (1985) 1129). What is integrated has kinks where facets of the other side meet, so it is
/// their number that counts, and where they lie.
pub(crate) fn quadrature() -> [([f64; 2], f64); POINTS] {
    const A: [f64; 3] = [0.459_292_588_292_723, 0.170_569_307_751_760, 0.050_547_228_317_031];
    const WEIGHTS: [f64; 3] = [0.095_091_634_267_285, 0.103_217_370_534_718, 0.032_458_497_623_198];
    const B: [f64; 3] = [0.263_112_829_634_638, 0.008_394_777_409_958, 0.728_492_392_955_404];
    const WEIGHT: f64 = 0.027_230_314_174_435;
    let mut points = [([1.0 / 3.0; 2], 0.144_315_607_677_787); POINTS];
    for (k, (a, weight)) in A.into_iter().zip(WEIGHTS).enumerate() {
        for (turn, place) in [[a, a], [1.0 - 2.0 * a, a], [a, 1.0 - 2.0 * a]].into_iter().enumerate() {
            points[1 + 3 * k + turn] = (place, weight);
        }
    }
    for (k, [i, j]) in [[0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1]].into_iter().enumerate() {
        points[10 + k] = ([B[i], B[j]], WEIGHT);
    }
    points
}

/// Values of the shape functions of the corners.
pub(crate) fn shape([b, c]: [f64; 2]) -> [f64; 3] {
    [1.0 - b - c, b, c]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_one_and_integrate_degree_eight() {
        let rule = quadrature();
        let integral = |power: [i32; 2]| -> f64 {
            rule.iter().map(|([b, c], w)| w * b.powi(power[0]) * c.powi(power[1])).sum()
        };
        // ∫ b^m c^n over the unit triangle divided by its area: 2 m! n! / (m + n + 2)!
        assert!((integral([0, 0]) - 1.0).abs() < 1e-14);
        assert!((integral([4, 4]) - 2.0 * 576.0 / 3_628_800.0).abs() < 1e-14);
        assert!((integral([7, 1]) - 2.0 * 5040.0 / 3_628_800.0).abs() < 1e-14);
    }
}
