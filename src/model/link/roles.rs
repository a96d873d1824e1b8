//! Roles: resolves the tables and roles that they name, and adds up what they grant.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::references::Table;
use super::{cycles, named};
use crate::catalog::privilege::{Grants, Level, Verb};
use crate::catalog::{
    PrivilegeName, platform_role, predefined_role, privilege_parts, read_privilege, shares_privileges_with,
    task_privilege, task_privileges,
};
use crate::diagnostics::Diagnostic;
use crate::model::list::List;
use crate::model::organisation::Organisation;
use crate::model::program::{Head, Program, Reference, Symbol};
use crate::model::roles::{Cell, GridRow, Role, RoleGrants, RoleId, Says};
use crate::model::tables::{TableId, Tables};
use crate::syntax;
use crate::text::{FileId, Location, Span};

/// The platform's role that may do everything.
const ADMINISTRATOR: &str = "system_administrator";

/// The maximum depth of roles that include one another. Each role has a list of all roles that it includes, so a long
/// chain would fill the memory.
const MAX_INCLUDED: usize = 128;

/// Adds the platform's own roles that declarations name, unless a role with that name is declared.
pub(super) fn predefined(program: &mut Program) {
    let declared = Table::of(&program.organisation.roles);
    let undeclared = named::roles(program).map(|mention| &*mention.symbol.name);
    let found = undeclared.filter(|name| declared.find(name).is_none()).filter_map(predefined_role);
    let found: BTreeSet<u32> = found.collect();
    if found.is_empty() {
        return;
    }
    program.organisation.roles.extend(found.into_iter().filter_map(builtin));
    program.organisation.roles.sort();
}

fn builtin(index: u32) -> Option<Role> {
    let predefined = platform_role(index)?;
    // The role has no place in a file. Nothing points at this location, because checks look at declared roles only.
    let nowhere = Location::new(FileId::at(0), Span::default());
    let mut grants = RoleGrants { tables: Vec::new(), tasks: Vec::new() };
    let base = |table: u32| TableId(shares_privileges_with(table));
    grants.tables.extend(predefined.grants().iter().map(|(table, grants)| (base(*table), *grants)));
    // An administrator may do everything, even where the snapshot of the platform says less.
    let all = || task_privileges().iter().map(|task| (task.name, Level::Org)).collect::<Vec<_>>();
    let tasks = if predefined.symbol == ADMINISTRATOR { all() } else { predefined.tasks.list().to_vec() };
    grants.tasks.extend(tasks.into_iter().map(|(name, level)| (name.into(), level)));
    grants.settle();
    Some(Role {
        head: Head {
            symbol: Symbol { name: predefined.symbol.into(), location: nowhere },
            location: nowhere,
            description: "".into(),
        },
        predefined: Some(index),
        name: None,
        id: None,
        applies_to: None,
        core_table_permissions: None,
        existing: None,
        grants_nothing: None,
        includes: Vec::new(),
        unit: None,
        inheritance: None,
        customizable: None,
        auto_assigned: None,
        rows: Vec::new(),
        privileges: Vec::new(),
        own: grants,
        grants: RoleGrants::default(),
        included: Vec::new(),
        unseen: Vec::new(),
        sound: true,
    })
}

/// Resolves the tables and lookups that roles and tables name, and answers what roles grant.
pub(super) fn resolve(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let Organisation { tables, roles, .. } = &mut program.organisation;
    lookups(tables);
    rows(roles, tables);
    let needs = includes(roles);
    answer(roles, &needs, findings);
}

/// Tables refer to tables, so the lookups are moved out while names are found in the tables.
fn lookups(tables: &mut Tables) {
    if tables.own.iter().all(|table| table.lookups.is_empty()) {
        return;
    }
    let mut lookups: Vec<Vec<Reference<TableId>>> =
        tables.own.iter_mut().map(|table| std::mem::take(&mut table.lookups)).collect();
    for lookup in lookups.iter_mut().flatten() {
        lookup.target = tables.find(&lookup.symbol.name);
    }
    for (table, lookups) in tables.own.iter_mut().zip(lookups) {
        table.lookups = lookups;
    }
}

fn rows(roles: &mut List<Role>, tables: &Tables) {
    let bases = own_bases(tables);
    for role in roles.iter_mut().filter(|role| role.predefined.is_some()) {
        on_own_tables(role, tables);
    }
    roles.par_iter_mut().filter(|role| role.predefined.is_none()).for_each(|role| {
        listed(role, tables, &bases);
        let mut own = RoleGrants::default();
        for row in &mut role.rows {
            let grants = row.grants();
            for table in &mut row.tables {
                let found = tables.find(&table.symbol.name);
                table.target = found;
                role.sound &= found.is_some();
                own.tables.extend(found.map(|id| (tables.base(id), grants)));
            }
        }
        for grant in role.privileges.iter_mut().filter(|grant| !grant.of_table) {
            match task_privilege(&grant.privilege.name) {
                Some(known) => grant.privilege.name = known.name.into(),
                None if grant.quoted => {
                    if let Some(bare) = grant.privilege.name.strip_prefix("prv").map(Into::into) {
                        grant.privilege.name = bare;
                    }
                }
                None => role.sound = false,
            }
            own.tasks.push((grant.privilege.name.clone(), grant.level));
        }
        own.settle();
        role.own = own;
    });
}

/// Adds what the platform's own roles grant on tables that are created later. The platform gives System Administrator
/// and System Customizer every privilege of a new table, at the widest level that the table allows.
fn on_own_tables(role: &mut Role, tables: &Tables) {
    if !matches!(role.name(), "system_administrator" | "system_customizer") {
        return;
    }
    let new = |id: &TableId| tables.own(*id).is_some() || tables.is_of_an_app(*id);
    for id in tables.ids().filter(|id| new(id) && tables.base(*id) == *id) {
        let widest = Verb::ALL.into_iter().filter_map(|verb| Some((verb, tables.allowed(id, verb).iter().last()?)));
        role.own.tables.push((id, widest.fold(Grants::NONE, |grants, (verb, level)| grants.with(verb, level))));
    }
    role.own.settle();
}

/// The organisation's own tables by the bases of their privileges, in lower case.
fn own_bases(tables: &Tables) -> FxHashMap<String, TableId> {
    let own = tables.ids().filter(|id| tables.own(*id).is_some() && tables.base(*id) == *id);
    own.map(|id| (tables.privilege_base(id).to_ascii_lowercase(), id)).collect()
}

/// Privileges of tables that a role lists by name become rows: they grant the same as a grid.
fn listed(role: &mut Role, tables: &Tables, bases: &FxHashMap<String, TableId>) {
    for grant in role.privileges.iter_mut().filter(|grant| grant.quoted) {
        let name = match grant.privilege.name.get(..3) {
            Some(prefix) if prefix.eq_ignore_ascii_case("prv") => grant.privilege.name.to_string(),
            _bare => format!("prv{}", grant.privilege.name),
        };
        let name = name.as_str();
        let own = || {
            let mut said = privilege_parts(name);
            said.find_map(|(verb, base)| Some((verb, *bases.get(&base.to_ascii_lowercase())?)))
        };
        let found = match (task_privilege(name), own(), read_privilege(name)) {
            (None, Some(found), _) => found,
            (None, None, PrivilegeName::System(verb, table)) => (verb, TableId(table)),
            (Some(_), ..) | (None, None, _) => continue,
        };
        let (verb, table) = found;
        if tables.allowed(table, verb).is_empty() {
            continue;
        }
        grant.of_table = true;
        let Location { span, .. } = grant.privilege.location;
        let length = u8::try_from(span.end - span.start).unwrap_or(u8::MAX);
        let mut cells = [Cell::default(); 8];
        if let Some(cell) = cells.get_mut(verb.index()) {
            *cell = Cell { says: Says::Level(grant.level), start: span.start, length };
        }
        let symbol = Symbol { name: tables.name(table).into(), location: grant.privilege.location };
        let tables = vec![symbol.into()];
        role.rows.push(GridRow { tables, cells, location: grant.privilege.location, listed: true });
    }
}

/// Resolves the roles that roles include. Returns their indices for each role.
fn includes(roles: &mut List<Role>) -> Vec<Vec<u32>> {
    let names = Table::of(roles);
    let is_resolved = |role: &Role| names.hold(&role.includes, role.sound);
    roles.change(is_resolved, |role| role.sound &= names.all(&mut role.includes));
    let needs = |role: &Role| role.includes.iter().filter_map(|reference| Some(reference.target?.0)).collect();
    roles.iter().map(needs).collect()
}

fn too_deep(head: &Head) -> Diagnostic {
    let message =
        format!("role `{}` includes roles that include others, more than {MAX_INCLUDED} deep", head.symbol.name);
    Diagnostic::new(&syntax::codes::LIMIT_EXCEEDED, head.symbol.location, message)
        .help("include the roles themselves that grant something")
}

fn answer(roles: &mut List<Role>, needs: &[Vec<u32>], findings: &mut Vec<Diagnostic>) {
    let (order, stuck) = cycles::order(needs);
    let mut depths = vec![0_usize; roles.len()];
    for index in order {
        let below = needs.get(index as usize).into_iter().flatten().filter_map(|need| depths.get(*need as usize));
        let depth = below.max().map_or(0, |below| below + 1);
        if depth > MAX_INCLUDED {
            // Its included roles are left out, so the depth counts from this role again.
            if let Some(role) = roles.get_mut(index as usize) {
                findings.push(too_deep(&role.head));
                role.grants = role.own.clone();
                role.sound = false;
            }
            continue;
        }
        if let Some(slot) = depths.get_mut(index as usize) {
            *slot = depth;
        }
        let mut grants = roles.get(index as usize).map(|role| role.own.clone()).unwrap_or_default();
        let mut included: Vec<RoleId> = Vec::new();
        let mut sound = true;
        let itself = roles.get(index as usize).is_some_and(Role::is_unseen).then_some(RoleId::at(index));
        let mut unseen: Vec<RoleId> = itself.into_iter().collect();
        for need in needs.get(index as usize).into_iter().flatten() {
            let Some(other) = roles.get(*need as usize) else { continue };
            grants.tables.extend_from_slice(&other.grants.tables);
            grants.tasks.extend_from_slice(&other.grants.tasks);
            included.push(RoleId::at(*need));
            included.extend_from_slice(&other.included);
            unseen.extend_from_slice(&other.unseen);
            sound &= other.sound;
        }
        grants.settle();
        included.sort_unstable();
        included.dedup();
        unseen.sort_unstable();
        unseen.dedup();
        if let Some(role) = roles.get_mut(index as usize) {
            role.grants = grants;
            role.included = included;
            role.unseen = unseen;
            role.sound &= sound;
        }
    }
    let heads: Vec<&Head> = roles.iter().map(|role| &role.head).collect();
    cycles::report(&heads, "role", "roles", needs, &stuck, findings);
    for index in stuck {
        if let Some(role) = roles.get_mut(index) {
            role.grants = role.own.clone();
            role.sound = false;
        }
    }
}
