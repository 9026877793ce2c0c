//! One metatarsal in the foot frame, and the foot they make.

use crate::{FrameCertainty, FrameTilt, Ray, Side, TiltAxis, Warning};
use nalgebra::Rotation3;
use osteotome_geometry::{Matrix3, Point3, TriangleSurface, UnitVector3, Vector3};

/// A metatarsal placed in the foot frame.
#[derive(Clone, Debug, PartialEq)]
pub struct RayAnatomy {
    /// Which one.
    pub ray: Ray,
    /// Side of the body.
    pub side: Side,
    /// Closed surface, mm, foot frame.
    pub surface: TriangleSurface,
    /// Centre of the articular head: the origin of the ray frame.
    pub head_centre: Point3,
    /// Radius of the articular head, mm.
    pub head_radius_mm: f64,
    /// Shaft axis, pointing distally.
    pub axis: UnitVector3,
    /// Centre of the tarsometatarsal joint surface.
    pub base_centre: Point3,
}

/// Half the length of shaft whose width counts as that at its middle, mm.
const SECTION_MM: f64 = 3.0;

impl RayAnatomy {
    /// Mirrors the ray in y and gives it the other side.
    fn mirror(&mut self) {
        let mirrored = |v: Vector3| Vector3::new(v.x, -v.y, v.z);
        for point in self.surface.vertices.iter_mut().chain([&mut self.head_centre, &mut self.base_centre]) {
            point.y = -point.y;
        }
        self.surface.triangles.iter_mut().for_each(|triangle| triangle.swap(1, 2));
        self.axis = UnitVector3::new_unchecked(mirrored(self.axis.into_inner()));
        self.side = match self.side {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        };
    }

    /// Turns the ray about its head centre, head down for a positive angle; the lowest point of the head stays at its height.
    pub(crate) fn decline(&mut self, by_deg: f64) {
        if by_deg == 0.0 {
            return;
        }
        let lowest = self.lowest_of_head().z;
        // Turning about the left direction of the foot lowers what points distally.
        let left = UnitVector3::new_normalize(Self::up().cross(&self.ground_distal()));
        let rotation = Rotation3::from_axis_angle(&left, by_deg.to_radians());
        let centre = self.head_centre;
        for point in self.surface.vertices.iter_mut().chain([&mut self.base_centre]) {
            *point = centre + rotation * (*point - centre);
        }
        self.axis = rotation * self.axis;
        let lift = Vector3::z() * (lowest - self.lowest_of_head().z);
        for point in self.surface.vertices.iter_mut().chain([&mut self.base_centre, &mut self.head_centre]) {
            *point += lift;
        }
    }

    /// Upward normal of the ground.
    #[must_use]
    pub fn up() -> UnitVector3 {
        Vector3::z_axis()
    }

    /// Distal direction of the ray in the plane of the ground.
    #[must_use]
    pub fn ground_distal(&self) -> UnitVector3 {
        UnitVector3::new_normalize(Vector3::new(self.axis.x, self.axis.y, 0.0))
    }

    /// Lateral direction: horizontal, perpendicular to the shaft.
    #[must_use]
    pub fn lateral(&self) -> UnitVector3 {
        let left = Self::up().cross(&self.ground_distal());
        UnitVector3::new_normalize(match self.side {
            Side::Left => left,
            Side::Right => -left,
        })
    }

    /// Dorsal direction: perpendicular to the shaft, in its vertical plane.
    #[must_use]
    pub fn dorsal(&self) -> UnitVector3 {
        let up = Self::up().into_inner();
        UnitVector3::new_normalize(up - self.axis.into_inner() * self.axis.dot(&up))
    }

    /// Axis, lateral and dorsal as columns (left-handed on a right foot: mirrored feet have mirrored axes).
    #[must_use]
    pub fn axes(&self) -> Matrix3 {
        Matrix3::from_columns(&[
            self.axis.into_inner(),
            self.lateral().into_inner(),
            self.dorsal().into_inner(),
        ])
    }

    /// Inclination of the shaft below the ground plane, degrees.
    #[must_use]
    pub fn declination_deg(&self) -> f64 {
        (-self.axis.z).asin().to_degrees()
    }

    /// Distance from `centre` to the skin of the bone towards `side`, a unit vector across the shaft, mm: the farthest of what lies within
    /// 3 mm along the shaft; the radius of the head if the surface has no point there.
    #[must_use]
    pub fn half_width_mm(&self, centre: &Point3, side: &Vector3) -> f64 {
        let near = |v: &&Point3| self.axis.dot(&(**v - centre)).abs() < SECTION_MM;
        let widths = self.surface.vertices.iter().filter(near).map(|v| side.dot(&(v - centre)));
        let widest = widths.fold(0.0, f64::max);
        if widest > 0.0 { widest } else { self.head_radius_mm }
    }

    /// Distance of `point` proximal of the distal tip, along the shaft, mm.
    #[must_use]
    pub fn from_tip_mm(&self, point: &Point3) -> f64 {
        self.tip_coordinate_mm() - self.axis.dot(&point.coords)
    }

    /// Extent of the bone along the shaft, mm.
    #[must_use]
    pub fn length_mm(&self) -> f64 {
        let proximal =
            self.surface.vertices.iter().map(|v| self.axis.dot(&v.coords)).fold(f64::INFINITY, f64::min);
        (self.tip_coordinate_mm() - proximal).max(0.0)
    }

    /// Lowest point of the bone from the tip to one radius behind the head centre.
    #[must_use]
    pub fn lowest_of_head(&self) -> Point3 {
        let along = |p: &Point3| self.axis.dot(&p.coords);
        let from = along(&self.head_centre) - self.head_radius_mm;
        let head = self.surface.vertices.iter().filter(|v| along(v) > from);
        head.copied().min_by(|a, b| a.z.total_cmp(&b.z)).unwrap_or(self.head_centre)
    }

    /// The point of the shaft axis `level_mm` proximal of the tip.
    #[must_use]
    pub fn axis_point(&self, level_mm: f64) -> Point3 {
        self.head_centre + self.axis.into_inner() * (self.from_tip_mm(&self.head_centre) - level_mm)
    }

    /// Position of the distal tip along the shaft axis, mm.
    pub(crate) fn tip_coordinate_mm(&self) -> f64 {
        self.surface.vertices.iter().map(|v| self.axis.dot(&v.coords)).fold(f64::NEG_INFINITY, f64::max)
    }
}

/// The metatarsals of a model, medial to lateral, in the foot frame.
#[derive(Clone, Debug, PartialEq)]
pub struct FootAnatomy {
    /// Side of the body.
    pub side: Side,
    /// The rays, medial to lateral.
    pub rays: Vec<RayAnatomy>,
    /// What is doubtful about them as one foot.
    pub doubts: Vec<Warning>,
    /// How sure side and frame are.
    pub frame: FrameCertainty,
}

impl FootAnatomy {
    /// The ray `ray`, if it is in the model.
    #[must_use]
    pub fn ray(&self, ray: Ray) -> Option<&RayAnatomy> {
        self.rays.iter().find(|r| r.ray == ray)
    }

    /// Lateral direction of the whole foot.
    #[must_use]
    pub fn lateral(&self) -> UnitVector3 {
        match self.side {
            Side::Left => Vector3::y_axis(),
            Side::Right => -Vector3::y_axis(),
        }
    }

    /// The same foot as a left one: a right foot is mirrored in y, so that both are solved by the same arithmetic.
    #[must_use]
    pub fn as_left(self) -> Self {
        self.on(Side::Left)
    }

    /// The same foot on `side` of the body: the foot of the other side is mirrored in y, which is exact.
    #[must_use]
    pub(crate) fn on(mut self, side: Side) -> Self {
        if self.side != side {
            self.rays.iter_mut().for_each(RayAnatomy::mirror);
            self.side = side;
        }
        self
    }

    /// The left foot turned against the ground and set down again, its lowest head as high as it was.
    #[must_use]
    pub(crate) fn tilted(mut self, tilt: &FrameTilt) -> Self {
        let lowest = self.lowest_head_mm();
        // Both axes make a positive angle what it is called: about y to the left distal ends go down, about x distally the left, which
        // is the lateral side, goes up.
        let axis = match tilt.about {
            TiltAxis::Pitch => Vector3::y_axis(),
            TiltAxis::Roll => Vector3::x_axis(),
        };
        let rotation = Rotation3::from_axis_angle(&axis, tilt.by_deg.to_radians());
        for ray in &mut self.rays {
            let points = ray.surface.vertices.iter_mut().chain([&mut ray.head_centre, &mut ray.base_centre]);
            points.for_each(|point| *point = rotation * *point);
            ray.axis = rotation * ray.axis;
        }
        self.standing_on_pads(lowest)
    }

    /// Height of the lowest head, mm.
    fn lowest_head_mm(&self) -> f64 {
        self.rays.iter().map(|r| r.lowest_of_head().z).fold(f64::INFINITY, f64::min)
    }

    /// The foot lifted or lowered so that its lowest head is `clearance_mm` above z = 0.
    #[must_use]
    pub fn standing_on_pads(mut self, clearance_mm: f64) -> Self {
        let lift = Vector3::z() * (clearance_mm - self.lowest_head_mm());
        for ray in &mut self.rays {
            ray.surface.vertices.iter_mut().for_each(|v| *v += lift);
            ray.head_centre += lift;
            ray.base_centre += lift;
        }
        self
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A square bar 70 mm long along a shaft that declines by `declination_deg`; its head centre is at (0, 0, 22).
    pub(crate) fn bar(ray: Ray, side: Side, declination_deg: f64) -> RayAnatomy {
        let (sin, cos) = declination_deg.to_radians().sin_cos();
        let axis = UnitVector3::new_normalize(Vector3::new(cos, 0.0, -sin));
        let head_centre = Point3::new(0.0, 0.0, 22.0);
        let dorsal = Vector3::new(sin, 0.0, cos);
        let corner = |along: f64, y: f64, z: f64| {
            head_centre + axis.into_inner() * along + Vector3::y() * y + dorsal * z
        };
        let mut vertices = Vec::new();
        for along in [-63.0, 7.0] {
            for (y, z) in [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)] {
                vertices.push(corner(along, y, z));
            }
        }
        let quads = [[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]];
        let triangles = quads.iter().flat_map(|[a, b, c, d]| [[*a, *b, *c], [*a, *c, *d]]).collect();
        RayAnatomy {
            ray,
            side,
            surface: TriangleSurface { vertices, triangles },
            head_centre,
            head_radius_mm: 7.0,
            axis,
            base_centre: corner(-63.0, 0.0, 0.0),
        }
    }

    #[test]
    fn directions_of_a_ray_are_anatomical() {
        for side in [Side::Left, Side::Right] {
            let ray = bar(Ray::M2, side, 20.0);
            assert!((ray.declination_deg() - 20.0).abs() < 1e-12);
            assert!((ray.length_mm() - 70.0).abs() < 1e-12);
            assert!((ray.from_tip_mm(&ray.axis_point(16.0)) - 16.0).abs() < 1e-12);
            assert!(ray.dorsal().z > 0.0 && ray.dorsal().dot(&ray.axis).abs() < 1e-12);
            let lateral = if side == Side::Left { 1.0 } else { -1.0 };
            assert!((ray.lateral().y - lateral).abs() < 1e-12);
        }
    }

    #[test]
    fn a_steeper_ray_declines_more_on_either_side_and_its_head_stays_where_it_is() {
        for side in [Side::Left, Side::Right] {
            let flat = bar(Ray::M2, side, 20.0);
            let mut steep = flat.clone();
            steep.decline(5.0);
            assert!((steep.declination_deg() - 25.0).abs() < 1e-12);
            assert!((steep.lowest_of_head().z - flat.lowest_of_head().z).abs() < 1e-12);
            let moved = steep.head_centre - flat.head_centre;
            assert!(moved.xy().norm() < 1e-12 && moved.z.abs() < 1.0);
            assert!(steep.base_centre.z > flat.base_centre.z + 4.0);
        }
    }

    #[test]
    fn the_lowest_head_stands_on_its_pad() {
        let foot = FootAnatomy {
            side: Side::Left,
            rays: vec![bar(Ray::M2, Side::Left, 20.0)],
            doubts: Vec::new(),
            frame: crate::FrameCertainty::default(),
        };
        let standing = foot.standing_on_pads(15.2);
        assert!((standing.rays[0].lowest_of_head().z - 15.2).abs() < 1e-12);
    }
}
