//! Shape functions and quadrature of 3-node and 6-node triangles.

/// Nodes a facet can have.
pub(crate) const MAX_NODES: usize = 6;

/// Points of the quadrature rule, a facet.
pub(crate) const POINTS: usize = 12;

/// Barycentric coordinates (second and third) and weight (they sum to one): Dunavant, Int. J. Numer. Meth. Eng. 21
/// (1985) 1129, the rule of degree 6 with 12 interior points of positive weight.
pub(crate) fn quadrature() -> [([f64; 2], f64); POINTS] {
    const A: f64 = 0.063_089_014_491_502;
    const B: f64 = 0.249_286_745_170_910;
    const C: f64 = 0.310_352_451_033_785;
    const D: f64 = 0.053_145_049_844_816;
    const E: f64 = 1.0 - C - D;
    const WA: f64 = 0.050_844_906_370_207;
    const WB: f64 = 0.116_786_275_726_379;
    const WC: f64 = 0.082_851_075_618_374;
    [
        ([A, A], WA),
        ([1.0 - 2.0 * A, A], WA),
        ([A, 1.0 - 2.0 * A], WA),
        ([B, B], WB),
        ([1.0 - 2.0 * B, B], WB),
        ([B, 1.0 - 2.0 * B], WB),
        ([C, D], WC),
        ([D, C], WC),
        ([C, E], WC),
        ([E, C], WC),
        ([D, E], WC),
        ([E, D], WC),
    ]
}

/// Values of the shape functions of a facet with `nodes` (3 or 6) nodes; unused entries are zero.
pub(crate) fn shape(nodes: usize, [b, c]: [f64; 2]) -> [f64; MAX_NODES] {
    let a = 1.0 - b - c;
    if nodes == 3 {
        return [a, b, c, 0.0, 0.0, 0.0];
    }
    [a * (2.0 * a - 1.0), b * (2.0 * b - 1.0), c * (2.0 * c - 1.0), 4.0 * a * b, 4.0 * b * c, 4.0 * c * a]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_one_and_integrate_degree_six() {
        let rule = quadrature();
        let integral = |power: [i32; 2]| -> f64 {
            rule.iter().map(|([b, c], w)| w * b.powi(power[0]) * c.powi(power[1])).sum()
        };
        // ∫ b^m c^n over the unit triangle divided by its area: 2 m! n! / (m + n + 2)!
        assert!((integral([0, 0]) - 1.0).abs() < 1e-14);
        assert!((integral([4, 2]) - 2.0 * 24.0 * 2.0 / 40_320.0).abs() < 1e-14);
        assert!((integral([3, 3]) - 2.0 * 36.0 / 40_320.0).abs() < 1e-14);
    }

    #[test]
    fn shapes_are_a_partition_of_unity() {
        for nodes in [3, 6] {
            let sum: f64 = shape(nodes, [0.2, 0.37]).iter().sum();
            assert!((sum - 1.0).abs() < 1e-15);
        }
    }
}
