//! The fitted shapes of M1 to M5.
//!
//! Sources: literature 1.1 (published, with deviations) and 1.2 (two measured feet, A and B). Every figure with an
//! interval there is compared on the generated surface by `tests/template_figures.rs`; the sections between them (collar,
//! metaphysis, flare) follow the course of the measured sections.

use osteotome_geometry::template::{BaseEnd, Head, MetatarsalShape, SectionShape};

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
const fn section(place: [f64; 5], form: [f64; 2]) -> SectionShape {
    SectionShape {
        from_tip_mm: place[0],
        width_mm: place[1],
        height_mm: place[2],
        lateral_mm: place[3],
        dorsal_mm: place[4],
        inclination_deg: form[0],
        wedge: form[1],
    }
}

/// A head from `[radius, dorsal offset]` of its centre, `[tip radius, width, height, dorsal reach, distance from the tip
/// at full size]` in mm.
const fn head(centre: [f64; 2], size: [f64; 5], inclination_deg: f64) -> Head {
    Head {
        sphere_radius_mm: centre[0],
        centre_dorsal_mm: centre[1],
        tip_radius_mm: size[0],
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
        head: head([10.75, -0.1], [11.3, 21.1, 20.5, 9.8, 12.0], -4.0),
        sections: vec![
            section([19.0, 16.6, 16.0, -0.9, 0.1], [0.0, 0.0]),
            section([30.9, 13.70, 14.3, -1.6, 0.4], [2.0, 0.0]),
            section([32.9, 13.75, 14.5, -1.6, 0.4], [0.0, 0.0]),
            section([45.0, 15.0, 18.6, -1.6, -0.3], [-8.0, 0.0]),
            section([52.5, 18.6, 25.2, -1.6, -1.7], [-18.0, -0.2]),
            section([59.5, 21.6, 30.4, -1.6, -2.8], [-22.0, -0.3]),
        ],
        base: BaseEnd { dome_mm: 3.5, obliquity_deg: 3.4 },
    }
}

fn second() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 76.0,
        head: head([6.85, -0.75], [6.3, 12.2, 15.3, 6.6, 8.0], 5.0),
        sections: vec![
            section([13.2, 9.9, 10.6, 0.6, 0.9], [14.0, 0.0]),
            section([21.2, 7.4, 8.85, 0.9, 2.0], [16.0, 0.0]),
            section([38.0, 8.2, 9.6, 1.5, 2.95], [13.0, 0.0]),
            section([55.0, 10.2, 12.8, 0.9, 2.2], [14.0, 0.1]),
            section([62.5, 13.4, 18.6, 0.1, 1.4], [16.0, 0.4]),
            section([70.0, 17.8, 22.1, -0.4, 2.0], [16.0, 0.5]),
        ],
        base: BaseEnd { dome_mm: 3.0, obliquity_deg: 6.0 },
    }
}

fn third() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 72.4,
        head: head([6.25, -0.85], [5.6, 10.8, 14.6, 6.2, 7.5], 8.0),
        sections: vec![
            section([12.0, 8.0, 10.2, 0.2, 1.1], [12.0, 0.0]),
            section([20.2, 6.85, 9.3, 0.3, 1.7], [10.0, 0.0]),
            section([36.2, 7.95, 10.05, 0.4, 2.4], [8.0, 0.0]),
            section([50.0, 9.4, 12.6, 0.3, 1.9], [12.0, 0.1]),
            section([57.7, 13.2, 16.8, -0.6, 1.3], [32.0, 0.3]),
            section([66.7, 18.85, 20.96, -0.88, 1.6], [40.0, 0.4]),
        ],
        base: BaseEnd { dome_mm: 3.0, obliquity_deg: 8.0 },
    }
}

fn fourth() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 71.4,
        head: head([6.2, -0.7], [5.4, 11.0, 14.2, 6.1, 7.8], 9.0),
        sections: vec![
            section([12.5, 8.8, 10.8, 0.2, 1.0], [14.0, 0.0]),
            section([18.2, 7.2, 8.95, 0.3, 2.0], [14.0, 0.0]),
            section([35.7, 7.6, 10.5, 0.9, 3.1], [8.0, 0.0]),
            section([49.0, 9.6, 12.8, 0.6, 2.9], [6.0, 0.0]),
            section([58.0, 12.2, 17.7, -0.45, 2.8], [24.0, 0.2]),
            section([65.7, 19.7, 14.7, -0.25, 2.9], [32.0, 0.3]),
        ],
        base: BaseEnd { dome_mm: 3.0, obliquity_deg: 10.0 },
    }
}

fn fifth() -> MetatarsalShape {
    MetatarsalShape {
        length_mm: 71.2,
        head: head([6.15, -0.25], [5.3, 12.1, 13.1, 6.15, 7.7], 7.0),
        sections: vec![
            section([12.2, 9.55, 11.4, -0.12, 0.5], [-6.0, 0.0]),
            section([16.8, 8.15, 9.83, -0.66, 1.4], [-18.5, 0.0]),
            section([28.0, 8.55, 10.9, -1.52, 2.9], [-18.0, 0.0]),
            section([35.6, 9.05, 12.0, -1.3, 3.3], [-17.0, 0.0]),
            section([48.5, 13.0, 15.4, -0.44, 1.9], [-22.0, 0.1]),
            section([57.6, 17.3, 21.6, 0.74, -0.7], [-6.0, 0.2]),
            section([64.7, 13.8, 15.6, 2.76, -2.4], [-4.0, 0.0]),
        ],
        base: BaseEnd { dome_mm: 6.0, obliquity_deg: 10.0 },
    }
}
