//! Which modulus goes where.
#![allow(missing_docs)]

mod common;

use common::box_mesh;
use osteotome_elastic::{
    CORTICAL_REGION, CorticalThickness, DensityCalibration, ElasticError, ElementMaterials,
    IsotropicMaterial, ModulusLaw,
};
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::{ElementOrder, TetMesh};

fn cube() -> TetMesh {
    box_mesh([10.0; 3], [7; 3], ElementOrder::Linear, 0.2)
}

/// Depth below the nearest of the two faces normal to z.
fn depth(p: &Point3) -> f64 {
    p.z.min(10.0 - p.z)
}

#[test]
fn cortical_volume_is_that_of_the_layer_even_if_it_cuts_elements() {
    let mesh = cube();
    let (cortical, cancellous) = (IsotropicMaterial::CORTICAL, IsotropicMaterial::CANCELLOUS);
    let axis = Vector3::x_axis();
    let stations_mm = vec![[0.0, 1.0], [10.0, 3.0]];
    let thickness = CorticalThickness::AlongAxis { origin: Point3::origin(), axis, stations_mm };
    let materials =
        ElementMaterials::cortical_cancellous(&mesh, depth, &thickness, cortical, cancellous).unwrap();
    let span = cortical.modulus_mpa - cancellous.modulus_mpa;
    let share = |e: usize| (materials.materials[e].modulus_mpa - cancellous.modulus_mpa) / span;
    let volume: f64 = (0..mesh.corners.len()).map(|e| share(e) * mesh.element_volume_mm3(e)).sum();
    // Two layers of mean thickness 2 on a face of 10 × 10; thickness and depth are linear, so only the jitter-free
    // linear interpolation in each element counts, and that is exact.
    assert!((volume - 400.0).abs() < 1e-6, "{volume}");
    let stiff = (0..mesh.corners.len()).filter(|&e| materials.regions[e] == CORTICAL_REGION);
    assert!(stiff.clone().all(|e| share(e) >= 0.5) && stiff.count() > 0);
}

#[test]
fn histogram_holds_the_whole_volume() {
    let mesh = cube();
    let density = |p: &Point3| 0.3 + 0.15 * p.x;
    let law = ModulusLaw::MorganFemoralNeck;
    let materials = ElementMaterials::from_density(&mesh, density, law, 0.3, 10.0).unwrap();
    let histogram = materials.modulus_histogram(&mesh, 8);
    let total: f64 = histogram.iter().map(|bin| bin.volume_mm3).sum();
    assert!((total - mesh.volume_mm3()).abs() < 1e-9 * total);
    assert!(histogram.windows(2).all(|pair| (pair[0].to_mpa - pair[1].from_mpa).abs() < 1e-9));
    // The mean modulus of a linear density is ∫ 6850 ρ^1.49 over ρ = 0.3..1.8, in closed form.
    let mean = 6850.0 * (1.8_f64.powf(2.49) - 0.3_f64.powf(2.49)) / (2.49 * 1.5);
    let assigned =
        (0..mesh.corners.len()).map(|e| materials.materials[e].modulus_mpa * mesh.element_volume_mm3(e));
    assert!((assigned.sum::<f64>() / total / mean - 1.0).abs() < 1e-3);
}

#[test]
fn laws_give_their_published_values() {
    // At 1 g/cm³ a power law is its coefficient; Keller's 1990s law of ash density at 1.2 g/cm³.
    assert_eq!(ModulusLaw::MorganPooled.modulus_mpa(1.0), 8920.0);
    assert_eq!(ModulusLaw::RhoCortical1995.modulus_mpa(2.0), 15_090.0);
    assert!((ModulusLaw::Keller1994.modulus_mpa(1.2) - 10_500.0 * 1.2_f64.powf(2.57)).abs() < 1e-9);
    let calibration = DensityCalibration { at_zero_g_cm3: 0.1, per_hu_g_cm3: 1e-3 };
    assert_eq!([calibration.density_g_cm3(900.0), calibration.density_g_cm3(-1000.0)], [1.0, 0.0]);
}

#[test]
fn impossible_constants_are_refused_by_element() {
    let mesh = cube();
    let refused = |material| ElementMaterials::homogeneous(&mesh, material).unwrap_err();
    let soft = refused(IsotropicMaterial { modulus_mpa: 0.0, poisson: 0.3 });
    assert!(matches!(soft, ElasticError::Material { element: 0, .. }), "{soft}");
    let incompressible = refused(IsotropicMaterial { modulus_mpa: 1.0, poisson: 0.5 });
    assert!(incompressible.to_string().contains("below 0.5"), "{incompressible}");
}
