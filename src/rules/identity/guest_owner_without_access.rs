//! `guest-owner-without-access`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds `guests_may_own = yes` together with `guests_have_access = no`.
    ///
    /// ## Why is this bad?
    /// A guest who owns a group cannot open its content. One of the two settings is not intended.
    ///
    /// ```dictum,bad
    /// group_self_service { guests_may_own = yes; guests_have_access = no }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group_self_service { guests_may_own = no; guests_have_access = no }
    /// ```
    pub RULE = 6131 "guest-owner-without-access" Warning "guests may own groups that they do not reach";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for service in &context.program.self_services {
        if service.guests_may_own == Some(true) && service.guests_have_access == Some(false) {
            findings.push(
                Diagnostic::new(
                    &RULE,
                    service.head.symbol.location,
                    "guests may own groups whose content they do not reach",
                )
                .note("a guest who owns a group could not open what belongs to it")
                .help("write `guests_may_own = no`, or `guests_have_access = yes`"),
            );
        }
    }
}
