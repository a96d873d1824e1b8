//! Controls that leave no environment.

use crate::analysis::governance::{self, Reach};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Level, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds controls whose `environments` contain no declared environment, or only environments that host less
    /// critical apps by their own `criticity = up to …`. It is an error if an app has that level, otherwise a
    /// warning.
    ///
    /// ## Why is this bad?
    /// There is no environment for apps of that level. The control cannot be met.
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
    /// control low  { process = automated }
    /// control high { process = automated; environments = environments where managed }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    /// }
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
    /// control high { process = automated; environments = environments where type == production }
    ///
    /// environment hr { type = production }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    /// }
    /// ```
    pub RULE = 4104 "control-without-environment" Error "a control leaves its apps no environment to live in";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for control in program.controls.iter().filter(|control| control.sound) {
        let (Some(targets), Some(level)) = (&control.environments, control.level) else { continue };
        let reach = governance::reach(program, control);
        let name = &control.head.symbol.name;
        let (marked, help) = match reach {
            Reach::Some => continue,
            Reach::Nowhere if targets.condition.is_some() => (
                "no declared environment satisfies this",
                "declare such an environment, or fix the condition".to_owned(),
            ),
            Reach::Nowhere => ("this holds none", "name an environment, or leave `environments` out".to_owned()),
            Reach::Below => (
                "all of these host less critical apps",
                format!("write `criticity = up to {name}` in one of them, or name another"),
            ),
        };
        let message = format!("no environment can host apps of level `{name}`");
        let mut finding = Diagnostic::new(&RULE, targets.location, message)
            .marked(marked)
            .note("an app of this level can live nowhere");
        let there = targets.resolved.iter().map(|id| &program.environments[id]);
        for ceiling in there.filter_map(|environment| environment.ceiling.as_ref()).take(3) {
            finding = finding.label(ceiling.symbol.location, format!("up to `{}` only", ceiling.symbol.name));
        }
        match program.apps.iter().find(|app| app.outcome.level() == Some(level)) {
            Some(app) => {
                let symbol = &app.head.symbol;
                finding = finding
                    .label(symbol.location, format!("`{}` is such an app", symbol.name))
                    .witness(Witness::new([("app", &*symbol.name), ("level", name)]));
            }
            None => finding.level = Level::Warning,
        }
        findings.push(finding.help(help));
    }
}
