//! From a surface and kerfs to fragments.

use osteotome_geometry::{Kerf, Plane, TriangleSurface, UnitVector3, Vector3};

use crate::cut_plan::{CutPlan, Hinge};
use crate::embed::{OUTER, RawMesh};
use crate::fragment::{Task, mesh_fragment};
use crate::triangle_grid::TriangleGrid;
use crate::{BoundaryTag, EDGES, ElementOrder, MeshError, Quality, TetMesh, boundary};

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
    /// Largest distance found between its outer boundary and the input surface, mm.
    pub max_distance_mm: f64,
    /// The plane of each cut face, normal out of the fragment, by tag.
    pub faces: Vec<(BoundaryTag, Plane)>,
    /// Volume of loose crumbs that a cut left beside the fragment, mm³; they are not in the mesh.
    pub crumbs_mm3: f64,
    /// Number of elements that the sizes asked for would make.
    pub expected_tetrahedra: f64,
}

impl Fragment {
    /// Mirrors the fragment in the plane y = 0.
    pub fn mirror(&mut self) {
        self.mesh.mirror();
        for (_, plane) in &mut self.faces {
            plane.origin.y = -plane.origin.y;
            let normal = plane.normal.into_inner();
            plane.normal = UnitVector3::new_unchecked(Vector3::new(normal.x, -normal.y, normal.z));
        }
    }
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

/// A bone after its cuts.
#[derive(Clone, Debug, PartialEq)]
pub struct CutBone {
    /// From proximal to distal.
    pub fragments: Vec<Fragment>,
    /// Where a burr did not reach through.
    pub hinges: Vec<Hinge>,
    /// What was there, what went, what is left.
    pub volumes: Volumes,
}

/// Meshes the solid inside a closed surface.
///
/// # Errors
/// [`MeshError`] if the surface bounds no solid or a check of the result fails.
pub fn mesh_solid(surface: &TriangleSurface, options: &MeshOptions) -> Result<Fragment, MeshError> {
    mesh_behind(surface, &[], options)
}

/// Meshes what is left of a solid when all in front of any of `planes` is taken away, as in a head resection.
///
/// The face on plane `i` is tagged [`BoundaryTag::CutFace`]`(i)`.
///
/// # Errors
/// [`MeshError`] if the surface bounds no solid, nothing is left, or a check of the result fails.
pub fn mesh_behind(
    surface: &TriangleSurface,
    planes: &[Plane],
    options: &MeshOptions,
) -> Result<Fragment, MeshError> {
    check_input(surface, options)?;
    let grid = TriangleGrid::new(surface, grid_cell_mm(surface, options));
    let tagged = planes.iter().enumerate().map(|(i, p)| (BoundaryTag::CutFace(i as u16), *p)).collect();
    mesh_fragment(&Task { grid: &grid, fragment: 0, tagged, slots: Vec::new(), options, given: None })
}

/// Cuts the solid inside a closed surface by kerfs, and meshes what is left.
///
/// A kerf that reaches through parts the bone in two; one that does not leaves a slot and a hinge. The order of `kerfs` has
/// no influence but on the numbers in [`BoundaryTag::CutFace`].
///
/// # Errors
/// [`MeshError`] if the input cannot be used, a cut misses or swallows a fragment, or a check of the result fails.
pub fn cut_bone(
    surface: &TriangleSurface,
    kerfs: &[Kerf],
    options: &MeshOptions,
) -> Result<CutBone, MeshError> {
    check_input(surface, options)?;
    let grid = TriangleGrid::new(surface, grid_cell_mm(surface, options));
    cut_solid(&grid, kerfs, options, None)
}

/// Cuts a ready mesh by kerfs. Elements away from the cuts stay as they are, those at a cut are divided.
///
/// `order` is that of the fragments; straight midside nodes of `mesh` are replaced.
///
/// # Errors
/// [`MeshError`] if a cut misses or swallows a fragment, or a check of the result fails.
pub fn cut_mesh(mesh: &TetMesh, kerfs: &[Kerf], order: ElementOrder) -> Result<CutBone, MeshError> {
    let (raw, surface) = raw_with_surface(mesh);
    let size_mm = mean_edge_mm(&raw);
    let options = MeshOptions { size_mm, cut_size_mm: size_mm, order };
    check_input(&surface, &options)?;
    let grid = TriangleGrid::new(&surface, grid_cell_mm(&surface, &options));
    cut_solid(&grid, kerfs, &options, Some(&raw))
}

fn cut_solid(
    grid: &TriangleGrid,
    kerfs: &[Kerf],
    options: &MeshOptions,
    given: Option<&RawMesh>,
) -> Result<CutBone, MeshError> {
    let plan = CutPlan::new(grid.surface(), kerfs)?;
    let mut fragments = Vec::with_capacity(plan.through.len() + 1);
    for fragment in 0..=plan.through.len() {
        let (tagged, slots) = (plan.faces_of_fragment(fragment), plan.slots_of_fragment(fragment));
        fragments.push(mesh_fragment(&Task { grid, fragment, tagged, slots, options, given })?);
    }
    let volumes = Volumes {
        intact_mm3: grid.surface().volume_mm3(),
        fragments_mm3: fragments.iter().map(|f| f.quality.volume_mm3).collect(),
        crumbs_mm3: fragments.iter().map(|f| f.crumbs_mm3).sum(),
        removed_mm3: plan.removed_mm3.clone(),
    };
    volumes.check()?;
    Ok(CutBone { fragments, hinges: plan.hinges(), volumes })
}

/// The corner nodes and elements of a mesh, and its boundary with the same vertex numbers.
fn raw_with_surface(mesh: &TetMesh) -> (RawMesh, TriangleSurface) {
    let corners = mesh.corners.iter().flatten().map(|n| *n as usize + 1).max().unwrap_or(0);
    let mut on = vec![0; corners];
    for &n in mesh.facets.iter().flat_map(|f| &f.corners) {
        on[n as usize] = OUTER;
    }
    let vertices = mesh.nodes[..corners].to_vec();
    let triangles = mesh.facets.iter().map(|f| f.corners).collect();
    let raw = RawMesh { points: vertices.clone(), on, tetrahedra: mesh.corners.clone() };
    (raw, TriangleSurface { vertices, triangles })
}

fn mean_edge_mm(mesh: &RawMesh) -> f64 {
    let length = |corners: &[u32; 4], [i, j]: [usize; 2]| {
        (mesh.points[corners[i] as usize] - mesh.points[corners[j] as usize]).norm()
    };
    let sum: f64 = mesh.tetrahedra.iter().flat_map(|c| EDGES.map(|edge| length(c, edge))).sum();
    sum / (6 * mesh.tetrahedra.len().max(1)) as f64
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
