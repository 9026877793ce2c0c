//! Parametric metatarsals: shape parameters in, closed triangle surface out.
//!
//! **Ray frame**: origin at the centre of the head's articular sphere, +x distal along the shaft axis, +z dorsal,
//! +y = z × x, to the left side of the body: lateral, because the bone is that of a left foot. Millimetres.

mod flip;
mod profile;
mod shape;
mod skin;
mod triangulate;

pub use shape::{BaseEnd, Head, MetatarsalShape, SectionShape, ShapeError};

use crate::TriangleSurface;

/// The closed surface of `shape` in its ray frame, with triangle edges of about `edge_mm`.
///
/// Genus 0, outward, every vertex on the analytic skin. The same input gives the same bits.
///
/// # Errors
/// [`ShapeError`] if the shape bounds no solid, or `edge_mm` is not between a hundredth and a half of the head radius.
pub fn surface(shape: &MetatarsalShape, edge_mm: f64) -> Result<TriangleSurface, ShapeError> {
    shape.check()?;
    let radius = shape.head.sphere_radius_mm;
    let (min_mm, max_mm) = (0.01 * radius, 0.5 * radius);
    if !(min_mm..=max_mm).contains(&edge_mm) {
        return Err(ShapeError::Edge { edge_mm, min_mm, max_mm });
    }
    let mut surface = triangulate::triangulate(&skin::Skin::new(shape), edge_mm);
    flip::flip_edges(&mut surface);
    Ok(surface)
}
