//! Roles: grids of privileges, the roles they include, and the resulting grants.

use ecow::EcoString;

use super::id::Id;
use super::organisation::TreeId;
use super::program::{Head, Reference, Symbol, Text};
use super::tables::TableId;
use crate::catalog::privilege::{Grants, Level, Verb};
use crate::catalog::{
    PredefinedRole, platform_role, predefined_by_name, predefined_role, privilege_parts, task_privilege,
};
use crate::text::{FileId, Location, Span};

/// The place of a role in [`super::organisation::Organisation::roles`].
pub type RoleId = Id<Role>;

/// A role: declared, or a predefined role of the platform that a declaration names.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Name and documentation. A role of the platform has no place in the source.
    pub head: Head,
    /// Its index among [`crate::catalog::predefined_roles`], where it is one of the platform's.
    pub predefined: Option<u32>,
    /// The display name, where it differs from the symbol.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// The people it is for.
    pub applies_to: Option<Text>,
    /// What it allows on the important tables, in words.
    pub core_table_permissions: Option<Text>,
    /// Where it is declared as existing already, so that no target writes it.
    pub existing: Option<Location>,
    /// Where it is declared to grant nothing on purpose.
    pub grants_nothing: Option<Location>,
    /// Roles whose grants it has too; targets are [`RoleId`]s.
    pub includes: Vec<Reference<RoleId>>,
    /// The unit it belongs to; the root where absent.
    pub unit: Option<Reference<TreeId>>,
    /// What a team's role gives its members, where it is given.
    pub inheritance: Option<(Inheritance, Location)>,
    /// Whether it may be changed where it is deployed.
    pub customizable: Option<bool>,
    /// Whether every new user gets it, where it is given.
    pub auto_assigned: Option<bool>,
    /// The rows of its grids.
    pub rows: Vec<GridRow>,
    /// Privileges that belong to no table.
    pub privileges: Vec<TaskGrant>,
    /// The grants of its own.
    pub own: RoleGrants,
    /// Its grants together with those of the roles it includes.
    pub grants: RoleGrants,
    /// Every role it includes, directly or not, without itself; sorted.
    pub included: Vec<RoleId>,
    /// The roles with unknown grants that it is or includes; sorted.
    pub unseen: Vec<RoleId>,
    /// Whether all of it could be read, and all of the roles it includes.
    pub sound: bool,
}

impl Role {
    /// The name that people know.
    pub fn display_name(&self) -> &str {
        match (self.of_the_platform(), &self.name) {
            (Some(predefined), None) => predefined.name,
            (_, Some(name)) => &name.name,
            (None, None) => &self.head.symbol.name,
        }
    }

    /// The predefined role that it is, either named, or declared as existing.
    pub fn of_the_platform(&self) -> Option<&'static PredefinedRole> {
        let declared = || {
            self.existing?;
            let named = self.name.as_ref().and_then(|name| predefined_by_name(&name.name));
            named.or_else(|| predefined_role(&self.head.symbol.name).filter(|_| self.name.is_none()))
        };
        self.predefined.or_else(declared).and_then(platform_role)
    }

    /// Whether targets write it: it is declared, and not as existing already.
    pub const fn is_written(&self) -> bool {
        self.predefined.is_none() && self.existing.is_none()
    }

    /// Whether its own grants are unknown: it exists already, and the source does not give them.
    pub const fn is_unseen(&self) -> bool {
        let said = !self.rows.is_empty() || !self.privileges.is_empty() || self.grants_nothing.is_some();
        self.existing.is_some() && !said && self.includes.is_empty()
    }

    /// Whether an unknown privilege in its list may be this verb on this table. That is possible where the source
    /// does not give the schema name of the table.
    pub fn may_grant_more(&self, tables: &super::tables::Tables, table: TableId, verb: Verb) -> bool {
        let unsaid = tables.own(table).is_some_and(|own| own.schema.is_none());
        unsaid
            && self.grants.tasks.iter().any(|(name, _)| {
                let full = format!("prv{name}");
                task_privilege(name).is_none() && privilege_parts(&full).any(|(said, _)| said == verb)
            })
    }

    /// The place of the cell that grants a verb on a table; none for roles of the platform.
    pub fn cell(&self, base: impl Fn(TableId) -> TableId, table: TableId, verb: Verb) -> Option<Location> {
        let file = self.head.location.file;
        let goes_by = |row: &&GridRow| {
            let mut ids = row.tables.iter().filter_map(|table| table.target);
            ids.any(|id| base(id) == base(table))
        };
        let rows = self.rows.iter().filter(goes_by);
        let widest = rows.filter_map(|row| Some((row.level(verb)?, row))).max_by_key(|(level, _)| *level);
        widest.map(|(_, row)| row.place(file, verb))
    }
}

/// What a role that a team holds gives to the members of the team (dataverse.md 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inheritance {
    /// `user` grants apply only to rows that the team owns.
    TeamOnly,
    /// They apply to the member's own rows too.
    DirectAndTeam,
}

/// A row of a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct GridRow {
    /// The tables it is about; targets are [`TableId`]s.
    pub tables: Vec<Reference<TableId>>,
    /// A cell for each verb, by [`Verb::index`].
    pub cells: [Cell; 8],
    /// The whole row.
    pub location: Location,
    /// Whether it is not a row of a grid but a privilege of a table that the role lists by its name.
    pub listed: bool,
}

impl GridRow {
    /// The level it grants for a verb.
    pub fn level(&self, verb: Verb) -> Option<Level> {
        self.cell(verb).level()
    }

    /// The cell of a verb.
    pub fn cell(&self, verb: Verb) -> Cell {
        self.cells.get(verb.index()).copied().unwrap_or_default()
    }

    /// Where the cell of a verb is; the row where its column was left out.
    pub fn place(&self, file: FileId, verb: Verb) -> Location {
        let cell = self.cell(verb);
        match cell.says {
            Says::Absent => self.location,
            _present => Location::new(file, Span::new(cell.start, cell.start + u32::from(cell.length))),
        }
    }

    /// All that it grants on each of its tables.
    pub fn grants(&self) -> Grants {
        let levels = Verb::ALL.into_iter().filter_map(|verb| Some((verb, self.level(verb)?)));
        levels.fold(Grants::NONE, |grants, (verb, level)| grants.with(verb, level))
    }
}

/// A cell of a grid, and where it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// The content.
    pub says: Says,
    /// Where it begins.
    pub start: u32,
    /// Its length in bytes.
    pub length: u8,
}

impl Cell {
    /// The level it grants.
    pub const fn level(self) -> Option<Level> {
        match self.says {
            Says::Level(level) => Some(level),
            Says::Absent | Says::NoPrivilege | Says::Nothing => None,
        }
    }
}

/// The content of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Says {
    /// Nothing: its column was left out.
    #[default]
    Absent,
    /// `-`: there is no such privilege on these tables.
    NoPrivilege,
    /// `none`: nothing is granted.
    Nothing,
    /// This level is granted.
    Level(Level),
}

/// A grant of a privilege that belongs to no table, or to an unknown one.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskGrant {
    /// Its name without `prv`, as the platform spells it where it is known.
    pub privilege: Symbol,
    /// Whether it was written in quotes, which accept any name.
    pub quoted: bool,
    /// Whether it is a privilege of a known table. Then a row of the role holds it too.
    pub of_table: bool,
    /// The level.
    pub level: Level,
}

/// All that a role grants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleGrants {
    /// By the table whose privileges they are ([`super::tables::Tables::base`]), sorted, none empty.
    pub tables: Vec<(TableId, Grants)>,
    /// By the name of the privilege without `prv`, sorted without regard to case.
    pub tasks: Vec<(EcoString, Level)>,
}

impl RoleGrants {
    /// What is granted on the table of these privileges.
    pub fn on(&self, base: TableId) -> Grants {
        let found = self.tables.binary_search_by_key(&base, |(id, _)| *id).ok();
        found.and_then(|index| self.tables.get(index)).map_or(Grants::NONE, |(_, grants)| *grants)
    }

    /// The level of a privilege that belongs to no table.
    pub fn task(&self, name: &str) -> Option<Level> {
        self.tasks.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, level)| *level)
    }

    /// Whether nothing is granted.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.tasks.is_empty()
    }

    /// Whether each grant of `other` is included here at least as widely.
    pub fn covers(&self, other: &Self) -> bool {
        other.tables.iter().all(|(table, grants)| self.on(*table).covers(*grants))
            && other.tasks.iter().all(|(name, level)| self.task(name).is_some_and(|own| own >= *level))
    }

    /// Adds the grants of `other`.
    pub fn add(&mut self, other: &Self) {
        self.tables.extend_from_slice(&other.tables);
        self.tasks.extend_from_slice(&other.tasks);
        self.settle();
    }

    /// Sorts the grants, and merges duplicates.
    pub fn settle(&mut self) {
        self.tables.sort_unstable();
        self.tables.dedup_by(|second, first| {
            let same = second.0 == first.0;
            if same {
                first.1 |= second.1;
            }
            same
        });
        self.tables.retain(|(_, grants)| !grants.is_empty());
        self.tasks.sort_by(|(a, x), (b, y)| folded(a).cmp(folded(b)).then(y.cmp(x)));
        self.tasks.dedup_by(|second, first| second.0.eq_ignore_ascii_case(&first.0));
    }
}

/// A name in the form in which names compare without regard to case.
fn folded(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}
