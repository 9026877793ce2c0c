//! Measuring a bone surface in its ray frame, the way the figures of the literature were measured.

use nalgebra::{DMatrix, DVector, Point3, Unit, Vector3};
use osteotome_geometry::{Plane, TriangleSurface, section};

/// Distance between the sections that are tried for a largest or smallest one, mm.
const STEP_MM: f64 = 0.25;
/// Part of the length, from either end, in which the head and the base are looked for.
const END_PART: f64 = 0.25;

/// Where a solid is cut: outline extents and section properties in the plane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    pub(crate) width_mm: f64,
    pub(crate) height_mm: f64,
    pub(crate) area_mm2: f64,
    pub(crate) lateral_mm: f64,
    pub(crate) dorsal_mm: f64,
    /// ∫ z² about the centroid: resists dorso-plantar bending.
    pub(crate) dorsal_moment_mm4: f64,
    /// ∫ y² about the centroid: resists medio-lateral bending.
    pub(crate) lateral_moment_mm4: f64,
    /// Long axis from dorsal towards lateral.
    pub(crate) long_axis_deg: f64,
}

/// A bone with its distal end at +x.
pub(crate) struct Bone<'a> {
    surface: &'a TriangleSurface,
    tip: f64,
    pub(crate) length_mm: f64,
}

impl<'a> Bone<'a> {
    pub(crate) fn new(surface: &'a TriangleSurface) -> Self {
        let tip = surface.vertices.iter().fold(f64::NEG_INFINITY, |far, p| far.max(p.x));
        let base = surface.vertices.iter().fold(f64::INFINITY, |near, p| near.min(p.x));
        Self { surface, tip, length_mm: tip - base }
    }

    /// Section perpendicular to the shaft axis.
    pub(crate) fn section(&self, from_tip_mm: f64) -> Cut {
        let outline = self.outline(Point3::new(self.tip - from_tip_mm, 0.0, 0.0), Vector3::x(), Vector3::z());
        properties(&outline)
    }

    /// Area cut by a plane through the axis `from_tip_mm` from the tip; positive tilt runs from dorsal-distal to
    /// plantar-proximal.
    pub(crate) fn oblique_area_mm2(&self, from_tip_mm: f64, tilt_deg: f64) -> f64 {
        let (sin, cos) = tilt_deg.to_radians().sin_cos();
        let level = self.section(from_tip_mm);
        let through = Point3::new(self.tip - from_tip_mm, level.lateral_mm, level.dorsal_mm);
        let outline = self.outline(through, Vector3::new(cos, 0.0, -sin), Vector3::new(sin, 0.0, cos));
        properties(&outline).area_mm2
    }

    fn places(&self, from: f64, to: f64) -> impl Iterator<Item = f64> {
        let count = ((to - from) * self.length_mm / STEP_MM).floor() as usize;
        let start = from * self.length_mm;
        (1..count).map(move |k| start + k as f64 * STEP_MM)
    }

    fn cuts(&self, from: f64, to: f64) -> Vec<(f64, Cut)> {
        self.places(from, to).map(|place| (place, self.section(place))).collect()
    }

    /// Largest extents among the sections of the head.
    pub(crate) fn head(&self) -> (f64, f64) {
        extents(&self.cuts(0.0, END_PART))
    }

    /// Largest extents among the sections of the base.
    pub(crate) fn base(&self) -> (f64, f64) {
        extents(&self.cuts(1.0 - END_PART, 1.0))
    }

    /// Section of the largest area in the head and in the base, with their distance from the tip.
    pub(crate) fn end_sections(&self) -> [(f64, Cut); 2] {
        [self.cuts(0.0, END_PART), self.cuts(1.0 - END_PART, 1.0)].map(|cuts| {
            cuts.into_iter()
                .max_by(|a, b| a.1.area_mm2.total_cmp(&b.1.area_mm2))
                .expect("a bone has sections")
        })
    }

    pub(crate) fn narrowest(&self) -> (f64, Cut) {
        let cuts = self.cuts(0.1, 0.9);
        cuts.into_iter().min_by(|a, b| a.1.area_mm2.total_cmp(&b.1.area_mm2)).expect("a bone has sections")
    }

    /// Largest departure of the section centres from the chord between head and base: dorsal, lateral, and where the
    /// lateral one is reached (distance from the tip).
    pub(crate) fn bow(&self) -> (f64, f64, f64) {
        let [(head_at, head), (base_at, base)] = self.end_sections();
        let mut bow = (0.0f64, 0.0f64, 0.0);
        for (place, cut) in self.cuts(head_at / self.length_mm, base_at / self.length_mm) {
            let part = (place - head_at) / (base_at - head_at);
            let dorsal = cut.dorsal_mm - head.dorsal_mm - part * (base.dorsal_mm - head.dorsal_mm);
            let lateral = cut.lateral_mm - head.lateral_mm - part * (base.lateral_mm - head.lateral_mm);
            if dorsal.abs() > bow.0.abs() {
                bow.0 = dorsal;
            }
            if lateral.abs() > bow.1.abs() {
                (bow.1, bow.2) = (lateral, place);
            }
        }
        bow
    }

    /// Least-squares sphere through the distal 6 mm: centre and radius in mm.
    pub(crate) fn head_sphere(&self) -> (Vector3<f64>, f64) {
        let cap: Vec<_> = self.surface.vertices.iter().filter(|p| p.x > self.tip - 6.0).collect();
        let rows = DMatrix::from_fn(cap.len(), 4, |i, j| if j < 3 { 2.0 * cap[i][j] } else { 1.0 });
        let squares = DVector::from_fn(cap.len(), |i, _| cap[i].coords.norm_squared());
        let fit =
            (rows.transpose() * &rows).lu().solve(&(rows.transpose() * squares)).expect("points on a sphere");
        let centre = Vector3::new(fit[0], fit[1], fit[2]);
        (centre, (fit[3] + centre.norm_squared()).sqrt())
    }

    /// Directed outline segments of a plane section, in (lateral, up) coordinates, the solid on their left.
    fn outline(&self, through: Point3<f64>, normal: Vector3<f64>, up: Vector3<f64>) -> Vec<[[f64; 2]; 2]> {
        let lateral = up.cross(&normal);
        let flat = |p: &Point3<f64>| [(p - through).dot(&lateral), (p - through).dot(&up)];
        let plane = Plane { origin: through, normal: Unit::new_normalize(normal) };
        let loops = section(self.surface, &plane).map_or(Vec::new(), |cut| cut.loops);
        let segment =
            |points: &Vec<Point3<f64>>, k: usize| [flat(&points[k]), flat(&points[(k + 1) % points.len()])];
        loops.iter().flat_map(|points| (0..points.len()).map(move |k| segment(points, k))).collect()
    }
}

fn extents(cuts: &[(f64, Cut)]) -> (f64, f64) {
    let largest = |of: fn(&Cut) -> f64| cuts.iter().map(|(_, cut)| of(cut)).fold(0.0, f64::max);
    (largest(|cut| cut.width_mm), largest(|cut| cut.height_mm))
}

/// Section properties by Green's theorem over the directed outline.
fn properties(outline: &[[[f64; 2]; 2]]) -> Cut {
    let (mut area, mut first, mut second) = (0.0, [0.0; 2], [0.0; 3]);
    for [[y0, z0], [y1, z1]] in outline {
        let cross = y0 * z1 - y1 * z0;
        area += cross / 2.0;
        first[0] += cross * (y0 + y1) / 6.0;
        first[1] += cross * (z0 + z1) / 6.0;
        second[0] += cross * (y0 * y0 + y0 * y1 + y1 * y1) / 12.0;
        second[1] += cross * (z0 * z0 + z0 * z1 + z1 * z1) / 12.0;
        second[2] += cross * (2.0 * y0 * z0 + y0 * z1 + y1 * z0 + 2.0 * y1 * z1) / 24.0;
    }
    let (y, z) = (first[0] / area, first[1] / area);
    let (yy, zz) = (second[0] - area * y * y, second[1] - area * z * z);
    let yz = second[2] - area * y * z;
    let extent = |axis: usize| {
        let values = || outline.iter().flatten().map(|p| p[axis]);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    Cut {
        width_mm: extent(0),
        height_mm: extent(1),
        area_mm2: area,
        lateral_mm: y,
        dorsal_mm: z,
        dorsal_moment_mm4: zz,
        lateral_moment_mm4: yy,
        long_axis_deg: 0.5 * (2.0 * yz).atan2(zz - yy).to_degrees(),
    }
}
