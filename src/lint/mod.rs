//! Rules.

use crate::analysis::Check;

/// All of them.
pub static LINTS: &[&Check] = &[];
