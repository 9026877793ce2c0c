//! Which bone each element is made of.

use osteotome_geometry::Point3;
use osteotome_mesh::TetMesh;

use crate::cortex::{CorticalThickness, fraction_below_zero};
use crate::density::ModulusLaw;
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

/// Region of cancellous bone in [`ElementMaterials::cortical_cancellous`]; other constructors use it for everything.
pub const CANCELLOUS_REGION: u16 = 0;
/// Region of cortical bone in [`ElementMaterials::cortical_cancellous`].
pub const CORTICAL_REGION: u16 = 1;

/// How much bone has a modulus in a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModulusBin {
    /// Lower end, MPa.
    pub from_mpa: f64,
    /// Upper end, MPa; inclusive in the last bin only.
    pub to_mpa: f64,
    /// Volume of the elements in the range, mm³.
    pub volume_mm3: f64,
}

impl ElementMaterials {
    /// The same material everywhere.
    ///
    /// # Errors
    /// If the constants are not those of a stable material.
    pub fn homogeneous(mesh: &TetMesh, material: IsotropicMaterial) -> Result<Self, ElasticError> {
        let elements = mesh.corners.len();
        Self { materials: vec![material; elements], regions: vec![CANCELLOUS_REGION; elements] }.checked(mesh)
    }

    /// A cortical shell around cancellous bone.
    ///
    /// `depth_mm` is the depth of a point below the intact outer surface, positive inside. The depth is taken as
    /// linear within an element; an element that the inner surface of the cortex passes through gets the mean of the
    /// two moduli by volume (Voigt), so that the section stiffness does not jump with the mesh.
    ///
    /// # Errors
    /// If the constants are not those of a stable material.
    pub fn cortical_cancellous(
        mesh: &TetMesh,
        depth_mm: impl Fn(&Point3) -> f64,
        thickness: &CorticalThickness,
        cortical: IsotropicMaterial,
        cancellous: IsotropicMaterial,
    ) -> Result<Self, ElasticError> {
        let beyond: Vec<f64> = corner_nodes(mesh)
            .map(|node| node.map_or(f64::NAN, |p| depth_mm(p) - thickness.at_mm(p)))
            .collect();
        let fractions = mesh.corners.iter().map(|c| fraction_below_zero(c.map(|n| beyond[n as usize])));
        let mix = |f: f64, a: f64, b: f64| f * a + (1.0 - f) * b;
        let (materials, regions) = fractions
            .map(|f| {
                let material = IsotropicMaterial {
                    modulus_mpa: mix(f, cortical.modulus_mpa, cancellous.modulus_mpa),
                    poisson: mix(f, cortical.poisson, cancellous.poisson),
                };
                (material, if f >= 0.5 { CORTICAL_REGION } else { CANCELLOUS_REGION })
            })
            .unzip();
        Self { materials, regions }.checked(mesh)
    }

    /// A modulus from a density field (apparent density, g/cm³), averaged over each element.
    ///
    /// The modulus, not the density, is averaged over the four-point rule of the element (Taddei et al. 2007, Med Eng
    /// Phys 29:973). Moduli below `least_mpa` (marrow, points outside the image) are raised to it.
    ///
    /// # Errors
    /// If the resulting constants are not those of a stable material.
    pub fn from_density(
        mesh: &TetMesh,
        density_g_cm3: impl Fn(&Point3) -> f64,
        law: ModulusLaw,
        poisson: f64,
        least_mpa: f64,
    ) -> Result<Self, ElasticError> {
        let modulus = |p: Point3| law.modulus_mpa(density_g_cm3(&p)).max(least_mpa);
        let materials = (0..mesh.corners.len())
            .map(|element| {
                let points = four_point_rule(mesh.corner_positions(element));
                let modulus_mpa = points.into_iter().map(modulus).sum::<f64>() / 4.0;
                IsotropicMaterial { modulus_mpa, poisson }
            })
            .collect();
        Self { materials, regions: vec![CANCELLOUS_REGION; mesh.corners.len()] }.checked(mesh)
    }

    /// Volume of bone by modulus, in bins of equal width between the softest and the stiffest element.
    #[must_use]
    pub fn modulus_histogram(&self, mesh: &TetMesh, bins: usize) -> Vec<ModulusBin> {
        let moduli = || self.materials.iter().map(|m| m.modulus_mpa);
        let low = moduli().fold(f64::INFINITY, f64::min);
        let high = moduli().fold(f64::NEG_INFINITY, f64::max);
        let width = (high - low) / bins as f64;
        let edge = |bin: usize| low + width * bin as f64;
        let mut histogram: Vec<ModulusBin> = (0..bins)
            .map(|bin| ModulusBin { from_mpa: edge(bin), to_mpa: edge(bin + 1), volume_mm3: 0.0 })
            .collect();
        for (element, modulus) in moduli().enumerate() {
            let bin = if width > 0.0 { ((modulus - low) / width) as usize } else { 0 };
            histogram[bin.min(bins - 1)].volume_mm3 += mesh.element_volume_mm3(element);
        }
        histogram
    }

    /// Refuses lists that do not fit the mesh and constants that are not those of a stable material.
    fn checked(self, mesh: &TetMesh) -> Result<Self, ElasticError> {
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

/// Positions of the nodes that are corners; none for midsides.
fn corner_nodes(mesh: &TetMesh) -> impl Iterator<Item = Option<&Point3>> {
    let mut is_corner = vec![false; mesh.nodes.len()];
    for &node in mesh.corners.iter().flatten() {
        is_corner[node as usize] = true;
    }
    mesh.nodes.iter().zip(is_corner).map(|(position, corner)| corner.then_some(position))
}

/// Points of the rule that integrates quadratics exactly, all of the same weight (Zienkiewicz & Taylor, table 8.2).
pub(crate) fn four_point_rule(corners: [Point3; 4]) -> [Point3; 4] {
    let (own, other) = (0.585_410_196_624_968_5, 0.138_196_601_125_010_5);
    std::array::from_fn(|at| {
        let weight = |i: usize| if i == at { own } else { other };
        Point3::from(
            corners.iter().enumerate().map(|(i, p)| p.coords * weight(i)).sum::<nalgebra::Vector3<f64>>(),
        )
    })
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
