//! `unused-licence`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::rules::shared::unused::unused;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds licences that no user has, if users are declared.
    ///
    /// ## Why is this bad?
    /// Either unused seats are paid for, or the licence is missing at the users who have it.
    ///
    /// ```dictum,bad
    /// licence power_apps_premium { seats = 200 }
    /// licence power_automate { seats = 20 }
    ///
    /// user alice { upn = "alice@contoso.com"; licences = [power_apps_premium] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// licence power_apps_premium { seats = 200 }
    /// licence power_automate     { seats = 20 }
    ///
    /// user alice { upn = "alice@contoso.com"; licences = [power_apps_premium, power_automate] }
    /// ```
    pub RULE = 5215 "unused-licence" Info "no user has a licence that is declared";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    if organisation.users.is_empty() {
        return;
    }
    let references = organisation.users.iter().flat_map(|user| &user.licences);
    for licence in unused(&organisation.licences, references) {
        let symbol = &licence.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("no user has licence `{}`", symbol.name))
                .marked("nobody has it")
                .note("either nobody uses what is paid for, or it is missing at the users who have it")
                .help(format!("let a user say `licences = [{}]`, or remove it", text_value::name(&symbol.name))),
        );
    }
}
