//! Rules of one level that match the same subject, although rules must be unique.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::criticity::HitPolicy;

crate::declare_rule! {
    /// ## What it does
    /// Finds rules of one level that match the same app although `unique` is written. If no policy is written,
    /// `unique` applies too, but nothing is reported: the level is the same either way.
    ///
    /// ## Why is this bad?
    /// `unique` says that exactly one rule matches. Either `any` was meant, or one of the rules is wider than its
    /// author thought.
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
    ///   unique
    ///   high   when personal_data
    ///   high   when users > 500
    ///   medium when users in 100..500 and not personal_data
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
    ///   any
    ///   high   when personal_data
    ///   high   when users > 500
    ///   medium when users in 100..500 and not personal_data
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4002 "overlapping-rules" Warning "rules that are to be unique match the same app" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        let Some(rules) = study.rule_set(program) else { continue };
        let Some(written) = rules.policy_location.filter(|_| rules.policy == HitPolicy::Unique) else { continue };
        // A rule that can be removed is reported by `redundant-rule`.
        let spare = |rule: usize| study.redundant.contains(&rule);
        let live = || {
            let live = study.repetitions.shown.iter();
            live.filter(|overlap| !spare(overlap.first) && !spare(overlap.second))
        };
        let Some(first) = live().find(|overlap| overlap.second < rules.rules.len()) else { continue };
        let Some(example) = study.example(program, &first.region, &[first.first, first.second], |_| true) else {
            continue;
        };
        let (Some(one), Some(other)) = (study.place(program, first.first), study.place(program, first.second)) else {
            continue;
        };
        let level = study.level_of_rule(program, first.first);
        let subjects = study.subjects(program);
        let mut finding = Diagnostic::new(&RULE, other, format!("two rules make some {subjects} `{level}`"))
            .marked("matches them")
            .label(one, "matches them too")
            .label(written, "says that one rule matches")
            .note(format!("both match where {}", example.region));
        if study.repetitions.live > 1 {
            finding = finding.note(format!("{} pairs of rules of one level meet", study.repetitions.live));
        }
        findings.push(
            finding
                .help("write `any` where several rules may match that give the same level")
                .fix(Fix::replace("write `any`", Safety::Unsafe, written, "any"))
                .witness(example.witness),
        );
    }
}
