//! What the target does not carry.

use super::placed;
use super::solution::is_of_root;
use crate::emit::not_carried::{self, Kind};
use crate::emit::{Job, Target};
use crate::model::organisation::TeamKind;

/// What is not carried, by kind, with the symbols.
pub(super) fn kinds(job: Job<'_>) -> Vec<(Kind, Vec<&str>)> {
    let program = job.program;
    let organisation = &program.organisation;
    let mut kinds = Vec::new();
    let mut add = |key, one, several, mut names: Vec<_>| {
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            kinds.push((Kind { key, one, several }, names));
        }
    };
    let apps = program.apps.iter().filter(|app| !app.roles.is_empty());
    let apps = apps.map(|app| &*app.head.symbol.name).collect();
    add("app_role", "which roles open app", "which roles open apps", apps);
    let columns = organisation.profiles.iter().filter(|profile| !profile.columns.is_empty());
    let columns = columns.map(|profile| &*profile.head.symbol.name).collect();
    add(
        "secured_column",
        "that the columns are secured of profile",
        "that the columns are secured of profiles",
        columns,
    );
    let teams = organisation.teams.iter().filter(|team| team.kind == TeamKind::Default);
    let teams = teams.map(|team| &*team.head.symbol.name).collect();
    add("default_team", "the making of default team", "the making of default teams", teams);
    let users = organisation.users.iter().filter(|user| user.disabled.is_some());
    let users = users.map(|user| &*user.head.symbol.name).collect();
    add("disabled_user", "the roles of disabled user", "the roles of disabled users", users);
    let duties = organisation.duties.iter().map(|duties| &*duties.head.symbol.name).collect();
    add("duties", "separation of duties", "separations of duties", duties);
    let existing = organisation.roles.iter().filter(|role| role.existing.is_some());
    let existing = existing.map(|role| &*role.head.symbol.name).collect();
    add("existing_role", "anything of existing role", "anything of existing roles", existing);
    let groups = program.groups.iter();
    let groups = groups.filter(|group| !group.members.is_empty() || !group.owners.is_empty() || group.rule.is_some());
    let groups = groups.map(|group| &*group.head.symbol.name).collect();
    add("group", "owners and members of group", "owners and members of groups", groups);
    let licences = organisation.licences.iter().map(|licence| &*licence.head.symbol.name).collect();
    add("licence", "licence", "licences", licences);
    let lists = organisation.administrators.iter().map(|list| &*list.head.symbol.name).collect();
    add("role_administrators", "role administrators", "role administrators", lists);
    let roles = organisation.roles.iter().filter(|role| role.is_written() && !is_of_root(program, role));
    let roles = roles.map(|role| &*role.head.symbol.name).collect();
    add(
        "role_in_solution",
        "in the solution, which takes those of the root only, role",
        "in the solution, which takes those of the root only, roles",
        roles,
    );
    let tables = organisation.tables.own.iter().map(|table| &*table.symbol.name).collect();
    add("table", "table", "tables", tables);
    let access = placed::access(job);
    let unknown = program.environment_ids().flat_map(|(id, _)| placed::of(job, access.as_ref(), id).unknown);
    let unknown = unknown.filter_map(|user| organisation.users.get(user as usize));
    let users = unknown.map(|user| &*user.head.symbol.name).collect();
    add("unplaced_user", "the unit, for want of an id, of user", "the units, for want of ids, of users", users);
    kinds
}

/// The same, for people.
pub(in crate::emit) fn not_carried(job: Job<'_>) -> Vec<String> {
    kinds(job).into_iter().map(|(kind, names)| not_carried::line(&kind, &names, Target::Dataverse.name())).collect()
}
