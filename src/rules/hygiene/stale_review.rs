//! Reviews of connectors that are overdue.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors whose next review is in the past: the date in `reviewed` plus the interval in `review`. It is
    /// compared with the day that `--today` gives.
    ///
    /// ## Why is this bad?
    /// The rating is based on the facts at that time. Publishers, terms and data flows of connectors change.
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

/// The rule and its check function.
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
