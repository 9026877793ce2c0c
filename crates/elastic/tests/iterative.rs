//! The iterative path against the factorisation.
#![allow(missing_docs)]

mod common;

use common::{box_mesh, nodes_where};
use nalgebra::Vector3;
use osteotome_elastic::{
    ClampedBody, CorticalThickness, ElementMaterials, IsotropicMaterial, Supports, add_traction,
    solve_iteratively,
};
use osteotome_mesh::ElementOrder;

#[test]
fn multigrid_finds_the_solution_of_the_factorisation() {
    for order in [ElementOrder::Linear, ElementOrder::Quadratic] {
        let mesh = box_mesh([40.0, 8.0, 8.0], [20, 5, 5], order, 0.2);
        let depth = |p: &osteotome_geometry::Point3| p.y.min(8.0 - p.y).min(p.z).min(8.0 - p.z);
        let (cortical, cancellous) = (IsotropicMaterial::CORTICAL, IsotropicMaterial::CANCELLOUS);
        let thickness = CorticalThickness::Constant(1.8);
        let materials =
            ElementMaterials::cortical_cancellous(&mesh, depth, &thickness, cortical, cancellous).unwrap();
        // Symmetry planes at two faces and a clamp that is not quite one: full and partial supports together.
        let supports =
            Supports::per_axis(&mesh, |p| [p.x < 1e-9, p.x < 1e-9 || p.y < 1e-9, p.x < 1e-9 && p.z < 4.0]);
        let mut loads = vec![Vector3::zeros(); mesh.nodes.len()];
        let tip = nodes_where(&mesh, |p| p.x > 39.999);
        let at_tip = mesh.facets.iter().filter(|f| f.corners.iter().all(|n| tip.contains(n)));
        add_traction(&mesh, at_tip, |_, _| Vector3::new(0.3, 0.0, 1.0), &mut loads);
        let direct = ClampedBody::new(&mesh, &materials, &supports).unwrap().solve_at_rest(&loads).unwrap();
        let (iterated, iterations) = solve_iteratively(&mesh, &materials, &supports, &loads, 1e-10).unwrap();
        let largest = direct.displacements_mm.iter().map(|u| u.norm()).fold(0.0, f64::max);
        for (a, b) in direct.displacements_mm.iter().zip(&iterated.displacements_mm) {
            assert!((a - b).norm() < 1e-7 * largest, "{order:?}");
        }
        assert!(iterations.count < 80, "{order:?}: {} iterations", iterations.count);
    }
}
