//! Rules that could be combined into one.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::classes::Class;
use crate::model::criticity::DecisionRule;

crate::declare_rule! {
    /// ## What it does
    /// Finds two rules of one level that differ in one field only and could be one rule: their ranges of that field
    /// follow each other.
    ///
    /// ## Why is this bad?
    /// This is not wrong. But one rule is shorter to read, and cannot be changed in one place and forgotten in the
    /// other.
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
    ///   high   when personal_data and users in 500..999
    ///   high   when personal_data and users in 1000..
    ///   medium when not personal_data and users > 500
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
    ///   high   when personal_data and users in 500..
    ///   medium when not personal_data and users > 500
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4012 "mergeable-rules" Info "two rules could be one";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy", "connector_allow_list", "rules"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        let Some(rules) = study.rule_set(program) else { continue };
        for merge in &study.mergeable {
            // Totals of a scorecard are ranges of points, not of fields; `otherwise` cannot be merged.
            let is_fixed = |rule: usize| rules.rules.get(rule).is_none_or(DecisionRule::is_total);
            if is_fixed(merge.first) || is_fixed(merge.second) {
                continue;
            }
            // Ranges with a gap between them would not be shorter as one rule.
            let graded = study
                .axes()
                .get(usize::from(merge.attribute))
                .is_some_and(|axis| axis.classes.iter().all(Class::is_graded));
            let parted = merge.merged.get(merge.attribute).is_some_and(|set| {
                let classes: Vec<u16> = set.iter().collect();
                classes.windows(2).any(|pair| matches!(pair, [one, next] if *next != one + 1))
            });
            if graded && parted {
                continue;
            }
            let (Some(first), Some(second)) = (study.place(program, merge.first), study.place(program, merge.second))
            else {
                continue;
            };
            let level = study.level_of_rule(program, merge.first);
            let merged = study.describe(&merge.merged);
            findings.push(
                Diagnostic::new(&RULE, second, "this rule and another could be one")
                    .label(first, "the other")
                    .note("they give one level, and differ in one field only")
                    .help(format!("write `{level} when {merged}` for both")),
            );
        }
    }
}
