//! Levels with a weaker process than the level below them.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::{Control, Process};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds levels whose process is weaker than that of the next lower level. `automated` is weaker than
    /// `manual_review`, which is weaker than `regular_review`. Of two regular reviews, the one with the longer
    /// interval is weaker.
    ///
    /// ## Why is this bad?
    /// More critical apps would have less supervision. Usually two controls were mixed up.
    ///
    /// ```dictum,bad
    /// group sg_coe { kind = security }
    ///
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = manual_review before go_live; by = sg_coe }
    /// control high { process = automated }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_coe { kind = security }
    ///
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = manual_review before go_live; by = sg_coe }
    /// ```
    pub RULE = 4151 "weaker-process" Warning "a level has a weaker process than the one below it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["control"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let sound = program.controls.iter().filter(|control| control.sound);
    let mut steps: Vec<(u32, &Control, Process, Location)> =
        sound.filter_map(|one| one.process.and_then(|(process, at)| Some((one.level?, one, process, at)))).collect();
    steps.sort_by_key(|(level, ..)| *level);
    for pair in steps.windows(2) {
        let [(_, lower, low, lower_at), (_, higher, high, higher_at)] = pair else { continue };
        if !is_weaker(*high, *low) {
            continue;
        }
        let (lower, higher) = (&lower.head.symbol.name, &higher.head.symbol.name);
        let message = format!("level `{higher}` is looked after less than level `{lower}`");
        findings.push(
            Diagnostic::new(&RULE, *higher_at, message)
                .label(*lower_at, format!("what apps of level `{lower}` need"))
                .note(format!("`{}` is weaker than `{}`", high.shown(), low.shown()))
                .help(format!("write `process = {}` here, or ask for less in control `{lower}`", low.shown())),
        );
    }
}

/// Whether the first process supervises apps less than the second.
fn is_weaker(one: Process, other: Process) -> bool {
    match (one, other) {
        // Spans in different units are never exactly equal: 26 weeks and 6 months count as equal.
        (Process::RegularReview(one), Process::RegularReview(other)) => one.days() > other.days() * 1.02,
        (Process::Automated, Process::ManualReview | Process::RegularReview(_))
        | (Process::ManualReview, Process::RegularReview(_)) => true,
        (Process::Automated | Process::ManualReview | Process::RegularReview(_), _) => false,
    }
}
