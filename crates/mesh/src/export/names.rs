//! Titles and names as other programs can read them.

/// `text` on one line without control characters.
pub(super) fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect::<String>().trim().to_owned()
}

/// A heading that is no keyword of an Abaqus file: CalculiX takes blanks out before it looks for `*`.
pub(super) fn heading(title: &str) -> String {
    let line = one_line(title);
    if line.starts_with('*') { format!("- {line}") } else { line }
}

/// The inside of an XML comment.
pub(super) fn comment(title: &str) -> String {
    let mut line = one_line(title);
    while line.contains("--") {
        line = line.replace("--", "- -");
    }
    let words = line.replace(['<', '>', '&'], " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name that is a word in every format: anything but letters, digits, `-` and `_` becomes `_`.
pub(super) fn word(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_is_a_keyword_or_ends_a_comment() {
        assert_eq!(heading(" *INCLUDE, INPUT=/etc/passwd"), "- *INCLUDE, INPUT=/etc/passwd");
        assert_eq!(heading("a\n*STEP\u{1}"), "a *STEP");
        assert_eq!(comment("a ---> <b> & \u{7}"), "a - - - b");
        assert_eq!(word("*INCLUDE, \"x\"<y>"), "_INCLUDE___x__y_");
    }
}
