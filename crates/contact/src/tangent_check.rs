//! Newton's tangent as a whole against differences, with an edge that slides over a face and across its rim.

use crate::equilibrium::Equilibrium;
use crate::evaluation::{Evaluation, StepContext, Viscosity};
use crate::kinematics::Configuration;
use crate::newton_system;
use crate::pair_model::Search;
use crate::{
    Anchor, Assembly, Body, Connector, ConnectorResponse, ContactPair, InterfaceFacet, LoadFactors, Pose,
    Settings, Wrench,
};
use nalgebra::{DMatrix, UnitQuaternion};
use osteotome_elastic::FlexibleBody;
use osteotome_geometry::{Point3, Vector3};
use std::sync::Arc;

/// Channels of the load: three forces, three moments.
const CHANNELS: usize = 6;

/// A spring in all directions, and a force and a moment of given factors.
struct Held {
    anchor: [Anchor; 1],
    rest: Point3,
}

impl Connector for Held {
    fn name(&self) -> &'static str {
        "held"
    }
    fn anchors(&self) -> &[Anchor] {
        &self.anchor
    }
    fn evaluate(&self, poses: &[Pose], factors: &LoadFactors) -> ConnectorResponse {
        let load = |axis: usize| factors.0.get(axis).copied().unwrap_or(0.0);
        let shift = poses[0].position - self.rest;
        let mut tangent = DMatrix::zeros(6, 6);
        tangent.fixed_view_mut::<3, 3>(0, 0).fill_diagonal(-20.0);
        ConnectorResponse {
            energy_nmm: 0.0,
            wrenches: vec![Wrench {
                force_n: shift * -20.0 + Vector3::from_fn(|axis, _| load(axis)),
                moment_nmm: Vector3::from_fn(|axis, _| load(3 + axis)),
            }],
            tangent,
            magnitude_n: 0.0,
        }
    }
}

/// A square plate of 4 × 4 × 2 triangles with corners `origin`, `origin + first`, `origin + second`, and a patch at its centre. Its
/// flexibility is that of springs between near nodes: symmetric and positive, which is all that the tangent asks of it.
fn plate(name: &str, origin: Point3, first: Vector3, second: Vector3) -> Body {
    const CELLS: u32 = 4;
    let at = |i: u32, j: u32| origin + (first * f64::from(i) + second * f64::from(j)) / f64::from(CELLS);
    let positions: Vec<Point3> = (0..=CELLS).flat_map(|j| (0..=CELLS).map(move |i| at(i, j))).collect();
    let node = |i: u32, j: u32| i + (CELLS + 1) * j;
    let cells = (0..CELLS).flat_map(|j| (0..CELLS).map(move |i| (i, j)));
    let facets = cells.flat_map(|(i, j)| {
        let [a, b, c, d] = [node(i, j), node(i + 1, j), node(i + 1, j + 1), node(i, j + 1)];
        [[a, b, c], [a, c, d]].map(|corners| InterfaceFacet { corners })
    });
    let size = 3 * positions.len() + 6;
    let mut flexibility = DMatrix::identity(size, size) * 1e-5;
    for (i, one) in positions.iter().enumerate() {
        for (j, other) in positions.iter().enumerate() {
            let coupling = 3e-4 * (-(one - other).norm() / 2.0).exp();
            flexibility.fixed_view_mut::<3, 3>(3 * i, 3 * j).fill_diagonal(coupling);
        }
    }
    let centre = origin + (first + second) * 0.5;
    Body {
        name: name.to_owned(),
        facets: facets.collect(),
        elasticity: Arc::new(FlexibleBody {
            interface_nodes: (0..).take(positions.len()).collect(),
            interface_positions: positions,
            patch_references: vec![centre],
            centre: centre - first.cross(&second).normalize() * 4.0,
            volume_mm3: 100.0,
            flexibility,
        }),
    }
}

/// A plate of 10 mm facing up, and above it one that is tilted by 8°; its lowest edge, all but level, hangs
/// over a rim of the lower plate, a hundredth of a millimetre above it.
fn scene(friction: f64) -> Equilibrium {
    let turn = UnitQuaternion::from_euler_angles(0.14, -0.003, 0.0);
    let origin = Point3::new(-3.1, -2.3, 0.01);
    let bodies = vec![
        plate("lower", Point3::new(-5.0, -5.0, 0.0), Vector3::x() * 10.0, Vector3::y() * 10.0),
        plate("upper", origin, turn * Vector3::y() * 9.0, turn * Vector3::x() * 8.15),
    ];
    let held = |body: usize| {
        let rest = bodies[body].elasticity.patch_references[0];
        Arc::new(Held { anchor: [Anchor::Patch { body, patch: 0 }], rest }) as Arc<dyn Connector>
    };
    let assembly = Assembly {
        connectors: vec![held(0), held(1)],
        pairs: vec![ContactPair {
            name: "plates".to_owned(),
            bodies: [0, 1],
            facets: [0, 1].map(|body: usize| (0..).take(bodies[body].facets.len()).collect()),
            friction,
            elastic_slip_mm: 0.02,
        }],
        bodies,
        platform: None,
    };
    Equilibrium::new(assembly, Settings::default()).expect("consistent")
}

/// The upper plate pressed in, slid and turned a little, and both bent: by 0.2 µm from node to node, a strain of some 10⁻⁴.
fn pressed(from: &Configuration) -> Configuration {
    let mut configuration = from.clone();
    let motion = &mut configuration.motions[1];
    motion.translation_mm = Vector3::new(0.012, 0.008, -0.03);
    motion.rotation = UnitQuaternion::from_euler_angles(0.001, 0.002, 0.003);
    for (body, z) in configuration.displacements.iter_mut().enumerate() {
        for (k, value) in z.iter_mut().enumerate() {
            *value = 2e-4 * ((1 + k) as f64 * (1.3 + body as f64)).sin();
        }
    }
    configuration
}

/// All residuals: sums of forces, then elastic mismatch.
fn residual(evaluation: &Evaluation) -> Vec<f64> {
    let sums = evaluation.balance.iter().zip(&evaluation.viscous).flat_map(|(still, moving)| {
        let (force, moment) = (still.force + moving.force, still.moment + moving.moment);
        force.iter().chain(moment.iter()).copied().collect::<Vec<_>>()
    });
    sums.chain(evaluation.mismatch.iter().flat_map(|z| z.iter().copied())).collect()
}

/// Along Newton's direction the residual changes by its opposite, whatever the load: each load gives another direction.
///
/// What the tangent neglects is of the order of the strain (here 10⁻⁴) times the force, and with friction the elastic difference
/// between the places on a facet where a point sticks and where it is: slip over facet times elastic motion.
#[test]
fn newton_takes_the_whole_residual_with_it_in_rim_contact() {
    for (friction, tolerance) in [(0.0, 2e-5), (0.3, 2e-4)] {
        check(&scene(friction), tolerance);
    }
}

fn check(solver: &Equilibrium, tolerance: f64) {
    let viscosity = Viscosity { translation: 3.0, rotation: vec![100.0; 2] };
    let configuration = pressed(&solver.configuration);
    for channel in 0..CHANNELS {
        let mut factors = LoadFactors(vec![0.0; CHANNELS]);
        factors.0[channel] = 30.0;
        let every = [solver.models[0].every_point()];
        let context = StepContext { points: &every, ..solver.context(&factors, &viscosity, 0.3) };
        let here = Evaluation::new(&context, &configuration, Search::Everywhere);
        let direction = newton_system::direction(&context, &solver.layout, &configuration, &here)
            .expect("a regular tangent");
        let share = 1e-7 / direction.elastic.iter().map(nalgebra::DVector::amax).fold(1e-9, f64::max);
        let [ahead, behind] = [share, -share].map(|share| {
            let there = direction.apply(&solver.layout, &configuration, share);
            residual(&Evaluation::new(&context, &there, Search::From(&here)))
        });
        let now = residual(&here);
        let slopes = ahead.iter().zip(&behind).map(|(ahead, behind)| (ahead - behind) / (2.0 * share));
        let (forces, displacements) = (12, now.len());
        let errors: Vec<f64> = slopes.zip(&now).map(|(slope, now)| (slope + now).abs()).collect();
        for part in [0..forces, forces..displacements] {
            let size = now[part.clone()].iter().map(|value| value.abs()).fold(0.0, f64::max);
            let error = errors[part.clone()].iter().copied().fold(0.0, f64::max);
            assert!(error < tolerance * size, "channel {channel}, rows {part:?}: error {error} of {size}");
        }
    }
}

/// The state that the tangent is checked in is the one meant: points of faces and of edges bear, one of these within the strip
/// along the rim of the other face, and some slip while others stick.
#[test]
fn the_scene_of_the_check_is_rim_contact() {
    let solver = scene(0.3);
    let factors = LoadFactors(vec![0.0; CHANNELS]);
    let viscosity = Viscosity::none(2);
    let every = [solver.models[0].every_point()];
    let context = StepContext { points: &every, ..solver.context(&factors, &viscosity, 0.3) };
    let found = Evaluation::new(&context, &pressed(&solver.configuration), Search::Everywhere);
    let touching: Vec<_> = found.pairs[0]
        .iter()
        .enumerate()
        .flat_map(|(side, points)| points.iter().map(move |point| (side, point)))
        .filter(|(_, point)| point.touches())
        .collect();
    let is_edge = |side: usize, point: u32| solver.models[0].surfaces[side].points[point as usize].is_edge();
    let edges: Vec<f64> = touching
        .iter()
        .filter(|(side, found)| is_edge(*side, found.point))
        .map(|(_, found)| found.share.value)
        .collect();
    assert!(edges.len() < touching.len(), "faces bear");
    assert!(edges.iter().any(|share| *share > 0.05 && *share < 0.95), "on the rim: {edges:?}");
    assert!(edges.iter().any(|share| *share > 0.99), "away from the rim: {edges:?}");
    let slipping = touching.iter().filter(|(_, found)| found.force.slipping).count();
    assert!(slipping > 0 && slipping < touching.len(), "{slipping} of {} slip", touching.len());
}
