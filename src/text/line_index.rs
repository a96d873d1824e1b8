//! Offsets to lines and columns.

use unicode_width::UnicodeWidthChar;

use super::Span;

/// A place as people and protocols name it. All numbers count from 1, except the UTF-16 column, which
/// counts from 0 as the language server protocol does.
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

/// Where the lines of a text start. LF, CR and CRLF each end a line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    length: u32,
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
        Self { starts, length: bytes.len() as u32 }
    }

    /// The number of lines; a text that ends with a line end has an empty last line.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line (from 0) that holds `offset`.
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

    /// The place of `offset`, clamped to the text and to the border of a character.
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

    /// The offset of line `line` (from 0) and UTF-16 column `utf16` (from 0), clamped to the line.
    pub fn offset_utf16(&self, text: &str, line: u32, utf16: u32) -> u32 {
        let span = self.span(line);
        let mut units = 0;
        let mut offset = span.start;
        for character in self.text(text, line).chars() {
            if units + character.len_utf16() as u32 > utf16 {
                break;
            }
            units += character.len_utf16() as u32;
            offset += character.len_utf8() as u32;
        }
        offset
    }
}
