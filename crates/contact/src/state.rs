//! The state of an assembly: what the solver held at an accepted step, never recomputed by another formula.

use crate::{CallusState, LoadFactors, RigidMotion, Wrench};
use nalgebra::DVector;
use osteotome_geometry::{Point3, Vector3};

/// Everything known about the assembly at one pseudo-time.
#[derive(Clone, Debug)]
pub struct State {
    /// Pseudo-time since the first stage began.
    pub time: f64,
    /// Load factors in force.
    pub load_factors: LoadFactors,
    /// One per body.
    pub bodies: Vec<BodyState>,
    /// One per contact pair.
    pub pairs: Vec<PairState>,
    /// One per layer of callus that has grown.
    pub callus: Vec<CallusState>,
    /// One per connector.
    pub connectors: Vec<ConnectorState>,
    /// Travel of the platform along its direction, mm; `None` without a platform.
    pub platform_mm: Option<f64>,
    /// Balance of forces, moments and energy.
    pub audit: Audit,
}

/// Motion, elastic displacement and load of one body.
#[derive(Clone, Debug)]
pub struct BodyState {
    /// Its rigid motion.
    pub motion: RigidMotion,
    /// Generalised loads in the co-rotated frame, ordered as in `FlexibleBody` (N; N·mm for patch rotations).
    pub loads: DVector<f64>,
    /// Generalised elastic displacements `G · loads`, same order (mm; radians), co-rotated frame.
    pub displacements: DVector<f64>,
}

/// Whether a contact point touches and holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactStatus {
    /// No pressure.
    Open,
    /// Pressure, and less friction than the Coulomb limit.
    Stick,
    /// Pressure, and friction at the Coulomb limit.
    Slip,
}

/// One quadrature point of a facet that may touch.
#[derive(Clone, Copy, Debug)]
pub struct ContactPoint {
    /// Facet it lies on (index into `Body::facets`).
    pub facet: u32,
    /// Whether it lies on a sharp edge rather than inside a facet.
    pub on_edge: bool,
    /// Area of the surface that it stands for, mm²; zero on an edge.
    pub area_mm2: f64,
    /// Current position, mm, world frame.
    pub position: Point3,
    /// Current outward normal, world frame; on an edge the mean of the two.
    pub normal: Vector3,
    /// Distance along the normal to the opposite side (negative: penetration), mm; `None` if it faces nothing.
    pub gap_mm: Option<f64>,
    /// Share of the traction that this point transmits: one half where faces lie on each other, so that both sides add up to
    /// the whole; less where an edge bears instead, and up to one on that edge.
    pub share: f64,
    /// Force on this side, N, world frame.
    pub force_n: Vector3,
    /// Area over which the solver spread that force, mm²: share × area; on an edge, share × length × half a facet.
    pub bearing_area_mm2: f64,
    /// Area under pressure that the point accounts for when points of one side and all edges are counted, mm². On an edge
    /// the strip that sinks into the other side.
    pub contact_area_mm2: f64,
    /// Contact pressure, MPa; force along the normal divided by the bearing area.
    pub pressure_mpa: f64,
    /// Frictional traction on this side over the bearing area, MPa, world frame.
    pub friction_mpa: Vector3,
    /// Length of the path it has slipped, mm (elastic slip not counted).
    pub slip_mm: f64,
    /// Open, stick or slip.
    pub status: ContactStatus,
}

/// Both sides of a contact pair.
#[derive(Clone, Debug, Default)]
pub struct PairState {
    /// Quadrature points of side 0 and side 1, facet by facet.
    pub sides: [Vec<ContactPoint>; 2],
}

/// What a connector does.
#[derive(Clone, Debug)]
pub struct ConnectorState {
    /// Current position of each anchor, mm, world frame.
    pub positions: Vec<Point3>,
    /// Wrench on the body at each anchor.
    pub wrenches: Vec<Wrench>,
    /// Its scalar for display, N.
    pub magnitude_n: f64,
    /// Stored energy, N·mm.
    pub energy_nmm: f64,
}

/// The books of a state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    /// One per body.
    pub bodies: Vec<BodyAudit>,
    /// Residual force on the platform, N.
    pub platform_n: f64,
    /// Greatest mismatch between elastic displacements and loads, mm.
    pub elastic_mm: f64,
    /// Greatest penetration, mm: the shortest way out (along the normal, or across a rim) of any point that transmits more than a
    /// hundredth of its traction.
    pub penetration_mm: f64,
    /// Work of connectors and platform on the bodies since the beginning, N·mm.
    pub work_in_nmm: f64,
    /// Elastic energy of bodies, contact layer and callus, N·mm.
    pub stored_nmm: f64,
    /// Work lost in friction since the beginning (including what the elastic slip holds), N·mm.
    pub friction_nmm: f64,
    /// Work lost in viscosity since the beginning, N·mm.
    pub viscous_nmm: f64,
}

/// Residuals of one body without viscosity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BodyAudit {
    /// Sum of all forces, N.
    pub force_n: Vector3,
    /// Sum of all moments about the displaced centre, N·mm.
    pub moment_nmm: Vector3,
    /// Load: sum of the magnitudes of the forces on it, N.
    pub load_n: f64,
    /// Sum of the magnitudes of moments and force × lever on it, N·mm.
    pub moment_load_nmm: f64,
}
