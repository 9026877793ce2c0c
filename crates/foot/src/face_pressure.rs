//! Pressure on the facets of cut faces, as the solver held it.
//!
//! Contact is two-sided: points of either face see the other one, and each carries its half of the traction (docs/theory/contact.md). What presses
//! on a facet is therefore what its own points carry, and the reaction of the points opposite. So summed, both faces of a cut carry the same
//! force, and one field serves files, table and integral.

use osteotome_contact::{ContactPoint, PairState};

/// What the two cut faces of a pair do to each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FacePressure {
    /// Mean pressure on each facet of the proximal and of the distal face, MPa.
    pub(crate) facets_mpa: [Vec<f64>; 2],
    /// Sum of the normal forces between the faces, N.
    pub(crate) force_n: f64,
    /// Sum of the normal forces between a face and the outer surface opposite, or between outer surfaces, N.
    pub(crate) beside_n: f64,
}

impl FacePressure {
    /// The pressure of `pair`, whose first `facets` facets of either side are those of the cut face.
    pub(crate) fn of(pair: &PairState, facets: [usize; 2]) -> Self {
        let mut load_n = facets.map(|count| vec![0.0; count]);
        let (mut force_n, mut beside_n) = (0.0, 0.0);
        for side in 0..2 {
            for point in pair.sides[side].iter().filter(|point| load(point) > 0.0) {
                let own = point.facet as usize;
                let opposite = opposite_facet(point, &pair.sides[1 - side]);
                match opposite.filter(|facet| own < facets[side] && *facet < facets[1 - side]) {
                    Some(facet) => {
                        load_n[side][own] += load(point);
                        load_n[1 - side][facet] += load(point);
                        force_n += load(point);
                    }
                    None => beside_n += load(point),
                }
            }
        }
        let mut facets_mpa = load_n;
        for side in 0..2 {
            let areas = areas(&pair.sides[side], facets[side]);
            facets_mpa[side].iter_mut().zip(areas).for_each(|(load, area)| *load /= area);
        }
        Self { facets_mpa, force_n, beside_n }
    }

    /// Greatest pressure on a facet, MPa.
    pub(crate) fn peak_mpa(&self) -> f64 {
        self.facets_mpa.iter().flatten().copied().fold(0.0, f64::max)
    }
}

/// Normal force that a point carries, N.
fn load(point: &ContactPoint) -> f64 {
    point.bearing_area_mm2 * point.pressure_mpa
}

/// Facet of the other side that `point` presses on: that of the nearest of its points, where bodies touch closer than any two points of a face lie.
fn opposite_facet(point: &ContactPoint, others: &[ContactPoint]) -> Option<usize> {
    let distance = |other: &&ContactPoint| (other.position - point.position).norm_squared();
    let near = others.iter().filter(|other| !other.on_edge);
    near.min_by(|a, b| distance(a).total_cmp(&distance(b))).map(|other| other.facet as usize)
}

/// Area of each facet of a face, mm².
fn areas(points: &[ContactPoint], facets: usize) -> Vec<f64> {
    let mut areas = vec![0.0; facets];
    for point in points.iter().filter(|point| (point.facet as usize) < facets) {
        areas[point.facet as usize] += point.area_mm2;
    }
    areas
}

#[cfg(test)]
mod tests {
    use super::*;
    use osteotome_contact::ContactStatus;
    use osteotome_geometry::{Point3, Vector3};

    fn point(facet: u32, x: f64, pressure_mpa: f64) -> ContactPoint {
        ContactPoint {
            facet,
            on_edge: false,
            area_mm2: 2.0,
            position: Point3::new(x, 0.0, 0.0),
            normal: Vector3::z(),
            gap_mm: Some(0.0),
            share: 0.5,
            friction_mpa: Vector3::zeros(),
            force_n: Vector3::zeros(),
            pressure_mpa,
            bearing_area_mm2: if pressure_mpa > 0.0 { 1.0 } else { 0.0 },
            contact_area_mm2: 0.0,
            slip_mm: 0.0,
            status: ContactStatus::Stick,
        }
    }

    /// One face sees the other at a point that does not see it back: the faces used to integrate to different forces.
    #[test]
    fn both_faces_carry_the_same_force() {
        let proximal = vec![point(0, 0.0, 6.0), point(1, 3.0, 0.0)];
        let distal = vec![point(0, 0.2, 4.0), point(1, 3.2, 1.0), point(2, 9.0, 0.0)];
        let found = FacePressure::of(&PairState { sides: [proximal, distal] }, [2, 3]);
        assert_eq!(found.facets_mpa, [vec![5.0, 0.5], vec![5.0, 0.5, 0.0]]);
        assert_eq!((found.force_n, found.beside_n, found.peak_mpa()), (11.0, 0.0, 5.0));
    }

    #[test]
    fn what_a_face_does_to_the_outer_surface_is_told_apart() {
        let proximal = vec![point(0, 0.0, 0.0), point(1, 3.0, 2.0)];
        let distal = vec![point(0, 0.1, 0.0), point(1, 3.1, 0.0)];
        let found = FacePressure::of(&PairState { sides: [proximal, distal] }, [2, 1]);
        assert_eq!((found.force_n, found.beside_n), (0.0, 2.0));
    }
}
