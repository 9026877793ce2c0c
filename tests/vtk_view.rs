//! `view.py` makes a picture of a small artificial forefoot in ParaView.
//!
//! Needs `OSTEOTOME_PVPYTHON`, a command that runs ParaView's Python and can draw, for example `xvfb-run -a pvpython`.
//! Without it the test says so and passes. `OSTEOTOME_PICTURES` names a folder that keeps the picture.
#![allow(clippy::print_stderr, reason = "a skipped test says why")]

mod grids;

use grids::kuhn_box;
use osteotome_vtk::{Cells, Field, Grid, Part, Series, Surface, View, view_script};
use std::path::Path;
use std::process::Command;

/// A round bar along x from `start_mm`, its near end slanted by 45°, with a head of a greater radius at its far end.
fn bar(start_mm: f64, length_mm: f64, lateral_mm: f64, head: bool) -> Grid {
    let (unit, cells) = kuhn_box(8, 1.0);
    let place = |[s, u, v]: [f64; 3]| {
        let [u, v] = [2.0 * u - 1.0, 2.0 * v - 1.0];
        let swelling = if head { 1.0 + 0.8 * (std::f64::consts::PI * s).sin() } else { 1.0 };
        let radius_mm = 4.0 * swelling;
        // elliptical map from the square to the disc
        let [y, z] =
            [u * (1.0 - 0.5 * v * v).sqrt(), v * (1.0 - 0.5 * u * u).sqrt()].map(|at| at * radius_mm);
        let slant = if head { z * (1.0 - s) } else { z * s };
        [start_mm + s * length_mm + slant, lateral_mm + y, z + 8.0]
    };
    let points_mm: Vec<_> = unit.into_iter().map(place).collect();
    let stresses = points_mm.iter().map(|point| point[2].abs() * 2.0).collect();
    Grid {
        point_fields: vec![Field::scalars("von_mises_mpa", stresses)],
        cell_fields: vec![],
        cells: Cells::Tet4(cells),
        points_mm,
    }
}

/// The slanted near end of the head, with a pressure that grows towards the dorsal side.
fn face(grid: &Grid, touching: bool) -> Surface {
    if !touching {
        return Surface { point_fields: vec![Field::scalars("pressure_mpa", vec![])], ..Surface::default() };
    }
    let node = |j: u32, k: u32| 9 * (j + 9 * k);
    let quads = (0..8)
        .flat_map(|k| (0..8).map(move |j| [node(j, k), node(j + 1, k), node(j + 1, k + 1), node(j, k + 1)]));
    let triangles = quads.flat_map(|[a, b, c, d]| [[a, b, c], [a, c, d]]).collect();
    let pressures = grid.points_mm.iter().map(|point| point[2].max(0.0) * 0.3).collect();
    Surface {
        points_mm: grid.points_mm.clone(),
        triangles,
        point_fields: vec![Field::scalars("pressure_mpa", pressures)],
        ..Surface::default()
    }
}

/// Single points in the middle of the head, as contact samples are.
fn samples(grid: &Grid) -> Surface {
    let middle = |points: [u32; 4]| {
        [0, 1, 2].map(|axis| points.map(|at| grid.points_mm[at as usize][axis]).iter().sum::<f64>() / 4.0)
    };
    let Cells::Tet4(cells) = &grid.cells else { return Surface::default() };
    let points_mm: Vec<_> = cells.iter().filter(|cell| cell[0] % 9 == 4).map(|cell| middle(*cell)).collect();
    Surface {
        dots: (0..points_mm.len() as u32).collect(),
        point_fields: vec![Field::scalars(
            "pressure_mpa",
            points_mm.iter().map(|point| point[2] * 0.2).collect(),
        )],
        points_mm,
        ..Surface::default()
    }
}

fn tendons(laterals_mm: &[f64]) -> Surface {
    let points_mm = laterals_mm.iter().flat_map(|y| [[0.0, *y, 0.0], [-60.0, *y * 0.5, 6.0]]).collect();
    let lines = (0..laterals_mm.len() as u32).map(|line| vec![2 * line, 2 * line + 1]).collect();
    let tensions = (0..laterals_mm.len()).map(|line| 60.0 + 15.0 * line as f64).collect();
    Surface {
        points_mm,
        lines,
        cell_fields: vec![Field::scalars("tension_n", tensions)],
        ..Surface::default()
    }
}

fn ground() -> Surface {
    let corners = [[-70.0, -30.0], [20.0, -30.0], [20.0, 30.0], [-70.0, 30.0]];
    let points_mm = corners.map(|[x, y]| [x, y, -1.0]).to_vec();
    Surface { points_mm, triangles: vec![[0, 1, 2], [0, 2, 3]], ..Surface::default() }
}

/// Three cut rays, their tendons and the ground; the faces touch once the heads have moved.
fn forefoot(travel_mm: f64) -> Vec<(String, Part)> {
    let laterals_mm = [-16.0, 0.0, 16.0];
    let ray = |(ray, lateral_mm): (usize, f64)| {
        let head = bar(-12.0 - travel_mm, 16.0, lateral_mm, true);
        [
            (format!("M{ray}-proximal"), Part::Body(bar(-66.0, 48.0, lateral_mm, false))),
            (format!("M{ray}-face"), Part::Surface(face(&head, travel_mm > 0.0))),
            (format!("M{ray}-samples"), Part::Surface(samples(&head))),
            (format!("M{ray}-distal"), Part::Body(head)),
        ]
    };
    let mut parts: Vec<_> = (2..).zip(laterals_mm).flat_map(ray).collect();
    parts.push(("tendons".to_owned(), Part::Surface(tendons(&laterals_mm))));
    parts.push(("ground".to_owned(), Part::Surface(ground())));
    parts
}

fn write_forefoot(folder: &Path) {
    let mut series = Series::new(folder, "osteotomy").expect("name");
    for (time, travel_mm) in [(0.0, 0.0), (0.5, 2.0), (1.0, 4.0)] {
        let parts = forefoot(travel_mm);
        let parts: Vec<_> = parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
        series.add_step(time, &parts).expect("written");
    }
    series.finish().expect("written");
    let view = View {
        series: "osteotomy",
        face_field: "pressure_mpa",
        line_field: "tension_n",
        folder,
        camera_direction: [1.0, 1.0, 0.7],
    };
    std::fs::write(folder.join("view.py"), view_script(&view).expect("names")).expect("written");
}

#[test]
fn the_view_script_makes_a_picture() {
    let Ok(command) = std::env::var("OSTEOTOME_PVPYTHON") else {
        eprintln!("skipped: set OSTEOTOME_PVPYTHON, for example to `xvfb-run -a pvpython`");
        return;
    };
    let folder = tempfile::tempdir().expect("temporary folder");
    write_forefoot(folder.path());
    for (name, options) in [("bone.png", "--camera=-0.5,1,0.8"), ("stress.png", "--colour=von_mises_mpa")] {
        let picture = folder.path().join(name);
        let mut words = command.split_whitespace();
        let output = Command::new(words.next().expect("a command"))
            .args(words)
            .arg(folder.path().join("view.py"))
            .args([options, "--size", "1200x800", "--screenshot"])
            .arg(&picture)
            .output()
            .expect("ParaView runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("ERR") && !said.contains("Error"), "{said}");
        // an empty picture of this size compresses to less
        assert!(std::fs::metadata(&picture).expect("a picture").len() > 20_000);
        if let Ok(keep) = std::env::var("OSTEOTOME_PICTURES") {
            std::fs::copy(&picture, Path::new(&keep).join(name)).expect("copied");
        }
    }
}
