//! Business units, tables, users, teams, column security, duties and role administrators.

use super::declarations::{display_name, identity, symbol};
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::organisation as of;
use crate::model::EnvironmentId;
use crate::model::organisation::{Assignment, ColumnGrant, ColumnProfile, Named, Party, TreeId, UnitTree, User};
use crate::model::program::{Program, Reference, Symbol};
use crate::model::roles::RoleId;

/// Names by their order, each once.
pub(super) fn sorted<I>(references: &[Reference<I>]) -> Vec<&Reference<I>> {
    let mut sorted: Vec<&Reference<I>> = references.iter().collect();
    sorted.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
    sorted.dedup_by(|a, b| a.symbol.name == b.symbol.name);
    sorted
}

/// The names of references, sorted.
pub(super) fn names<I>(json: &mut Json<'_>, references: &[Reference<I>]) {
    json.strings(sorted(references).into_iter().map(symbol));
}

/// Users, teams and groups: by kind and name, each once.
pub(super) fn parties(parties: &[Party]) -> Vec<(&'static str, &Party)> {
    let mut found: Vec<(&'static str, &Party)> = parties
        .iter()
        .filter_map(|party| {
            let kind = match party.target? {
                Named::User(_) => "user",
                Named::Team(_) => "team",
                Named::Group(_) => "group",
            };
            Some((kind, party))
        })
        .collect();
    found.sort_by(|a, b| (a.0, &a.1.symbol.name).cmp(&(b.0, &b.1.symbol.name)));
    found.dedup_by(|a, b| (a.0, &a.1.symbol.name) == (b.0, &b.1.symbol.name));
    found
}

pub(super) fn write_parties(json: &mut Json<'_>, list: &[Party]) {
    json.list(|json| {
        for (kind, party) in parties(list) {
            json.object(|json| {
                json.key("kind").string(kind);
                json.key("symbol").string(&party.symbol.name);
            });
        }
    });
}

/// The unit of what belongs to no one environment. Where there is one tree only, its root stands for no unit.
pub(super) fn unit_anywhere<'p>(program: &'p Program, unit: Option<&'p Reference<TreeId>>) -> Option<&'p str> {
    let trees = &program.organisation.unit_trees;
    let only = || trees.names().next().filter(|_| trees.len() == 1);
    unit.map(symbol).or_else(only)
}

/// The unit of what belongs to an environment.
fn unit_there<'p>(
    program: &'p Program,
    unit: Option<&'p Reference<TreeId>>,
    environment: Option<&Reference<EnvironmentId>>,
) -> Option<&'p str> {
    let root = || program.organisation.tree(environment?.target?).map(UnitTree::name);
    unit.map(symbol).or_else(root)
}

pub(super) fn business_units(json: &mut Json<'_>, job: Job<'_>) {
    for tree in &job.program.organisation.unit_trees {
        json.object(|json| {
            json.key("description").string(&tree.head.description);
            names(json.key("environments"), &tree.environments);
            json.key("symbol").string(&tree.head.symbol.name);
            json.key("units").list(|json| {
                for unit in &tree.units {
                    json.object(|json| {
                        json.key("description").string(&unit.description);
                        json.key("displayName").string(unit.display_name());
                        let id = of::unit(job, unit);
                        identity(json, id.as_ref().map(|(id, source)| (&**id, *source)));
                        let parent = unit.parent.and_then(|parent| tree.unit(parent));
                        json.key("parent").optional(parent.map(|parent| &*parent.symbol.name));
                        json.key("symbol").string(&unit.symbol.name);
                    });
                }
            });
        });
    }
}

pub(super) fn tables(json: &mut Json<'_>, program: &Program) {
    for table in &program.organisation.tables.own {
        json.object(|json| {
            json.key("activity").boolean(table.activity);
            json.key("description").string(&table.head.description);
            names(json.key("lookups"), &table.lookups);
            json.key("masked").strings(column_names(&table.masked));
            json.key("ownership").string(table.ownership.word());
            json.key("schemaName")
                .string(table.schema.as_ref().map_or(&*table.head.symbol.name, |schema| &*schema.name));
            json.key("secured").strings(column_names(&table.secured));
            json.key("sensitive").boolean(table.sensitive.is_some());
            json.key("symbol").string(table.name());
        });
    }
}

/// The names of columns in order, each once.
fn column_names(columns: &[Symbol]) -> Vec<&str> {
    let mut names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

pub(super) fn licences(json: &mut Json<'_>, program: &Program) {
    for licence in &program.organisation.licences {
        json.object(|json| {
            json.key("description").string(&licence.head.description);
            json.key("displayName").string(display_name(&licence.head, licence.name.as_ref()));
            match licence.premium_connectors {
                Some((premium, _)) => json.key("premiumConnectors").boolean(premium),
                None => json.key("premiumConnectors").null(),
            }
            match licence.seats {
                Some((seats, _)) => json.key("seats").number(seats as usize),
                None => json.key("seats").null(),
            }
            json.key("symbol").string(&licence.head.symbol.name);
        });
    }
}

/// Assignments by environment and unit, those of one place together.
pub(super) fn assignments(user: &User) -> Vec<(&Assignment, Vec<&Reference<RoleId>>)> {
    let place = |one: &Assignment| {
        let unit = one.unit.as_ref().map(|unit| unit.symbol.name.clone());
        (one.environment.symbol.name.clone(), unit)
    };
    let mut order: Vec<&Assignment> = user.roles.iter().collect();
    order.sort_by_cached_key(|one| place(one));
    let mut joined: Vec<(&Assignment, Vec<&Reference<RoleId>>)> = Vec::with_capacity(order.len());
    for one in order {
        match joined.last_mut().filter(|(last, _)| place(last) == place(one)) {
            Some((_, roles)) => roles.extend(&one.roles),
            None => joined.push((one, one.roles.iter().collect())),
        }
    }
    for (_, roles) in &mut joined {
        roles.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
        roles.dedup_by(|a, b| a.symbol.name == b.symbol.name);
    }
    joined.retain(|(_, roles)| !roles.is_empty());
    joined
}

/// Units of a user in single environments, by environment.
pub(super) fn units(user: &User) -> Vec<&(Reference<EnvironmentId>, Reference<TreeId>)> {
    let mut units: Vec<&(Reference<EnvironmentId>, Reference<TreeId>)> = user.units.iter().collect();
    units.sort_by(|a, b| a.0.symbol.name.cmp(&b.0.symbol.name));
    units
}

pub(super) fn users(json: &mut Json<'_>, job: Job<'_>) {
    let program = job.program;
    for user in &program.organisation.users {
        json.object(|json| {
            json.key("accessMode").string(user.mode.word());
            json.key("application").optional(user.application.as_ref().map(|id| &*id.name));
            json.key("businessUnit").optional(unit_anywhere(program, user.unit.as_ref()));
            json.key("businessUnits").list(|json| {
                for (environment, unit) in units(user) {
                    json.object(|json| {
                        json.key("businessUnit").string(symbol(unit));
                        json.key("environment").string(symbol(environment));
                    });
                }
            });
            json.key("description").string(&user.head.description);
            json.key("disabled").boolean(user.disabled.is_some());
            json.key("displayName").string(user.display_name());
            identity(json, of::user(job, user));
            names(json.key("licences"), &user.licences);
            json.key("roles").list(|json| {
                for (assignment, roles) in assignments(user) {
                    json.object(|json| {
                        json.key("businessUnit").optional(assignment.unit.as_ref().map(symbol));
                        json.key("environment").string(symbol(&assignment.environment));
                        json.key("roles").strings(roles.into_iter().map(symbol));
                    });
                }
            });
            json.key("symbol").string(&user.head.symbol.name);
            json.key("upn").optional(user.upn.as_ref().map(|upn| &*upn.name));
        });
    }
}

pub(super) fn teams(json: &mut Json<'_>, job: Job<'_>) {
    let program = job.program;
    for team in &program.organisation.teams {
        json.object(|json| {
            let unit = unit_there(program, team.unit.as_ref(), team.environment.as_ref());
            json.key("businessUnit").optional(unit);
            json.key("description").string(&team.head.description);
            json.key("displayName").string(team.display_name());
            json.key("environment").optional(team.environment.as_ref().map(symbol));
            json.key("group").optional(team.group.as_ref().map(symbol));
            let (id, source) = of::team(job, team);
            identity(json, Some((&id, source)));
            json.key("kind").string(team.kind.word());
            names(json.key("members"), &team.members);
            let membership = team.membership.map(|(membership, _)| membership).unwrap_or_default();
            json.key("membership").optional(team.group.is_some().then(|| membership.word()));
            names(json.key("roles"), &team.roles);
            json.key("symbol").string(&team.head.symbol.name);
        });
    }
}

/// Columns by table and name.
pub(super) fn columns(profile: &ColumnProfile) -> Vec<&ColumnGrant> {
    let mut columns: Vec<&ColumnGrant> = profile.columns.iter().collect();
    let name = |column: &ColumnGrant| (column.table.symbol.name.clone(), column.column.name.clone());
    columns.sort_by_cached_key(|column| name(column));
    columns
}

pub(super) fn column_security(json: &mut Json<'_>, job: Job<'_>) {
    for profile in &job.program.organisation.profiles {
        json.object(|json| {
            json.key("columns").list(|json| {
                for column in columns(profile) {
                    json.object(|json| {
                        json.key("column").string(&column.column.name);
                        json.key("create").boolean(column.create);
                        json.key("read").boolean(column.read);
                        json.key("readUnmasked").string(column.unmasked.word());
                        json.key("table").string(symbol(&column.table));
                        json.key("update").boolean(column.update);
                    });
                }
            });
            json.key("description").string(&profile.head.description);
            json.key("displayName").string(display_name(&profile.head, profile.name.as_ref()));
            names(json.key("environments"), &profile.environments);
            write_parties(json.key("heldBy"), &profile.held_by);
            let (id, source) = of::profile(job, profile);
            identity(json, Some((&id, source)));
            json.key("symbol").string(&profile.head.symbol.name);
        });
    }
}

pub(super) fn duties(json: &mut Json<'_>, program: &Program) {
    for duties in &program.organisation.duties {
        json.object(|json| {
            json.key("description").string(&duties.head.description);
            names(json.key("environments"), &duties.environments);
            let mut never: Vec<Vec<&str>> =
                duties.never.iter().map(|apart| sorted(&apart.roles).into_iter().map(symbol).collect()).collect();
            never.sort_unstable();
            never.dedup();
            json.key("never").list(|json| never.into_iter().for_each(|roles| json.strings(roles)));
            json.key("symbol").string(&duties.head.symbol.name);
        });
    }
}

pub(super) fn role_administrators(json: &mut Json<'_>, program: &Program) {
    for list in &program.organisation.administrators {
        json.object(|json| {
            names(json.key("assign"), &list.assign);
            json.key("description").string(&list.head.description);
            names(json.key("environments"), &list.environments);
            json.key("symbol").string(&list.head.symbol.name);
            write_parties(json.key("who"), &list.who);
        });
    }
}
