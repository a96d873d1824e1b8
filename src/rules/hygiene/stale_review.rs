//! Reviews of connectors that are overdue.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors whose next review lies in the past: the day in `reviewed` and the time in `review`.
    /// The day it is held against is the one that `--today` gives.
    ///
    /// ## Why is this bad?
    /// The rating rests on what was true then. Publishers, terms and data flows of connectors change.
    ///
    /// ```dictum,bad
    /// connector twitter {
    ///   reviewed = 2019-02-11
    ///   review   = every 12 months
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// connector twitter {
    ///   reviewed = 2026-02-11
    ///   review   = every 12 months
    /// }
    /// ```
    pub RULE = 7005 "stale-review" Warning "the review of a connector is overdue";
}

/// The rule and its finder.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["connector"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for facts in &context.program.connectors {
        let (Some((reviewed, location)), Some(review)) = (facts.reviewed, facts.review) else { continue };
        let Some(due) = review.after(reviewed).filter(|due| *due < context.today) else { continue };
        let name = &facts.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, location, format!("the review of connector `{name}` was due on {due}"))
                .marked("last reviewed")
                .note(format!("it is to be reviewed every {}", review.shown()))
                .help("review it, and write the day here")
                .witness(Witness::new([("today", context.today.to_string()), ("due", due.to_string())])),
        );
    }
}
