//! Callus: the material that grows between the faces of an osteotomy, what it strains, and what that lets it become.

use osteotome_geometry::{Point3, Vector3};

/// Young's modulus by week after the cut, MPa: granulation tissue, fibrous tissue, cartilage, immature and mature bone
/// (moduli: Lacroix & Prendergast 2002; weeks: a construction, between which the logarithm is linear).
const MODULUS_BY_WEEK: [(f64, f64); 5] =
    [(0.0, 0.2), (3.0, 2.0), (6.0, 10.0), (12.0, 1000.0), (24.0, 6000.0)];
/// Poisson's ratio of tissues up to cartilage and of bone (Lacroix & Prendergast 2002).
const POISSON: [f64; 2] = [0.167, 0.3];
/// Modulus up to which the first of them holds and from which the second does, MPa.
const POISSON_RANGE_MPA: [f64; 2] = [10.0, 1000.0];

/// Bone forms directly below this strain, and by cartilage below the other one (Claes & Heigele 1999).
const STRAIN_WINDOW: [f64; 2] = [0.05, 0.15];
/// Pressure up to which bone forms directly, MPa (Claes & Heigele 1999).
const PRESSURE_WINDOW_MPA: f64 = 0.15;
/// Interfragmentary strain at which callus forms bone (Barcik 2025).
pub const INTERFRAGMENTARY_WINDOW: [f64; 2] = [0.025, 0.25];
/// Rupture strain of lamellar bone, cartilage and granulation tissue (Perren 1979).
pub const RUPTURE_STRAIN: [f64; 3] = [0.02, 0.1, 1.0];

/// A layer of callus between the faces of a contact pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Callus {
    /// Young's modulus, MPa.
    pub modulus_mpa: f64,
    /// Poisson's ratio.
    pub poisson: f64,
    /// Thickness where faces touch or nearly so, mm: no gap closes completely.
    pub least_thickness_mm: f64,
    /// Gap beyond which nothing grows, mm.
    pub greatest_gap_mm: f64,
}

impl Callus {
    /// Callus of a given modulus; Poisson's ratio goes from that of soft tissue to that of bone between 10 and 1000 MPa.
    #[must_use]
    pub fn of_modulus(modulus_mpa: f64) -> Self {
        let [soft, hard] = POISSON_RANGE_MPA.map(f64::ln);
        let share = ((modulus_mpa.ln() - soft) / (hard - soft)).clamp(0.0, 1.0);
        Self {
            modulus_mpa,
            poisson: POISSON[0] + share * (POISSON[1] - POISSON[0]),
            least_thickness_mm: 0.1,
            greatest_gap_mm: 4.0,
        }
    }

    /// Callus of a given age in weeks after the cut; it does not change after the 24th.
    #[must_use]
    pub fn at_week(week: f64) -> Self {
        let last = MODULUS_BY_WEEK[MODULUS_BY_WEEK.len() - 1];
        let week = week.clamp(0.0, last.0);
        let mut modulus = last.1;
        for pair in MODULUS_BY_WEEK.windows(2) {
            let [(from, low), (to, high)] = [pair[0], pair[1]];
            if week >= from && week <= to {
                modulus = low * (high / low).powf((week - from) / (to - from));
            }
        }
        Self::of_modulus(modulus)
    }

    /// Stiffness of a thin layer held by stiffer faces, which cannot contract sideways: E (1 − ν) / (1 + ν)(1 − 2ν), MPa.
    #[must_use]
    pub fn constrained_modulus_mpa(&self) -> f64 {
        let nu = self.poisson;
        self.modulus_mpa * (1.0 - nu) / ((1.0 + nu) * (1.0 - 2.0 * nu))
    }

    /// Shear modulus, MPa.
    #[must_use]
    pub fn shear_modulus_mpa(&self) -> f64 {
        self.modulus_mpa / (2.0 * (1.0 + self.poisson))
    }

    /// Bulk modulus, MPa.
    #[must_use]
    pub fn bulk_modulus_mpa(&self) -> f64 {
        self.modulus_mpa / (3.0 * (1.0 - 2.0 * self.poisson))
    }
}

/// What a piece of callus differentiates into under its strain and pressure (Claes & Heigele 1999).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tissue {
    /// Bone without a detour: strain below 5 %, pressure below 0.15 MPa.
    Intramembranous,
    /// Bone by way of cartilage: compressed by more than 0.15 MPa, strain below 15 %.
    Endochondral,
    /// Connective tissue or fibrocartilage.
    Fibrous,
}

/// Callus at one quadrature point of a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CallusPoint {
    /// Side of the contact pair it is seen from.
    pub side: usize,
    /// Facet it lies on (index into `Body::facets`).
    pub facet: u32,
    /// Middle of the layer, mm, world frame.
    pub position: Point3,
    /// Its direction across, world frame.
    pub normal: Vector3,
    /// Area it stands for, mm². Points of both faces each count half, so that they add up to the mean of the faces.
    pub area_mm2: f64,
    /// Thickness at which it grew, mm.
    pub thickness_mm: f64,
    /// Traction on the face it is seen from, MPa, world frame.
    pub traction_mpa: Vector3,
    /// Strain across, positive in tension.
    pub normal_strain: f64,
    /// Engineering shear strain.
    pub shear_strain: f64,
    /// Hydrostatic pressure, MPa, positive in compression.
    pub pressure_mpa: f64,
}

impl CallusPoint {
    /// Relative motion of the faces over the thickness (Perren).
    #[must_use]
    pub fn interfragmentary_strain(&self) -> f64 {
        self.normal_strain.hypot(self.shear_strain)
    }

    /// Octahedral shear strain of the strain tensor with components ε across and γ/2 along.
    #[must_use]
    pub fn octahedral_shear_strain(&self) -> f64 {
        2.0 / 3.0 * (2.0 * self.normal_strain.powi(2) + 1.5 * self.shear_strain.powi(2)).sqrt()
    }

    /// Principal strain of the greatest magnitude: ε/2 ± √(ε² + γ²)/2.
    #[must_use]
    pub fn principal_strain(&self) -> f64 {
        let radius = 0.5 * self.normal_strain.hypot(self.shear_strain);
        let middle = 0.5 * self.normal_strain;
        if middle < 0.0 { middle - radius } else { middle + radius }
    }

    /// What it becomes.
    #[must_use]
    pub fn tissue(&self) -> Tissue {
        let strain = self.principal_strain().abs();
        if strain <= STRAIN_WINDOW[0] && self.pressure_mpa.abs() <= PRESSURE_WINDOW_MPA {
            Tissue::Intramembranous
        } else if strain <= STRAIN_WINDOW[1] && self.pressure_mpa > PRESSURE_WINDOW_MPA {
            Tissue::Endochondral
        } else {
            Tissue::Fibrous
        }
    }
}

/// A layer of callus at one state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallusState {
    /// Contact pair between whose faces it grew.
    pub pair: usize,
    /// Quadrature points of both faces.
    pub points: Vec<CallusPoint>,
}

/// A layer of callus in few numbers; shares and means by area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CallusSummary {
    /// Area, mm².
    pub area_mm2: f64,
    /// Mean thickness, mm.
    pub thickness_mm: f64,
    /// Mean and greatest interfragmentary strain.
    pub interfragmentary_strain: [f64; 2],
    /// Mean and greatest octahedral shear strain.
    pub octahedral_shear_strain: [f64; 2],
    /// Least and greatest hydrostatic pressure, MPa.
    pub pressure_mpa: [f64; 2],
    /// Share within [`INTERFRAGMENTARY_WINDOW`], and share above it.
    pub window: [f64; 2],
    /// Share that forms bone directly, by cartilage, and not at all.
    pub tissue: [f64; 3],
}

impl CallusSummary {
    /// Integrates a layer.
    #[must_use]
    pub fn of(layer: &CallusState) -> Self {
        let points = &layer.points;
        let area: f64 = points.iter().map(|point| point.area_mm2).sum();
        if area <= 0.0 {
            return Self::default();
        }
        let mean = |value: &dyn Fn(&CallusPoint) -> f64| -> f64 {
            points.iter().map(|point| point.area_mm2 * value(point)).sum::<f64>() / area
        };
        let share = |keep: &dyn Fn(&CallusPoint) -> bool| mean(&|point| f64::from(u8::from(keep(point))));
        let greatest =
            |value: &dyn Fn(&CallusPoint) -> f64| points.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
        let [low, high] = INTERFRAGMENTARY_WINDOW;
        let strain = CallusPoint::interfragmentary_strain;
        let becomes = |tissue: Tissue| share(&|point| point.tissue() == tissue);
        Self {
            area_mm2: area,
            thickness_mm: mean(&|point| point.thickness_mm),
            interfragmentary_strain: [mean(&strain), greatest(&strain)],
            octahedral_shear_strain: [
                mean(&CallusPoint::octahedral_shear_strain),
                greatest(&CallusPoint::octahedral_shear_strain),
            ],
            pressure_mpa: [-greatest(&|point| -point.pressure_mpa), greatest(&|point| point.pressure_mpa)],
            window: [share(&|p| (low..=high).contains(&strain(p))), share(&|p| strain(p) > high)],
            tissue: [
                becomes(Tissue::Intramembranous),
                becomes(Tissue::Endochondral),
                becomes(Tissue::Fibrous),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(normal_strain: f64, shear_strain: f64, pressure_mpa: f64) -> CallusPoint {
        CallusPoint {
            side: 0,
            facet: 0,
            position: Point3::origin(),
            normal: Vector3::z(),
            area_mm2: 1.0,
            thickness_mm: 1.0,
            traction_mpa: Vector3::zeros(),
            normal_strain,
            shear_strain,
            pressure_mpa,
        }
    }

    #[test]
    fn modulus_follows_the_weeks() {
        for (week, modulus) in
            [(0.0, 0.2), (3.0, 2.0), (6.0, 10.0), (9.0, 100.0), (12.0, 1000.0), (99.0, 6000.0)]
        {
            assert!((Callus::at_week(week).modulus_mpa / modulus - 1.0).abs() < 1e-12);
        }
        assert!((Callus::at_week(1.0).poisson - 0.167).abs() < 1e-12);
        assert!((Callus::at_week(9.0).poisson - 0.5 * (0.167 + 0.3)).abs() < 1e-12);
    }

    #[test]
    fn moduli_agree_with_each_other() {
        let callus = Callus::of_modulus(500.0);
        let sum = callus.bulk_modulus_mpa() + 4.0 / 3.0 * callus.shear_modulus_mpa();
        assert!((callus.constrained_modulus_mpa() / sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn octahedral_strain_is_that_of_the_tensor() {
        let at = point(-0.03, 0.08, 0.0);
        let (mean, radius) = (0.5 * -0.03, 0.5 * 0.03_f64.hypot(0.08));
        let [a, b, c] = [mean + radius, mean - radius, 0.0];
        let tensor = ((a - b).powi(2) + (b - c).powi(2) + (c - a).powi(2)).sqrt() * 2.0 / 3.0;
        assert!((at.octahedral_shear_strain() - tensor).abs() < 1e-15);
        assert!((at.principal_strain() - b).abs() < 1e-15);
    }

    #[test]
    fn tissue_follows_strain_and_pressure() {
        assert_eq!(point(-0.04, 0.0, 0.1).tissue(), Tissue::Intramembranous);
        assert_eq!(point(-0.04, 0.0, 0.2).tissue(), Tissue::Endochondral);
        assert_eq!(point(0.1, 0.0, -0.1).tissue(), Tissue::Fibrous);
        assert_eq!(point(-0.2, 0.0, 0.2).tissue(), Tissue::Fibrous);
    }
}
