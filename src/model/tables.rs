//! Tables: the platform's own, and those the organisation declares.

use crate::catalog::privilege::{Levels, Verb};
use crate::catalog::{Ownership, system_table, system_tables};
use crate::catalog::{allowed_for, privilege_base, shares_privileges_with};

use super::list::List;
use super::program::{Head, Reference, Symbol, Text};
use crate::text::Location;

/// A table: first those of the platform, in the order of [`system_tables`], then the declared ones by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);

/// A table of the organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnTable {
    /// Its logical name, and its doc comment.
    pub head: Head,
    /// Who owns its rows.
    pub ownership: Ownership,
    /// Where the ownership is.
    pub ownership_location: Location,
    /// The schema name, where it differs from the logical name; the names of privileges contain it.
    pub schema: Option<Text>,
    /// The tables that its lookups point at; targets are [`TableId`]s.
    pub lookups: Vec<Reference<TableId>>,
    /// Columns to which a masking rule is bound.
    pub masked: Vec<Symbol>,
    /// The columns under column security, as far as the source gives them outside of profiles.
    pub secured: Vec<Symbol>,
    /// Where it is declared to hold data that not everyone may see.
    pub sensitive: Option<Location>,
    /// Whether it is an activity, so that it shares the privileges of all activities.
    pub activity: bool,
}

/// All tables that a program can refer to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// The declared tables, by name.
    pub own: List<OwnTable>,
}

impl Tables {
    /// The number of tables.
    pub fn len(&self) -> usize {
        system_tables().len() + self.own.len()
    }

    /// Whether there are none, which is never the case.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them.
    pub fn ids(&self) -> impl Iterator<Item = TableId> + use<> {
        (0..self.len() as u32).map(TableId)
    }

    /// The table with that logical name.
    pub fn find(&self, name: &str) -> Option<TableId> {
        let first = system_tables().len() as u32;
        let own = || self.own.find(name).map(|id| first + id.0);
        // For a table of an app, a declaration takes precedence over what was seen elsewhere.
        let of_platform = |index: &u32| !self.is_of_an_app(TableId(*index));
        let system = system_table(name);
        system.filter(of_platform).or_else(own).or(system).map(TableId)
    }

    /// Whether it is a table of a Dynamics 365 app, of which not everything is known.
    pub fn is_of_an_app(&self, id: TableId) -> bool {
        system_tables().get(id.0 as usize).is_some_and(|table| table.of_an_app)
    }

    /// The declaration of a table; none for those of the platform.
    pub fn own(&self, id: TableId) -> Option<&OwnTable> {
        self.own.get((id.0 as usize).checked_sub(system_tables().len())?)
    }

    /// The logical name.
    pub fn name(&self, id: TableId) -> &str {
        match self.own(id) {
            Some(own) => &own.head.symbol.name,
            None => system_tables().get(id.0 as usize).map_or("", |table| table.name),
        }
    }

    /// Who owns its rows.
    pub fn ownership(&self, id: TableId) -> Ownership {
        match self.own(id) {
            Some(own) => own.ownership,
            None => system_tables().get(id.0 as usize).map_or(Ownership::Unknown, |table| table.ownership),
        }
    }

    /// The levels that a privilege of the table can be granted at; none where there is no such privilege.
    pub fn allowed(&self, id: TableId, verb: Verb) -> Levels {
        match self.own(id) {
            Some(own) if own.activity => self.allowed(self.base(id), verb),
            Some(own) => allowed_for(own.ownership, verb),
            None => system_tables().get(id.0 as usize).map_or(Levels::NONE, |table| table.allowed(verb)),
        }
    }

    /// The table whose privileges apply to it: the platform does not distinguish activities (dataverse.md 1.4).
    pub fn base(&self, id: TableId) -> TableId {
        match self.own(id) {
            Some(own) if own.activity => system_table("activitypointer").map_or(id, TableId),
            Some(_) => id,
            None => TableId(shares_privileges_with(id.0)),
        }
    }

    /// The part after the verb in the names of its privileges.
    pub fn privilege_base(&self, id: TableId) -> &str {
        let base = self.base(id);
        match self.own(base) {
            Some(own) => own.schema.as_ref().map_or(&*own.head.symbol.name, |schema| &*schema.name),
            None => privilege_base(base.0),
        }
    }
}
