//! Scales that are not used.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, closest};
use crate::model::criticity::APP_SCALE;
use crate::model::facts::RATING_SCALE;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds scales that nothing uses: no rules give their levels. For `connector_risk`, also no connector is rated
    /// and no condition uses a rating. For `criticity` (the criticality of apps), also no control, offer, guideline
    /// or environment names a level.
    ///
    /// ## Why is this bad?
    /// The levels of the scale have no effect. Often the name is misspelt.
    ///
    /// ```dictum,bad
    /// scale connector_risk { trusted < standard < elevated }
    ///
    /// connector twitter { reviewed = 2026-02-11 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale connector_risk { trusted < standard < elevated }
    ///
    /// connector twitter { reviewed = 2026-02-11; rated = elevated because "security decision 2026-17" }
    /// ```
    pub RULE = 7004 "unused-scale" Warning "nothing uses a scale";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for (index, scale) in program.scales.ids() {
        let symbol = &scale.head.symbol;
        let name = &*symbol.name;
        let ruled = program.rule_sets.iter().any(|rules| rules.scale == Some(index));
        if ruled || name == RATING_SCALE && asks_for_rating(program) || name == APP_SCALE && is_asked_of_apps(program) {
            continue;
        }
        let finding = Diagnostic::new(&RULE, symbol.location, format!("nothing uses scale `{name}`"));
        let help = match name {
            RATING_SCALE => {
                "rate a connector: `connector sql { rated = … because \"…\" }`; or remove the scale".to_owned()
            }
            APP_SCALE => {
                format!("write rules that give apps its levels: `rules {APP_SCALE} {{ … }}`; or remove the scale")
            }
            other => match closest(other, [RATING_SCALE, APP_SCALE]) {
                Some(RATING_SCALE) => {
                    format!("did you mean `{RATING_SCALE}`, the scale that ratings of connectors use?")
                }
                Some(_) => format!("did you mean `{APP_SCALE}`, the scale for the levels of apps?"),
                None => format!(
                    "ratings of connectors use the scale `{RATING_SCALE}`, and apps `{APP_SCALE}`; remove this one if it is not needed"
                ),
            },
        };
        findings.push(finding.note("its levels have no effect").help(help));
    }
}

/// Whether the levels of apps have an effect without rules.
fn is_asked_of_apps(program: &Program) -> bool {
    let offers = program.offers.iter().any(|offer| offer.levels.is_some());
    let guidelines = program.guidelines.iter().any(|guideline| guideline.levels.is_some());
    let ceilings = program.environments.iter().any(|environment| environment.ceiling.is_some());
    offers || guidelines || ceilings || !program.controls.is_empty()
}

/// Whether a connector is rated, or a condition uses ratings.
fn asks_for_rating(program: &Program) -> bool {
    let clauses = program.policies.iter().flat_map(|policy| &policy.groups);
    let sets = program.connector_sets.iter().map(|set| &set.expression);
    let own = program.controls.iter().filter_map(|control| control.connectors.as_ref());
    let own = own.chain(program.apps.iter().filter_map(|app| app.connectors.as_ref()));
    let mut expressions =
        sets.chain(clauses.filter_map(|clause| clause.expression.as_ref())).chain(own.map(|clause| &clause.expression));
    program.connectors.iter().any(|facts| facts.rated.is_some()) || expressions.any(governance::asks_for_rating)
}
