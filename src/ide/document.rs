//! A text that is open in an editor, kept identical to the editor's own.

use super::encoding::{Encoding, Place};
use crate::text::LineIndex;

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
    pub fn change(&mut self, version: i32, changes: &[Change], encoding: Encoding) {
        for change in changes {
            match change.range {
                None => self.text.clone_from(&change.text),
                Some((one, other)) => {
                    let offset = |place| encoding.offset(&self.text, &self.lines, place) as usize;
                    let (start, end) = (offset(one.min(other)), offset(one.max(other)));
                    self.text.replace_range(start..end.max(start), &change.text);
                }
            }
            self.lines = LineIndex::new(&self.text);
        }
        self.version = version;
    }
}
