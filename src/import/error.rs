//! Why nothing could be imported.

use std::fmt;

use crate::text::printable;

/// The files that could not be read, each with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The problems, in the order of the files.
    pub problems: Vec<Problem>,
}

impl std::error::Error for ImportError {}

impl fmt::Display for ImportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [only] => write!(formatter, "{only}"),
            several => write!(formatter, "{} files cannot be read", several.len()),
        }
    }
}

/// Why one file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name as it was given.
    pub file: String,
    /// Where in it; empty for the whole file.
    pub place: String,
    /// The problem.
    pub message: String,
    /// Whether the file is sound, and of no kind that can be imported.
    pub is_of_no_kind: bool,
}

impl Problem {
    /// A problem at a place of a file.
    pub fn new(file: impl Into<String>, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), place: place.into(), message: message.into(), is_of_no_kind: false }
    }

    /// The problem that a sound file is of no kind that can be imported.
    pub fn of_no_kind(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { is_of_no_kind: true, ..Self::new(file, "", message) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if self.place.is_empty() {
            format!("{}: {}", self.file, self.message)
        } else {
            format!("{}: {}: {}", self.file, self.place, self.message)
        };
        // Names and keys come from outside, and messages are written to terminals.
        formatter.write_str(&printable(&text))
    }
}
