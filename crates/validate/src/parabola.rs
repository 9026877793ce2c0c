//! The metatarsal parabola: how far each head reaches behind its medial neighbour.

use crate::{Bench, Case, SettledFoot};
use osteotome_foot::Ray;
use osteotome_foot::anatomy::FootAnatomy;

/// Harmonious steps M2-M3, M3-M4, M4-M5, mm (Maestro 2003).
const HARMONIOUS_MM: [f64; 3] = [3.0, 6.0, 12.0];

/// Steps M2-M3, M3-M4, M4-M5 of the head centres of the template, along the foot, mm.
fn template_steps_mm() -> [f64; 3] {
    let scenario = Case::intact().scenario(&Bench::template());
    let placed = scenario.map(|s| FootAnatomy::place(&s.foot, s.soft_tissue.pad_thickness_mm));
    let Ok(Ok(foot)) = placed else { return [f64::NAN; 3] };
    let reach: Vec<f64> = foot.rays.iter().map(|ray| ray.head_centre.x).collect();
    [1, 2, 3].map(|i| reach[i] - reach[i + 1])
}

/// Root mean square deviation of steps from the harmonious ones, mm.
fn deviation(steps_mm: [f64; 3]) -> f64 {
    let squares: f64 = steps_mm.iter().zip(HARMONIOUS_MM).map(|(step, ideal)| (step - ideal).powi(2)).sum();
    (squares / 3.0).sqrt()
}

/// Deviation of the intact template, mm.
pub(crate) fn intact_deviation_mm() -> f64 {
    deviation(template_steps_mm())
}

/// Deviation of a settled template foot, mm.
pub(crate) fn deviation_mm(foot: &SettledFoot) -> f64 {
    let before = template_steps_mm();
    let shortening = |i: usize| foot.head(Ray::ALL[i]).shortening_mm;
    deviation([1, 2, 3].map(|i| before[i - 1] - shortening(i) + shortening(i + 1)))
}
