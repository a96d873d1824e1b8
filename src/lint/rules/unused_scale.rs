//! Scales on which nothing stands.

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, closest};
use crate::lint::conditions::names_of;
use crate::model::criticity::APP_SCALE;
use crate::model::facts::RATING_SCALE;
use crate::model::program::{Program, SetExpression};

crate::declare_rule! {
    /// ## What it does
    /// Finds scales that nothing uses: `connector_risk` where no connector is rated and no condition asks for
    /// a rating, and scales of any other name, which ratings do not look at.
    ///
    /// ## Why is this bad?
    /// Its levels have no effect. Often the name is a slip.
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

pub const LINT: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for scale in &program.scales {
        let symbol = &scale.head.symbol;
        let name = &*symbol.name;
        let has_rules = program.rule_sets.iter().any(|rules| *rules.head.symbol.name == *name);
        if has_rules || name == RATING_SCALE && asks_for_rating(program) || name == APP_SCALE && asks_for_level(program)
        {
            continue;
        }
        let finding = Diagnostic::new(&RULE, symbol.location, format!("nothing uses scale `{name}`"));
        let help = if name == RATING_SCALE {
            "rate a connector: `connector sql { rated = … because \"…\" }`; or remove the scale".to_owned()
        } else if closest(name, [RATING_SCALE]).is_some() {
            format!("did you mean `{RATING_SCALE}`, the scale that ratings of connectors use?")
        } else {
            format!(
                "write rules for it: `rules {name} {{ … }}`; ratings of connectors use the scale `{RATING_SCALE}`, apps the scale `{APP_SCALE}`"
            )
        };
        findings.push(finding.note("its levels have no effect").help(help));
    }
}

/// Whether anything is said of the levels of apps.
fn asks_for_level(program: &Program) -> bool {
    let clauses = program.offers.iter().map(|offer| &offer.levels);
    !program.controls.is_empty()
        || program.environments.iter().any(|environment| environment.ceiling.is_some())
        || clauses.chain(program.guidelines.iter().map(|guideline| &guideline.levels)).any(Option::is_some)
}

/// Whether a connector is rated, or a condition asks for ratings.
fn asks_for_rating(program: &Program) -> bool {
    let clauses = program.policies.iter().flat_map(|policy| &policy.groups);
    let sets = program.connector_sets.iter().map(|set| &set.expression);
    let mut expressions = sets.chain(clauses.filter_map(|clause| clause.expression.as_ref()));
    program.connectors.iter().any(|facts| facts.rated.is_some())
        || expressions.any(|expression| {
            let mut found = false;
            expression.each_part(&mut |part| {
                if let SetExpression::Where(condition, _) = part {
                    found |= names_of(condition).contains(&"rating");
                }
            });
            found
        })
}
