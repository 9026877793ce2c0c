//! Stiffness of straight-sided tetrahedra, integrated exactly.
//!
//! The gradients `g_a` of the barycentric coordinates are constant, so every entry is a combination of the 16 blocks
//! `B_ab = V (λ g_a g_bᵀ + μ g_b g_aᵀ + μ (g_a·g_b) I)` of the linear element. The quadratic shape functions have the
//! gradients `(4 L_i − 1) g_i` at corners and `4 (L_p g_q + L_q g_p)` at midsides, and
//! `∫ L_a L_b = V (1 + δ_ab) / 20` (Zienkiewicz & Taylor, The Finite Element Method, vol. 1, section 8).

use nalgebra::Matrix3;
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::EDGES;

use crate::material::IsotropicMaterial;

/// Lower triangle of the nodal blocks of an element: block of local nodes `(i, j)`, `j ≤ i`, at `i (i + 1) / 2 + j`.
pub(crate) const QUADRATIC_BLOCKS: usize = 55;

/// Shape of a straight-sided tetrahedron.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TetrahedronShape {
    /// Gradients of the barycentric coordinates, 1/mm.
    pub(crate) gradients: [Vector3; 4],
    /// Volume, mm³.
    pub(crate) volume_mm3: f64,
}

impl TetrahedronShape {
    pub(crate) fn new([a, b, c, d]: [Point3; 4]) -> Self {
        let (ab, ac, ad) = (b - a, c - a, d - a);
        let six_volumes = ab.cross(&ac).dot(&ad);
        let gb = ac.cross(&ad) / six_volumes;
        let gc = ad.cross(&ab) / six_volumes;
        let gd = ab.cross(&ac) / six_volumes;
        Self { gradients: [-(gb + gc + gd), gb, gc, gd], volume_mm3: six_volumes / 6.0 }
    }

    /// The 16 blocks `B_ab` of the linear element.
    pub(crate) fn linear_blocks(&self, material: &IsotropicMaterial) -> [[Matrix3<f64>; 4]; 4] {
        let (lambda, mu) = material.lame_mpa();
        let block = |ga: &Vector3, gb: &Vector3| {
            let outer = ga * gb.transpose();
            let shear = Matrix3::from_diagonal_element(mu * ga.dot(gb));
            (outer * lambda + outer.transpose() * mu + shear) * self.volume_mm3
        };
        self.gradients.map(|ga| self.gradients.map(|gb| block(&ga, &gb)))
    }
}

/// Mean of `L_a L_b` over the element.
fn mean_product(a: usize, b: usize) -> f64 {
    if a == b { 0.1 } else { 0.05 }
}

/// Mean of `(4 L_a − 1)(4 L_b − 1)`, and also of `(4 L_a − 1) 4 L_b`.
fn corner_weight(a: usize, b: usize) -> f64 {
    if a == b { 0.6 } else { -0.2 }
}

/// Writes the blocks of the quadratic element from those of the linear one.
pub(crate) fn quadratic_blocks(
    linear: &[[Matrix3<f64>; 4]; 4],
    blocks: &mut [Matrix3<f64>; QUADRATIC_BLOCKS],
) {
    let mut targets = blocks.iter_mut();
    let mut put = |block: Matrix3<f64>| {
        if let Some(target) = targets.next() {
            *target = block;
        }
    };
    for (i, row) in linear.iter().enumerate() {
        row[..=i].iter().enumerate().for_each(|(j, block)| put(block * corner_weight(i, j)));
    }
    for (i, &[p, q]) in EDGES.iter().enumerate() {
        for (j, (at_p, at_q)) in linear[p].iter().zip(&linear[q]).enumerate() {
            put(at_q * corner_weight(p, j) + at_p * corner_weight(q, j));
        }
        for &[r, s] in &EDGES[..=i] {
            let sum = linear[q][s] * mean_product(p, r)
                + linear[q][r] * mean_product(p, s)
                + linear[p][s] * mean_product(q, r)
                + linear[p][r] * mean_product(q, s);
            put(sum * 16.0);
        }
    }
}
