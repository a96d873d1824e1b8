//! A text that is open in an editor, kept equal to the editor's own.

use super::encoding::{Encoding, Place};
use crate::text::LineIndex;

/// A text, its version as the editor counts it, and where its lines start.
#[derive(Clone, Debug)]
pub struct Document {
    version: i32,
    text: String,
    lines: LineIndex,
}

/// One change: what is replaced, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// From where to where; the whole text where absent.
    pub range: Option<(Place, Place)>,
    /// What stands there afterwards.
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

    /// Where its lines start.
    pub const fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Applies changes, each to the text that the one before it left.
    ///
    /// They are applied whatever version they bear: messages come in order, so an editor that counts wrongly has changed
    /// its text all the same. A range that runs backwards is read forwards.
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
