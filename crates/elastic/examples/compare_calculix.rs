//! Displacements and nodal strains of a deck against a CalculiX result: `compare_calculix DECK RESULT.frd`.
//!
//! The deck must ask CalculiX for `*NODE FILE U` and `*EL FILE E`.
#![allow(clippy::print_stdout)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::deck::Deck;
use nalgebra::{Matrix3, Vector3};
use osteotome_elastic::{ElementMaterials, IsotropicMaterial, StrainField, solve_clamped};

type Failure = Box<dyn std::error::Error>;

/// The values of each node in one block of a result file: lines `-1`, node (10 wide), values (12 wide each).
fn block(text: &str, name: &str, components: usize) -> Result<Vec<Vec<f64>>, Failure> {
    let start = text.find(&format!(" -4  {name}")).ok_or_else(|| format!("no {name} in the result"))?;
    let lines = text[start..].lines().skip_while(|line| !line.starts_with(" -1"));
    let mut values = Vec::new();
    for line in lines.take_while(|line| line.starts_with(" -1")) {
        let field = |i: usize| line[13 + 12 * i..25 + 12 * i].trim().parse::<f64>();
        values.push((0..components).map(field).collect::<Result<Vec<f64>, _>>()?);
    }
    Ok(values)
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, result] = &arguments[..] else {
        return Err("deck and result?".into());
    };
    let deck = Deck::find(name).ok_or("deck not found")?;
    let text = std::fs::read_to_string(result)?;
    let materials =
        ElementMaterials::homogeneous(&deck.mesh, IsotropicMaterial { modulus_mpa: 10_000.0, poisson: 0.3 })?;
    let field = solve_clamped(&deck.mesh, &materials, &deck.clamped, &deck.loads_n)?;
    let strains = StrainField::new(&deck.mesh, &materials, &field)?;
    let (mut apart, mut largest) = (0.0_f64, 0.0_f64);
    for (ours, theirs) in field.displacements_mm.iter().zip(block(&text, "DISP", 3)?) {
        apart = apart.max((ours - Vector3::from_column_slice(&theirs)).norm());
        largest = largest.max(ours.norm());
    }
    println!("displacement: largest {largest:.6} mm, largest difference {apart:.2e} mm");
    let (mut difference, mut total) = (0.0, 0.0);
    let (mut apart, mut largest) = (0.0_f64, 0.0_f64);
    for (node, e) in block(&text, "TOSTRAIN", 6)?.into_iter().enumerate() {
        let theirs = Matrix3::new(e[0], e[3], e[5], e[3], e[1], e[4], e[5], e[4], e[2]);
        let ours = &strains.stiffest(node).ok_or("a node without element")?.strain;
        difference += (ours - theirs).norm_squared();
        total += theirs.norm_squared();
        apart = apart.max((ours - theirs).norm());
        largest = largest.max(theirs.norm());
    }
    let mean = f64::sqrt(difference / total);
    println!(
        "strain: largest {largest:.6}, largest difference {:.2e} of it, mean square {mean:.2e}",
        apart / largest
    );
    Ok(())
}
