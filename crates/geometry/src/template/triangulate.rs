//! Triangles on the analytic skin: rings of evenly spaced points, stitched, between two poles.

use super::skin::Skin;
use crate::{Point3, TriangleSurface};

/// Places along the bone at which the mean meridian is measured.
const MERIDIAN_SAMPLES: usize = 1600;
/// Directions round the bone over which the meridian is averaged.
const MERIDIANS: usize = 16;
/// Points round a section at which its perimeter is measured.
const PERIMETER_SAMPLES: usize = 256;

pub(super) fn triangulate(skin: &Skin, edge: f64) -> TriangleSurface {
    let rows = row_places(skin, edge);
    let mut surface = TriangleSurface::default();
    let tip = push(&mut surface, skin.point(0.0, 0.0));
    let mut previous: Vec<u32> = Vec::new();
    for (row, place) in rows.iter().enumerate() {
        let ring: Vec<u32> =
            ring(skin, *place, edge, row % 2 == 1).into_iter().map(|p| push(&mut surface, p)).collect();
        if previous.is_empty() {
            fan(&mut surface, tip, &ring, true);
        } else {
            stitch(&mut surface, &previous, &ring);
        }
        previous = ring;
    }
    let base = push(&mut surface, skin.point(1.0, 0.0));
    fan(&mut surface, base, &previous, false);
    surface
}

fn push(surface: &mut TriangleSurface, point: Point3) -> u32 {
    surface.vertices.push(point);
    (surface.vertices.len() - 1) as u32
}

/// Values of `s` for the rings: equal steps of the mean meridian, the height of an equilateral triangle apart.
fn row_places(skin: &Skin, edge: f64) -> Vec<f64> {
    let at = |i: usize| i as f64 / MERIDIAN_SAMPLES as f64;
    let mut lengths = vec![0.0];
    for i in 0..MERIDIAN_SAMPLES {
        lengths.push(lengths[i] + mean_step(skin, at(i), at(i + 1)));
    }
    let total = lengths[MERIDIAN_SAMPLES];
    let rows = (total / (edge * 0.75f64.sqrt())).round().max(8.0) as usize;
    (1..rows).map(|row| at(1) * inverse(&lengths, total * row as f64 / rows as f64)).collect()
}

fn mean_step(skin: &Skin, from: f64, to: f64) -> f64 {
    let angle = |k: usize| std::f64::consts::TAU * k as f64 / MERIDIANS as f64;
    let step = |k: usize| (skin.point(to, angle(k)) - skin.point(from, angle(k))).norm();
    (0..MERIDIANS).map(step).sum::<f64>() / MERIDIANS as f64
}

/// Fractional index at which the increasing `lengths` reach `length`.
fn inverse(lengths: &[f64], length: f64) -> f64 {
    let i = lengths.partition_point(|l| *l <= length).clamp(1, lengths.len() - 1);
    (i - 1) as f64 + (length - lengths[i - 1]) / (lengths[i] - lengths[i - 1])
}

/// Evenly spaced points round the section at `s`; every other ring is turned by half a step.
fn ring(skin: &Skin, s: f64, edge: f64, turned: bool) -> Vec<Point3> {
    let angle = |k: f64| std::f64::consts::TAU * k / PERIMETER_SAMPLES as f64;
    let mut lengths = vec![0.0];
    for k in 0..PERIMETER_SAMPLES {
        let step = (skin.point(s, angle((k + 1) as f64)) - skin.point(s, angle(k as f64))).norm();
        lengths.push(lengths[k] + step);
    }
    let perimeter = lengths[PERIMETER_SAMPLES];
    let count = (perimeter / edge).round().max(6.0) as usize;
    let start = if turned { 0.5 } else { 0.0 };
    (0..count)
        .map(|k| skin.point(s, angle(inverse(&lengths, perimeter * (k as f64 + start) / count as f64))))
        .collect()
}

fn fan(surface: &mut TriangleSurface, pole: u32, ring: &[u32], distal: bool) {
    for (k, &a) in ring.iter().enumerate() {
        let b = ring[(k + 1) % ring.len()];
        surface.triangles.push(if distal { [pole, a, b] } else { [pole, b, a] });
    }
}

/// Closes the strip between two rings, always with the shorter of the two possible diagonals.
fn stitch(surface: &mut TriangleSurface, distal: &[u32], proximal: &[u32]) {
    let at = |ring: &[u32], k: usize| ring[k % ring.len()];
    let gap = |surface: &TriangleSurface, a: u32, b: u32| {
        (surface.vertices[a as usize] - surface.vertices[b as usize]).norm()
    };
    let (mut i, mut j) = (0, 0);
    while i < distal.len() || j < proximal.len() {
        let (a, b) = (at(distal, i), at(proximal, j));
        let (next_a, next_b) = (at(distal, i + 1), at(proximal, j + 1));
        let step_distal =
            j == proximal.len() || (i < distal.len() && gap(surface, next_a, b) <= gap(surface, a, next_b));
        if step_distal {
            surface.triangles.push([a, b, next_a]);
            i += 1;
        } else {
            surface.triangles.push([a, b, next_b]);
            j += 1;
        }
    }
}
