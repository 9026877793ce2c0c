//! The numbers of one data array: text, base64 or appended, plain or compressed.

use std::cell::Cell;
use std::io::Read;

use super::super::ReadFailure;
use super::super::bytes::{ByteCursor, ByteOrder};
use super::super::number_type::NumberType;
use super::super::text::{cut, number};
use super::tree::{Appended, Element};
use super::{base64, malformed, truncated};

/// How the arrays of a file are packed.
#[derive(Debug)]
pub(super) struct Encoding {
    pub(super) order: ByteOrder,
    pub(super) is_compressed: bool,
    /// Whether counts in front of data take eight bytes, not four.
    pub(super) has_wide_header: bool,
}

/// No deflate stream unpacks to more than this many times its length (RFC 1951: 258 bytes for two bits).
const MOST_PACKED: u64 = 1032;

/// The numbers of an array; `left` is how many bytes may still be unpacked.
pub(super) fn numbers(
    array: &Element,
    appended: Option<&Appended>,
    encoding: &Encoding,
    left: &Cell<u64>,
) -> Result<Vec<f64>, ReadFailure> {
    let name = array.attribute("type").unwrap_or_default();
    let kind =
        NumberType::named(name).ok_or_else(|| malformed(format!("unknown number type `{}`", cut(name))))?;
    match array.attribute("format") {
        Some("binary") => unpacked(&Source::Base64(array.text.as_bytes()), kind, encoding, left),
        Some("appended") => unpacked(&appended_source(array, appended)?, kind, encoding, left),
        _ => array.text.split_ascii_whitespace().map(|word| number(word).map_err(malformed)).collect(),
    }
}

/// Bytes as they stand, or as base64.
enum Source<'a> {
    Raw(&'a [u8]),
    Base64(&'a [u8]),
}

impl Source<'_> {
    /// The first bytes, at most `most`.
    fn bytes(&self, most: usize) -> Result<std::borrow::Cow<'_, [u8]>, ReadFailure> {
        let not_base64 = |letter: u8| malformed(format!("`{}` in base64 data", letter.escape_ascii()));
        Ok(match self {
            Self::Raw(bytes) => bytes[..bytes.len().min(most)].into(),
            Self::Base64(text) => base64::decode(text, most).map_err(not_base64)?.into(),
        })
    }
}

fn appended_source<'a>(array: &Element, appended: Option<&Appended<'a>>) -> Result<Source<'a>, ReadFailure> {
    let appended = appended.ok_or_else(|| truncated("there are no appended data"))?;
    let offset = array.attribute("offset").unwrap_or_default().trim();
    let offset: usize = offset.parse().map_err(|_| malformed(format!("the offset `{}`", cut(offset))))?;
    let content = appended.content.get(offset..);
    let content = content.ok_or_else(|| truncated("the appended data end before an array begins"))?;
    Ok(if appended.is_base64 { Source::Base64(content) } else { Source::Raw(content) })
}

fn unpacked(
    source: &Source,
    kind: NumberType,
    encoding: &Encoding,
    left: &Cell<u64>,
) -> Result<Vec<f64>, ReadFailure> {
    let data = if encoding.is_compressed {
        inflated(source, encoding, left)?
    } else {
        plain(source, encoding, left)?
    };
    if !data.len().is_multiple_of(kind.size()) {
        return Err(malformed(format!("{} bytes are no whole number of numbers", data.len())));
    }
    let mut cursor = ByteCursor::new(&data, encoding.order);
    (0..data.len() / kind.size()).map(|_| kind.read(&mut cursor)).collect()
}

/// A count, then so many bytes.
fn plain(source: &Source, encoding: &Encoding, left: &Cell<u64>) -> Result<Vec<u8>, ReadFailure> {
    let width = encoding.width();
    let head = source.bytes(width)?;
    if head.is_empty() {
        return Ok(Vec::new());
    }
    let length = encoding.words(&head, 1)?[0];
    let end = spend(length, left)? + width;
    let bytes = source.bytes(end)?;
    let data = bytes.get(width..end);
    data.map(<[u8]>::to_vec).ok_or_else(|| truncated("a data array ends before its announced length"))
}

/// The number of blocks, the size of each, that of the last if it differs, their packed sizes; then the blocks.
fn inflated(source: &Source, encoding: &Encoding, left: &Cell<u64>) -> Result<Vec<u8>, ReadFailure> {
    let width = encoding.width();
    let head = source.bytes(3 * width)?;
    if head.is_empty() {
        return Ok(Vec::new());
    }
    let head = encoding.words(&head, 3)?;
    let (blocks, size, last) = (head[0], head[1], head[2]);
    let header = usize::try_from(blocks).ok().and_then(|blocks| blocks.checked_add(3)?.checked_mul(width));
    let header = header.ok_or_else(|| malformed(format!("{blocks} blocks of compressed data")))?;
    let table = source.bytes(header)?;
    let packed = encoding.words(&table, header / width)?.split_off(3);
    let total = packed.iter().fold(0_u64, |sum, &size| sum.saturating_add(size));
    let end = header.saturating_add(usize::try_from(total).unwrap_or(usize::MAX));
    let bytes = source.bytes(end)?;
    let mut rest = bytes.get(header..end).ok_or_else(|| truncated("the compressed data end"))?;
    let mut data = Vec::new();
    for (block, &length) in packed.iter().enumerate() {
        let unpacked = if block + 1 == packed.len() && last > 0 { last } else { size };
        let (head, tail) = rest.split_at(length as usize);
        rest = tail;
        // Empty arrays are written as no block, or as one of no length.
        if length > 0 {
            inflate(head, unpacked, left, &mut data)?;
        }
    }
    Ok(data)
}

/// Appends what a block unpacks to, after checking that this is possible.
fn inflate(block: &[u8], size: u64, left: &Cell<u64>, data: &mut Vec<u8>) -> Result<(), ReadFailure> {
    let packed = block.len() as u64;
    if size > MOST_PACKED * (packed + 1) {
        let what =
            format!("{packed} bytes are announced to unpack to {size}, more than any compression packs");
        return Err(malformed(what));
    }
    spend(size, left)?;
    let before = data.len() as u64;
    let unpacking = flate2::read::ZlibDecoder::new(block).take(size + 1).read_to_end(data);
    unpacking.map_err(|cause| malformed(format!("a compressed block does not unpack: {cause}")))?;
    match data.len() as u64 - before {
        length if length == size => Ok(()),
        length => {
            Err(malformed(format!("a compressed block unpacks to {length} bytes, {size} are announced")))
        }
    }
}

/// Takes the bytes from what may still be unpacked.
fn spend(bytes: u64, left: &Cell<u64>) -> Result<usize, ReadFailure> {
    let rest = left.get().checked_sub(bytes).ok_or_else(|| {
        let most = super::MOST_BYTES >> 20;
        malformed(format!("an array announces {bytes} bytes; at most {most} MiB are read of a file"))
    })?;
    left.set(rest);
    usize::try_from(bytes).map_err(|_| malformed(format!("an array announces {bytes} bytes")))
}

impl Encoding {
    /// Bytes of a count.
    fn width(&self) -> usize {
        if self.has_wide_header { 8 } else { 4 }
    }

    /// So many counts.
    fn words(&self, bytes: &[u8], count: usize) -> Result<Vec<u64>, ReadFailure> {
        if bytes.len() < count.saturating_mul(self.width()) {
            return Err(truncated("a data array ends in its header"));
        }
        let mut cursor = ByteCursor::new(bytes, self.order);
        let word = |_| match self.has_wide_header {
            true => cursor.take().map(u64::from_le_bytes),
            false => cursor.take().map(u32::from_le_bytes).map(u64::from),
        };
        (0..count).map(word).collect()
    }
}
