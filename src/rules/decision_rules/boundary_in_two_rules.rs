//! Ranges that share an end.

use crate::analysis::{Check, Context, Study};
use crate::decision::Overlap;
use crate::diagnostics::Diagnostic;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds two ranges of numbers or days where one ends at the value at which the other begins, so that this one
    /// value is in two rules of different levels.
    ///
    /// ## Why is this bad?
    /// The ends of a range are part of it, so the value has two levels. It is nearly always an off-by-one mistake.
    ///
    /// ```dictum,bad
    /// scale zone { low < medium < high }
    ///
    /// criteria app { users : 0.. }
    ///
    /// rules zone {
    ///   high   when users in 50..
    ///   medium when users in 2..50
    ///   low    when users in 0..1
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { low < medium < high }
    ///
    /// criteria app { users : 0.. }
    ///
    /// rules zone {
    ///   high   when users in 51..
    ///   medium when users in 2..50
    ///   low    when users in 0..1
    /// }
    /// ```
    pub RULE = 4003 "boundary-in-two-rules" Error "two ranges share their end";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        let live = || study.conflicts.shown.iter();
        let mut found: Vec<Diagnostic> = live().filter_map(|pair| boundary(context.program, study, pair)).collect();
        // If some pairs are not boundaries, `conflicting-rules` shows the count.
        if found.len() == live().count()
            && let (Some(last), Some(count)) = (found.last_mut(), study.pairs_not_shown())
        {
            last.notes.push(count);
        }
        findings.append(&mut found);
    }
}

fn boundary(program: &Program, study: &Study, overlap: &Overlap) -> Option<Diagnostic> {
    let shared = study.shared_end(overlap.first, overlap.second, &overlap.region)?;
    let example = study.example(program, &overlap.region, &[overlap.first, overlap.second], |_| true)?;
    let (below, above) = (shared.below?, shared.above?);
    let (low, high) = (study.level_of_rule(program, below), study.level_of_rule(program, above));
    let (field, value) = (&shared.field, &shared.value);
    Some(
        Diagnostic::new(
            &RULE,
            study.end_of(program, above, &shared)?,
            format!("`{field}` = {value} is both `{low}` and `{high}`"),
        )
        .marked(format!("`{high}` begins with {value}"))
        .label(study.end_of(program, below, &shared)?, format!("`{low}` ends with {value}"))
        .note("the ends of a range are part of it")
        .help(format!("end the one before {value}, or begin the other after it"))
        .witness(example.witness),
    )
}
