//! Users, teams and their assignments: resolves names to declarations.

use super::references::{Names, Table};
use crate::model::id::Id;
use crate::model::list::List;
use crate::model::organisation::{Assignment, Named, Organisation, Party, Team, TreeId, UnitTree, User, UserId};
use crate::model::program::{Group, Program};

/// The units of all trees, each with the first tree that has it: several trees can have the same unit, each for other
/// environments.
fn units(trees: &List<UnitTree>) -> Table<TreeId> {
    Table::placed(trees.ids().flat_map(|(id, tree)| tree.units.iter().map(move |unit| (&unit.symbol.name, id))))
}

/// Finds a party that is a user or, failing that, one of `others`.
fn party<T>(users: &Table<UserId>, others: &Table<Id<T>>, wrap: fn(Id<T>) -> Named, party: &Party) -> Option<Named> {
    let name = &*party.symbol.name;
    users.find(name).map(Named::User).or_else(|| others.find(name).map(wrap))
}

/// Looks all of them up. Returns whether all were found.
fn parties(parties: &mut [Party], find: impl Fn(&Party) -> Option<Named>) -> bool {
    parties.iter_mut().fold(true, |found, party| {
        party.target = find(party);
        party.target.is_some() && found
    })
}

/// Resolves all names, except those in roles, which are already resolved.
pub(super) fn resolve(program: &mut Program, names: &Names) {
    let Program { groups, apps, organisation, .. } = program;
    let Organisation { unit_trees, tables, roles, licences, users, teams, profiles, duties, administrators } =
        organisation;
    let Names { environments, groups: named, users: users_named, .. } = names;
    for tree in &mut *unit_trees {
        tree.sound &= environments.all(&mut tree.environments);
    }
    let units = units(unit_trees);
    roles.change(|role| units.hold(&role.unit, role.sound), |role| role.sound &= units.optional(&mut role.unit));
    let roles = Table::of(roles);
    let licences = Table::of(licences);
    let is_resolved = |user: &User| {
        let sound = user.sound;
        let elsewhere =
            |(environment, unit): &(_, _)| environments.holds(environment, sound) && units.holds(unit, sound);
        let assigned = |one: &Assignment| {
            environments.holds(&one.environment, sound) && units.hold(&one.unit, sound) && roles.hold(&one.roles, sound)
        };
        units.hold(&user.unit, sound)
            && user.units.iter().all(elsewhere)
            && licences.hold(&user.licences, sound)
            && user.roles.iter().all(assigned)
    };
    users.change(is_resolved, |user| {
        user.sound &= units.optional(&mut user.unit);
        for (environment, unit) in &mut user.units {
            user.sound &= environments.resolve(environment) & units.resolve(unit);
        }
        user.sound &= licences.all(&mut user.licences);
        for assignment in &mut user.roles {
            user.sound &= environments.resolve(&mut assignment.environment);
            user.sound &= units.optional(&mut assignment.unit);
            user.sound &= roles.all(&mut assignment.roles);
        }
    });
    let users = users_named;
    let member = |one: &Party| party(users, named, Named::Group, one);
    let is_resolved =
        |group: &Group| users.hold(&group.owners, false) && group.members.iter().all(|one| one.target == member(one));
    groups.change(is_resolved, |group| {
        users.all(&mut group.owners);
        parties(&mut group.members, member);
    });
    let is_resolved = |team: &Team| {
        let sound = team.sound;
        environments.hold(&team.environment, sound)
            && named.hold(&team.group, sound)
            && units.hold(&team.unit, sound)
            && users.hold(&team.members, sound)
            && roles.hold(&team.roles, sound)
    };
    teams.change(is_resolved, |team| {
        team.sound &= environments.optional(&mut team.environment);
        team.sound &= named.optional(&mut team.group);
        team.sound &= units.optional(&mut team.unit);
        team.sound &= users.all(&mut team.members);
        team.sound &= roles.all(&mut team.roles);
    });
    let teams = Table::of(teams);
    let holder = |one: &Party| party(users, &teams, Named::Team, one);
    for profile in profiles {
        profile.sound &= environments.all(&mut profile.environments);
        profile.sound &= parties(&mut profile.held_by, holder);
        for column in &mut profile.columns {
            column.table.target = tables.find(&column.table.symbol.name);
            profile.sound &= column.table.target.is_some();
        }
    }
    for duties in duties {
        duties.sound &= environments.all(&mut duties.environments);
        // Roles that were not found are in no role. The constraint between the other roles of the list still applies.
        roles.all(duties.never.iter_mut().flat_map(|apart| &mut apart.roles));
    }
    for list in administrators {
        list.sound &= environments.all(&mut list.environments);
        list.sound &= parties(&mut list.who, holder);
        list.sound &= roles.all(&mut list.assign);
    }
    apps.change(|app| roles.hold(&app.roles, false), |app| _ = roles.all(&mut app.roles));
}
