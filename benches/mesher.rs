//! Speed and scaling of the mesher on one thread: reading a surface, cutting it, meshing and checking the fragments.
//!
//! `cargo bench --bench mesher [-- SURFACE [SIZE_MM …]]`; without a surface a generated ellipsoid the size of a metatarsal.
//! With one surface and one size it prints only the number of tetrahedra, of [`RUNS`] equal runs, for `compare_meshers.py`.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::time::Instant;

use osteotome_geometry::{
    Kerf, Plane, Point3, TriangleSurface, Vector3, read_surface, section_area_mm2, write_stl,
};
use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};

/// As many as `compare_meshers.py` expects.
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path =
        arguments.first().map_or_else(|| generated(folder.path().join("ellipsoid.stl")), PathBuf::from);
    let sizes_mm: Vec<f64> = arguments.iter().skip(1).filter_map(|s| s.parse().ok()).collect();
    if let [size_mm] = sizes_mm[..] {
        println!("{}", best_of(RUNS, &path, size_mm).0);
        return;
    }
    let sizes_mm = if sizes_mm.is_empty() { vec![1.2, 0.6, 0.3] } else { sizes_mm };
    for size_mm in sizes_mm {
        let (tetrahedra, seconds) = best_of(3, &path, size_mm);
        let each_us = 1e6 * seconds / tetrahedra as f64;
        println!("size {size_mm} mm: {tetrahedra} tetrahedra in {seconds:.3} s, {each_us:.2} µs each");
    }
}

/// Tetrahedra and the shortest time of several runs.
fn best_of(runs: usize, path: &PathBuf, size_mm: f64) -> (usize, f64) {
    let mut best = (0, f64::INFINITY);
    for _ in 0..runs {
        let start = Instant::now();
        let tetrahedra = file_to_fragments(path, size_mm);
        best = (tetrahedra, start.elapsed().as_secs_f64().min(best.1));
    }
    best
}

fn file_to_fragments(path: &PathBuf, size_mm: f64) -> usize {
    let surface = read_surface(path).expect("a readable surface");
    let options = MeshOptions { size_mm, cut_size_mm: size_mm, order: ElementOrder::Linear };
    let cut = cut_bone(&surface, &[Kerf::slab(oblique_plane(&surface), 2.0)], &options).expect("a plain cut");
    cut.fragments.iter().map(|f| f.quality.tetrahedra).sum()
}

/// 45° to the longest side of the bounding box, a fifth of it from one end.
fn oblique_plane(surface: &TriangleSurface) -> Plane {
    let low = surface.vertices.iter().fold(surface.vertices[0], |l, p| l.inf(p));
    let high = surface.vertices.iter().fold(low, |h, p| h.sup(p));
    let longest = (high - low).imax();
    let along = Vector3::ith(longest, 1.0);
    let level = Plane {
        origin: low + along * (0.2 * (high - low)[longest]),
        normal: nalgebra::Unit::new_normalize(along),
    };
    let origin = section_area_mm2(surface, &level).1;
    Plane { origin, normal: nalgebra::Unit::new_normalize(along + Vector3::ith((longest + 1) % 3, 1.0)) }
}

/// An ellipsoid of 6000 mm³ with 8000 triangles.
fn generated(path: PathBuf) -> PathBuf {
    let (rings, segments) = (64, 64);
    let at = |i: u32, j: u32| {
        let polar = std::f64::consts::PI * f64::from(i) / f64::from(rings);
        let azimuth = std::f64::consts::TAU * f64::from(j) / f64::from(segments);
        Point3::new(6.4 * polar.sin() * azimuth.cos(), 6.4 * polar.sin() * azimuth.sin(), 35.0 * polar.cos())
    };
    let number = |i: u32, j: u32| match i {
        0 => 0,
        i if i == rings => 1,
        i => 2 + (i - 1) * segments + j % segments,
    };
    let mut surface = TriangleSurface { vertices: vec![at(0, 0), at(rings, 0)], triangles: Vec::new() };
    for i in 1..rings {
        surface.vertices.extend((0..segments).map(|j| at(i, j)));
    }
    for (i, j) in (0..rings).flat_map(|i| (0..segments).map(move |j| (i, j))) {
        let [a, b, c, d] = [number(i, j), number(i + 1, j), number(i, j + 1), number(i + 1, j + 1)];
        surface.triangles.extend(
            [[a, b, c], [c, b, d]].into_iter().filter(|t| t[0] != t[1] && t[1] != t[2] && t[0] != t[2]),
        );
    }
    write_stl(&path, &surface).expect("a writable folder");
    path
}
