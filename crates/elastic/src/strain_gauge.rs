//! Virtual strain gauges on the surface of a body.

use nalgebra::Matrix3;
use osteotome_geometry::{Point3, UnitVector3, Vector3};
use osteotome_mesh::{BoundaryFacet, TetMesh};

use crate::condensed_body::DisplacementField;
use crate::strain_field::corner_strains;

/// A gauge glued to the surface.
#[derive(Clone, Debug, PartialEq)]
pub struct StrainGauge {
    /// Name of the place, as "dorsal mid-shaft of M2".
    pub name: String,
    /// Where it is: the facet whose centre is nearest counts as its middle.
    pub position: Point3,
    /// Measuring direction; its part in the surface counts.
    pub axis: UnitVector3,
    /// Radius of the measuring grid, mm.
    pub radius_mm: f64,
}

/// What a gauge reads, averaged over its area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GaugeReading {
    /// Strain along the axis, 1.
    pub along: f64,
    /// Strain across it in the surface, 1.
    pub across: f64,
    /// Engineering shear strain between the two, 1.
    pub shear: f64,
    /// Area of the facets under the grid, mm².
    pub area_mm2: f64,
}

impl StrainGauge {
    /// Reads the gauge: the area-weighted mean over the facets whose centre is within the radius, at least one.
    ///
    /// Each facet takes the strain of its own element at its centre, so materials do not mix. None without a boundary.
    #[must_use]
    pub fn read(&self, mesh: &TetMesh, field: &DisplacementField) -> Option<GaugeReading> {
        let distance = |facet: &BoundaryFacet| (centre(mesh, facet) - self.position).norm();
        let nearest = mesh.facets.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        let middle = centre(mesh, nearest);
        let under = |facet: &&BoundaryFacet| {
            std::ptr::eq(*facet, nearest) || (centre(mesh, facet) - middle).norm() <= self.radius_mm
        };
        let mut sum = [0.0; 4];
        for facet in mesh.facets.iter().filter(under) {
            for (total, value) in sum.iter_mut().zip(self.weighted(mesh, field, facet)) {
                *total += value;
            }
        }
        let [along, across, shear] = [0, 1, 2].map(|i| sum[i] / sum[3]);
        Some(GaugeReading { along, across, shear, area_mm2: sum[3] })
    }

    /// Area times strains of one facet, and its area.
    fn weighted(&self, mesh: &TetMesh, field: &DisplacementField, facet: &BoundaryFacet) -> [f64; 4] {
        let [a, b, c] = facet.corners.map(|n| mesh.nodes[n as usize]);
        let twice_area = (b - a).cross(&(c - a));
        let normal = twice_area.normalize();
        let in_surface = self.axis.into_inner() - normal * normal.dot(&self.axis);
        let along = in_surface.try_normalize(1e-9).unwrap_or_else(|| (b - a).normalize());
        let across = normal.cross(&along);
        let strain = facet_strain(mesh, field, facet);
        let component = |m: &Vector3, n: &Vector3| m.dot(&(strain * n));
        let area = 0.5 * twice_area.norm();
        let strains =
            [component(&along, &along), component(&across, &across), 2.0 * component(&along, &across)];
        [strains[0] * area, strains[1] * area, strains[2] * area, area]
    }
}

fn centre(mesh: &TetMesh, facet: &BoundaryFacet) -> Point3 {
    let sum: Vector3 = facet.corners.iter().map(|&n| mesh.nodes[n as usize].coords).sum();
    Point3::from(sum / 3.0)
}

/// Strain of the facet's element at the centre of the facet.
fn facet_strain(mesh: &TetMesh, field: &DisplacementField, facet: &BoundaryFacet) -> Matrix3<f64> {
    let element = facet.element as usize;
    let strains = corner_strains(mesh, element, &field.displacements_mm);
    let corners = mesh.corners[element].iter().zip(strains).filter(|(node, _)| facet.corners.contains(node));
    corners.map(|(_, strain)| strain).sum::<Matrix3<f64>>() / 3.0
}
