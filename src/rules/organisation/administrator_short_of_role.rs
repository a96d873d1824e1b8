//! Role administrators who do not hold what they are to give.

use crate::analysis::access::{Place, of_team};
use crate::analysis::administrators::makes_administrator;
use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::{Grants, Level, Verb};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Named, Party, RoleAdministrators};
use crate::model::roles::RoleId;
use crate::model::tables::TableId;

crate::declare_rule! {
    /// ## What it does
    /// Finds `role_administrators` whose own roles, taken together, do not grant everything that a role they are to
    /// give grants, or do not let them read and assign roles. The tables of the platform's roles are known; their
    /// other privileges are not. A system administrator counts as holding everything.
    ///
    /// ## Why is this bad?
    /// On the platform, users can only give what they hold themselves, so giving the role fails.
    ///
    /// ```dictum,bad
    /// role desk {
    ///   includes = [basic_user]
    ///   grid {
    ///     table  read  assign
    ///     role   org   bu
    ///   }
    /// }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [desk] } }
    ///
    /// role_administrators service_desk { who = [alice]; assign = [environment_maker] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role desk {
    ///   includes = [basic_user]
    ///   grid {
    ///     table  read  assign
    ///     role   org   bu
    ///   }
    /// }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [desk] } }
    ///
    /// role_administrators service_desk { who = [alice]; assign = [basic_user] }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5253 "administrator-short-of-role" Warning "a role administrator does not hold what they are to give";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for list in context.program.organisation.administrators.iter().filter(|list| list.sound) {
        for place in context.access().places() {
            if place.environment.is_among(&list.environments) {
                for party in &list.who {
                    one(context, list, place, party, findings);
                }
            }
        }
    }
}

/// The roles that a party holds, or may hold, in an environment; `None` if the party does not belong to it.
fn held(context: &Context<'_>, place: &Place, party: &Party) -> Option<Vec<RoleId>> {
    match party.target? {
        Named::User(user) => {
            // Users may be members of teams whose members are not in the source.
            let perhaps = context.access().perhaps_held(context.program, place, user);
            Some(place.holdings(user).iter().chain(&perhaps).map(|holding| holding.role).collect())
        }
        Named::Team(team) => {
            let here = &context.program.organisation.teams[team].is_in(place.environment);
            let held = || of_team(context.program, place, team).into_iter().map(|holding| holding.role).collect();
            here.then(held)
        }
        Named::Group(_) => None,
    }
}

fn one(context: &Context<'_>, list: &RoleAdministrators, place: &Place, party: &Party, findings: &mut Vec<Diagnostic>) {
    let organisation = &context.program.organisation;
    let Some(held) = held(context, place, party) else { return };
    let role = |id: &RoleId| organisation.roles.get(id.0 as usize);
    // A role with unknown grants: nothing is reported as missing.
    let unseen = held.iter().filter_map(role).any(|role| !role.unseen.is_empty());
    if unseen || held.iter().any(|id| makes_administrator(context.program, *id)) {
        return;
    }
    let mut union = Vec::new();
    let matrix = &context.access().matrix;
    matrix.union(held.iter().copied(), &mut union);
    let own = |table: TableId| held.iter().map(|id| matrix.on(*id, table)).fold(Grants::NONE, |a, b| a | b);
    let (who, there) = (&party.symbol.name, place.name(context.program));
    let roles_table = organisation.tables.find("role");
    let on_roles = roles_table.map(own).unwrap_or_default();
    for verb in [Verb::Read, Verb::Assign] {
        if on_roles.level(verb).is_none() {
            let message = format!("`{who}` cannot give roles in `{there}`");
            findings.push(
                Diagnostic::new(&RULE, party.symbol.location, message)
                    .marked(format!("holds no `{}` on table `role`", verb.word()))
                    .note("who gives roles needs `read` and `assign` on the table `role`")
                    .help(format!("grant `{}` on `role` in one of the roles of `{who}`", verb.word())),
            );
            return;
        }
    }
    for assigned in &list.assign {
        let Some(id) = assigned.target else { continue };
        let mut missing: Vec<(String, Option<Level>, Level)> = Vec::new();
        let mut count = 0;
        for ((table, wanted), own) in matrix.tables().iter().zip(matrix.row(id)).zip(&union) {
            for (verb, _) in wanted.beyond(*own).iter() {
                count += 1;
                if let (Some(level), 0..3) = (wanted.level(verb), missing.len()) {
                    let what = format!("`{}` on `{}`", verb.word(), organisation.tables.name(*table));
                    missing.push((what, own.level(verb), level));
                }
            }
        }
        let tasks = role(&id).map(|role| role.grants.tasks.as_slice()).unwrap_or_default();
        for (task, wanted) in tasks {
            let own = held.iter().filter_map(role).filter_map(|role| role.grants.task(task)).max();
            if own.is_none_or(|own| own < *wanted) {
                count += 1;
                if missing.len() < 3 {
                    missing.push((format!("`{task}`"), own, *wanted));
                }
            }
        }
        let Some((first, own, wanted)) = missing.first() else { continue };
        let name = &assigned.symbol.name;
        let has = own.map_or("nothing of it".to_owned(), |own| format!("`{}` only", own.word()));
        let more = match count - 1 {
            0 => String::new(),
            1 => ", and one grant more".to_owned(),
            more => format!(", and {more} grants more"),
        };
        findings.push(
            Diagnostic::new(&RULE, assigned.symbol.location, format!("`{who}` cannot give `{name}` in `{there}`"))
                .marked(format!("grants {first} at `{}`{more}", wanted.word()))
                .label(party.symbol.location, format!("holds {has}"))
                .note("users can give only what they hold themselves at least as widely")
                .help(format!("give `{name}` to `{who}` too, or take it out of `assign`"))
                .witness(Witness::new([
                    ("who", &**who),
                    ("role", &**name),
                    ("missing", first),
                    ("level", wanted.word()),
                ])),
        );
    }
}
