//! Which bone each element is made of.

use osteotome_mesh::TetMesh;

use crate::error::ElasticError;

/// An isotropic linear elastic material.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IsotropicMaterial {
    /// Young's modulus, MPa.
    pub modulus_mpa: f64,
    /// Poisson's ratio, between −1 and 0.5 (both excluded).
    pub poisson: f64,
}

impl IsotropicMaterial {
    /// Cortical bone of the foot, 17 GPa (García-Aznar & Bayod 2009; PMC9579782 table 1).
    pub const CORTICAL: Self = Self { modulus_mpa: 17_000.0, poisson: 0.3 };
    /// Cancellous bone of the foot, 700 MPa (García-Aznar & Bayod 2009).
    pub const CANCELLOUS: Self = Self { modulus_mpa: 700.0, poisson: 0.3 };
    /// Foot bone as one homogeneous material, 7.3 GPa (Gefen 2000; Cheung & Zhang 2005).
    pub const HOMOGENEOUS_FOOT: Self = Self { modulus_mpa: 7300.0, poisson: 0.3 };

    /// First Lamé constant λ and shear modulus μ, MPa.
    #[must_use]
    pub fn lame_mpa(&self) -> (f64, f64) {
        let (e, nu) = (self.modulus_mpa, self.poisson);
        (e * nu / ((1.0 + nu) * (1.0 - 2.0 * nu)), e / (2.0 * (1.0 + nu)))
    }
}

/// The material of every element of one mesh, constant within an element.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementMaterials {
    /// Material of each element.
    pub materials: Vec<IsotropicMaterial>,
    /// Region of each element. Stresses are averaged at nodes within a region only, never across two.
    pub regions: Vec<u16>,
}

impl ElementMaterials {
    /// The same material everywhere.
    ///
    /// # Errors
    /// If the constants are not those of a stable material.
    pub fn homogeneous(mesh: &TetMesh, material: IsotropicMaterial) -> Result<Self, ElasticError> {
        let elements = mesh.corners.len();
        Self { materials: vec![material; elements], regions: vec![0; elements] }.checked(mesh)
    }

    /// Refuses lists that do not fit the mesh and constants that are not those of a stable material.
    pub(crate) fn checked(self, mesh: &TetMesh) -> Result<Self, ElasticError> {
        self.check(mesh)?;
        Ok(self)
    }

    /// See [`Self::checked`].
    pub(crate) fn check(&self, mesh: &TetMesh) -> Result<(), ElasticError> {
        let expected = mesh.corners.len();
        for found in [self.materials.len(), self.regions.len()] {
            if found != expected {
                return Err(ElasticError::Length { what: "materials of elements", found, expected });
            }
        }
        self.materials
            .iter()
            .enumerate()
            .try_for_each(|(element, material)| check_constants(element, material))
    }
}

fn check_constants(element: usize, material: &IsotropicMaterial) -> Result<(), ElasticError> {
    let (e, nu) = (material.modulus_mpa, material.poisson);
    if !(e > 0.0 && e.is_finite()) {
        let accepted = "a positive number of MPa";
        return Err(ElasticError::Material {
            element,
            quantity: "Young's modulus (MPa)",
            value: e,
            accepted,
        });
    }
    if !(nu > -1.0 && nu < 0.5) {
        let accepted = "above -1 and below 0.5";
        return Err(ElasticError::Material { element, quantity: "Poisson's ratio", value: nu, accepted });
    }
    Ok(())
}
