//! A text that is open in an editor, kept identical to the editor's own.

use super::encoding::{Encoding, Place};
use crate::text::{LineIndex, Span, edited};

/// A text, its version number in the editor, and the starts of its lines.
#[derive(Clone, Debug)]
pub struct Document {
    version: i32,
    text: String,
    lines: LineIndex,
}

/// One change: a range and its new text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The replaced range; the whole text if absent.
    pub range: Option<(Place, Place)>,
    /// The new text.
    pub text: String,
}

impl Document {
    /// A text as the editor opened it.
    pub fn new(version: i32, text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self { version, text, lines }
    }

    /// The version.
    pub const fn version(&self) -> i32 {
        self.version
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The starts of its lines.
    pub const fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Applies changes, each to the result of the previous one.
    ///
    /// They are applied whatever their version number: messages come in order, so an editor that counts wrongly has
    /// still changed its text. A range whose end is before its start is read in the right order.
    ///
    /// Editors send changes in several places from the last to the first. Such a row is applied in one pass, since none
    /// of them moves the text before it.
    pub fn change(&mut self, version: i32, changes: &[Change], encoding: Encoding) {
        let mut row: Vec<(Span, &str)> = Vec::new();
        for change in changes {
            let Some((one, other)) = change.range else {
                row.clear();
                self.set(change.text.clone());
                continue;
            };
            let span = |document: &Self| {
                let offset = |place| encoding.offset(&document.text, &document.lines, place);
                let (start, end) = (offset(one.min(other)), offset(one.max(other)));
                Span::new(start, end.max(start))
            };
            let mut place = span(self);
            if row.last().is_some_and(|(next, _)| place.end >= next.start) {
                self.put_in(&mut row);
                place = span(self);
            }
            row.push((place, &change.text));
        }
        self.put_in(&mut row);
        self.version = version;
    }

    /// Applies a row of changes, the last place of the text first.
    fn put_in(&mut self, row: &mut Vec<(Span, &str)>) {
        if !row.is_empty() {
            self.set(edited(&self.text, row.drain(..).rev()));
        }
    }

    fn set(&mut self, text: String) {
        self.lines = LineIndex::new(&text);
        self.text = text;
    }
}
