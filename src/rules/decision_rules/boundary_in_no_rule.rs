//! Values at the end of a range that no rule matches.

use crate::analysis::study::SHOWN;
use crate::analysis::{Check, Context, Study};
use crate::decision::Cube;
use crate::diagnostics::Diagnostic;
use crate::model::criticity::Outcome;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds single numbers or days that no rule matches although rules match the values next to them: at the end of
    /// a range, or between two ranges.
    ///
    /// ## Why is this bad?
    /// `users > 50` and `users < 50` both leave out 50, and a list of ranges that begins at 1 leaves out 0. It is
    /// nearly always an off-by-one mistake, and such an app has no level.
    ///
    /// ```dictum,bad
    /// scale zone { low < high }
    ///
    /// criteria app { users : 0.. }
    ///
    /// rules zone {
    ///   high when users in 51..
    ///   low  when users in 1..50
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { low < high }
    ///
    /// criteria app { users : 0.. }
    ///
    /// rules zone {
    ///   high when users in 51..
    ///   low  when users in 0..50
    /// }
    /// ```
    pub RULE = 4005 "boundary-in-no-rule" Error "a value between two ranges has no rule";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        let regions = study.gaps.iter().flat_map(|gaps| &gaps.regions);
        let mut ends: Vec<&Cube> = regions.filter(|region| study.skipped_end(region).is_some()).collect();
        let more = ends.len().saturating_sub(SHOWN);
        ends.truncate(SHOWN);
        let mut found: Vec<Diagnostic> =
            ends.into_iter().filter_map(|region| skipped(context.program, study, region)).collect();
        if let Some(last) = found.last_mut().filter(|_| more > 0) {
            last.notes.push(format!("and {more} more such values have no rule"));
        }
        findings.append(&mut found);
    }
}

fn skipped(program: &Program, study: &Study, region: &Cube) -> Option<Diagnostic> {
    let skipped = study.skipped_end(region)?;
    let example = study.example(program, region, &[], |outcome| *outcome == Outcome::Gap)?;
    let nearest = skipped.below.or(skipped.above)?;
    let value = &skipped.value;
    let case = format!("`{}` = {value}", skipped.field);
    // Other fields may let some of the subjects with this value have a rule.
    let others = region.terms().len() > 1;
    let message = if others {
        format!("no rule matches some {} with {case}", study.subjects(program))
    } else {
        format!("no rule matches {case}")
    };
    let mut finding = Diagnostic::new(&RULE, study.end_of(program, nearest, &skipped)?, message);
    let side = if skipped.below.is_some() { "ends before" } else { "begins after" };
    finding = finding.marked(format!("{side} {value}"));
    if let (Some(_), Some(above)) = (skipped.below, skipped.above)
        && above != nearest
    {
        finding = finding.label(study.end_of(program, above, &skipped)?, format!("begins after {value}"));
    }
    finding = finding.note(if others {
        format!("that is where {}", example.region)
    } else {
        "the ends of a range are part of it, and what is outside of all ranges has no level".to_owned()
    });
    Some(
        finding
            .help(format!("let one of the rules begin or end with {value}, or say `otherwise`"))
            .witness(example.witness),
    )
}
