//! Controls that leave no connector.

use crate::analysis::{Check, Context, governance};
use crate::diagnostics::{Diagnostic, Level, Witness};
use crate::model::criticity::App;

crate::declare_rule! {
    /// ## What it does
    /// Finds controls whose `connectors` select none. It is an error if an app of that level uses connectors,
    /// otherwise a warning. A control with `connectors = []` is intended and not reported.
    ///
    /// ## Why is this bad?
    /// No app of that level can use any connector. Often the connectors have no rating yet, and an unknown value
    /// meets no comparison.
    ///
    /// ```dictum,bad
    /// scale connector_risk { trusted < elevated }
    /// scale criticity      { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated; connectors = connectors where rating <= trusted }
    ///
    /// connector twitter { rated = elevated because "it posts to the world" }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale connector_risk { trusted < elevated }
    /// scale criticity      { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated; connectors = connectors where rating <= trusted }
    ///
    /// connector sql { rated = trusted because "own databases only" }
    /// ```
    pub RULE = 4105 "control-without-connectors" Error "a control leaves its apps no connector to use";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for control in program.controls.iter().filter(|control| control.sound) {
        let Some(clause) = control.connectors.as_ref().filter(|clause| governance::is_void(clause)) else { continue };
        let level = &control.head.symbol.name;
        let message = format!("apps of level `{level}` may use no connector");
        let mut finding =
            Diagnostic::new(&RULE, clause.expression.location(), message).marked("no connector satisfies this");
        if governance::asks_for_rating(&clause.expression) {
            finding = finding.note("a connector without a rating satisfies no comparison").help(
                "rate connectors: `connector sql { rated = … because \"…\" }`, or with rules; or fix the condition",
            );
        } else {
            finding = finding
                .note("an app of this level can use nothing")
                .help("fix the condition, or write `connectors = []` where it is meant");
        }
        let uses = |app: &&App| app.connectors.as_ref().is_some_and(|own| !own.members.is_empty());
        let mut apps =
            program.apps.iter().filter(|app| app.outcome.level() == control.level && control.level.is_some());
        match apps.find(uses) {
            Some(app) => {
                let symbol = &app.head.symbol;
                finding = finding
                    .label(symbol.location, format!("`{}` is such an app", symbol.name))
                    .witness(Witness::new([("app", &*symbol.name), ("level", level)]));
            }
            None => finding.level = Level::Warning,
        }
        findings.push(finding);
    }
}
