//! Waivers: findings that the source accepts, with a reason and an end.
//!
//! A waiver accepts no more than it says. It is compared with the primary location of a finding. If a finding has
//! several locations or subjects, the waiver accepts those that it covers, and the others stay. Errors are accepted
//! only if the page of their rule allows it.

mod apply;
mod rules;
mod written;

pub use apply::{Book, Waived, apply};
pub use rules::RULES;
pub use rules::bad_waiver::RULE as BAD_WAIVER;
pub use written::{comment, places};

use crate::diagnostics::{Level, Rule};

/// The sentence on the page of an error that says that it may be waived.
pub const MAY_BE_WAIVED: &str = "This error may be waived.";

/// Whether waivers accept findings of a rule.
pub fn is_waivable(rule: &Rule) -> bool {
    rule.level != Level::Error && !RULES.contains(&rule) || rule.page().contains(MAY_BE_WAIVED)
}
