//! Every figure of the literature against the generated template, measured on the surface and not on its parameters.
#![allow(clippy::print_stderr)]

mod intervals;
mod measure;

use intervals::{CUT_FACES, LONG_AXES, RAYS, Range};
use measure::Bone;
use osteotome_foot::Ray;
use osteotome_foot::anatomy::template_ray_surface;
use osteotome_geometry::TriangleSurface;

/// One line of the table.
struct Figure {
    ray: Ray,
    name: String,
    value: f64,
    range: Range,
}

impl Figure {
    fn holds(&self) -> bool {
        (self.range[0]..=self.range[1]).contains(&self.value)
    }
}

#[test]
fn every_figure_lies_in_its_interval() {
    let figures: Vec<Figure> = Ray::ALL.into_iter().flat_map(figures_of).collect();
    for f in &figures {
        let mark = if f.holds() { "" } else { "  <-- outside" };
        eprintln!("{} {:<38} {:>9.2}  [{}, {}]{mark}", f.ray, f.name, f.value, f.range[0], f.range[1]);
    }
    let outside = figures.iter().filter(|f| !f.holds()).count();
    assert_eq!(outside, 0, "{outside} of {} figures lie outside their interval", figures.len());
}

fn figures_of(ray: Ray) -> Vec<Figure> {
    let surface = template_ray_surface(ray).expect("the fitted table is a solid");
    let bone = Bone::new(&surface);
    let range = &RAYS[ray.index()];
    let mut figures = Vec::new();
    let mut add = |name: &str, value: f64, range: Range| {
        figures.push(Figure { ray, name: name.to_owned(), value, range });
    };
    add("length, mm", bone.length_mm, range.length_mm);
    add("volume, cm³", surface.volume_mm3() * 1e-3, range.volume_cm3);
    // Quality, not literature: no slivers.
    add("smallest angle of a triangle, °", smallest_angle_deg(&surface), [25.0, 60.0]);
    add("surface, cm²", surface.area_mm2() * 1e-2, range.area_cm2);
    ends(&bone, range, &mut add);
    shaft(&bone, range, &mut add);
    if ray != Ray::M1 {
        lesser(&bone, ray.index() - 1, &mut add);
    }
    if ray == Ray::M5 {
        // 42.6 ± 5.8 mm in 241 CTs, literature 1.1.
        add("base to apex of the lateral bow, mm", bone.length_mm - bone.bow().2, [36.8, 48.4]);
    }
    figures
}

fn ends(bone: &Bone, range: &intervals::RayIntervals, add: &mut impl FnMut(&str, f64, Range)) {
    let (width, height) = bone.head();
    add("head width, mm", width, range.head_width_mm);
    add("head height, mm", height, range.head_height_mm);
    let (centre, radius) = bone.head_sphere();
    add("head sphere radius, mm", radius, range.sphere_radius_mm);
    // The ray frame has its origin at the head centre.
    add("head centre from the origin, mm", centre.norm(), [0.0, 0.2]);
    let (width, height) = bone.base();
    add("base width, mm", width, range.base_width_mm);
    add("base height, mm", height, range.base_height_mm);
}

fn shaft(bone: &Bone, range: &intervals::RayIntervals, add: &mut impl FnMut(&str, f64, Range)) {
    let (from_tip, neck) = bone.narrowest();
    add("narrowest section from tip, mm", from_tip, range.neck_from_tip_mm);
    add("narrowest width, mm", neck.width_mm, range.neck_width_mm);
    add("narrowest height, mm", neck.height_mm, range.neck_height_mm);
    add("narrowest area, mm²", neck.area_mm2, range.neck_area_mm2);
    let mid = bone.section(0.5 * bone.length_mm);
    add("mid-shaft width, mm", mid.width_mm, range.shaft_width_mm);
    add("mid-shaft height, mm", mid.height_mm, range.shaft_height_mm);
    add("mid-shaft area, mm²", mid.area_mm2, range.shaft_area_mm2);
    add("mid-shaft I dorso-plantar, mm⁴", mid.dorsal_moment_mm4, range.shaft_dorsal_moment_mm4);
    add("mid-shaft I medio-lateral, mm⁴", mid.lateral_moment_mm4, range.shaft_lateral_moment_mm4);
    let (dorsal, lateral, _) = bone.bow();
    add("bow to dorsal, mm", dorsal, range.dorsal_bow_mm);
    add("bow to lateral, mm", lateral, range.lateral_bow_mm);
}

fn lesser(bone: &Bone, index: usize, add: &mut impl FnMut(&str, f64, Range)) {
    for (tilt_deg, ranges) in CUT_FACES {
        let area = bone.oblique_area_mm2(16.0, tilt_deg);
        add(&format!("face 16 mm from tip at {tilt_deg}°, mm²"), area, ranges[index]);
    }
    let [(_, head), (_, base)] = bone.end_sections();
    add("long axis of the head, °", head.long_axis_deg, LONG_AXES[index][0]);
    add("long axis of the base, °", base.long_axis_deg, LONG_AXES[index][1]);
}

fn smallest_angle_deg(surface: &TriangleSurface) -> f64 {
    let smallest = |t: usize| {
        let corners = surface.corners(t);
        let angle = |k: usize| {
            let [a, b, c] = [0, 1, 2].map(|i| corners[(k + i) % 3]);
            (b - a).angle(&(c - a)).to_degrees()
        };
        angle(0).min(angle(1)).min(angle(2))
    };
    (0..surface.triangles.len()).map(smallest).fold(180.0, f64::min)
}
