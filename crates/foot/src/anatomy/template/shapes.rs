//! The fitted shapes of M1 to M5.
//!
//! Sources: literature 1.1 (published, with deviations) and 1.2 (two measured feet, A and B). Every figure with an
//! interval there is compared on the generated surface by `tests/template_figures.rs`; the sections between them (collar,
//! metaphysis, flare) follow the course of the measured sections.

use osteotome_geometry::template::{BaseEnd, Head, MetatarsalShape, Section};

use crate::Ray;

/// Shape of `ray` in the adult template, left bone.
#[must_use]
pub fn template_shape(ray: Ray) -> MetatarsalShape {
    match ray {
        Ray::M1 => first(),
        Ray::M2 => second(),
        Ray::M3 => third(),
        Ray::M4 => fourth(),
        Ray::M5 => fifth(),
    }
}

/// A section from `[from tip, width, height, lateral, dorsal]` in mm, `[inclination in degrees, wedge]`.
const fn section(place: [f64; 5], form: [f64; 2]) -> Section {
    Section {
        from_tip_mm: place[0],
        width_mm: place[1],
        height_mm: place[2],
        lateral_mm: place[3],
        dorsal_mm: place[4],
        inclination_deg: form[0],
        wedge: form[1],
    }
}

/// A head from `[sphere radius, width, height, dorsal reach, distance from the tip at full size]` in mm.
const fn head(size: [f64; 5], inclination_deg: f64) -> Head {
    Head {
        sphere_radius_mm: size[0],
        width_mm: size[1],
        height_mm: size[2],
        dorsal_reach_mm: size[3],
        full_from_tip_mm: size[4],
        inclination_deg,
    }
}

fn first() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 65.8,
        head: head([11.0, 20.6, 19.8, 9.2, 12.0], -4.0),
        sections: vec![
            section([19.0, 16.6, 16.0, -0.9, 0.3], [0.0, 0.0]),
            section([30.9, 13.70, 14.3, -1.4, 0.9], [2.0, 0.0]),
            section([32.9, 13.75, 14.5, -1.4, 0.9], [0.0, 0.0]),
            section([45.0, 15.0, 18.6, -1.1, 0.0], [-6.0, 0.0]),
            section([52.5, 18.6, 25.2, -0.6, -1.8], [-12.0, -0.2]),
            section([59.5, 21.6, 30.4, -0.6, -3.2], [-15.0, -0.3]),
        ],
        base: BaseEnd { dome_mm: 3.5, obliquity_deg: 3.4 },
    }
}

fn second() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 76.0,
        head: head([6.5, 12.2, 15.6, 6.6, 9.0], 5.0),
        sections: vec![
            section([14.0, 10.0, 11.2, 0.6, 0.5], [14.0, 0.0]),
            section([21.2, 7.4, 8.85, 0.9, 2.0], [16.0, 0.0]),
            section([38.0, 8.2, 9.6, 1.5, 2.95], [13.0, 0.0]),
            section([55.0, 10.2, 12.8, 0.8, 2.2], [14.0, 0.1]),
            section([62.5, 13.4, 18.6, -0.1, 1.2], [16.0, 0.4]),
            section([70.0, 17.8, 22.1, -0.6, 1.7], [16.0, 0.6]),
        ],
        base: BaseEnd { dome_mm: 3.0, obliquity_deg: 6.0 },
    }
}

fn third() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 72.0,
        head: head([6.0, 11.0, 15.1, 6.2, 9.0], 8.0),
        sections: vec![
            section([13.5, 9.0, 11.6, 0.3, 0.6], [12.0, 0.0]),
            section([20.5, 6.85, 9.3, 0.5, 1.7], [10.0, 0.0]),
            section([36.0, 7.95, 10.05, 0.7, 2.4], [8.0, 0.0]),
            section([50.0, 9.4, 12.6, 0.3, 1.9], [12.0, 0.1]),
            section([57.5, 13.2, 16.8, -0.8, 1.3], [32.0, 0.3]),
            section([66.5, 18.85, 20.95, -1.2, 1.6], [40.0, 0.4]),
        ],
        base: BaseEnd { dome_mm: 3.0, obliquity_deg: 8.0 },
    }
}

fn fourth() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 70.0,
        head: head([5.8, 11.4, 14.5, 6.1, 8.5], 9.0),
        sections: vec![
            section([13.0, 9.0, 11.2, 0.2, 0.8], [14.0, 0.0]),
            section([18.2, 7.2, 8.95, 0.3, 2.0], [14.0, 0.0]),
            section([35.0, 7.6, 10.5, 0.9, 3.5], [8.0, 0.0]),
            section([48.0, 9.6, 12.8, 0.5, 3.1], [6.0, 0.0]),
            section([57.0, 13.6, 17.7, -0.6, 2.9], [24.0, 0.2]),
            section([64.5, 19.6, 16.6, -0.5, 3.2], [34.0, 0.3]),
        ],
        base: BaseEnd { dome_mm: 3.0, obliquity_deg: 10.0 },
    }
}

fn fifth() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 69.5,
        head: head([5.9, 12.2, 13.3, 6.2, 8.0], 7.0),
        sections: vec![
            section([12.5, 9.9, 11.6, 0.3, 0.3], [-6.0, 0.0]),
            section([16.8, 8.15, 9.85, 0.1, 1.4], [-18.0, 0.0]),
            section([34.75, 9.05, 12.0, 0.1, 2.7], [-17.0, 0.0]),
            section([47.5, 13.2, 15.2, 0.6, 1.6], [-24.0, 0.1]),
            section([56.0, 16.8, 20.5, 1.6, -0.5], [-10.0, 0.2]),
            section([63.0, 12.6, 14.6, 4.0, -2.4], [-6.0, 0.0]),
        ],
        base: BaseEnd { dome_mm: 6.0, obliquity_deg: 8.0 },
    }
}
