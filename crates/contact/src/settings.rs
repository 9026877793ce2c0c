//! The five knobs of the solver.

/// How hard to try and how finely to step. The defaults suit bones of any size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// A settled state has residual forces and moments (viscosity counts as residual) below this share of the load.
    pub equilibrium_tolerance: f64,
    /// Faces that touch move no further than this against each other in one step, mm. Friction remembers the path; faces apart
    /// may move four times as far against each other, and bodies eight times as far in space.
    pub largest_step_mm: f64,
    /// Contact stiffness as a multiple of the local elastic stiffness of the bodies: penetration is about one part in
    /// this of the elastic indentation.
    pub contact_stiffness_ratio: f64,
    /// Share of the load that soft-tissue viscosity takes when a fragment moves 1 mm in one unit of pseudo-time.
    pub viscous_share: f64,
    /// A body that has moved further than this under constant load, and over the last half of it has not been slowed
    /// down, is held by nothing, mm.
    pub runaway_mm: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            equilibrium_tolerance: 1e-6,
            largest_step_mm: 0.25,
            contact_stiffness_ratio: 10.0,
            viscous_share: 0.01,
            runaway_mm: 40.0,
        }
    }
}
