//! `activity-nearly-known`

use crate::analysis::{Check, Context, Reads};
use crate::catalog::ACTIVITIES;
use crate::diagnostics::{Diagnostic, Safety, closest};

crate::declare_rule! {
    /// ## What it does
    /// Finds responsibilities without `activity` whose symbol is spelled nearly like an activity of the platform.
    ///
    /// ## Why is this bad?
    /// Only for a known activity is it checked whether a party can do it. With one wrong letter, nothing is checked.
    ///
    /// ```dictum,bad
    /// responsibility create_enviroment { responsible = [tenant_administrator]; accountable = it }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// responsibility create_environment { responsible = [tenant_administrator]; accountable = it }
    /// ```
    pub RULE = 6130 "activity-nearly-known" Warning "an activity is nearly called as one that the platform knows" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for one in context.program.responsibilities.iter().filter(|one| one.sound && one.activity.is_none()) {
        let symbol = &one.head.symbol;
        if let Some(near) = closest(&symbol.name, ACTIVITIES.iter().map(|activity| activity.word)) {
            let message = format!("`{}` is not an activity that the platform knows", symbol.name);
            findings.push(
                Diagnostic::new(&RULE, symbol.location, message)
                    .note("who can do an activity is checked for those that the platform knows")
                    .did_you_mean(near, symbol.location, Safety::Unsafe),
            );
        }
    }
}
