//! Apps that are too critical for their environment.

use crate::analysis::governance::{self, Reach};
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::program::Environment;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps whose level is above the limit that their environment sets with `criticity = up to …`.
    ///
    /// ## Why is this bad?
    /// The author of the environment states that it is not suitable for such an app.
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
    /// environment hr {
    ///   type      = production
    ///   managed   = yes
    ///   criticity = up to low
    ///   dataverse { language = 1033; currency = EUR }
    /// }
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
    /// control high { process = automated }
    ///
    /// environment hr {
    ///   type      = production
    ///   managed   = yes
    ///   criticity = up to high
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    /// }
    /// ```
    pub RULE = 4203 "app-above-ceiling" Error "an app is more critical than its environment may host";
}

/// The rule and its check function.
pub static CHECK: Check = Check::clear(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for app in program.apps.iter().filter(|app| app.sound) {
        let Some(level) = app.outcome.level() else { continue };
        let (Some(ceiling), Some(reference)) = (governance::exceeded_ceiling(program, app, level), &app.environment)
        else {
            continue;
        };
        // If the control leaves no environment, or requires another one, that is reported instead.
        let held = governance::held_to(program, app);
        if held.is_some_and(|(_, control)| {
            governance::reach(program, control) == Reach::Below || !governance::is_in_place(program, app, control)
        }) {
            continue;
        }
        let (name, place) = (&app.head.symbol.name, &reference.symbol.name);
        let level_name = governance::level_name(program, level);
        let message = format!(
            "app `{name}` is `{level_name}`, and environment `{place}` hosts apps up to `{}` only",
            ceiling.symbol.name
        );
        let mut finding = Diagnostic::new(&RULE, reference.symbol.location, message)
            .marked("where it lives")
            .note("the environment is looked after for less critical apps only")
            .label(ceiling.symbol.location, format!("up to `{}`", ceiling.symbol.name));
        if let Some(decided) = governance::decided_at(program, app) {
            finding = finding.label(decided, format!("makes it `{level_name}`"));
        }
        let fits = program.environments.iter().filter(|one| {
            one.ceiling.as_ref().and_then(|ceiling| ceiling.target).is_some_and(|ceiling| ceiling >= level)
        });
        let names: Vec<&str> = fits.map(Environment::name).take(3).collect();
        let there = format!("write `criticity = up to {level_name}` in `{place}`");
        findings.push(
            finding
                .help(match names.as_slice() {
                    [] => there,
                    names => format!("move it to {}, or {there}", quoted_list(names.iter().copied(), "or")),
                })
                .witness(Witness::new([("app", &**name), ("level", level_name), ("environment", place)])),
        );
    }
}
