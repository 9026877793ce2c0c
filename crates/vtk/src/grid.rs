//! A volume of tetrahedra.

use crate::field::check_fields;
use crate::{Field, VtkError};

/// A volume of tetrahedra with its fields: one body at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Current position of every node, mm, foot frame.
    pub points_mm: Vec<[f64; 3]>,
    /// The elements.
    pub cells: Cells,
    /// Fields with one value for each node.
    pub point_fields: Vec<Field>,
    /// Fields with one value for each element.
    pub cell_fields: Vec<Field>,
}

/// Tetrahedra as node indices. The first four nodes are corners, positively oriented: det(x₁−x₀, x₂−x₀, x₃−x₀) > 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Linear tetrahedra.
    Tet4(Vec<[u32; 4]>),
    /// Quadratic tetrahedra; nodes 4–9 are the middles of the edges 01, 12, 20, 03, 13, 23, as in VTK.
    Tet10(Vec<[u32; 10]>),
}

impl Cells {
    /// Number of tetrahedra.
    pub fn len(&self) -> usize {
        match self {
            Self::Tet4(cells) => cells.len(),
            Self::Tet10(cells) => cells.len(),
        }
    }

    /// Whether there is no tetrahedron.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Nodes of all cells, one cell after the other, and the number of nodes of a cell.
    pub(crate) fn flat(&self) -> (&[u32], usize) {
        match self {
            Self::Tet4(cells) => (cells.as_flattened(), 4),
            Self::Tet10(cells) => (cells.as_flattened(), 10),
        }
    }
}

impl Grid {
    pub(crate) fn check(&self) -> Result<(), VtkError> {
        let (points, cells) = (self.points_mm.len(), self.cells.len());
        if points == 0 || cells == 0 {
            return Err(VtkError::EmptyGrid { points, cells });
        }
        check_points(&self.points_mm)?;
        let (nodes, nodes_per_cell) = self.cells.flat();
        for (cell, nodes) in nodes.chunks_exact(nodes_per_cell).enumerate() {
            check_nodes(cell, nodes, points)?;
        }
        check_fields(&self.point_fields, "point", points)?;
        check_fields(&self.cell_fields, "cell", cells)
    }
}

pub(crate) fn check_points(points_mm: &[[f64; 3]]) -> Result<(), VtkError> {
    match points_mm.iter().position(|point| point.iter().any(|coordinate| !coordinate.is_finite())) {
        None => Ok(()),
        Some(index) => Err(VtkError::NonFinitePoint { index, position_mm: points_mm[index] }),
    }
}

pub(crate) fn check_nodes(cell: usize, nodes: &[u32], points: usize) -> Result<(), VtkError> {
    match nodes.iter().find(|node| **node as usize >= points) {
        None => Ok(()),
        Some(&point) => Err(VtkError::PointOutOfRange { cell, point, points }),
    }
}
