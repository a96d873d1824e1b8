//! Roles in the format of solutions.

use std::collections::BTreeMap;

use super::xml::Element;
use super::{Part, guid};
use crate::catalog::privilege::Level;
use crate::import::read::neutral::Outcome;
use crate::import::read::notes::{Fault, Notes, quoted};
use crate::import::read::organisation::{At, Role};

/// Reads a `Role`.
pub(super) fn role(element: &Element, part: &mut Part, notes: &mut Notes) {
    match read(element, notes) {
        Ok(role) => part.organisation.roles.push(role),
        Err(fault) => {
            let name = element.attribute("name").unwrap_or_default();
            notes.add(Outcome::Refused, fault.place, format!("role {}", quoted(name)), fault.why);
        }
    }
}

fn read(element: &Element, notes: &mut Notes) -> Result<Role, Fault> {
    let place = element.place();
    let name = element.attribute("name").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Fault::new(&place, "it has no name"))?.to_owned();
    let what = format!("role \"{name}\"");
    let mut role = Role { at: At { file: notes.file.clone(), place }, name, ..Role::default() };
    for (key, value) in &element.attributes {
        match key.as_str() {
            "id" => role.id = guid(value, &what, &role.at, notes),
            "isinherited" => role.inherited = Some(flag(value, "isinherited", element)?),
            "name" => {}
            other if is_of_xml(other) => {}
            other => notes.strange(other, &role.at.place),
        }
    }
    for child in &element.children {
        match child.name.as_str() {
            "IsCustomizable" => role.customizable = Some(flag(child.says(), "IsCustomizable", child)?),
            "IsAutoAssigned" => role.auto_assigned = Some(flag(child.says(), "IsAutoAssigned", child)?),
            "AppliesTo" => child.says().trim().clone_into(&mut role.applies_to),
            "Description" => child.says().trim().clone_into(&mut role.description),
            "SummaryOfCoreTablePermissions" => child.says().trim().clone_into(&mut role.core_table_permissions),
            "RolePrivileges" => role.privileges = Some(privileges(child, &what, notes)?),
            other => notes.strange(&format!("<{other}>"), &child.place()),
        }
    }
    if role.customizable.is_none() {
        let why = "the file does not say whether it may be changed; it is written as one that may";
        notes.add(Outcome::Normalised, role.at.place.clone(), what.clone(), why);
    }
    // A role without the element grants nothing.
    role.privileges.get_or_insert_default();
    Ok(role)
}

fn privileges(element: &Element, what: &str, notes: &mut Notes) -> Result<Vec<(String, Level)>, Fault> {
    let mut found = Privileges::default();
    for child in &element.children {
        if child.name != "RolePrivilege" {
            notes.strange(&format!("<{}>", child.name), &child.place());
            continue;
        }
        let name = child.attribute("name").filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| Fault::new(child.place(), "a privilege has no name"))?;
        let level = child.attribute("level");
        let level = level.ok_or_else(|| Fault::new(child.place(), format!("privilege `{name}` has no level")))?;
        for (key, _) in child.attributes.iter().filter(|(key, _)| !matches!(key.as_str(), "name" | "level")) {
            if !is_of_xml(key) {
                notes.strange(key, &child.place());
            }
        }
        found.add(name, level, what, &child.place(), notes)?;
    }
    Ok(found.list)
}

/// The privileges of a role, each once at its widest level.
#[derive(Default)]
pub(super) struct Privileges {
    pub(super) list: Vec<(String, Level)>,
    places: BTreeMap<String, usize>,
}

impl Privileges {
    /// Adds a privilege at the level with that word.
    pub(super) fn add(
        &mut self,
        name: &str,
        level: &str,
        what: &str,
        place: &str,
        notes: &mut Notes,
    ) -> Result<(), Fault> {
        if level.eq_ignore_ascii_case("RecordFilter") {
            let why = "it is granted for rows that a filter picks, which Dictum does not know";
            notes.add(Outcome::Dropped, place, format!("privilege `{name}` of {what}"), why);
            return Ok(());
        }
        let level = Level::from_wire(level).ok_or_else(|| {
            Fault::new(place, format!("`{level}` is not a level; the levels are `Basic`, `Local`, `Deep` and `Global`"))
        })?;
        match self.places.get(&name.to_ascii_lowercase()) {
            None => {
                self.places.insert(name.to_ascii_lowercase(), self.list.len());
                self.list.push((name.to_owned(), level));
            }
            Some(index) => {
                if let Some((_, known)) = self.list.get_mut(*index) {
                    *known = level.max(*known);
                }
                let why = "it is granted twice; the wider level is written";
                notes.add(Outcome::Normalised, place, format!("privilege `{name}` of {what}"), why);
            }
        }
        Ok(())
    }
}

fn flag(text: &str, name: &str, element: &Element) -> Result<bool, Fault> {
    match text {
        "1" | "true" | "True" => Ok(true),
        "0" | "false" | "False" => Ok(false),
        other => Err(Fault::new(element.place(), format!("`{name}` must be 0 or 1, not `{other}`"))),
    }
}

/// Whether an attribute belongs to XML itself, such as a namespace declaration.
pub(super) fn is_of_xml(name: &str) -> bool {
    name.starts_with("xmlns") || name.starts_with("xml:") || name.starts_with("xsi:")
}
