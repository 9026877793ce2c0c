//! Runs a contact deck of the peers from file to rest: `peer_deck DECK.inp [linear|quadratic] [FRICTION]`.
#![allow(clippy::print_stdout, reason = "a program reports on standard output")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::deck::{Choices, read, settle};
use osteotome_mesh::ElementOrder;
use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = PathBuf::from(arguments.first().expect("the path of a deck"));
    let quadratic = arguments.get(1).is_some_and(|order| order == "quadratic");
    let choices = Choices {
        order: if quadratic { ElementOrder::Quadratic } else { ElementOrder::Linear },
        friction: arguments.get(2).map_or(0.4, |text| text.parse().expect("a coefficient of friction")),
        ..Choices::default()
    };
    let rest = settle(&read(&path).expect("a deck, plain or .xz"), &choices);
    let [x, y, z] = [rest.displacement.x, rest.displacement.y, rest.displacement.z];
    println!("displacement_mm {x:.4} {y:.4} {z:.4}");
    println!("steps {} iterations {}", rest.outcome.steps, rest.outcome.iterations);
    println!("force_n {:?} area_mm2 {:.3}", rest.contact.force_n, rest.contact.contact_area_mm2);
}
