//! Bones and burrs as solids: triangle surfaces, signed distance, frames, landmarks, cut planes, kerfs.
//!
//! Lengths are millimetres. Nothing here knows of elasticity or of loads.
//!
//! ```
//! use osteotome_geometry::{Kerf, Plane, Point3, TriangleSurface, Vector3, diagnose, section};
//!
//! // An octahedron whose corners lie 10 mm from its centre.
//! let corners = [[1., 0., 0.], [-1., 0., 0.], [0., 1., 0.], [0., -1., 0.], [0., 0., 1.], [0., 0., -1.]];
//! let vertices = corners.map(|corner| Point3::from(corner) * 10.0).to_vec();
//! let triangles = vec![[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]];
//! let surface = TriangleSurface { vertices, triangles };
//! assert!((surface.volume_mm3() - 4.0 / 3.0 * 1000.0).abs() < 1e-9);
//!
//! let middle = Plane { origin: Point3::origin(), normal: Vector3::x_axis() };
//! let cut = section(&surface, &middle).expect("the plane meets it");
//! assert!((cut.area_mm2 - 200.0).abs() < 1e-9);
//! assert!(Kerf::slab(middle, 2.0).contains(&Point3::new(0.9, 0.0, 0.0)));
//! ```

mod burr;
mod clipping;
mod diagnosis;
mod distance;
mod frame;
mod input_file;
mod inspection;
mod kerf;
mod landmarks;
mod moments;
mod plane;
mod reading;
mod repair;
mod section;
mod section_curve;
mod self_intersection;
mod serial;
mod surface;
pub mod template;
mod topology;

pub use burr::{Burr, BurrEnd, BurrShape};
pub use clipping::volume_behind_mm3;
pub use diagnosis::{
    Defect, Diagnosis, ExpectedMetatarsal, Finding, Severity, SurfaceFacts, diagnose, diagnose_metatarsal,
};
pub use distance::{
    BoundingBox, ClosestPoint, PlaneCrossing, RayHit, SurfaceIndex, TriangleFeature,
    closest_point_of_triangle,
};
pub use frame::{
    BoneFrame, Certainty, ErrorLaw, FootDefect, FootFinding, FootFrame, FootFrameError, FrameError,
    FrameHints, RayBone, Side, TiltUncertainty, examine_foot, find_bone_frame, find_foot_frame,
};
pub use input_file::{InputFileError, LARGEST_GEOMETRY_MIB, read_input_file};
pub use inspection::{BoneReport, inspect_surface};
pub use kerf::Kerf;
pub use landmarks::{Landmarks, SectionFigures, measure_landmarks};
pub use moments::{SolidMoments, solid_moments};
pub use plane::Plane;
pub use reading::{
    FileSurface, ReadError, ReadFailure, VtkPiece, VtkXml, parse_file_surface, parse_surface,
    read_file_surface, read_surface, stl_bytes, write_stl,
};
pub use repair::{Repair, RepairKind, repair};
pub use section::{Section, section};
pub use section_curve::{
    SectionSegment, section_area_beyond_mm2, section_area_mm2, section_area_within_mm2, section_curve,
};
pub use self_intersection::self_intersections;
pub use surface::TriangleSurface;
pub use topology::split_components;

/// A position in millimetres.
pub type Point3 = nalgebra::Point3<f64>;
/// A vector; its unit is that of its context.
pub type Vector3 = nalgebra::Vector3<f64>;
/// A direction of length one.
pub type UnitVector3 = nalgebra::Unit<Vector3>;
/// A 3 × 3 matrix.
pub type Matrix3 = nalgebra::Matrix3<f64>;
