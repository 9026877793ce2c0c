//! Processor time of one linear solve, stage by stage.
//!
//! `stages DECK|FILE.inp|SURFACE.stl [size_mm] [matrix file] [--iterative] [--condense]`
//!
//! A surface is meshed with Tet10 and held at the nodes of its lowest twentieth along x. The matrix file holds the
//! lower triangle for the comparison with other solvers: `n`, `entries`, then row, column (u32) and value (f64) each.
#![allow(clippy::print_stdout)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::io::Write as _;

use common::deck::Deck;
use nalgebra::Vector3;
use osteotome_elastic::{
    ClampedSystem, CondensedBody, DistributingPatch, ElementMaterials, IsotropicMaterial, Supports,
    solve_iteratively,
};
use osteotome_mesh::{ElementOrder, MeshOptions, mesh_solid};

type Failure = Box<dyn std::error::Error>;

/// Processor time of all threads so far, seconds.
fn processor_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() * 1e-9
}

fn load(arguments: &[String]) -> Result<Deck, Failure> {
    let name = arguments.first().ok_or("name of a deck or a surface?")?;
    if !name.ends_with(".stl") {
        return Ok(Deck::find(name).ok_or("deck not found")?);
    }
    let size_mm = arguments.get(1).ok_or("size_mm?")?.parse()?;
    let surface = osteotome_geometry::read_surface(std::path::Path::new(name))?;
    let options = MeshOptions { size_mm, cut_size_mm: size_mm, order: ElementOrder::Quadratic };
    let mesh = mesh_solid(&surface, &options)?.mesh;
    let ends =
        mesh.nodes.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[a, b], p| [a.min(p.x), b.max(p.x)]);
    let clamped = common::nodes_where(&mesh, |p| p.x < ends[0] + 0.05 * (ends[1] - ends[0]));
    let tip = common::nodes_where(&mesh, |p| p.x > ends[1] - 0.05 * (ends[1] - ends[0]));
    let mut loads_n = vec![Vector3::zeros(); mesh.nodes.len()];
    for &node in &tip {
        loads_n[node as usize].z = 150.0 / tip.len() as f64;
    }
    Ok(Deck { mesh, clamped, loads_n })
}

fn write_matrix(system: &ClampedSystem<'_>, path: &str) -> Result<(), Failure> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    file.write_all(&(system.factor_size().unknowns as u64).to_le_bytes())?;
    file.write_all(&(system.lower_entries().count() as u64).to_le_bytes())?;
    for (row, column, value) in system.lower_entries() {
        file.write_all(&(row as u32).to_le_bytes())?;
        file.write_all(&(column as u32).to_le_bytes())?;
        file.write_all(&value.to_le_bytes())?;
    }
    Ok(file.flush()?)
}

fn main() -> Result<(), Failure> {
    let (flags, plain): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let deck = load(&plain)?;
    let bone = IsotropicMaterial { modulus_mpa: 10_000.0, poisson: 0.3 };
    let materials = ElementMaterials::homogeneous(&deck.mesh, bone)?;
    println!("{}: {} elements, {} nodes", plain[0], deck.mesh.corners.len(), deck.mesh.nodes.len());
    if has("--iterative") {
        return iterate(&deck, &materials);
    }
    factorise(&deck, &materials, plain.get(2))?;
    if has("--condense") {
        for interface_nodes in [0, 200, 400] {
            condense(&deck, &materials, interface_nodes)?;
        }
    }
    Ok(())
}

fn factorise(deck: &Deck, materials: &ElementMaterials, matrix_file: Option<&String>) -> Result<(), Failure> {
    let start = processor_seconds();
    let system = ClampedSystem::new(&deck.mesh, materials, &Supports::clamped(&deck.clamped))?;
    let assembled = processor_seconds();
    let size = system.factor_size();
    if let Some(path) = matrix_file {
        write_matrix(&system, path)?;
    }
    let before = processor_seconds();
    let body = system.factorise()?;
    let factorised = processor_seconds();
    let field = body.solve_at_rest(&deck.loads_n)?;
    let solved = processor_seconds();
    println!(
        "{} unknowns, {:.1} M entries, {:.1} GF, {:.2} GB",
        size.unknowns,
        size.entries * 1e-6,
        size.flops * 1e-9,
        size.memory_gb
    );
    println!(
        "order and assemble {:.3} s, factorise {:.3} s, solve {:.3} s, together {:.3} s",
        assembled - start,
        factorised - before,
        solved - factorised,
        solved - before + assembled - start
    );
    println!(
        "f.u/150 = {:.6} mm, peak memory {:.2} GB",
        deck.check_value(&field.displacements_mm),
        peak_gb()
    );
    Ok(())
}

/// Largest resident memory so far, GB.
fn peak_gb() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(f64::NAN) * 1024e-9
}

/// The same solution by multigrid and conjugate gradients.
fn iterate(deck: &Deck, materials: &ElementMaterials) -> Result<(), Failure> {
    let start = processor_seconds();
    let supports = Supports::clamped(&deck.clamped);
    let (field, iterations) = solve_iteratively(&deck.mesh, materials, &supports, &deck.loads_n, 1e-8)?;
    println!(
        "iterative: {} iterations, {:.3} s, f.u/150 = {:.6} mm, peak memory {:.2} GB",
        iterations.count,
        processor_seconds() - start,
        deck.check_value(&field.displacements_mm),
        peak_gb()
    );
    Ok(())
}

/// The same body free, condensed to the nodes nearest to its upper end and one patch, and one recovery.
fn condense(deck: &Deck, materials: &ElementMaterials, interface_nodes: usize) -> Result<(), Failure> {
    let mut ranked: Vec<u32> = (0..deck.mesh.nodes.len() as u32).collect();
    ranked.sort_by(|&a, &b| deck.mesh.nodes[b as usize].x.total_cmp(&deck.mesh.nodes[a as usize].x));
    let patch = DistributingPatch {
        reference: deck.mesh.nodes[deck.clamped[0] as usize],
        weights: vec![1.0 / deck.clamped.len() as f64; deck.clamped.len()],
        nodes: deck.clamped.clone(),
    };
    let start = processor_seconds();
    let body = CondensedBody::new(&deck.mesh, materials, &ranked[..interface_nodes], &[patch])?;
    let condensed = processor_seconds();
    let forces = nalgebra::DVector::from_element(body.flexible().flexibility.nrows(), 1.0);
    // Processor time advances in ticks longer than one product.
    const LOADS: usize = 200;
    let motion: f64 = (0..LOADS).map(|_| (&body.flexible().flexibility * &forces).norm()).sum();
    let moved = processor_seconds();
    body.recover(&forces)?;
    let recovered = processor_seconds();
    let each = (moved - condensed) / LOADS as f64;
    println!("one more load: {each:.1e} s (mean motion {:.2e})", motion / LOADS as f64);
    println!(
        "condensed to {} unknowns and one patch: {} unknowns, {:.1} GF, {:.3} s; one recovery {:.3} s",
        3 * interface_nodes,
        body.factor_size().unknowns,
        body.factor_size().flops * 1e-9,
        condensed - start,
        recovered - moved
    );
    Ok(())
}
