//! The rules of `dictum test`.

mod failed_assertion;
mod undecided_assertion;

pub(super) use failed_assertion::RULE as FAILED;
pub(super) use undecided_assertion::RULE as UNDECIDED;

use crate::diagnostics::Rule;

/// The rules, by code.
pub static RULES: [&Rule; 2] = [&failed_assertion::RULE, &undecided_assertion::RULE];
