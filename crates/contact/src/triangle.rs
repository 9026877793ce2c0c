//! Shape functions and quadrature of triangles.

/// Sub-triangles of a facet, and points in each of them.
pub(crate) const POINTS: usize = 4 * 3;

/// Barycentric coordinates (second and third) and weight (they sum to one): the rule of degree 2 with 3 inner points
/// (Strang & Fix 1973) on the four similar sub-triangles, because what is integrated has kinks where facets of the other
/// side meet.
pub(crate) fn quadrature() -> [([f64; 2], f64); POINTS] {
    const A: f64 = 1.0 / 6.0;
    const B: f64 = 2.0 / 3.0;
    let mut points = [([0.0; 2], 0.0); POINTS];
    for (k, target) in points.iter_mut().enumerate() {
        let [b, c] = [[A, A], [B, A], [A, B]][k % 3];
        let place = match k / 3 {
            0 => [0.5 * b, 0.5 * c],
            1 => [0.5 * b + 0.5, 0.5 * c],
            2 => [0.5 * b, 0.5 * c + 0.5],
            _ => [0.5 - 0.5 * b, 0.5 - 0.5 * c],
        };
        *target = (place, 1.0 / 12.0);
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
    fn weights_sum_to_one_and_integrate_degree_two() {
        let rule = quadrature();
        let integral = |power: [i32; 2]| -> f64 {
            rule.iter().map(|([b, c], w)| w * b.powi(power[0]) * c.powi(power[1])).sum()
        };
        // ∫ b^m c^n over the unit triangle divided by its area: 2 m! n! / (m + n + 2)!
        assert!((integral([0, 0]) - 1.0).abs() < 1e-14);
        assert!((integral([2, 0]) - 2.0 * 2.0 / 24.0).abs() < 1e-14);
        assert!((integral([1, 1]) - 2.0 / 24.0).abs() < 1e-14);
    }
}
