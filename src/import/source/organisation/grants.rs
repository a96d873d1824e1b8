//! The grants of roles, by table and by privilege.

use std::collections::BTreeMap;

use super::tables::OwnTables;
use crate::catalog::privilege::{Grants, Level, Verb};
use crate::catalog::{
    PredefinedRole, PrivilegeName, privilege_base, privilege_name, read_privilege, shares_privileges_with,
    system_table, system_tables,
};

/// All grants of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RoleGrants {
    /// By the logical name of the table whose privileges they are.
    pub(super) tables: BTreeMap<String, Grants>,
    /// Privileges that belong to no known table, by their names in lower case.
    pub(super) tasks: BTreeMap<String, Task>,
}

/// A privilege that belongs to no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Task {
    /// Its text in the source: the platform's word, or the whole name, to be quoted.
    pub(super) name: String,
    /// Whether it is in the platform's list.
    pub(super) known: bool,
    /// The level.
    pub(super) level: Level,
}

impl RoleGrants {
    /// The grants on a table.
    pub(super) fn on(&self, table: &str) -> Grants {
        self.tables.get(table).copied().unwrap_or_default()
    }

    /// The level of a privilege that belongs to no table.
    pub(super) fn task(&self, key: &str) -> Option<Level> {
        self.tasks.get(key).map(|task| task.level)
    }

    /// The number of grants.
    pub(super) fn count(&self) -> usize {
        self.tables.values().map(|grants| grants.iter().count()).sum::<usize>() + self.tasks.len()
    }

    /// Whether each grant of `other` is included here at least as widely.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.tables.len() >= other.tables.len()
            && other.tables.iter().all(|(table, grants)| self.on(table).covers(*grants))
            && other.tasks.iter().all(|(key, task)| self.task(key).is_some_and(|level| level >= task.level))
    }

    /// Adds the grants of `other`.
    pub(super) fn add(&mut self, other: &Self) {
        for (table, grants) in &other.tables {
            *self.tables.entry(table.clone()).or_default() |= *grants;
        }
        for (key, task) in &other.tasks {
            let own = self.tasks.entry(key.clone()).or_insert_with(|| task.clone());
            own.level = own.level.max(task.level);
        }
    }

    /// The grants that `other` does not include as widely, at the level here.
    pub(super) fn beyond(&self, other: &Self) -> Self {
        let mut beyond = Self::default();
        for (table, grants) in &self.tables {
            let there = other.on(table);
            let wider = grants.iter().filter(|(verb, level)| there.level(*verb).is_none_or(|known| known < *level));
            let wider = wider.fold(Grants::NONE, |grants, (verb, level)| grants.with(verb, level));
            if !wider.is_empty() {
                beyond.tables.insert(table.clone(), wider);
            }
        }
        for (key, task) in &self.tasks {
            if other.task(key).is_none_or(|level| level < task.level) {
                beyond.tasks.insert(key.clone(), task.clone());
            }
        }
        beyond
    }

    /// The grants of a predefined role. It lists some tables in addition to those whose privileges they share.
    pub(super) fn of_predefined(role: &PredefinedRole) -> Self {
        let mut grants = Self::default();
        for (table, granted) in role.grants().iter().filter(|(_, granted)| !granted.is_empty()) {
            let base = shares_privileges_with(*table);
            let name = system_tables().get(base as usize).map_or("", |table| table.name);
            *grants.tables.entry(name.to_owned()).or_default() |= *granted;
        }
        for (name, level) in role.tasks.list() {
            let task = Task { name: (*name).to_owned(), known: true, level: *level };
            grants.tasks.insert(name.to_ascii_lowercase(), task);
        }
        grants
    }
}

/// The result of reading privileges, with the irregular ones.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) grants: RoleGrants,
    /// Names that the source cannot keep in their spelling.
    pub(super) respelled: Vec<String>,
    /// Names that do not begin with `prv`.
    pub(super) strange: Vec<String>,
}

/// Divides privileges into tables, verbs and the rest.
pub(super) fn read(privileges: &[(String, Level)], tables: &mut OwnTables) -> Reading {
    let mut reading = Reading::default();
    for (name, level) in privileges {
        match read_privilege(name) {
            PrivilegeName::System(verb, table) => {
                let logical = system_tables().get(table as usize).map_or("", |table| table.name);
                if *name != privilege_name(verb, privilege_base(table)) {
                    reading.respelled.push(name.clone());
                }
                reading.add(logical.to_owned(), verb, *level);
            }
            PrivilegeName::Own(verb, base) => {
                let logical = base.to_ascii_lowercase();
                // The platform's own tables are not declared, whatever the names of their privileges.
                if system_table(&logical).is_some() {
                    reading.task(name, name, false, *level);
                } else {
                    tables.granted(&logical, base, verb, *level);
                    reading.add(logical, verb, *level);
                }
            }
            PrivilegeName::Task(task) => {
                if name.strip_prefix("prv") != Some(task.name) {
                    reading.respelled.push(name.clone());
                }
                reading.task(task.name, task.name, true, *level);
            }
            PrivilegeName::Unknown(name) => {
                if !name.starts_with("prv") {
                    reading.strange.push(name.to_owned());
                }
                reading.task(name, name, false, *level);
            }
        }
    }
    reading
}

impl Reading {
    fn add(&mut self, table: String, verb: Verb, level: Level) {
        let grants = self.grants.tables.entry(table).or_default();
        *grants = grants.with(verb, level);
    }

    fn task(&mut self, key: &str, name: &str, known: bool, level: Level) {
        let new = Task { name: name.to_owned(), known, level };
        let task = self.grants.tasks.entry(key.to_ascii_lowercase()).or_insert(new);
        task.level = task.level.max(level);
    }
}
