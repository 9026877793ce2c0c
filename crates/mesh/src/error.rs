//! What can go wrong when a solid is cut and meshed.

/// Why a solid could not be meshed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MeshError {
    /// An option that cannot be used.
    #[error("{name} is {value_mm} mm; it must be a positive length, and size_mm at least cut_size_mm")]
    InvalidSize {
        /// Which option.
        name: &'static str,
        /// Its value, mm.
        value_mm: f64,
    },
    /// A part of the void that is no part of it.
    #[error("the spacer is to fill {fraction} of the void; give more than 0 and at most 1")]
    InvalidFraction {
        /// The value given.
        fraction: f64,
    },
    /// The surface is empty, inside out or encloses nothing.
    #[error(
        "the surface encloses {volume_mm3:.3} mm³; a closed surface with outward triangles is needed (repair it with `osteotome inspect`)"
    )]
    NotASolid {
        /// Enclosed volume, mm³.
        volume_mm3: f64,
    },
    /// The surface has an edge that is not shared by two triangles.
    #[error("the surface has {edges} open edges; close it first (`osteotome inspect` shows where)")]
    OpenSurface {
        /// Number of unpaired edges.
        edges: usize,
    },
    /// A cut does not meet the bone.
    #[error("cut {cut} does not part the bone: {side}; move the cut plane into the bone")]
    CutMisses {
        /// Index of the cut in the caller's list.
        cut: usize,
        /// What is wrong.
        side: &'static str,
    },
    /// A cut leaves next to nothing of a fragment.
    #[error(
        "fragment {fragment} would keep only {volume_mm3:.2} mm³, fewer than a few elements of {size_mm} mm; move the cut, use a thinner burr or smaller elements"
    )]
    FragmentTooSmall {
        /// Index of the fragment, proximal first.
        fragment: usize,
        /// Its volume, mm³.
        volume_mm3: f64,
        /// Element size asked for, mm.
        size_mm: f64,
    },
    /// Two kerfs cross inside the bone.
    #[error("cuts {first} and {second} overlap by {overlap_mm3:.3} mm³ inside the bone; move them apart")]
    CutsOverlap {
        /// Index of one cut.
        first: usize,
        /// Index of the other.
        second: usize,
        /// Volume removed by both, mm³.
        overlap_mm3: f64,
    },
    /// A fragment fell into several bodies.
    #[error(
        "fragment {fragment} falls into {bodies} bodies; the {count} smaller have {loose_mm3:.2} mm³: either the cut plane meets the bone more than once, then move or tilt it, or the bone is thinner than elements of {size_mm} mm, then use smaller ones",
        count = bodies - 1
    )]
    SeveralBodies {
        /// Index of the fragment, proximal first.
        fragment: usize,
        /// Number of bodies.
        bodies: usize,
        /// Volume of all but the largest, mm³.
        loose_mm3: f64,
        /// Size of the largest elements asked for, mm.
        size_mm: f64,
    },
    /// The wall of a hollow bone is thinner than its elements.
    #[error(
        "the wall of the hollow bone is {thickness_mm:.2} mm thin at ({:.1}, {:.1}, {:.1}) mm, and elements of {size_mm} mm cannot follow it; {}", at[0], at[1], at[2], remedy(*thickness_mm, name)
    )]
    WallTooThin {
        /// Thickness of the wall where it is thinnest, mm.
        thickness_mm: f64,
        /// Where that is, mm.
        at: [f64; 3],
        /// Element size asked for, mm.
        size_mm: f64,
        /// The option that asked for it.
        name: &'static str,
    },
    /// A bone that is cut, but not through, fell into several bodies.
    #[error(
        "fragment {fragment} fell apart at its hinge: the bone that the burr leaves is thinner than elements of {size_mm} mm; use smaller elements at the cut, or a burr that reaches less far, or through"
    )]
    HingeTooThin {
        /// Index of the fragment, proximal first.
        fragment: usize,
        /// Element size asked for, mm.
        size_mm: f64,
    },
    /// The boundary is not closed or not conforming: a defect of the mesher.
    #[error(
        "fragment {fragment}: {edges} edges of the boundary do not join exactly two facets; use another element size"
    )]
    NotConforming {
        /// Index of the fragment, proximal first.
        fragment: usize,
        /// Number of such edges.
        edges: usize,
    },
    /// An element is inverted or nearly flat.
    #[error(
        "fragment {fragment}: elements have dihedral angles from {min_deg:.2}° to {max_deg:.2}°, too flat to compute with; use another element size"
    )]
    BadElement {
        /// Index of the fragment, proximal first.
        fragment: usize,
        /// Smallest angle of the fragment, degrees.
        min_deg: f64,
        /// Largest angle of the fragment, degrees.
        max_deg: f64,
    },
    /// Fragments and removed bone do not add up to the intact bone.
    #[error(
        "fragments {fragments_mm3:.3} mm³ and removed bone {removed_mm3:.3} mm³ do not add up to the intact {intact_mm3:.3} mm³ within 0.1 %"
    )]
    VolumesDoNotAddUp {
        /// Volume of all fragment meshes, mm³.
        fragments_mm3: f64,
        /// Volume of the kerfs inside the surface and of crumbs, mm³.
        removed_mm3: f64,
        /// Volume inside the surface, mm³.
        intact_mm3: f64,
    },
}

/// A wall that is one and a half elements thick is kept.
const ELEMENTS_PER_WALL: f64 = 1.5;
/// Elements smaller than this are too many for a bone, mm.
const SMALLEST_MM: f64 = 0.3;

/// What to do about a wall that is too thin for its elements.
fn remedy(thickness_mm: f64, name: &str) -> String {
    // Rounded down to a tenth.
    let size_mm = (10.0 * thickness_mm / ELEMENTS_PER_WALL).floor() / 10.0;
    if size_mm < SMALLEST_MM {
        return "that is too thin for any: fill the canal, or make its wall thicker there".to_owned();
    }
    format!("use {name} = {size_mm} (a wall of two elements is safe) and none larger, or fill the canal")
}
