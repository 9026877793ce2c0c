//! The parameters of a metatarsal.

/// A cross-section of the bone, perpendicular to the shaft axis.
///
/// Its outline is y = lateral + W/(2k) · cos φ (1 + w sin φ), z = dorsal + H/2 · sin(φ + δ): an ellipse whose extents are
/// exactly W × H whatever its inclination δ, narrowed towards the sole by the wedge w (k keeps the width). Without
/// wedge its area is π/4 · W H cos δ and its second moments are A H²/16 and A W²/16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SectionShape {
    /// Distance of the section from the distal tip, along the shaft axis, mm.
    pub from_tip_mm: f64,
    /// Medio-lateral extent W, mm.
    pub width_mm: f64,
    /// Dorso-plantar extent H, mm.
    pub height_mm: f64,
    /// Offset of the centre line to lateral of the tip (+y of a left bone), mm.
    pub lateral_mm: f64,
    /// Offset of the centre line to dorsal of the tip, mm.
    pub dorsal_mm: f64,
    /// Phase δ that leans the section: positive tilts its long axis from dorsal to lateral. Within ±90°.
    pub inclination_deg: f64,
    /// Wedge w in −1 … 1: positive makes the dorsal half wider than the plantar half.
    pub wedge: f64,
}

/// The articular head: nearly a sphere distally, a plantar extension for the condyles.
///
/// Each side of the head follows an ellipse from the tip to its full reach; the radius of curvature at the tip is common
/// to all four. The sphere that fits the distal end best is a result of these; its radius and place are stated
/// because they put the head centre, the origin of the ray frame, on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// Distance of the head centre, the origin of the ray frame, from the tip: the radius of the fitted sphere, mm.
    pub sphere_radius_mm: f64,
    /// Position of the head centre to dorsal of the tip, mm.
    pub centre_dorsal_mm: f64,
    /// Radius of curvature at the tip, mm.
    pub tip_radius_mm: f64,
    /// Medio-lateral extent, mm.
    pub width_mm: f64,
    /// Dorso-plantar extent, mm.
    pub height_mm: f64,
    /// How far the head reaches dorsally of the tip, mm; the rest of its height is plantar.
    pub dorsal_reach_mm: f64,
    /// Distance from the tip at which every side has reached its full extent, mm.
    pub full_from_tip_mm: f64,
    /// Phase that leans the head, as in [`SectionShape`].
    pub inclination_deg: f64,
}

/// The proximal articular end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaseEnd {
    /// Depth of the shallow dome that closes the bone, mm.
    pub dome_mm: f64,
    /// Turn of the articular face about the dorsal axis: positive has its lateral side more proximal.
    pub obliquity_deg: f64,
}

/// A metatarsal of the left foot as a tube of sections along a bowed and twisting centre line.
#[derive(Clone, Debug, PartialEq)]
pub struct MetatarsalShape {
    /// Extent along the shaft axis, mm.
    pub length_mm: f64,
    /// The distal end.
    pub head: Head,
    /// Sections from distal to proximal, between the head and the base end; the last is the base itself.
    pub sections: Vec<SectionShape>,
    /// The proximal end.
    pub base: BaseEnd,
}

/// Why a shape cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ShapeError {
    /// A length is not a positive finite number.
    #[error("metatarsal template: {what} is {value_mm} mm; give a positive length")]
    Length {
        /// Which length.
        what: &'static str,
        /// Its value.
        value_mm: f64,
    },
    /// Sections are out of order or leave the bone.
    #[error(
        "metatarsal template: the section {at_mm} mm from the tip must lie proximal of {after_mm} mm and before the \
         base dome at {before_mm} mm; sort the sections from distal to proximal"
    )]
    Order {
        /// Where the section is.
        at_mm: f64,
        /// Where the one before it is.
        after_mm: f64,
        /// Where the base dome begins.
        before_mm: f64,
    },
    /// No section at all.
    #[error("metatarsal template: no section between head and base; give at least the neck and the base")]
    NoSection,
    /// A section folds over itself.
    #[error(
        "metatarsal template: the section {at_mm} mm from the tip has inclination {inclination_deg}° and wedge {wedge}; \
         accepted are ±80° and ±0.9"
    )]
    Folded {
        /// Where the section is.
        at_mm: f64,
        /// Its inclination.
        inclination_deg: f64,
        /// Its wedge.
        wedge: f64,
    },
    /// Triangles too coarse or too fine for the bone.
    #[error(
        "metatarsal template: triangle edge {edge_mm} mm; accepted are {min_mm} mm to {max_mm} mm for this bone"
    )]
    Edge {
        /// The edge asked for.
        edge_mm: f64,
        /// Smallest accepted.
        min_mm: f64,
        /// Largest accepted.
        max_mm: f64,
    },
}

impl MetatarsalShape {
    /// The same bone with every length multiplied by `factor`; angles and wedges stay.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let head = Head {
            sphere_radius_mm: self.head.sphere_radius_mm * factor,
            centre_dorsal_mm: self.head.centre_dorsal_mm * factor,
            tip_radius_mm: self.head.tip_radius_mm * factor,
            width_mm: self.head.width_mm * factor,
            height_mm: self.head.height_mm * factor,
            dorsal_reach_mm: self.head.dorsal_reach_mm * factor,
            full_from_tip_mm: self.head.full_from_tip_mm * factor,
            ..self.head
        };
        Self {
            length_mm: self.length_mm * factor,
            head,
            sections: self.sections.iter().map(|section| section.scaled(factor)).collect(),
            base: BaseEnd { dome_mm: self.base.dome_mm * factor, ..self.base },
        }
    }

    /// Accepts a shape that bounds a solid.
    ///
    /// # Errors
    /// [`ShapeError`] names the first length, order or angle that is out of range.
    pub fn check(&self) -> Result<(), ShapeError> {
        self.check_lengths()?;
        let before_mm = self.length_mm - self.base.dome_mm;
        let mut after_mm = self.head.full_from_tip_mm;
        for section in &self.sections {
            section.check()?;
            if section.from_tip_mm <= after_mm || section.from_tip_mm > before_mm {
                return Err(ShapeError::Order { at_mm: section.from_tip_mm, after_mm, before_mm });
            }
            after_mm = section.from_tip_mm;
        }
        if self.sections.is_empty() { Err(ShapeError::NoSection) } else { Ok(()) }
    }

    fn check_lengths(&self) -> Result<(), ShapeError> {
        let head = &self.head;
        positive("length", self.length_mm)?;
        positive("head sphere radius", head.sphere_radius_mm)?;
        positive("head tip radius", head.tip_radius_mm)?;
        positive("head width", head.width_mm)?;
        positive("head height", head.height_mm)?;
        positive("dorsal reach of the head", head.dorsal_reach_mm)?;
        positive("plantar reach of the head", head.height_mm - head.dorsal_reach_mm)?;
        positive("distance of the full head from the tip", head.full_from_tip_mm)?;
        positive("base dome", self.base.dome_mm)
    }
}

impl SectionShape {
    fn scaled(&self, factor: f64) -> Self {
        Self {
            from_tip_mm: self.from_tip_mm * factor,
            width_mm: self.width_mm * factor,
            height_mm: self.height_mm * factor,
            lateral_mm: self.lateral_mm * factor,
            dorsal_mm: self.dorsal_mm * factor,
            ..*self
        }
    }

    fn check(&self) -> Result<(), ShapeError> {
        positive("distance of a section from the tip", self.from_tip_mm)?;
        positive("section width", self.width_mm)?;
        positive("section height", self.height_mm)?;
        // Negated so that NaN is refused too.
        let sound = self.inclination_deg.abs() <= 80.0 && self.wedge.abs() <= 0.9;
        if sound { Ok(()) } else { Err(self.folded()) }
    }

    fn folded(&self) -> ShapeError {
        ShapeError::Folded {
            at_mm: self.from_tip_mm,
            inclination_deg: self.inclination_deg,
            wedge: self.wedge,
        }
    }
}

fn positive(what: &'static str, value_mm: f64) -> Result<(), ShapeError> {
    if value_mm.is_finite() && value_mm > 0.0 { Ok(()) } else { Err(ShapeError::Length { what, value_mm }) }
}
