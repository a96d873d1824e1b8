//! `nobody-responsible`

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds responsibilities without a responsible party.
    ///
    /// ## Why is this bad?
    /// A party is accountable for the activity, but no party does it. It is not done, or done by any user who has the
    /// right.
    ///
    /// ```dictum,bad
    /// responsibility set_data_policy { accountable = it }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// responsibility set_data_policy { responsible = [tenant_administrator]; accountable = it }
    /// ```
    pub RULE = 6032 "nobody-responsible" Error "nobody does an activity";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for one in context.program.responsibilities.iter().filter(|one| one.sound && one.responsible.is_empty()) {
        let message = format!("nobody is responsible for `{}`", one.head.symbol.name);
        findings.push(
            Diagnostic::new(&RULE, one.head.symbol.location, message)
                .marked("nobody does it")
                .note("a party is accountable for it, but no party does it")
                .help("name the parties that do it: `responsible = [tenant_administrator]`"),
        );
    }
}
