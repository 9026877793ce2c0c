//! Closed forms that the solver is put beside, small enough to compute in seconds.
//!
//! The full verification is in the tests of the elastic and the contact crate; these are the few cases that show at a glance
//! whether a build computes what it should.

mod bodies;
mod box_mesh;
mod elasticity;
mod friction;
mod hertz;

use rayon::prelude::*;
use serde::Serialize;

/// A case with a closed form.
struct ClosedForm {
    what: &'static str,
    source: &'static str,
    unit: &'static str,
    exact: f64,
    compute: fn() -> Result<f64, String>,
}

/// A closed form beside what was computed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checked {
    /// What was computed.
    pub what: &'static str,
    /// Whose closed form.
    pub source: &'static str,
    /// Unit of both figures.
    pub unit: &'static str,
    /// The closed form.
    pub exact: f64,
    /// The solver's; the reason if there is none.
    pub computed: Result<f64, String>,
}

fn closed_forms() -> Vec<ClosedForm> {
    vec![
        ClosedForm {
            what: "patch test, linear displacements on a distorted mesh of Tet10: greatest error of the strain over the strain",
            source: "exact",
            unit: "",
            exact: 0.0,
            compute: elasticity::patch_test,
        },
        ClosedForm {
            what: "cantilever 60 × 8 × 8 mm, Tet10, 100 N at the tip: deflection",
            source: "Timoshenko with Cowper's shear coefficient",
            unit: "mm",
            exact: elasticity::timoshenko_mm(),
            compute: elasticity::cantilever,
        },
        ClosedForm {
            what: "block on an incline of 21.8°: least friction that holds it",
            source: "tangent of the slope",
            unit: "",
            exact: friction::SLOPE,
            compute: friction::least_friction,
        },
        ClosedForm {
            what: "sphere on a plane: radius of contact, from the pressure",
            source: "Hertz",
            unit: "mm",
            exact: hertz::CONTACT_MM,
            compute: || hertz::pressed().map(|[radius, _]| radius),
        },
        ClosedForm {
            what: "sphere on a plane: greatest pressure",
            source: "Hertz",
            unit: "MPa",
            exact: hertz::peak_mpa(),
            compute: || hertz::pressed().map(|[_, peak]| peak),
        },
    ]
}

/// Computes every closed form.
pub(crate) fn checked() -> Vec<Checked> {
    closed_forms()
        .into_par_iter()
        .map(|ClosedForm { what, source, unit, exact, compute }| Checked {
            what,
            source,
            unit,
            exact,
            computed: compute(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn the_solver_meets_the_closed_forms() {
        for form in checked() {
            let computed = form.computed.expect(form.what);
            // Hertz: about seven facets a radius leave 3 %; everything else is far closer.
            let bound = if form.exact == 0.0 { 1e-9 } else { 0.03 * form.exact };
            assert!(
                (computed - form.exact).abs() < bound,
                "{}: {computed} against {}",
                form.what,
                form.exact
            );
        }
    }
}
