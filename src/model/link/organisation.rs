//! Users, teams and what they hold: names to declarations.

use rayon::prelude::*;

use super::references::Table;
use crate::model::id::Id;
use crate::model::list::List;
use crate::model::organisation::{Named, Organisation, Party, TreeId, UnitTree, UserId};
use crate::model::program::Program;

/// The units of all trees, each with the first tree that has it: a name may stand in several, each for other
/// environments.
fn units(trees: &List<UnitTree>) -> Table<'_, TreeId> {
    Table::placed(trees.ids().flat_map(|(id, tree)| tree.units.iter().map(move |unit| (&*unit.symbol.name, id))))
}

/// Looks up who may be a user or, failing that, one of others.
fn parties<T>(
    parties: &mut [Party],
    users: &Table<'_, UserId>,
    others: &Table<'_, Id<T>>,
    wrap: fn(Id<T>) -> Named,
) -> bool {
    let mut found = true;
    for party in parties {
        let name = &*party.symbol.name;
        party.target = users.find(name).map(Named::User).or_else(|| others.find(name).map(wrap));
        found &= party.target.is_some();
    }
    found
}

/// Resolves all names but those in roles, which have been.
pub(super) fn resolve(program: &mut Program) {
    let Program { environments, groups, apps, organisation, .. } = program;
    let Organisation { unit_trees, tables, roles, licences, users, teams, profiles, duties, administrators } =
        organisation;
    let environments = Table::of(environments);
    for tree in &mut *unit_trees {
        tree.sound &= environments.all(&mut tree.environments);
    }
    let units = units(unit_trees);
    for role in &mut *roles {
        role.sound &= units.optional(&mut role.unit);
    }
    let roles = Table::of(roles);
    let licences = Table::of(licences);
    users.par_iter_mut().for_each(|user| {
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
    let users = Table::of(users);
    // Groups belong to groups, so what is looked up is taken out of what is looked through.
    let mut belong: Vec<_> = groups
        .iter_mut()
        .map(|group| (std::mem::take(&mut group.owners), std::mem::take(&mut group.members)))
        .collect();
    let named = Table::of(groups);
    belong.par_iter_mut().for_each(|(owners, members)| {
        users.all(owners);
        parties(members, &users, &named, Named::Group);
    });
    teams.par_iter_mut().for_each(|team| {
        team.sound &= environments.optional(&mut team.environment);
        team.sound &= named.optional(&mut team.group);
        team.sound &= units.optional(&mut team.unit);
        team.sound &= users.all(&mut team.members);
        team.sound &= roles.all(&mut team.roles);
    });
    for (group, (owners, members)) in groups.iter_mut().zip(belong) {
        (group.owners, group.members) = (owners, members);
    }
    let teams = Table::of(teams);
    for profile in profiles {
        profile.sound &= environments.all(&mut profile.environments);
        profile.sound &= parties(&mut profile.held_by, &users, &teams, Named::Team);
        for column in &mut profile.columns {
            column.table.target = tables.find(&column.table.symbol.name);
            profile.sound &= column.table.target.is_some();
        }
    }
    for duties in duties {
        duties.sound &= environments.all(&mut duties.environments);
        // Roles that were not found are in no role; the others of the list still hold against each other.
        roles.all(duties.never.iter_mut().flat_map(|apart| &mut apart.roles));
    }
    for list in administrators {
        list.sound &= environments.all(&mut list.environments);
        list.sound &= parties(&mut list.who, &users, &teams, Named::Team);
        list.sound &= roles.all(&mut list.assign);
    }
    roles.all(apps.iter_mut().flat_map(|app| &mut app.roles));
}
