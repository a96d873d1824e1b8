//! Environment groups that no environment is in.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::rules::shared::unused::unused;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds environment groups that no environment names.
    ///
    /// ## Why is this bad?
    /// The rules of the group govern nothing.
    ///
    /// ```dictum,bad
    /// environment_group managed_estate { solution_checker = block }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group managed_estate { solution_checker = block }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = managed_estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 7002 "unused-environment-group" Warning "no environment is in an environment group";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let routed = program.tenants.iter().filter_map(|tenant| tenant.routing.as_ref()?.to.as_ref());
    let references = program.environments.iter().filter_map(|environment| environment.group.as_ref()).chain(routed);
    for group in unused(&program.environment_groups, references) {
        let symbol = &group.head.symbol;
        findings.push(
            Diagnostic::new(
                &RULE,
                symbol.location,
                format!("no environment is in environment group `{}`", symbol.name),
            )
            .note("its rules govern nothing")
            .help(format!("let an environment say `group = {}`, or remove the group", text_value::name(&symbol.name))),
        );
    }
}
