//! The text under construction: one string, and the places in it that alignment may widen.

use std::borrow::Cow;

use crate::syntax::MAX_FILE;
use unicode_width::UnicodeWidthStr;

/// The maximum width of a line, in columns, where a break is possible.
pub(super) const WIDTH: usize = 100;

/// A place in the text that may be filled once the lines around it are known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Offset in the text.
    pub(super) at: u32,
    /// Its column.
    pub(super) column: u32,
    /// The number of characters to insert.
    pub(super) pad: u32,
    /// The character to insert.
    pub(super) fill: char,
}

/// The text so far, and the position of its last line.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    /// Offset of the last line.
    pub(super) line: usize,
    /// Indentation of the last line.
    pub(super) indent: usize,
    /// The number of bytes of the last line minus the number of its columns.
    wide: usize,
}

/// A state of the page to go back to.
#[derive(Clone, Copy)]
pub(super) struct Saved {
    length: usize,
    marks: usize,
    line: usize,
    indent: usize,
    wide: usize,
}

impl Page {
    /// An empty page that will take about `capacity` bytes.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), ..Self::default() }
    }

    /// The column after the last character.
    pub(super) fn column(&self) -> usize {
        self.text.len().saturating_sub(self.line + self.wide)
    }

    /// Adds ASCII text without line ends.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds any text; its line ends become LF.
    pub(super) fn push_any(&mut self, text: &str) {
        if text.is_ascii() && memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
            self.text.push_str(text);
            return;
        }
        for (number, line) in unified(text).split('\n').enumerate() {
            if number > 0 {
                self.text.push('\n');
                self.line = self.text.len();
                self.wide = 0;
            }
            self.text.push_str(line);
            self.wide += line.len().saturating_sub(line.width());
        }
    }

    /// Begins a line.
    pub(super) fn new_line(&mut self, indent: usize) {
        self.text.push('\n');
        self.line = self.text.len();
        self.wide = 0;
        self.indent = indent;
        // A page beyond the limit is refused in the end; until then, indentation must not make it grow further.
        if self.text.len() <= MAX_FILE {
            fill(&mut self.text, ' ', indent);
        }
    }

    /// Adds a mark here; returns its index.
    pub(super) fn mark(&mut self, fill: char) -> u32 {
        let column = self.column() as u32;
        self.marks.push(Mark { at: self.text.len() as u32, column, pad: 0, fill });
        self.marks.len() as u32 - 1
    }

    /// Fills the mark with that index with one character.
    pub(super) fn fill(&mut self, mark: u32) {
        if let Some(mark) = self.marks.get_mut(mark as usize) {
            mark.pad = 1;
        }
    }

    /// The current state.
    pub(super) fn save(&self) -> Saved {
        Saved {
            length: self.text.len(),
            marks: self.marks.len(),
            line: self.line,
            indent: self.indent,
            wide: self.wide,
        }
    }

    /// Removes the text added since `saved`.
    pub(super) fn restore(&mut self, saved: Saved) {
        self.text.truncate(saved.length);
        self.marks.truncate(saved.marks);
        self.line = saved.line;
        self.indent = saved.indent;
        self.wide = saved.wide;
    }

    /// The text with its marks filled, or its length where that exceeds the limit of a file.
    pub(super) fn finish(self) -> Result<String, usize> {
        let added: usize = self.marks.iter().map(|mark| mark.pad as usize).sum();
        let length = self.text.len() + added;
        if length > MAX_FILE {
            return Err(length);
        }
        if added == 0 {
            return Ok(self.text);
        }
        let mut text = String::with_capacity(length);
        let mut done = 0;
        for mark in self.marks.iter().filter(|mark| mark.pad > 0) {
            // INVARIANT: marks are in the order of their offsets, on character boundaries.
            text.push_str(self.text.get(done..mark.at as usize).unwrap_or_default());
            fill(&mut text, mark.fill, mark.pad as usize);
            done = mark.at as usize;
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        Ok(text)
    }
}

/// Adds a character `count` times, nearly always some spaces.
fn fill(text: &mut String, character: char, count: usize) {
    const SPACES: &str = "                                                                ";
    match SPACES.get(..count) {
        Some(spaces) if character == ' ' => text.push_str(spaces),
        _other => text.extend(std::iter::repeat_n(character, count)),
    }
}

/// The text with LF at the end of each line.
pub(super) fn unified(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}
