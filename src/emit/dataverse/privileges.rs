//! What a role grants in all, privilege by privilege.

use crate::catalog::privilege::Level;
use crate::catalog::privilege_name;
use crate::model::roles::Role;
use crate::model::tables::Tables;

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
