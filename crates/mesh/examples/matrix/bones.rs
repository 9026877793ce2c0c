//! Metatarsals from a folder of binary STL files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use osteotome_geometry::{Point3, TriangleSurface, Vector3};

/// A bone with rough anatomical directions.
pub(crate) struct Bone {
    pub(crate) name: String,
    pub(crate) surface: TriangleSurface,
    pub(crate) distal: Vector3,
    pub(crate) dorsal: Vector3,
    tip_mm: f64,
    centre: Point3,
}

impl Bone {
    fn new(name: String, surface: TriangleSurface) -> Self {
        let centre = Point3::from(
            surface.vertices.iter().map(|v| v.coords).sum::<Vector3>() / surface.vertices.len() as f64,
        );
        let covariance: osteotome_geometry::Matrix3 =
            surface.vertices.iter().map(|v| (v - centre) * (v - centre).transpose()).sum();
        let eigen = covariance.symmetric_eigen();
        let axis: Vector3 = eigen.eigenvectors.column(eigen.eigenvalues.imax()).into();
        // The head is the end with the smaller section.
        let along = |v: &Point3| axis.dot(&(v - centre));
        let (low, high) =
            surface.vertices.iter().map(along).fold((f64::MAX, f64::MIN), |(l, h), x| (l.min(x), h.max(x)));
        let spread = |sign: f64, end: f64| -> f64 {
            let near: Vec<_> = surface.vertices.iter().filter(|v| sign * (end - along(v)) < 12.0).collect();
            let mean = near.iter().map(|v| v.coords).sum::<Vector3>() / near.len() as f64;
            near.iter().map(|v| (v.coords - mean).norm_squared()).sum::<f64>() / near.len() as f64
        };
        let distal = if spread(1.0, high) < spread(-1.0, low) { axis } else { -axis };
        let tip_mm = if distal == axis { high } else { -low };
        let dorsal: Vector3 = eigen.eigenvectors.column((eigen.eigenvalues.imax() + 1) % 3).into();
        Self { name, surface, distal, dorsal, tip_mm, centre }
    }

    /// The point of the long axis `distance_mm` behind the distal tip.
    pub(crate) fn behind_tip(&self, distance_mm: f64) -> Point3 {
        let middle = self.centre + self.distal * (self.tip_mm - distance_mm);
        let plane = osteotome_geometry::Plane {
            origin: middle,
            normal: osteotome_geometry::UnitVector3::new_normalize(self.distal),
        };
        osteotome_geometry::section_area_mm2(&self.surface, &plane).1
    }

    /// Normal of a cut tilted from the transverse plane.
    pub(crate) fn normal(&self, sagittal_deg: f64, transverse_deg: f64) -> Vector3 {
        let lateral = self.dorsal.cross(&self.distal);
        let (s, t) = (sagittal_deg.to_radians(), transverse_deg.to_radians());
        (self.distal * s.cos() + self.dorsal * s.sin()) * t.cos() + lateral * t.sin()
    }
}

fn folder() -> PathBuf {
    std::env::var("OSTEOTOME_BONES")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bones"), PathBuf::from)
}

/// Every clean metatarsal.
pub(crate) fn clean_bones() -> Vec<Bone> {
    let mut files: Vec<PathBuf> = ["vsd_z013", "tlem2_ct", "bodyparts3d_right_foot", "opensim_models"]
        .iter()
        .flat_map(|set| std::fs::read_dir(folder().join(set).join("stl_mm")))
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|p| is_metatarsal(p))
        .collect();
    files.sort();
    files.iter().map(|p| Bone::new(name_of(p), read_stl(p))).collect()
}

fn name_of(path: &Path) -> String {
    let set = path.ancestors().nth(2).and_then(Path::file_name).unwrap_or_default();
    format!("{}/{}", set.to_string_lossy(), path.file_stem().unwrap_or_default().to_string_lossy())
}

fn is_metatarsal(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    stem.len() == 4 && stem.starts_with('M')
}

/// Reads a binary STL and merges equal vertices.
pub(crate) fn read_stl(path: &Path) -> TriangleSurface {
    let bytes = std::fs::read(path).expect("readable STL");
    let mut surface = TriangleSurface::default();
    let mut numbers: HashMap<[u32; 3], u32> = HashMap::new();
    for record in bytes[84..].chunks_exact(50) {
        let word = |i: usize| u32::from_le_bytes(record[4 * i..4 * i + 4].try_into().unwrap_or_default());
        let corner = |c: usize| [0, 1, 2].map(|i| word(3 + 3 * c + i));
        let triangle = [0, 1, 2].map(|c| {
            let bits = corner(c);
            *numbers.entry(bits).or_insert_with(|| {
                surface.vertices.push(Point3::from(bits.map(|b| f64::from(f32::from_bits(b)))));
                surface.vertices.len() as u32 - 1
            })
        });
        surface.triangles.push(triangle);
    }
    surface
}
