//! A rigid metatarsal fragment on a plane cut: the Coulomb table and the closing of a kerf (literature 9.1 and 9.2).
mod common;

use common::{Bushing, DeadForce, Patchwork, ground, pair, rigid_body};
use osteotome_contact::{
    Anchor, Assembly, Connector, ContactError, Equilibrium, LoadFactors, Settings, Stage,
};
use osteotome_geometry::{Point3, Vector3};
use std::sync::Arc;

/// Axis of the shaft, pointing distally: declination 20°; x distal, y lateral, z dorsal.
fn shaft() -> Vector3 {
    sagittal(-20.0)
}

/// A direction in the sagittal plane at an angle above the ground.
fn sagittal(angle_deg: f64) -> Vector3 {
    let (sin, cos) = angle_deg.to_radians().sin_cos();
    Vector3::new(cos, 0.0, sin)
}

/// A direction at an angle from the shaft towards lateral.
fn oblique(angle_deg: f64) -> Vector3 {
    let (sin, cos) = angle_deg.to_radians().sin_cos();
    shaft() * cos + Vector3::y() * sin
}

/// Proximal fragment with its face through the origin, distal fragment a gap away; loads through the middle of its face.
fn osteotomy(normal: Vector3, gap_mm: f64, friction: f64, connectors: Vec<Arc<dyn Connector>>) -> Assembly {
    let first = normal.cross(&Vector3::y()).try_normalize(0.1).unwrap_or_else(Vector3::z);
    let second = normal.cross(&first);
    let face = |side: f64, divisions: [u32; 2]| Patchwork {
        origin: Point3::origin() - (first + second) * 10.0 + normal * (0.5 * gap_mm * (1.0 - side)),
        first: if side > 0.0 { first } else { second } * 20.0,
        second: if side > 0.0 { second } else { first } * 20.0,
        divisions,
    };
    let (behind, middle) = (Point3::from(normal * -10.0), Point3::from(normal * gap_mm));
    let bodies = vec![
        rigid_body("proximal", &face(1.0, [5, 4]), behind, vec![behind]),
        rigid_body("distal", &face(-1.0, [3, 5]), middle + normal * 8.0, vec![middle]),
    ];
    let mut all = vec![ground(0, 0, behind, 1e6)];
    all.extend(connectors);
    Assembly { pairs: vec![pair(&bodies, [0, 1], friction, 0.05)], bodies, connectors: all, platform: None }
}

fn load(force: Vector3) -> Arc<dyn Connector> {
    Arc::new(DeadForce { anchor: [Anchor::Patch { body: 1, patch: 0 }], force, channel: 0 })
}

fn settle(assembly: Assembly, settings: Settings) -> Result<Equilibrium, ContactError> {
    let mut solver = Equilibrium::new(assembly, settings)?;
    let stage = Stage {
        name: "load".to_owned(),
        from: LoadFactors(vec![0.0]),
        to: LoadFactors(vec![1.0]),
        duration: 1.0,
    };
    solver.run_stage(&stage, &mut |event, _| common::show(event))?;
    Ok(solver)
}

/// Direction in which a fragment leaves, or `None` if it stays.
fn slide(normal: Vector3, force: Vector3, friction: f64) -> Option<Vector3> {
    let settings = Settings { runaway_mm: 1.0, ..Settings::default() };
    match settle(osteotomy(normal, 0.0, friction, vec![load(force)]), settings) {
        Ok(_) => None,
        Err(ContactError::NothingHolds { body, direction, .. }) => {
            assert_eq!(body, "distal");
            Some(direction)
        }
        Err(other) => panic!("{other}"),
    }
}

/// One row of the table: normal of the cut, then friction needed to stick for (F, T) in N; `None` is "open".
type Row = (&'static str, Vector3, [Option<f64>; 5]);
const LOADS: [[f64; 2]; 5] = [[100.0, 0.0], [100.0, 50.0], [100.0, 100.0], [100.0, 200.0], [0.0, 100.0]];

fn table() -> Vec<Row> {
    let row = |name, normal, cells: [f64; 5]| (name, normal, cells.map(|c| (c >= 0.0).then_some(c)));
    vec![
        row("transverse", shaft(), [2.75, 1.12, 0.70, 0.40, 0.00]),
        row("DD-PP 45 ground", sagittal(-45.0), [1.00, 0.43, 0.18, 0.05, 0.47]),
        row("DD-PP 45 shaft", sagittal(-65.0), [0.47, 0.05, 0.18, 0.43, 1.00]),
        row("DD-PP 60 shaft", sagittal(-50.0), [0.84, 0.33, 0.09, 0.14, 0.58]),
        row("divergent 45", oblique(45.0), [4.0, 1.9, 1.4, 1.2, 1.0]),
        row("divergent 30 to shaft", oblique(60.0), [5.8, 2.8, 2.2, 1.9, 1.7]),
        row("convergent 45", oblique(-45.0), [4.0, 1.9, 1.4, 1.2, 1.0]),
        row("reverse 75 ground", sagittal(15.0), [-1.0, 8.3, 2.8, 1.5, 0.70]),
        row("reverse 60 shaft", sagittal(10.0), [-1.0, 4.8, 2.1, 1.3, 0.58]),
        row("reverse 45 shaft", sagittal(25.0), [-1.0, -1.0, 5.7, 2.3, 1.0]),
    ]
}

#[test]
fn rigid_fragments_reproduce_the_coulomb_table() {
    for (name, normal, cells) in table() {
        for ([f, t], cell) in LOADS.into_iter().zip(cells) {
            let force = Vector3::z() * f - shaft() * t;
            let shear = force - normal * normal.dot(&force);
            let case = format!("{name} F{f} T{t}");
            let Some(cell) = cell else {
                assert!(force.dot(&normal) > 0.0, "{case} is open");
                let gone = slide(normal, force, 0.4).unwrap_or_else(|| panic!("{case} must open"));
                assert!((gone - force.normalize()).norm() < 1e-3, "{case}: leaves along {gone}");
                continue;
            };
            let needed = shear.norm() / -force.dot(&normal);
            // The table is rounded to two digits, some cells upwards.
            assert!((needed - cell).abs() < 0.006_f64.max(0.05 * cell), "{case}: {needed} against {cell}");
            assert_eq!(slide(normal, force, needed * 1.02 + 0.005), None, "{case} must stick");
            if needed > 0.01 {
                let gone = slide(normal, force, needed * 0.98).unwrap_or_else(|| panic!("{case} must slide"));
                assert!((gone - shear.normalize()).norm() < 0.02, "{case}: slides along {gone}");
            }
        }
    }
}

/// Displacement of the middle of the distal face after a kerf of 2 mm has closed under the given guidance and force.
fn closed(normal: Vector3, guide: Vector3, force: Vector3) -> Vector3 {
    let middle = Point3::from(normal * 2.0);
    let across = Vector3::repeat(1.0) - guide.component_mul(&guide);
    let rail = Bushing {
        anchor: [Anchor::Patch { body: 1, patch: 0 }],
        rest: middle,
        stiffness: across * 1e5,
        turning_stiffness: 1e7,
    };
    let solver = settle(osteotomy(normal, 2.0, 0.4, vec![Arc::new(rail), load(force)]), Settings::default())
        .expect("the faces hold the fragment");
    let motion = solver.state().bodies[1].motion;
    let centre = middle + normal * 8.0;
    motion.apply(&centre, &middle) - middle
}

#[test]
fn a_kerf_closes_along_the_shaft_by_its_width_over_the_cosine() {
    for angle in [0.0_f64, 25.0, 45.0] {
        // Shaft along x, so that the rail can be written in components.
        let normal = Vector3::new(angle.to_radians().cos(), 0.0, -angle.to_radians().sin());
        let travel = closed(normal, Vector3::x(), -Vector3::x() * 100.0);
        let expected = 2.0 / angle.to_radians().cos();
        assert!((-travel.x / expected - 1.0).abs() < 1e-3, "{angle}: {travel} against {expected}");
    }
}

#[test]
fn a_kerf_closed_along_the_normal_shortens_by_cosine_and_shifts_by_sine() {
    for angle in [25.0_f64, 45.0] {
        let (sin, cos) = angle.to_radians().sin_cos();
        let normal = Vector3::new(cos, 0.0, -sin);
        let solver = settle(osteotomy(normal, 2.0, 0.4, vec![load(normal * -100.0)]), Settings::default())
            .expect("settles");
        let travel = solver.state().bodies[1].motion.translation_mm;
        assert!((travel - Vector3::new(-2.0 * cos, 0.0, 2.0 * sin)).norm() < 2e-3, "{angle}: {travel}");
    }
}
