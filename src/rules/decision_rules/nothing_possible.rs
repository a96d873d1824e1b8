//! `never` statements that leave nothing possible.

use crate::analysis::{Check, Context, Study};
use crate::diagnostics::Diagnostic;
use crate::model::criticity::Impossible;
use crate::model::program::Program;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds `never` statements that, alone or together, declare every combination of values impossible.
    ///
    /// ## Why is this bad?
    /// No app could be declared or classified, and statements of rules would hold for nothing. Other checks of the
    /// rules are skipped until this is fixed.
    ///
    /// ```dictum,bad
    /// scale zone { low < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   never personal_data or not personal_data
    /// }
    ///
    /// rules zone {
    ///   high when personal_data
    ///   low  otherwise
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale zone { low < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   public        : bool
    ///   never personal_data and public
    /// }
    ///
    /// rules zone {
    ///   high when personal_data
    ///   low  otherwise
    /// }
    /// ```
    pub RULE = 4018 "nothing-possible" Error "`never` leaves nothing possible";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut told: Vec<Location> = Vec::new();
    for study in context.studies() {
        // Several sets of rules use the same criteria; they are reported once.
        let never = study.void_by(context.program);
        if let Some(first) = never.first().map(|first| first.location).filter(|first| !told.contains(first)) {
            told.push(first);
            findings.extend(void(context.program, study, &never));
        }
    }
}

fn void(program: &Program, study: &Study, never: &[&Impossible]) -> Option<Diagnostic> {
    let (first, others) = never.split_first()?;
    let subjects = study.subjects(program);
    let message = format!("this leaves no {subjects} possible");
    let mut finding = Diagnostic::new(&RULE, first.location, message).marked("declares impossible");
    for other in others.iter().take(3) {
        finding = finding.label(other.location, "and this does, so that nothing is left");
    }
    Some(
        finding.note("rules and criteria would be about nothing").help("narrow the condition, or remove the statement"),
    )
}
