//! Rules of different levels that match the same subject.

use crate::analysis::study::SHOWN;
use crate::analysis::{Check, Context, Study};
use crate::decision::Overlap;
use crate::diagnostics::Diagnostic;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds rules that match the same app and give it different levels, although `unique` or `any` says that they do
    /// not. The finding shows a region in which they meet, as large as possible, and one app in it.
    ///
    /// ## Why is this bad?
    /// Such an app has two levels, and so two controls. Which of them applies is undefined.
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
    ///   high   when personal_data and users > 500
    ///   medium when users > 100
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
    ///   unique
    ///   high   when personal_data and users > 500
    ///   medium when users > 100 and not (personal_data and users > 500)
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4001 "conflicting-rules" Error "rules give one app two levels";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        let live = study.conflicts.shown.iter();
        let plain = live.filter(|overlap| study.shared_end(overlap.first, overlap.second, &overlap.region).is_none());
        let mut found: Vec<Diagnostic> =
            plain.filter_map(|overlap| conflict(context.program, study, overlap)).collect();
        if let (Some(last), Some(count)) = (found.last_mut(), study.pairs_not_shown()) {
            last.notes.push(count);
        }
        found.extend(also(context.program, study));
        findings.append(&mut found);
    }
}

/// The rules in conflict that none of the reported pairs names.
fn also(program: &Program, study: &Study) -> Option<Diagnostic> {
    let others = study.also_in_conflict();
    let (first, partner) = others.first()?;
    let conflicts = if others.len() == 1 { "1 more rule conflicts" } else { "more rules conflict" };
    let count = if others.len() == 1 { String::new() } else { format!("{} ", others.len()) };
    let gives = |rule: usize| format!("gives `{}`", study.level_of_rule(program, rule));
    let message = format!("{count}{conflicts} with others of these");
    let mut finding = Diagnostic::new(&RULE, study.place(program, *first)?, message).marked(gives(*first));
    finding = finding.label(study.place(program, *partner)?, format!("conflicts with the first, {}", gives(*partner)));
    for (rule, _) in others.iter().skip(1).take(SHOWN) {
        finding = finding.label(study.place(program, *rule)?, format!("conflicts too, {}", gives(*rule)));
    }
    if others.len() > SHOWN + 1 {
        finding = finding.note(format!("and {} more", others.len() - SHOWN - 1));
    }
    Some(
        finding
            .help("let each of them leave out what another matches; or say which counts: `worst wins` or `first wins`"),
    )
}

fn conflict(program: &Program, study: &Study, overlap: &Overlap) -> Option<Diagnostic> {
    let (first, second) = (overlap.first, overlap.second);
    let example = study.example(program, &overlap.region, &[first, second], |_| true)?;
    let subjects = study.subjects(program);
    let (one, other) = (study.level_of_rule(program, first), study.level_of_rule(program, second));
    let region = &example.region;
    let message = format!("some {subjects} are both `{one}` and `{other}`");
    let place = if region.is_empty() { format!("all {subjects}") } else { format!("{subjects} where {region}") };
    Some(
        Diagnostic::new(&RULE, study.place(program, second)?, message)
            .marked(format!("gives `{other}`"))
            .label(study.place(program, first)?, format!("gives `{one}`"))
            .note(format!("both rules match {place}"))
            .help("let one of them leave these out; or say which counts: `worst wins` or `first wins`")
            .witness(example.witness),
    )
}
