//! `not-one-accountable`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds responsibilities for which no party, or more than one, is accountable.
    ///
    /// ## Why is this bad?
    /// If no party is accountable for an activity, it is not done. If two are, each leaves it to the other. Exactly
    /// one party is accountable; others are responsible or consulted.
    ///
    /// ```dictum,bad
    /// responsibility set_data_policy { responsible = [tenant_administrator] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// responsibility set_data_policy { responsible = [tenant_administrator]; accountable = it }
    /// ```
    pub RULE = 6031 "not-one-accountable" Error "not exactly one party answers for an activity";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for one in context.program.responsibilities.iter().filter(|one| one.sound) {
        let what = &one.head.symbol.name;
        match one.accountable.as_slice() {
            [_single] => {}
            [] => findings.push(
                Diagnostic::new(&RULE, one.head.symbol.location, format!("nobody is accountable for `{what}`"))
                    .marked("exactly one is asked for")
                    .note("an activity without an accountable party is not done; with two, each relies on the other")
                    .help("name the party that answers for it: `accountable = it`"),
            ),
            [first, second, ..] => findings.push(
                Diagnostic::new(
                    &RULE,
                    second.symbol.location,
                    format!("{} parties are accountable for `{what}`", one.accountable.len()),
                )
                .marked("exactly one is asked for")
                .label(first.symbol.location, "the first")
                .note("an activity without an accountable party is not done; with two, each relies on the other")
                .help("keep one; the others may be `responsible` or `consulted`"),
            ),
        }
    }
}
