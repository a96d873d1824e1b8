//! `otherwise` in rules that match everything already.

use crate::analysis::{Check, Context, Reads};
use crate::decision::Standing;
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds `otherwise` if a rule matches every possible app.
    ///
    /// ## Why is this bad?
    /// This is not wrong. But without `otherwise`, a gap that a later change opens is reported; with it, the gap is
    /// filled silently.
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
    ///   high   when personal_data
    ///   medium when not personal_data and users > 50
    ///   low    when not personal_data and users <= 50
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
    ///   high   when personal_data
    ///   medium when not personal_data and users > 50
    ///   low    when not personal_data and users <= 50
    /// }
    /// ```
    pub RULE = 4017 "needless-otherwise" Info "`otherwise` is never needed";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::RULES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for study in context.studies() {
        let Some(otherwise) = study.reading.as_ref().ok().and_then(|reading| reading.otherwise) else { continue };
        if !matches!(study.standings.get(otherwise), Some(Standing::Masked(_))) {
            continue;
        }
        let Some(rules) = study.rule_set(program) else { continue };
        let Some(place) = study.place(program, otherwise) else { continue };
        let subjects = study.subjects(program);
        findings.push(
            Diagnostic::new(&RULE, place, format!("the rules match all {subjects}, so `otherwise` is never needed"))
                .label(rules.head.location, "these leave nothing open")
                .note("if a later change opens a gap, it would fill the gap without a finding")
                .help("remove it, so that a gap in the rules is reported"),
        );
    }
}
