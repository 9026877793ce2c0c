//! Metatarsals of a folder, with their frames.

use std::path::{Path, PathBuf};

use osteotome_geometry::{
    BoneFrame, Burr, FrameHints, Kerf, Plane, TriangleSurface, UnitVector3, find_bone_frame, read_surface,
    section_area_mm2, section_curve,
};

/// A bone with its anatomical directions.
pub(crate) struct Bone {
    pub(crate) name: String,
    pub(crate) surface: TriangleSurface,
    frame: BoneFrame,
}

impl Bone {
    /// A cut `from_tip_mm` behind the distal tip, measured along the shaft.
    ///
    /// The angles are those of the technique table against a ground that the shaft declines to by `declination_deg`.
    pub(crate) fn cut(
        &self,
        from_tip_mm: f64,
        declination_deg: f64,
        (sagittal_deg, transverse_deg): (f64, f64),
    ) -> Plane {
        let (distal, dorsal) = (self.frame.distal.into_inner(), self.frame.dorsal.into_inner());
        let lateral = dorsal.cross(&distal);
        let (s, t) = ((sagittal_deg - declination_deg).to_radians(), transverse_deg.to_radians());
        let normal = (distal * s.cos() - dorsal * s.sin()) * t.cos() + lateral * t.sin();
        let level = self.frame.distal_tip - distal * from_tip_mm;
        let transverse = Plane { origin: level, normal: self.frame.distal };
        Plane {
            origin: section_area_mm2(&self.surface, &transverse).1,
            normal: UnitVector3::new_normalize(normal),
        }
    }
}

impl Bone {
    /// The kerf of `burr` about `middle`, from the dorsum; its tip stops where `reach` of the thickness of the bone is cut.
    pub(crate) fn swept(&self, burr: &Burr, middle: Plane, reach: f64) -> Kerf {
        let (normal, dorsal) = (middle.normal.into_inner(), self.frame.dorsal.into_inner());
        let outward = (dorsal - normal * normal.dot(&dorsal)).normalize();
        let outline = section_curve(&self.surface, &middle);
        let heights = outline.iter().map(|s| outward.dot(&(s.start - middle.origin)));
        let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        let tip = middle.origin + outward * (high - reach * (high - low));
        let kerf = Kerf::swept(burr, middle, tip, outward);
        if reach < 1.0 { kerf } else { Kerf { bottom: None, ..kerf } }
    }
}

fn folder() -> PathBuf {
    std::env::var("OSTEOTOME_BONES")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bones"), PathBuf::from)
}

/// Every clean metatarsal; none if the folder is not there.
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
    files.iter().filter_map(|p| read_bone(p)).collect()
}

fn is_metatarsal(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    stem.len() == 4 && stem.starts_with('M')
}

fn read_bone(path: &Path) -> Option<Bone> {
    let set = path.ancestors().nth(2).and_then(Path::file_name).unwrap_or_default();
    let name =
        format!("{}/{}", set.to_string_lossy(), path.file_stem().unwrap_or_default().to_string_lossy());
    let surface = read_surface(path).ok()?;
    let frame = find_bone_frame(&surface, &FrameHints::default()).ok()?;
    Some(Bone { name, surface, frame })
}
