//! The places of business units, tables, roles, licences, users, teams, column security, duties and those who give
//! roles.

use rustc_hash::FxHashMap;

use super::organisation::{assignments, columns, parties, sorted};
use super::roles::{rows, tasks};
use super::source_map::{Map, order_of_keys};
use crate::emit::json::Json;
use crate::model::organisation::Party;
use crate::model::program::{Reference, Symbol};
use crate::model::roles::{GridRow, Role, TaskGrant};
use crate::model::tables::TableId;

impl Map<'_> {
    fn symbols(&mut self, json: &mut Json<'_>, step: &str, symbols: &[&Symbol]) {
        for number in order_of_keys(symbols.len()) {
            if let Some(symbol) = symbols.get(number) {
                self.put(json, &format!("{step}/{number}"), symbol.location);
            }
        }
    }

    fn references(&mut self, json: &mut Json<'_>, step: &str, references: &[Reference]) {
        let symbols: Vec<&Symbol> = sorted(references).into_iter().map(|one| &one.symbol).collect();
        self.symbols(json, step, &symbols);
    }

    fn parties(&mut self, json: &mut Json<'_>, step: &str, list: &[Party]) {
        let symbols: Vec<&Symbol> = parties(list).into_iter().map(|(_, party)| &party.symbol).collect();
        self.symbols(json, step, &symbols);
    }

    /// Owners and members of the group at hand.
    pub(super) fn group_places(&mut self, json: &mut Json<'_>, owners: &[Reference], members: &[Party]) {
        self.parties(json, "/members", members);
        self.references(json, "/owners", owners);
    }

    pub(super) fn unit_places(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        let trees = &program.organisation.unit_trees;
        for index in order_of_keys(trees.len()) {
            let Some(tree) = trees.get(index) else { continue };
            self.declaration(json, "businessUnits", index, &tree.head);
            for number in order_of_keys(tree.units.len()) {
                let Some(unit) = tree.units.get(number) else { continue };
                self.put(json, &format!("/units/{number}"), unit.symbol.location);
                self.text(json, &format!("/units/{number}/displayName"), unit.name.as_ref());
                self.text(json, &format!("/units/{number}/id"), unit.id.as_ref());
            }
        }
        let profiles = &program.organisation.profiles;
        for index in order_of_keys(profiles.len()) {
            let Some(profile) = profiles.get(index) else { continue };
            self.declaration(json, "columnSecurity", index, &profile.head);
            let names: Vec<&Symbol> = columns(profile).into_iter().map(|column| &column.column).collect();
            self.symbols(json, "/columns", &names);
            self.text(json, "/displayName", profile.name.as_ref());
            self.references(json, "/environments", &profile.environments);
            self.parties(json, "/heldBy", &profile.held_by);
            self.text(json, "/id", profile.id.as_ref());
        }
    }

    pub(super) fn duty_places(&mut self, json: &mut Json<'_>) {
        let all = &self.job.program.organisation.duties;
        for index in order_of_keys(all.len()) {
            let Some(duties) = all.get(index) else { continue };
            self.declaration(json, "duties", index, &duties.head);
            self.references(json, "/environments", &duties.environments);
            if let Some(first) = duties.never.iter().map(|apart| apart.location).min() {
                self.put(json, "/never", first);
            }
        }
    }

    pub(super) fn licence_places(&mut self, json: &mut Json<'_>) {
        let licences = &self.job.program.organisation.licences;
        for index in order_of_keys(licences.len()) {
            let Some(licence) = licences.get(index) else { continue };
            self.declaration(json, "licences", index, &licence.head);
            self.text(json, "/displayName", licence.name.as_ref());
            if let Some((_, location)) = licence.seats {
                self.put(json, "/seats", location);
            }
        }
    }

    pub(super) fn role_places(&mut self, json: &mut Json<'_>) {
        let organisation = &self.job.program.organisation;
        for index in order_of_keys(organisation.administrators.len()) {
            let Some(list) = organisation.administrators.get(index) else { continue };
            self.declaration(json, "roleAdministrators", index, &list.head);
            self.references(json, "/assign", &list.assign);
            self.references(json, "/environments", &list.environments);
            self.parties(json, "/who", &list.who);
        }
        for index in order_of_keys(organisation.roles.len()) {
            // Roles of the platform stand nowhere in the source.
            if let Some(role) = organisation.roles.get(index).filter(|role| role.predefined.is_none()) {
                self.role(json, index, role);
            }
        }
    }

    fn role(&mut self, json: &mut Json<'_>, index: usize, role: &Role) {
        self.declaration(json, "roles", index, &role.head);
        self.reference(json, "/businessUnit", role.unit.as_ref());
        self.text(json, "/displayName", role.name.as_ref());
        let tables = &self.job.program.organisation.tables;
        let mut first: FxHashMap<TableId, &GridRow> = FxHashMap::default();
        for row in &role.rows {
            for table in row.tables.iter().filter_map(|table| table.target) {
                first.entry(tables.base(TableId(table))).or_insert(row);
            }
        }
        let grid = rows(tables, &role.own);
        for number in order_of_keys(grid.len()) {
            if let Some(row) = grid.get(number).and_then(|(_, table, _)| first.get(table)) {
                self.put(json, &format!("/grid/{number}"), row.location);
            }
        }
        self.text(json, "/id", role.id.as_ref());
        self.references(json, "/includes", &role.includes);
        if let Some((_, location)) = role.inheritance {
            self.put(json, "/memberInheritance", location);
        }
        let granted = tasks(&role.own);
        for number in order_of_keys(granted.len()) {
            let named = |one: &&TaskGrant| {
                granted.get(number).is_some_and(|(name, _)| one.privilege.name.eq_ignore_ascii_case(name))
            };
            if let Some(grant) = role.privileges.iter().find(named) {
                self.put(json, &format!("/privileges/{number}"), grant.privilege.location);
            }
        }
    }

    pub(super) fn people_places(&mut self, json: &mut Json<'_>) {
        let organisation = &self.job.program.organisation;
        for index in order_of_keys(organisation.tables.own.len()) {
            let Some(table) = organisation.tables.own.get(index) else { continue };
            self.at(format_args!("/tables/{index}"));
            self.put(json, "", table.symbol.location);
            self.references(json, "/lookups", &table.lookups);
            self.put(json, "/ownership", table.ownership_location);
            self.text(json, "/schemaName", table.schema.as_ref());
        }
        for index in order_of_keys(organisation.teams.len()) {
            let Some(team) = organisation.teams.get(index) else { continue };
            self.declaration(json, "teams", index, &team.head);
            self.reference(json, "/businessUnit", team.unit.as_ref());
            self.text(json, "/displayName", team.name.as_ref());
            self.reference(json, "/environment", team.environment.as_ref());
            self.reference(json, "/group", team.group.as_ref());
            self.text(json, "/id", team.id.as_ref());
            self.put(json, "/kind", team.kind_location);
            self.references(json, "/members", &team.members);
            if let Some((_, location)) = team.membership {
                self.put(json, "/membership", location);
            }
            self.references(json, "/roles", &team.roles);
        }
        for index in order_of_keys(organisation.users.len()) {
            let Some(user) = organisation.users.get(index) else { continue };
            self.declaration(json, "users", index, &user.head);
            if let Some(location) = user.mode_location {
                self.put(json, "/accessMode", location);
            }
            self.text(json, "/application", user.application.as_ref());
            self.reference(json, "/businessUnit", user.unit.as_ref());
            if let Some(location) = user.disabled {
                self.put(json, "/disabled", location);
            }
            self.text(json, "/displayName", user.name.as_ref());
            self.text(json, "/id", user.id.as_ref());
            self.references(json, "/licences", &user.licences);
            let given = assignments(user);
            for number in order_of_keys(given.len()) {
                if let Some((assignment, _)) = given.get(number) {
                    self.put(json, &format!("/roles/{number}"), assignment.location);
                }
            }
            self.text(json, "/upn", user.upn.as_ref());
        }
    }
}
