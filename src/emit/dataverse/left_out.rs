//! The declarations that the target does not carry.

use super::placed;
use super::solution::is_of_root;
use crate::emit::job::Job;
use crate::emit::kinds;
use crate::emit::not_carried::{Kind, LeftOut};
use crate::model::kinds::DeclarationKind;
use crate::model::organisation::{ColumnProfile, Team, TeamKind, User};
use crate::model::roles::Role;

/// The declarations that are not carried, by kind, with their symbols.
pub(super) fn kinds(job: Job<'_>) -> Vec<(Kind, Vec<&str>)> {
    let program = job.program;
    let organisation = &program.organisation;
    let mut kinds = Vec::new();
    // The rest of the kinds that the target writes has lines of its own.
    for (kind, names) in kinds::all(program).into_iter().filter(|(kind, _)| !kinds::is_home(super::NAME, *kind)) {
        let names: Vec<&str> =
            names.into_iter().filter(|name| kind != DeclarationKind::Group || has_members(job, name)).collect();
        let (one, several) = words(kind);
        if !names.is_empty() {
            // For these, the words say which part is left out.
            let partly = matches!(kind, DeclarationKind::App | DeclarationKind::Environment | DeclarationKind::Group);
            let formless = (!partly).then_some(kind);
            kinds.push((Kind { key: kinds::key(kind), one, several, formless }, names));
        }
    }
    let mut add = |key, one, several, mut names: Vec<_>| {
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            kinds.push((Kind { key, one, several, formless: None }, names));
        }
    };
    let columns = organisation.profiles.iter().filter(|profile| !profile.columns.is_empty());
    let columns = columns.map(ColumnProfile::name).collect();
    add(
        "secured_column",
        "the setting that secures the columns of profile",
        "the setting that secures the columns of profiles",
        columns,
    );
    let teams = organisation.teams.iter().filter(|team| team.kind == TeamKind::Default);
    let teams = teams.map(Team::name).collect();
    add("default_team", "the creation of default team", "the creation of default teams", teams);
    let users = organisation.users.iter().filter(|user| user.disabled.is_some());
    let users = users.map(User::name).collect();
    add("disabled_user", "the roles of disabled user", "the roles of disabled users", users);
    let existing = organisation.roles.iter().filter(|role| role.existing.is_some());
    let existing = existing.map(Role::name).collect();
    add("existing_role", "anything of existing role", "anything of existing roles", existing);
    let roles = organisation.roles.iter().filter(|role| role.is_written() && !is_of_root(program, role));
    let roles = roles.map(Role::name).collect();
    add(
        "role_in_solution",
        "in the solution, which takes roles of the root only: role",
        "in the solution, which takes roles of the root only: roles",
        roles,
    );
    let access = placed::access(job);
    let unknown = program.environments.ids().flat_map(|(id, _)| placed::of(job, access.as_ref(), id).unknown);
    let unknown = unknown.map(|user| &organisation.users[user]);
    let users = unknown.map(User::name).collect();
    add("unplaced_user", "the unit, for lack of an id, of user", "the units, for lack of ids, of users", users);
    kinds.sort_by_key(|(kind, _)| kind.key);
    kinds
}

/// The words for the part of a kind that is left out.
fn words(kind: DeclarationKind) -> (&'static str, &'static str) {
    match kind {
        DeclarationKind::App => ("which roles open app", "which roles open apps"),
        DeclarationKind::Environment => {
            ("the creation and settings of environment", "the creation and settings of environments")
        }
        DeclarationKind::Group => ("owners and members of group", "owners and members of groups"),
        other => kinds::words(other),
    }
}

/// Whether a group has facts that a target could write.
fn has_members(job: Job<'_>, name: &str) -> bool {
    let group = job.program.groups.named(name);
    group.is_some_and(|group| !group.members.is_empty() || !group.owners.is_empty() || group.rule.is_some())
}

/// The same, for people.
pub(in crate::emit) fn left_out(job: Job<'_>) -> Vec<LeftOut> {
    kinds(job).into_iter().map(|(kind, names)| LeftOut::things(super::NAME, kind, &names)).collect()
}
