//! A sphere through the round end of a bone.

use nalgebra::{Matrix4, Vector4};

use crate::{Point3, TriangleSurface, UnitVector3, Vector3};

/// A sphere, mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sphere {
    /// Centre.
    pub(super) centre: Point3,
    /// Radius, mm.
    pub(super) radius_mm: f64,
    /// Root mean square distance of the fitted surface from the sphere, mm.
    pub misfit_mm: f64,
}

/// A small piece of the surface.
struct Patch {
    centre: Point3,
    normal: Vector3,
    area: f64,
}

/// Fits a sphere to the cap of the surface that looks along `outward`, as long as the radius stays between 0.5 and 3 times `depth_mm`.
///
/// Starts from the patches within `depth_mm` of the tip whose normal is within 75° of `outward`, and keeps, in turn, those that
/// lie within a share of the radius of the sphere (shrinking from 25 % to 8 %), face along its radius within 45° and lie
/// less than one radius deep. `None` if the first fit leaves the bounds.
pub(super) fn fit_cap(surface: &TriangleSurface, outward: &UnitVector3, depth_mm: f64) -> Option<Sphere> {
    let tip = surface.vertices.iter().map(|p| outward.dot(&p.coords)).fold(f64::NEG_INFINITY, f64::max);
    let patches = patches_near_tip(surface, outward, tip - 3.0 * depth_mm);
    let depth = |patch: &Patch| tip - outward.dot(&patch.centre.coords);
    let within_bounds = |sphere: &Sphere| (0.5 * depth_mm..3.0 * depth_mm).contains(&sphere.radius_mm);
    let mut sphere = fit(patches.iter().filter(|patch| depth(patch) < depth_mm)).filter(within_bounds)?;
    for round in 0..30 {
        let share = 0.08 + 0.17 * (-f64::from(round) / 5.0).exp();
        let belongs = |patch: &&Patch| {
            let radial = patch.centre - sphere.centre;
            (radial.norm() - sphere.radius_mm).abs() < share * sphere.radius_mm
                && patch.normal.dot(&radial) > 0.7 * radial.norm()
                && depth(patch) < sphere.radius_mm
        };
        let Some(next) = fit(patches.iter().filter(belongs)).filter(within_bounds) else { break };
        sphere = next;
    }
    Some(sphere)
}

fn patches_near_tip(surface: &TriangleSurface, outward: &Vector3, lowest: f64) -> Vec<Patch> {
    let patch = |t| {
        let corners = surface.corners(t);
        let centre = Point3::from((corners[0].coords + corners[1].coords + corners[2].coords) / 3.0);
        let doubled = surface.doubled_area_vector(t);
        let normal = doubled.try_normalize(0.0)?;
        let is_near = outward.dot(&centre.coords) > lowest && normal.dot(outward) > 0.26;
        is_near.then(|| Patch { centre, normal, area: 0.5 * doubled.norm() })
    };
    (0..surface.triangles.len()).filter_map(patch).collect()
}

/// Area-weighted linear least squares of |x|² = 2 c·x + (R² − |c|²) (Coope, *J. Optim. Theory Appl.* 76, 1993).
fn fit<'a>(patches: impl Iterator<Item = &'a Patch> + Clone) -> Option<Sphere> {
    let origin = patches.clone().next()?.centre;
    let (mut matrix, mut right, mut weight) = (Matrix4::zeros(), Vector4::zeros(), 0.0);
    for patch in patches.clone() {
        let x = patch.centre - origin;
        let row = Vector4::new(2.0 * x.x, 2.0 * x.y, 2.0 * x.z, 1.0);
        matrix += row * row.transpose() * patch.area;
        right += row * (patch.area * x.norm_squared());
        weight += patch.area;
    }
    let solution = matrix.lu().solve(&right)?;
    let centre = solution.xyz();
    let radius_mm = (solution.w + centre.norm_squared()).sqrt();
    let centre = origin + centre;
    let squares: f64 = patches.map(|p| p.area * ((p.centre - centre).norm() - radius_mm).powi(2)).sum();
    let misfit_mm = (squares / weight).sqrt();
    radius_mm.is_finite().then_some(Sphere { centre, radius_mm, misfit_mm })
}
