//! Rules that can be removed without changing any decision.

use crate::analysis::{Check, Context, Reads};
use crate::decision::Standing;
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::criticity::{DecisionRule, Test};

crate::declare_rule! {
    /// ## What it does
    /// Finds rules that decide some apps, but could be removed without changing the level of any possible app. All
    /// rules that are found can be removed together.
    ///
    /// ## Why is this bad?
    /// The rule seems to matter, but a change to it has no effect.
    ///
    /// ```dictum,bad
    /// scale zone { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   worst wins
    ///   high   when personal_data and users > 500
    ///   medium when users > 100
    ///   medium when personal_data and users > 200
    ///   low    otherwise
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   worst wins
    ///   high   when personal_data and users > 500
    ///   medium when users > 100
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4009 "redundant-rule" Warning "without this rule every app would have the same level" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        for index in &study.redundant {
            let Some(place) = study.place(program, *index) else { continue };
            // A total of a scorecard and the totals that it leaves to other rules belong together.
            let rule = study.rule_set(program).and_then(|rules| rules.rules.get(*index));
            if rule.is_some_and(DecisionRule::is_total) {
                continue;
            }
            // If `otherwise` is never needed, that is reported instead; without `otherwise`, this rule is needed.
            let otherwise = study.reading.as_ref().ok().and_then(|reading| reading.otherwise);
            if otherwise.is_some_and(|otherwise| {
                study.level_of_rule(program, otherwise) == study.level_of_rule(program, *index)
                    && matches!(study.standings.get(otherwise), Some(Standing::Masked(_)))
            }) {
                continue;
            }
            let level = study.level_of_rule(program, *index);
            let subjects = study.subjects(program);
            let mut finding =
                Diagnostic::new(&RULE, place, format!("without this rule the same {subjects} would be `{level}`"))
                    .note("other rules give each of them the same level");
            // Of several rules one is named; each of the others could be removed, but not all of them together.
            let more = study.spare.saturating_sub(study.redundant.len());
            if more > 0 && study.redundant.first() == Some(index) {
                let others = if more == 1 { "1 more rule".to_owned() } else { format!("{more} more rules") };
                finding = finding.note(format!("{others} could be left out, each by itself"));
            }
            // If the rule asks whether a value was given, a missing value counts as an answer for all rules. Without
            // this rule, it may be a gap.
            let asks = rule.is_some_and(|rule| match &rule.test {
                Test::When(condition) => condition.leaves().iter().any(|leaf| leaf.is_unanswered()),
                Test::Always | Test::Points(..) => false,
            });
            let safety = if asks {
                finding = finding.note(
                    "it asks whether a value was given: where no other rule asks that, a missing value is no answer without it",
                );
                Safety::Unsafe
            } else {
                Safety::Safe
            };
            findings.push(finding.help("remove it").fix(Fix::replace("remove the rule", safety, place, "")));
        }
    }
}
