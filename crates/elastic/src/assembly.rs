//! From elements to the sparse stiffness matrix.

use nalgebra::Matrix3;
use osteotome_geometry::Vector3;
use osteotome_mesh::{ElementOrder, TetMesh};
use osteotome_sparse::{BlockColumns, BlockMatrix, NodalGraph, NodalRows, RowRange, SymbolicCholesky};
use rayon::prelude::*;

use crate::element::{QUADRATIC_BLOCKS, TetrahedronShape, quadratic_blocks};
use crate::error::ElasticError;
use crate::material::ElementMaterials;

/// A node without unknowns.
pub(crate) const NO_PLACE: u32 = u32::MAX;

/// Nodes of every element in one list, `nodes_per_element` each: corners, then midsides.
#[derive(Clone, Debug)]
pub(crate) struct Connectivity {
    pub(crate) nodes: Vec<u32>,
    pub(crate) nodes_per_element: usize,
}

impl Connectivity {
    pub(crate) fn new(mesh: &TetMesh) -> Self {
        let nodes_per_element = match mesh.order {
            ElementOrder::Linear => 4,
            ElementOrder::Quadratic => 10,
        };
        let mut nodes = Vec::with_capacity(nodes_per_element * mesh.corners.len());
        for element in 0..mesh.corners.len() {
            nodes.extend_from_slice(&mesh.corners[element]);
            if nodes_per_element == 10 {
                nodes.extend_from_slice(&mesh.midsides[element]);
            }
        }
        Self { nodes, nodes_per_element }
    }

    pub(crate) fn elements(&self) -> std::slice::ChunksExact<'_, u32> {
        self.nodes.chunks_exact(self.nodes_per_element)
    }

    /// The graph of nodes that share an element.
    pub(crate) fn graph(&self, nodes: usize) -> NodalGraph {
        NodalGraph::from_elements(nodes, || self.elements())
    }
}

/// Refuses elements without volume.
pub(crate) fn check_volumes(mesh: &TetMesh) -> Result<(), ElasticError> {
    for element in 0..mesh.corners.len() {
        let volume_mm3 = mesh.element_volume_mm3(element);
        if volume_mm3.is_nan() || volume_mm3 <= 0.0 {
            return Err(ElasticError::Volume { element, volume_mm3 });
        }
    }
    Ok(())
}

/// The stiffness matrix, N/mm.
///
/// Each thread owns a range of columns and walks the elements in their order, so every entry is summed in the same
/// order whatever the number of threads. An element is computed again by each range it touches; ranges are
/// contiguous in a nested dissection, so few do. `place_of_node` may leave nodes out with [`NO_PLACE`].
pub(crate) fn stiffness(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    connectivity: &Connectivity,
    symbolic: &SymbolicCholesky,
    place_of_node: &[u32],
) -> BlockMatrix {
    let mut matrix = BlockMatrix::zeros(symbolic);
    let ranges = rayon::current_num_threads();
    matrix.split_columns(symbolic, ranges).into_par_iter().for_each(|mut columns| {
        add_elements(mesh, materials, connectivity, place_of_node, &mut columns);
    });
    matrix
}

fn add_elements(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    connectivity: &Connectivity,
    place_of_node: &[u32],
    columns: &mut BlockColumns<'_>,
) {
    let mut blocks = [Matrix3::zeros(); QUADRATIC_BLOCKS];
    let mut places = [0_usize; 10];
    for (element, nodes) in connectivity.elements().enumerate() {
        for (place, &node) in places.iter_mut().zip(nodes) {
            *place = place_of_node[node as usize] as usize;
        }
        let places = &places[..nodes.len()];
        if places.iter().any(|&place| columns.contains(place)) {
            element_blocks(mesh, materials, element, &mut blocks);
            scatter(places, columns, &blocks);
        }
    }
}

/// The stiffness matrix in full rows, for iterative solution; as deterministic as [`stiffness`].
pub(crate) fn stiffness_rows(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    connectivity: &Connectivity,
    graph: &NodalGraph,
    place_of_node: &[u32],
) -> NodalRows {
    let mut matrix = NodalRows::zeros(graph);
    matrix.split_rows(rayon::current_num_threads()).into_par_iter().for_each(|mut rows| {
        let mut blocks = [Matrix3::zeros(); QUADRATIC_BLOCKS];
        for (element, nodes) in connectivity.elements().enumerate() {
            let place = |local: usize| place_of_node[nodes[local] as usize];
            if (0..nodes.len()).any(|local| rows.contains(place(local) as usize)) {
                element_blocks(mesh, materials, element, &mut blocks);
                for (i, j) in (0..nodes.len()).flat_map(|i| (0..=i).map(move |j| (i, j))) {
                    let block = &blocks[i * (i + 1) / 2 + j];
                    add_to_rows(&mut rows, [place(i), place(j)], block);
                }
            }
        }
    });
    matrix
}

/// Adds a block and, off the diagonal, its transpose, where their rows are in the range.
fn add_to_rows(rows: &mut RowRange<'_>, [a, b]: [u32; 2], block: &Matrix3<f64>) {
    if a == NO_PLACE || b == NO_PLACE {
        return;
    }
    let (a, b) = (a as usize, b as usize);
    if rows.contains(a) {
        rows.add(a, b, block);
    }
    if a != b && rows.contains(b) {
        rows.add(b, a, &block.transpose());
    }
}

/// Lower nodal blocks of one element.
fn element_blocks(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    element: usize,
    blocks: &mut [Matrix3<f64>; QUADRATIC_BLOCKS],
) {
    let shape = TetrahedronShape::new(mesh.corner_positions(element));
    let linear = shape.linear_blocks(&materials.materials[element]);
    match mesh.order {
        ElementOrder::Linear => {
            for (i, row) in linear.iter().enumerate() {
                blocks[i * (i + 1) / 2..][..=i].copy_from_slice(&row[..=i]);
            }
        }
        ElementOrder::Quadratic => quadratic_blocks(&linear, blocks),
    }
}

/// Nodal forces `K u` of a displacement field, three values a node.
pub(crate) fn internal_forces(
    mesh: &TetMesh,
    materials: &ElementMaterials,
    connectivity: &Connectivity,
    displacements: &[Vector3],
) -> Vec<Vector3> {
    let mut blocks = [Matrix3::zeros(); QUADRATIC_BLOCKS];
    let mut forces = vec![Vector3::zeros(); mesh.nodes.len()];
    for (element, nodes) in connectivity.elements().enumerate() {
        element_blocks(mesh, materials, element, &mut blocks);
        for (i, &row) in nodes.iter().enumerate() {
            for (j, &column) in nodes[..=i].iter().enumerate() {
                let block = &blocks[i * (i + 1) / 2 + j];
                forces[row as usize] += block * displacements[column as usize];
                if i != j {
                    forces[column as usize] += block.tr_mul(&displacements[row as usize]);
                }
            }
        }
    }
    forces
}

/// Adds the blocks `(i, j)`, `j ≤ i`, whose column is in the range.
fn scatter(places: &[usize], columns: &mut BlockColumns<'_>, blocks: &[Matrix3<f64>; QUADRATIC_BLOCKS]) {
    for i in 0..places.len() {
        for j in 0..=i {
            let (row, column) = (places[i].max(places[j]), places[i].min(places[j]));
            if columns.contains(column) && row != NO_PLACE as usize {
                let block = &blocks[i * (i + 1) / 2 + j];
                if places[i] >= places[j] {
                    columns.add(row, column, block);
                } else {
                    columns.add(row, column, &block.transpose());
                }
            }
        }
    }
}
