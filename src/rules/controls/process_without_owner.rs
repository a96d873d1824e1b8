//! Reviews without a reviewer.

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::Process;

crate::declare_rule! {
    /// ## What it does
    /// Finds controls that require reviews but do not say who does them.
    ///
    /// ## Why is this bad?
    /// A review without a reviewer is not done, and no app of that level can meet its control.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = regular_review every 6 months }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_security { kind = security }
    ///
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = regular_review every 6 months; by = sg_security }
    /// ```
    pub RULE = 4102 "process-without-owner" Error "a control asks for reviews and does not say who does them";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for control in context.program.controls.iter().filter(|control| control.sound && control.by.is_none()) {
        let Some((process, location)) = control.process else { continue };
        if process == Process::Automated {
            continue;
        }
        let level = &control.head.symbol.name;
        let message = format!("no group is named for the reviews of level `{level}`");
        let group = context.program.groups.first().map_or("sg_security", |group| group.name());
        findings.push(
            Diagnostic::new(&RULE, location, message)
                .marked("this needs a reviewer")
                .note("a review without a reviewer is not done")
                .help(format!("name the group that does them, such as `by = {group}`")),
        );
    }
}
