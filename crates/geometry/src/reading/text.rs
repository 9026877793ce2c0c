//! Lines and numbers of text files as programs of all systems write them.

/// The lines with their numbers from 1; a line ends at LF, CR LF, or CR alone.
pub(super) fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'));
    lines.enumerate().map(|(k, line)| (k + 1, line))
}

/// The number that a word stands for; a comma after it separates, and Fortran writes `D` for the exponent.
///
/// # Errors
/// What stands there instead, and what to do.
pub(super) fn number(word: &str) -> Result<f64, String> {
    let bare = word.strip_suffix(',').unwrap_or(word);
    let parsed = bare.parse().or_else(|_| bare.replacen(['D', 'd'], "e", 1).parse());
    parsed.map_err(|_| match bare.replacen(',', ".", 1).parse::<f64>() {
        Ok(_) => {
            format!("`{}` has a decimal comma; export with decimal points (English number format)", cut(bare))
        }
        Err(_) => format!("`{}` where a number belongs", cut(bare)),
    })
}

/// The beginning of a word that may be long.
pub(super) fn cut(word: &str) -> String {
    const LONGEST: usize = 40;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

/// The text of a file; bytes that are no UTF-8 occur in names and comments only.
pub(super) fn text(content: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content))
}

/// Text in two bytes a character: by its mark, or because every second byte at the beginning is zero.
pub(super) fn is_utf16(content: &[u8]) -> bool {
    let head = &content[..content.len().min(64)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let is_marked = content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff");
    let characters = head.len() / 2;
    characters >= 8
        && ((zeros(0) == 0 && zeros(1) == characters) || (zeros(1) == 0 && zeros(0) == characters))
        || (is_marked && characters >= 2)
}

/// The first word of the first line that is neither empty nor a comment, in lower case.
pub(super) fn first_word(content: &[u8]) -> String {
    let text = text(&content[..content.len().min(65_536)]);
    let is_comment = |line: &&str| line.starts_with('#') || line.starts_with("//") || line.starts_with(';');
    let mut lines = numbered_lines(&text)
        .map(|(_, line)| line.trim())
        .filter(|line| !line.is_empty() && !is_comment(line));
    let word = lines.next().and_then(|line| line.split_ascii_whitespace().next());
    word.unwrap_or_default().to_ascii_lowercase()
}
