//! Patches of bone surface that soft tissue and ground hold.

use super::stump::{PlantarBed, centroid_and_area};
use crate::anatomy::{RayAnatomy, sole_of};
use osteotome_elastic::DistributingPatch;
use osteotome_geometry::{Plane, Point3, Vector3};
use osteotome_mesh::{BoundaryTag, ElementOrder, TetMesh};
use std::collections::BTreeMap;

/// What a patch is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Tarsometatarsal joint.
    Base,
    /// Plantar side of the head; moves as the head centre: the ground pushes here.
    Ground,
    /// Plantar side of the head; moves as its lowest point: the pad shears here.
    Sole,
    /// Plantar side of the head; moves as the plantar plate.
    Plate,
    /// Distal half of the head; moves as its centre: the toe presses and neighbours meet here, and the outcome is read here.
    Core,
    /// Ring of outer surface beside the cut.
    Sleeve,
    /// Plantar side of the proximal fragment over the bed of tissue under the head; moves as the centre of what bears there.
    Stump,
}

impl Role {
    /// Its name in files for other solvers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Ground => "ground",
            Self::Sole => "sole",
            Self::Plate => "plate",
            Self::Core => "core",
            Self::Sleeve => "sleeve",
            Self::Stump => "stump",
        }
    }
}

/// Width of the ring of outer surface that the sleeve holds, mm.
const SLEEVE_RING_MM: f64 = 4.0;
/// Proximal part of the length that the tarsometatarsal joint holds.
const BASE_SHARE: f64 = 0.12;
/// How far the plantar patches reach proximal of the head centre, in head radii.
const HEAD_REACH: f64 = 0.7;
/// Least cosine between a facet's normal and the direction it must face.
const FACING: f64 = 0.5;

/// The patches of `mesh`, a piece of `ray` that has its head, its base or both, and cut faces in `cuts`.
///
/// The sleeve is referred to the centre of the cut, the plate to the head centre until it is known where soft tissue has it. A role whose region has too few nodes is left out.
pub(crate) fn patches_of(
    ray: &RayAnatomy,
    mesh: &TetMesh,
    (has_base, has_head): (bool, bool),
    cut: Option<(&Plane, Point3)>,
) -> Vec<(Role, DistributingPatch)> {
    let region = Region::new(ray);
    let mut patches = Vec::new();
    let mut add = |role: Role, reference: Point3, keep: &dyn Fn(&Point3, &Vector3) -> bool| {
        let weight = |p: &Point3, n: &Vector3| if keep(p, n) { 1.0 } else { 0.0 };
        patches.extend(patch(mesh, reference, &weight).map(|p| (role, p)));
    };
    if has_base {
        add(Role::Base, ray.base_centre, &|p, _| region.is_base(p));
    }
    if has_head {
        let down = -RayAnatomy::up().into_inner();
        let plantar = |p: &Point3, n: &Vector3| region.is_head(p) && n.dot(&down) > FACING;
        let centre = ray.head_centre;
        add(Role::Ground, centre, &plantar);
        add(Role::Sole, sole_of(ray), &plantar);
        add(Role::Plate, centre, &plantar);
        add(Role::Core, centre, &|p, _| region.is_core(p));
    }
    if let Some((face, centre)) = cut {
        add(Role::Sleeve, centre, &|p, _| face.signed_distance_mm(p) > -SLEEVE_RING_MM);
    }
    if has_base && !has_head {
        patches.extend(stump_patch(ray, mesh).map(|p| (Role::Stump, p)));
    }
    patches
}

/// The patch by which the bed of tissue under the head bears on a piece that has lost the head.
fn stump_patch(ray: &RayAnatomy, mesh: &TetMesh) -> Option<DistributingPatch> {
    let bed = PlantarBed::new(ray);
    let bearing = bed.bearing(mesh)?;
    patch(mesh, bearing.centre, &|centroid, normal| bed.column(centroid, normal))
}

/// Places along a ray.
struct Region<'a> {
    ray: &'a RayAnatomy,
    tip_mm: f64,
    length_mm: f64,
    centre_from_tip_mm: f64,
}

impl<'a> Region<'a> {
    fn new(ray: &'a RayAnatomy) -> Self {
        let tip_mm = ray.tip_coordinate_mm();
        let centre_from_tip_mm = tip_mm - ray.axis.dot(&ray.head_centre.coords);
        Self { ray, tip_mm, length_mm: ray.length_mm(), centre_from_tip_mm }
    }

    fn tip_distance_mm(&self, p: &Point3) -> f64 {
        self.tip_mm - self.ray.axis.dot(&p.coords)
    }

    fn is_base(&self, p: &Point3) -> bool {
        self.tip_distance_mm(p) > (1.0 - BASE_SHARE) * self.length_mm
    }

    fn is_head(&self, p: &Point3) -> bool {
        self.tip_distance_mm(p) < self.centre_from_tip_mm + HEAD_REACH * self.ray.head_radius_mm
    }

    fn is_core(&self, p: &Point3) -> bool {
        self.tip_distance_mm(p) < self.centre_from_tip_mm
    }
}

/// The patch of outer facets, weighted by their area times what `weight` says to their centroid and unit normal.
///
/// A uniform traction on a straight-sided quadratic triangle acts on its midside nodes only, a third each; on a linear
/// one on its corners.
fn patch(
    mesh: &TetMesh,
    reference: Point3,
    weight: &dyn Fn(&Point3, &Vector3) -> f64,
) -> Option<DistributingPatch> {
    let mut carried: BTreeMap<u32, f64> = BTreeMap::new();
    for facet in mesh.facets.iter().filter(|facet| facet.tag == BoundaryTag::Outer) {
        let (centroid, doubled_area) = centroid_and_area(mesh, facet);
        let share = weight(&centroid, &doubled_area.normalize());
        if share > 0.0 {
            let carriers = match mesh.order {
                ElementOrder::Linear => facet.corners,
                ElementOrder::Quadratic => facet.midsides,
            };
            for node in carriers {
                *carried.entry(node).or_default() += share * doubled_area.norm() / 6.0;
            }
        }
    }
    let sum: f64 = carried.values().sum();
    // Fewer nodes can hardly carry a moment.
    (carried.len() >= 6).then(|| DistributingPatch {
        reference,
        nodes: carried.keys().copied().collect(),
        weights: carried.values().map(|w| w / sum).collect(),
    })
}
