//! `members-not-taken`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::TeamKind;

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of a group, and default teams of units, with `members`.
    ///
    /// ## Why is this bad?
    /// The platform maintains their members itself: those of the group, or all users of the unit. It refuses a list.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// group sg_pmo { kind = security }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team pmo_office { in = finance; kind = entra_group; group = sg_pmo; members = [alice]; roles = [basic_user] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// group sg_pmo { kind = security; members = [alice] }
    ///
    /// team pmo_office { in = finance; kind = entra_group; group = sg_pmo; roles = [basic_user] }
    /// ```
    pub RULE = 5018 "members-not-taken" Error "a team whose members come from elsewhere lists members";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for team in &context.program.organisation.teams {
        let Some(member) = team.members.first() else { continue };
        let (note, help) = match team.kind {
            TeamKind::Owner | TeamKind::Access => continue,
            TeamKind::EntraGroup | TeamKind::Microsoft365Group => {
                ("its members are those of its group", "let the group list them, or make it `kind = owner`")
            }
            TeamKind::Default => {
                ("its members are all users of its unit", "place the users in the unit, or make it `kind = owner`")
            }
        };
        let name = &team.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                member.symbol.location,
                format!("team `{name}` is of kind `{}`, which lists no members", team.kind.word()),
            )
            .marked("cannot be listed here")
            .label(team.kind_location, "the kind is set here")
            .note(note)
            .help(help)
            .witness(Witness::new([("team", &**name)])),
        );
    }
}
