//! The places of business units, tables, roles, licences, users, teams, column security, duties and those who give
//! roles.

use rustc_hash::FxHashMap;

use super::writer::Map;
use crate::emit::bundle::organisation::{assignments, columns, parties, sorted};
use crate::emit::bundle::roles::{rows, tasks};
use crate::model::organisation::{
    ColumnProfile, Duties, Licence, Party, RoleAdministrators, Team, Unit, UnitTree, User,
};
use crate::model::program::Reference;
use crate::model::roles::{GridRow, Role};
use crate::model::tables::{OwnTable, TableId};

impl Map<'_, '_> {
    pub(super) fn references<I>(&mut self, key: &str, references: &[Reference<I>]) {
        self.members(key, None, sorted(references).into_iter().map(|reference| reference.symbol.location));
    }

    pub(super) fn parties(&mut self, key: &str, list: &[Party]) {
        self.members(key, None, parties(list).into_iter().map(|(_, party)| party.symbol.location));
    }

    pub(super) fn unit_tree(&mut self, tree: &UnitTree) {
        self.declaration(tree.head.symbol.location, |map| map.list("units", &tree.units, Map::unit));
    }

    fn unit(&mut self, unit: &Unit) {
        self.node(unit.symbol.location, |map| {
            map.text("displayName", unit.name.as_ref());
            map.text("id", unit.id.as_ref());
        });
    }

    pub(super) fn column_profile(&mut self, profile: &ColumnProfile) {
        self.declaration(profile.head.symbol.location, |map| {
            map.members("columns", None, columns(profile).into_iter().map(|grant| grant.column.location));
            map.text("displayName", profile.name.as_ref());
            map.references("environments", &profile.environments);
            map.parties("heldBy", &profile.held_by);
            map.text("id", profile.id.as_ref());
        });
    }

    pub(super) fn duties(&mut self, duties: &Duties) {
        self.declaration(duties.head.symbol.location, |map| {
            map.references("environments", &duties.environments);
            map.optional("never", duties.never.iter().map(|apart| apart.location).min());
        });
    }

    pub(super) fn licence(&mut self, licence: &Licence) {
        self.declaration(licence.head.symbol.location, |map| {
            map.text("displayName", licence.name.as_ref());
            map.optional("premiumConnectors", licence.premium_connectors.map(|(_, location)| location));
            map.optional("seats", licence.seats.map(|(_, location)| location));
        });
    }

    pub(super) fn role_administrators(&mut self, list: &RoleAdministrators) {
        self.declaration(list.head.symbol.location, |map| {
            map.references("assign", &list.assign);
            map.references("environments", &list.environments);
            map.parties("who", &list.who);
        });
    }

    pub(super) fn role(&mut self, role: &Role) {
        // Roles of the platform stand nowhere in the source.
        if role.predefined.is_some() {
            return self.nowhere();
        }
        self.declaration(role.head.symbol.location, |map| {
            map.reference("businessUnit", role.unit.as_ref());
            map.text("displayName", role.name.as_ref());
            map.grid(role);
            map.text("id", role.id.as_ref());
            map.references("includes", &role.includes);
            map.optional("memberInheritance", role.inheritance.map(|(_, location)| location));
            let granted = |name: &str| {
                let grant = role.privileges.iter().find(|grant| grant.privilege.name.eq_ignore_ascii_case(name));
                grant.map_or(role.head.symbol.location, |grant| grant.privilege.location)
            };
            map.members("privileges", None, tasks(&role.own).into_iter().map(|(name, _)| granted(name)));
        });
    }

    /// Each table of a grid leads to the first row that names it.
    fn grid(&mut self, role: &Role) {
        let tables = &self.job.program.organisation.tables;
        let mut first: FxHashMap<TableId, &GridRow> = FxHashMap::default();
        for row in &role.rows {
            for table in row.tables.iter().filter_map(|table| table.target) {
                first.entry(tables.base(table)).or_insert(row);
            }
        }
        let named = |table| first.get(&table).map_or(role.head.symbol.location, |row| row.location);
        self.members("grid", None, rows(tables, &role.own).into_iter().map(|(_, table, _)| named(table)));
    }

    pub(super) fn table(&mut self, table: &OwnTable) {
        self.declaration(table.head.symbol.location, |map| {
            map.references("lookups", &table.lookups);
            map.put("ownership", table.ownership_location);
            map.text("schemaName", table.schema.as_ref());
        });
    }

    pub(super) fn team(&mut self, team: &Team) {
        self.declaration(team.head.symbol.location, |map| {
            map.reference("businessUnit", team.unit.as_ref());
            map.text("displayName", team.name.as_ref());
            map.reference("environment", team.environment.as_ref());
            map.reference("group", team.group.as_ref());
            map.text("id", team.id.as_ref());
            map.put("kind", team.kind_location);
            map.references("members", &team.members);
            map.optional("membership", team.membership.map(|(_, location)| location));
            map.references("roles", &team.roles);
        });
    }

    pub(super) fn user(&mut self, user: &User) {
        self.declaration(user.head.symbol.location, |map| {
            map.optional("accessMode", user.mode_location);
            map.text("application", user.application.as_ref());
            map.reference("businessUnit", user.unit.as_ref());
            map.optional("disabled", user.disabled);
            map.text("displayName", user.name.as_ref());
            map.text("id", user.id.as_ref());
            map.references("licences", &user.licences);
            map.members("roles", None, assignments(user).into_iter().map(|(assignment, _)| assignment.location));
            map.text("upn", user.upn.as_ref());
        });
    }
}
