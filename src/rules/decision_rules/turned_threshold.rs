//! Comparisons that are the wrong way round.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds a rule by which the level falls while a number grows, if other rules raise it, and without this one the
    /// level would only rise.
    ///
    /// It checks sets of rules in which the highest level wins, and numbers only: for lists of words and for days,
    /// either direction is common.
    ///
    /// ## Why is this bad?
    /// `users <= 500` instead of `users > 500` is an easy mistake, and leaves no gap and no contradiction. If it is
    /// intended, add a comment.
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
    ///   worst wins
    ///   high   when personal_data and users <= 500
    ///   medium when users > 50
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
    ///   worst wins
    ///   high   when personal_data and users > 500
    ///   medium when users > 50
    ///   low    otherwise
    /// }
    /// ```
    pub RULE = 4020 "turned-threshold" Info "a greater number lowers the level, and elsewhere raises it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        for turned in study.turned(program) {
            let (level, field) = (study.level_of_rule(program, turned.rule), &turned.field);
            let Some(other) = study.place(program, turned.other) else { continue };
            findings.push(
                Diagnostic::new(&RULE, turned.place, format!("a greater `{field}` lowers the level here alone"))
                    .marked(format!("gives `{level}` to fewer"))
                    .label(other, "raises it for more")
                    .note(format!("without this rule the level only rises with `{field}`"))
                    .help("reverse the comparison, or leave it if that is meant"),
            );
        }
    }
}
