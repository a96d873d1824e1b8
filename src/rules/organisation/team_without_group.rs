//! `team-without-group`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of kind `entra_group` or `microsoft_365_group` without a `group`.
    ///
    /// ## Why is this bad?
    /// Their members are the members of the group. Without a group the platform cannot make the team.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// team pmo_office { in = finance; kind = entra_group; roles = [basic_user] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// group sg_pmo { kind = security }
    ///
    /// team pmo_office { in = finance; kind = entra_group; group = sg_pmo; roles = [basic_user] }
    /// ```
    pub RULE = 5015 "team-without-group" Error "a team of a group names no group";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for team in context.program.organisation.teams.iter().filter(|team| team.sound && team.kind.takes_group()) {
        if team.group.is_some() {
            continue;
        }
        let name = &team.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, team.kind_location, format!("team `{name}` is one of a group and names no group"))
                .marked("needs a group")
                .note("the members of such a team are those of its group")
                .help("add `group = …`, or make it `kind = owner`")
                .witness(Witness::new([("team", &**name)])),
        );
    }
}
