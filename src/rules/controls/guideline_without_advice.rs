//! Guidelines that advise nothing.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::Guideline;

crate::declare_rule! {
    /// ## What it does
    /// Finds guidelines with neither `do` nor `dont`.
    ///
    /// ## Why is this bad?
    /// Makers are shown a guideline without content.
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
    /// guideline consent { for = criticity >= high }
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
    pub RULE = 4153 "guideline-without-advice" Warning "a guideline says neither what to do nor what not to do";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let silent = |guideline: &&Guideline| guideline.dos.is_empty() && guideline.donts.is_empty();
    for guideline in context.program.guidelines.iter().filter(silent) {
        let symbol = &guideline.head.symbol;
        let message = format!("guideline `{}` says neither what to do nor what not to do", symbol.name);
        findings.push(
            Diagnostic::new(&RULE, symbol.location, message)
                .note("makers see it, but it gives them no advice")
                .help("write `do = \"…\"` or `dont = \"…\"` in it"),
        );
    }
}
