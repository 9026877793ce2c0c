//! Cuts the second metatarsal of the template with a 2 mm burr at 45° and meshes what is left.
//!
//! `cargo run --release --example cut_a_bone`
#![allow(clippy::print_stdout, reason = "an example prints")]

use osteotome_foot::{Ray, anatomy::template_ray_surface};
use osteotome_geometry::{Kerf, Plane, Point3, UnitVector3, Vector3};
use osteotome_mesh::{CutBone, ElementOrder, MeshOptions, cut_bone};
use std::error::Error;

/// Millimetres from the centre of the head, proximally, to the middle of the cut.
const LEVEL_MM: f64 = 15.0;

fn main() -> Result<(), Box<dyn Error>> {
    let cut = cut()?;
    let volumes = &cut.volumes;
    println!("whole     {:8.1} mm³", volumes.intact_mm3);
    println!("burred    {:8.1} mm³", volumes.removed_mm3.iter().sum::<f64>());
    for (name, fragment) in ["proximal", "distal  "].iter().zip(&cut.fragments) {
        let (mesh, quality) = (&fragment.mesh, &fragment.quality);
        println!(
            "{name}  {:8.1} mm³ in {} tetrahedra, angles from {:.1} to {:.1}°",
            mesh.volume_mm3(),
            mesh.corners.len(),
            quality.min_dihedral_deg,
            quality.max_dihedral_deg
        );
    }
    Ok(())
}

/// The bone after a cut from dorsal-distal to plantar-proximal, as a percutaneous burr makes it.
pub(crate) fn cut() -> Result<CutBone, Box<dyn Error>> {
    // In the frame of a ray x points distally along the shaft, z dorsally; the centre of the head is the origin.
    let bone = template_ray_surface(Ray::M2)?;
    let middle = Plane {
        origin: Point3::new(-LEVEL_MM, 0.0, 0.0),
        normal: UnitVector3::new_normalize(Vector3::new(1.0, 0.0, -1.0)),
    };
    let options = MeshOptions { size_mm: 2.5, cut_size_mm: 1.5, order: ElementOrder::Quadratic };
    Ok(cut_bone(&bone, &[Kerf::slab(middle, 2.0)], &options)?)
}
