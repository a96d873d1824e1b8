//! Apps of the highest level outside managed production environments.

use crate::analysis::{Check, Context, Reads, governance};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds apps of the highest level in an environment that is not of type `production`, or is not managed. If the
    /// control of the level names its environments, or the environment has `criticity = up to …`, this is intended
    /// and not reported. For the default environment, see `app-in-default-environment`.
    ///
    /// ## Why is this bad?
    /// Backups of other types are kept for a few days only. Without management there is neither solution checking nor
    /// a limit on sharing.
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
    /// environment playground {
    ///   type    = sandbox
    ///   managed = yes
    ///   dataverse { language = 1033; currency = EUR }
    /// }
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
    /// control high { process = automated }
    ///
    /// environment hr { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
    ///
    /// app expenses {
    ///   environment    = hr
    ///   sensitive_data = yes
    /// }
    /// ```
    pub RULE = 4254 "critical-app-unprotected" Warning "an app of the highest level lives outside a managed production environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["app", "data_policy", "connector_allow_list"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(highest) = governance::scale(program).and_then(|scale| (scale.levels.len() as u32).checked_sub(1)) else {
        return;
    };
    for app in program.apps.iter().filter(|app| app.sound && app.outcome.level() == Some(highest) && highest > 0) {
        let Some((_, environment)) = governance::environment_of(program, app) else { continue };
        if governance::is_wished(program, environment, highest) || !environment.sound {
            continue;
        }
        // An environment without a type may be what is meant.
        let (marked, help) = match (environment.kind, environment.managed) {
            (None | Some(EnvironmentType::Default), _) | (Some(EnvironmentType::Production), true) => continue,
            (Some(EnvironmentType::Production), false) => ("is not managed", "let the environment say `managed = yes`"),
            _other => ("is not a production environment", "move it to a managed production environment"),
        };
        let Some(reference) = &app.environment else { continue };
        let (name, level) = (&app.head.symbol.name, governance::level_name(program, highest));
        let place = &environment.head.symbol;
        let message = format!("app `{name}` is `{level}`, and its environment `{}` {marked}", place.name);
        let mut finding = Diagnostic::new(&RULE, reference.symbol.location, message).label(place.location, marked);
        if let Some(decided) = governance::decided_at(program, app) {
            finding = finding.label(decided, format!("makes it `{level}`"));
        }
        findings.push(
            finding
                .note("such apps need backups that last, and limits on sharing")
                .help(format!("{help}; or let control `{level}` name the environments of such apps"))
                .witness(Witness::new([("app", &**name), ("environment", &place.name)])),
        );
    }
}
