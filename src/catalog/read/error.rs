//! Why an export cannot be read.

use std::fmt;

use thiserror::Error;

use crate::text::{Fault, excerpt};

/// Why an export cannot be read as a catalogue. The messages are for the author and have no final stop.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CatalogError {
    /// It has too many bytes.
    #[error("the export is larger than {} MB", .limit >> 20)]
    TooLarge {
        /// The maximum size in bytes.
        limit: usize,
    },
    /// It has too many connectors.
    #[error("the export holds more than {limit} connectors")]
    TooMany {
        /// The maximum number.
        limit: usize,
    },
    /// It is not UTF-8.
    #[error("{message}")]
    Encoding {
        /// The encoding it has instead.
        message: String,
    },
    /// It begins as JSON and is malformed, or a member has a value of another type.
    #[error("line {line}, column {column}: {message}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The problem.
        message: String,
    },
    /// It is not a list of connectors.
    #[error("this is {what}, not a list of connectors")]
    Other {
        /// What it looks like.
        what: &'static str,
    },
    /// It is one page of several.
    #[error("the export is incomplete: it ends with a `nextLink` to a further page")]
    Incomplete,
    /// It has no connectors.
    #[error("the export holds no connectors")]
    Nothing,
    /// One of its connectors is invalid.
    #[error("{place}: {problem}")]
    Row {
        /// Where the connector is.
        place: Place,
        /// The problem.
        problem: String,
    },
    /// It lists a connector twice.
    #[error("`{}` is listed twice, in {first} and in {second}", excerpt(.id))]
    Duplicate {
        /// The connector's symbol.
        id: String,
        /// Where it is first.
        first: Place,
        /// Where it is again.
        second: Place,
    },
}

impl CatalogError {
    pub(super) fn encoding(fault: &Fault) -> Self {
        let message = match fault {
            Fault::Utf16 => "the export begins as UTF-16 and is not valid UTF-16".to_owned(),
            Fault::NotUtf8 { offset, byte } => {
                format!("the export is not UTF-8: byte {byte:#04x} at offset {offset}")
            }
        };
        Self::Encoding { message }
    }

    pub(super) fn row(place: Place, problem: impl Into<String>) -> Self {
        Self::Row { place, problem: problem.into() }
    }
}

/// Where a connector is in an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The line, from 1.
    Line(usize),
    /// The entry of a list, from 1.
    Entry(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(formatter, "line {line}"),
            Self::Entry(entry) => write!(formatter, "entry {entry}"),
        }
    }
}
