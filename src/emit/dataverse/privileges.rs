//! What a role grants in all, privilege by privilege.

use rayon::prelude::*;

use super::steps::plain;
use crate::catalog::privilege::Level;
use crate::catalog::privilege_name;
use crate::model::Program;
use crate::model::roles::Role;
use crate::model::tables::Tables;

/// What each declared role grants. It is put together once, since every environment asks for it.
pub(super) struct Privileges {
    of_roles: Vec<Vec<Privilege>>,
}

/// A privilege at a level.
pub(super) struct Privilege {
    pub(super) name: String,
    pub(super) level: Level,
    /// The parameter that holds its id. Names of privileges differ by more than capitals.
    pub(super) parameter: String,
}

impl Privileges {
    pub(super) fn of(program: &Program) -> Self {
        let tables = &program.organisation.tables;
        let granted = |role: &Role| {
            let privilege = |(name, level): (String, Level)| {
                let parameter = format!("privilege.{}", plain(&name.to_ascii_lowercase()));
                Privilege { name, level, parameter }
            };
            // Roles of the platform are there, whatever they grant.
            let declared = role.predefined.is_none();
            if declared { of(tables, role).into_iter().map(privilege).collect() } else { Vec::new() }
        };
        Self { of_roles: program.organisation.roles.par_iter().map(granted).collect() }
    }

    /// Those of a role, by its index.
    pub(super) fn role(&self, index: u32) -> &[Privilege] {
        self.of_roles.get(index as usize).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The names of all privileges a role grants, each once at its widest level, sorted without regard to case.
/// Privileges that a table does not have are left out.
pub(super) fn of(tables: &Tables, role: &Role) -> Vec<(String, Level)> {
    let on_tables = role.grants.tables.iter().flat_map(|(table, grants)| {
        let exist = grants.iter().filter(|(verb, _)| !tables.allowed(*table, *verb).is_empty());
        exist.map(|(verb, level)| (privilege_name(verb, tables.privilege_base(*table)), level))
    });
    let tasks = role.grants.tasks.iter().map(|(name, level)| (format!("prv{name}"), *level));
    let mut privileges: Vec<(String, Level)> = on_tables.chain(tasks).collect();
    privileges.sort_by_cached_key(|(name, level)| (name.to_ascii_lowercase(), std::cmp::Reverse(*level), name.clone()));
    privileges.dedup_by(|second, first| second.0.eq_ignore_ascii_case(&first.0));
    privileges
}
