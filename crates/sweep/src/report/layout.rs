//! Text in figures: how wide it is, and where it breaks.

/// Mean width of a letter of 10.5 px in a sans-serif face, px; on the wide side, for fonts differ.
const LETTER_PX: f64 = 6.0;
/// Distance of two lines of text, px.
pub(super) const LINE_PX: f64 = 12.0;

/// Width of a text, px.
pub(super) fn width_px(text: &str) -> f64 {
    LETTER_PX * text.chars().count() as f64
}

/// A text in lines of at most this width: broken behind blanks, hyphens and underscores, and within a word where there is no
/// other place. Nothing is left out.
pub(super) fn lines(text: &str, most_px: f64) -> Vec<String> {
    let most = ((most_px / LETTER_PX) as usize).max(3);
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_inclusive([' ', '-', '_', '/']) {
        let letters: Vec<char> = word.chars().collect();
        let fits = |line: &String| line.chars().count() + word.trim_end().chars().count() <= most;
        match lines.last_mut() {
            Some(line) if fits(line) => line.push_str(word),
            _ => lines.extend(letters.chunks(most).map(|piece| piece.iter().collect::<String>())),
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_techniques_break_at_their_hyphen() {
        assert_eq!(lines("oblique-convergent", 66.0), ["oblique-", "convergent"]);
        assert_eq!(lines("reverse", 66.0), ["reverse"]);
        assert_eq!(lines("", 66.0), Vec::<String>::new());
    }

    #[test]
    fn no_line_is_too_wide_and_no_letter_is_lost() {
        for text in
            ["osteotomy_plane_transverse_offset_deg", "a b-c_d", "nnnnnnnnnnnnnnnnnnnnnnnnn", "µ–µ–µ–µ–µ–µ–µ"]
        {
            for most in [18.0, 40.0, 90.0, 300.0] {
                let lines = lines(text, most);
                assert!(lines.iter().all(|line| width_px(line) <= most), "{lines:?}");
                let letters = |text: &str| text.replace(' ', "");
                assert_eq!(letters(&lines.concat()), letters(text));
            }
        }
    }
}
