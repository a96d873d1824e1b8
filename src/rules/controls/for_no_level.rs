//! Offers and guidelines for no level.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::rules::controls::levels::clauses;

crate::declare_rule! {
    /// ## What it does
    /// Finds offers and guidelines whose `for` includes no level of the scale.
    ///
    /// ## Why is this bad?
    /// The declaration applies to no app. Usually the comparison is the wrong way round.
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
    ///   for = criticity > high
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
    /// guideline consent {
    ///   for = criticity >= high
    ///   do  = "Ask for consent in the app before reading a calendar."
    /// }
    /// ```
    pub RULE = 4154 "for-no-level" Warning "the `for` of an offer or a guideline holds for no level";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["guideline", "app"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(scale) = governance::scale(program) else { return };
    for (noun, head, clause) in clauses(program) {
        if !clause.levels.is_empty() {
            continue;
        }
        let levels = quoted_list(scale.levels.iter().map(|level| &*level.name), "and");
        findings.push(
            Diagnostic::new(&RULE, clause.location, format!("{noun} `{}` is for no level", head.symbol.name))
                .label(scale.head.location, "no level of this scale satisfies this")
                .note(format!("the levels are {levels}, from the lowest to the highest"))
                .help("fix the condition"),
        );
    }
}
