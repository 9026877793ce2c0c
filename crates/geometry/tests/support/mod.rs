//! Simple solids and the real bones, for the tests.
#![allow(dead_code, clippy::print_stderr, unreachable_pub)] // each test file uses a part of it

use osteotome_geometry::{Point3, TriangleSurface, Vector3};
use std::path::PathBuf;

/// A unit sphere with flat faces, by subdividing an octahedron `levels` times.
pub fn sphere(levels: usize) -> TriangleSurface {
    let axes = [Vector3::x(), Vector3::y(), Vector3::z(), -Vector3::x(), -Vector3::y(), -Vector3::z()];
    let mut triangles: Vec<[Vector3; 3]> =
        [[0, 1, 2], [1, 3, 2], [3, 4, 2], [4, 0, 2], [1, 0, 5], [3, 1, 5], [4, 3, 5], [0, 4, 5]]
            .map(|corners| corners.map(|k: usize| axes[k]))
            .to_vec();
    for _ in 0..levels {
        triangles = triangles
            .iter()
            .flat_map(|&[a, b, c]| {
                let (ab, bc, ca) = ((a + b).normalize(), (b + c).normalize(), (c + a).normalize());
                [[a, ab, ca], [ab, b, bc], [ca, bc, c], [ab, bc, ca]]
            })
            .collect();
    }
    indexed(triangles.iter().map(|corners| corners.map(Point3::from)))
}

/// The box from `low` to `high`.
pub fn cuboid(low: [f64; 3], high: [f64; 3]) -> TriangleSurface {
    let corner = |k: usize| {
        Point3::from([0, 1, 2].map(|axis| if k >> axis & 1 == 1 { high[axis] } else { low[axis] }))
    };
    let quads = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]];
    indexed(quads.iter().flat_map(|&[a, b, c, d]| [[a, b, c], [a, c, d]]).map(|t| t.map(corner)))
}

/// Free triangles as an indexed surface.
pub fn indexed(triangles: impl Iterator<Item = [Point3; 3]>) -> TriangleSurface {
    let mut surface = TriangleSurface::default();
    for triangle in triangles {
        let numbers = triangle.map(|p| match surface.vertices.iter().position(|q| *q == p) {
            Some(k) => k as u32,
            None => {
                surface.vertices.push(p);
                surface.vertices.len() as u32 - 1
            }
        });
        surface.triangles.push(numbers);
    }
    surface
}

/// The surface with every vertex moved by `motion`.
pub fn moved(surface: &TriangleSurface, motion: impl Fn(&Point3) -> Point3) -> TriangleSurface {
    TriangleSurface {
        vertices: surface.vertices.iter().map(motion).collect(),
        triangles: surface.triangles.clone(),
    }
}

/// The surface in a mirror (x ↦ −x), still well oriented.
pub fn mirrored(surface: &TriangleSurface) -> TriangleSurface {
    let mut image = moved(surface, |p| Point3::new(-p.x, p.y, p.z));
    image.triangles.iter_mut().for_each(|t| t.swap(1, 2));
    image
}

/// Folder of the real bones, if it is there.
pub fn bones() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bones");
    let folder = std::env::var_os("OSTEOTOME_BONES").map_or_else(beside, PathBuf::from);
    let found = folder.join("metatarsals.csv").is_file();
    if !found {
        eprintln!("skipped: no bones in {} (set OSTEOTOME_BONES)", folder.display());
    }
    found.then_some(folder)
}

/// One row of `metatarsals.csv`.
pub struct MeasuredBone {
    pub file: PathBuf,
    pub dataset: String,
    pub ray: usize,
    pub left: bool,
    pub vertices: usize,
    pub faces: usize,
    pub volume_mm3: f64,
    pub length_mm: f64,
    pub mid_area_mm2: f64,
    pub mid_widths_mm: [f64; 2],
    pub narrowest_area_mm2: f64,
    pub base: Point3,
    pub head: Point3,
    pub shaft_axis: Vector3,
    pub declination_deg: Option<f64>,
}

/// All rows of `metatarsals.csv`; empty if the bones are absent.
pub fn measured_bones() -> Vec<MeasuredBone> {
    let Some(folder) = bones() else { return Vec::new() };
    let text = std::fs::read_to_string(folder.join("metatarsals.csv")).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |name: &str| cells[names.iter().position(|n| *n == name).unwrap()];
            let number = |name: &str| cell(name).parse::<f64>().unwrap();
            let triple = |name: &str| {
                let values: Vec<f64> = cell(name).split_whitespace().map(|x| x.parse().unwrap()).collect();
                Vector3::new(values[0], values[1], values[2])
            };
            MeasuredBone {
                file: folder.join(cell("file")),
                dataset: cell("dataset").into(),
                ray: cell("bone")[1..].parse().unwrap(),
                left: cell("side") == "L",
                vertices: number("V") as usize,
                faces: number("F") as usize,
                volume_mm3: number("volume_mm3"),
                length_mm: number("length_pca_mm"),
                mid_area_mm2: number("mid_area_mm2"),
                mid_widths_mm: [number("mid_width_min_mm"), number("mid_width_max_mm")],
                narrowest_area_mm2: number("narrowest_area_mm2"),
                base: triple("base_xyz").into(),
                head: triple("head_xyz").into(),
                shaft_axis: triple("shaft_axis_distal"),
                declination_deg: cell("declination_shaft_deg").parse().ok(),
            }
        })
        .collect()
}

/// A metatarsal-like solid of known frame: shaft along +x, dorsal +z, left bone (lateral +y); length 70 mm, round head of
/// radius 6.5 mm, base higher than wide, shaft bowed dorsally by 3 mm.
pub fn plain_metatarsal() -> TriangleSurface {
    const STATIONS: usize = 71;
    const AROUND: usize = 32;
    let ring = |k: usize| {
        let x = 70.0 * k as f64 / (STATIONS - 1) as f64;
        let (height, width) = plain_half_axes(x);
        let middle = 3.0 * (std::f64::consts::PI * x / 70.0).sin();
        (0..AROUND).map(move |j| {
            let (sin, cos) = (std::f64::consts::TAU * j as f64 / AROUND as f64).sin_cos();
            Point3::new(x, width * cos, middle + height * sin)
        })
    };
    let mut surface =
        TriangleSurface { vertices: (1..STATIONS - 1).flat_map(ring).collect(), triangles: Vec::new() };
    let number = |ring: usize, j: usize| (ring * AROUND + j % AROUND) as u32;
    for k in 0..STATIONS - 3 {
        for j in 0..AROUND {
            let [a, b, c, d] = [number(k, j), number(k, j + 1), number(k + 1, j + 1), number(k + 1, j)];
            surface.triangles.extend([[a, b, c], [a, c, d]]);
        }
    }
    let (near, far) = (surface.vertices.len() as u32, surface.vertices.len() as u32 + 1);
    surface.vertices.extend([Point3::origin(), Point3::new(70.0, 0.0, 0.0)]);
    for j in 0..AROUND {
        surface.triangles.push([near, number(0, j + 1), number(0, j)]);
        surface.triangles.push([far, number(STATIONS - 3, j), number(STATIONS - 3, j + 1)]);
    }
    surface
}

/// Half height and half width of the plain metatarsal at `x`.
fn plain_half_axes(x: f64) -> (f64, f64) {
    let shaft = 4.0 + 5.0 * (-x / 12.0).exp();
    let closing = (1.0 - (1.0 - x / 6.0).max(0.0).powi(2)).sqrt();
    let head = (6.5_f64.powi(2) - (x - 63.5).powi(2)).max(0.0).sqrt();
    let body = if x < 63.5 { shaft } else { 0.0 };
    ((1.25 * body * closing).max(head), (body * closing).max(head))
}
