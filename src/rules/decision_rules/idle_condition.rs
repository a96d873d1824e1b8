//! Parts of a condition that have no effect.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Level};

crate::declare_rule! {
    /// ## What it does
    /// Finds parts of a rule's condition that could be removed without changing the level of any possible app:
    /// because the rest of the condition implies them, or because rules that take precedence do. The second case is
    /// information only.
    ///
    /// ## Why is this bad?
    /// The part seems to matter, but a change to it has no effect.
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
    ///   high   when personal_data and users > 500 and users > 100
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
    pub RULE = 4010 "idle-condition" Warning "a part of a condition decides nothing";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        for idle in &study.idle {
            let subjects = study.subjects(program);
            let mut finding = Diagnostic::new(&RULE, idle.part, "this part of the condition decides nothing");
            if !idle.is_implied {
                finding.level = Level::Info;
            }
            let note = if idle.is_implied {
                "the rest of the condition says as much".to_owned()
            } else {
                format!("with or without it, all {subjects} have the same level")
            };
            let finding = finding.note(note);
            findings.push(finding.help("remove it, or fix it if something else was meant"));
        }
    }
}
