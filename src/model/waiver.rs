//! Waivers as written. The findings that they accept are determined in `waivers`, since only that floor knows the
//! findings of all rules.

use jiff::civil::Date;

use crate::text::{Location, Span};

/// A valid waiver.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The rule it names, as written, and where.
    pub rule: (String, Location),
    /// The target of the waiver.
    pub target: WaiverTarget,
    /// Where the name of the target declaration is.
    pub named: Option<Location>,
    /// The reason.
    pub because: String,
    /// The person who gave it.
    pub by: Option<String>,
    /// The last day on which it is valid.
    pub until: (Date, Location),
    /// The whole waiver.
    pub whole: Location,
}

/// The target of a waiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaiverTarget {
    /// The line below the comment.
    Line,
    /// A declaration by its keyword and its name; the name is empty for kinds that have none.
    Declaration(String, String),
}

/// A comment or declaration that looks like a waiver and is not valid.
#[derive(Clone, Debug, PartialEq)]
pub struct BadWaiver {
    /// The problem, in the words of a message.
    pub message: String,
    /// Where it is.
    pub location: Location,
}

/// The span to remove with a waiver: with the line end if nothing else is on its last line.
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
