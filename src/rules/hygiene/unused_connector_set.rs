//! Connector sets that nothing refers to.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds named connector sets that no data policy, no control, no app and no other set refers to.
    ///
    /// ## Why is this bad?
    /// The set has no effect. Often a policy should use it but lists the connectors again.
    ///
    /// ```dictum,bad
    /// connectors office = [sharepointonline, office365, teams]
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, office365, teams]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// connectors office = [sharepointonline, office365, teams]
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = office
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 7001 "unused-connector-set" Warning "nothing refers to a connector set";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for set in context.program.connector_sets.iter().filter(|set| !set.used) {
        let symbol = &set.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("nothing refers to connector set `{}`", symbol.name))
                .note("a set has an effect only where a data policy, a control or an app uses it")
                .help("use it, or remove it"),
        );
    }
}
