//! Apps above the lowest level in the default environment.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps in the default environment whose level is above the lowest. If the control of the level names its
    /// environments, or the environment has `criticity = up to …`, this is intended and not reported.
    ///
    /// ## Why is this bad?
    /// All users of the tenant may make and change things in the default environment; it is meant for personal
    /// productivity. No group limits access to it, and it cannot be restored like other environments.
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
    /// control high { process = automated }
    ///
    /// environment default { type = default }
    ///
    /// app expenses {
    ///   environment    = default
    ///   sensitive_data = yes
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
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
    ///
    /// environment default { type = default }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 4253 "app-in-default-environment" Warning "an app above the lowest level lives in the default environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in program.apps.iter().filter(|app| app.sound) {
        let Some(level) = app.outcome.level().filter(|level| *level > 0) else { continue };
        let Some((_, environment)) = governance::environment_of(program, app) else { continue };
        if environment.kind != Some(EnvironmentType::Default) || governance::is_wished(program, environment, level) {
            continue;
        }
        let Some(reference) = &app.environment else { continue };
        let (name, level_name) = (&app.head.symbol.name, governance::level_name(program, level));
        let message = format!("app `{name}` is `{level_name}` and lives in the default environment");
        let mut finding = Diagnostic::new(&RULE, reference.symbol.location, message)
            .label(environment.head.symbol.location, "where everybody may make apps");
        if let Some(decided) = governance::decided_at(program, app) {
            finding = finding.label(decided, format!("makes it `{level_name}`"));
        }
        let lowest = governance::level_name(program, 0);
        findings.push(
            finding
                .note("the default environment is meant for personal productivity")
                .help(format!(
                    "move it to an environment of its own; or write `criticity = up to {level_name}` in `{}`, and `up to {lowest}` where that is all it may host",
                    environment.head.symbol.name
                ))
                .witness(Witness::new([("app", &**name), ("level", level_name)])),
        );
    }
}
