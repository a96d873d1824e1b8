//! Users, teams and what they hold: names to declarations.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::references::Table;
use super::roles::Roles;
use crate::diagnostics::Diagnostic;
use crate::model::organisation::{Named, Organisation, Party, UnitTree};
use crate::model::program::{Head, Program, Reference};
use crate::model::tables::TableId;
use crate::model::unread::Unread;

/// Names of one kind, found by hashing: there may be very many users.
struct Names<'a> {
    places: FxHashMap<&'a str, u32>,
    table: Table<'a>,
}

impl<'a> Names<'a> {
    fn new<T>(keyword: &'static str, noun: &'static str, items: &'a [T], head: impl Fn(&'a T) -> &'a Head) -> Self {
        let names: Vec<&str> = items.iter().map(|item| &*head(item).symbol.name).collect();
        let places = (0..).zip(&names).map(|(index, name)| (*name, index)).collect();
        Self { places, table: Table { keyword, noun, names } }
    }

    fn resolve(&self, reference: &mut Reference, unread: &Unread, findings: &mut Vec<Diagnostic>) -> bool {
        let name = &*reference.symbol.name;
        reference.target = self.places.get(name).copied();
        if reference.target.is_none() && !unread.may_hold(self.table.keyword, name) {
            findings.push(self.table.unknown(reference, findings.len()));
        }
        reference.target.is_some()
    }

    fn all(&self, references: &mut [Reference], unread: &Unread, findings: &mut Vec<Diagnostic>) -> bool {
        references.iter_mut().fold(true, |sound, reference| self.resolve(reference, unread, findings) & sound)
    }
}

/// The units of all trees: a name may stand in several, each for other environments.
struct Units<'a> {
    trees: &'a [UnitTree],
    table: Table<'a>,
}

impl Units<'_> {
    /// The target is the first tree that has the unit.
    fn resolve(&self, reference: &mut Reference, unread: &Unread, findings: &mut Vec<Diagnostic>) -> bool {
        let name = &*reference.symbol.name;
        let tree = self.trees.iter().position(|tree| tree.find(name).is_some());
        reference.target = tree.map(|index| index as u32);
        let unsound = self.trees.iter().any(|tree| !tree.sound);
        if tree.is_none() && !unsound && !unread.may_hold("business_units", name) {
            findings.push(self.table.unknown(reference, findings.len()));
        }
        tree.is_some()
    }

    fn optional(&self, reference: &mut Option<Reference>, unread: &Unread, findings: &mut Vec<Diagnostic>) -> bool {
        reference.as_mut().is_none_or(|reference| self.resolve(reference, unread, findings))
    }
}

/// Those that can hold roles or belong to groups.
struct Parties<'a> {
    first: &'a Names<'a>,
    second: &'a Names<'a>,
    wrap: fn(u32) -> Named,
    /// The names of both.
    table: Table<'a>,
}

impl<'a> Parties<'a> {
    fn new(first: &'a Names<'a>, second: &'a Names<'a>, wrap: fn(u32) -> Named, noun: &'static str) -> Self {
        let mut names = first.table.names.clone();
        names.extend(&second.table.names);
        names.sort_unstable();
        Self { first, second, wrap, table: Table { keyword: first.table.keyword, noun, names } }
    }

    fn all(&self, parties: &mut [Party], unread: &Unread, findings: &mut Vec<Diagnostic>) -> bool {
        let mut sound = true;
        for party in parties {
            let name = &*party.symbol.name;
            let user = self.first.places.get(name).map(|index| Named::User(*index));
            party.target = user.or_else(|| self.second.places.get(name).map(|index| (self.wrap)(*index)));
            sound &= party.target.is_some();
            let hidden = [self.first, self.second].iter().any(|names| unread.may_hold(names.table.keyword, name));
            if party.target.is_none() && !hidden {
                let reference = Reference { symbol: party.symbol.clone(), target: None };
                findings.push(self.table.unknown(&reference, findings.len()));
            }
        }
        sound
    }
}

/// Resolves all names but those in roles, which have been.
pub(super) fn resolve(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let Organisation {
        mut unit_trees,
        tables,
        mut roles,
        licences,
        mut users,
        mut teams,
        mut profiles,
        mut duties,
        mut administrators,
    } = std::mem::take(&mut program.organisation);
    let unread = std::mem::take(&mut program.unread);
    let mut groups = std::mem::take(&mut program.groups);
    let mut apps = std::mem::take(&mut program.apps);
    let environments = Names::new("environment", "environment", &program.environments, |one| &one.head);
    for tree in &mut unit_trees {
        tree.sound &= environments.all(&mut tree.environments, &unread, findings);
    }
    let mut names: Vec<&str> = unit_trees.iter().flat_map(|tree| &tree.units).map(|unit| &*unit.symbol.name).collect();
    names.sort_unstable();
    names.dedup();
    let table = Table { keyword: "business_units", noun: "business unit", names };
    let units = Units { trees: &unit_trees, table };
    for role in &mut roles {
        role.sound &= units.optional(&mut role.unit, &unread, findings);
    }
    let role_names = Roles::new(&roles);
    let licence_names = Names::new("licence", "licence", &licences, |licence| &licence.head);
    let found: Vec<Vec<Diagnostic>> = users
        .par_iter_mut()
        .map(|user| {
            let mut findings = Vec::new();
            user.sound &= units.optional(&mut user.unit, &unread, &mut findings);
            for (environment, unit) in &mut user.units {
                user.sound &= environments.resolve(environment, &unread, &mut findings);
                user.sound &= units.resolve(unit, &unread, &mut findings);
            }
            user.sound &= licence_names.all(&mut user.licences, &unread, &mut findings);
            for assignment in &mut user.roles {
                user.sound &= environments.resolve(&mut assignment.environment, &unread, &mut findings);
                user.sound &= units.optional(&mut assignment.unit, &unread, &mut findings);
                for role in &mut assignment.roles {
                    user.sound &= role_names.resolve(role, &unread, &mut findings);
                }
            }
            findings
        })
        .collect();
    findings.extend(found.into_iter().flatten());
    let user_names = Names::new("user", "user", &users, |user| &user.head);
    let mut memberships = std::mem::take(&mut groups);
    {
        let heads: Vec<Head> = memberships.iter().map(|group| group.head.clone()).collect();
        let group_names = Names::new("group", "group", &heads, |head| head);
        let parties = Parties::new(&user_names, &group_names, Named::Group, "user or group");
        for group in &mut memberships {
            user_names.all(&mut group.owners, &unread, findings);
            parties.all(&mut group.members, &unread, findings);
        }
        for team in &mut teams {
            if let Some(environment) = &mut team.environment {
                team.sound &= environments.resolve(environment, &unread, findings);
            }
            if let Some(group) = &mut team.group {
                team.sound &= group_names.resolve(group, &unread, findings);
            }
            team.sound &= units.optional(&mut team.unit, &unread, findings);
            team.sound &= user_names.all(&mut team.members, &unread, findings);
            for role in &mut team.roles {
                team.sound &= role_names.resolve(role, &unread, findings);
            }
        }
    }
    groups = memberships;
    let team_names = Names::new("team", "team", &teams, |team| &team.head);
    let holders = Parties::new(&user_names, &team_names, Named::Team, "user or team");
    for profile in &mut profiles {
        profile.sound &= environments.all(&mut profile.environments, &unread, findings);
        profile.sound &= holders.all(&mut profile.held_by, &unread, findings);
        for column in &mut profile.columns {
            column.table.target = tables.find(&column.table.symbol.name).map(|TableId(index)| index);
            if column.table.target.is_none() {
                profile.sound = false;
                if !unread.may_hold("tables", &column.table.symbol.name) {
                    let names = tables.ids().map(|id| tables.name(id)).collect();
                    let table = Table { keyword: "tables", noun: "table", names };
                    findings.push(table.unknown(&column.table, findings.len()));
                }
            }
        }
    }
    for duties in &mut duties {
        duties.sound &= environments.all(&mut duties.environments, &unread, findings);
        for role in duties.never.iter_mut().flat_map(|apart| &mut apart.roles) {
            duties.sound &= role_names.resolve(role, &unread, findings);
        }
    }
    for list in &mut administrators {
        list.sound &= environments.all(&mut list.environments, &unread, findings);
        list.sound &= holders.all(&mut list.who, &unread, findings);
        for role in &mut list.assign {
            list.sound &= role_names.resolve(role, &unread, findings);
        }
    }
    for role in apps.iter_mut().flat_map(|app| &mut app.roles) {
        role_names.resolve(role, &unread, findings);
    }
    drop((environments, units, role_names, licence_names, user_names, team_names));
    program.organisation =
        Organisation { unit_trees, tables, roles, licences, users, teams, profiles, duties, administrators };
    (program.unread, program.groups, program.apps) = (unread, groups, apps);
}
