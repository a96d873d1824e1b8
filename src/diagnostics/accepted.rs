//! Findings that a project has accepted, by a waiver or by its baseline.

use crate::text::Location;

/// How a finding was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a waiver in the source, with a reason and an end.
    Waived,
    /// By the baseline: it was there when the project adopted the check.
    Baseline,
}

impl How {
    /// The word shown to readers.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waived => "waived",
            Self::Baseline => "baseline",
        }
    }
}

/// Why a finding no longer makes a run fail. It is still counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// How it was accepted.
    pub how: How,
    /// The reason.
    pub because: String,
    /// Who accepted it, if the waiver says so.
    pub by: Option<String>,
    /// The last day of the waiver, as `2027-03-31`; `None` for the baseline.
    pub until: Option<String>,
    /// The waiver; `None` for the baseline.
    pub place: Option<Location>,
}
