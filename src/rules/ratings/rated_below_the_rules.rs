//! Ratings by hand that are lower than those of the rules.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::facts::RATING_SCALE;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that are `rated` with a lower level than the rules give them.
    ///
    /// ## Why is this bad?
    /// The rules state what the organisation has agreed on, but this connector is trusted more than that. If it is
    /// intended, a waiver says until when.
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
    /// connector twitter { authentication = none; rated = trusted because "marketing needs it" }
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
    pub RULE = 3205 "rated-below-the-rules" Warning "a connector is rated lower by hand than by the rules";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["connector"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for by_hand in governance::rated_by_hand(program).into_iter().filter(|one| one.level < one.ruled) {
        let ruled = program.scale(RATING_SCALE).and_then(|scale| scale.levels.get(by_hand.ruled as usize));
        let ruled = ruled.map_or("?", |level| &*level.name);
        let name = &by_hand.facts.head.symbol.name;
        let message = format!("connector `{name}` is rated `{}`, below the `{ruled}` of the rules", by_hand.name);
        let mut finding = Diagnostic::new(&RULE, by_hand.place, message);
        if let Some(rule) = by_hand.rule {
            finding = finding.label(rule, format!("makes it `{ruled}`"));
        }
        findings.push(
            finding
                .note("the rules are what was agreed on")
                .help("leave `rated` out, or fix the rules or the criteria of the connector")
                .witness(Witness::new([("connector", &**name), ("rated", by_hand.name), ("by the rules", ruled)])),
        );
    }
}
