//! Shape functions and quadrature of triangles.

/// Sub-triangles and points in each of them, a facet.
pub(crate) const POINTS: usize = 4 * 6;

/// Barycentric coordinates (second and third) and weight (they sum to one): the rule of degree 4 with 6 points
/// (Dunavant, Int. J. Numer. Meth. Eng. 21 (1985) 1129) on the four similar sub-triangles, because what is integrated
/// has kinks where facets of the other side meet.
pub(crate) fn quadrature() -> [([f64; 2], f64); POINTS] {
    const A: f64 = 0.445_948_490_915_965;
    const B: f64 = 0.091_576_213_509_771;
    const WA: f64 = 0.223_381_589_678_011;
    const WB: f64 = 0.109_951_743_655_322;
    let rule = [
        ([A, A], WA),
        ([1.0 - 2.0 * A, A], WA),
        ([A, 1.0 - 2.0 * A], WA),
        ([B, B], WB),
        ([1.0 - 2.0 * B, B], WB),
        ([B, 1.0 - 2.0 * B], WB),
    ];
    let mut points = [([0.0; 2], 0.0); POINTS];
    for (k, target) in points.iter_mut().enumerate() {
        let ([b, c], weight) = rule[k % 6];
        let place = match k / 6 {
            0 => [0.5 * b, 0.5 * c],
            1 => [0.5 * b + 0.5, 0.5 * c],
            2 => [0.5 * b, 0.5 * c + 0.5],
            _ => [0.5 - 0.5 * b, 0.5 - 0.5 * c],
        };
        *target = (place, 0.25 * weight);
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
    fn weights_sum_to_one_and_integrate_degree_four() {
        let rule = quadrature();
        let integral = |power: [i32; 2]| -> f64 {
            rule.iter().map(|([b, c], w)| w * b.powi(power[0]) * c.powi(power[1])).sum()
        };
        // ∫ b^m c^n over the unit triangle divided by its area: 2 m! n! / (m + n + 2)!
        assert!((integral([0, 0]) - 1.0).abs() < 1e-14);
        assert!((integral([3, 1]) - 2.0 * 6.0 / 720.0).abs() < 1e-14);
        assert!((integral([2, 2]) - 2.0 * 4.0 / 720.0).abs() < 1e-14);
    }
}
