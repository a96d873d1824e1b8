//! Places as editors count them: a line, and a column in units of an encoding.

use crate::text::LineIndex;

/// The units of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units, which every editor supports.
    Utf16,
}

/// A place in a text. Both numbers count from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column, in units of the agreed encoding.
    pub column: u32,
}

impl Place {
    /// The place at `line` and `column`.
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}

impl Encoding {
    /// The number of units of a character.
    pub const fn units(self, character: char) -> u32 {
        match self {
            Self::Utf8 => character.len_utf8() as u32,
            Self::Utf16 => character.len_utf16() as u32,
        }
    }

    /// The number of units of a text.
    pub fn length(self, text: &str) -> u32 {
        match self {
            Self::Utf8 => text.len() as u32,
            Self::Utf16 => text.chars().map(|character| self.units(character)).sum(),
        }
    }

    /// The offset of a place. A column after the end of its line means the end, before its line end; a line after the
    /// last means the end of the text; a column inside a character means its beginning.
    pub fn offset(self, text: &str, lines: &LineIndex, place: Place) -> u32 {
        match self {
            Self::Utf8 => {
                let (start, line) = (lines.span(place.line).start, lines.text(text, place.line));
                start + line.floor_char_boundary(place.column as usize) as u32
            }
            Self::Utf16 => lines.offset_utf16(text, place.line, place.column),
        }
    }

    /// The place of an offset, which is moved back to the border of a character.
    pub fn place(self, text: &str, lines: &LineIndex, offset: u32) -> Place {
        let mut offset = offset.min(text.len() as u32);
        while !text.is_char_boundary(offset as usize) {
            offset -= 1;
        }
        let line = lines.line(offset);
        let start = lines.span(line).start;
        let column = match self {
            Self::Utf8 => offset - start,
            Self::Utf16 => lines.utf16_between(text, start, offset),
        };
        Place { line, column }
    }
}
