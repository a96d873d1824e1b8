//! Rules without which the same would be decided.

use crate::analysis::{Check, Context, Reads};
use crate::decision::Standing;
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::criticity::{RuleForm, Test};

crate::declare_rule! {
    /// ## What it does
    /// Finds rules that decide somewhere, and without which every possible app would have the same level. What is
    /// found can all be removed together.
    ///
    /// ## Why is this bad?
    /// It can be read as if it mattered, and changing it would do nothing.
    ///
    /// ```dictum,bad
    /// scale criticity { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules criticity {
    ///   worst wins
    ///   high   when personal_data and users > 500
    ///   medium when users > 100
    ///   medium when personal_data and users > 200
    ///   low    otherwise
    /// }
    ///
    /// control low    { process = automated }
    /// control medium { process = automated }
    /// control high   { process = automated }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < medium < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules criticity {
    ///   worst wins
    ///   high   when personal_data and users > 500
    ///   medium when users > 100
    ///   low    otherwise
    /// }
    ///
    /// control low    { process = automated }
    /// control medium { process = automated }
    /// control high   { process = automated }
    /// ```
    pub RULE = 4009 "redundant-rule" Warning "without this rule every app would have the same level" fixable;
}

/// The rule and its finder.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        for index in &study.redundant {
            let Some(place) = study.place(program, *index) else { continue };
            // A total of a scorecard and what it leaves to others belong together.
            let form = study.rule_set(program).and_then(|rules| rules.rules.get(*index)).map(|rule| rule.form);
            if form == Some(RuleForm::Total) {
                continue;
            }
            // Where `otherwise` is never needed, that is told, and without it the rule is.
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
            // Of many rules one is named; each of the others could go, but not all of them together.
            let more = study.spare.saturating_sub(study.redundant.len());
            if more > 0 && study.redundant.first() == Some(index) {
                let others = if more == 1 { "1 more rule".to_owned() } else { format!("{more} more rules") };
                finding = finding.note(format!("{others} could be left out, each by itself"));
            }
            // Where it asks whether a value was given, a missing value is an answer to all rules: without it, it may be a gap.
            let rule = study.rule_set(program).and_then(|rules| rules.rules.get(*index));
            let asks = rule.is_some_and(|rule| match &rule.test {
                Test::When(condition) => {
                    let mut found = false;
                    condition.each_leaf(&mut |leaf| found |= leaf.is_unanswered());
                    found
                }
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
