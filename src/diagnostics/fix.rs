//! Edits that fix a finding.

use crate::text::Location;

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Keeps the meaning, or restores the only possible one.
    Safe,
    /// Changes the meaning; the author should review it.
    Unsafe,
    /// One of several ways; never applied unless it is chosen.
    Suggestion,
}

/// A named set of edits, applied together or not at all. If a finding has several places, its fix may be applied at
/// some of them only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, such as "replace `sqll` by `sql`".
    pub title: String,
    /// Whether it may be applied without asking.
    pub safety: Safety,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// Replaces the text at `location` by `replacement`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The replaced text; empty to insert.
    pub location: Location,
    /// The new text.
    pub replacement: String,
}

impl Fix {
    /// A fix with one edit.
    pub fn replace(
        title: impl Into<String>,
        safety: Safety,
        location: Location,
        replacement: impl Into<String>,
    ) -> Self {
        Self { title: title.into(), safety, edits: vec![Edit { location, replacement: replacement.into() }] }
    }
}
