//! A cursor over the bytes of a binary file that cannot read past the end.

use super::ReadFailure;

/// Byte order of a binary file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

/// Reads fixed-size numbers one after another.
pub(super) struct ByteCursor<'a> {
    rest: &'a [u8],
    order: ByteOrder,
}

impl<'a> ByteCursor<'a> {
    pub(super) fn new(content: &'a [u8], order: ByteOrder) -> Self {
        Self { rest: content, order }
    }

    /// The next `N` bytes in little-endian order.
    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], ReadFailure> {
        let Some((head, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(ReadFailure::Truncated { missing: "the data end in the middle of a record".into() });
        };
        self.rest = rest;
        let mut bytes = *head;
        if self.order == ByteOrder::Big {
            bytes.reverse();
        }
        Ok(bytes)
    }
}

/// Whether `text` occurs in the first `limit` bytes of `content`.
pub(super) fn starts_with_text(content: &[u8], limit: usize, text: &str) -> bool {
    let head = &content[..content.len().min(limit)];
    head.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

/// The content without leading white space and byte-order mark.
pub(super) fn trimmed(content: &[u8]) -> &[u8] {
    content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content).trim_ascii_start()
}
