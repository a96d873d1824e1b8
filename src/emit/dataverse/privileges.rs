//! All grants of a role, privilege by privilege.

use std::borrow::Cow;

use rayon::prelude::*;

use super::steps::plain;
use crate::catalog::privilege::{Grants, Level};
use crate::catalog::privilege_name;
use crate::model::Program;
use crate::model::roles::{Role, RoleGrants, RoleId};
use crate::model::tables::TableId;

/// The grants of each role that is written. Calculated once, since every environment needs them.
pub(super) struct Privileges {
    of_roles: Vec<Vec<Privilege>>,
}

/// A privilege at a level.
pub(super) struct Privilege {
    pub(super) name: String,
    pub(super) level: Level,
    /// The parameter that holds its id. The names of two privileges differ by more than case.
    pub(super) parameter: String,
}

impl Privileges {
    pub(super) fn of(program: &Program) -> Self {
        let granted = |role: &Role| {
            let privilege = |(name, level): (String, Level)| {
                let parameter = format!("privilege.{}", plain(&name.to_ascii_lowercase()));
                Privilege { name, level, parameter }
            };
            // Roles that exist already are not written, whatever they grant.
            if role.is_written() { of(program, role).into_iter().map(privilege).collect() } else { Vec::new() }
        };
        Self { of_roles: program.organisation.roles.par_iter().map(granted).collect() }
    }

    /// The privileges of a role, by its index.
    pub(super) fn role(&self, id: RoleId) -> &[Privilege] {
        self.of_roles.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The grants of a role that are written: all, except the tasks that it has from System Administrator only. That role
/// may do everything. Which of the privileges it names exist in an environment is unknown, and a request that
/// names a missing one fails.
fn written<'p>(program: &'p Program, role: &'p Role) -> Cow<'p, RoleGrants> {
    let roles = &program.organisation.roles;
    let included: Vec<&Role> = role.included.iter().map(|id| &roles[id]).collect();
    let made = |role: &&Role| matches!(role.name(), "system_administrator" | "system_customizer");
    if !included.iter().any(made) {
        return Cow::Borrowed(&role.grants);
    }
    let mut grants = role.own.clone();
    for other in included {
        // It is also unknown which apps an environment has.
        let tables = &program.organisation.tables;
        let exists = |(table, _): &&(TableId, Grants)| !made(&other) || !tables.is_of_an_app(*table);
        grants.tables.extend(other.own.tables.iter().filter(exists));
        if !other.is_administrator() {
            grants.tasks.extend_from_slice(&other.own.tasks);
        }
    }
    grants.settle();
    Cow::Owned(grants)
}

/// The names of all privileges a role grants, each once at its widest level, sorted without regard to case.
/// Privileges that a table does not have are left out.
pub(super) fn of(program: &Program, role: &Role) -> Vec<(String, Level)> {
    let tables = &program.organisation.tables;
    let grants = written(program, role);
    let on_tables = grants.tables.iter().flat_map(|(table, grants)| {
        let exist =
            grants.iter().filter(|(verb, _)| tables.is_of_an_app(*table) || !tables.allowed(*table, *verb).is_empty());
        exist.map(|(verb, level)| (privilege_name(verb, tables.privilege_base(*table)), level))
    });
    let tasks = grants.tasks.iter().map(|(name, level)| (format!("prv{name}"), *level));
    let mut privileges: Vec<(String, Level)> = on_tables.chain(tasks).collect();
    privileges.sort_by_cached_key(|(name, level)| (name.to_ascii_lowercase(), std::cmp::Reverse(*level), name.clone()));
    privileges.dedup_by(|second, first| second.0.eq_ignore_ascii_case(&first.0));
    privileges
}
