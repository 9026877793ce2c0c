//! From a surface and kerfs to fragments.

use osteotome_geometry::{Kerf, Plane, TriangleSurface, section_area_mm2, volume_behind_mm3};

use crate::embed::{OUTER, RawMesh, embed, without_unused_points};
use crate::finish::finish;
use crate::fit::{fit_face_area, fit_volume};
use crate::interface::{BoneInterface, Face, PlaneInterface, face_bit};
use crate::lattice::Lattice;
use crate::relax::{Constraints, relax};
use crate::triangle_grid::TriangleGrid;
use crate::{BoundaryTag, ElementOrder, MeshError, Quality, TetMesh, background, boundary};

/// How to mesh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeshOptions {
    /// Mean edge length of the elements far from cuts, mm.
    pub size_mm: f64,
    /// Mean edge length of the elements at the cut faces, mm; at most `size_mm`.
    pub cut_size_mm: f64,
    /// Order of the elements.
    pub order: ElementOrder,
}

/// One piece of a cut bone.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// Its elements and tagged boundary.
    pub mesh: TetMesh,
    /// Size and shape of its elements.
    pub quality: Quality,
    /// The plane of each cut face, normal out of the fragment, by tag.
    pub faces: Vec<(BoundaryTag, Plane)>,
}

/// Volumes in mm³; all but the fragments' are integrals over the input surface, not the meshes.
#[derive(Clone, Debug, PartialEq)]
pub struct Volumes {
    /// Inside the surface.
    pub intact_mm3: f64,
    /// Removed by each cut, in the order the cuts were given.
    pub removed_mm3: Vec<f64>,
    /// Of each fragment mesh.
    pub fragments_mm3: Vec<f64>,
}

/// A bone cut through.
#[derive(Clone, Debug, PartialEq)]
pub struct CutBone {
    /// From proximal to distal.
    pub fragments: Vec<Fragment>,
    /// What was there, what went, what is left.
    pub volumes: Volumes,
}

/// A lattice cell is this many mean edge lengths of its tetrahedra (two edges of one cell, four of √3/2).
const CELL_PER_MEAN_EDGE: f64 = 6.0 / (2.0 + 2.0 * 1.732_050_807_568_877_2);

/// Meshes the solid inside a closed surface.
///
/// # Errors
/// [`MeshError`] if the surface bounds no solid or a check of the result fails.
pub fn mesh_solid(surface: &TriangleSurface, options: &MeshOptions) -> Result<Fragment, MeshError> {
    check_input(surface, options)?;
    let grid = TriangleGrid::new(surface, grid_cell_mm(surface, options));
    mesh_fragment(&grid, 0, &[], options)
}

/// Cuts the solid inside a closed surface by kerfs that reach through it, and meshes what is left.
///
/// The order of `kerfs` has no influence but on the numbers in [`BoundaryTag::CutFace`].
///
/// # Errors
/// [`MeshError`] if the input cannot be used, a cut misses or swallows a fragment, or a check of the result fails.
pub fn cut_bone(
    surface: &TriangleSurface,
    kerfs: &[Kerf],
    options: &MeshOptions,
) -> Result<CutBone, MeshError> {
    check_input(surface, options)?;
    let order = from_proximal_to_distal(surface, kerfs)?;
    let grid = TriangleGrid::new(surface, grid_cell_mm(surface, options));
    let mut fragments = Vec::with_capacity(kerfs.len() + 1);
    for f in 0..=kerfs.len() {
        fragments.push(mesh_fragment(&grid, f, &faces_of_fragment(f, &order, kerfs), options)?);
    }
    let volumes = Volumes {
        intact_mm3: surface.volume_mm3(),
        removed_mm3: kerfs.iter().map(|k| removed_mm3(surface, k)).collect(),
        fragments_mm3: fragments.iter().map(|f| f.quality.volume_mm3).collect(),
    };
    volumes.check()?;
    Ok(CutBone { fragments, volumes })
}

impl Volumes {
    fn check(&self) -> Result<(), MeshError> {
        let fragments_mm3: f64 = self.fragments_mm3.iter().sum();
        let removed_mm3: f64 = self.removed_mm3.iter().sum();
        if (fragments_mm3 + removed_mm3 - self.intact_mm3).abs() > 1e-3 * self.intact_mm3 {
            return Err(MeshError::VolumesDoNotAddUp {
                fragments_mm3,
                removed_mm3,
                intact_mm3: self.intact_mm3,
            });
        }
        Ok(())
    }
}

/// Volume of bone inside a kerf, mm³.
fn removed_mm3(surface: &TriangleSurface, kerf: &Kerf) -> f64 {
    volume_behind_mm3(surface, &[kerf.distal_face, flipped(&kerf.proximal_face)])
}

fn flipped(plane: &Plane) -> Plane {
    Plane { origin: plane.origin, normal: -plane.normal }
}

/// Tag and outward plane of the faces of fragment `f`.
fn faces_of_fragment(f: usize, order: &[usize], kerfs: &[Kerf]) -> Vec<(BoundaryTag, Plane)> {
    let tag = |cut: usize| BoundaryTag::CutFace(cut as u16);
    let distal = order.get(f).map(|&cut| (tag(cut), kerfs[cut].proximal_face));
    let proximal = f.checked_sub(1).map(|i| (tag(order[i]), flipped(&kerfs[order[i]].distal_face)));
    distal.into_iter().chain(proximal).collect()
}

/// Indices of the kerfs along the bone: one is proximal to another if it lies behind it.
fn from_proximal_to_distal(surface: &TriangleSurface, kerfs: &[Kerf]) -> Result<Vec<usize>, MeshError> {
    let intact_mm3 = surface.volume_mm3();
    let behind: Vec<f64> = kerfs.iter().map(|k| volume_behind_mm3(surface, &[k.proximal_face])).collect();
    for (cut, kerf) in kerfs.iter().enumerate() {
        let beyond_mm3 = volume_behind_mm3(surface, &[flipped(&kerf.distal_face)]);
        if behind[cut] > (1.0 - 1e-9) * intact_mm3 {
            return Err(MeshError::CutMisses { cut, side: "the proximal side" });
        }
        if beyond_mm3 > (1.0 - 1e-9) * intact_mm3 {
            return Err(MeshError::CutMisses { cut, side: "the distal side" });
        }
    }
    let mut order: Vec<usize> = (0..kerfs.len()).collect();
    order.sort_by(|&a, &b| behind[a].total_cmp(&behind[b]));
    for pair in order.windows(2) {
        let (first, second) = (&kerfs[pair[0]], &kerfs[pair[1]]);
        let overlap_mm3 = volume_behind_mm3(surface, &[first.distal_face, flipped(&second.proximal_face)]);
        if overlap_mm3 > 1e-6 * intact_mm3 {
            return Err(MeshError::CutsOverlap { first: pair[0], second: pair[1], overlap_mm3 });
        }
    }
    Ok(order)
}

fn check_input(surface: &TriangleSurface, options: &MeshOptions) -> Result<(), MeshError> {
    let (size, cut_size) = (options.size_mm, options.cut_size_mm);
    let is_length = |mm: f64| mm.is_finite() && mm > 0.0;
    if !is_length(size) {
        return Err(MeshError::InvalidSize { name: "size_mm", value_mm: size });
    }
    if !is_length(cut_size) || cut_size > size {
        return Err(MeshError::InvalidSize { name: "cut_size_mm", value_mm: cut_size });
    }
    let edges = boundary::unpaired_edges(surface.vertices.len(), surface.triangles.iter().copied());
    if edges > 0 {
        return Err(MeshError::OpenSurface { edges });
    }
    let volume_mm3 = surface.volume_mm3();
    if !is_length(volume_mm3) {
        return Err(MeshError::NotASolid { volume_mm3 });
    }
    Ok(())
}

/// Cells about as large as the triangles, so that each holds a handful.
fn grid_cell_mm(surface: &TriangleSurface, options: &MeshOptions) -> f64 {
    let triangle_mm = (surface.area_mm2() / surface.triangles.len() as f64).sqrt();
    triangle_mm.max(0.5 * options.cut_size_mm)
}

fn mesh_fragment(
    grid: &TriangleGrid,
    f: usize,
    tagged: &[(BoundaryTag, Plane)],
    options: &MeshOptions,
) -> Result<Fragment, MeshError> {
    let surface = grid.surface();
    let planes: Vec<Plane> = tagged.iter().map(|t| t.1).collect();
    let target_mm3 = volume_behind_mm3(surface, &planes);
    let half_cell_mm = 0.5 * CELL_PER_MEAN_EDGE * options.cut_size_mm;
    if target_mm3 < (4.0 * half_cell_mm).powi(3) {
        return Err(MeshError::FragmentTooSmall {
            fragment: f,
            volume_mm3: target_mm3,
            size_mm: options.cut_size_mm,
        });
    }
    let faces: Vec<Face> = planes.iter().map(|p| Face::new(surface, *p)).collect();
    let mut raw = one_body(stuffed(grid, &faces, half_cell_mm), f)?;
    relax(&mut raw, &Constraints { grid, faces: &faces });
    let (facets, _) = boundary::faces(&raw);
    let edges = boundary::unpaired_edges(raw.points.len(), facets.iter().map(|f| f.corners));
    if edges > 0 {
        return Err(MeshError::NotConforming { fragment: f, edges });
    }
    for (i, plane) in planes.iter().enumerate() {
        let area_mm2 = section_area_mm2(surface, plane).0;
        fit_face_area(&mut raw, &facets, &faces, i, area_mm2);
    }
    fit_volume(&mut raw, &facets, target_mm3);
    let tags: Vec<BoundaryTag> = tagged.iter().map(|t| t.0).collect();
    let mesh = finish(raw, &facets, &tags, options.order);
    Ok(Fragment { quality: Quality::of(&mesh), mesh, faces: tagged.to_vec() })
}

fn stuffed(grid: &TriangleGrid, faces: &[Face], half_cell_mm: f64) -> RawMesh {
    let lattice = match faces.first() {
        Some(face) => Lattice::on_plane(&face.plane, half_cell_mm),
        None => Lattice::upright(grid.surface().vertices[0], half_cell_mm),
    };
    let (mut raw, mut inside) = background::around(grid.surface(), &lattice, !faces.is_empty());
    for i in 1..faces.len() {
        let plane = faces[i].plane;
        let interface = PlaneInterface { plane, faces: &faces[..i], half_cell_mm };
        let behind: Vec<bool> = raw.points.iter().map(|p| plane.signed_distance_mm(p) < 0.0).collect();
        raw = embed(raw, &behind, &interface, face_bit(i));
        inside = raw.points.iter().map(|p| background::is_inside(grid, p)).collect();
    }
    embed(raw, &inside, &BoneInterface { grid, faces, half_cell_mm }, OUTER)
}

/// The largest body; the rest may be crumbs only.
fn one_body(mesh: RawMesh, fragment: usize) -> Result<RawMesh, MeshError> {
    let (_, across) = boundary::faces(&mesh);
    let (body, bodies) = boundary::bodies(&across);
    if bodies == 1 {
        return Ok(mesh);
    }
    let mut volumes_mm3 = vec![0.0; bodies];
    for (t, corners) in mesh.tetrahedra.iter().enumerate() {
        let corners = corners.map(|v| mesh.points[v as usize]);
        volumes_mm3[body[t] as usize] += crate::quality::determinant(&corners) / 6.0;
    }
    let largest = (0..bodies).max_by(|&a, &b| volumes_mm3[a].total_cmp(&volumes_mm3[b])).unwrap_or(0);
    let total_mm3: f64 = volumes_mm3.iter().sum();
    let loose_mm3 = total_mm3 - volumes_mm3[largest];
    if loose_mm3 > 5e-4 * total_mm3 {
        return Err(MeshError::SeveralBodies { fragment, bodies, loose_mm3 });
    }
    let mut kept = mesh;
    let mut of = body.iter();
    kept.tetrahedra.retain(|_| of.next() == Some(&(largest as u32)));
    Ok(without_unused_points(kept))
}
