//! Writes the fragments of a cut bone as gmsh meshes, for a look at their elements, and prints their angles.
//!
//! `cargo run --release -p osteotome-mesh --example picture -- BONE.stl LEVEL_MM SAGITTAL_DEG TRANSVERSE_DEG SIZE_MM CUT_SIZE_MM OUTPUT.msh`
//!
//! The angles are those to the shaft. `benches/draw_mesher.py` makes the pictures of `docs/mesher.md` from these meshes.
#![allow(clippy::print_stdout)]

use osteotome_geometry::{FrameHints, Kerf, Plane, UnitVector3, find_bone_frame, read_surface};
use osteotome_mesh::export::{ExportBody, ExportMaterial, ExportModel, gmsh_mesh};
use osteotome_mesh::{ElementOrder, MeshOptions, cut_bone};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bone, level, sagittal, transverse, size, cut_size, output] = &arguments[..] else {
        return Err("seven arguments are needed".into());
    };
    let surface = read_surface(bone)?;
    let frame = find_bone_frame(&surface, &FrameHints::default())?;
    let (distal, dorsal) = (frame.distal.into_inner(), frame.dorsal.into_inner());
    let (sagittal_rad, transverse_rad) =
        (sagittal.parse::<f64>()?.to_radians(), transverse.parse::<f64>()?.to_radians());
    let sideways = dorsal.cross(&distal) * transverse_rad.tan();
    let normal = UnitVector3::new_normalize(distal + sideways - dorsal * sagittal_rad.tan());
    let middle = Plane { origin: frame.distal_tip - distal * level.parse::<f64>()?, normal };
    let options =
        MeshOptions { size_mm: size.parse()?, cut_size_mm: cut_size.parse()?, order: ElementOrder::Linear };
    let cut = cut_bone(&surface, &[Kerf::slab(middle, 2.0)], &options)?;
    for quality in cut.fragments.iter().map(|f| f.quality) {
        let (least, greatest) = (quality.min_dihedral_deg, quality.max_dihedral_deg);
        println!("{} tetrahedra, dihedral angles {least:.1}° to {greatest:.1}°", quality.tetrahedra);
    }
    let material = || ExportMaterial { name: "bone".to_owned(), modulus_mpa: 7300.0, poisson_ratio: 0.3 };
    let body = |(i, fragment): (usize, &'_ osteotome_mesh::Fragment)| {
        (format!("fragment{i}"), fragment.mesh.clone())
    };
    let meshes: Vec<_> = cut.fragments.iter().enumerate().map(body).collect();
    let bodies = meshes
        .iter()
        .map(|(name, mesh)| ExportBody {
            name: name.clone(),
            mesh,
            materials: vec![material()],
            element_materials: vec![0; mesh.corners.len()],
        })
        .collect();
    std::fs::write(
        output,
        gmsh_mesh(&ExportModel { title: bone.clone(), bodies, ..ExportModel::default() }),
    )?;
    Ok(())
}
