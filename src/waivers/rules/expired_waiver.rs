//! Waivers that have expired.

use jiff::civil::Date;

use crate::diagnostics::{Diagnostic, Witness};
use crate::model::waiver::Waiver;

crate::declare_rule! {
    /// ## What it does
    /// Finds waivers whose last day is over. The findings that they accepted are reported again. The last day is
    /// compared with the day that `--today` gives.
    ///
    /// ## Why is this bad?
    /// The finding should have been fixed by then.
    ///
    /// ```dictum,bad
    /// // dictum: waive environment-without-policy until 2020-03-31 because "the pilot ends in March"
    /// environment pilot { type = sandbox }
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment pilot { type = sandbox }
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 7021 "expired-waiver" Warning "a waiver has ended";
}

pub(in crate::waivers) fn expired(waiver: &Waiver, today: Date) -> Diagnostic {
    let (until, place) = waiver.until;
    Diagnostic::new(&RULE, place, format!("the waiver of `{}` ended on {until}", waiver.rule.0))
        .help("fix what is found, and remove the waiver; or give a new reason and a new end")
        .witness(Witness::new([("today", today.to_string()), ("until", until.to_string())]))
}
