//! Levels without requirements.

use crate::analysis::{Check, Context, governance};
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::model::program::Symbol;

crate::declare_rule! {
    /// ## What it does
    /// Finds levels of the scale `criticity` (the criticality of apps) that have no control, if rules give apps their
    /// level.
    ///
    /// ## Why is this bad?
    /// Rules that give an app a level without requirements have no effect. A level that has no duties states it:
    /// `control low { process = automated }`.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low { process = automated }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    ///
    /// rules criticity {
    ///   high when sensitive_data
    ///   low  otherwise
    /// }
    ///
    /// control low  { process = automated }
    /// control high { process = automated }
    /// ```
    pub RULE = 4101 "level-without-control" Error "a level that rules give to apps has no control";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let (Some(scale), Some(rules)) = (governance::scale(program), governance::app_rules(program)) else { return };
    // A control with an unknown level may be the missing one.
    if program.controls.iter().any(|control| control.level.is_none()) {
        return;
    }
    let is_missing = |name: &str| {
        let named = program.controls.iter().any(|control| *control.head.symbol.name == *name);
        !named && !program.unread.may_hold("control", name)
    };
    let missing: Vec<&Symbol> = scale.levels.iter().filter(|level| is_missing(&level.name)).collect();
    let Some((first, others)) = missing.split_first() else { return };
    let names = quoted_list(missing.iter().map(|level| &*level.name), "and");
    let message = if others.is_empty() {
        format!("level {names} has no control")
    } else {
        format!("levels {names} have no control")
    };
    let mut finding = Diagnostic::new(&RULE, first.location, message)
        .about(missing.iter().map(|level| (level.name.as_str(), level.location)))
        .marked("no control has this name");
    for level in others.iter().take(3) {
        finding = finding.label(level.location, "nor has this one");
    }
    findings.push(
        finding
            .label(rules.head.location, "these rules give it to apps")
            .note("nothing would be required of an app with this level")
            .help(format!("declare it: `control {} {{ process = … }}`", first.name)),
    );
}
