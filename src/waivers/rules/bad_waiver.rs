//! Malformed waivers, which accept nothing.

use crate::diagnostics::{Diagnostic, Rule, Safety};
use crate::model::waiver::{BadWaiver, Waiver};

crate::declare_rule! {
    /// ## What it does
    /// Finds waivers that accept nothing: without a reason or an end, for a rule that does not exist or that cannot
    /// be waived, on a line with something else, or in a comment that does not exactly begin with `// dictum: waive`.
    /// Errors can be waived only if the page of the rule says so, and a project may exclude further rules in the
    /// setting `lint.not_waivable`.
    ///
    /// ## Why is this bad?
    /// The author believes that the finding is accepted, and a reviewer believes that the waiver is valid.
    ///
    /// ```dictum,bad
    /// // dictum: waive unknown-word until 2027-03-31 because "the sandbox is new"
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
    pub RULE = 7020 "bad-waiver" Error "a waiver has no reason or end, or is for what cannot be waived";
}

/// A comment or declaration that is not a valid waiver.
pub(in crate::waivers) fn malformed(bad: &BadWaiver) -> Diagnostic {
    Diagnostic::new(&RULE, bad.location, bad.message.clone()).help(BadWaiver::help())
}

/// A waiver of a rule that does not exist.
pub(in crate::waivers) fn unknown(waiver: &Waiver, near: Option<&str>) -> Diagnostic {
    let (name, place) = &waiver.rule;
    let finding = Diagnostic::new(&RULE, *place, format!("there is no rule `{name}`"));
    match near {
        Some(near) => finding.did_you_mean(near, *place, Safety::Safe),
        None => finding.help("`dictum rules` lists all rules"),
    }
}

/// A waiver of a rule that cannot be waived.
pub(in crate::waivers) fn refused(waiver: &Waiver, rule: &Rule) -> Diagnostic {
    let message = format!("no waiver accepts `{}`", rule.name);
    let help = format!("fix what is found, and remove the waiver; `dictum explain {}` shows the rule", rule.code);
    Diagnostic::new(&RULE, waiver.rule.1, message).help(help)
}
