//! Nodal forces that do the work of distributed loads.

use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::{BoundaryFacet, EDGES, ElementOrder, TetMesh};

/// Barycentric points and weights of a seven-point triangle rule of degree 5 (Dunavant 1985).
const TRIANGLE_RULE: [(f64, [f64; 3]); 7] = {
    let (a, b) = (0.059_715_871_789_770, 0.470_142_064_105_115);
    let (c, d) = (0.797_426_985_353_087, 0.101_286_507_323_456);
    let (wa, wc) = (0.132_394_152_788_506, 0.125_939_180_544_827);
    [
        (0.225, [1.0 / 3.0; 3]),
        (wa, [a, b, b]),
        (wa, [b, a, b]),
        (wa, [b, b, a]),
        (wc, [c, d, d]),
        (wc, [d, c, d]),
        (wc, [d, d, c]),
    ]
};

/// Shape functions of an element at a barycentric point; only the first four count for linear elements.
pub(crate) fn shape_values(order: ElementOrder, l: &[f64; 4]) -> [f64; 10] {
    let mut values = [0.0; 10];
    for corner in 0..4 {
        values[corner] = match order {
            ElementOrder::Linear => l[corner],
            ElementOrder::Quadratic => l[corner] * (2.0 * l[corner] - 1.0),
        };
    }
    for (edge, &[p, q]) in EDGES.iter().enumerate() {
        values[4 + edge] = 4.0 * l[p] * l[q];
    }
    values
}

/// Adds the nodal forces of a traction (N/mm²) on some boundary facets.
///
/// `traction_mpa` takes the position and the outward unit normal. Exact for tractions up to cubic on Tet10.
pub fn add_traction<'a>(
    mesh: &TetMesh,
    facets: impl Iterator<Item = &'a BoundaryFacet>,
    traction_mpa: impl Fn(&Point3, &Vector3) -> Vector3,
    loads_n: &mut [Vector3],
) {
    for facet in facets {
        let [a, b, c] = facet.corners.map(|n| mesh.nodes[n as usize]);
        let twice_area = (b - a).cross(&(c - a));
        let (area, normal) = (0.5 * twice_area.norm(), twice_area.normalize());
        for (weight, l) in TRIANGLE_RULE {
            let point = Point3::from(a.coords * l[0] + b.coords * l[1] + c.coords * l[2]);
            let force = traction_mpa(&point, &normal) * (weight * area);
            add_to_facet(mesh.order, facet, l, &force, loads_n);
        }
    }
}

fn add_to_facet(
    order: ElementOrder,
    facet: &BoundaryFacet,
    l: [f64; 3],
    force: &Vector3,
    loads: &mut [Vector3],
) {
    for corner in 0..3 {
        let share = match order {
            ElementOrder::Linear => l[corner],
            ElementOrder::Quadratic => l[corner] * (2.0 * l[corner] - 1.0),
        };
        loads[facet.corners[corner] as usize] += force * share;
        if order == ElementOrder::Quadratic {
            let midside = facet.midsides[corner] as usize;
            loads[midside] += force * (4.0 * l[corner] * l[(corner + 1) % 3]);
        }
    }
}

/// Adds the nodal forces of a body force (N/mm³).
///
/// Integrated by a conical product rule with 64 points an element: exact for cubic forces on Tet10.
pub fn add_body_force(mesh: &TetMesh, force_n_mm3: impl Fn(&Point3) -> Vector3, loads_n: &mut [Vector3]) {
    let rule = tetrahedron_rule();
    for element in 0..mesh.corners.len() {
        let corners = mesh.corner_positions(element);
        let volume = mesh.element_volume_mm3(element);
        for (weight, l) in &rule {
            let point = corners.iter().zip(l).map(|(p, l)| p.coords * *l).sum::<Vector3>();
            let force = force_n_mm3(&Point3::from(point)) * (weight * volume);
            let values = shape_values(mesh.order, l);
            let midsides = mesh.midsides.get(element).map_or(&[][..], |list| &list[..]);
            for (node, value) in mesh.corners[element].iter().chain(midsides).zip(values) {
                loads_n[*node as usize] += force * value;
            }
        }
    }
}

/// Weights (sum one) and barycentric points: Gauss–Legendre points collapsed onto the tetrahedron.
pub(crate) fn tetrahedron_rule() -> Vec<(f64, [f64; 4])> {
    // Four points on [0, 1]; the Jacobian (1−x)² (1−y) of the collapse is part of the integrand.
    let points: [(f64, f64); 4] = [
        (0.069_431_844_202_973_71, 0.173_927_422_568_726_93),
        (0.330_009_478_207_571_87, 0.326_072_577_431_273_07),
        (0.669_990_521_792_428_1, 0.326_072_577_431_273_07),
        (0.930_568_155_797_026_3, 0.173_927_422_568_726_93),
    ];
    let mut rule = Vec::with_capacity(64);
    for (x, wx) in points {
        for (y, wy) in points {
            for (z, wz) in points {
                let (l1, l2) = (x, y * (1.0 - x));
                let l3 = z * (1.0 - x) * (1.0 - y);
                let weight = 6.0 * wx * wy * wz * (1.0 - x).powi(2) * (1.0 - y);
                rule.push((weight, [1.0 - l1 - l2 - l3, l1, l2, l3]));
            }
        }
    }
    rule
}
