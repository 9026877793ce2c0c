//! Shape of tetrahedra.

use osteotome_geometry::{Point3, Vector3};

use crate::{EDGES, FACES, TetMesh};

/// Size and worst shapes of a mesh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Number of elements.
    pub tetrahedra: usize,
    /// Number of nodes, midside nodes included.
    pub nodes: usize,
    /// Smallest angle between two faces of an element, degrees.
    pub min_dihedral_deg: f64,
    /// Largest angle between two faces of an element, degrees.
    pub max_dihedral_deg: f64,
    /// Smallest `3 r_in / r_circum`; 1 for the regular tetrahedron.
    pub min_radius_ratio: f64,
    /// Total volume, mm³.
    pub volume_mm3: f64,
}

impl Quality {
    /// Measures every element of `mesh`.
    #[must_use]
    pub fn of(mesh: &TetMesh) -> Self {
        let mut quality = Self {
            tetrahedra: mesh.corners.len(),
            nodes: mesh.nodes.len(),
            min_dihedral_deg: 180.0,
            max_dihedral_deg: 0.0,
            min_radius_ratio: 1.0,
            volume_mm3: mesh.volume_mm3(),
        };
        let (mut low, mut high) = (1.0_f64, -1.0_f64);
        for e in 0..mesh.corners.len() {
            let corners = mesh.corner_positions(e);
            for cosine in dihedral_cosines(&corners) {
                (low, high) = (low.min(cosine), high.max(cosine));
            }
            quality.min_radius_ratio = quality.min_radius_ratio.min(radius_ratio(&corners));
        }
        quality.min_dihedral_deg = high.clamp(-1.0, 1.0).acos().to_degrees();
        quality.max_dihedral_deg = low.clamp(-1.0, 1.0).acos().to_degrees();
        quality
    }
}

/// Twice the outward area vectors of the four faces, in the order of [`FACES`].
#[inline]
fn doubled_areas(corners: &[Point3; 4]) -> [Vector3; 4] {
    FACES.map(|[i, j, k]| (corners[j] - corners[i]).cross(&(corners[k] - corners[i])))
}

/// Cosines of the six dihedral angles: `cos θ = −n_i · n_j` of the outward unit normals.
#[must_use]
#[inline]
pub fn dihedral_cosines(corners: &[Point3; 4]) -> [f64; 6] {
    let normals = doubled_areas(corners).map(|n| n / n.norm().max(f64::MIN_POSITIVE));
    // The faces that meet in edge a–b are those opposite the other two corners.
    EDGES.map(|[a, b]| {
        let others: [usize; 2] = OPPOSITE[a][b];
        -normals[others[0]].dot(&normals[others[1]])
    })
}

const OPPOSITE: [[[usize; 2]; 4]; 4] = [
    [[0, 0], [2, 3], [1, 3], [1, 2]],
    [[2, 3], [0, 0], [0, 3], [0, 2]],
    [[1, 3], [0, 3], [0, 0], [0, 1]],
    [[1, 2], [0, 2], [0, 1], [0, 0]],
];

/// `3 r_in / r_circum`, negative for an inverted element.
///
/// `r_in = 3 V / ΣA` and `r_circum = √(s (s−a)(s−b)(s−c)) / 6 V` with a, b, c the products of opposite edges.
#[must_use]
#[inline]
pub fn radius_ratio(corners: &[Point3; 4]) -> f64 {
    let six_volumes = determinant(corners);
    let doubled_area: f64 = doubled_areas(corners).iter().map(Vector3::norm).sum();
    let length = |i: usize, j: usize| (corners[i] - corners[j]).norm();
    let (a, b, c) = (length(0, 1) * length(2, 3), length(0, 2) * length(1, 3), length(0, 3) * length(1, 2));
    let s = 0.5 * (a + b + c);
    let product = (s * (s - a) * (s - b) * (s - c)).max(0.0).sqrt();
    3.0 * six_volumes.powi(2).copysign(six_volumes) / (doubled_area * product).max(f64::MIN_POSITIVE)
}

#[inline]
pub(crate) fn determinant(corners: &[Point3; 4]) -> f64 {
    let [a, b, c, d] = *corners;
    (b - a).cross(&(c - a)).dot(&(d - a))
}

/// Smallest sine of a dihedral angle; zero or less for a flat or inverted element.
///
/// `sin θ = 6 V l / (4 A_i A_j)` at the edge of length l between faces i and j.
#[inline]
pub(crate) fn min_sine(corners: &[Point3; 4]) -> f64 {
    let [a, b, c, d] = *corners;
    let (u, v, w) = (b - a, c - a, d - a);
    let (x, y) = (c - b, d - b);
    let areas = [x.cross(&y), w.cross(&v), u.cross(&w), v.cross(&u)].map(|n| n.norm_squared());
    let six_volumes = u.dot(&v.cross(&w));
    if six_volumes <= 0.0 {
        return six_volumes;
    }
    let z = d - c;
    let ratios = [
        u.norm_squared() / (areas[2] * areas[3]),
        v.norm_squared() / (areas[1] * areas[3]),
        w.norm_squared() / (areas[1] * areas[2]),
        x.norm_squared() / (areas[0] * areas[3]),
        y.norm_squared() / (areas[0] * areas[2]),
        z.norm_squared() / (areas[0] * areas[1]),
    ];
    let worst = ratios.into_iter().fold(f64::INFINITY, f64::min);
    six_volumes * worst.sqrt()
}
