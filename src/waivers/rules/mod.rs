//! The rules about waivers, one file each.

pub mod bad_waiver;
pub mod expired_waiver;
pub mod unused_waiver;

use crate::diagnostics::Rule;

/// All of them.
pub static RULES: &[&Rule] = &[&bad_waiver::RULE, &expired_waiver::RULE, &unused_waiver::RULE];
