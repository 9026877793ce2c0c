//! Writes the left metatarsals of the adult template, in their ray frames, as binary STL files.
//!
//! `cargo run --release -p osteotome-foot --example write_template -- meshes`

use std::path::PathBuf;

use osteotome_foot::Ray;
use osteotome_foot::anatomy::template_ray_surface;
use osteotome_geometry::write_stl;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder =
        PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write into, such as: meshes")?);
    std::fs::create_dir_all(&folder)?;
    for ray in Ray::ALL {
        write_stl(folder.join(format!("{ray}_left.stl")), &template_ray_surface(ray)?)?;
    }
    Ok(())
}
