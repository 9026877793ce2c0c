//! Bone beside the head that can reach the ground: the stump of a cut ray and the spike that may stay on it.
//!
//! The tissue under a head is a bed of columns, each as long as the bone above it is high (docs/theory/foot.md, "Stumps and spikes").
//! A cut parts the bed: what lies under the stump goes on bearing on the stump.

use crate::SoftTissue;
use crate::anatomy::RayAnatomy;
use osteotome_geometry::{Point3, Vector3};
use osteotome_mesh::{BoundaryFacet, BoundaryTag, TetMesh};

/// Part of the section of the bone below which what is left of it counts as a spike.
const SPIKE_BELOW: f64 = 0.5;
/// Thickness of the slices by which the section along the shaft is measured, mm.
const SLICE_MM: f64 = 1.0;

/// How the bed of tissue under a head bears on a piece of its ray.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bearing {
    /// Force of the bed on this piece over that of a column of unit area under the lowest bone, mm².
    pub(crate) area_mm2: f64,
    /// Its centre, in the reference configuration.
    pub(crate) centre: Point3,
}

/// The bed of tissue under the head of a ray.
pub(crate) struct PlantarBed<'a> {
    ray: &'a RayAnatomy,
    lowest_mm: f64,
    pad: SoftTissue,
}

impl<'a> PlantarBed<'a> {
    /// The bed under the head of `ray`, of default tissue: where it bears does not depend on how stiff it is.
    pub(crate) fn new(ray: &'a RayAnatomy) -> Self {
        Self { ray, lowest_mm: ray.lowest_of_head().z, pad: SoftTissue::default() }
    }

    /// Force of the column under a facet with this centroid and unit normal, over that of the column under the lowest bone, per area
    /// of the facet. It reaches one pad thickness behind the head centre: a pad spreads its load at 45°.
    pub(crate) fn column(&self, centroid: &Point3, normal: &Vector3) -> f64 {
        let behind_mm = self.ray.ground_distal().dot(&(self.ray.head_centre - centroid));
        if normal.z >= 0.0 || behind_mm > self.pad.pad_thickness_mm {
            return 0.0;
        }
        let thickness_mm = self.pad.pad_thickness_mm + (centroid.z - self.lowest_mm).max(0.0);
        let strain = self.pad.pad_reference_strain * self.pad.pad_thickness_mm;
        let force = |thickness_mm: f64| (self.pad.pad_stiffening * strain / thickness_mm).cosh() - 1.0;
        -normal.z * force(thickness_mm) / force(self.pad.pad_thickness_mm)
    }

    /// How the bed bears on the outer surface of `mesh`; `None` if no bone of it is over the bed.
    pub(crate) fn bearing(&self, mesh: &TetMesh) -> Option<Bearing> {
        let (mut area_mm2, mut moment) = (0.0, Vector3::zeros());
        for facet in mesh.facets.iter().filter(|facet| facet.tag == BoundaryTag::Outer) {
            let (centroid, doubled_area) = centroid_and_area(mesh, facet);
            let force = 0.5 * doubled_area.norm() * self.column(&centroid, &doubled_area.normalize());
            area_mm2 += force;
            moment += centroid.coords * force;
        }
        (area_mm2 > 0.0).then(|| Bearing { area_mm2, centre: Point3::from(moment / area_mm2) })
    }
}

/// Centroid of a facet, and twice its area along its outward normal.
pub(super) fn centroid_and_area(mesh: &TetMesh, facet: &BoundaryFacet) -> (Point3, Vector3) {
    let [a, b, c] = facet.corners.map(|n| mesh.nodes[n as usize]);
    (Point3::from((a.coords + b.coords + c.coords) / 3.0), (b - a).cross(&(c - a)))
}

/// The end of a proximal fragment that a cut has left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stump {
    /// Lowest node over the bed, in the reference configuration.
    pub(crate) lowest: Point3,
    /// Length along the shaft of what is thinner than half the bone, mm.
    pub(crate) spike_length_mm: f64,
    /// Its volume, mm³.
    pub(crate) spike_volume_mm3: f64,
}

impl Stump {
    /// The stump of the proximal fragment `mesh` of `ray`; `None` if none of it is over the bed of the head.
    pub(crate) fn of(ray: &RayAnatomy, mesh: &TetMesh) -> Option<Self> {
        let reach_mm = SoftTissue::default().pad_thickness_mm;
        let over = |p: &&Point3| ray.ground_distal().dot(&(ray.head_centre - **p)) <= reach_mm;
        let lowest = *mesh.nodes.iter().filter(over).min_by(|a, b| a.z.total_cmp(&b.z))?;
        let [spike_length_mm, spike_volume_mm3] = spike(ray, mesh);
        Some(Self { lowest, spike_length_mm, spike_volume_mm3 })
    }
}

/// Length and volume of the distal part of `mesh` whose section is below half of that of the bone where it is whole.
fn spike(ray: &RayAnatomy, mesh: &TetMesh) -> [f64; 2] {
    let along = |p: &Point3| ray.axis.dot(&p.coords);
    let tip_mm = mesh.nodes.iter().map(along).fold(f64::NEG_INFINITY, f64::max);
    let slice_of = |element: usize| {
        let centroid = mesh.corner_positions(element).iter().map(along).sum::<f64>() / 4.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "no centroid lies before the tip"
        )]
        let slice = ((tip_mm - centroid) / SLICE_MM) as usize;
        (slice, mesh.element_volume_mm3(element))
    };
    let mut slices: Vec<f64> = Vec::new();
    for (slice, volume) in (0..mesh.corners.len()).map(slice_of) {
        if slices.len() <= slice {
            slices.resize(slice + 1, 0.0);
        }
        slices[slice] += volume;
    }
    let full = plateau(&slices);
    let thin: Vec<f64> = slices.iter().copied().take_while(|volume| *volume < SPIKE_BELOW * full).collect();
    [thin.len() as f64 * SLICE_MM, thin.iter().sum()]
}

/// Volume of a slice of the neck behind the cut: the median of ten slices, more than a bone width behind the tip.
fn plateau(slices: &[f64]) -> f64 {
    let mut behind: Vec<f64> = slices.iter().copied().skip(15).take(10).collect();
    behind.sort_by(f64::total_cmp);
    behind.get(behind.len() / 2).copied().unwrap_or(0.0)
}
