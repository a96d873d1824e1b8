//! `app-in-trial`

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds live apps in a trial environment.
    ///
    /// ## Why is this bad?
    /// A trial environment is deleted after 30 days, 60 at most, with everything in it. It can be neither copied nor
    /// backed up, so the app cannot be saved. For an app that is only being tested, write `live = no`.
    ///
    /// ```dictum,bad
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    /// rules criticity { high when sensitive_data; low otherwise }
    /// control low  { process = automated }
    /// control high { process = automated }
    ///
    /// environment first_steps { type = trial }
    ///
    /// app expenses { environment = first_steps; sensitive_data = no }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale criticity { low < high }
    /// criteria app { sensitive_data : bool }
    /// rules criticity { high when sensitive_data; low otherwise }
    /// control low  { process = automated }
    /// control high { process = automated }
    ///
    /// environment finance { type = production }
    ///
    /// app expenses { environment = finance; sensitive_data = no }
    /// ```
    pub RULE = 2111 "app-in-trial" Warning "an app that is in use lives in a trial environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in program.apps.iter().filter(|app| app.sound && app.live) {
        let Some((_, environment)) = governance::environment_of(program, app) else { continue };
        let Some(reference) = app.environment.as_ref().filter(|_| environment.kind == Some(EnvironmentType::Trial))
        else {
            continue;
        };
        let (name, place) = (&app.head.symbol.name, &environment.head.symbol.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                reference.symbol.location,
                format!("app `{name}` is in use and lives in trial environment `{place}`"),
            )
            .marked("its environment")
            .label(environment.kind_location, "ends after 30 days")
            .note("a trial environment is deleted with all that is in it, and can be neither copied nor backed up")
            .help("move the app to another environment, or write `live = no` while it is tried")
            .witness(Witness::new([("app", &**name), ("environment", &**place)])),
        );
    }
}
