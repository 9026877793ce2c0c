//! The metatarsal parabola: how far each tip reaches beyond that of its lateral neighbour.

use osteotome_foot::outcome::ForefootState;

/// Harmonious steps (Maestro 2003), mm.
const HARMONIOUS_MM: [(&str, f64); 3] = [("M2-M3", 3.0), ("M3-M4", 6.0), ("M4-M5", 12.0)];

/// Root mean square deviation of the steps from the harmonious ones, mm.
pub(crate) fn deviation_mm(forefoot: &ForefootState) -> f64 {
    let step = |name: &str| forefoot.parabola_mm.get(name).copied().unwrap_or(f64::NAN);
    let squares: f64 = HARMONIOUS_MM.iter().map(|(name, ideal)| (step(name) - ideal).powi(2)).sum();
    (squares / HARMONIOUS_MM.len() as f64).sqrt()
}
