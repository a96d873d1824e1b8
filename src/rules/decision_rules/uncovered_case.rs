//! Subjects that no rule matches.

use crate::analysis::{Check, Context, Study};
use crate::decision::{Cube, Rest};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::Outcome;
use crate::model::program::Program;

crate::declare_rule! {
    /// ## What it does
    /// Finds combinations of values that the criteria allow but no rule matches, if there is no `otherwise`. The
    /// reported regions are as large as possible and do not overlap.
    ///
    /// ## Why is this bad?
    /// An app of that kind has no level, and so no control: it is not supervised.
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
    ///   high   when personal_data and users > 500
    ///   medium when personal_data and users in 0..500
    ///   low    when not personal_data and users > 10
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
    ///   high   when personal_data and users > 500
    ///   medium when personal_data and users in 0..500
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4004 "uncovered-case" Error "no rule matches some apps";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for study in context.studies() {
        findings.extend(uncovered(context.program, study));
    }
}

/// The maximum number of regions that are reported; the others are counted.
const TOLD: usize = 4;

fn uncovered(program: &Program, study: &Study) -> Option<Diagnostic> {
    let gaps = study.gaps.as_ref()?;
    let rules = study.rule_set(program)?;
    let wide: Vec<&Cube> = gaps.regions.iter().filter(|region| study.skipped_end(region).is_none()).collect();
    let first = *wide.first()?;
    let example = study.example(program, first, &[], |outcome| *outcome == Outcome::Gap)?;
    let subjects = study.subjects(program);
    let region = &example.region;
    let message = if region.is_empty() {
        format!("no rule matches any of the {subjects}")
    } else {
        format!("no rule matches {subjects} where {region}")
    };
    let mut finding = Diagnostic::new(&RULE, rules.head.location, message).marked("leaves them without a level");
    finding = finding.note("what has no level has no control either");
    for region in wide.iter().skip(1).take(TOLD - 1) {
        finding = finding.note(format!("nor where {}", study.describe(&study.plain(region, &[]))));
    }
    if wide.len() > TOLD || gaps.rest != Rest::None {
        let least = if gaps.rest == Rest::None { "" } else { "at least " };
        let regions = if wide.len() == 1 { "1 region has".to_owned() } else { format!("{} regions have", wide.len()) };
        finding = finding.note(format!("{least}{regions} no rule"));
    }
    let highest = rules.scale.and_then(|scale| program.scales[scale].levels.last());
    let safest = highest.map_or("high", |level| &*level.name);
    Some(
        finding
            .help(format!("add a rule for them; `{safest} otherwise` would keep what no rule matches on the safe side"))
            .witness(example.witness),
    )
}
