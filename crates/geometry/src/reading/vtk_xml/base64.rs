//! Base64 as VTK writes it: pieces padded one by one may follow each other.

/// The first bytes that a text stands for, at most `most` of them; white space is passed over.
///
/// VTK pads the header of a compressed array by itself, so padding may stand in the middle.
pub(super) fn decode(text: &[u8], most: usize) -> Result<Vec<u8>, u8> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for &letter in text.iter().filter(|letter| !letter.is_ascii_whitespace()) {
        if bytes.len() >= most {
            break;
        }
        if letter == b'=' {
            // What is left of a group are bits of filling.
            (bits, count) = (0, 0);
            continue;
        }
        bits = bits << 6 | value(letter).ok_or(letter)?;
        count += 1;
        if count > 1 {
            bytes.push((bits >> (2 * (4 - count))) as u8);
        }
        count %= 4;
    }
    Ok(bytes)
}

fn value(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn groups_padding_and_limits() {
        for (text, bytes) in
            [("TWFu", "Man"), ("TWE=", "Ma"), ("TQ==", "M"), ("TQ==\n TWFu", "MMan"), ("", "")]
        {
            assert_eq!(decode(text.as_bytes(), 99).unwrap(), bytes.as_bytes());
        }
        assert_eq!(decode(b"TWFuTWFu", 4).unwrap(), b"ManM");
        assert_eq!(decode(b"TW*u", 99), Err(b'*'));
    }
}
