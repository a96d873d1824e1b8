//! `unused-role`

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that no user, team, app, or role refers to, that role administrators do not give, and that new
    /// users do not get automatically. If no user, team, or app is given any role, nothing is reported: then the
    /// project only maintains roles.
    ///
    /// ## Why is this bad?
    /// The role has no effect here. Often it should be assigned; otherwise it is one more role to maintain.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
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
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    /// }
    ///
    /// user alice {
    ///   upn = "alice@contoso.com"
    ///   roles { finance = [basic_user, clerk] }
    /// }
    /// ```
    pub RULE = 5206 "unused-role" Warning "nobody holds a role, and no role includes it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Program, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let users = organisation.users.iter().flat_map(|user| &user.roles).flat_map(|assignment| &assignment.roles);
    let teams = organisation.teams.iter().flat_map(|team| &team.roles);
    let apps = program.apps.iter().flat_map(|app| &app.roles);
    let held = users.chain(teams).chain(apps);
    let mut used = vec![false; organisation.roles.len()];
    let mut any = false;
    for reference in held {
        any = true;
        if let Some(used) = reference.target.and_then(|target| used.get_mut(target.0 as usize)) {
            *used = true;
        }
    }
    if !any {
        return;
    }
    let included = organisation.roles.iter().flat_map(|role| &role.includes);
    let given = organisation.administrators.iter().flat_map(|list| &list.assign);
    for reference in included.chain(given) {
        if let Some(used) = reference.target.and_then(|target| used.get_mut(target.0 as usize)) {
            *used = true;
        }
    }
    let all = organisation.roles.iter().zip(used).filter(|(_, used)| !used).map(|(role, _)| role);
    for role in all.filter(|role| role.predefined.is_none() && role.auto_assigned != Some(true)) {
        let symbol = &role.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("nobody holds role `{}`", symbol.name))
                .marked("no user, team, app or role names it")
                .note("a role has an effect where a user or team holds it")
                .help("give it to a user or a team, include it in a role, or remove it"),
        );
    }
}
