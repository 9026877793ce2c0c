//! Writing meshes with materials, sets and loads for other solvers.
//!
//! One model in, one text out; nothing is read back and nothing touches the disk.

mod abaqus;
mod febio;
mod gmsh;
mod numbering;

pub use abaqus::abaqus_input;
pub use febio::febio_input;
pub use gmsh::gmsh_mesh;

use crate::TetMesh;

/// An isotropic linear elastic material.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportMaterial {
    /// Name, without spaces.
    pub name: String,
    /// Young's modulus, MPa.
    pub modulus_mpa: f64,
    /// Poisson's ratio.
    pub poisson_ratio: f64,
}

/// One body.
#[derive(Clone, Debug)]
pub struct ExportBody<'a> {
    /// Name, without spaces; its boundary becomes the facet sets `name_outer`, `name_cut0`, `name_cut1`, ….
    pub name: String,
    /// Its elements.
    pub mesh: &'a TetMesh,
    /// What it is made of.
    pub materials: Vec<ExportMaterial>,
    /// Which of `materials` each element is of.
    pub element_materials: Vec<u32>,
}

/// A named set of nodes of one body, and what is done to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportNodeSet {
    /// Name, without spaces.
    pub name: String,
    /// Index of the body.
    pub body: usize,
    /// Nodes of that body's mesh.
    pub nodes: Vec<u32>,
    /// Whether the nodes are held in all directions.
    pub held: bool,
    /// Force on the whole set, N, shared equally by its nodes; zero for none.
    pub force_n: [f64; 3],
}

/// A problem for another solver. Millimetres, newtons, megapascals.
#[derive(Clone, Debug, Default)]
pub struct ExportModel<'a> {
    /// One line about what it is.
    pub title: String,
    /// The bodies.
    pub bodies: Vec<ExportBody<'a>>,
    /// Named nodes, supports and loads.
    pub node_sets: Vec<ExportNodeSet>,
}
