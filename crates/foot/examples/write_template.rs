//! Writes the left metatarsals of the adult template, in their ray frames, as binary STL files.
//!
//! `cargo run --release -p osteotome-foot --example write_template -- meshes`

use std::path::PathBuf;

use osteotome_foot::Ray;
use osteotome_foot::anatomy::template_ray_surface;
use osteotome_geometry::TriangleSurface;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder =
        PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write into, such as: meshes")?);
    std::fs::create_dir_all(&folder)?;
    for ray in Ray::ALL {
        std::fs::write(folder.join(format!("{ray}_left.stl")), binary_stl(ray, &template_ray_surface(ray)?))?;
    }
    Ok(())
}

fn binary_stl(ray: Ray, surface: &TriangleSurface) -> Vec<u8> {
    let mut header = format!("osteotome adult template {ray} left, ray frame, millimetres").into_bytes();
    header.resize(80, b' ');
    let mut bytes = header;
    bytes.extend((surface.triangles.len() as u32).to_le_bytes());
    for t in 0..surface.triangles.len() {
        let normal = surface.doubled_area_vector(t).normalize();
        bytes.extend(normal.iter().flat_map(|c| (*c as f32).to_le_bytes()));
        bytes.extend(
            surface.corners(t).iter().flat_map(|p| p.coords.iter()).flat_map(|c| (*c as f32).to_le_bytes()),
        );
        bytes.extend([0, 0]);
    }
    bytes
}
