//! Apps that are declared impossible.

use crate::analysis::{Check, Context, governance};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::CriterionValue;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps with values that a `never …` statement, in criteria or rules, declares impossible.
    ///
    /// ## Why is this bad?
    /// Either a value of the app is wrong, or the statement is. Rules need not cover such an app, so its level has no
    /// meaning.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    ///
    /// criteria app {
    ///   sensitive_data : bool
    ///   public         : bool
    ///   never sensitive_data and public
    /// }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    ///   public         = yes
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    ///
    /// criteria app {
    ///   sensitive_data : bool
    ///   public         : bool
    ///   never sensitive_data and public
    /// }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    ///   public         = no
    /// }
    /// ```
    pub RULE = 4202 "impossible-app" Error "an app has values that are declared impossible together";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let impossibilities = governance::Impossibilities::of(program);
    for app in program.apps.iter().filter(|app| app.sound) {
        for impossible in impossibilities.of_app(app) {
            let symbol = &app.head.symbol;
            let message = format!("app `{}` is what is declared impossible", symbol.name);
            let mut finding = Diagnostic::new(&RULE, symbol.location, message)
                .marked("is so")
                .note("rules need not cover what cannot be, so its level means nothing");
            let mut values: Vec<&CriterionValue> = Vec::new();
            for name in impossible.condition.names() {
                let is_new = values.iter().all(|value| value.field.name != name.name);
                values.extend(app.criteria.iter().find(|value| is_new && value.field.name == name.name));
            }
            for value in values.iter().take(3) {
                finding = finding.label(value.location, "with this");
            }
            let parts = values.iter().map(|value| (value.field.name.to_string(), value.value.shown()));
            findings.push(
                finding
                    .label(impossible.location, "declared impossible here")
                    .help("fix the values, or take the statement out")
                    .witness(Witness::new(parts)),
            );
        }
    }
}
