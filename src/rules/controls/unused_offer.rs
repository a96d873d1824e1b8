//! Offers that are not required and not used.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::rules::shared::unused::unused;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds offers that no control requires, and that certify no app and no maker team.
    ///
    /// ## Why is this bad?
    /// The offer has no effect here. Often a control should require it.
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
    /// offer threat_model { by = "Security"; certifies = app }
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
    /// control high { process = automated; requires = [threat_model] }
    ///
    /// offer threat_model { by = "Security"; certifies = app }
    /// ```
    pub RULE = 4152 "unused-offer" Info "nothing requires an offer, and nothing is certified by it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let certified = program.apps.iter().map(|app| &app.certified);
    let certified = certified.chain(program.maker_teams.iter().map(|team| &team.certified)).flatten();
    let required = program.controls.iter().flat_map(|control| &control.requires);
    for offer in unused(&program.offers, required.chain(certified.map(|certificate| &certificate.offer))) {
        let symbol = &offer.head.symbol;
        let message = format!("no control requires offer `{}`, and nothing is certified by it", symbol.name);
        findings.push(
            Diagnostic::new(&RULE, symbol.location, message).note("it has no effect").help(format!(
                "let a control say `requires = [{}]`, or remove the offer",
                text_value::name(&symbol.name)
            )),
        );
    }
}
