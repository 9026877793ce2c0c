//! Soft tissue as springs along lines: the laws of a connector read off along its own axes.

use nalgebra::{Matrix2, Matrix3, SymmetricEigen, UnitQuaternion};
use osteotome_contact::{Anchor, Connector, LoadFactors, Pose};
use osteotome_geometry::{Point3, Vector3};

/// A line between two points whose tension is a function of how far it is drawn out.
#[derive(Clone, Debug, PartialEq)]
pub struct Spring<H> {
    /// Name of the connector, with the number of the line among its lines.
    pub name: String,
    /// Its ends before any load, mm, and what each moves with.
    pub ends: [(Point3, H); 2],
    /// How far it is drawn out, mm, and its tension in the three states of load, N; between them it is linear.
    pub law: Vec<(f64, [f64; 3])>,
}

impl<H> Spring<H> {
    /// The same spring with its ends held by what `hold` makes of theirs.
    pub(crate) fn held_by<G>(self, hold: impl Fn(&H) -> G) -> Spring<G> {
        let ends = self.ends.map(|(point, own)| (point, hold(&own)));
        Spring { name: self.name, ends, law: self.law }
    }
}

/// Length of a spring that stands for a fixed direction, mm: heads that move some millimetres hardly turn it.
const FAR_MM: f64 = 1000.0;
/// Half the distance of two springs that resist a rotation together, mm: so far that they hardly resist a shift.
const ARM_MM: f64 = 200.0;
/// Tension is read off so far to either side, mm …
const REACH_MM: f64 = 16.0;
/// … in so many steps.
const STEPS: i32 = 40;
/// How far an end is moved to find the axes of a connector, mm.
const PROBE_MM: f64 = 2.0;
/// How far it is turned, radians.
const PROBE_RAD: f64 = 0.02;
/// A line that never pulls as much is left out, N.
const LEAST_N: f64 = 0.01;
/// A resistance to rotation below this is left out, N·mm.
const LEAST_NMM: f64 = 1e-3;

/// One end of a connector that is moved while the other, if there is one, stays.
struct Probe<'a> {
    connector: &'a dyn Connector,
    references: &'a [Point3],
    moving: usize,
}

/// The lines that stand for `connector`, whose ends are at `references` before any load, in three states of load.
///
/// One end is moved while the other stays. Along the direction in which the connector pulls and the axes of its resistance its force is
/// read off over the whole range, so a law along a line is kept with its curve, and so is what a tense line resists sideways.
/// Resistance to rotation becomes a pair of springs on arms for each axis. What couples axes is lost.
pub(crate) fn springs_of(
    connector: &dyn Connector,
    references: &[Point3],
    states: &[LoadFactors; 3],
) -> Vec<Spring<Anchor>> {
    let is_patch = |i: usize| matches!(connector.anchors().get(i), Some(Anchor::Patch { .. }));
    let probe = Probe { connector, references, moving: usize::from(is_patch(1)) };
    let mut springs = probe.along_axes(states);
    springs.extend(probe.about_axes(&states[2]));
    for (number, spring) in springs.iter_mut().enumerate() {
        spring.name = format!("{}-{}", connector.name(), number + 1);
    }
    springs
}

/// The direction of a tense line, and the axes of what it resists across that.
fn axes_of_tense(pull: &Vector3, resistance: &Matrix3<f64>) -> Vec<Vector3> {
    let line = -pull.normalize();
    let first = line.cross(&Vector3::ith(line.iamin(), 1.0)).normalize();
    let second = line.cross(&first);
    let across = |a: &Vector3, b: &Vector3| a.dot(&(resistance * b));
    let mixed = across(&first, &second);
    let plane = Matrix2::new(across(&first, &first), mixed, mixed, across(&second, &second));
    let turned = SymmetricEigen::new(plane).eigenvectors;
    let sideways = turned.column_iter().map(|axis| first * axis[0] + second * axis[1]);
    std::iter::once(line).chain(sideways).collect()
}

impl Probe<'_> {
    /// Force and moment on the moving end when it is shifted and turned.
    fn wrench(&self, shift: &Vector3, turn: &Vector3, state: &LoadFactors) -> [Vector3; 2] {
        let pose = |i: usize| {
            let moves = i == self.moving;
            let (shift, turn) = if moves { (*shift, *turn) } else { (Vector3::zeros(), Vector3::zeros()) };
            Pose { position: self.references[i] + shift, rotation: UnitQuaternion::from_scaled_axis(turn) }
        };
        let poses: Vec<Pose> = (0..self.references.len()).map(pose).collect();
        let wrench = self.connector.evaluate(&poses, state).wrenches[self.moving];
        [wrench.force_n, wrench.moment_nmm]
    }

    /// Columns: what the end resists when it is moved along each coordinate axis, made symmetric.
    fn resistance(&self, step: f64, of: impl Fn(&Vector3) -> Vector3) -> Matrix3<f64> {
        let column = |k: usize| (of(&(Vector3::ith(k, -step))) - of(&Vector3::ith(k, step))) / (2.0 * step);
        let matrix = Matrix3::from_columns(&[column(0), column(1), column(2)]);
        (matrix + matrix.transpose()) * 0.5
    }

    fn along_axes(&self, states: &[LoadFactors; 3]) -> Vec<Spring<Anchor>> {
        let force = |shift: &Vector3, state: usize| self.wrench(shift, &Vector3::zeros(), &states[state])[0];
        let resistance = self.resistance(PROBE_MM, |shift| force(shift, 2));
        let pull = (0..3).rev().map(|state| force(&Vector3::zeros(), state)).find(|f| f.norm() > LEAST_N);
        let axes = pull.map_or_else(
            || {
                SymmetricEigen::new(resistance)
                    .eigenvectors
                    .column_iter()
                    .map(|axis| axis.into_owned())
                    .collect()
            },
            |pull| axes_of_tense(&pull, &resistance),
        );
        axes.iter().filter_map(|axis| self.along(axis, &force)).collect()
    }

    fn along(&self, axis: &Vector3, force: &dyn Fn(&Vector3, usize) -> Vector3) -> Option<Spring<Anchor>> {
        let at = |step: i32| {
            let out_mm = REACH_MM * f64::from(step) / f64::from(STEPS / 2);
            (out_mm, [0, 1, 2].map(|state| -axis.dot(&force(&(axis * out_mm), state))))
        };
        let law: Vec<(f64, [f64; 3])> = (-STEPS / 2..=STEPS / 2).map(at).collect();
        let pulls = law.iter().flat_map(|(_, tensions)| tensions).any(|tension| tension.abs() > LEAST_N);
        pulls.then(|| self.spring(&Vector3::zeros(), axis, law))
    }

    fn about_axes(&self, state: &LoadFactors) -> Vec<Spring<Anchor>> {
        let moment = |turn: &Vector3| self.wrench(&Vector3::zeros(), turn, state)[1];
        let own = SymmetricEigen::new(self.resistance(PROBE_RAD, moment));
        let mut springs = Vec::new();
        for (k, resistance) in own.eigenvalues.iter().enumerate().filter(|(_, r)| **r > LEAST_NMM) {
            let arm = own.eigenvectors.column((k + 1) % 3) * ARM_MM;
            let across: Vector3 = own.eigenvectors.column((k + 2) % 3).into();
            let stiffness = resistance / (2.0 * ARM_MM * ARM_MM);
            for sign in [1.0, -1.0] {
                let law =
                    [-FAR_MM, FAR_MM].map(|out_mm| (0.1 * out_mm, [0.1 * stiffness * out_mm; 3])).to_vec();
                springs.push(self.spring(&(arm * sign), &across, law));
            }
        }
        springs
    }

    /// From far behind the end that stays, along `axis`, to the end that moves; both `beside` their places.
    fn spring(&self, beside: &Vector3, axis: &Vector3, law: Vec<(f64, [f64; 3])>) -> Spring<Anchor> {
        let here = self.references[self.moving];
        let (from, held) = match self.connector.anchors().get(1 - self.moving) {
            Some(other) => (self.references[1 - self.moving], other.clone()),
            None => (here, Anchor::World(here)),
        };
        // Measured from the end that moves, so that the line has the direction of the axis.
        let sideways = (from - here) - axis * axis.dot(&(from - here));
        let foot = here + if matches!(held, Anchor::Patch { .. }) { sideways } else { Vector3::zeros() };
        let far = foot + beside - axis * FAR_MM;
        let moving = self.connector.anchors()[self.moving].clone();
        Spring { name: String::new(), ends: [(far, held), (here + beside, moving)], law }
    }
}
