//! Edits that fix a finding.

use crate::text::Location;

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Keeps the meaning, or restores the only one there can be.
    Safe,
    /// Changes the meaning; the author should read it.
    Unsafe,
    /// One of several ways; never applied without being chosen.
    Suggestion,
}

/// A named set of edits, applied together or not at all; where a finding holds at several places, what fixes one of them
/// stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "replace `sqll` by `sql`".
    pub title: String,
    /// Whether it may be applied without asking.
    pub safety: Safety,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// Puts `replacement` in place of what stands at `location`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub location: Location,
    /// The new text.
    pub replacement: String,
}

impl Fix {
    /// A fix of one edit.
    pub fn replace(
        title: impl Into<String>,
        safety: Safety,
        location: Location,
        replacement: impl Into<String>,
    ) -> Self {
        Self { title: title.into(), safety, edits: vec![Edit { location, replacement: replacement.into() }] }
    }
}
