//! The same mesh in CalculiX, scikit-fem and dolfinx, which agree to seven digits.
#![allow(missing_docs, clippy::print_stderr)]

mod common;

use common::deck::Deck;
use osteotome_elastic::{ElementMaterials, IsotropicMaterial, solve_clamped};

const BONE: IsotropicMaterial = IsotropicMaterial { modulus_mpa: 10_000.0, poisson: 0.3 };

fn agrees(name: &str, published: f64) {
    let Some(deck) = Deck::find(name) else {
        eprintln!("{name}: deck not found, skipped");
        return;
    };
    let materials = ElementMaterials::homogeneous(&deck.mesh, BONE).unwrap();
    let field = solve_clamped(&deck.mesh, &materials, &deck.clamped, &deck.loads_n).unwrap();
    let value = deck.check_value(&field.displacements_mm);
    assert!((value - published).abs() < 1e-6, "{name}: {value} against {published}");
}

#[test]
fn metatarsal_of_linear_elements() {
    agrees("m20_t4", 3.306736);
}

#[test]
fn metatarsal_of_quadratic_elements() {
    agrees("m20_t10", 3.576645);
}
