//! Waivers: findings that the source accepts, with a reason and an end.
//!
//! A waiver never reaches further than it says. It is held against the primary place of a finding; of a finding that
//! holds at several places, or is about several subjects, it accepts those that it covers, and the others stay. Errors are accepted only
//! where the page of their rule says so.

mod apply;
mod rules;
mod written;

pub use apply::{Book, Waived, apply};
pub use rules::RULES;
pub use rules::bad_waiver::RULE as BAD_WAIVER;
pub use written::{comment, places};

use crate::diagnostics::{Level, Rule};

/// The sentence by which the page of an error says that it may be waived.
pub const MAY_BE_WAIVED: &str = "This error may be waived.";

/// Whether waivers accept findings of a rule.
pub fn is_waivable(rule: &Rule) -> bool {
    rule.level != Level::Error && !RULES.contains(&rule) || rule.page().contains(MAY_BE_WAIVED)
}
