//! `access-team-with-roles`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::TeamKind;

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of kind `access` with `roles`.
    ///
    /// ## Why is this bad?
    /// An access team holds no roles: rows are shared with it, one by one. The platform refuses the assignment.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team reviewers { in = finance; kind = access; members = [alice]; roles = [basic_user] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team reviewers { in = finance; kind = owner; members = [alice]; roles = [basic_user] }
    /// ```
    pub RULE = 5014 "access-team-with-roles" Error "an access team is given roles";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for team in context.program.organisation.teams.iter().filter(|team| team.kind == TeamKind::Access) {
        let Some(role) = team.roles.first() else { continue };
        let name = &team.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, role.symbol.location, format!("team `{name}` is an access team and is given roles"))
                .marked("cannot be held by it")
                .label(team.kind_location, "the kind is set here")
                .note("rows are shared with an access team; it holds no roles and owns nothing")
                .help("make it `kind = owner`, or give the roles to its members")
                .witness(Witness::new([("team", &**name)])),
        );
    }
}
