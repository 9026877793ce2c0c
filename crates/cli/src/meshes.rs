//! Meshes as files for ParaView, with the quality of every element and the tag of every facet.

use crate::pictures::{cells, compact};
use osteotome_foot::NamedFragment;
use osteotome_mesh::{BoundaryTag, TetMesh, dihedral_cosines, radius_ratio};
use osteotome_vtk::{Field, Grid, Surface, VtkError, write_vtp, write_vtu};
use std::path::Path;

/// Writes `NAME.vtu` with the elements and `NAME-boundary.vtp` with the boundary.
pub(crate) fn write(folder: &Path, named: &NamedFragment) -> Result<(), VtkError> {
    let mesh = &named.fragment.mesh;
    write_vtu(&folder.join(format!("{}.vtu", named.name)), &grid(mesh))?;
    write_vtp(&folder.join(format!("{}-boundary.vtp", named.name)), &boundary(mesh))
}

fn grid(mesh: &TetMesh) -> Grid {
    let elements = 0..mesh.corners.len();
    let angles: Vec<[f64; 2]> =
        elements.clone().map(|element| extreme_dihedrals_deg(mesh, element)).collect();
    let ratios = elements.map(|element| radius_ratio(&mesh.corner_positions(element))).collect();
    Grid {
        points_mm: mesh.nodes.iter().map(|node| node.coords.into()).collect(),
        cells: cells(mesh),
        point_fields: Vec::new(),
        cell_fields: vec![
            Field::scalars("min_dihedral_deg", angles.iter().map(|angles| angles[0]).collect()),
            Field::scalars("max_dihedral_deg", angles.iter().map(|angles| angles[1]).collect()),
            Field::scalars("radius_ratio", ratios),
        ],
    }
}

/// Least and greatest angle between two faces of an element, degrees.
fn extreme_dihedrals_deg(mesh: &TetMesh, element: usize) -> [f64; 2] {
    let cosines = dihedral_cosines(&mesh.corner_positions(element));
    let greatest = cosines.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = cosines.iter().copied().fold(f64::INFINITY, f64::min);
    [greatest, least].map(|cosine| cosine.clamp(-1.0, 1.0).acos().to_degrees())
}

/// The corner facets of the boundary; `tag` is 0 on the surface of the bone, n on the face of the n-th cut.
fn boundary(mesh: &TetMesh) -> Surface {
    let tag = |tag: BoundaryTag| match tag {
        BoundaryTag::Outer => 0,
        BoundaryTag::CutFace(cut) => i32::from(cut) + 1,
    };
    let facets: Vec<[u32; 3]> = mesh.facets.iter().map(|facet| facet.corners).collect();
    let (nodes, triangles) = compact(&facets);
    Surface {
        points_mm: nodes.iter().map(|node| mesh.nodes[*node as usize].coords.into()).collect(),
        triangles,
        cell_fields: vec![Field::labels("tag", mesh.facets.iter().map(|facet| tag(facet.tag)).collect())],
        ..Surface::default()
    }
}
