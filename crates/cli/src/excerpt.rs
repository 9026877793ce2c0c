//! The lines around a mistake, cut to a width that can be read and to characters that can be seen.

use crate::console::{is_obeyed, printable};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use osteotome_foot::scenario::position;
use std::ops::Range;

/// Longest line that is shown whole, bytes.
const LONGEST_LINE: usize = 200;

/// What is shown of a longer line before and after the place, bytes.
const CONTEXT: usize = 60;

/// The text of a file with long lines cut to the places that are pointed at.
#[derive(Debug)]
pub(crate) struct Excerpt {
    name: String,
    text: String,
    /// Line and column of the first place in the file itself, from 0.
    start: (usize, usize),
    /// The first place in `text`.
    first: usize,
    /// The parts of the file that `text` is made of: where each begins in the file, where in `text`, and how long it is.
    pieces: Vec<[usize; 3]>,
}

impl Excerpt {
    /// The file called `name` with these contents, as far as it is near `places`, of which the first counts most.
    pub(crate) fn new(name: &str, source: &str, places: &[Range<usize>]) -> Self {
        let mut excerpt = Self {
            name: printable(name).into_owned(),
            text: String::with_capacity(source.len().min(1 << 16)),
            start: (0, 0),
            first: 0,
            pieces: Vec::new(),
        };
        let mut begin = 0;
        for line in source.split_inclusive('\n') {
            excerpt.add_line(begin, line, places);
            begin += line.len();
        }
        if let Some(first) = places.first() {
            let (line, column) = position(source, first.start);
            excerpt.start = (line.saturating_sub(1), column.saturating_sub(1));
            excerpt.first = excerpt.place(first).start;
        }
        excerpt
    }

    /// Where a place of the file is in the excerpt; at most one line of it.
    pub(crate) fn place(&self, place: &Range<usize>) -> Range<usize> {
        let moved = |at: usize| {
            let piece = self.pieces.iter().rev().find(|piece| piece[0] <= at);
            piece.map_or(0, |[from, to, length]| to + (at - from).min(*length))
        };
        let (start, end) = (moved(place.start), moved(place.end));
        let line = self.text.get(start..end).unwrap_or_default();
        start..start + line.find('\n').unwrap_or(line.len())
    }

    fn add_line(&mut self, begin: usize, line: &str, places: &[Range<usize>]) {
        let content = line.trim_end_matches(['\n', '\r']);
        if content.len() <= LONGEST_LINE {
            self.add_piece(begin, content);
        } else {
            let inside = |place: &&Range<usize>| place.start >= begin && place.start <= begin + content.len();
            let at = places.iter().find(inside).map_or(0, |place| place.start - begin);
            let from = boundary(content, at.saturating_sub(CONTEXT));
            let to = boundary(content, (at + CONTEXT).min(content.len()));
            self.text.push_str(if from > 0 { "… " } else { "" });
            self.add_piece(begin + from, &content[from..to]);
            self.text.push_str(if to < content.len() { " …" } else { "" });
        }
        if line.len() > content.len() {
            self.text.push('\n');
        }
    }

    /// Adds a part of the file; what a terminal would obey becomes something else of the same length.
    fn add_piece(&mut self, from: usize, part: &str) {
        self.pieces.push([from, self.text.len(), part.len()]);
        self.text.extend(part.chars().map(|character| match (is_obeyed(character), character.len_utf8()) {
            (false, _) => character,
            (true, 1) => '?',
            (true, 2) => '¿',
            (true, _) => char::REPLACEMENT_CHARACTER,
        }));
    }
}

/// The nearest place before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, before, after)?;
        let is_first = span.offset() == self.first && before == 0;
        let (line, column) = if is_first { self.start } else { (read.line(), read.column()) };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            read.data(),
            *read.span(),
            line,
            column,
            read.line_count(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::{CONTEXT, Excerpt};
    use proptest::prelude::*;

    #[test]
    fn a_short_file_is_shown_as_it_is() {
        let source = "one\r\ntwo = 2\n";
        let places = Vec::from_iter(std::iter::once(5..8));
        let excerpt = Excerpt::new("f", source, &places);
        assert_eq!(excerpt.text, "one\ntwo = 2\n");
        assert_eq!(&excerpt.text[excerpt.place(&(5..8))], "two");
    }

    #[test]
    fn a_place_far_to_the_right_is_shown_with_what_is_around_it() {
        let source = format!("a\n{}bad{}\n", "µ".repeat(35_000), "x".repeat(500));
        let places = Vec::from_iter(std::iter::once(70_002..70_005));
        let excerpt = Excerpt::new("f", &source, &places);
        let place = excerpt.place(&(70_002..70_005));
        assert_eq!(&excerpt.text[place], "bad");
        assert!(excerpt.text.len() < 4 * CONTEXT, "{}", excerpt.text);
        assert_eq!(excerpt.start, (1, 35_000));
    }

    proptest! {
        #[test]
        fn any_place_of_any_text_is_a_place_of_the_excerpt(
            source in "(\\PC|\\n|\\r|\u{1b}|\u{9b}){0,900}", start in 0..900_usize, length in 0..50_usize,
        ) {
            let bound = |at: usize| super::boundary(&source, at.min(source.len()));
            let place = bound(start)..bound(start + length);
            let excerpt = Excerpt::new("f", &source, std::slice::from_ref(&place));
            let shown = excerpt.place(&place);
            prop_assert!(excerpt.text.get(shown).is_some());
            prop_assert!(!excerpt.text.chars().any(crate::console::is_obeyed));
            prop_assert!(excerpt.text.lines().all(|line| line.len() <= super::LONGEST_LINE + 8));
        }
    }
}
