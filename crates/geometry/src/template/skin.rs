//! The analytic skin of a metatarsal: from a place along the bone and an angle round it to a point.

use super::profile::Profile;
use super::shape::{MetatarsalShape, SectionShape};
use crate::Point3;

/// The bone surface as a function of `s` in [0, 1] (tip to base) and an angle φ round the section.
pub(super) struct Skin {
    head_centre: [f64; 2],
    tip_radius: f64,
    full_from_tip: f64,
    dome_start: f64,
    dome: f64,
    shear: f64,
    head_width: f64,
    dorsal_reach: f64,
    plantar_reach: f64,
    width: Profile,
    height: Profile,
    lateral: Profile,
    dorsal: Profile,
    inclination: Profile,
    wedge: Profile,
    shear_onset: Profile,
}

/// A section at one place of the bone, with the scale of the closing dome.
struct Slice {
    from_tip: f64,
    half_width: f64,
    half_height: f64,
    lateral: f64,
    dorsal: f64,
    inclination: f64,
    wedge: f64,
    /// How far the point moves proximally per millimetre of lateral position.
    shear: f64,
    shear_centre: f64,
}

impl Skin {
    pub(super) fn new(shape: &MetatarsalShape) -> Self {
        let head = &shape.head;
        let shear = shape.base.obliquity_deg.to_radians().tan();
        let base = shape.sections[shape.sections.len() - 1];
        // The oblique face would stick out by this much; the dome starts that much earlier, so that the length is met.
        let excess = (0.5 * base.width_mm * shear).hypot(shape.base.dome_mm) - shape.base.dome_mm;
        let dome_start = shape.length_mm - excess - shape.base.dome_mm;
        let onset = base.from_tip_mm - 0.25 * shape.length_mm;
        Self {
            head_centre: [head.sphere_radius_mm, head.centre_dorsal_mm],
            tip_radius: head.tip_radius_mm,
            full_from_tip: head.full_from_tip_mm,
            dome_start,
            dome: shape.base.dome_mm,
            shear,
            head_width: head.width_mm,
            dorsal_reach: head.dorsal_reach_mm,
            plantar_reach: head.height_mm - head.dorsal_reach_mm,
            width: profile(shape, head.width_mm, |section| section.width_mm),
            height: profile(shape, head.height_mm, |section| section.height_mm),
            lateral: profile(shape, 0.0, |section| section.lateral_mm),
            dorsal: profile(shape, head.dorsal_reach_mm - 0.5 * head.height_mm, |section| section.dorsal_mm),
            inclination: profile(shape, head.inclination_deg, |section| section.inclination_deg),
            wedge: profile(shape, 0.0, |section| section.wedge),
            shear_onset: Profile::new(vec![onset, dome_start], vec![0.0, 1.0]),
        }
    }

    /// The point at `s` and φ in the ray frame. At s = 0 and s = 1 all angles give the same point, the two poles.
    pub(super) fn point(&self, s: f64, phi: f64) -> Point3 {
        let slice = self.slice(s);
        let (sin, cos) = phi.sin_cos();
        let across = slice.half_width * cos * (1.0 + slice.wedge * sin);
        let y = slice.lateral + across;
        let z = slice.dorsal + slice.half_height * (phi + slice.inclination).sin();
        let from_tip = slice.from_tip + slice.shear * (y - slice.shear_centre);
        Point3::new(self.head_centre[0] - from_tip, y, z - self.head_centre[1])
    }

    /// The three stretches of `s`: the head, the shaft, the closing dome. The two ends are
    /// swept by an angle, because there the section changes like a square root.
    fn slice(&self, s: f64) -> Slice {
        const END: f64 = 0.125;
        let quarter_turn = std::f64::consts::FRAC_PI_2;
        if s < END {
            let from_tip = self.full_from_tip * (1.0 - (quarter_turn * s / END).cos());
            return self.head_slice(from_tip);
        }
        if s <= 1.0 - END {
            let from_tip =
                self.full_from_tip + (s - END) / (1.0 - 2.0 * END) * (self.dome_start - self.full_from_tip);
            return self.tube_slice(from_tip, 1.0);
        }
        let angle = quarter_turn * (s - (1.0 - END)) / END;
        self.tube_slice(self.dome_start + self.dome * angle.sin(), angle.cos())
    }

    fn head_slice(&self, from_tip: f64) -> Slice {
        let (up, down) = (self.cap(self.dorsal_reach, from_tip), self.cap(self.plantar_reach, from_tip));
        Slice {
            from_tip,
            half_width: self.cap(0.5 * self.head_width, from_tip),
            half_height: 0.5 * (up + down),
            lateral: 0.0,
            dorsal: 0.5 * (up - down),
            inclination: self.inclination.at(from_tip).to_radians(),
            wedge: 0.0,
            shear: 0.0,
            shear_centre: 0.0,
        }
    }

    /// Half extent of one side of the head: an ellipse whose radius of curvature at the tip is R,
    /// so its semi-axis along the bone is reach² / R, then level as far as the full head.
    fn cap(&self, reach: f64, from_tip: f64) -> f64 {
        let semi_axis = (reach * reach / self.tip_radius).min(self.full_from_tip);
        let u = ((semi_axis - from_tip) / semi_axis).max(0.0);
        reach * (1.0 - u * u).max(0.0).sqrt()
    }

    fn tube_slice(&self, from_tip: f64, scale: f64) -> Slice {
        let wedge = self.wedge.at(from_tip);
        let lateral = self.lateral.at(from_tip);
        Slice {
            from_tip,
            half_width: 0.5 * scale * self.width.at(from_tip) / widening(wedge),
            half_height: 0.5 * scale * self.height.at(from_tip),
            lateral,
            dorsal: self.dorsal.at(from_tip),
            inclination: self.inclination.at(from_tip).to_radians(),
            wedge,
            shear: self.shear * self.shear_onset.at(from_tip),
            shear_centre: lateral,
        }
    }
}

fn profile(shape: &MetatarsalShape, at_head: f64, value: impl Fn(&SectionShape) -> f64) -> Profile {
    let knots =
        std::iter::once(shape.head.full_from_tip_mm).chain(shape.sections.iter().map(|s| s.from_tip_mm));
    let values = std::iter::once(at_head).chain(shape.sections.iter().map(value));
    Profile::new(knots.collect(), values.collect())
}

/// k = max over φ of cos φ (1 + w sin φ), reached where 2 w sin²φ + sin φ − w = 0.
fn widening(wedge: f64) -> f64 {
    if wedge.abs() < 1e-9 {
        return 1.0;
    }
    let sin = ((1.0 + 8.0 * wedge * wedge).sqrt() - 1.0) / (4.0 * wedge);
    (1.0 - sin * sin).sqrt() * (1.0 + wedge * sin)
}
