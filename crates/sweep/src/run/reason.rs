//! Reasons in words that people read: no digits that nobody asked for.

/// `text` with every decimal number of more than four decimals rounded to four digits, and three decimals at most from 1 on. Values of
/// distributions and products have all digits that a machine holds, and messages of every crate quote them.
pub(crate) fn readable(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c: char| !is_of_a_word(c)).map_or(rest.len(), |length| start + length);
        let is_glued = rest[..start].chars().next_back().is_some_and(is_of_a_word);
        // A full stop at the end of a sentence is none of a number.
        let word = rest[start..end].trim_end_matches('.');
        written.push_str(&rest[..start]);
        written.push_str(&if is_glued { word.to_owned() } else { shortened(word) });
        rest = &rest[start + word.len()..];
    }
    written + rest
}

/// Letters, digits and points: what a number, a name of a file or a version is made of.
fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '.' || c == '_'
}

fn shortened(word: &str) -> String {
    let long = word
        .split_once('.')
        .is_some_and(|(_, decimals)| decimals.len() > 4 && decimals.chars().all(|c| c.is_ascii_digit()));
    let number = word.parse::<f64>().ok().filter(|_| long);
    let Some(number) = number else { return word.to_owned() };
    let decimals = if number >= 1.0 { 3 } else { 3 - number.max(1e-9).log10().floor() as i32 };
    let decimals = usize::try_from(decimals).unwrap_or(3);
    let text = format!("{number:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_failed_sweep_printed_all_digits_that_a_machine_holds() {
        for (text, expected) in [
            ("the kerf of 5.271695221833207 mm at 13.000000000000002 mm", "the kerf of 5.272 mm at 13 mm"),
            ("M2: -0.000123456789 mm.", "M2: -0.0001235 mm."),
            ("is 2.8600000000000003, too much", "is 2.86, too much"),
            ("residual 1.23456789e-7 N, 0.25 mm, 3 of 4", "residual 1.23456789e-7 N, 0.25 mm, 3 of 4"),
            ("v1.23456789 M2.123456.stl µ9.123456", "v1.23456789 M2.123456.stl µ9.123456"),
            ("ends in 4.123456", "ends in 4.123"),
            ("", ""),
        ] {
            assert_eq!(readable(text), expected);
        }
    }
}
