//! The grids of roles, by cell: what checks and lint rules of roles have in common.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::catalog::privilege::{Grants, Level, Verb};
use crate::catalog::{
    Ownership, PredefinedRole, further_roles, predefined_role, predefined_roles, shares_privileges_with,
};
use crate::model::organisation::Organisation;
use crate::model::roles::{GridRow, Role, Says};
use crate::model::tables::{TableId, Tables};

/// The declared roles, without those of the platform.
pub fn declared(organisation: &Organisation) -> impl Iterator<Item = &Role> {
    organisation.roles.iter().filter(|role| role.predefined.is_none())
}

/// The roles that targets write: the declared ones, without those that exist already.
pub fn written(organisation: &Organisation) -> impl Iterator<Item = &Role> {
    organisation.roles.iter().filter(|role| role.is_written())
}

/// The known tables of a row.
pub fn tables_of(row: &GridRow) -> impl Iterator<Item = TableId> {
    row.tables.iter().filter_map(|table| table.target)
}

/// Whether a row grants anything.
pub fn grants_anything(row: &GridRow) -> bool {
    row.cells.iter().any(|cell| matches!(cell.says, Says::Level(_)))
}

/// Whether it is the platform's own choice that a verb reaches further than reading does on this table: one of its
/// roles for people grants the verb at this level, and reading at a lower one. A role that was copied from it is not
/// at fault, whatever else was changed in the row. The grants of an app's roles on its tables are unknown.
pub fn platform_reaches_beyond_read(tables: &Tables, table: TableId, verb: Verb, level: Level) -> bool {
    let beyond = |grants: Grants| grants.level(verb) == Some(level) && grants.level(Verb::Read) < Some(level);
    tables.is_of_an_app(table) || of_people(tables, table).any(beyond)
}

/// Whether it is the platform's own choice that rows of the table may be appended but not changed.
pub fn platform_appends_without_change(tables: &Tables, table: TableId) -> bool {
    let changes = |grants: Grants| grants.level(Verb::Write).or(grants.level(Verb::Create)).is_some();
    let only = |grants: Grants| grants.level(Verb::Append).is_some() && !changes(grants);
    tables.is_of_an_app(table) || of_people(tables, table).any(only)
}

/// Whether it is the platform's own choice that other rows may be appended to rows of the table that cannot be read.
pub fn platform_appends_to_unseen(tables: &Tables, table: TableId) -> bool {
    let only = |grants: Grants| grants.level(Verb::AppendTo).is_some() && grants.level(Verb::Read).is_none();
    tables.is_of_an_app(table) || of_people(tables, table).any(only)
}

/// The grants of the platform's roles for people on a table.
fn of_people(tables: &Tables, table: TableId) -> impl Iterator<Item = Grants> {
    static BY_TABLE: LazyLock<FxHashMap<u32, Vec<Grants>>> = LazyLock::new(|| {
        let mut by_table: FxHashMap<u32, Vec<Grants>> = FxHashMap::default();
        let further = further_roles().filter(|role| !role.summary.starts_with("for a service"));
        let of_people = predefined_roles().iter().filter(|role| !role.symbol.starts_with("service_")).chain(further);
        for (table, grants) in of_people.flat_map(PredefinedRole::grants) {
            by_table.entry(shares_privileges_with(*table)).or_default().push(*grants);
        }
        by_table
    });
    BY_TABLE.get(&tables.base(table).0).into_iter().flatten().copied()
}

/// Whether Basic User grants a privilege of no table at this level.
pub fn is_of_basic_user(task: &str, level: Level) -> bool {
    let basic = predefined_role("basic_user").and_then(|index| predefined_roles().get(index as usize));
    let tasks = basic.map(|role| role.tasks.list()).unwrap_or_default();
    tasks.iter().any(|(known, widest)| known.eq_ignore_ascii_case(task) && *widest == level)
}

/// Whether all environments agree on the levels that the table accepts. They do not for tables whose ownership no
/// reference gives, and for user settings (dataverse.md 1.3). For tables of Dynamics 365 only what was seen is known.
pub fn is_certain(tables: &Tables, table: TableId) -> bool {
    let doubtful = tables.is_of_an_app(table) || tables.name(table) == "usersettings";
    tables.ownership(table) != Ownership::Unknown && !doubtful
}

/// The tables of a row that have the privilege, but do not accept its level.
pub fn refusing(tables: &Tables, row: &GridRow, verb: Verb, level: Level) -> Vec<TableId> {
    let refuses = |table: &TableId| {
        let allowed = tables.allowed(*table, verb);
        !allowed.is_empty() && !allowed.contains(level)
    };
    tables_of(row).filter(refuses).collect()
}

/// The tables of a row that have no such privilege.
pub fn lacking(tables: &Tables, row: &GridRow, verb: Verb) -> Vec<TableId> {
    tables_of(row).filter(|table| tables.allowed(*table, verb).is_empty()).collect()
}

/// The level nearest to one that a row's tables do not accept, among those that all of them accept: the widest that
/// is no wider, else the narrowest.
pub fn nearest(tables: &Tables, row: &GridRow, verb: Verb, level: Level) -> Option<Level> {
    let taken = |level: &Level| tables_of(row).all(|table| tables.allowed(table, verb).contains(*level));
    let narrower = Level::ALL.into_iter().rev().filter(|other| *other <= level);
    narrower.chain(Level::ALL).find(taken)
}

/// Who owns the rows of a table, as a clause.
pub const fn owners(ownership: Ownership) -> &'static str {
    match ownership {
        Ownership::User => "users and teams own its rows",
        Ownership::Organization => "its rows belong to the whole organization",
        Ownership::Business => "its rows belong to business units",
        Ownership::None => "no user owns its rows",
        Ownership::Unknown => "who owns its rows is not known",
    }
}
