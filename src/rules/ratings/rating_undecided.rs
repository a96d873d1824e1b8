//! Connectors that rules cannot rate.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, list_of, quoted_list};
use crate::rules::shared::words::verb;

crate::declare_rule! {
    /// ## What it does
    /// Finds declared connectors that the rules cannot rate because values of criteria are missing.
    ///
    /// ## Why is this bad?
    /// The description of the connector is incomplete: it counts as unrated, so conditions leave it out.
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
    /// connector twitter { reviewed = 2026-02-11 }
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
    /// connector twitter { reviewed = 2026-02-11; authentication = none }
    /// ```
    pub RULE = 3202 "rating-undecided" Warning "rules cannot rate a declared connector, since values are missing";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["connector"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for facts in program.connectors.iter().filter(|facts| governance::is_undecided(program, facts)) {
        let symbol = &facts.head.symbol;
        let missing = governance::missing_criteria(program, facts);
        let names = quoted_list(missing.iter().map(|field| &*field.symbol.name), "and");
        let verb = verb(missing.len(), "is", "are");
        let message = format!("connector `{}` has no rating: {names} {verb} not known", symbol.name);
        let mut finding = Diagnostic::new(&RULE, symbol.location, message);
        for field in missing.iter().take(3) {
            finding = finding.label(field.symbol.location, "what it is");
        }
        let values: Vec<String> = missing.iter().map(|field| format!("`{} = …`", field.symbol.name)).collect();
        findings.push(
            finding
                .note("it counts as unrated, and conditions leave it out")
                .help(format!("write {}", list_of(values, "and"))),
        );
    }
}
