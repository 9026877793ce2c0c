//! Triangles, lines and single points: cut faces, contact samples, soft tissue.

use crate::field::check_fields;
use crate::grid::{check_nodes, check_points};
use crate::{Field, VtkError};

/// Triangles, polylines and single points with their fields: a cut face, soft tissue lines or contact samples.
///
/// Everything may be empty: two faces that do not touch yet are an empty surface, which keeps its field names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surface {
    /// Current positions, mm, foot frame.
    pub points_mm: Vec<[f64; 3]>,
    /// Points to be shown as such, for example contact quadrature points.
    pub dots: Vec<u32>,
    /// Polylines of at least two points, for example tendons.
    pub lines: Vec<Vec<u32>>,
    /// Triangles, counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
    /// Fields with one value for each point.
    pub point_fields: Vec<Field>,
    /// Fields with one value for each cell, in the order in which VTK numbers them: all dots, then all lines, then all
    /// triangles.
    pub cell_fields: Vec<Field>,
}

impl Surface {
    /// Number of dots, lines and triangles together.
    pub fn cell_count(&self) -> usize {
        self.dots.len() + self.lines.len() + self.triangles.len()
    }

    pub(crate) fn check(&self) -> Result<(), VtkError> {
        check_points(&self.points_mm)?;
        self.check_cells()?;
        check_fields(&self.point_fields, "point", self.points_mm.len())?;
        check_fields(&self.cell_fields, "cell", self.cell_count())
    }

    fn check_cells(&self) -> Result<(), VtkError> {
        if let Some(line) = self.lines.iter().position(|nodes| nodes.len() < 2) {
            return Err(VtkError::ShortLine { line, points: self.lines[line].len() });
        }
        let dots = self.dots.chunks_exact(1);
        let lines = self.lines.iter().map(Vec::as_slice);
        let triangles = self.triangles.iter().map(<[u32; 3]>::as_slice);
        for (cell, nodes) in dots.chain(lines).chain(triangles).enumerate() {
            check_nodes(cell, nodes, self.points_mm.len())?;
        }
        Ok(())
    }
}

/// Splits six-node triangles (corners 0 1 2, then the middles of the edges 01, 12, 20) into four flat ones each, in
/// order: VTK's surfaces know no curved triangles. Cell values must be repeated four times to follow.
pub fn split_quadratic_triangles(triangles: &[[u32; 6]]) -> Vec<[u32; 3]> {
    let four = |&[a, b, c, ab, bc, ca]: &[u32; 6]| [[a, ab, ca], [ab, b, bc], [ca, bc, c], [ab, bc, ca]];
    triangles.iter().flat_map(four).collect()
}
