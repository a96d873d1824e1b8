//! Rules that every app matches.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds rules with a condition that every possible app satisfies.
    ///
    /// ## Why is this bad?
    /// The condition excludes nothing, so it does not say what was meant. A rule for all other apps is written
    /// `otherwise`.
    ///
    /// ```dictum,bad
    /// scale zone { low < high }
    ///
    /// criteria app {
    ///   personal_data : bool
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   first wins
    ///   high when personal_data
    ///   low  when users >= 0
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
    ///   users         : 0..
    /// }
    ///
    /// rules zone {
    ///   first wins
    ///   high when personal_data
    ///   low  otherwise
    /// }
    /// ```
    pub RULE = 4008 "constant-rule" Warning "a rule that every app matches";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        let Some(rules) = study.rule_set(program) else { continue };
        for index in &study.constant {
            let Some(condition) = study.condition(program, *index) else { continue };
            let level = study.level_of_rule(program, *index);
            let subjects = study.subjects(program);
            let message = format!("this condition holds for all {subjects}");
            let finding = Diagnostic::new(&RULE, condition.location(), message).note("so it says nothing about them");
            findings.push(match rules.otherwise {
                None => finding.help(format!("write `{level} otherwise`, or fix the condition")),
                Some(_) => finding.help("fix the condition, or remove the rule"),
            });
        }
    }
}
