//! The nearest known word to a mistyped one.

/// The word of `known` that was probably meant by `given`.
///
/// Near means: a third of the letters wrong at most (Damerau–Levenshtein), or the unit forgotten or changed.
#[must_use]
pub fn nearest<'w>(given: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let given = given.to_lowercase();
    let stem = given.split('_').next().unwrap_or_default().to_owned();
    known
        .into_iter()
        .filter_map(|word| {
            let lower = word.to_lowercase();
            let distance = strsim::damerau_levenshtein(&given, &lower);
            let same_stem = stem.len() >= 4 && lower.starts_with(&stem);
            let limit = (given.chars().count().max(lower.chars().count()) / 3).max(1);
            (distance <= limit || same_stem).then_some((distance, word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typing_errors_and_forgotten_units_are_found() {
        let known = ["friction", "elastic_slip_mm", "diameter_mm", "M2"];
        assert_eq!(nearest("frictoin", known), Some("friction"));
        assert_eq!(nearest("diameter", known), Some("diameter_mm"));
        assert_eq!(nearest("diameter_m", known), Some("diameter_mm"));
        assert_eq!(nearest("m2", known), Some("M2"));
        assert_eq!(nearest("colour", known), None);
    }
}
