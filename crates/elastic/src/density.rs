//! From the density of bone to its modulus.

/// A published law of Young's modulus against density.
///
/// Densities are apparent (wet) densities in g/cm³, except for [`ModulusLaw::Keller1994`], which takes ash density.
/// No law is exact: published ones differ by a factor of two at the same density.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ModulusLaw {
    /// `6850 ρ^1.49` MPa, femoral neck (Morgan, Bayraktar & Keaveny 2003, J Biomech 36:897).
    MorganFemoralNeck,
    /// `15 520 ρ^1.93` MPa, proximal tibia (Morgan 2003).
    MorganTibia,
    /// `4730 ρ^1.56` MPa, vertebra (Morgan 2003).
    MorganVertebra,
    /// `15 010 ρ^2.18` MPa, greater trochanter (Morgan 2003).
    MorganTrochanter,
    /// `8920 ρ^1.83` MPa, all sites pooled (Morgan 2003).
    MorganPooled,
    /// `10 500 ρ_ash^2.57` MPa (Keller 1994, J Biomech 27:1159); takes ash density.
    Keller1994,
    /// `3790 ε̇^0.06 ρ³` MPa at the strain rate 0.01 1/s (Carter & Hayes 1977, J Bone Joint Surg Am 59:954).
    CarterHayes1977,
    /// `−13 430 + 14 260 ρ` MPa, cortical (Rho, Hobatho & Ashman 1995, Med Eng Phys 17:347).
    RhoCortical1995,
    /// `coefficient ρ^exponent`, for a law of one's own.
    Power {
        /// Modulus at 1 g/cm³, MPa.
        coefficient_mpa: f64,
        /// Exponent.
        exponent: f64,
    },
}

/// Strain rate of the quasi-static tests that the other laws come from, 1/s.
const QUASI_STATIC_RATE: f64 = 0.01;

impl ModulusLaw {
    /// Young's modulus at a density, MPa; zero or negative where the law does not hold.
    #[must_use]
    pub fn modulus_mpa(&self, density_g_cm3: f64) -> f64 {
        let rho = density_g_cm3.max(0.0);
        match *self {
            Self::MorganFemoralNeck => 6850.0 * rho.powf(1.49),
            Self::MorganTibia => 15_520.0 * rho.powf(1.93),
            Self::MorganVertebra => 4730.0 * rho.powf(1.56),
            Self::MorganTrochanter => 15_010.0 * rho.powf(2.18),
            Self::MorganPooled => 8920.0 * rho.powf(1.83),
            Self::Keller1994 => 10_500.0 * rho.powf(2.57),
            Self::CarterHayes1977 => 3790.0 * QUASI_STATIC_RATE.powf(0.06) * rho.powi(3),
            Self::RhoCortical1995 => -13_430.0 + 14_260.0 * rho,
            Self::Power { coefficient_mpa, exponent } => coefficient_mpa * rho.powf(exponent),
        }
    }
}

/// A linear calibration from CT numbers to density.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DensityCalibration {
    /// Density at 0 HU, g/cm³.
    pub at_zero_g_cm3: f64,
    /// Density per HU, g/cm³.
    pub per_hu_g_cm3: f64,
}

impl DensityCalibration {
    /// Density at a CT number, g/cm³, never negative.
    #[must_use]
    pub fn density_g_cm3(&self, hounsfield: f64) -> f64 {
        (self.at_zero_g_cm3 + self.per_hu_g_cm3 * hounsfield).max(0.0)
    }
}
