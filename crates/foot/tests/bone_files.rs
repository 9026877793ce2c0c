//! Bones read from files: what is put right silently, and what is refused with its place and remedy.

use osteotome_foot::anatomy::{FootAnatomy, template_ray_surface};
use osteotome_foot::scenario::{Scenario, read};
use osteotome_foot::{FootError, Ray};
use osteotome_geometry::{Defect, TriangleSurface, Vector3, solid_moments, write_stl};
use std::path::Path;

/// A scenario whose second metatarsal is read from `M2.stl` in `folder`.
fn scenario(folder: &Path) -> Scenario {
    let text = "[foot]\nbones = { M2 = \"M2.stl\" }\nside = \"right\"\n";
    read(text, folder).expect("the scenario has no mistakes").scenario
}

fn place(surface: &TriangleSurface) -> Result<FootAnatomy, FootError> {
    let folder = tempfile::tempdir().expect("a folder");
    write_stl(folder.path().join("M2.stl"), surface).expect("written");
    FootAnatomy::place(&scenario(folder.path()).foot)
}

fn bone() -> TriangleSurface {
    template_ray_surface(Ray::M2).expect("the template has M2")
}

fn volume_mm3(foot: &FootAnatomy) -> f64 {
    solid_moments(&foot.rays[0].surface).expect("a closed bone").volume_mm3
}

#[test]
fn a_bone_turned_inside_out_with_a_speck_beside_it_is_the_same_bone() {
    let sound = place(&bone()).expect("sound");
    let mut dirty = bone();
    dirty.triangles.iter_mut().for_each(|triangle| triangle.swap(0, 1));
    let first = dirty.vertices.len() as u32;
    let corner = dirty.vertices[0];
    for offset in [[0.0; 3], [0.2, 0.0, 0.0], [0.0, 0.2, 0.0], [0.0, 0.0, 0.2]] {
        dirty.vertices.push(corner + Vector3::repeat(20.0) + Vector3::from(offset));
    }
    let speck = [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]];
    dirty.triangles.extend(speck.map(|triangle| triangle.map(|vertex| first + vertex)));
    let repaired = place(&dirty).expect("repaired");
    // The files hold single precision, so the two are equal to rounding only.
    assert!((volume_mm3(&repaired) / volume_mm3(&sound) - 1.0).abs() < 1e-6);
    assert!((repaired.rays[0].head_centre - sound.rays[0].head_centre).norm() < 1e-3);
}

#[test]
fn a_hole_is_refused_with_its_place_and_a_remedy() {
    let mut open = bone();
    open.triangles.truncate(open.triangles.len() - 40);
    let error = place(&open).expect_err("the surface has a hole");
    assert!(error.is_input_mistake());
    let FootError::UnsoundBone { ray: Ray::M2, finding } = &error else { panic!("{error}") };
    assert_eq!(finding.defect, Defect::OpenEdges);
    assert!(finding.place.is_some() && !finding.remedy.is_empty());
    assert!(
        error.to_string().starts_with("M2 at (") && error.to_string().ends_with(&finding.remedy),
        "{error}"
    );
}

#[test]
fn a_bone_in_metres_is_refused() {
    let mut small = bone();
    small.vertices.iter_mut().for_each(|vertex| *vertex /= 1000.0);
    let error = place(&small).expect_err("a bone of 0.07 mm");
    assert!(
        matches!(&error, FootError::UnsoundBone { finding, .. } if finding.defect == Defect::NotMillimetres),
        "{error}"
    );
}
