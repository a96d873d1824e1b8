//! Apps in an environment that their control does not allow.

use crate::analysis::governance::{self, Reach};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::program::Environment;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps in an environment that the control of their level does not name.
    ///
    /// ## Why is this bad?
    /// The control names the environments that are managed for such apps, and the app is not there.
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
    /// control high { process = automated; environments = environments where type == production }
    ///
    /// environment hr         { type = production }
    /// environment playground { type = sandbox }
    ///
    /// app expenses {
    ///   environment    = playground
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
    /// environment hr         { type = production }
    /// environment playground { type = sandbox }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    /// }
    /// ```
    pub RULE = 4204 "app-out-of-place" Error "an app is in an environment that its control does not allow";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in &program.apps {
        let Some((_, control)) = governance::held_to(program, app) else { continue };
        let (Some(targets), Some(reference)) = (&control.environments, &app.environment) else { continue };
        if governance::is_in_place(program, app, control) || governance::reach(program, control) != Reach::Some {
            continue;
        }
        let (name, place, level) = (&app.head.symbol.name, &reference.symbol.name, &control.head.symbol.name);
        let message = format!("app `{name}` is `{level}`, and environment `{place}` is not one for such apps");
        let mut finding = Diagnostic::new(&RULE, reference.symbol.location, message)
            .marked("where it lives")
            .note("the control says where such apps are looked after")
            .label(targets.location, format!("where apps of level `{level}` may live"));
        if let Some(decided) = governance::decided_at(program, app) {
            finding = finding.label(decided, format!("makes it `{level}`"));
        }
        let there = targets.resolved.iter().map(|id| &program.environments[id]);
        let names: Vec<&str> = there.map(Environment::name).take(3).collect();
        findings.push(
            finding
                .help(match names.as_slice() {
                    [] => "let the control name its environment".to_owned(),
                    names => format!("move it to {}", quoted_list(names.iter().copied(), "or")),
                })
                .witness(Witness::new([("app", &**name), ("level", level), ("environment", place)])),
        );
    }
}
