//! Lines and columns for many places at once.

use crate::text::{Location, Source, Sources, Span};

/// So many bytes of a text that is not all ASCII are counted at a time.
const STRIDE: usize = 256;

/// The number of lines before and after the last one to look at before the whole file is searched.
const NEAR: u32 = 8;

/// Finds lines and columns. Every place costs the same, also in a file that is one long line.
pub(super) struct Locator<'s> {
    files: Vec<File<'s>>,
}

/// A place in a file as people name it, both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

struct File<'s> {
    source: &'s Source,
    /// How many characters stand before each [`STRIDE`]; none where the text is all ASCII.
    characters: Option<Vec<u32>>,
    /// The line found last, since places mostly come close to one another.
    line: (u32, Span),
    /// The place found last in that line: its offset, and how many characters of the line stand before it.
    last: (u32, u32),
}

impl<'s> Locator<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { files: sources.iter().map(File::new).collect() }
    }

    pub(super) fn place(&mut self, location: Location) -> Option<Place> {
        let file = self.files.get_mut(location.file.index())?;
        let (line, column) = file.locate(location.span.start);
        Some(Place { line, column })
    }
}

impl<'s> File<'s> {
    fn new(source: &'s Source) -> Self {
        let text = source.text();
        let characters = (!text.is_ascii()).then(|| {
            let chunks = text.as_bytes().chunks(STRIDE);
            let before = chunks.scan(0, |before, chunk| {
                let start = *before;
                *before += starts(chunk);
                Some(start)
            });
            before.collect()
        });
        Self { source, characters, line: (0, source.lines().span(0)), last: (0, 0) }
    }

    fn locate(&mut self, offset: u32) -> (u32, u32) {
        let (_, span) = self.line;
        if offset < span.start || offset >= span.end {
            let line = self.line_of(offset);
            self.line = (line, self.source.lines().span(line));
            self.last = (self.line.1.start, 0);
        }
        let (line, span) = self.line;
        let (near, before) = if offset < self.last.0 { (span.start, 0) } else { self.last };
        self.last = (offset, before + self.between(near, offset));
        (line + 1, self.last.1 + 1)
    }

    /// The line of an offset that is not in the last one.
    fn line_of(&self, offset: u32) -> u32 {
        let (lines, (last, span)) = (self.source.lines(), self.line);
        let near = if offset < span.start {
            (last.saturating_sub(NEAR)..last).rev().find(|line| lines.span(*line).start <= offset)
        } else {
            (last + 1..last + NEAR).find(|line| offset < lines.span(*line).end)
        };
        near.unwrap_or_else(|| lines.line(offset))
    }

    /// How many characters stand between two offsets.
    fn between(&self, start: u32, end: u32) -> u32 {
        let Some(characters) = &self.characters else { return end.saturating_sub(start) };
        let count =
            |start: usize, end: usize| starts(self.source.text().as_bytes().get(start..end).unwrap_or_default());
        let (start, end) = (start as usize, end as usize);
        if end.saturating_sub(start) <= STRIDE {
            return count(start, end);
        }
        let before = |offset: usize| {
            let stride = offset / STRIDE;
            characters.get(stride).copied().unwrap_or_default() + count(stride * STRIDE, offset)
        };
        before(end).saturating_sub(before(start))
    }
}

/// How many characters begin in these bytes.
fn starts(bytes: &[u8]) -> u32 {
    // Whether all is ASCII is seen many bytes at a time.
    if bytes.is_ascii() {
        return bytes.len() as u32;
    }
    bytes.iter().map(|byte| u32::from(byte & 0xC0 != 0x80)).sum()
}

#[cfg(test)]
mod tests {
    use super::Locator;
    use crate::text::{Sources, Span};

    #[test]
    fn every_place_is_where_the_line_index_has_it() {
        let text = "a\r\nbé\u{1f600}c\rd\n\n".repeat(90) + &"é ".repeat(700) + "\nlast";
        let sources = Sources::single("a.dictum", &text);
        let source = &sources.as_slice()[0];
        let mut locator = Locator::new(&sources);
        // Forwards, and from both ends in turn.
        let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
        let both = offsets.iter().zip(offsets.iter().rev()).flat_map(|(one, other)| [*one, *other]);
        for offset in offsets.iter().copied().chain(both) {
            let expected = source.lines().locate(&text, offset as u32);
            let place = locator.place(source.locate(Span::at(offset as u32)));
            assert_eq!(place.map(|place| (place.line, place.column)), Some((expected.line, expected.column)));
        }
    }
}
