//! Distances and intersections: the bounding-volume tree and what is asked of it.

mod bvh;
mod closest;
mod ray;
mod triangle;

pub use bvh::{BoundingBox, SurfaceIndex};
pub use closest::ClosestPoint;
pub use ray::{PlaneCrossing, RayHit};
pub use triangle::{TriangleFeature, closest_point_of_triangle};
