//! Combines all data about one role: rows, answers, files, and copies in units below.

use std::collections::BTreeMap;

use super::{counted, note};
use crate::catalog::{predefined_by_id, predefined_roles};
use crate::import::read::organisation::Role;
use crate::import::read::{NotCarried, Outcome};

/// A role, and the ids of all its copies.
pub(super) struct Merged {
    pub(super) role: Role,
    pub(super) ids: Vec<String>,
}

/// Combines the data about each role.
pub(super) fn collapse(roles: &[Role], notes: &mut Vec<NotCarried>) -> Vec<Merged> {
    let mut ordered: Vec<&Role> = roles.iter().collect();
    ordered.sort_by(|a, b| (&a.id, &a.name, &a.at).cmp(&(&b.id, &b.name, &b.at)));
    let mut by_root: BTreeMap<&str, Vec<&Role>> = BTreeMap::new();
    let mut roots: BTreeMap<&str, &str> = BTreeMap::new();
    for role in &ordered {
        if let (Some(id), Some(root)) = (&role.id, &role.root) {
            roots.insert(id, root);
        }
    }
    let mut nameless_ids: Vec<&Role> = Vec::new();
    for role in ordered {
        match &role.id {
            Some(id) => by_root.entry(roots.get(id.as_str()).copied().unwrap_or(id)).or_default().push(role),
            None => nameless_ids.push(role),
        }
    }
    let mut merged: Vec<Merged> = Vec::new();
    let mut copies = (0, 0);
    for (root, members) in by_root {
        let (mut own, below): (Vec<&Role>, Vec<&Role>) =
            members.into_iter().partition(|role| role.id.as_deref() == Some(root));
        let mut ids: Vec<String> = below.iter().filter_map(|role| role.id.clone()).collect();
        ids.push(root.to_owned());
        ids.sort();
        ids.dedup();
        if ids.len() > 1 {
            copies = (copies.0 + ids.len() - 1, copies.1 + 1);
        }
        if own.is_empty() {
            own.extend(below.first());
            if let Some(copy) = below.first() {
                let why = "the files hold copies of it only; the first stands for the original";
                notes.push(note(&copy.at, Outcome::Doubtful, format!("role \"{}\"", copy.name), why));
            }
        }
        let states = states(own, notes);
        for (index, mut role) in states.into_iter().enumerate() {
            let fallback = || below.iter().find_map(|copy| copy.privileges.clone());
            role.privileges = role.privileges.or_else(fallback);
            // If one role has two states, only the first can have the id.
            role.id = (index == 0).then(|| root.to_owned());
            if index == 0 && below.iter().any(|copy| copy.id.as_deref() == Some(root)) {
                role.unit = None;
            }
            let ids = if index == 0 { std::mem::take(&mut ids) } else { Vec::new() };
            merged.push(Merged { role, ids });
        }
    }
    if copies.0 > 0 {
        notes.push(NotCarried {
            file: String::new(),
            place: String::new(),
            outcome: Outcome::Normalised,
            what: format!(
                "{} of {} in other business units",
                counted(copies.0, "copy").replace("copys", "copies"),
                counted(copies.1, "role")
            ),
            why: "the platform makes them itself; the original of each is written".to_owned(),
        });
    }
    for role in nameless_ids {
        by_name(role, &mut merged, notes);
    }
    for one in &mut merged {
        name(&mut one.role, notes);
    }
    merged.sort_by_cached_key(|one| {
        (one.role.name.to_lowercase(), one.role.name.clone(), one.role.id.clone(), one.role.at.clone())
    });
    merged
}

/// The data about the role with one id: one state, or several where the files disagree.
fn states(rows: Vec<&Role>, notes: &mut Vec<NotCarried>) -> Vec<Role> {
    let mut states: Vec<Role> = Vec::new();
    for row in rows {
        match states.iter_mut().find(|state| agree(state, row)) {
            Some(state) => {
                if state.privileges.is_some() && row.privileges.is_some() {
                    let why = format!("{} holds the same role; it is written once", state.at.file);
                    notes.push(note(&row.at, Outcome::Normalised, format!("role \"{}\"", row.name), why));
                }
                fill(state, row);
            }
            None => {
                if let Some(first) = states.first() {
                    let why = format!("{} holds another state of the same role; both are written", first.at.file);
                    notes.push(note(&row.at, Outcome::Doubtful, format!("role \"{}\"", row.name), why));
                }
                states.push(row.clone());
            }
        }
    }
    states
}

/// Whether two rows can have one state of a role: values that both have are equal.
fn agree(one: &Role, two: &Role) -> bool {
    fn same<T: PartialEq>(one: Option<&T>, two: Option<&T>) -> bool {
        one.is_none() || two.is_none() || one == two
    }
    let sorted = |role: &Role| {
        role.privileges.as_ref().map(|list| {
            let mut list: Vec<_> = list.iter().map(|(name, level)| (name.to_ascii_lowercase(), *level)).collect();
            list.sort();
            list
        })
    };
    (one.name.is_empty() || two.name.is_empty() || one.name == two.name)
        && same(one.inherited.as_ref(), two.inherited.as_ref())
        && same(one.customizable.as_ref(), two.customizable.as_ref())
        && same(one.auto_assigned.as_ref(), two.auto_assigned.as_ref())
        && same(sorted(one).as_ref(), sorted(two).as_ref())
}

fn fill(state: &mut Role, row: &Role) {
    if state.name.is_empty() {
        state.name.clone_from(&row.name);
    }
    for (own, other) in [
        (&mut state.description, &row.description),
        (&mut state.applies_to, &row.applies_to),
        (&mut state.core_table_permissions, &row.core_table_permissions),
    ] {
        if own.is_empty() {
            own.clone_from(other);
        }
    }
    let Role { root, template, unit, inherited, customizable, auto_assigned, privileges, .. } = row.clone();
    state.root = state.root.take().or(root);
    state.template = state.template.take().or(template);
    state.unit = state.unit.take().or(unit);
    state.inherited = state.inherited.or(inherited);
    state.customizable = state.customizable.or(customizable);
    state.auto_assigned = state.auto_assigned.or(auto_assigned);
    state.privileges = state.privileges.take().or(privileges);
}

/// A role that its file identifies by name only: it is merged into the only role with that name.
fn by_name(role: &Role, merged: &mut Vec<Merged>, notes: &mut Vec<NotCarried>) {
    let mut alike = merged.iter_mut().filter(|one| one.role.name.eq_ignore_ascii_case(&role.name));
    match (alike.next(), alike.next()) {
        (Some(one), None) if agree(&one.role, &Role { name: String::new(), ..role.clone() }) => {
            fill(&mut one.role, role);
        }
        (Some(_), _) => {
            let why = "another role has the same name and says something else; both are written";
            notes.push(note(&role.at, Outcome::Doubtful, format!("role \"{}\"", role.name), why));
            merged.push(Merged { role: role.clone(), ids: Vec::new() });
        }
        (None, _) => merged.push(Merged { role: role.clone(), ids: Vec::new() }),
    }
}

/// Finds a name for a role that the files identify by its id only.
fn name(role: &mut Role, notes: &mut Vec<NotCarried>) {
    let Some(id) = role.id.clone().filter(|_| role.name.is_empty()) else { return };
    let known = predefined_by_id(&id).and_then(|index| predefined_roles().get(index as usize));
    match known {
        Some(predefined) => predefined.name.clone_into(&mut role.name),
        None => {
            role.name = format!("Role {}", id.get(..8).unwrap_or(&id));
            let why = "the files do not hold its name; export `roles` too";
            notes.push(note(&role.at, Outcome::Assumed, format!("role {id}"), why));
        }
    }
}
