//! The lattice tetrahedra that fill a fragment and overlap its surface.

use osteotome_geometry::{Point3, TriangleSurface};

use crate::columns::SiteBlock;
use crate::embed::{OnSurfaces, RawMesh};
use crate::interface::face_bit;
use crate::lattice::{Lattice, Site, tetrahedra_around};
use crate::triangle_grid::TriangleGrid;

/// Every lattice tetrahedron with a corner inside `surface`, and which vertices are inside.
///
/// If `on_face`, those in front of the lattice plane y = z are left out, and its vertices marked as on face 0.
pub(crate) fn around(surface: &TriangleSurface, lattice: &Lattice, on_face: bool) -> (RawMesh, Vec<bool>) {
    let block = SiteBlock::new(surface, lattice);
    let mut numbers = vec![u32::MAX; block.counts.iter().product()];
    let mut mesh = RawMesh::default();
    let mut inside = Vec::new();
    let kept = |site: &Site| !on_face || site[1] <= site[2];
    for site in even_sites(&block).filter(kept) {
        for tetrahedron in (0..3).flat_map(|axis| tetrahedra_around(site, axis)) {
            if tetrahedron.iter().all(|s| block.holds(*s) && kept(s))
                && tetrahedron.iter().any(|s| block.is_inside(*s))
            {
                mesh.tetrahedra.push(tetrahedron.map(|s| {
                    let number = &mut numbers[block.index(s)];
                    if *number == u32::MAX {
                        *number = mesh.points.len() as u32;
                        mesh.points.push(lattice.position(s));
                        mesh.on.push(face_mark(on_face && s[1] == s[2]));
                        inside.push(block.is_inside(s));
                    }
                    *number
                }));
            }
        }
    }
    (mesh, inside)
}

fn face_mark(on_face: bool) -> OnSurfaces {
    if on_face { face_bit(0) } else { 0 }
}

fn even_sites(block: &SiteBlock) -> impl Iterator<Item = Site> {
    let range = |i: usize| (block.low[i]..block.low[i] + block.counts[i] as i32).step_by(2);
    range(1).flat_map(move |y| range(2).flat_map(move |z| range(0).map(move |x| [x, y, z])))
}

/// Whether `point` is inside: the nearest triangle sees it from behind.
pub(crate) fn is_inside(grid: &TriangleGrid, point: &Point3) -> bool {
    let nearest = grid.nearest(point);
    let normal = grid.surface().doubled_area_vector(nearest.triangle as usize);
    normal.dot(&(point - nearest.position)) < 0.0
}
