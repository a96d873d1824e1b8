//! Users who could make themselves system administrators.

use rustc_hash::FxHashSet;

use crate::analysis::access::{Place, role_name};
use crate::analysis::administrators::{Administrators, makes_administrator};
use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::organisation::{Named, UserId};
use crate::model::program::{GroupId, Reference};
use crate::model::roles::RoleId;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds users who are not system administrators of an environment but could make themselves so: by changing a
    /// role they hold, by acting on behalf of an administrator, or as owner of a group whose team is one.
    ///
    /// ## Why is this bad?
    /// A user who may change roles can write any privilege into a role of their own: the platform checks what users
    /// hold when they give a role, not when they change one. So there are more possible administrators than the list
    /// shows.
    ///
    /// ```dictum,bad
    /// role helper {
    ///   includes = [basic_user]
    ///   grid {
    ///     table  read  write
    ///     role   org   bu
    ///   }
    /// }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [helper] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role helper {
    ///   includes = [basic_user]
    ///   grid {
    ///     table  read
    ///     role   org
    ///   }
    /// }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [helper] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5254 "can-become-administrator" Warning "a user could make themselves a system administrator";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::ACCESS, run);

/// The privilege to act as another user.
const ON_BEHALF: &str = "ActOnBehalfOfAnotherUser";

/// A way to become administrator: a role that allows it.
struct Way<'p> {
    role: RoleId,
    /// Where the privilege is granted, and by which role; `None` for roles of the platform.
    granted: Option<Location>,
    by: &'p str,
    on_behalf: bool,
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let ways = ways(context);
    for place in context.access().places() {
        let mut administrators: FxHashSet<UserId> = place
            .holders()
            .filter(|(_, held)| held.iter().any(|one| makes_administrator(program, one.role)))
            .map(|(user, _)| user)
            .collect();
        // A user who is declared as administrator need not become one.
        administrators.extend(Administrators::of(program, place.environment).users);
        let somebody = program.organisation.teams.iter().any(|team| {
            team.is_in(place.environment)
                && team.roles.iter().filter_map(|role| role.target).any(|role| makes_administrator(program, role))
        }) || !administrators.is_empty();
        for way in ways.iter().filter(|way| !way.on_behalf || somebody) {
            by_role(context, place, way, &administrators, findings);
        }
        by_group(context, place, &ways, &administrators, findings);
    }
}

/// The roles that allow it, except the roles of administrators.
fn ways<'p>(context: &Context<'p>) -> Vec<Way<'p>> {
    let program = context.program;
    let tables = &program.organisation.tables;
    let Some(role_table) = tables.find("role") else { return Vec::new() };
    let mut ways = Vec::new();
    for (index, role) in program.organisation.roles.ids() {
        let id = index;
        if makes_administrator(program, id) {
            continue;
        }
        let within = || std::iter::once(id).chain(role.included.iter().copied());
        let declared = |id: RoleId| program.organisation.roles.get(id.0 as usize);
        if context.access().matrix.on(id, role_table).level(Verb::Write).is_some() {
            let granting = within()
                .find(|id| declared(*id).is_some_and(|role| role.own.on(role_table).level(Verb::Write).is_some()));
            let granting = granting.unwrap_or(id);
            let cell =
                declared(granting).and_then(|role| role.cell(|table| tables.base(table), role_table, Verb::Write));
            ways.push(Way { role: id, granted: cell, by: role_name(program, granting), on_behalf: false });
        }
        if role.grants.task(ON_BEHALF).is_some() {
            let granting = within().find(|id| declared(*id).is_some_and(|role| role.own.task(ON_BEHALF).is_some()));
            let granting = granting.unwrap_or(id);
            let cell = declared(granting).and_then(|role| {
                let grant = role.privileges.iter().find(|grant| grant.privilege.name.eq_ignore_ascii_case(ON_BEHALF));
                grant.map(|grant| grant.privilege.location)
            });
            ways.push(Way { role: id, granted: cell, by: role_name(program, granting), on_behalf: true });
        }
    }
    ways
}

fn by_role(
    context: &Context<'_>,
    place: &Place,
    way: &Way<'_>,
    administrators: &FxHashSet<UserId>,
    findings: &mut Vec<Diagnostic>,
) {
    let program = context.program;
    let users = &program.organisation.users;
    let mut holders = Vec::new();
    for (index, user) in users.ids() {
        let held = place.holdings(index).iter().find(|holding| holding.role == way.role);
        if let Some(holding) = held.filter(|_| !administrators.contains(&index)) {
            holders.push((index, user.name(), *holding));
        }
    }
    let Some((first, name, holding)) = holders.first().copied() else { return };
    let there = place.name(program);
    let who = match holders.len() {
        1..=3 => quoted_list(holders.iter().map(|(_, name, _)| *name), "and"),
        count => format!("{count} users, `{name}` among them,"),
    };
    let held = role_name(program, way.role);
    let given = holding.place(program, Some(first));
    let Some(primary) = way.granted.or(given) else { return };
    let (marked, note, step) = if way.on_behalf {
        (
            "this lets its holders act as an administrator",
            "a user who acts on behalf of others may do what those others may do",
            "acts on behalf of an administrator",
        )
    } else {
        (
            "this lets its holders change roles, their own too",
            "the platform checks what users hold when they give a role, not when they change one",
            "writes any privilege into a role they hold",
        )
    };
    let mut finding =
        Diagnostic::new(&RULE, primary, format!("{who} could become system administrator of `{there}`")).marked(marked);
    finding = finding.about(
        holders.iter().map(|(user, name, holding)| (*name, holding.place(program, Some(*user)).unwrap_or(primary))),
    );
    if let Some(given) = given.filter(|given| *given != primary) {
        finding = finding.label(given, format!("`{name}` holds `{held}` {}", holding.said(program)));
    }
    let chain = format!(
        "{name} holds {held}{}, and {step}",
        if held == way.by { String::new() } else { format!(", which includes {}", way.by) }
    );
    findings.push(
        finding
            .note(note)
            .help("take it out of the role, or give the role to administrators only")
            .witness(Witness::new([("environment", there), ("user", name), ("chain", &chain)])),
    );
}

/// Owners of groups whose team holds such a role: they can add themselves.
fn by_group(
    context: &Context<'_>,
    place: &Place,
    ways: &[Way<'_>],
    administrators: &FxHashSet<UserId>,
    findings: &mut Vec<Diagnostic>,
) {
    let program = context.program;
    for team in &program.organisation.teams {
        let (here, grouped) = (team.is_in(place.environment), team.kind.takes_group());
        let powerful = team.roles.iter().filter_map(|role| Some((role, role.target?))).find(|(_, id)| {
            makes_administrator(program, *id) || ways.iter().any(|way| way.role == *id && !way.on_behalf)
        });
        let (Some((role, id)), true, true) = (powerful, here, grouped) else { continue };
        let mut seen: FxHashSet<GroupId> = FxHashSet::default();
        let mut open: Vec<GroupId> = team.group.iter().filter_map(|group| group.target).collect();
        while let Some(index) = open.pop() {
            if !seen.insert(index) {
                continue;
            }
            let group = &program.groups[index];
            open.extend(group.members.iter().filter_map(|member| match member.target {
                Some(Named::Group(inner)) => Some(inner),
                Some(Named::User(_) | Named::Team(_)) | None => None,
            }));
            let is_in =
                |user: UserId| administrators.contains(&user) || place.holdings(user).iter().any(|one| one.role == id);
            let outside = |owner: &&Reference<UserId>| owner.target.is_some_and(|user| !is_in(user));
            let (group_name, there) = (&group.head.symbol.name, place.name(program));
            let (team_name, role_name) = (&team.head.symbol.name, &role.symbol.name);
            findings.extend(group.owners.iter().filter(outside).map(|owner| {
                let (name, group) = (&owner.symbol.name, group_name);
                let chain = format!(
                    "{name} owns {group}, adds themselves, and is in team {team_name}, which holds {role_name}"
                );
                Diagnostic::new(
                    &RULE,
                    owner.symbol.location,
                    format!("`{name}` could become system administrator of `{there}`"),
                )
                .marked(format!("owns `{group}`, and may add members to it"))
                .label(role.symbol.location, format!("team `{team_name}`, made of that group, holds this"))
                .note("the owner of a group decides who is in it, and so who holds the roles of its team")
                .help("let administrators own the group, or take the role from the team")
                .witness(Witness::new([("environment", there), ("user", &**name), ("chain", &chain)]))
            }));
        }
    }
}
