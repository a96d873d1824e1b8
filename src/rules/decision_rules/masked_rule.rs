//! Rules that never decide, because other rules take precedence.

use crate::analysis::{Check, Context, Study};
use crate::decision::Standing;
use crate::diagnostics::Diagnostic;
use crate::model::criticity::{HitPolicy, RuleSet};
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds rules that match some apps, but another rule decides each of these apps first: an earlier rule under
    /// `first wins`, a rule of a higher level under `worst wins`. If several rules together decide all of them, the
    /// finding shows a set of such rules, as small as could be determined.
    ///
    /// ## Why is this bad?
    /// The rule has no effect, although its author wanted one.
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
    ///   first wins
    ///   high   when users > 5000
    ///   medium when users > 100
    ///   high   when personal_data and users > 500
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
    ///   first wins
    ///   high   when users > 5000
    ///   high   when personal_data and users > 500
    ///   medium when users > 100
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4006 "masked-rule" Error "a rule never decides, because others come before it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        let Some(rules) = study.rule_set(context.program) else { continue };
        for (index, standing) in study.standings.iter().enumerate().take(rules.rules.len()) {
            if let Standing::Masked(cover) = standing {
                findings.extend(masked(context.program, study, rules, index, cover));
            }
        }
    }
}

fn masked(program: &Program, study: &Study, rules: &RuleSet, index: usize, cover: &[usize]) -> Option<Diagnostic> {
    let level = study.level_of_rule(program, index);
    let subjects = study.subjects(program);
    let message = format!("this rule never makes {subjects} `{level}`");
    let mut finding = Diagnostic::new(&RULE, study.place(program, index)?, message).marked("has no effect");
    for (nth, other) in cover.iter().take(4).enumerate() {
        let other_level = study.level_of_rule(program, *other);
        let what = match (cover.len(), nth) {
            (1, _) => format!("takes all of them for `{other_level}`"),
            _several => format!("takes some of them for `{other_level}`"),
        };
        finding = finding.label(study.place(program, *other)?, what);
    }
    let which = match cover.len() {
        1 => "the other rule counts before it and matches all that it matches".to_owned(),
        count => format!("{count} rules count before it and together match all that it matches"),
    };
    let help = match rules.policy {
        HitPolicy::FirstWins => "move it up, above what takes its place, or remove it",
        HitPolicy::WorstWins | HitPolicy::Unique | HitPolicy::Any => "narrow the rules of higher levels, or remove it",
    };
    Some(finding.note(which).help(help))
}
