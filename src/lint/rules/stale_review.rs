//! Reviews of connectors that are overdue.

use crate::analysis::{Check, Context};
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

pub const LINT: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for facts in &context.program.connectors {
        let (Some((reviewed, location)), Some(review)) = (facts.reviewed, facts.review) else { continue };
        let Some(due) = review.after(reviewed).filter(|due| *due < context.today) else { continue };
        let name = &facts.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, location, format!("the review of connector `{name}` was due on {due}"))
                .marked("last reviewed")
                .note(format!("it is to be reviewed every {} {}", review.count, review.unit))
                .help("review it, and write the day here")
                .witness(Witness::new([("today", context.today.to_string()), ("due", due.to_string())])),
        );
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::program::Interval;

    #[test]
    fn the_next_review_follows_the_calendar() {
        let next = |reviewed, count, unit| Interval { count, unit }.after(reviewed);
        assert_eq!(next(date(2024, 8, 31), 6, "months"), Some(date(2025, 2, 28)));
        assert_eq!(next(date(2024, 2, 29), 1, "years"), Some(date(2025, 2, 28)));
        assert_eq!(next(date(2024, 12, 31), 2, "weeks"), Some(date(2025, 1, 14)));
        assert_eq!(next(date(2024, 12, 31), 90, "days"), Some(date(2025, 3, 31)));
        assert_eq!(next(date(2024, 12, 31), u32::MAX, "years"), None);
    }
}
