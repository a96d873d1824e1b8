//! `production-without-checker`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Environment, EnvironmentType, ManagedSettings};

crate::declare_rule! {
    /// ## What it does
    /// Finds managed production environments in which the solution checker does not block, if the project has a
    /// setting for the checker.
    ///
    /// ## Why is this bad?
    /// With `warn` or `off`, solutions with critical findings are imported into production like any other.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type = production
    ///   managed { solution_checker = warn }
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   managed   { solution_checker = block }
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    /// ```
    pub RULE = 2110 "production-without-checker" Warning "solutions with critical findings may enter production";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let says = |settings: &ManagedSettings| settings.solution_checker.is_some();
    // A group that no environment names is reported separately.
    let of_group = |environment: &Environment| {
        let group = Some(&program.environment_groups[environment.group.as_ref()?.target?]);
        group.map(|group| says(&group.managed))
    };
    let is_managed = |environment: &Environment| {
        of_group(environment).unwrap_or(false) || environment.managed_settings.as_ref().is_some_and(says)
    };
    if !program.environments.iter().any(is_managed) {
        return;
    }
    for environment in program
        .environments
        .iter()
        .filter(|one| one.sound && one.managed && one.kind == Some(EnvironmentType::Production))
    {
        let group = environment.group.as_ref();
        // An unknown group may have the setting.
        if group.is_some_and(|group| group.target.is_none()) {
            continue;
        }
        let group = group.and_then(|group| Some(&program.environment_groups[group.target?]));
        let checker = match group {
            Some(group) => group.managed.solution_checker,
            None => environment.managed_settings.as_ref().and_then(|own| own.solution_checker),
        };
        if checker.is_some_and(|(word, _)| word == "block") {
            continue;
        }
        let symbol = &environment.head.symbol;
        let message = format!("the solution checker does not block in production environment `{}`", symbol.name);
        let mut finding = Diagnostic::new(&RULE, symbol.location, message).marked("for production");
        if let Some((word, place)) = checker {
            finding = finding.label(place, format!("`{word}` lets solutions in"));
        } else if let Some(group) = group {
            finding = finding.label(group.head.symbol.location, "its group says nothing of the checker");
        }
        let place = group.map_or_else(
            || "in `managed { … }`".to_owned(),
            |group| format!("in environment group `{}`", group.head.symbol.name),
        );
        findings.push(
            finding
                .note("solutions with critical findings are imported there")
                .help(format!("write `solution_checker = block` {place}"))
                .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}
