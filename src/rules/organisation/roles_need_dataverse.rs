//! `roles-need-dataverse`

use std::collections::BTreeMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Environment, EnvironmentId, Program, Reference};
use crate::model::roles::RoleId;

crate::declare_rule! {
    /// ## What it does
    /// Finds users who hold roles, and teams, in an environment without a Dataverse database. `environment_maker`,
    /// which every environment has, is not reported.
    ///
    /// ## Why is this bad?
    /// Roles and teams are rows of the database. Without a database they cannot be given, and no user has the
    /// intended rights.
    ///
    /// ```dictum,bad
    /// environment finance { type = production }
    ///
    /// user alice {
    ///   upn = "alice@contoso.com"
    ///   roles { finance = [basic_user] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice {
    ///   upn = "alice@contoso.com"
    ///   roles { finance = [basic_user] }
    /// }
    /// ```
    pub RULE = 5023 "roles-need-dataverse" Error "roles are given in an environment that has no database";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let needing = program.environments.iter().any(|environment| environment.dataverse.is_none());
    if !needing {
        return;
    }
    // One finding for each environment, since all of its users and teams lack the same database.
    let mut found: BTreeMap<Option<EnvironmentId>, Vec<(&Reference<EnvironmentId>, String)>> = BTreeMap::new();
    for user in &program.organisation.users {
        for assignment in &user.roles {
            let Some(environment) = bare(program, &assignment.environment) else { continue };
            let is_maker = |role: &Reference<RoleId>| &*role.symbol.name == "environment_maker";
            let Some(role) = assignment.roles.iter().find(|role| !is_maker(role)) else { continue };
            let message = format!(
                "user `{}` is given role `{}` in `{}`, which has no database",
                user.head.symbol.name, role.symbol.name, environment.head.symbol.name
            );
            let index = assignment.environment.target;
            found.entry(index).or_default().push((&assignment.environment, message));
        }
    }
    for team in &program.organisation.teams {
        let Some(reference) = &team.environment else { continue };
        let Some(environment) = bare(program, reference) else { continue };
        let (name, there) = (&team.head.symbol.name, &environment.head.symbol.name);
        let message = format!("team `{name}` is in `{there}`, which has no database");
        found.entry(reference.target).or_default().push((reference, message));
    }
    for (index, told) in found {
        findings.extend(index.and_then(|id| finding(&program.environments[id], &told)));
    }
}

/// The environment, if it has no database and nothing in it requires one (that is reported there).
fn bare<'p>(program: &'p Program, reference: &Reference<EnvironmentId>) -> Option<&'p Environment> {
    let environment = &program.environments[reference.target?];
    let asks = environment.access.is_some() || environment.managed;
    (environment.sound && environment.dataverse.is_none() && !asks).then_some(environment)
}

fn finding(environment: &Environment, told: &[(&Reference<EnvironmentId>, String)]) -> Option<Diagnostic> {
    let ((reference, message), others) = told.split_first()?;
    let symbol = &environment.head.symbol;
    let mut finding = Diagnostic::new(&RULE, reference.symbol.location, message.as_str())
        .marked("has no database")
        .label(symbol.location, "no `dataverse` here");
    for (other, _) in others.iter().take(3) {
        finding = finding.label(other.symbol.location, "this needs it too");
    }
    if others.len() > 3 {
        finding = finding.note(format!("{} more users and teams need it", others.len() - 3));
    }
    Some(
        finding
            .note("roles and teams are rows of the Dataverse database")
            .help("add `dataverse { language = …; currency = … }` there, or remove this")
            .witness(Witness::new([("environment", &*symbol.name)])),
    )
}
