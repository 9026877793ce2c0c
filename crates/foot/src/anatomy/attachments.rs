//! Where tendons, fascia and pads take hold.

use super::{FootAnatomy, RayAnatomy};
use crate::{Ray, SoftTissue};
use osteotome_geometry::Point3;

/// How far lateral of M2 each head lies in an adult foot, mm: used for the hindfoot of a model without M2.
///
/// Head-centre spacing in the frontal plane of set B (TLEM2), literature table 1.2: 20.3, 11.5, 10.8, 12.4 mm.
const LATERAL_OF_M2_MM: [f64; 5] = [-20.3, 0.0, 11.5, 22.3, 34.7];

/// Points of the hindfoot that tendons and fascia come from, fixed in space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hindfoot {
    /// Calcaneal origin of the plantar fascia and pull of the flexors.
    pub heel: Point3,
    /// Origin of the short extensor, on the lateral calcaneus.
    pub extensor_brevis: Point3,
}

impl Hindfoot {
    /// The hindfoot behind `foot`: on the line of M2 (whose place is inferred if it is not in the model).
    ///
    /// Returns `None` for a foot without rays.
    #[must_use]
    pub fn behind(foot: &FootAnatomy, tissue: &SoftTissue) -> Option<Self> {
        let guide = foot.ray(Ray::M2).or_else(|| foot.rays.first())?;
        let lateral = foot.lateral().into_inner();
        let offset = LATERAL_OF_M2_MM[guide.ray.index()];
        let at = |behind_mm: f64, lateral_of_m2_mm: f64, height_mm: f64| {
            let across = guide.head_centre.coords.dot(&lateral) - offset + lateral_of_m2_mm;
            let along = guide.base_centre.x - behind_mm;
            Point3::new(along, across * lateral.y, tissue.ground_level_mm() + height_mm)
        };
        Some(Self {
            heel: at(tissue.heel_distance_mm, 0.0, tissue.heel_height_mm),
            extensor_brevis: at(
                tissue.extensor_brevis_distance_mm,
                tissue.extensor_brevis_lateral_mm,
                tissue.extensor_brevis_height_mm,
            ),
        })
    }
}

/// Points of one head that pads, tendons and ligaments hold, in the reference configuration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attachments {
    /// Centre of the head: through it ground and toe push, and here neighbouring heads meet.
    pub centre: Point3,
    /// Skin of the bone straight below the centre: here the pad shears.
    pub sole: Point3,
    /// Plantar plate: here the transverse ligaments pull.
    pub plate: Point3,
    /// Where the long extensor comes from: far behind, along the ray.
    pub extensor_longus_origin: Point3,
}

/// Skin of the bone of `ray` straight below the centre of its head.
#[must_use]
pub fn sole_of(ray: &RayAnatomy) -> Point3 {
    let centre = ray.head_centre;
    Point3::new(centre.x, centre.y, ray.lowest_of_head().z.min(centre.z - ray.head_radius_mm))
}

impl Attachments {
    /// The attachments of `ray`.
    #[must_use]
    pub fn of(ray: &RayAnatomy, tissue: &SoftTissue) -> Self {
        let centre = ray.head_centre;
        let up = RayAnatomy::up().into_inner();
        let radius = ray.head_radius_mm;
        let hood = centre + ray.dorsal().into_inner() * radius;
        Self {
            centre,
            sole: sole_of(ray),
            plate: centre - up * (tissue.plate_depth_ratio * radius),
            // Twice the bone: the direction of the tendon hardly changes while the head travels.
            extensor_longus_origin: hood - ray.axis.into_inner() * (2.0 * ray.length_mm()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Side;
    use crate::anatomy::ray_anatomy::tests::bar;

    fn hindfoot(side: Side, ray: Ray) -> Hindfoot {
        let foot = FootAnatomy {
            side,
            rays: vec![bar(ray, side, 20.0)],
            doubts: Vec::new(),
            frame: crate::FrameCertainty::default(),
        };
        Hindfoot::behind(&foot, &SoftTissue::default()).expect("one ray")
    }

    #[test]
    fn hindfoot_of_mirrored_feet_is_mirrored() {
        let (left, right) = (hindfoot(Side::Left, Ray::M4), hindfoot(Side::Right, Ray::M4));
        for (l, r) in [(left.heel, right.heel), (left.extensor_brevis, right.extensor_brevis)] {
            assert!((l - Point3::new(r.x, -r.y, r.z)).norm() < 1e-12);
        }
    }

    #[test]
    fn a_lateral_ray_has_its_heel_on_its_medial_side() {
        // The head of the bar is at y = 0; left foot: medial is −y.
        assert!((hindfoot(Side::Left, Ray::M4).heel.y + 22.3).abs() < 1e-12);
        assert_eq!(hindfoot(Side::Left, Ray::M2).heel.y, 0.0);
    }

    #[test]
    fn plate_lies_below_the_centre_and_the_extensor_comes_from_above() {
        let a = Attachments::of(&bar(Ray::M2, Side::Left, 20.0), &SoftTissue::default());
        assert!(a.plate.z < a.centre.z && a.sole.z <= a.plate.z);
        assert!(a.extensor_longus_origin.z > a.centre.z);
    }
}
