//! Waivers as they are written. Which findings they accept is answered in `waivers`, since only that floor knows findings
//! of all rules.

use jiff::civil::Date;

use crate::text::{Location, Span};

/// One waiver that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The rule it names, as written, and where.
    pub rule: (String, Location),
    /// What it holds for.
    pub target: WaiverTarget,
    /// Where the name of the declaration is that it holds for.
    pub named: Option<Location>,
    /// Why it was given.
    pub because: String,
    /// Who gave it.
    pub by: Option<String>,
    /// The last day it holds.
    pub until: (Date, Location),
    /// The whole of it.
    pub whole: Location,
}

/// What a waiver holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaiverTarget {
    /// The line below the comment.
    Line,
    /// A declaration by its keyword and its name; the name is empty for kinds that have none.
    Declaration(String, String),
}

/// A comment or declaration that is meant as a waiver and is none.
#[derive(Clone, Debug, PartialEq)]
pub struct BadWaiver {
    /// What is wrong, in the words of a message.
    pub message: String,
    /// Where.
    pub location: Location,
}

/// The end of what is a waiver when it is removed: with the line end where nothing else is on its last line.
pub fn removal(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let indent = before.get(line..).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let rest = behind.find('\n').map_or(behind, |at| behind.get(..=at).unwrap_or_default());
    if indent.trim().is_empty() && rest.trim().is_empty() {
        return Span::of(line, span.end as usize + rest.len());
    }
    span
}
