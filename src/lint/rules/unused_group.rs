//! Entra groups that nothing refers to.

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::lint::unused::unused;

crate::declare_rule! {
    /// ## What it does
    /// Finds Entra groups that nothing refers to: no environment is open to them, and no control has them do
    /// its reviews.
    ///
    /// ## Why is this bad?
    /// It has no effect here: either an environment was to be open to its members only, or the group can go.
    ///
    /// ```dictum,bad
    /// group sg_finance { kind = security; name = "SG Finance makers" }
    ///
    /// environment finance { type = production }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_finance { kind = security; name = "SG Finance makers" }
    ///
    /// environment finance {
    ///   type   = production
    ///   access = sg_finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 7003 "unused-group" Warning "nothing refers to an Entra group";
}

pub const LINT: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let gates = program.environments.iter().filter_map(|environment| environment.access.as_ref());
    let references = gates.chain(program.controls.iter().filter_map(|control| control.by.as_ref()));
    for group in unused(&program.groups, references) {
        let symbol = &group.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("nothing refers to group `{}`", symbol.name))
                .note("a group has an effect where an environment is open to it, or where it does the reviews of a control")
                .help(format!("let an environment say `access = {0}`, or a control `by = {0}`, or remove the group", symbol.name)),
        );
    }
}
