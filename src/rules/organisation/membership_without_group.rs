//! `membership-without-group`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of kind `owner`, `access` or `default` with `membership`.
    ///
    /// ## Why is this bad?
    /// `membership` selects members of a group. Here there is no group, so it selects nothing.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team pmo_office { in = finance; kind = owner; members = [alice]; membership = owners; roles = [basic_user] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team pmo_office { in = finance; kind = owner; members = [alice]; roles = [basic_user] }
    /// ```
    pub RULE = 5019 "membership-without-group" Error "a team of no group says which people of the group it takes";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for team in context.program.organisation.teams.iter().filter(|team| !team.kind.takes_group()) {
        let Some((membership, location)) = team.membership else { continue };
        let name = &team.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                location,
                format!(
                    "team `{name}` takes `{}` of a group, and is of kind `{}`",
                    membership.word(),
                    team.kind.word()
                ),
            )
            .marked("has no effect")
            .label(team.kind_location, "the kind is set here")
            .note("`membership` chooses among the people of a group")
            .help("remove `membership`, or make it the team of a group")
            .witness(Witness::new([("team", &**name)])),
        );
    }
}
