//! `user-without-licence`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds users who hold roles, directly or as members of a team, but have no licence, if the project declares
    /// licences. Applications and users who cannot sign in need none.
    ///
    /// ## Why is this bad?
    /// Roles have no effect for users without a licence. If the licence comes from a group or a plan of the
    /// environment, declare that as a licence too, so that the list of users is complete.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// licence power_apps_premium { seats = 200 }
    ///
    /// user alice {
    ///   upn      = "alice@contoso.com"
    ///   licences = [power_apps_premium]
    ///   roles { finance = [basic_user] }
    /// }
    ///
    /// user bob {
    ///   upn = "bob@contoso.com"
    ///   roles { finance = [basic_user] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// licence power_apps_premium { seats = 200 }
    ///
    /// user alice {
    ///   upn      = "alice@contoso.com"
    ///   licences = [power_apps_premium]
    ///   roles { finance = [basic_user] }
    /// }
    ///
    /// user bob {
    ///   upn      = "bob@contoso.com"
    ///   licences = [power_apps_premium]
    ///   roles { finance = [basic_user] }
    /// }
    /// ```
    pub RULE = 5216 "user-without-licence" Info "a user who holds roles has no licence";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    if organisation.licences.is_empty() {
        return;
    }
    let mut holds: Vec<bool> = organisation
        .users
        .iter()
        .map(|user| user.roles.iter().any(|assignment| !assignment.roles.is_empty()))
        .collect();
    let teams = organisation.teams.iter().filter(|team| !team.roles.is_empty());
    for member in teams.flat_map(|team| &team.members) {
        if let Some(holds) = member.target.and_then(|target| holds.get_mut(target.0 as usize)) {
            *holds = true;
        }
    }
    for (user, _) in organisation.users.iter().zip(holds).filter(|(_, holds)| *holds) {
        if !user.licences.is_empty() || user.application.is_some() || user.disabled.is_some() {
            continue;
        }
        let symbol = &user.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("user `{}` holds roles and has no licence", symbol.name))
                .marked("has no licence")
                .note("roles have no effect for people without a licence")
                .help("add `licences = […]`")
                .witness(Witness::new([("user", &*symbol.name)])),
        );
    }
}
