//! Statements T1 to T62 of the clinical literature, grouped by theme.

mod burr;
pub(crate) mod cases;
mod first_ray;
mod healing;
mod limits;
mod pairs;
mod portal;
mod retrograde;
mod sets;
mod stability;
mod techniques;

pub(crate) use burr::{DIAMETERS_MM, burrs};
pub(crate) use pairs::graded_pairs;
pub(crate) use pairs::pairs_of;
pub use pairs::{Pair, Travel, clinical_pairs};

pub(crate) use retrograde::{plantar_percent, plantar_samples};

use crate::Statement;

/// All statements by number.
#[must_use]
pub fn statements() -> Vec<Statement> {
    let themes: [&[Statement]; 9] = [
        &burr::STATEMENTS,
        &retrograde::STATEMENTS,
        &sets::STATEMENTS,
        &techniques::STATEMENTS,
        &pairs::STATEMENTS,
        &first_ray::STATEMENTS,
        &stability::STATEMENTS,
        &healing::STATEMENTS,
        &limits::STATEMENTS,
    ];
    let mut all = themes.concat();
    all.sort_by_key(|statement| statement.number);
    all
}
