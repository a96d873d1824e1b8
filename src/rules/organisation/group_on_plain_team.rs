//! `group-on-plain-team`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::TeamKind;

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of kind `owner`, `access` or `default` with a `group`.
    ///
    /// ## Why is this bad?
    /// Only teams of groups take their members from a group. The group would be ignored, and its members would wait
    /// for rights.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// group sg_pmo { kind = security }
    ///
    /// team pmo_office { in = finance; kind = owner; group = sg_pmo; roles = [basic_user] }
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
    pub RULE = 5017 "group-on-plain-team" Error "a team that takes no group names one";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for team in program.organisation.teams.iter().filter(|team| team.sound && !team.kind.takes_group()) {
        let Some(group) = &team.group else { continue };
        let kind = group.target.and_then(|index| program.groups[index].kind);
        let kinds = kind.map_or_else(
            || TeamKind::ALL.into_iter().filter(|kind| kind.takes_group()).collect(),
            |kind| vec![TeamKind::of_group(kind)],
        );
        let fitting: Vec<String> = kinds.into_iter().map(|kind| format!("`kind = {}`", kind.word())).collect();
        let name = &team.head.symbol.name;
        findings.push(
            Diagnostic::new(
                &RULE,
                group.symbol.location,
                format!("team `{name}` is of kind `{}`, which takes no group", team.kind.word()),
            )
            .marked("has no effect")
            .label(team.kind_location, "the kind is set here")
            .note("only teams of groups take their members from one")
            .help(format!("make it {}, or remove `group`", fitting.join(" or ")))
            .witness(Witness::new([("team", &**name)])),
        );
    }
}
