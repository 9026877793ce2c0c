//! From a surface and kerfs to fragments.

use osteotome_geometry::{Kerf, Plane, TriangleSurface, volume_behind_mm3};

use crate::fragment::{Task, mesh_fragment};
use crate::triangle_grid::TriangleGrid;
use crate::{BoundaryTag, ElementOrder, MeshError, Quality, TetMesh, boundary};

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
    /// Volume of loose crumbs that a cut left beside the fragment, mm³; they are not in the mesh.
    pub crumbs_mm3: f64,
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
    /// Of the crumbs beside the fragments, lost with them.
    pub crumbs_mm3: f64,
}

/// A bone cut through.
#[derive(Clone, Debug, PartialEq)]
pub struct CutBone {
    /// From proximal to distal.
    pub fragments: Vec<Fragment>,
    /// What was there, what went, what is left.
    pub volumes: Volumes,
}

/// Meshes the solid inside a closed surface.
///
/// # Errors
/// [`MeshError`] if the surface bounds no solid or a check of the result fails.
pub fn mesh_solid(surface: &TriangleSurface, options: &MeshOptions) -> Result<Fragment, MeshError> {
    check_input(surface, options)?;
    let grid = TriangleGrid::new(surface, grid_cell_mm(surface, options));
    mesh_fragment(&Task { grid: &grid, fragment: 0, tagged: Vec::new(), options })
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
        let tagged = faces_of_fragment(f, &order, kerfs);
        fragments.push(mesh_fragment(&Task { grid: &grid, fragment: f, tagged, options })?);
    }
    let volumes = Volumes {
        intact_mm3: surface.volume_mm3(),
        removed_mm3: kerfs.iter().map(|k| removed_mm3(surface, k)).collect(),
        fragments_mm3: fragments.iter().map(|f| f.quality.volume_mm3).collect(),
        crumbs_mm3: fragments.iter().map(|f| f.crumbs_mm3).sum(),
    };
    volumes.check()?;
    Ok(CutBone { fragments, volumes })
}

impl Volumes {
    fn check(&self) -> Result<(), MeshError> {
        let fragments_mm3: f64 = self.fragments_mm3.iter().sum();
        let removed_mm3: f64 = self.removed_mm3.iter().sum::<f64>() + self.crumbs_mm3;
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
