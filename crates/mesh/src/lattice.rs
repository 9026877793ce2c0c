//! The body-centred cubic lattice, laid so that a cut plane is one of its {110} planes.

use osteotome_geometry::{Matrix3, Plane, Point3, Vector3};

/// A lattice cell is this many mean edge lengths of its tetrahedra (two edges of one cell, four of √3/2).
pub(crate) const CELL_PER_MEAN_EDGE: f64 = 6.0 / (2.0 + 2.0 * 1.732_050_807_568_877_2);

/// Lattice coordinates in half cells: all even (cell corners) or all odd (cell centres).
pub(crate) type Site = [i32; 3];

/// Position and orientation of a lattice in space.
#[derive(Clone, Debug)]
pub(crate) struct Lattice {
    pub(crate) origin: Point3,
    /// Columns: the directions of the lattice axes.
    pub(crate) axes: Matrix3,
    /// Half the length of a cell, mm.
    pub(crate) half_cell_mm: f64,
}

impl Lattice {
    /// A lattice along the coordinate axes; every `variation` lies elsewhere.
    pub(crate) fn upright(origin: Point3, half_cell_mm: f64, variation: u32) -> Self {
        let shift = Vector3::new(0.37, 0.61, 0.83) * (f64::from(variation) * half_cell_mm);
        Self { origin: origin + shift, axes: Matrix3::identity(), half_cell_mm }
    }

    /// A lattice whose plane y = z is `face`, with the side y < z behind it; every `variation` is turned and shifted
    /// otherwise in the plane.
    ///
    /// {110} planes are tiled by faces of the tetrahedra, so no tetrahedron straddles `face`.
    pub(crate) fn on_plane(face: &Plane, half_cell_mm: f64, variation: u32) -> Self {
        let normal = face.normal.into_inner();
        let least = normal.iamin();
        let first = (Vector3::ith(least, 1.0) - normal * normal[least]).normalize();
        let second = first.cross(&normal);
        let (sine, cosine) = f64::from(variation).sin_cos();
        let (x, across) = (first * cosine + second * sine, second * cosine - first * sine);
        let y = (across + normal) * std::f64::consts::FRAC_1_SQRT_2;
        let z = (across - normal) * std::f64::consts::FRAC_1_SQRT_2;
        let shift = (x * 0.37 + across * 0.61) * (f64::from(variation) * half_cell_mm);
        Self { origin: face.origin + shift, axes: Matrix3::from_columns(&[x, y, z]), half_cell_mm }
    }

    #[inline]
    pub(crate) fn position(&self, site: Site) -> Point3 {
        self.origin + self.axes * Vector3::from(site.map(f64::from)) * self.half_cell_mm
    }

    /// Coordinates of `point` in half cells.
    pub(crate) fn coordinates(&self, point: &Point3) -> Vector3 {
        self.axes.tr_mul(&(point - self.origin)) / self.half_cell_mm
    }
}

/// The four tetrahedra around the long edge from the even `site` along `axis`; they tile space when taken
/// over all even sites and axes.
#[inline]
pub(crate) fn tetrahedra_around(site: Site, axis: usize) -> [[Site; 4]; 4] {
    let (f, g) = ((axis + 1) % 3, (axis + 2) % 3);
    let far = shifted(site, axis, 2);
    let ring = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
        .map(|(i, j)| shifted(shifted(shifted(site, axis, 1), f, i), g, j));
    [0, 1, 2, 3].map(|i| [site, far, ring[i], ring[(i + 1) % 4]])
}

#[inline]
fn shifted(mut site: Site, axis: usize, by: i32) -> Site {
    site[axis] += by;
    site
}

/// Which plane y − z = const a site lies in, counted from 0 backwards in the distance of neighbouring planes.
///
/// Every tetrahedron has its corners in two neighbouring planes.
#[inline]
pub(crate) fn layer(site: Site) -> i32 {
    (site[2] - site[1]) / 2
}
