//! What the platform would refuse or forget, and what cannot mean what it says.
//!
//! Each rule is one file of [`rules`], with its page. A check is silent about what could not be read or
//! found, since that has been reported: a policy with a misspelt group is not also blamed for the group
//! it seems to lack.

pub mod rules;

mod each;
mod ids;
mod names;
mod parts;

pub use rules::CHECKS;

use rayon::prelude::*;

use crate::analysis::Context;
use crate::diagnostics::Diagnostic;

/// The findings of all checks, in no particular order.
pub fn run(context: &Context<'_>) -> Vec<Diagnostic> {
    CHECKS
        .par_iter()
        .flat_map_iter(|check| {
            let mut findings = Vec::new();
            (check.run)(context, &mut findings);
            findings
        })
        .collect()
}
