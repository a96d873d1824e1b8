//! The names that declarations use, by the kind that they refer to.

use crate::model::assertion::Test;
use crate::model::identity::{GroupMakers, Responsibility};
use crate::model::program::{Mention, Program, Reference, Scope, SetExpression};

/// Environments.
pub(super) fn environments(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let organisation = &program.organisation;
    let policies = program.policies.iter().flat_map(|policy| match &policy.scope {
        Scope::All => [].as_slice(),
        Scope::AllExcept(targets) | Scope::Only(targets) => targets.references.as_slice(),
        Scope::Environment(reference) => std::slice::from_ref(reference),
    });
    let users = organisation.users.iter().flat_map(|user| {
        let units = user.units.iter().map(|(environment, _)| environment);
        units.chain(user.roles.iter().map(|roles| &roles.environment))
    });
    let connectors = program.connectors.iter().filter_map(|connector| connector.environment.as_ref());
    let controls = program.controls.iter().filter_map(|control| control.environments.as_ref());
    let apps = program.apps.iter().filter_map(|app| app.environment.as_ref());
    let lists = program.allow_lists.iter().filter_map(|list| list.environment.as_ref());
    connectors
        .chain(lists)
        .chain(policies)
        .chain(controls.flat_map(|targets| &targets.references))
        .chain(apps)
        .chain(organisation.unit_trees.iter().flat_map(|tree| &tree.environments))
        .chain(users)
        .chain(organisation.teams.iter().filter_map(|team| team.environment.as_ref()))
        .chain(organisation.profiles.iter().flat_map(|profile| &profile.environments))
        .chain(organisation.duties.iter().flat_map(|duties| &duties.environments))
        .chain(organisation.administrators.iter().flat_map(|list| &list.environments))
        .chain(program.external_identities.iter().flat_map(|one| &one.audiences).flat_map(|one| &one.environments))
        .map(Reference::mention)
        .chain(tested(program, "environment"))
}

/// Environment groups.
pub(super) fn environment_groups(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let environments = program.environments.iter().filter_map(|environment| environment.group.as_ref());
    let lists = program.allow_lists.iter().filter_map(|list| list.group.as_ref());
    let routed = program.tenants.iter().filter_map(|tenant| tenant.routing.as_ref()?.to.as_ref());
    environments.chain(lists).chain(routed).map(Reference::mention)
}

/// Entra groups.
pub(super) fn groups(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let environments = program.environments.iter().filter_map(|environment| environment.access.as_ref());
    let controls = program.controls.iter().filter_map(|control| control.by.as_ref());
    let routed = program.tenants.iter().filter_map(|tenant| tenant.routing.as_ref()?.members_of.as_ref());
    let teams = program.organisation.teams.iter().filter_map(|team| team.group.as_ref());
    let makers = program.self_services.iter().filter_map(|service| match &service.microsoft_groups {
        Some(GroupMakers::Group(group)) => Some(group),
        _anybody => None,
    });
    let parties = program.parties.iter().filter_map(|party| party.group.as_ref());
    environments
        .chain(controls)
        .chain(teams)
        .chain(routed)
        .chain(makers)
        .chain(parties)
        .map(Reference::mention)
        .chain(tested(program, "group"))
}

/// Offers.
pub(super) fn offers(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let certified = program.maker_teams.iter().flat_map(|team| &team.certified);
    let certified = certified.chain(program.apps.iter().flat_map(|app| &app.certified));
    program
        .controls
        .iter()
        .flat_map(|control| &control.requires)
        .chain(certified.map(|certificate| &certificate.offer))
        .map(Reference::mention)
}

/// Teams that make apps.
pub(super) fn maker_teams(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    program.apps.iter().filter_map(|app| app.made_by.as_ref()).map(Reference::mention)
}

/// Business units.
pub(super) fn units(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let organisation = &program.organisation;
    let users = organisation.users.iter().flat_map(|user| {
        let elsewhere = user.units.iter().map(|(_, unit)| unit);
        user.unit.iter().chain(elsewhere).chain(user.roles.iter().filter_map(|roles| roles.unit.as_ref()))
    });
    let roles = organisation.roles.iter().filter_map(|role| role.unit.as_ref());
    roles
        .chain(users)
        .chain(organisation.teams.iter().filter_map(|team| team.unit.as_ref()))
        .map(Reference::mention)
        .chain(tested(program, "business_units"))
}

/// Licences.
pub(super) fn licences(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    program.organisation.users.iter().flat_map(|user| &user.licences).map(Reference::mention)
}

/// Users, where only a user is allowed.
pub(super) fn users(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let owners = program.groups.iter().flat_map(|group| &group.owners);
    let owners = owners.chain(program.environments.iter().filter_map(|environment| environment.owner.as_ref()));
    owners
        .chain(program.organisation.teams.iter().flat_map(|team| &team.members))
        .map(Reference::mention)
        .chain(tested(program, "user"))
}

/// Users and groups that belong to groups.
pub(super) fn members(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    program.groups.iter().flat_map(|group| &group.members).map(Reference::mention)
}

/// Parties that have responsibilities.
pub(super) fn involved(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    program
        .responsibilities
        .iter()
        .flat_map(Responsibility::lists)
        .flat_map(|(_, parties)| parties)
        .map(Reference::mention)
}

/// Users and teams.
pub(super) fn holders(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let profiles = program.organisation.profiles.iter().flat_map(|profile| &profile.held_by);
    profiles.chain(program.organisation.administrators.iter().flat_map(|list| &list.who)).map(Reference::mention)
}

/// Roles.
pub(super) fn roles(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let organisation = &program.organisation;
    let users = organisation.users.iter().flat_map(|user| &user.roles).flat_map(|roles| &roles.roles);
    let includes = organisation.roles.iter().flat_map(|role| &role.includes);
    includes
        .chain(users)
        .chain(organisation.teams.iter().flat_map(|team| &team.roles))
        .chain(organisation.duties.iter().flat_map(|duties| &duties.never).flat_map(|apart| &apart.roles))
        .chain(organisation.administrators.iter().flat_map(|list| &list.assign))
        .chain(program.apps.iter().flat_map(|app| &app.roles))
        .map(Reference::mention)
        .chain(tested(program, "role"))
}

/// Tables that lookups point at.
pub(super) fn lookups(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    program.organisation.tables.own.iter().flat_map(|table| &table.lookups).map(Reference::mention)
}

/// Other tables.
pub(super) fn tables(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    let organisation = &program.organisation;
    let rows = organisation.roles.iter().flat_map(|role| &role.rows).flat_map(|row| &row.tables);
    let columns = organisation.profiles.iter().flat_map(|profile| &profile.columns).map(|column| &column.table);
    rows.chain(columns).map(Reference::mention).chain(tested(program, "tables"))
}

/// Dataverse teams, where only a team is allowed.
pub(super) fn teams(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    tested(program, "team")
}

/// Apps.
pub(super) fn apps(program: &Program) -> impl Iterator<Item = Mention<'_>> {
    tested(program, "app")
}

/// The names that tests use for one kind of declaration.
fn tested<'p>(program: &'p Program, keyword: &'static str) -> impl Iterator<Item = Mention<'p>> {
    let references = program.tests.iter().flat_map(Test::references);
    references.filter(move |(kind, _)| *kind == keyword).map(|(_, reference)| reference)
}

/// All connector set expressions of the declarations.
pub(super) fn expressions(program: &Program) -> impl Iterator<Item = &SetExpression> {
    let policies = program.policies.iter().flat_map(|policy| &policy.groups);
    let controls = program.controls.iter().filter_map(|control| control.connectors.as_ref());
    let apps = program.apps.iter().filter_map(|app| app.connectors.as_ref());
    let lists = program.allow_lists.iter().filter_map(|list| list.allows.as_ref());
    let sets = program.connector_sets.iter().map(|set| &set.expression);
    sets.chain(policies.filter_map(|clause| clause.expression.as_ref()))
        .chain(controls.chain(apps).chain(lists).map(|clause| &clause.expression))
}

/// Connector sets.
pub(super) fn sets(program: &Program) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    for expression in expressions(program) {
        expression.each_part(&mut |part| {
            if let SetExpression::Named(reference) = part {
                found.push(reference.mention());
            }
        });
    }
    found
}
