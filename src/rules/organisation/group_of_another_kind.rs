//! `group-of-another-kind`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety, Witness};
use crate::model::organisation::TeamKind;

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of kind `entra_group` whose group is a Microsoft 365 group, and the reverse.
    ///
    /// ## Why is this bad?
    /// The platform asks for the kind together with the group, and refuses a team if they differ. Neither can be
    /// changed later.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// group office { kind = microsoft_365 }
    ///
    /// team pmo_office { in = finance; kind = entra_group; group = office; roles = [basic_user] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// group office { kind = microsoft_365 }
    ///
    /// team pmo_office { in = finance; kind = microsoft_365_group; group = office; roles = [basic_user] }
    /// ```
    pub RULE = 5016 "group-of-another-kind" Error "a team is of another kind than its group" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for team in program.organisation.teams.iter().filter(|team| team.sound && team.kind.takes_group()) {
        let group = team.group.as_ref().and_then(|group| Some(&program.groups[group.target?]));
        let Some((group, kind)) = group.and_then(|group| Some((group, group.kind?))) else { continue };
        let fitting = TeamKind::of_group(kind);
        if team.kind == fitting {
            continue;
        }
        let (name, group_name) = (&team.head.symbol.name, &group.head.symbol.name);
        let is = if fitting == TeamKind::EntraGroup { "a security group" } else { "a Microsoft 365 group" };
        let (place, word) = (team.kind_location, fitting.word());
        findings.push(
            Diagnostic::new(
                &RULE,
                place,
                format!("team `{name}` is of kind `{}`, and its group is {is}", team.kind.word()),
            )
            .marked("of another kind than the group")
            .label(group.head.symbol.location, format!("`{group_name}` is {is}"))
            .note("the kind of a team follows from its group, and neither can be changed later")
            .help(format!("write `kind = {word}`"))
            .fix(Fix::replace(format!("write `{word}`"), Safety::Unsafe, place, word))
            .witness(Witness::new([("team", &**name), ("group", group_name)])),
        );
    }
}
