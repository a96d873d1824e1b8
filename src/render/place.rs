//! Places made safe.

use crate::text::{Location, Source, Sources, Span};

/// A location that is known to be inside its file. Every renderer takes its places from here, so an offset after the
/// end or inside a character can do no harm later.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// The file.
    pub source: &'a Source,
    /// INVARIANT: inside the text, on borders of characters, never between the two halves of CRLF.
    pub span: Span,
}

impl<'a> Spot<'a> {
    /// The spot at `location`; `None` if its file is not in `sources`.
    pub fn new(sources: &'a Sources, location: Location) -> Option<Self> {
        let source = sources.as_slice().get(location.file.index())?;
        let text = source.text();
        let start = border(text, location.span.start, Side::Before);
        let end = match location.span.end {
            end if end <= location.span.start => start,
            end => border(text, end, Side::Behind),
        };
        Some(Self { source, span: Span::new(start, end) })
    }

    /// Its start.
    pub fn start(&self) -> Place {
        Place::of(self.source, self.span.start)
    }

    /// Its end.
    pub fn end(&self) -> Place {
        Place::of(self.source, self.span.end)
    }

    /// The first and last line (from 0) that it touches; a line end at its end does not reach the next line.
    pub fn lines(&self) -> (u32, u32) {
        let lines = self.source.lines();
        let first = lines.line(self.span.start);
        let last = lines.line(self.span.end);
        let stops_before = last > first && lines.span(last).start == self.span.end;
        (first, if stops_before { last - 1 } else { last })
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    Behind,
}

/// The nearest offset on that side at which text may be cut.
fn border(text: &str, offset: u32, side: Side) -> u32 {
    let mut at = (offset as usize).min(text.len());
    let splits = |at: usize| {
        !text.is_char_boundary(at)
            || (text.as_bytes().get(at) == Some(&b'\n')
                && at.checked_sub(1).and_then(|before| text.as_bytes().get(before)) == Some(&b'\r'))
    };
    while splits(at) {
        match side {
            Side::Before => at -= 1,
            Side::Behind => at += 1,
        }
    }
    at as u32
}

/// A place as readers and tools name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Column in UTF-16 units, from 0.
    pub utf16: u32,
    /// Offset in bytes.
    pub offset: u32,
}

impl Place {
    /// The place of `offset`, which comes from a [`Spot`]. The same numbers as
    /// [`LineIndex::locate`](crate::text::LineIndex::locate), without the width of each character, because
    /// a finding at the end of a very long line must not cost a walk through a table for all of it.
    pub fn of(source: &Source, offset: u32) -> Self {
        let lines = source.lines();
        let line = lines.line(offset);
        let before = Span::new(lines.span(line).start, offset).of_text(source.text());
        let characters = before.chars().count();
        // A character outside the basic plane takes four bytes in UTF-8 and two units in UTF-16.
        let is_ascii = characters == before.len();
        let astral = if is_ascii { 0 } else { before.bytes().filter(|byte| *byte >= 0xF0).count() };
        Self { line: line + 1, column: characters as u32 + 1, utf16: (characters + astral) as u32, offset }
    }
}
