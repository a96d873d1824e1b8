//! `group-with-two-teams`

use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{EnvironmentId, GroupId, Reference};

crate::declare_rule! {
    /// ## What it does
    /// Finds teams of one environment that have the same `group` and the same `membership`.
    ///
    /// ## Why is this bad?
    /// In one environment, the platform makes only one team for a group and membership, and refuses the second.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// group sg_pmo { kind = security }
    ///
    /// team pmo_office { in = finance; kind = entra_group; group = sg_pmo; roles = [basic_user] }
    /// team pmo_makers { in = finance; kind = entra_group; group = sg_pmo; roles = [environment_maker] }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// group sg_pmo { kind = security }
    ///
    /// team pmo_office {
    ///   in    = finance
    ///   kind  = entra_group
    ///   group = sg_pmo
    ///   roles = [basic_user, environment_maker]
    /// }
    /// ```
    pub RULE = 5020 "group-with-two-teams" Error "two teams of an environment come from one group";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut seen: FxHashMap<(EnvironmentId, GroupId, u8), (&str, &Reference<GroupId>)> = FxHashMap::default();
    for team in context.program.organisation.teams.iter().filter(|team| team.kind.takes_group()) {
        let (Some(environment), Some(group)) = (&team.environment, &team.group) else { continue };
        let (Some(there), Some(index)) = (environment.target, group.target) else { continue };
        let membership = team.membership.map(|(membership, _)| membership).unwrap_or_default();
        let name = team.name();
        let Some((first, other)) = seen.insert((there, index, membership.number()), (name, group)) else { continue };
        findings.push(
            Diagnostic::new(
                &RULE,
                group.symbol.location,
                format!("teams `{first}` and `{name}` of `{}` come from one group", environment.symbol.name),
            )
            .marked("again here")
            .label(other.symbol.location, "first here")
            .note(format!("the platform makes one team of a group and its {}", membership.word().replace('_', " ")))
            .help("give one team the roles of both, or choose other people by `membership`")
            .witness(Witness::new([("environment", &*environment.symbol.name), ("group", &group.symbol.name)])),
        );
    }
}
