//! The figures a cut is judged by.
#![allow(dead_code, reason = "every binary uses its own part")]

use std::fmt;

use osteotome_geometry::{
    Kerf, Plane, SurfaceIndex, TriangleSurface, Vector3, section_area_mm2, volume_behind_mm3,
};
use osteotome_mesh::{BoundaryTag, CutBone, Fragment, TetMesh};

/// Worst figures over cuts, and their sum of work.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) runs: usize,
    pub(crate) failures: usize,
    tetrahedra: usize,
    seconds: f64,
    smallest_sharpness_deg: Option<(f64, f64)>,
    radius_ratio: Option<f64>,
    volume_gap: f64,
    fragment_gap: f64,
    area_gap: f64,
    angle_gap_deg: f64,
    flatness_mm: f64,
    mean_distance_mm: f64,
    max_distance_mm: f64,
}

impl Figures {
    pub(crate) fn of(surface: &TriangleSurface, kerfs: &[Kerf], cut: &CutBone, seconds: f64) -> Self {
        let qualities = || cut.fragments.iter().map(|f| &f.quality);
        let volumes = &cut.volumes;
        let kept: f64 =
            volumes.fragments_mm3.iter().chain(&volumes.removed_mm3).chain([&volumes.crumbs_mm3]).sum();
        let index = SurfaceIndex::new(surface);
        let distances = cut.fragments.iter().map(|f| distances_mm(&index, &f.mesh));
        let (mean, max) = distances.fold((0.0_f64, 0.0_f64), |(m, x), (mean, max)| (m.max(mean), x.max(max)));
        Self {
            runs: 1,
            failures: 0,
            tetrahedra: qualities().map(|q| q.tetrahedra).sum(),
            seconds,
            smallest_sharpness_deg: Some((
                qualities().map(|q| q.min_dihedral_deg).fold(180.0, f64::min),
                qualities().map(|q| q.max_dihedral_deg).fold(0.0, f64::max),
            )),
            radius_ratio: Some(qualities().map(|q| q.min_radius_ratio).fold(1.0, f64::min)),
            volume_gap: (kept / cut.volumes.intact_mm3 - 1.0).abs(),
            fragment_gap: fragment_gap(surface, cut),
            area_gap: area_gap(surface, cut),
            angle_gap_deg: angle_gap_deg(kerfs, cut),
            flatness_mm: flatness_mm(cut),
            mean_distance_mm: mean,
            max_distance_mm: max,
        }
    }

    pub(crate) fn are_good(&self) -> bool {
        let (low, high) = self.smallest_sharpness_deg.unwrap_or((0.0, 180.0));
        low >= 10.0
            && high <= 165.0
            && self.volume_gap < 1e-3
            && self.fragment_gap < 5e-3
            && self.area_gap < 1e-2
            && self.angle_gap_deg < 0.2
            && self.flatness_mm < 1e-9
    }

    /// Half an element size at most, and a twentieth on average: 0.6 mm and 0.06 mm at 1.2 mm.
    pub(crate) fn is_near(&self, size_mm: f64) -> bool {
        self.max_distance_mm < 0.5 * size_mm && self.mean_distance_mm < 0.05 * size_mm
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.runs += 1;
        self.tetrahedra += other.tetrahedra;
        self.seconds += other.seconds;
        self.smallest_sharpness_deg = match (self.smallest_sharpness_deg, other.smallest_sharpness_deg) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        self.radius_ratio = self.radius_ratio.into_iter().chain(other.radius_ratio).reduce(f64::min);
        self.volume_gap = self.volume_gap.max(other.volume_gap);
        self.fragment_gap = self.fragment_gap.max(other.fragment_gap);
        self.area_gap = self.area_gap.max(other.area_gap);
        self.angle_gap_deg = self.angle_gap_deg.max(other.angle_gap_deg);
        self.flatness_mm = self.flatness_mm.max(other.flatness_mm);
        self.mean_distance_mm = self.mean_distance_mm.max(other.mean_distance_mm);
        self.max_distance_mm = self.max_distance_mm.max(other.max_distance_mm);
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (low, high) = self.smallest_sharpness_deg.unwrap_or((0.0, 0.0));
        write!(f, "{} cuts, {} failures, dihedral {low:.1}–{high:.1}°, ", self.runs, self.failures)?;
        write!(
            f,
            "radius ratio ≥ {:.3}, volume gap {:.1e}, ",
            self.radius_ratio.unwrap_or(0.0),
            self.volume_gap
        )?;
        write!(f, "fragments' volume {:.1e}, face area {:.1e}, ", self.fragment_gap, self.area_gap)?;
        write!(f, "face angle {:.0e}°, flat to {:.0e} mm, ", self.angle_gap_deg, self.flatness_mm)?;
        write!(f, "distance mean {:.4} max {:.3} mm, ", self.mean_distance_mm, self.max_distance_mm)?;
        write!(f, "{} tets, {:.0} tets/s", self.tetrahedra, self.tetrahedra as f64 / self.seconds)
    }
}

/// Mean and largest distance of the outer boundary from the surface: nodes, mid-edges and centroids of its facets.
fn distances_mm(index: &SurfaceIndex, mesh: &TetMesh) -> (f64, f64) {
    let (mut sum, mut area, mut max) = (0.0, 0.0, 0.0_f64);
    for facet in mesh.facets.iter().filter(|f| f.tag == BoundaryTag::Outer) {
        let [a, b, c] = facet.corners.map(|n| mesh.nodes[n as usize]);
        let weight = (b - a).cross(&(c - a)).norm();
        for w in [
            [1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, 0.0, 1.0],
            [0.5, 0.5, 0.0],
            [0.0, 0.5, 0.5],
            [0.5, 0.0, 0.5],
            [1.0 / 3.0; 3],
        ] {
            let p = osteotome_geometry::Point3::from(a.coords * w[0] + b.coords * w[1] + c.coords * w[2]);
            let distance_mm = index.closest_point(&p).map_or(0.0, |c| c.distance_mm);
            sum += weight * distance_mm / 7.0;
            max = max.max(distance_mm);
        }
        area += weight;
    }
    (sum / area, max)
}

/// Largest difference of a fragment's volume from that of the surface behind its faces, relative; notches are left out.
fn fragment_gap(surface: &TriangleSurface, cut: &CutBone) -> f64 {
    let gap = |f: &Fragment| {
        let planes: Vec<Plane> = f.faces.iter().map(|(_, plane)| *plane).collect();
        ((f.quality.volume_mm3 + f.crumbs_mm3) / volume_behind_mm3(surface, &planes) - 1.0).abs()
    };
    if cut.hinges.is_empty() { cut.fragments.iter().map(gap).fold(0.0, f64::max) } else { 0.0 }
}

fn facets_on(fragment: &Fragment, tag: BoundaryTag) -> impl Iterator<Item = Vector3> {
    fragment.mesh.facets.iter().filter(move |f| f.tag == tag).map(|f| {
        let [a, b, c] = f.corners.map(|n| fragment.mesh.nodes[n as usize]);
        (b - a).cross(&(c - a)) * 0.5
    })
}

/// Largest difference of a face's area from that of the section of the surface, relative; notches, and faces of which a part
/// went with crumbs, are left out.
fn area_gap(surface: &TriangleSurface, cut: &CutBone) -> f64 {
    if !cut.hinges.is_empty() {
        return 0.0;
    }
    let without_crumbs = cut.fragments.iter().filter(|f| f.crumbs_mm3 == 0.0);
    let faces = without_crumbs.flat_map(|f| f.faces.iter().map(move |(tag, plane)| (f, *tag, plane)));
    let gap = |(f, tag, plane): (&Fragment, BoundaryTag, &Plane)| {
        let area_mm2: f64 = facets_on(f, tag).map(|a| a.norm()).sum();
        (area_mm2 / section_area_mm2(surface, plane).0 - 1.0).abs()
    };
    faces.map(gap).fold(0.0, f64::max)
}

/// Largest difference of the angle between the two meshed faces of a cut from that of its kerf, degrees.
fn angle_gap_deg(kerfs: &[Kerf], cut: &CutBone) -> f64 {
    let gap = |(i, kerf): (usize, &Kerf)| {
        let tag = BoundaryTag::CutFace(i as u16);
        let faces = cut.fragments.iter().map(|f| facets_on(f, tag).sum::<Vector3>());
        let normals: Vec<Vector3> = faces.filter(|n| n.norm() > 0.0).collect();
        let [a, b] = normals[..] else { return 0.0 };
        (a.angle(&-b).to_degrees() - kerf.opening_deg()).abs()
    };
    kerfs.iter().enumerate().map(gap).fold(0.0, f64::max)
}

/// Largest distance of a node of a cut face from its plane, of a notch from the nearest of its planes.
fn flatness_mm(cut: &CutBone) -> f64 {
    let mut worst = 0.0_f64;
    for fragment in &cut.fragments {
        for facet in &fragment.mesh.facets {
            let planes =
                || fragment.faces.iter().filter(|(tag, _)| *tag == facet.tag).map(|(_, plane)| plane);
            for at in facet.corners.map(|n| &fragment.mesh.nodes[n as usize]) {
                let off_mm = planes().map(|p| p.signed_distance_mm(at).abs()).reduce(f64::min);
                worst = worst.max(off_mm.unwrap_or(0.0));
            }
        }
    }
    worst
}
