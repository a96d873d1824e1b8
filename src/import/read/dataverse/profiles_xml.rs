//! Column security profiles in the format of solutions.

use super::roles_xml::is_of_xml;
use super::xml::Element;
use super::{Part, guid};
use crate::import::read::neutral::Outcome;
use crate::import::read::notes::{Fault, Notes, quoted};
use crate::import::read::organisation::{At, Column, Profile};

/// Reads a `FieldSecurityProfile`.
pub(super) fn profile(element: &Element, part: &mut Part, notes: &mut Notes) {
    match read(element, notes) {
        Ok(profile) => part.organisation.profiles.push(profile),
        Err(fault) => {
            let name = element.attribute("name").unwrap_or_default();
            let what = format!("column security profile {}", quoted(name));
            notes.add(Outcome::Refused, fault.place, what, fault.why);
        }
    }
}

fn read(element: &Element, notes: &mut Notes) -> Result<Profile, Fault> {
    let place = element.place();
    let name = element.attribute("name").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Fault::new(&place, "it has no name"))?.to_owned();
    let what = format!("column security profile \"{name}\"");
    let mut profile = Profile { at: At { file: notes.file.clone(), place }, name, ..Profile::default() };
    for (key, value) in &element.attributes {
        match key.as_str() {
            "fieldsecurityprofileid" | "id" => profile.id = guid(value, &what, &profile.at, notes),
            "description" => value.trim().clone_into(&mut profile.description),
            "name" => {}
            other if is_of_xml(other) => {}
            other => notes.strange(other, &profile.at.place),
        }
    }
    for child in &element.children {
        match child.name.as_str() {
            "Description" | "description" => child.says().clone_into(&mut profile.description),
            "FieldPermissions" => {
                for permission in &child.children {
                    if permission.name == "FieldPermission" {
                        profile.columns.push(column(permission, notes)?);
                    } else {
                        notes.strange(&format!("<{}>", permission.name), &permission.place());
                    }
                }
            }
            other => notes.strange(&format!("<{other}>"), &child.place()),
        }
    }
    Ok(profile)
}

fn column(element: &Element, notes: &mut Notes) -> Result<Column, Fault> {
    let mut column = Column::default();
    for child in &element.children {
        match child.name.as_str() {
            "EntityName" => column.table = child.says().to_ascii_lowercase(),
            "AttributeName" => column.column = child.says().to_ascii_lowercase(),
            "CanRead" => column.read = number(child)? != 0,
            "CanCreate" => column.create = number(child)? != 0,
            "CanUpdate" => column.update = number(child)? != 0,
            "CanReadUnmasked" => column.unmasked = number(child)?,
            other => notes.strange(&format!("<{other}>"), &child.place()),
        }
    }
    if column.table.is_empty() || column.column.is_empty() {
        return Err(Fault::new(element.place(), "a permission names no table or no column"));
    }
    Ok(column)
}

/// `0` or `4`; for unmasked reading also `1` and `3`.
fn number(element: &Element) -> Result<u8, Fault> {
    match element.says() {
        "0" => Ok(0),
        "1" => Ok(1),
        "3" => Ok(3),
        "4" => Ok(4),
        other => {
            let why = format!("`{}` must be 0 or 4, or of unmasked reading 0, 1 or 3, not `{other}`", element.name);
            Err(Fault::new(element.place(), why))
        }
    }
}
