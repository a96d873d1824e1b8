//! Roles of users whom the environment does not let in.

use crate::analysis::access::{Gate, Through};
use crate::analysis::administrators::{Administrators, makes_administrator};
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::model::organisation::TeamId;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles given, directly or through a team, to users who are not in the group that may enter the
    /// environment. If a rule selects the members of the group, they are unknown and nothing is reported.
    ///
    /// ## Why is this bad?
    /// The group is a gate: users who are not in it cannot enter, whatever roles they hold. The role has no effect.
    ///
    /// ```dictum,bad
    /// group sg_finance { kind = security; members = [bob] }
    ///
    /// environment finance {
    ///   type   = production
    ///   access = sg_finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { finance = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// group sg_finance { kind = security; members = [alice, bob] }
    ///
    /// environment finance {
    ///   type   = production
    ///   access = sg_finance
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [basic_user] } }
    /// user bob   { upn = "bob@contoso.com"; roles { finance = [basic_user] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5250 "role-without-effect" Warning "a role is given to a user or team that the environment does not let in";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    for place in context.access().places() {
        let environment = &program.environments[place.environment];
        let Some(access) = &environment.access else { continue };
        let (there, group) = (&environment.head.symbol.name, &access.symbol.name);
        let declared = Administrators::of(program, place.environment);
        let mut shut: Vec<(TeamId, &str)> = Vec::new();
        for (index, held) in place.holders() {
            if context.access().gate(program, place, index) != Gate::Closed {
                continue;
            }
            let user = &organisation.users[index];
            let name = user.name();
            let mut told = None;
            for holding in held {
                match holding.through {
                    Through::Direct(assignment, _) if told != Some(assignment) => {
                        told = Some(assignment);
                        let Some(assignment) = user.roles.get(assignment as usize) else { continue };
                        let mut roles = assignment.roles.iter().filter_map(|role| role.target);
                        let administers =
                            declared.users.contains(&index) && roles.any(|role| makes_administrator(program, role));
                        let other = if administers { "declare another administrator" } else { "take the roles away" };
                        let message = format!("`{name}` cannot enter `{there}`, so these roles have no effect");
                        let finding = Diagnostic::new(&RULE, assignment.location, message)
                            .marked(format!("`{name}` is not in `{group}`"))
                            .label(access.symbol.location, "only members of this group may enter")
                            .note("a role gives nothing where the group of the environment does not let its holder in")
                            .help(format!("add `{name}` to the members of `{group}`, or {other}"));
                        findings.push(finding);
                    }
                    Through::Direct(..) => {}
                    Through::Team(team, _) => shut.push((team, name)),
                }
            }
        }
        shut.sort_unstable();
        shut.dedup();
        for members in shut.chunk_by(|(one, _), (other, _)| one == other) {
            let Some(team) = members.first().map(|(team, _)| &organisation.teams[team]) else {
                continue;
            };
            let name = &team.head.symbol.name;
            let names = quoted_list(members.iter().take(3).map(|(_, name)| *name), "and");
            let (who, plural) = match members.len() {
                1 => (names, "has"),
                2 | 3 => (names, "have"),
                count => (format!("{count} users"), "have"),
            };
            let marked = format!("{who} {plural} these roles, but may not enter");
            findings.push(
                Diagnostic::new(
                    &RULE,
                    team.head.symbol.location,
                    format!("team `{name}` has members who cannot enter `{there}`"),
                )
                .marked(marked)
                .about(members.iter().map(|(_, user)| (*user, team.head.symbol.location)))
                .label(access.symbol.location, "only members of this group may enter")
                .note("a role gives nothing where the group of the environment does not let its holder in")
                .help(format!("add them to the members of `{group}`, or put the group of the team into it")),
            );
        }
    }
}
