//! Strains and stresses inside a body, at elements and at nodes.

use nalgebra::Matrix3;
use osteotome_geometry::Vector3;
use osteotome_mesh::{EDGES, ElementOrder, TetMesh};

use crate::condensed_body::DisplacementField;
use crate::element::TetrahedronShape;
use crate::error::ElasticError;
use crate::material::{ElementMaterials, IsotropicMaterial};

/// Strain and stress at one node, averaged over the elements of one region around it.
#[derive(Clone, Debug, PartialEq)]
pub struct NodalSample {
    /// Region of the elements, as in [`ElementMaterials::regions`].
    pub region: u16,
    /// Mean Young's modulus of those elements, MPa.
    pub modulus_mpa: f64,
    /// Small-strain tensor in the axes of the mesh, 1.
    pub strain: Matrix3<f64>,
    /// Cauchy stress in the axes of the mesh, MPa.
    pub stress_mpa: Matrix3<f64>,
}

/// Principal values, largest first, and their directions as columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Principal {
    /// Values from the most tensile to the most compressive.
    pub values: [f64; 3],
    /// Unit directions, a column for each value; their sign is arbitrary.
    pub directions: Matrix3<f64>,
}

/// Strains at which bone yields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YieldStrains {
    /// In tension, positive.
    pub tension: f64,
    /// In compression, positive.
    pub compression: f64,
}

impl YieldStrains {
    /// Cortical bone: 0.73 % in tension (Bayraktar 2004). The same in compression, where cortical bone bears more.
    pub const CORTICAL: Self = Self { tension: 0.0073, compression: 0.0073 };
    /// Trabecular bone, femoral neck: 0.61 % in tension, 0.85 % in compression (Morgan & Keaveny 2001).
    pub const TRABECULAR: Self = Self { tension: 0.0061, compression: 0.0085 };
}

impl NodalSample {
    /// Principal strains and their directions.
    #[must_use]
    pub fn principal_strains(&self) -> Principal {
        principal(&self.strain)
    }

    /// Principal stresses, MPa, and their directions.
    #[must_use]
    pub fn principal_stresses(&self) -> Principal {
        principal(&self.stress_mpa)
    }

    /// Von Mises stress `√(3/2 s:s)`, MPa.
    #[must_use]
    pub fn von_mises_mpa(&self) -> f64 {
        let deviator = self.stress_mpa - Matrix3::from_diagonal_element(self.stress_mpa.trace() / 3.0);
        (1.5 * deviator.norm_squared()).sqrt()
    }

    /// Strain energy density `½ σ:ε`, N·mm/mm³.
    #[must_use]
    pub fn energy_density_mpa(&self) -> f64 {
        0.5 * self.stress_mpa.dot(&self.strain)
    }

    /// By what the load may be multiplied before the largest principal strain reaches yield.
    #[must_use]
    pub fn factor_to_yield(&self, limits: &YieldStrains) -> f64 {
        let values = self.principal_strains().values;
        let used = (values[0] / limits.tension).max(-values[2] / limits.compression);
        if used > 0.0 { 1.0 / used } else { f64::INFINITY }
    }
}

fn principal(tensor: &Matrix3<f64>) -> Principal {
    let eigen = tensor.symmetric_eigen();
    let mut order = [0, 1, 2];
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let columns = order.map(|i| eigen.eigenvectors.column(i).into_owned());
    Principal { values: order.map(|i| eigen.eigenvalues[i]), directions: Matrix3::from_columns(&columns) }
}

/// Stress of a strain (Hooke), MPa.
pub(crate) fn stress_mpa(strain: &Matrix3<f64>, material: &IsotropicMaterial) -> Matrix3<f64> {
    let (lambda, mu) = material.lame_mpa();
    strain * (2.0 * mu) + Matrix3::from_diagonal_element(lambda * strain.trace())
}

/// Strains of one element at its corners; inside it they vary linearly (Tet10) or not at all (Tet4).
pub(crate) fn corner_strains(mesh: &TetMesh, element: usize, displacements: &[Vector3]) -> [Matrix3<f64>; 4] {
    let gradients = TetrahedronShape::new(mesh.corner_positions(element)).gradients;
    let corners = mesh.corners[element].map(|n| displacements[n as usize]);
    let symmetric = |gradient: Matrix3<f64>| (gradient + gradient.transpose()) * 0.5;
    let outer = |u: &Vector3, g: usize| u * gradients[g].transpose();
    match mesh.order {
        ElementOrder::Linear => [symmetric(corners.iter().enumerate().map(|(i, u)| outer(u, i)).sum()); 4],
        ElementOrder::Quadratic => std::array::from_fn(|at| {
            let weight = |i: usize| if i == at { 3.0 } else { -1.0 };
            let from_corners: Matrix3<f64> =
                corners.iter().enumerate().map(|(i, u)| outer(u, i) * weight(i)).sum();
            let from_midsides: Matrix3<f64> = EDGES
                .iter()
                .zip(&mesh.midsides[element])
                .filter(|(edge, _)| edge.contains(&at))
                .map(|(&[p, q], &n)| outer(&displacements[n as usize], if p == at { q } else { p }) * 4.0)
                .sum();
            symmetric(from_corners + from_midsides)
        }),
    }
}

/// Strains and stresses at the nodes of a body.
///
/// Strains are evaluated at the nodes of each element and averaged over the elements of one region around the node,
/// each element counting once, as CalculiX does; never over two regions, because strain and stress jump there.
#[derive(Clone, Debug, PartialEq)]
pub struct StrainField {
    offsets: Vec<usize>,
    samples: Vec<NodalSample>,
}

impl StrainField {
    /// Differentiates a displacement field.
    ///
    /// # Errors
    /// If the materials or the field do not fit the mesh.
    pub fn new(
        mesh: &TetMesh,
        materials: &ElementMaterials,
        field: &DisplacementField,
    ) -> Result<Self, ElasticError> {
        materials.check(mesh)?;
        let (found, expected) = (field.displacements_mm.len(), mesh.nodes.len());
        if found != expected {
            return Err(ElasticError::Length { what: "displacements", found, expected });
        }
        let mut sums = Sums::new(mesh, materials);
        for element in 0..mesh.corners.len() {
            sums.add_element(mesh, materials, element, &field.displacements_mm);
        }
        Ok(sums.means())
    }

    /// Samples at a node, one for each region that meets there, by ascending region.
    #[must_use]
    pub fn at_node(&self, node: usize) -> &[NodalSample] {
        &self.samples[self.offsets[node]..self.offsets[node + 1]]
    }

    /// The sample of the stiffest region at a node: what to show where one value is wanted. None at unused nodes.
    #[must_use]
    pub fn stiffest(&self, node: usize) -> Option<&NodalSample> {
        self.at_node(node)
            .iter()
            .reduce(|best, next| if next.modulus_mpa > best.modulus_mpa { next } else { best })
    }
}

/// Sums of samples, with how many elements each holds.
struct Sums {
    field: StrainField,
    counts: Vec<u32>,
}

impl Sums {
    fn new(mesh: &TetMesh, materials: &ElementMaterials) -> Self {
        let mut regions = vec![Vec::<u16>::new(); mesh.nodes.len()];
        for (element, &region) in materials.regions.iter().enumerate() {
            for &node in element_nodes(mesh, element) {
                let list = &mut regions[node as usize];
                if let Err(place) = list.binary_search(&region) {
                    list.insert(place, region);
                }
            }
        }
        let mut offsets = vec![0];
        let mut samples = Vec::new();
        for list in &regions {
            samples.extend(list.iter().map(|&region| NodalSample {
                region,
                modulus_mpa: 0.0,
                strain: Matrix3::zeros(),
                stress_mpa: Matrix3::zeros(),
            }));
            offsets.push(samples.len());
        }
        let counts = vec![0; samples.len()];
        Self { field: StrainField { offsets, samples }, counts }
    }

    fn add_element(
        &mut self,
        mesh: &TetMesh,
        materials: &ElementMaterials,
        element: usize,
        displacements: &[Vector3],
    ) {
        let strains = corner_strains(mesh, element, displacements);
        let material = &materials.materials[element];
        for (local, &node) in element_nodes(mesh, element).enumerate() {
            let strain = match local {
                0..4 => strains[local],
                _ => (strains[EDGES[local - 4][0]] + strains[EDGES[local - 4][1]]) * 0.5,
            };
            let first = self.field.offsets[node as usize];
            let ahead = self.field.at_node(node as usize);
            let place = first + ahead.partition_point(|sample| sample.region < materials.regions[element]);
            let sample = &mut self.field.samples[place];
            sample.modulus_mpa += material.modulus_mpa;
            sample.strain += strain;
            sample.stress_mpa += stress_mpa(&strain, material);
            self.counts[place] += 1;
        }
    }

    fn means(mut self) -> StrainField {
        for (sample, &count) in self.field.samples.iter_mut().zip(&self.counts) {
            let share = 1.0 / f64::from(count);
            sample.modulus_mpa *= share;
            sample.strain *= share;
            sample.stress_mpa *= share;
        }
        self.field
    }
}

/// Corner nodes, then midside nodes.
fn element_nodes(mesh: &TetMesh, element: usize) -> impl Iterator<Item = &u32> {
    let midsides = mesh.midsides.get(element).map_or(&[][..], |list| &list[..]);
    mesh.corners[element].iter().chain(midsides)
}
