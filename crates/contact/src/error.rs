//! What can go wrong, and with which body.

use osteotome_geometry::Vector3;

/// Why no equilibrium was delivered.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum ContactError {
    /// The assembly contradicts itself.
    #[error("{what}: {remedy}")]
    Inconsistent {
        /// What was found.
        what: String,
        /// What would be accepted.
        remedy: String,
    },
    /// Faces of a pair overlap before anything moved.
    #[error(
        "contact pair {pair}: the faces overlap by {overlap_mm:.3} mm before loading; move the bodies apart or check the kerf"
    )]
    InitialOverlap {
        /// Name of the pair.
        pair: String,
        /// Greatest overlap, mm.
        overlap_mm: f64,
    },
    /// No equilibrium exists: a body moves on under constant load, and nothing slows it down.
    #[error(
        "nothing holds {body}: it has moved {travel_mm:.1} mm under constant load of stage {stage}, and what drives it \
         ({drive_n:.2} N) does not fall: it is free to move along ({:.2}, {:.2}, {:.2}) turning about ({:.2}, {:.2}, \
         {:.2}); add a support or friction, or lower the load",
        direction.x, direction.y, direction.z, axis.x, axis.y, axis.z
    )]
    NothingHolds {
        /// Name of the body.
        body: String,
        /// Stage in which it left.
        stage: String,
        /// Length of the path it had gone, turns counted at its radius, mm.
        travel_mm: f64,
        /// Unbalanced force, or moment divided by the radius of the body, over the last stretch, N.
        drive_n: f64,
        /// Unit direction of its free translation, world frame (zero if it only turns).
        direction: Vector3,
        /// Axis of its free rotation, world frame, length = share of rotation in the motion of its surface.
        axis: Vector3,
    },
    /// The step became too small without convergence.
    #[error(
        "stage {stage} stopped at {progress:.4} of its load ramp: no convergence with a step of {step:.1e} \
         (residual {residual:.1e} of the load, worst in {body})"
    )]
    NotConverged {
        /// Stage that stopped.
        stage: String,
        /// Share of the ramp that was reached.
        progress: f64,
        /// The pseudo-time step that failed.
        step: f64,
        /// Relative residual of the last iterate.
        residual: f64,
        /// Body with the greatest residual.
        body: String,
    },
}
