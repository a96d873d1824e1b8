//! `gate-without-role`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

use crate::model::program::EnvironmentType;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments with an `access` group in which no user or team has a role, while roles are given in
    /// others.
    ///
    /// ## Why is this bad?
    /// The group only grants access: its members can enter, but can neither see nor do anything until they have a
    /// role, directly or through a team of the group.
    ///
    /// ```dictum,bad
    /// group sg_finance { kind = security }
    ///
    /// environment sales { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// environment finance {
    ///   type   = production
    ///   access = sg_finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { sales = [basic_user] } }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_finance { kind = security; owners = [alice]; members = [alice] }
    ///
    /// environment sales { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// environment finance {
    ///   type   = production
    ///   access = sg_finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { sales = [basic_user] } }
    ///
    /// team finance_makers { in = finance; kind = entra_group; group = sg_finance; roles = [basic_user] }
    /// ```
    pub RULE = 2109 "gate-without-role" Warning "who may enter an environment has no role there";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let direct = || organisation.users.iter().flat_map(|user| &user.roles).filter(|held| !held.roles.is_empty());
    let teams = || organisation.teams.iter().filter(|team| !team.roles.is_empty());
    if direct().next().is_none() && teams().next().is_none() {
        return;
    }
    for (id, environment) in program.environments.ids().filter(|(_, one)| one.sound && one.dataverse.is_some()) {
        let Some(access) = environment.access.as_ref().filter(|_| environment.kind != Some(EnvironmentType::Default))
        else {
            continue;
        };
        if access.target.is_none()
            || direct().any(|held| id.is(&held.environment))
            || teams().any(|team| team.is_in(id))
        {
            continue;
        }
        let (name, group) = (&environment.head.symbol.name, &access.symbol.name);
        let message = format!("members of `{group}` may enter environment `{name}`, and nobody holds a role there");
        let mut finding = Diagnostic::new(&RULE, access.symbol.location, message).marked("only lets them in");
        let of_group = |one: &&crate::model::organisation::Team| {
            one.is_in(id) && one.group.as_ref().is_some_and(|group| group.target == access.target)
        };
        if let Some(team) = organisation.teams.iter().find(of_group) {
            finding = finding.label(team.head.symbol.location, "its team has no roles");
        }
        findings.push(
            finding
                .note("without a role a user can see and do nothing in an environment")
                .help(format!(
                    "declare a team: `team … {{ in = {name}; kind = entra_group; group = {group}; roles = […] }}`"
                ))
                .witness(Witness::new([("environment", &**name), ("group", &**group)])),
        );
    }
}
