//! A sphere on a plane and crossed cylinders of the same material: Hertz under normal load, Cattaneo and Mindlin under
//! tangential load.
mod common;

use common::elastic_block::boxes::mapped_mesh;
use common::elastic_block::elastic_body;
use common::{Bushing, DeadForce, fixed, pair};
use osteotome_contact::{
    Anchor, Assembly, Body, ContactPoint, ContactStatus, ContactSummary, Equilibrium, LoadFactors, Settings,
    Stage,
};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::ElementOrder;
use std::sync::Arc;

const RADIUS: f64 = 40.0;
const MODULUS: f64 = 1000.0;
const POISSON: f64 = 0.3;
const FRICTION: f64 = 0.5;
/// Half width of the finely meshed middle and of the blocks, and their height, mm.
const FINE: f64 = 2.1;
const HALF: f64 = 12.0;
/// Contact radius aimed at, mm (Johnson, Contact Mechanics, 1985, 4.22).
const CONTACT: f64 = 1.5;

fn effective_modulus() -> f64 {
    MODULUS / (2.0 * (1.0 - POISSON * POISSON))
}

fn load() -> f64 {
    4.0 * effective_modulus() * CONTACT.powi(3) / (3.0 * RADIUS)
}

/// Maps 0 … 1 to −HALF … HALF with `fine` even cells in the middle and `coarse` on either side that grow outwards.
fn graded(t: f64, fine: usize, coarse: usize) -> f64 {
    let cell = (2.0 * t - 1.0) * (0.5 * fine as f64 + coarse as f64);
    let inner = 0.5 * fine as f64;
    if cell.abs() <= inner {
        return cell / inner * FINE;
    }
    let s = (cell.abs() - inner) / coarse as f64;
    let first = (FINE / inner) * coarse as f64;
    cell.signum() * (FINE + first * s + (HALF - FINE - first) * s.powi(3))
}

/// A block whose touching face is `height(x, y)`; `up` is the side on which its material lies.
fn block(name: &str, fine: usize, up: f64, height: &dyn Fn(f64, f64) -> f64) -> Body {
    const COARSE: usize = 3;
    const LAYERS: usize = 7;
    let cells = fine + 2 * COARSE;
    let mesh = mapped_mesh([cells, cells, LAYERS], ElementOrder::Quadratic, 0.0, |p| {
        let [x, y] = [p[0], p[1]].map(|t| graded(t, fine, COARSE));
        let depth = if up > 0.0 { p[2] } else { 1.0 - p[2] };
        let share = 0.15 * depth + 0.85 * depth.powi(3);
        let surface = height(x, y);
        Point3::new(x, y, surface + share * (up * HALF - surface))
    });
    let touching = |p: &Point3| p.x.abs().max(p.y.abs()) < FINE && (p.z - height(p.x, p.y)).abs() < 0.02;
    let far = Point3::new(0.0, 0.0, up * HALF);
    elastic_body(name, &mesh, MODULUS, &touching, &[(far, &|p| (p.z - far.z).abs() < 1e-6)])
}

/// What is pressed together.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// A sphere above a plane.
    Sphere,
    /// Two cylinders of that radius, the lower one along y, the upper one along x: the same circle of contact.
    CrossedCylinders,
}

/// Height of a circle of the radius above its lowest point.
fn sagitta(r: f64) -> f64 {
    RADIUS - (RADIUS * RADIUS - r * r).sqrt()
}

/// The upper body lies 0.001 mm above the lower one.
fn pressed(shape: Shape, fine: [usize; 2], friction: f64, elastic_slip_mm: f64) -> Assembly {
    let bodies = match shape {
        Shape::Sphere => vec![
            block("plane", fine[0], -1.0, &|_, _| 0.0),
            block("sphere", fine[1], 1.0, &|x, y| 0.001 + sagitta(x.hypot(y))),
        ],
        Shape::CrossedCylinders => vec![
            block("lower", fine[0], -1.0, &|x, _| -sagitta(x)),
            block("upper", fine[1], 1.0, &|_, y| 0.001 + sagitta(y)),
        ],
    };
    let top = Point3::new(0.0, 0.0, HALF);
    let anchor = [Anchor::Patch { body: 1, patch: 0 }];
    let upright = Bushing {
        anchor: anchor.clone(),
        rest: top,
        stiffness: Vector3::new(1e-3, 1e-3, 0.0),
        turning_stiffness: 1e8,
    };
    let force = |force: Vector3, channel: usize| DeadForce { anchor: anchor.clone(), force, channel };
    Assembly {
        pairs: vec![pair(&bodies, [0, 1], friction, elastic_slip_mm)],
        bodies,
        connectors: vec![
            fixed(0, 0, Point3::new(0.0, 0.0, -HALF)),
            Arc::new(upright),
            Arc::new(force(Vector3::z() * -load(), 0)),
            Arc::new(force(Vector3::x() * (0.5 * FRICTION * load()), 1)),
        ],
        platform: None,
    }
}

fn stage(name: &str, from: [f64; 2], to: [f64; 2]) -> Stage {
    let factors = |pair: [f64; 2]| LoadFactors(pair.to_vec());
    Stage { name: name.to_owned(), from: factors(from), to: factors(to), duration: 1.0 }
}

/// ∫ p r² / ∫ p of Hertz' ellipse is 2 a²/5.
fn pressure_radius(points: &[ContactPoint]) -> f64 {
    let sum = |f: &dyn Fn(&ContactPoint) -> f64| -> f64 { points.iter().map(f).sum() };
    let load = sum(&|p| p.area_mm2 * p.pressure_mpa);
    let second = sum(&|p| p.area_mm2 * p.pressure_mpa * (p.position.x.powi(2) + p.position.y.powi(2)));
    (2.5 * second / load).sqrt()
}

/// Pressure in the middle, from the mean of both sides over a disc of 0.4 radii, where Hertz' ellipse has 0.9588 of its peak.
fn peak(sides: &[Vec<ContactPoint>; 2]) -> f64 {
    let mean = |points: &Vec<ContactPoint>| {
        let middle = points.iter().filter(|p| p.position.x.hypot(p.position.y) < 0.4 * CONTACT);
        let (sum, area) =
            middle.fold((0.0, 0.0), |(s, a), p| (s + p.area_mm2 * p.pressure_mpa, a + p.area_mm2));
        sum / area
    };
    0.5 * (mean(&sides[0]) + mean(&sides[1])) / 0.9588
}

fn disc_radius(points: &[ContactPoint], keep: &dyn Fn(&ContactPoint) -> bool) -> f64 {
    let area: f64 = points.iter().filter(|p| keep(p)).map(|p| p.area_mm2).sum();
    (area / std::f64::consts::PI).sqrt()
}

fn solver(shape: Shape, fine: [usize; 2]) -> Equilibrium {
    Equilibrium::new(pressed(shape, fine, FRICTION, 2e-4), Settings::default()).expect("consistent")
}

/// Radius from the area, radius from the pressure, peak pressure, and force from the pressure, each relative to Hertz.
fn hertz(solver: &mut Equilibrium) -> [f64; 4] {
    solver.run_stage(&stage("press", [0.0; 2], [1.0, 0.0]), &mut |e, _| common::show(e)).expect("settles");
    let points = &solver.state().pairs[0].sides[1];
    let theory = 1.5 * load() / (std::f64::consts::PI * CONTACT * CONTACT);
    [
        disc_radius(points, &|p| p.pressure_mpa > 0.01 * theory) / CONTACT,
        pressure_radius(points) / CONTACT,
        peak(&solver.state().pairs[0].sides) / theory,
        ContactSummary::of(&solver.state().pairs[0], 0.0).force_n.z / -load(),
    ]
}

#[test]
fn a_sphere_on_a_plane_follows_hertz_and_mindlin() {
    let mut solver = solver(Shape::Sphere, [9, 10]);
    let found = hertz(&mut solver);
    solver.run_stage(&stage("shear", [1.0, 0.0], [1.0, 1.0]), &mut |e, _| common::show(e)).expect("settles");
    let points = &solver.state().pairs[0].sides[1];
    let stick = disc_radius(points, &|p| p.status == ContactStatus::Stick) / CONTACT;
    common::note(&format!("radius by area and by pressure, peak, force: {found:?}, stick radius {stick:.4}"));
    assert!(found.iter().all(|ratio| (ratio - 1.0).abs() < 0.02), "{found:?}");
    assert!((stick / 0.5_f64.cbrt() - 1.0).abs() < 0.05, "{stick}");
}

#[test]
fn crossed_cylinders_follow_hertz() {
    let found = hertz(&mut solver(Shape::CrossedCylinders, [9, 10]));
    common::note(&format!("cylinders: radius by area and by pressure, peak, force: {found:?}"));
    // Contact gives a little, in proportion to the facets: the peak is 2.6 % low with 3.4 facets a radius, 1.6 % with 6.4.
    for (ratio, bound) in found.into_iter().zip([0.02, 0.02, 0.03, 1e-5]) {
        assert!((ratio - 1.0).abs() < bound, "{found:?}");
    }
}

#[test]
fn both_converge_to_hertz() {
    for shape in [Shape::Sphere, Shape::CrossedCylinders] {
        let [coarse, fine] = [[4, 5], [7, 8]].map(|cells| {
            let found = hertz(&mut solver(shape, cells));
            common::note(&format!(
                "{shape:?} {cells:?}: radius by area and by pressure, peak, force: {found:?}"
            ));
            found.map(|ratio| (ratio - 1.0).abs()).into_iter().fold(0.0, f64::max)
        });
        assert!(fine < 0.5 * coarse, "{shape:?}: {fine} against {coarse}");
    }
}
