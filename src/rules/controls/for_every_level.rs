//! A `for` that includes every level.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::Diagnostic;
use crate::rules::controls::levels::clauses;

crate::declare_rule! {
    /// ## What it does
    /// Finds offers and guidelines whose `for` includes every level of the scale.
    ///
    /// ## Why is this bad?
    /// Without `for`, the declaration applies to every level too. Readers look for a difference that does not exist.
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
    /// control high { process = automated }
    ///
    /// guideline consent {
    ///   for = criticity >= low
    ///   do  = "Ask for consent in the app before reading a calendar."
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated }
    ///
    /// guideline consent { do = "Ask for consent in the app before reading a calendar." }
    /// ```
    pub RULE = 4155 "for-every-level" Info "the `for` of an offer or a guideline holds for every level";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["guideline", "app"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(scale) = governance::scale(program) else { return };
    for (noun, head, clause) in clauses(program) {
        if clause.levels.len() != scale.levels.len() {
            continue;
        }
        findings.push(
            Diagnostic::new(&RULE, clause.location, format!("{noun} `{}` is for every level", head.symbol.name))
                .note("so it would be without `for`")
                .help("leave `for` out, or fix the condition"),
        );
    }
}
