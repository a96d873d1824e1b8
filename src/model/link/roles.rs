//! Roles: the tables and roles they name, and what they grant in all.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::cycles;
use super::references::Table;
use crate::catalog::{
    predefined_role, predefined_roles, shares_privileges_with, system_tables, task_privilege, task_privileges,
};
use crate::diagnostics::{Diagnostic, Safety, closest, worth_seeking};
use crate::model::codes;
use crate::model::organisation::Organisation;
use crate::model::program::{Head, Program, Reference, Symbol};
use crate::model::roles::{Role, RoleGrants, RoleId};
use crate::model::tables::TableId;
use crate::model::unread::Unread;
use crate::text::{FileId, Location, Span};

/// Adds the platform's own roles that declarations name, unless one is declared by that name.
pub(super) fn predefined(program: &mut Program) {
    let organisation = &program.organisation;
    let declared: FxHashSet<&str> = organisation.roles.iter().map(|role| &*role.head.symbol.name).collect();
    let mut found: FxHashSet<u32> = FxHashSet::default();
    let mut look = |reference: &Reference| {
        let name = &*reference.symbol.name;
        if !declared.contains(name) {
            found.extend(predefined_role(name));
        }
    };
    each_role(organisation, &mut look);
    program.apps.iter().flat_map(|app| &app.roles).for_each(look);
    let mut found: Vec<u32> = found.into_iter().collect();
    found.sort_unstable();
    program.organisation.roles.extend(found.into_iter().filter_map(builtin));
    program.organisation.roles.par_sort_by(|a, b| a.head.symbol.name.cmp(&b.head.symbol.name));
}

/// Every reference to a role within the organisation.
fn each_role(organisation: &Organisation, look: &mut impl FnMut(&Reference)) {
    organisation.roles.iter().flat_map(|role| &role.includes).for_each(&mut *look);
    organisation.users.iter().flat_map(|user| &user.roles).flat_map(|roles| &roles.roles).for_each(&mut *look);
    organisation.teams.iter().flat_map(|team| &team.roles).for_each(&mut *look);
    organisation.duties.iter().flat_map(|duties| &duties.never).flat_map(|apart| &apart.roles).for_each(&mut *look);
    organisation.administrators.iter().flat_map(|list| &list.assign).for_each(look);
}

fn builtin(index: u32) -> Option<Role> {
    let predefined = predefined_roles().get(index as usize)?;
    // It stands nowhere; nothing points at this place, as checks look at declared roles only.
    let nowhere = Location::new(FileId(0), Span::default());
    let mut grants = RoleGrants { tables: Vec::new(), tasks: Vec::new() };
    let base = |table: u32| TableId(shares_privileges_with(table));
    grants.tables.extend(predefined.grants().iter().map(|(table, grants)| (base(*table), *grants)));
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
        sound: true,
    })
}

/// The roles that can be named, the platform's own among them.
pub(super) struct Roles<'a> {
    places: FxHashMap<&'a str, u32>,
}

impl<'a> Roles<'a> {
    pub(super) fn new(roles: &'a [Role]) -> Self {
        Self { places: (0..).zip(roles).map(|(index, role)| (&*role.head.symbol.name, index)).collect() }
    }

    /// Finds a role; tells where there is none. Gives whether it was found.
    pub(super) fn resolve(&self, reference: &mut Reference, unread: &Unread, findings: &mut Vec<Diagnostic>) -> bool {
        let name = &*reference.symbol.name;
        reference.target = self.places.get(name).copied();
        if reference.target.is_none() && !unread.may_hold("role", name) {
            let mut names: Vec<&str> = Vec::new();
            if worth_seeking(findings.len(), self.places.len()) {
                names.extend(self.places.keys());
                names.extend(predefined_roles().iter().map(|role| role.symbol));
                names.sort_unstable();
                names.dedup();
            }
            findings.push(Table { keyword: "role", noun: "role", names }.unknown(reference, findings.len()));
        }
        reference.target.is_some()
    }
}

/// Resolves the tables and lookups that roles and tables name, and answers what roles grant.
pub(super) fn resolve(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let mut organisation = std::mem::take(&mut program.organisation);
    lookups(&mut organisation, &program.unread, findings);
    let mut roles = std::mem::take(&mut organisation.roles);
    rows(&mut roles, &organisation, &program.unread, findings);
    let needs = includes(&mut roles, &program.unread, findings);
    answer(&mut roles, &needs, findings);
    organisation.roles = roles;
    program.organisation = organisation;
}

/// The tables that can be named.
struct TableNames<'a> {
    places: FxHashMap<&'a str, u32>,
}

impl<'a> TableNames<'a> {
    fn new(organisation: &'a Organisation) -> Self {
        let tables = &organisation.tables;
        Self { places: tables.ids().map(|id| (tables.name(id), id.0)).collect() }
    }

    /// `told` is how many findings there are already.
    fn resolve(&self, reference: &mut Reference, unread: &Unread, told: usize) -> Option<Diagnostic> {
        let name = &*reference.symbol.name;
        reference.target = self.places.get(name).copied();
        if reference.target.is_some() || unread.may_hold("tables", name) {
            return None;
        }
        let location = reference.symbol.location;
        let finding = Diagnostic::new(&codes::UNKNOWN_NAME, location, format!("there is no table `{name}`"));
        let declare = format!("declare it: `tables {{ {name} : user_owned }}`");
        if !worth_seeking(told, self.places.len()) {
            return Some(finding.help(declare));
        }
        let lower = name.to_ascii_lowercase();
        let mut names: Vec<&str> = self.places.keys().copied().collect();
        names.sort_unstable();
        Some(match closest(&lower, names) {
            Some(near) => finding.did_you_mean(near, location, Safety::Unsafe),
            None => finding.help(declare),
        })
    }
}

fn lookups(organisation: &mut Organisation, unread: &Unread, findings: &mut Vec<Diagnostic>) {
    let mut own = std::mem::take(&mut organisation.tables.own);
    let names: FxHashMap<Box<str>, u32> = (0..)
        .zip(&own)
        .map(|(index, table)| (table.symbol.name.clone(), index + system_tables().len() as u32))
        .collect();
    let system = TableNames::new(organisation);
    for table in &mut own {
        for lookup in &mut table.lookups {
            let name = &*lookup.symbol.name;
            match system.places.get(name).or_else(|| names.get(name)) {
                Some(target) => lookup.target = Some(*target),
                None => findings.extend(system.resolve(lookup, unread, findings.len())),
            }
        }
    }
    drop(system);
    organisation.tables.own = own;
}

fn rows(roles: &mut [Role], organisation: &Organisation, unread: &Unread, findings: &mut Vec<Diagnostic>) {
    if roles.iter().all(|role| role.rows.is_empty() && role.privileges.is_empty()) {
        return;
    }
    let names = TableNames::new(organisation);
    let found = roles.par_iter_mut().filter(|role| role.predefined.is_none()).map(|role| {
        let mut findings = Vec::new();
        let mut own = RoleGrants::default();
        for row in &mut role.rows {
            let grants = row.grants();
            for table in &mut row.tables {
                findings.extend(names.resolve(table, unread, findings.len()));
                match table.target {
                    Some(target) => own.tables.push((organisation.tables.base(TableId(target)), grants)),
                    None => role.sound = false,
                }
            }
        }
        for grant in &mut role.privileges {
            match task_privilege(&grant.privilege.name) {
                Some(known) => grant.privilege.name = known.name.into(),
                None if grant.quoted => {
                    let bare = grant.privilege.name.strip_prefix("prv").map(Into::into);
                    if let Some(bare) = bare {
                        grant.privilege.name = bare;
                    }
                }
                None => {
                    findings.push(unknown_privilege(&grant.privilege, findings.len()));
                    role.sound = false;
                }
            }
            own.tasks.push((grant.privilege.name.clone(), grant.level));
        }
        own.settle();
        role.own = own;
        findings
    });
    let found: Vec<Vec<Diagnostic>> = found.collect();
    findings.extend(found.into_iter().flatten());
}

fn unknown_privilege(symbol: &Symbol, told: usize) -> Diagnostic {
    let name = &*symbol.name;
    let location = symbol.location;
    let finding = Diagnostic::new(&codes::UNKNOWN_NAME, location, format!("there is no privilege `{name}`"));
    let near = if worth_seeking(told, task_privileges().len()) {
        closest(name.strip_prefix("prv").unwrap_or(name), task_privileges().iter().map(|task| task.name))
    } else {
        None
    };
    match near {
        Some(near) => finding.did_you_mean(near, location, Safety::Unsafe),
        None => finding.help("`dictum catalog privileges` lists them; a name in quotes is taken as it is"),
    }
}

/// Resolves what roles include; gives the indices for each role.
fn includes(roles: &mut [Role], unread: &Unread, findings: &mut Vec<Diagnostic>) -> Vec<Vec<u32>> {
    let mut lists: Vec<Vec<Reference>> = roles.iter_mut().map(|role| std::mem::take(&mut role.includes)).collect();
    let names = Roles::new(roles);
    let mut broken = Vec::new();
    for (index, list) in lists.iter_mut().enumerate() {
        for reference in list {
            if !names.resolve(reference, unread, findings) {
                broken.push(index);
            }
        }
    }
    drop(names);
    for index in broken {
        if let Some(role) = roles.get_mut(index) {
            role.sound = false;
        }
    }
    let mut needs = Vec::with_capacity(roles.len());
    for (role, list) in roles.iter_mut().zip(lists) {
        needs.push(list.iter().filter_map(|reference| reference.target).collect());
        role.includes = list;
    }
    needs
}

fn answer(roles: &mut [Role], needs: &[Vec<u32>], findings: &mut Vec<Diagnostic>) {
    let (order, stuck) = cycles::order(needs);
    for index in order {
        let mut grants = roles.get(index as usize).map(|role| role.own.clone()).unwrap_or_default();
        let mut included: Vec<RoleId> = Vec::new();
        let mut sound = true;
        for need in needs.get(index as usize).into_iter().flatten() {
            let Some(other) = roles.get(*need as usize) else { continue };
            grants.tables.extend_from_slice(&other.grants.tables);
            grants.tasks.extend_from_slice(&other.grants.tasks);
            included.push(RoleId(*need));
            included.extend_from_slice(&other.included);
            sound &= other.sound;
        }
        grants.settle();
        included.sort_unstable();
        included.dedup();
        if let Some(role) = roles.get_mut(index as usize) {
            role.grants = grants;
            role.included = included;
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
