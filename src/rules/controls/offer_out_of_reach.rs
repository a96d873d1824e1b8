//! Certificates that cannot be obtained.

use crate::analysis::{Check, Context, governance};
use crate::diagnostics::{Diagnostic, quoted_list};

crate::declare_rule! {
    /// ## What it does
    /// Finds controls that require an offer whose `for` does not include their level.
    ///
    /// ## Why is this bad?
    /// An app of that level needs a certificate that it cannot get. The control cannot be met.
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
    /// control high { process = automated; requires = [penetration_test] }
    ///
    /// offer penetration_test { by = "Security"; certifies = app; for = criticity < high }
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
    /// control high { process = automated; requires = [penetration_test] }
    ///
    /// offer penetration_test { by = "Security"; certifies = app; for = criticity >= high }
    /// ```
    pub RULE = 4103 "offer-out-of-reach" Error "a control requires an offer that is not for its level";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for control in program.controls.iter().filter(|control| control.sound) {
        let Some(level) = control.level else { continue };
        for reference in &control.requires {
            let Some(offer) = governance::offer_of(program, reference).filter(|offer| offer.sound) else { continue };
            let Some(clause) = offer.levels.as_ref().filter(|_| !offer.is_for(level)) else { continue };
            let (name, level) = (&offer.head.symbol.name, &control.head.symbol.name);
            let message = format!("level `{level}` requires `{name}`, which is not for that level");
            let levels = clause.levels.iter().map(|level| governance::level_name(program, *level));
            let levels = if clause.levels.is_empty() {
                "it is for no level".to_owned()
            } else {
                format!("it is for {} only", quoted_list(levels, "and"))
            };
            findings.push(
                Diagnostic::new(&RULE, reference.symbol.location, message)
                    .marked("required here")
                    .label(clause.location, levels)
                    .note("no app of this level can get that certificate")
                    .help(format!("let the offer say `for = criticity >= {level}`, or take it out of `requires`")),
            );
        }
    }
}
