//! Ratings without a reason.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that are `rated` without `because`.
    ///
    /// ## Why is this bad?
    /// A rating by hand overrides the rules. Its reviewers cannot check it without a reason.
    ///
    /// ```dictum,bad
    /// scale connector_risk { trusted < elevated }
    ///
    /// connector twitter { rated = elevated }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale connector_risk { trusted < elevated }
    ///
    /// connector twitter { rated = elevated because "it posts to the world" }
    /// ```
    pub RULE = 3203 "rated-without-reason" Warning "a connector is rated by hand, and nobody says why";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for facts in &context.program.connectors {
        let Some(rated) = facts.rated.as_ref().filter(|rated| rated.reason.is_none()) else { continue };
        let message = format!("connector `{}` is rated, and nobody says why", facts.head.symbol.name);
        findings.push(
            Diagnostic::new(&RULE, rated.level.location, message)
                .note("a rating by hand overrules the rules")
                .help(format!("write `rated = {} because \"…\"`", rated.level.name)),
        );
    }
}
