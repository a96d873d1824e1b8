//! Members of teams who can make rows but not own them.

use crate::analysis::access::Through;
use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::{Level, Verb};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::TeamId;
use crate::model::roles::Inheritance;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles with `member_inheritance = team_only` that a team holds and that grant `create` at `user`, where a
    /// member of the team has nothing else that lets them own what they create.
    ///
    /// ## Why is this bad?
    /// With team privileges only, a grant at `user` is for rows that the team owns. A member who opens a form and
    /// saves it is refused, since the new row would belong to the member.
    ///
    /// ```dictum,bad
    /// tables { new_claim : user_owned }
    ///
    /// role claims_maker {
    ///   includes           = [app_opener]
    ///   member_inheritance = team_only
    ///   grid {
    ///     table      create  read
    ///     new_claim  user    user
    ///   }
    /// }
    ///
    /// environment claims {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team office { in = claims; kind = owner; members = [alice]; roles = [claims_maker] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_claim : user_owned }
    ///
    /// role claims_maker {
    ///   includes           = [app_opener]
    ///   member_inheritance = direct_and_team
    ///   grid {
    ///     table      create  read
    ///     new_claim  user    user
    ///   }
    /// }
    ///
    /// environment claims {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com" }
    ///
    /// team office { in = claims; kind = owner; members = [alice]; roles = [claims_maker] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5255 "members-cannot-own" Warning "members of a team cannot own what they create";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["team"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let narrow: Vec<bool> = organisation
        .roles
        .iter()
        .map(|role| role.inheritance.is_some_and(|(how, _)| how == Inheritance::TeamOnly))
        .collect();
    if !narrow.contains(&true) {
        return;
    }
    for place in context.access().places() {
        let mut told: Vec<(TeamId, u32)> = Vec::new();
        for (index, held) in place.holders() {
            for holding in held {
                let Through::Team(team, at) = holding.through else { continue };
                let id = holding.role;
                if narrow.get(id.0 as usize) != Some(&true) || told.contains(&(team, at)) {
                    continue;
                }
                let creates =
                    |table: &&_| context.access().matrix.on(id, **table).level(Verb::Create) == Some(Level::User);
                let tables = context.access().matrix.tables();
                let stuck = tables
                    .iter()
                    .filter(creates)
                    .find(|table| !context.access().reach(program, place, index, **table, Verb::Create).own);
                let (Some(table), Some(role)) = (stuck, organisation.roles.get(id.0 as usize)) else { continue };
                let user = &organisation.users[index];
                told.push((team, at));
                let (Some(team), Some((_, said))) = (Some(&organisation.teams[team]), role.inheritance) else {
                    continue;
                };
                let Some(reference) = team.roles.get(at as usize) else { continue };
                let (role_name, table) = (&role.head.symbol.name, organisation.tables.name(*table));
                let name = &user.head.symbol.name;
                let mut finding = Diagnostic::new(
                    &RULE,
                    reference.symbol.location,
                    format!("members of team `{}` cannot own the `{table}` they create", team.head.symbol.name),
                )
                .marked(format!("the only thing that lets `{name}` create them, and it is for the team"))
                .label(said, "declared here: grants are for the team only")
                .note("with team privileges only, `user` reaches rows that the team owns, not those of its members")
                .help(format!(
                    "write `member_inheritance = direct_and_team` in role `{role_name}`, or grant `create` at `bu`"
                ))
                .witness(Witness::new([("user", &**name), ("table", table)]));
                let base = |table| organisation.tables.base(table);
                let cell = organisation.tables.find(table).and_then(|table| role.cell(base, table, Verb::Create));
                if let Some(cell) = cell {
                    finding = finding.label(cell, "created at `user`");
                }
                findings.push(finding);
            }
        }
    }
}
