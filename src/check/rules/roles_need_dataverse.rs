//! `roles-need-dataverse`

use crate::analysis::{Check, Context};
use crate::check::each;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Environment, Program, Reference};

crate::declare_rule! {
    /// ## What it does
    /// Finds users who hold roles, and teams, in an environment without a Dataverse database. `environment_maker`, which every
    /// environment has, is left alone.
    ///
    /// ## Why is this bad?
    /// Roles and teams are rows of the database. Without one they cannot be given, and nobody has the rights that are meant.
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

/// The check of this rule.
pub static CHECK: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    each::user(context, findings, |_, user, found| {
        for assignment in &user.roles {
            let Some(environment) = bare(program, &assignment.environment) else { continue };
            let is_maker = |role: &Reference| &*role.symbol.name == "environment_maker";
            let Some(role) = assignment.roles.iter().find(|role| !is_maker(role)) else { continue };
            let message = format!(
                "user `{}` is given role `{}` in `{}`, which has no database",
                user.head.symbol.name, role.symbol.name, environment.head.symbol.name
            );
            found.push(finding(environment, &assignment.environment, message));
        }
    });
    for team in &program.organisation.teams {
        let Some(reference) = &team.environment else { continue };
        let Some(environment) = bare(program, reference) else { continue };
        let (name, there) = (&team.head.symbol.name, &environment.head.symbol.name);
        findings.push(finding(environment, reference, format!("team `{name}` is in `{there}`, which has no database")));
    }
}

/// The environment, where it has no database.
fn bare<'p>(program: &'p Program, reference: &Reference) -> Option<&'p Environment> {
    let environment = program.environments.get(reference.target? as usize)?;
    (environment.sound && environment.dataverse.is_none()).then_some(environment)
}

fn finding(environment: &Environment, reference: &Reference, message: String) -> Diagnostic {
    let symbol = &environment.head.symbol;
    Diagnostic::new(&RULE, reference.symbol.location, message)
        .marked("has no database")
        .label(symbol.location, "no `dataverse` here")
        .note("roles and teams are rows of the Dataverse database")
        .help("add `dataverse { language = …; currency = … }` there, or remove this")
        .witness(Witness::new([("environment", &*symbol.name)]))
}
