//! The contact decks that CalculiX and FEBio were run on: same meshes, springs and loads (docs/verification-contact.md).
mod common;

use common::deck::{Choices, Rest, find, settle};
use osteotome_geometry::Vector3;
use osteotome_mesh::ElementOrder;

fn run(name: &str, choices: &Choices) -> Option<Rest> {
    let Some(text) = find(name) else {
        common::note("skipped: deck not found, OSTEOTOME_PEERS names its directory");
        return None;
    };
    let rest = settle(&text, choices);
    common::note(&format!(
        "{name} {choices:?}: {} steps, {} iterations, displacement {:?}, {:?}",
        rest.outcome.steps, rest.outcome.iterations, rest.displacement, rest.contact
    ));
    Some(rest)
}

/// Distance of two displacements as a share of the other's length.
fn apart(rest: &Rest, other: [f64; 3]) -> f64 {
    (rest.displacement - Vector3::from(other)).norm() / Vector3::from(other).norm()
}

/// FEBio is the peer; CalculiX agrees too once the face that the rim bears on is the master, whose normal it takes.
#[test]
fn the_19k_deck() {
    let Some(rest) = run("c_20_t4.inp", &Choices::default()) else { return };
    assert!(apart(&rest, [-1.912, 0.107, -3.703]) < 0.05, "FEBio: {}", apart(&rest, [-1.912, 0.107, -3.703]));
    assert!(apart(&rest, [-1.8835, -0.0169, -3.6536]) < 0.025, "CalculiX with the sides swapped");
}

/// Without friction nothing but the direction of the pressure is left to differ.
#[test]
fn the_19k_deck_without_friction() {
    let Some(rest) = run("c_20_t4.inp", &Choices { friction: 0.0, ..Choices::default() }) else { return };
    assert!(apart(&rest, [-2.2863, 0.0535, -3.2469]) < 0.02, "CalculiX with the sides swapped");
}

#[test]
fn the_96k_deck() {
    let Some(rest) = run("c_100_t4.inp", &Choices::default()) else { return };
    assert!(apart(&rest, [-1.869, 0.093, -3.616]) < 0.05, "FEBio: {}", apart(&rest, [-1.869, 0.093, -3.616]));
}

/// No peer came to the end of it: CalculiX lost equilibrium at seven eighths of the load.
#[test]
fn the_19k_deck_with_quadratic_elements() {
    let quadratic = Choices { order: ElementOrder::Quadratic, ..Choices::default() };
    let Some(rest) = run("c_20_t4.inp", &quadratic) else { return };
    for body in &rest.outcome.audit.bodies {
        assert!(body.force_n.norm() < 1e-5 * body.load_n, "{body:?}");
    }
}
