//! How the five bones of the template stand together.

use nalgebra::{Point3, Vector3};
use osteotome_foot::anatomy::{
    PLANTAR_PAD_MM, TemplateBone, TemplateError, template_foot, template_ray_surface, template_shape,
};
use osteotome_foot::{Ray, Side};
use osteotome_geometry::{FrameHints, SurfaceIndex, find_bone_frame};

fn left_foot() -> Vec<TemplateBone> {
    template_foot(Side::Left, 1.0).expect("the adult foot")
}

fn head(bone: &TemplateBone) -> Vector3<f64> {
    bone.frame.translation.vector
}

fn axis(bone: &TemplateBone) -> Vector3<f64> {
    bone.frame.rotation * Vector3::x()
}

fn declination_deg(bone: &TemplateBone) -> f64 {
    (-axis(bone).z).asin().to_degrees()
}

fn splay_deg(bone: &TemplateBone) -> f64 {
    axis(bone).y.atan2(axis(bone).x).to_degrees()
}

fn most_distal_mm(bone: &TemplateBone) -> f64 {
    bone.surface.vertices.iter().fold(f64::NEG_INFINITY, |far, p| far.max(p.x))
}

fn assert_within(what: &str, value: f64, [low, high]: [f64; 2]) {
    assert!((low..=high).contains(&value), "{what}: {value:.3} outside [{low}, {high}]");
}

/// Stance ranges, literature 1.1.
#[test]
fn declinations_are_those_of_stance() {
    let ranges = [[20.0, 25.0], [15.0, 25.0], [10.0, 20.0], [8.0, 15.0], [5.0, 10.0]];
    for (bone, range) in left_foot().iter().zip(ranges) {
        assert_within(&format!("declination of {}", bone.ray), declination_deg(bone), range);
    }
}

/// Between the feet A and B of literature 1.2; intermetatarsal angles below the norms of 1.1.
#[test]
fn the_rays_splay_as_measured() {
    let foot = left_foot();
    let ranges = [[-8.7, -7.7], [0.0, 0.0], [-0.4, 4.7], [0.8, 6.0], [3.5, 11.8]];
    for (bone, [low, high]) in foot.iter().zip(ranges) {
        assert_within(&format!("splay of {}", bone.ray), splay_deg(bone), [low - 1e-9, high + 1e-9]);
    }
    assert_within("angle M1 to M2", splay_deg(&foot[1]) - splay_deg(&foot[0]), [0.0, 9.0]);
    assert_within("angle M4 to M5", splay_deg(&foot[4]) - splay_deg(&foot[3]), [0.0, 8.0]);
}

/// Distances of neighbouring head centres in the frontal plane, feet A and B of literature 1.2.
#[test]
fn heads_are_spaced_as_measured() {
    let foot = left_foot();
    let ranges = [[19.6, 20.3], [11.5, 12.5], [6.5, 10.8], [10.0, 12.4]];
    for (pair, range) in foot.windows(2).zip(ranges) {
        let apart = head(&pair[1]) - head(&pair[0]);
        assert_within(&format!("{} to {}", pair[0].ray, pair[1].ray), apart.y.hypot(apart.z), range);
    }
}

/// Mean ± one standard deviation of 169 feet, literature 1.1.
#[test]
fn heads_protrude_as_published() {
    let foot = left_foot();
    let means = [(0.94, 2.71), (0.0, 1e-9), (-4.44, 1.63), (-11.17, 2.21), (-20.21, 3.77)];
    for (bone, (mean, deviation)) in foot.iter().zip(means) {
        let protrusion = most_distal_mm(bone) - most_distal_mm(&foot[1]);
        assert_within(&format!("{}", bone.ray), protrusion, [mean - deviation, mean + deviation]);
    }
}

#[test]
fn every_head_rests_on_the_pad() {
    for bone in left_foot() {
        let lowest = bone.surface.vertices.iter().min_by(|a, b| a.z.total_cmp(&b.z)).expect("vertices");
        assert!((lowest.z - PLANTAR_PAD_MM).abs() < 1e-9, "{}: {}", bone.ray, lowest.z);
        assert!(
            (lowest.x - head(&bone).x).abs() < 10.0,
            "{} rests on something else than its head",
            bone.ray
        );
    }
}

/// The radiographic length of M1, 56.42 ± 4.41 mm in men (literature 1.1), is a dorso-plantar projection: the declined
/// bone of 65 to 71 mm of the CTs casts that shadow.
#[test]
fn the_first_metatarsal_casts_its_radiographic_length() {
    let foot = left_foot();
    let shadow = foot[0].shape.length_mm * declination_deg(&foot[0]).to_radians().cos();
    assert_within("M1 projected on the ground", shadow, [52.01, 60.83]);
}

/// II > III > IV > V > I (cadavers, literature 1.1).
#[test]
fn lengths_are_in_the_known_order() {
    let lengths = [Ray::M2, Ray::M3, Ray::M4, Ray::M5, Ray::M1].map(|ray| template_shape(ray).length_mm);
    assert!(lengths.windows(2).all(|pair| pair[0] > pair[1]), "{lengths:?}");
}

#[test]
fn neighbours_do_not_touch() {
    for pair in left_foot().windows(2) {
        let index = SurfaceIndex::new(&pair[0].surface);
        let gap = pair[1]
            .surface
            .vertices
            .iter()
            .map(|p| index.signed_distance_mm(p))
            .fold(f64::INFINITY, f64::min);
        assert!(gap > 0.15, "{} and {}: gap {gap:.3} mm", pair[0].ray, pair[1].ray);
    }
}

#[test]
fn the_right_foot_is_the_mirror_image() {
    let right = template_foot(Side::Right, 1.0).expect("the adult foot");
    for (left, right) in left_foot().iter().zip(&right) {
        let mirrored = |p: &Point3<f64>| Point3::new(p.x, -p.y, p.z);
        assert!(left.surface.vertices.iter().map(mirrored).eq(right.surface.vertices.iter().copied()));
        assert!((left.surface.volume_mm3() - right.surface.volume_mm3()).abs() < 1e-6);
        let in_ray_frame = template_ray_surface(left.ray).expect("a solid");
        for (p, q) in in_ray_frame.vertices.iter().zip(&right.surface.vertices) {
            assert!((right.frame * mirrored(p) - q).norm() < 1e-10);
        }
    }
}

#[test]
fn scale_stretches_bones_and_distances_but_not_the_pad() {
    let factor = 1.1;
    let large = template_foot(Side::Left, factor).expect("a large foot");
    for (bone, large) in left_foot().iter().zip(&large) {
        assert!((bone.shape.scaled(factor).length_mm - large.shape.length_mm).abs() < 1e-12);
        assert!((head(bone).y * factor - head(large).y).abs() < 1e-12);
        let lowest = large.surface.vertices.iter().fold(f64::INFINITY, |low, p| low.min(p.z));
        assert!((lowest - PLANTAR_PAD_MM).abs() < 1e-9);
    }
}

#[test]
fn senseless_scales_are_refused() {
    for scale in [f64::NAN, 0.0, -1.0, 1000.0] {
        assert!(matches!(template_foot(Side::Left, scale), Err(TemplateError::Scale(_))));
    }
}

/// The frame found from the shape alone is the one the bone was made in.
#[test]
fn the_frame_found_from_the_shape_is_the_one_it_was_made_in() {
    for ray in Ray::ALL {
        let surface = template_ray_surface(ray).expect("a solid");
        let found = find_bone_frame(&surface, &FrameHints::default()).expect("a metatarsal");
        let tilt = found.distal.angle(&Vector3::x()).to_degrees();
        assert!(tilt < 2.0, "{ray}: shaft axis {tilt:.2}° off");
        let off = found.head_centre.coords.norm();
        assert!(off < 1.0, "{ray}: head centre {off:.2} mm off");
    }
}

#[test]
fn the_shipped_files_are_what_the_generator_makes() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../meshes");
    for ray in Ray::ALL {
        let path = folder.join(format!("{ray}_left.stl"));
        let shipped = std::fs::read(&path).expect("the shipped file");
        let made = osteotome_geometry::stl_bytes(&template_ray_surface(ray).expect("a solid"));
        assert!(
            same_within_float(&shipped, &made),
            "{} is stale: run the command in meshes/README.md",
            path.display()
        );
    }
}

/// Binary STL files of equal size whose numbers agree to single precision: sine and cosine may differ in the last bit
/// between platforms.
fn same_within_float(a: &[u8], b: &[u8]) -> bool {
    const HEADER: usize = 84;
    const FACET: usize = 50;
    let numbers = |facet: &[u8]| -> Vec<f32> {
        facet[..48].chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
    };
    let close = |(x, y): (f32, f32)| (x - y).abs() <= 1e-4;
    a.len() == b.len()
        && a[..HEADER] == b[..HEADER]
        && (a[HEADER..].chunks_exact(FACET).zip(b[HEADER..].chunks_exact(FACET)))
            .all(|(x, y)| numbers(x).into_iter().zip(numbers(y)).all(close))
}
