//! A lattice in which the walls and the bottom of a slot are planes of faces.

use osteotome_geometry::{Matrix3, Plane, Point3, Vector3};

use crate::embed::{OnSurfaces, RawMesh};
use crate::fragment::Slot;
use crate::interface::face_bit;
use crate::lattice::Lattice;

/// Layers beside a slot over which the lattice goes back from the place of the wall to its own.
const FADING_LAYERS: f64 = 6.0;
/// Sine of the angle up to which the bottom counts as square to the middle of the walls.
const SQUARE: f64 = 1e-6;

/// A lattice bent to a slot between two walls, above a bottom.
///
/// The planes y − z = 2m and y + z = 2q of the lattice are square to each other, and both are tiled by faces. So the slot is
/// 0 ≤ m ≤ layers, q ≥ 0, and no tetrahedron straddles its border. What is left is to move the sites along the normal
/// of the walls, so far that those of m = 0 and m = layers lie on them; the move fades out beside the slot.
pub(crate) struct SlotLattice {
    pub(crate) lattice: Lattice,
    layers: i32,
    /// A point of the bottom halfway between the walls.
    foot: Point3,
    /// From the first wall to the second.
    across: Vector3,
    /// Away from the bottom.
    up: Vector3,
    /// Half the width at the bottom, mm, and how much it grows per mm upwards.
    half_width: [f64; 2],
}

impl SlotLattice {
    /// For a slot of two walls and a bottom; every `variation` is shifted otherwise along the bottom. `None` if the walls open so
    /// far that the lattice cannot follow.
    pub(crate) fn new(slot: &Slot, half_cell_mm: f64, variation: u32) -> Option<Self> {
        let [first, second, bottom] = slot.planes[..] else { return None };
        let up = bottom.normal.into_inner();
        let across = (first.normal.into_inner() - second.normal.into_inner()).normalize();
        if across.dot(&up).abs() > SQUARE {
            return None;
        }
        let along_mm = |wall: &Plane| -wall.signed_distance_mm(&bottom.origin) / wall.normal.dot(&across);
        let ends_mm = [&first, &second].map(along_mm);
        let half_mm = 0.5 * (ends_mm[1] - ends_mm[0]);
        let growth = first.normal.dot(&up) / first.normal.dot(&across);
        let foot = bottom.origin + across * (0.5 * (ends_mm[0] + ends_mm[1]));
        let layer_mm = std::f64::consts::SQRT_2 * half_cell_mm;
        let layers = (2.0 * half_mm / layer_mm).round().max(1.0);
        let along = across.cross(&up);
        let shift = along * (0.37 * f64::from(variation) * half_cell_mm);
        let y = (up + across) * std::f64::consts::FRAC_1_SQRT_2;
        let z = (up - across) * std::f64::consts::FRAC_1_SQRT_2;
        let lattice = Lattice {
            origin: foot - across * (0.5 * layers * layer_mm) + shift,
            axes: Matrix3::from_columns(&[along, y, z]),
            half_cell_mm,
        };
        let is_gentle = half_mm > 0.0 && growth.abs() < 0.2;
        is_gentle.then_some(Self {
            lattice,
            layers: layers as i32,
            foot,
            across,
            up,
            half_width: [half_mm, growth],
        })
    }

    /// Moves the sites of `mesh`, marks those on the slot, and takes out what is in it. Tells which sites moved.
    pub(crate) fn bend(&self, mesh: &mut RawMesh) -> Vec<bool> {
        let places: Vec<[i32; 2]> = mesh.points.iter().map(|p| self.place(p)).collect();
        let is_in_slot = |corners: &[u32; 4]| {
            corners.iter().map(|v| places[*v as usize]).all(|[m, q]| (0..=self.layers).contains(&m) && q >= 0)
        };
        mesh.tetrahedra.retain(|corners| !is_in_slot(corners));
        let mut moved = vec![false; places.len()];
        for (v, place) in places.iter().enumerate() {
            mesh.on[v] = self.on(*place);
            let move_mm = self.move_mm(&mesh.points[v]);
            moved[v] = move_mm != 0.0;
            mesh.points[v] += self.across * move_mm;
        }
        moved
    }

    /// Which planes y − z = 2m and y + z = 2q a site is on.
    fn place(&self, site: &Point3) -> [i32; 2] {
        let at = self.lattice.coordinates(site);
        [0.5 * (at.y - at.z), 0.5 * (at.y + at.z)].map(|x| x.round() as i32)
    }

    fn on(&self, [m, q]: [i32; 2]) -> OnSurfaces {
        let is_on = [m == 0 && q >= 0, m == self.layers && q >= 0, q == 0 && (0..=self.layers).contains(&m)];
        (0..3).filter(|&i| is_on[i]).map(face_bit).sum()
    }

    /// How far a site moves across the slot, mm.
    fn move_mm(&self, site: &Point3) -> f64 {
        let from_foot = site - self.foot;
        let (aside_mm, up_mm) = (from_foot.dot(&self.across), from_foot.dot(&self.up).max(0.0));
        let layer_mm = std::f64::consts::SQRT_2 * self.lattice.half_cell_mm;
        let own_mm = 0.5 * f64::from(self.layers) * layer_mm;
        let wanted_mm = self.half_width[0] + self.half_width[1] * up_mm;
        let beyond = (aside_mm.abs() - own_mm).max(0.0) / (FADING_LAYERS * layer_mm);
        (wanted_mm - own_mm) * (1.0 - beyond).max(0.0) * aside_mm.signum()
    }
}
