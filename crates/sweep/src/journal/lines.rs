//! Lines of the journal: `<checksum> <json>\n`, each sound or not by itself.

use super::Entry;

/// Hexadecimal digits of the checksum.
const DIGITS: usize = 16;
/// How the JSON of a line begins.
const BEGINNING: &[u8] = b" {\"key\":\"";

/// What a journal holds.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The entries of sound lines, in the order of the file.
    pub(super) entries: Vec<Entry>,
    /// The sound lines themselves.
    pub(super) sound: Vec<u8>,
    /// Whole lines that are not what was written.
    pub(super) damaged: usize,
    /// Bytes behind the last line end: a line that was cut short, by a kill or a full disk.
    pub(super) cut_short: usize,
}

/// The line of an entry.
pub(super) fn encode(entry: &Entry) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(entry)?;
    Ok(format!("{} {json}\n", checksum(&json)))
}

/// Reads every line that is sound, whatever lies between.
pub(super) fn read_lines(bytes: &[u8]) -> Lines {
    let mut lines = Lines::default();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match decode(line) {
            Some(entry) => {
                lines.entries.push(entry);
                lines.sound.extend_from_slice(line);
            }
            None if line.ends_with(b"\n") => lines.damaged += 1,
            None => lines.cut_short = line.len(),
        }
    }
    lines
}

/// Whether a file without a sound line may still be a journal: it begins like one, but for a damaged byte.
pub(super) fn begins_like_a_journal(bytes: &[u8]) -> bool {
    let is_right = |(place, byte): (usize, &u8)| match place.checked_sub(DIGITS) {
        None => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        Some(place) => *byte == BEGINNING[place],
    };
    let compared = bytes.len().min(DIGITS + BEGINNING.len());
    let wrong = bytes[..compared].iter().enumerate().filter(|at| !is_right(*at)).count();
    wrong * 12 <= compared
}

fn decode(line: &[u8]) -> Option<Entry> {
    let text = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (sum, json) = text.split_once(' ')?;
    (sum == checksum(json)).then(|| serde_json::from_str(json).ok())?
}

fn checksum(json: &str) -> String {
    blake3::hash(json.as_bytes()).to_hex()[..DIGITS].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn entry(number: usize) -> Entry {
        let outcomes = BTreeMap::from([("M2_shortening_mm".to_owned(), 1.0 / (number + 3) as f64)]);
        let reason =
            if number % 3 == 2 { "the kerf swallows the head, µ".to_owned() } else { String::new() };
        Entry {
            key: format!("{number:032x}"),
            status: Status::ALL[number % 4],
            reason,
            warnings: String::new(),
            outcomes,
        }
    }

    fn journal(count: usize) -> (Vec<Entry>, Vec<u8>) {
        let entries: Vec<Entry> = (0..count).map(entry).collect();
        let text: String = entries.iter().map(|entry| encode(entry).expect("JSON")).collect();
        (entries, text.into_bytes())
    }

    /// The lines that have a byte of `damage`, or end where it begins.
    fn hit(bytes: &[u8], at: usize) -> Vec<usize> {
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count();
        // Without the end of a line the next one is part of it.
        if bytes[at] == b'\n' { vec![line, line + 1] } else { vec![line] }
    }

    #[test]
    fn a_flipped_bit_costs_its_own_line_and_no_other() {
        let (entries, whole) = journal(12);
        for place in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[place] ^= 1 << bit;
                let lines = read_lines(&bytes);
                let hit = hit(&whole, place);
                let rest = (0..12).filter(|line| !hit.contains(line)).map(|line| entries[line].clone());
                assert_eq!(lines.entries, rest.collect::<Vec<_>>(), "bit {bit} of byte {place}");
                assert!(lines.damaged + lines.cut_short > 0 && begins_like_a_journal(&bytes));
            }
        }
    }

    proptest! {
        #[test]
        fn no_row_is_ever_wrong(
            cut in 0_usize..4000,
            garbage in proptest::collection::vec(any::<u8>(), 0..60),
            hole in 0_usize..300,
        ) {
            let (entries, mut bytes) = journal(9);
            let cut = cut.min(bytes.len());
            let end = (cut + hole).min(bytes.len());
            bytes.splice(cut..end, garbage);
            for found in read_lines(&bytes).entries {
                prop_assert!(entries.contains(&found), "{found:?}");
            }
        }
    }

    #[test]
    fn other_files_do_not_begin_like_a_journal() {
        for text in ["{\"key\": 1}\n", "deadbeef\n", "[1, 2]", "notes of the day\n", "x"] {
            assert!(!begins_like_a_journal(text.as_bytes()), "{text}");
        }
        assert!(begins_like_a_journal(b"") && begins_like_a_journal(&journal(1).1[..20]));
    }
}
