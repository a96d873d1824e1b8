//! Maker teams that make nothing.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::rules::shared::unused::unused;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds maker teams that no app names in `made_by`, if apps are declared.
    ///
    /// ## Why is this bad?
    /// The certificates of the team count for no app. Often an app should name the team.
    ///
    /// ```dictum,bad
    /// maker_team hr_makers { members = [alice, bob] }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses { environment = hr }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// maker_team hr_makers { members = [alice, bob] }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses { environment = hr; made_by = hr_makers }
    /// ```
    pub RULE = 4255 "unused-maker-team" Info "no app is made by a maker team";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    if program.apps.is_empty() {
        return;
    }
    let makers = program.apps.iter().filter_map(|app| app.made_by.as_ref());
    for team in unused(&program.maker_teams, makers) {
        let symbol = &team.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("no app is made by maker team `{}`", symbol.name))
                .note("its certificates count for no app")
                .help(format!("let an app say `made_by = {}`, or remove the team", text_value::name(&symbol.name))),
        );
    }
}
