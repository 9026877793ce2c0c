//! Writing meshes with materials, sets, loads, contact and springs for other solvers.
//!
//! One model in, one text out; nothing is read back and nothing touches the disk.

mod abaqus;
mod abaqus_steps;
mod auxiliary;
mod febio;
mod febio_steps;
mod gmsh;
mod names;
mod numbering;

pub use abaqus::abaqus_input;
pub use febio::febio_input;
pub use gmsh::gmsh_mesh;

use crate::{BoundaryFacet, TetMesh};
use osteotome_geometry::{Point3, Vector3};

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
    /// Parts of bodies that move as rigid ones.
    pub rigid: Vec<ExportRigid>,
    /// Springs between rigid parts, the ground and space.
    pub springs: Vec<ExportSpring>,
    /// Surfaces that may touch.
    pub pairs: Vec<ExportPair>,
    /// The ground, if springs stand on it.
    pub ground: Option<ExportGround>,
}

/// Nodes of one body that move as a rigid body with the ends of springs that it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRigid {
    /// Name, without spaces.
    pub name: String,
    /// Index of the body.
    pub body: usize,
    /// Nodes of that body's mesh; no node is in two rigid parts.
    pub nodes: Vec<u32>,
    /// The point whose displacement is printed, mm.
    pub reference: Point3,
}

/// What an end of a spring moves with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportHold {
    /// Nothing.
    Fixed,
    /// The ground.
    Ground,
    /// A rigid part, by its index.
    Rigid(usize),
}

/// The states of load: unloaded, and at the end of either step.
pub const STATES: usize = 3;

/// A line whose tension is a function of how far it is drawn out.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportSpring {
    /// Name, without spaces.
    pub name: String,
    /// Its ends before any load, mm, and what each moves with.
    pub ends: [(Point3, ExportHold); 2],
    /// How far it is drawn out, mm, ascending, and its tension in each state, N.
    pub law: Vec<(f64, [f64; STATES])>,
}

/// Two surfaces that may touch.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPair {
    /// Name, without spaces.
    pub name: String,
    /// Indices of the bodies.
    pub bodies: [usize; 2],
    /// Facets of either.
    pub facets: [Vec<BoundaryFacet>; 2],
    /// Coulomb friction coefficient.
    pub friction: f64,
    /// Elastic slip at which the friction limit is reached, mm.
    pub elastic_slip_mm: f64,
}

/// A rigid plate that moves along its normal only.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportGround {
    /// Its normal, in which it is pushed.
    pub up: Vector3,
    /// The push in each state, N.
    pub force_n: [f64; STATES],
}

/// Pressure over overlap of touching surfaces, MPa/mm: at the pressure of cut faces, a few MPa, some hundredths of a millimetre.
const CONTACT_MPA_PER_MM: f64 = 200.0;
/// Pressure at which sticking faces give by the elastic slip, MPa: about the mean of faces that bear 100 N.
const STICKING_MPA: f64 = 2.0;

impl ExportPair {
    /// Shear traction over slip while the faces stick, MPa/mm.
    fn stick_mpa_per_mm(&self) -> f64 {
        self.friction * STICKING_MPA / self.elastic_slip_mm
    }
}
