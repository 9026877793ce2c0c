//! Which kerfs part the bone, which only notch it, and in what order they come.

use osteotome_geometry::{Kerf, Plane, TriangleSurface, section_area_beyond_mm2, volume_behind_mm3};

use crate::fragment::Slot;
use crate::{BoundaryTag, MeshError};

/// Parts of the bone's volume below this do not count.
const NOTHING: f64 = 1e-9;

/// Bone left uncut by a burr that did not reach through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hinge {
    /// Index of the cut in the caller's list.
    pub cut: usize,
    /// Area of the uncut bone in the middle plane of the kerf, mm².
    pub area_mm2: f64,
}

/// The cuts of a bone in order.
pub(crate) struct CutPlan<'a> {
    surface: &'a TriangleSurface,
    kerfs: &'a [Kerf],
    /// Kerfs that part the bone, from proximal to distal.
    pub(crate) through: Vec<usize>,
    /// The others, likewise.
    notches: Vec<usize>,
    /// Volume each kerf removes, mm³.
    pub(crate) removed_mm3: Vec<f64>,
    home_of_notch: Vec<usize>,
}

impl<'a> CutPlan<'a> {
    pub(crate) fn new(surface: &'a TriangleSurface, kerfs: &'a [Kerf]) -> Result<Self, MeshError> {
        let removed_mm3 = kerfs.iter().map(|k| volume_behind_mm3(surface, &k.boundary())).collect();
        let mut plan = Self {
            surface,
            kerfs,
            through: Vec::new(),
            notches: Vec::new(),
            removed_mm3,
            home_of_notch: Vec::new(),
        };
        for cut in 0..kerfs.len() {
            plan.check_meets(cut)?;
            let list = if plan.reaches_through(cut) { &mut plan.through } else { &mut plan.notches };
            list.push(cut);
        }
        plan.check_overlaps()?;
        plan.through = plan.sorted(&plan.through);
        plan.notches = plan.sorted(&plan.notches);
        plan.home_of_notch = plan.notches.iter().map(|&cut| plan.fragment_of(cut)).collect();
        Ok(plan)
    }

    fn nothing_mm3(&self) -> f64 {
        NOTHING * self.surface.volume_mm3()
    }

    fn check_meets(&self, cut: usize) -> Result<(), MeshError> {
        let kerf = &self.kerfs[cut];
        let behind_mm3 = volume_behind_mm3(self.surface, &[kerf.proximal_face]);
        let beyond_mm3 = volume_behind_mm3(self.surface, &[flipped(&kerf.distal_face)]);
        let side = match (behind_mm3 < self.nothing_mm3(), beyond_mm3 < self.nothing_mm3()) {
            (true, _) => "the proximal side would keep nothing",
            (_, true) => "the distal side would keep nothing",
            _ if self.removed_mm3[cut] < self.nothing_mm3() => "the burr does not reach it",
            _ => return Ok(()),
        };
        Err(MeshError::CutMisses { cut, side })
    }

    /// Whether no bone between the faces lies beyond the burr's reach.
    fn reaches_through(&self, cut: usize) -> bool {
        self.kerfs[cut].bottom.is_none_or(|bottom| {
            let kerf = Kerf { bottom: Some(flipped(&bottom)), ..self.kerfs[cut] };
            volume_behind_mm3(self.surface, &kerf.boundary()) < self.nothing_mm3()
        })
    }

    fn check_overlaps(&self) -> Result<(), MeshError> {
        for first in 0..self.kerfs.len() {
            for second in first + 1..self.kerfs.len() {
                let both = [self.kerfs[first].boundary(), self.kerfs[second].boundary()].concat();
                let overlap_mm3 = volume_behind_mm3(self.surface, &both);
                if overlap_mm3 > self.nothing_mm3() {
                    return Err(MeshError::CutsOverlap { first, second, overlap_mm3 });
                }
            }
        }
        Ok(())
    }

    /// From proximal to distal, whatever the order they were given in: the more bone lies behind a kerf, the more distal it is.
    fn sorted(&self, cuts: &[usize]) -> Vec<usize> {
        let behind_mm3 = |&cut: &usize| volume_behind_mm3(self.surface, &[self.kerfs[cut].proximal_face]);
        let mut keyed: Vec<(f64, usize)> = cuts.iter().map(|c| (behind_mm3(c), *c)).collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        keyed.into_iter().map(|k| k.1).collect()
    }

    /// The fragment that holds most of a notch.
    fn fragment_of(&self, cut: usize) -> usize {
        let inside_mm3 = |f: usize| {
            let ends = self.faces_of_fragment(f).into_iter().map(|t| t.1);
            volume_behind_mm3(self.surface, &ends.chain(self.kerfs[cut].boundary()).collect::<Vec<_>>())
        };
        let volumes_mm3: Vec<f64> = (0..=self.through.len()).map(inside_mm3).collect();
        (0..volumes_mm3.len()).max_by(|&a, &b| volumes_mm3[a].total_cmp(&volumes_mm3[b])).unwrap_or(0)
    }

    /// Tag and outward plane of the faces fragment `f` ends at.
    pub(crate) fn faces_of_fragment(&self, f: usize) -> Vec<(BoundaryTag, Plane)> {
        let distal = self.through.get(f).map(|&cut| (tag(cut), self.kerfs[cut].proximal_face));
        let before = f.checked_sub(1).map(|i| self.through[i]);
        let proximal = before.map(|cut| (tag(cut), flipped(&self.kerfs[cut].distal_face)));
        distal.into_iter().chain(proximal).collect()
    }

    pub(crate) fn slots_of_fragment(&self, f: usize) -> Vec<Slot> {
        let here = self.notches.iter().zip(&self.home_of_notch).filter(|(_, home)| **home == f);
        here.map(|(&cut, _)| Slot {
            tag: tag(cut),
            planes: self.kerfs[cut].boundary().iter().map(flipped).collect(),
            volume_mm3: self.removed_mm3[cut],
        })
        .collect()
    }

    pub(crate) fn hinges(&self) -> Vec<Hinge> {
        let hinge = |&cut: &usize| {
            let kerf = &self.kerfs[cut];
            let beyond = |bottom| section_area_beyond_mm2(self.surface, &kerf.middle(), &bottom);
            Hinge { cut, area_mm2: kerf.bottom.map_or(0.0, beyond) }
        };
        self.notches.iter().map(hinge).collect()
    }
}

fn tag(cut: usize) -> BoundaryTag {
    BoundaryTag::CutFace(cut as u16)
}

fn flipped(plane: &Plane) -> Plane {
    Plane { origin: plane.origin, normal: -plane.normal }
}
