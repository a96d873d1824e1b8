//! Rules of unlike levels that match the same subject.

use crate::analysis::study::SHOWN;
use crate::analysis::{Check, Context, Study};
use crate::decision::Overlap;
use crate::diagnostics::Diagnostic;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds rules that match the same app and give it different levels, where `unique` or `any` says that they do not.
    /// The region in which they meet is as wide as it goes, and one app of it is shown.
    ///
    /// ## Why is this bad?
    /// Such an app has two levels, so two controls. Which of them holds would depend on who looks.
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
    ///   unique
    ///   high   when personal_data and users > 500
    ///   medium when users > 100
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
    ///   unique
    ///   high   when personal_data and users > 500
    ///   medium when users > 100 and not (personal_data and users > 500)
    ///   low    otherwise
    /// }
    ///
    /// control low    { process = automated }
    /// control medium { process = automated }
    /// control high   { process = automated }
    /// ```
    pub RULE = 4001 "conflicting-rules" Error "rules give one app two levels";
}

/// The check.
pub const CHECK: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies {
        let live = study.conflicts.shown.iter().filter(|overlap| overlap.is_live);
        let plain = live.filter(|overlap| study.shared_end(overlap.first, overlap.second, &overlap.region).is_none());
        let mut found: Vec<Diagnostic> =
            plain.filter_map(|overlap| conflict(context.program, study, overlap)).collect();
        let total = study.conflicts.live;
        if total > SHOWN as u64
            && let Some(last) = found.last_mut()
        {
            last.notes
                .push(format!("{total} pairs of these rules conflict; of each rule its first is told, up to {SHOWN}"));
        }
        findings.append(&mut found);
    }
}

fn conflict(program: &Program, study: &Study, overlap: &Overlap) -> Option<Diagnostic> {
    let (first, second) = (overlap.first, overlap.second);
    let point = study.point(&overlap.region)?;
    if !study.replays(program, &point, &[first, second], |_| true) {
        return None;
    }
    let subjects = study.subjects(program);
    let (one, other) = (study.level_of_rule(program, first), study.level_of_rule(program, second));
    let region = study.describe(&study.plain(&overlap.region, &[first, second]));
    let message = format!("some {subjects} are both `{one}` and `{other}`");
    let place = if region.is_empty() { format!("all {subjects}") } else { format!("{subjects} where {region}") };
    Some(
        Diagnostic::new(&RULE, study.place(program, second)?, message)
            .marked(format!("gives `{other}`"))
            .label(study.place(program, first)?, format!("gives `{one}`"))
            .note(format!("both rules match {place}"))
            .help("let one of them leave these out; or say which counts: `worst wins` or `first wins`")
            .witness(study.witness(&study.plain(&overlap.region, &[first, second]), &point)),
    )
}
