//! One fragment: lattice, stuffing, relaxation, fit, checks.

use osteotome_geometry::{
    Plane, Point3, SurfaceIndex, TriangleSurface, Vector3, section_area_mm2, volume_behind_mm3,
};

use crate::background::{self, Extent};
use crate::boundary::{self, RawFacet};
use crate::cut_bone::{Fragment, MeshOptions};
use crate::embed::{Keep, OUTER, OnSurfaces, RawMesh, embed, without_unused_points};
use crate::expectation::expected_tetrahedra;
use crate::finish::finish;
use crate::fit::{face_area_mm2, fit_face_area, fit_volume};
use crate::interface::{BoneInterface, Face, PlaneInterface, face_bit};
use crate::lattice::{CELL_PER_MEAN_EDGE, Lattice};
use crate::relax::{Constraints, least_sine, relax};
use crate::slot_lattice::SlotLattice;
use crate::triangle_grid::TriangleGrid;
use crate::wall::{Shells, Wall, characteristic_behind, characteristic_of};
use crate::{BoundaryTag, MeshError, Quality, TetMesh};

/// A mesh with smaller or larger dihedral angles is only taken if no other lattice does better.
const GOOD_DIHEDRAL_DEG: (f64, f64) = (10.0, 165.0);
/// Sine of the larger of them: an element with more is good for sure.
const GOOD_SINE: f64 = 0.258_819;
/// Rounds of relaxation and fitting.
const ROUNDS: u32 = 3;
/// A mesh further from the surface than this part of the element size likewise.
const GOOD_DISTANCE: f64 = 0.48;
/// Half the elements are worth this part of the element size in distance.
const WORTH_OF_HALF: f64 = 0.05;
/// A mesh with angles below this is not usable at all.
const LEAST_DIHEDRAL_DEG: f64 = 1.0;
/// Lattice positions to try before giving up.
const VARIATIONS: u32 = 24;
/// So many of them are tried before elements double once less often.
const POSITIONS_PER_GRADING: u32 = 8;
/// A wall thinner than so many elements is not tried.
const LEAST_WALL: f64 = 0.9;
/// So many of them around a slot are tried on a lattice bent to it.
const BENT_VARIATIONS: u32 = 18;
/// Cells shrink by this after every second position …
const FINER: f64 = 0.95;
/// … but no further than this.
const FINEST: f64 = 0.75;
/// Crumbs that a plane cuts off a bulge are lost bone if they are smaller than this part of the fragment …
const CRUMB_FRACTION: f64 = 0.01;
/// … or than this part of the whole bone, so that a segment between two cuts need not be free of them.
const CRUMB_FRACTION_OF_BONE: f64 = 0.001;

/// What is to be meshed.
pub(crate) struct Task<'a> {
    pub(crate) grid: &'a TriangleGrid<'a>,
    /// Index of the fragment, for messages.
    pub(crate) fragment: usize,
    /// Tag and outward plane of the faces it ends at.
    pub(crate) tagged: Vec<(BoundaryTag, Plane)>,
    /// Kerfs that end inside it.
    pub(crate) slots: Vec<Slot>,
    pub(crate) options: &'a MeshOptions,
    /// A mesh to be cut as it is, instead of lattice tetrahedra.
    pub(crate) given: Option<&'a RawMesh>,
}

/// A kerf that ends inside a fragment.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) tag: BoundaryTag,
    /// The planes around it, normals out of the bone.
    pub(crate) planes: Vec<Plane>,
    pub(crate) volume_mm3: f64,
}

/// Where one attempt lays its lattice, how fine it is and how coarse it becomes.
#[derive(Clone, Copy)]
struct Attempt {
    variation: u32,
    half_cell_mm: f64,
    doublings: u32,
}

/// The fragment behind all the faces of `task`.
///
/// Bone thinner than an element can break the mesh for an unlucky position of the lattice, so other positions are tried, with
/// fewer doublings in size and in the end with finer cells, until one passes every check and has good angles close to the
/// surface.
pub(crate) fn mesh_fragment(task: &Task) -> Result<Fragment, MeshError> {
    let surface = task.grid.surface();
    let ends: Vec<Plane> = task.tagged.iter().map(|t| t.1).collect();
    let lost_mm3: f64 = task.slots.iter().map(|s| s.volume_mm3).sum();
    let volume_mm3 = volume_behind_mm3(surface, &ends) - lost_mm3;
    let size_mm = task.size_mm();
    if volume_mm3 < (2.0 * CELL_PER_MEAN_EDGE * size_mm).powi(3) {
        return Err(MeshError::FragmentTooSmall { fragment: task.fragment, volume_mm3, size_mm });
    }
    let faces: Vec<Face> = task.faces().iter().map(|(_, plane)| Face::new(surface, *plane)).collect();
    let wall = Shells::of(surface).and_then(|shells| shells.thinnest_wall(&ends));
    let too_thin = |wall: &Wall| task.wall_too_thin(wall);
    if let Some(wall) = wall.as_ref().filter(|wall| wall.thickness_mm < LEAST_WALL * size_mm) {
        return Err(too_thin(wall));
    }
    let mut best: Option<Result<Fragment, MeshError>> = None;
    let variations = if task.given.is_some() { 1 } else { VARIATIONS };
    for variation in 0..variations {
        let result = task.attempt(&faces, volume_mm3, task.nth_attempt(variation));
        let result = match &wall {
            Some(wall) => {
                result.map_err(|_| too_thin(wall)).and_then(|f| task.with_whole_wall(f, &ends, wall))
            }
            None => result,
        };
        if result.as_ref().is_ok_and(|f| task.is_good(f)) {
            return result;
        }
        best = Some(match best {
            Some(other) if task.score(&other) >= task.score(&result) => other,
            _ => result,
        });
    }
    best.unwrap_or(Err(MeshError::NotConforming { fragment: task.fragment, edges: 0 }))
}

fn has_good_angles(fragment: &Fragment) -> bool {
    let quality = &fragment.quality;
    quality.min_dihedral_deg >= GOOD_DIHEDRAL_DEG.0 && quality.max_dihedral_deg <= GOOD_DIHEDRAL_DEG.1
}

impl Task<'_> {
    fn is_good(&self, fragment: &Fragment) -> bool {
        has_good_angles(fragment) && fragment.max_distance_mm <= GOOD_DISTANCE * self.options.size_mm
    }

    /// Positions with all doublings first, each time with finer cells; then with fewer.
    fn nth_attempt(&self, variation: u32) -> Attempt {
        let fewer = self.doublings().min(variation / POSITIONS_PER_GRADING);
        let finer = FINER.powi(((variation - POSITIONS_PER_GRADING * fewer) / 2) as i32).max(FINEST);
        Attempt {
            variation,
            half_cell_mm: 0.5 * CELL_PER_MEAN_EDGE * self.size_mm() * finer,
            doublings: self.doublings() - fewer,
        }
    }

    fn wall_too_thin(&self, wall: &Wall) -> MeshError {
        let name = if self.size_mm() < self.options.size_mm { "cut_size_mm" } else { "size_mm" };
        MeshError::WallTooThin {
            thickness_mm: wall.thickness_mm,
            at: wall.at.into(),
            size_mm: self.size_mm(),
            name,
        }
    }

    /// The fragment, if its mesh has no more and no fewer holes than the bone.
    fn with_whole_wall(
        &self,
        fragment: Fragment,
        ends: &[Plane],
        wall: &Wall,
    ) -> Result<Fragment, MeshError> {
        let is_whole =
            || characteristic_of(&fragment.mesh) == characteristic_behind(self.grid.surface(), ends);
        if self.slots.is_empty() && fragment.crumbs_mm3 == 0.0 && !is_whole() {
            return Err(self.wall_too_thin(wall));
        }
        Ok(fragment)
    }

    /// Good angles come first, then nearness to the surface with no more elements than asked for; an error comes last.
    fn score(&self, result: &Result<Fragment, MeshError>) -> f64 {
        let Ok(fragment) = result else { return f64::NEG_INFINITY };
        if has_good_angles(fragment) {
            let too_many = fragment.quality.tetrahedra as f64 / fragment.expected_tetrahedra;
            return -fragment.max_distance_mm / self.options.size_mm
                - WORTH_OF_HALF * too_many.log2().max(0.0);
        }
        let quality = &fragment.quality;
        quality.min_dihedral_deg.min(180.0 - quality.max_dihedral_deg) - 1e6
    }

    /// Largest distance of the middle of an outer facet from the surface, and of its edges' middles and
    /// corners where that is not small.
    fn max_distance_mm(&self, mesh: &TetMesh) -> f64 {
        let distance_mm = |sum: Vector3, count: f64| {
            let at = Point3::from(sum / count);
            (self.grid.nearest(&at) - at).norm()
        };
        let mut max_mm = 0.0_f64;
        let small_mm = 0.3 * GOOD_DISTANCE * self.options.size_mm;
        for facet in mesh.facets.iter().filter(|f| f.tag == BoundaryTag::Outer) {
            let [a, b, c] = facet.corners.map(|n| mesh.nodes[n as usize].coords);
            if self.grid.is_within(&Point3::from((a + b + c) / 3.0), small_mm.min(max_mm)) {
                continue;
            }
            let middle_mm = distance_mm(a + b + c, 3.0);
            max_mm = max_mm.max(middle_mm);
            if middle_mm > small_mm {
                let middles = [a + b, b + c, c + a].map(|sum| distance_mm(sum, 2.0));
                let corners = [a, b, c].map(|corner| distance_mm(corner, 1.0));
                max_mm = middles.into_iter().chain(corners).fold(max_mm, f64::max);
            }
        }
        max_mm
    }

    /// Tag and outward plane of all its faces, those of slots last.
    fn faces(&self) -> Vec<(BoundaryTag, Plane)> {
        let slots = self.slots.iter().flat_map(|s| s.planes.iter().map(|p| (s.tag, *p)));
        self.tagged.iter().copied().chain(slots).collect()
    }

    fn size_mm(&self) -> f64 {
        if self.tagged.is_empty() && self.slots.is_empty() {
            self.options.size_mm
        } else {
            self.options.cut_size_mm
        }
    }

    /// How often elements double in size from the cut face to where `size_mm` is nearest.
    fn doublings(&self) -> u32 {
        (self.options.size_mm / self.size_mm()).log2().round().clamp(0.0, 6.0) as u32
    }

    /// Elements that the sizes asked for would make.
    fn expected_tetrahedra(&self) -> f64 {
        let ends: Vec<Plane> = self.tagged.iter().map(|t| t.1).collect();
        let doublings = if ends.len() == 1 && self.slots.is_empty() { self.doublings() } else { 0 };
        expected_tetrahedra(self.grid.surface(), &ends, self.size_mm(), doublings)
    }

    fn attempt(&self, faces: &[Face], volume_mm3: f64, attempt: Attempt) -> Result<Fragment, MeshError> {
        let stuffed = self
            .given
            .map_or_else(|| self.stuffed(faces, attempt), |g| self.divided(g.clone(), faces, 0, attempt));
        let (mut raw, facets, crumbs) = self.one_body(stuffed)?;
        let edges = boundary::unpaired_edges(raw.points.len(), facets.iter().map(|f| f.corners));
        if edges > 0 {
            return Err(MeshError::NotConforming { fragment: self.fragment, edges });
        }
        self.settle(&mut raw, &facets, faces, volume_mm3, &crumbs);
        let tags: Vec<BoundaryTag> = self.faces().iter().map(|t| t.0).collect();
        let mesh = finish(raw, &facets, &tags, self.options.order);
        let quality = Quality::of(&mesh);
        if quality.min_dihedral_deg < LEAST_DIHEDRAL_DEG || quality.min_radius_ratio <= 0.0 {
            let (min_deg, max_deg) = (quality.min_dihedral_deg, quality.max_dihedral_deg);
            return Err(MeshError::BadElement { fragment: self.fragment, min_deg, max_deg });
        }
        let max_distance_mm = self.max_distance_mm(&mesh);
        Ok(Fragment {
            quality,
            max_distance_mm,
            mesh,
            faces: self.faces(),
            crumbs_mm3: volume_of(&crumbs),
            expected_tetrahedra: self.expected_tetrahedra(),
        })
    }

    /// Relaxes and fits, a second time if fitting spoiled an element.
    fn settle(
        &self,
        raw: &mut RawMesh,
        facets: &[RawFacet],
        faces: &[Face],
        volume_mm3: f64,
        crumbs: &RawMesh,
    ) {
        let constraints = Constraints { grid: self.grid, faces };
        if self.given.is_some() {
            return relax(raw, &constraints, !OUTER);
        }
        for _ in 0..ROUNDS {
            relax(raw, &constraints, OnSurfaces::MAX);
            self.fit(raw, facets, faces, volume_mm3, crumbs);
            if least_sine(raw) > GOOD_SINE {
                break;
            }
        }
    }

    fn fit(&self, raw: &mut RawMesh, facets: &[RawFacet], faces: &[Face], volume_mm3: f64, crumbs: &RawMesh) {
        let (crumb_facets, _) = boundary::faces(crumbs);
        for (i, face) in faces.iter().enumerate().take(self.tagged.len()) {
            let whole_mm2 = section_area_mm2(self.grid.surface(), &face.plane).0;
            let area_mm2 = whole_mm2 - face_area_mm2(crumbs, &crumb_facets, faces, i);
            fit_face_area(raw, facets, faces, i, area_mm2);
        }
        fit_volume(raw, facets, volume_mm3 - volume_of(crumbs));
    }

    fn stuffed(&self, faces: &[Face], attempt: Attempt) -> RawMesh {
        if let Some(raw) = self.stuffed_around_slot(faces, attempt) {
            return raw;
        }
        let surface = self.grid.surface();
        let half_cell_mm = attempt.half_cell_mm;
        let on = |face: &Face| Lattice::on_plane(&face.plane, half_cell_mm, attempt.variation);
        let (lattice, extent) = match faces {
            [] => {
                let lattice = Lattice::upright(mean_vertex(surface), half_cell_mm, attempt.variation);
                (lattice, Extent::Everywhere { face: false })
            }
            [face, ..] if self.tagged.is_empty() => (on(face), Extent::Everywhere { face: true }),
            [face] => (on(face), Extent::BehindFace { doublings: attempt.doublings }),
            [face, ..] => (on(face), Extent::BehindFace { doublings: 0 }),
        };
        let (mut raw, mut inside) = background::around(surface, &lattice, extent);
        if faces.len() > 1 {
            let index = SurfaceIndex::new(surface);
            raw = self.divided(raw, faces, 1, attempt);
            inside = raw.points.iter().map(|p| index.signed_distance_mm(p) < 0.0).collect();
        }
        let interface = BoneInterface { grid: self.grid, faces, half_cell_mm };
        embed(raw, &inside, &interface, OUTER, Keep::Inside)
    }

    /// The mesh around a single slot, on a lattice bent to it; the last positions are left to cutting.
    fn stuffed_around_slot(&self, faces: &[Face], attempt: Attempt) -> Option<RawMesh> {
        let ([slot], true, true) =
            (&self.slots[..], self.tagged.is_empty(), attempt.variation < BENT_VARIATIONS)
        else {
            return None;
        };
        let half_cell_mm = attempt.half_cell_mm;
        let bent = SlotLattice::new(slot, half_cell_mm, attempt.variation)?;
        let surface = self.grid.surface();
        let (mut raw, mut inside) = background::around(surface, &bent.lattice, Extent::WithMargin);
        let index = SurfaceIndex::new(surface);
        for (v, moved) in bent.bend(&mut raw).into_iter().enumerate() {
            if moved {
                inside[v] = index.signed_distance_mm(&raw.points[v]) < 0.0;
            }
        }
        let interface = BoneInterface { grid: self.grid, faces, half_cell_mm };
        Some(embed(raw, &inside, &interface, OUTER, Keep::Inside))
    }

    /// The mesh cut along its faces from number `first` on, without what is in slots.
    fn divided(&self, mut raw: RawMesh, faces: &[Face], first: usize, attempt: Attempt) -> RawMesh {
        for i in first..faces.len() {
            let keep = if i < self.tagged.len() { Keep::Inside } else { Keep::Both };
            raw = cut_along_face(raw, faces, i, attempt.half_cell_mm, keep);
        }
        self.without_slots(raw)
    }

    fn without_slots(&self, mut raw: RawMesh) -> RawMesh {
        let points = std::mem::take(&mut raw.points);
        let in_slot = |corners: &[u32; 4]| {
            let sum: Vector3 = corners.iter().map(|&v| points[v as usize].coords).sum();
            let middle = Point3::from(sum / 4.0);
            self.slots.iter().any(|s| s.planes.iter().all(|p| p.signed_distance_mm(&middle) > 0.0))
        };
        raw.tetrahedra.retain(|corners| !in_slot(corners));
        raw.points = points;
        without_unused_points(raw)
    }

    /// The largest body, its boundary, and the crumbs beside it.
    fn one_body(&self, mesh: RawMesh) -> Result<(RawMesh, Vec<RawFacet>, RawMesh), MeshError> {
        let (facets, across) = boundary::faces(&mesh);
        let (body, bodies) = boundary::bodies(&across);
        if bodies == 1 {
            return Ok((mesh, facets, RawMesh::default()));
        }
        if bodies == 0 {
            let (fragment, size_mm) = (self.fragment, self.size_mm());
            return Err(MeshError::FragmentTooSmall { fragment, volume_mm3: 0.0, size_mm });
        }
        let mut volumes_mm3 = vec![0.0; bodies];
        for (t, body) in body.iter().enumerate() {
            volumes_mm3[*body as usize] += mesh.volume_mm3(t);
        }
        let largest = (0..bodies).max_by(|&a, &b| volumes_mm3[a].total_cmp(&volumes_mm3[b])).unwrap_or(0);
        let total_mm3: f64 = volumes_mm3.iter().sum();
        let loose_mm3 = total_mm3 - volumes_mm3[largest];
        let whole_mm3 = self.grid.surface().volume_mm3();
        if loose_mm3 > (CRUMB_FRACTION * total_mm3).max(CRUMB_FRACTION_OF_BONE * whole_mm3) {
            let (fragment, size_mm) = (self.fragment, self.size_mm());
            return Err(match self.slots[..] {
                [] => {
                    let size_mm = self.options.size_mm;
                    MeshError::SeveralBodies { fragment, bodies, loose_mm3, size_mm }
                }
                _ => MeshError::HingeTooThin { fragment, size_mm },
            });
        }
        let part = |largest_one: bool| {
            let mut part = mesh.clone();
            let mut of = body.iter();
            part.tetrahedra.retain(|_| of.next().is_some_and(|&b| (b as usize == largest) == largest_one));
            without_unused_points(part)
        };
        let kept = part(true);
        let (facets, _) = boundary::faces(&kept);
        Ok((kept, facets, part(false)))
    }
}

/// Where the lattice of an uncut bone lies: a place that does not hang on the order of the vertices.
fn mean_vertex(surface: &TriangleSurface) -> Point3 {
    let sum: Vector3 = surface.vertices.iter().map(|v| v.coords).sum();
    Point3::from(sum / surface.vertices.len().max(1) as f64)
}

fn volume_of(mesh: &RawMesh) -> f64 {
    (0..mesh.tetrahedra.len()).map(|t| mesh.volume_mm3(t)).sum()
}

fn cut_along_face(raw: RawMesh, faces: &[Face], i: usize, half_cell_mm: f64, keep: Keep) -> RawMesh {
    let plane = faces[i].plane;
    let interface = PlaneInterface { face: &faces[i], faces: &faces[..i], half_cell_mm };
    let behind: Vec<bool> = raw.points.iter().map(|p| plane.signed_distance_mm(p) < 0.0).collect();
    embed(raw, &behind, &interface, face_bit(i), keep)
}
