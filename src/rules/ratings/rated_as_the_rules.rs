//! Ratings that repeat the rules.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that are `rated` with the same level that the rules give them.
    ///
    /// ## Why is this bad?
    /// If the rules change, this connector does not follow them, although this was not decided.
    ///
    /// ```dictum,bad
    /// scale connector_risk { trusted < elevated }
    ///
    /// criteria connector { authentication : entra | none }
    ///
    /// rating connector_risk {
    ///   elevated when authentication == none
    ///   trusted  when authentication == entra
    /// }
    ///
    /// connector twitter { authentication = none; rated = elevated because "it posts to the world" }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale connector_risk { trusted < elevated }
    ///
    /// criteria connector { authentication : entra | none }
    ///
    /// rating connector_risk {
    ///   elevated when authentication == none
    ///   trusted  when authentication == entra
    /// }
    ///
    /// connector twitter { authentication = none }
    /// ```
    pub RULE = 3204 "rated-as-the-rules" Info "a connector is rated by hand as the rules rate it anyway";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["connector"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for by_hand in governance::rated_by_hand(context.program).into_iter().filter(|one| one.level == one.ruled) {
        let message =
            format!("connector `{}` is `{}` by the rules anyway", by_hand.facts.head.symbol.name, by_hand.name);
        let mut finding = Diagnostic::new(&RULE, by_hand.place, message);
        if let Some(rule) = by_hand.rule {
            finding = finding.label(rule, "this rule says so");
        }
        findings.push(
            finding
                .note("it will not follow the rules when they change")
                .help("leave `rated` out; or keep it where it is to stay when the rules change"),
        );
    }
}
