//! ASCII STL in its dialects: words count, not lines; `end facet` is `endfacet`; comments and missing ends do no harm.

use super::super::bytes::starts_with_text;
use super::super::text::{cut, first_word, number, numbered_lines, text};
use super::{RawSurface, ReadFailure};

/// Text whose first word is "solid" or "facet".
pub(in super::super) fn is_ascii(content: &[u8]) -> bool {
    const NEAR: usize = 65_536;
    let head = &content[..content.len().min(512)];
    let has_body = || ["facet", "endsolid"].iter().any(|word| starts_with_text(content, NEAR, word));
    match first_word(content).as_str() {
        "solid" => !head.contains(&0) && (head.len() < super::HEADER_BYTES || has_body()),
        "facet" => !head.contains(&0),
        _ => false,
    }
}

/// Reads an ASCII STL.
pub(in super::super) fn parse_ascii(content: &[u8]) -> Result<RawSurface, ReadFailure> {
    let text = text(content);
    let end = text.trim_end().as_bytes().as_ptr_range().end;
    let mut parser = Parser::default();
    for (line, content) in numbered_lines(&text) {
        let trimmed = content.trim_start();
        if trimmed.starts_with('#') || trimmed.starts_with("//") {
            continue;
        }
        for word in content.split_ascii_whitespace() {
            parser.take(word, line).map_err(|failure| match word.as_bytes().as_ptr_range().end == end {
                // A word that is cut, or the second number of three.
                true => parser.cut_short(),
                false => failure,
            })?;
        }
    }
    parser.finish()
}

/// What the next word may be.
#[derive(Clone, Copy, Default, PartialEq)]
enum Place {
    /// Before the first solid, or in the name after `solid` or `endsolid`: any words.
    #[default]
    Name,
    /// Within a solid, outside numbers.
    Body,
    /// Before the last so many numbers of a normal, which the corners already give.
    Normal(u8),
    /// After `vertex`.
    Vertex,
    /// After `end`.
    End,
}

#[derive(Default)]
struct Parser {
    raw: RawSurface,
    place: Place,
    /// Numbers of the vertex being read.
    numbers: Vec<f64>,
    /// Corners of the facet being read.
    corners: Vec<[f64; 3]>,
    /// After the last `endsolid`.
    is_ended: bool,
}

impl Parser {
    fn take(&mut self, word: &str, line: usize) -> Result<(), ReadFailure> {
        if self.place == Place::Vertex {
            return self.take_number(word, line);
        }
        let lower = word.to_ascii_lowercase();
        let known = if self.place == Place::End { format!("end{lower}") } else { lower };
        match known.as_str() {
            "facet" => self.begin_facet(line)?,
            "endsolid" => self.end_solid(line)?,
            "end" if self.place != Place::Name => self.place = Place::End,
            // Words of a name are free, whatever they are.
            _ if self.place == Place::Name => {}
            "solid" => self.place = Place::Name,
            "normal" => self.place = Place::Normal(3),
            "outer" | "loop" => self.place = Place::Body,
            "vertex" => self.place = Place::Vertex,
            "endloop" | "endfacet" => self.end_facet(line)?,
            _ => self.take_normal(word, line)?,
        }
        Ok(())
    }

    fn take_normal(&mut self, word: &str, line: usize) -> Result<(), ReadFailure> {
        self.place = match self.place {
            Place::Normal(1) => Place::Body,
            Place::Normal(left) => Place::Normal(left - 1),
            _ => return Err(malformed(line, &format!("`{}` is no word of the format", cut(word)))),
        };
        Ok(())
    }

    fn take_number(&mut self, word: &str, line: usize) -> Result<(), ReadFailure> {
        let value = number(word)
            .map_err(|reason| malformed(line, &format!("a vertex needs three numbers: {reason}")))?;
        self.numbers.push(value);
        if let [x, y, z] = self.numbers[..] {
            self.corners.push([x, y, z]);
            self.numbers.clear();
            self.place = Place::Body;
        }
        Ok(())
    }

    fn begin_facet(&mut self, line: usize) -> Result<(), ReadFailure> {
        self.end_facet(line)?;
        self.is_ended = false;
        Ok(())
    }

    /// At `endloop`, `endfacet`, or what follows where both are missing.
    fn end_facet(&mut self, line: usize) -> Result<(), ReadFailure> {
        self.place = Place::Body;
        match std::mem::take(&mut self.corners)[..] {
            [] => {}
            [a, b, c] => self.raw.push_free_facet([a, b, c]),
            ref corners => {
                let reason = format!("a facet needs three vertices, here are {}", corners.len());
                return Err(malformed(line, &reason));
            }
        }
        Ok(())
    }

    fn end_solid(&mut self, line: usize) -> Result<(), ReadFailure> {
        self.end_facet(line)?;
        self.place = Place::Name;
        self.is_ended = true;
        Ok(())
    }

    fn finish(self) -> Result<RawSurface, ReadFailure> {
        if self.is_ended { Ok(self.raw) } else { Err(self.cut_short()) }
    }

    fn cut_short(&self) -> ReadFailure {
        ReadFailure::Truncated { missing: format!("no endsolid after {} facets", self.raw.facets.len()) }
    }
}

fn malformed(line: usize, rule: &str) -> ReadFailure {
    ReadFailure::Malformed { format: "ASCII STL", reason: format!("line {line}: {rule}") }
}
