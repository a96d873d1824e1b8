//! Offsets to lines and columns.

use std::sync::OnceLock;

use unicode_width::UnicodeWidthChar;

use super::Span;

/// A place in the terms of people and protocols. All numbers count from 1, except the UTF-16 column, which counts
/// from 0 as in the language server protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Column in UTF-16 units, from 0.
    pub utf16: u32,
    /// Column in terminal cells, from 1; a tab goes to the next multiple of four.
    pub cells: u32,
}

/// The number of bytes between offsets for which the UTF-16 units are counted once.
const STRIDE: usize = 4096;

/// Where the lines of a text start. LF, CR and CRLF each end a line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    length: u32,
    /// The UTF-16 units before each multiple of [`STRIDE`], counted when a long line first needs them.
    units: OnceLock<Box<[u32]>>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts, length: bytes.len() as u32, units: OnceLock::new() }
    }

    /// The number of lines; a text that ends with a line end has an empty last line.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line (from 0) with `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        (self.starts.partition_point(|&start| start <= offset).max(1) - 1) as u32
    }

    /// The span of line `line` (from 0), its line end included.
    pub fn span(&self, line: u32) -> Span {
        let start = self.starts.get(line as usize).copied().unwrap_or(self.length);
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(self.length);
        Span::new(start, end)
    }

    /// The text of line `line` (from 0) without its line end.
    pub fn text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        self.span(line).of_text(text).trim_end_matches(['\n', '\r'])
    }

    /// The place of `offset`, clamped to the text and to a character boundary.
    pub fn locate(&self, text: &str, offset: u32) -> LineColumn {
        let mut offset = offset.min(self.length);
        while !text.is_char_boundary(offset as usize) {
            offset -= 1;
        }
        let line = self.line(offset);
        let start = self.span(line).start;
        let mut place = LineColumn { line: line + 1, column: 1, utf16: 0, cells: 1 };
        for character in Span::new(start, offset).of_text(text).chars() {
            place.column += 1;
            place.utf16 += character.len_utf16() as u32;
            place.cells += match character {
                '\t' => 4 - (place.cells - 1) % 4,
                other => other.width().unwrap_or(0) as u32,
            };
        }
        place
    }

    /// The number of UTF-16 units between two offsets, which are character boundaries of the indexed text. Within a
    /// line of any length this takes a bounded number of steps, once the text has been counted.
    pub fn utf16_between(&self, text: &str, start: u32, end: u32) -> u32 {
        let span = Span::new(start, end);
        if span.of_text(text).len() <= STRIDE {
            return utf16_units(span.of_text(text).as_bytes());
        }
        self.utf16_before(text, end) - self.utf16_before(text, start)
    }

    /// The UTF-16 units before each multiple of [`STRIDE`].
    fn marks(&self, text: &str) -> &[u32] {
        self.units.get_or_init(|| {
            let mut units = 0;
            let chunks = text.as_bytes().chunks(STRIDE);
            let before = chunks.map(|chunk| {
                let after = units + utf16_units(chunk);
                std::mem::replace(&mut units, after)
            });
            before.collect()
        })
    }

    fn utf16_before(&self, text: &str, offset: u32) -> u32 {
        let marks = self.marks(text);
        let offset = (offset as usize).min(text.len());
        // At the very end of a text there may be no mark.
        let mark = (offset / STRIDE).min(marks.len().saturating_sub(1));
        let rest = text.as_bytes().get(mark * STRIDE..offset).unwrap_or_default();
        marks.get(mark).copied().unwrap_or_default() + utf16_units(rest)
    }

    /// The offset of line `line` (from 0) and UTF-16 column `utf16` (from 0), clamped to the line; a column inside a
    /// character means its beginning. The steps are bounded as those of [`Self::utf16_between`] are.
    pub fn offset_utf16(&self, text: &str, line: u32, utf16: u32) -> u32 {
        let mut offset = self.span(line).start;
        let end = offset + self.text(text, line).len() as u32;
        let mut left = utf16;
        if (end - offset) as usize > STRIDE {
            let wanted = self.utf16_before(text, offset).saturating_add(utf16);
            let marks = self.marks(text);
            let mark = marks.partition_point(|units| *units <= wanted).saturating_sub(1);
            let mut at = (mark * STRIDE).min(end as usize);
            // A character on the mark is counted before it.
            while !text.is_char_boundary(at) {
                at += 1;
            }
            if at as u32 > offset {
                offset = at as u32;
                left = wanted - marks.get(mark).copied().unwrap_or_default();
            }
        }
        for character in Span::new(offset, end).of_text(text).chars() {
            let Some(after) = left.checked_sub(character.len_utf16() as u32) else { break };
            left = after;
            offset += character.len_utf8() as u32;
        }
        offset
    }
}

/// The number of UTF-16 units of the characters that begin in these bytes of a text.
fn utf16_units(bytes: &[u8]) -> u32 {
    // Bytes 0x80 to 0xBF continue a character, and 0xF0 begins those of two units.
    bytes.iter().map(|byte| u32::from(!matches!(byte, 0x80..=0xBF)) + u32::from(*byte >= 0xF0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_a_long_line_are_those_of_its_characters() {
        let parts = ["plain ", "é", "●", "😀", "\u{FEFF}", "x"];
        for length in [0, 1, STRIDE - 1, STRIDE, STRIDE + 1, 5 * STRIDE, 5 * STRIDE + 3] {
            let mut text = String::from("first\n");
            let mut at = 0;
            while text.len() < length {
                text.push_str(parts.get(at * at % parts.len()).copied().unwrap_or_default());
                at += 1;
            }
            let lines = LineIndex::new(&text);
            let borders: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
            for end in borders.iter().copied().step_by(97).chain([text.len()]) {
                for start in [0, 6.min(end), borders.partition_point(|at| *at <= end / 2).min(end)] {
                    let start = borders.iter().copied().rfind(|at| *at <= start).unwrap_or_default();
                    let expected = text.get(start..end).map_or(0, |part| part.encode_utf16().count());
                    let found = lines.utf16_between(&text, start as u32, end as u32);
                    assert_eq!(found, expected as u32, "{start}..{end} of {length}");
                }
                if end >= 6 {
                    let column = text.get(6..end).map_or(0, |before| before.encode_utf16().count()) as u32;
                    assert_eq!(lines.offset_utf16(&text, 1, column), end as u32, "{end} of {length}");
                    let inside = text.get(end..).is_some_and(|rest| rest.starts_with('😀'));
                    assert!(!inside || lines.offset_utf16(&text, 1, column + 1) == end as u32, "{end} of {length}");
                }
            }
        }
    }
}
