//! Exports of Dataverse: roles and column security of solutions, and rows of its Web API.

mod api;
mod api_people;
mod api_roles;
mod archive;
mod form;
mod profiles_xml;
mod roles_xml;
mod rows;
mod settle;
mod tables_xml;
mod xml;

use super::neutral::Outcome;
use super::notes::Notes;
use super::organisation::{At, Column, Organisation};
use super::value::Value;
use crate::diagnostics::list_of;
use crate::import::error::Problem;
use xml::Document;

pub(in crate::import) use archive::{files as files_of_archive, is_archive};
pub(super) use settle::settle;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Role,
    Profiles,
    Customizations,
    /// Tables and their relationships.
    Tables,
    /// A part of a solution without facts about an organisation.
    Beside,
    Rows,
}

impl Shape {
    /// The words for the file.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Role => "role of a solution",
            Self::Profiles => "column security of a solution",
            Self::Customizations => "customizations of a solution",
            Self::Tables => "tables of a solution",
            Self::Beside => "part of a solution that holds no role",
            Self::Rows => "rows of the Dataverse Web API",
        }
    }
}

/// The content of one or more files, before it is combined.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) organisation: Organisation,
    /// The permissions of profiles on columns, by the id of the profile.
    permissions: Vec<(String, Column, At)>,
}

/// A file of Dataverse.
#[derive(Debug)]
pub(super) enum File {
    /// An XML document, and its differences from the form that the platform's own tool writes.
    Xml(Document, Vec<&'static str>),
    Rows(Value),
}

/// Reads the facts about an organisation from an XML text.
pub(super) fn of_xml(file: &str, text: &str, bytes: &[u8]) -> Result<(File, Shape), Problem> {
    let wants = |name: &str, around: &str| match name {
        "Role" => matches!(around, "" | "Roles"),
        "FieldSecurityProfile" => matches!(around, "" | "FieldSecurityProfiles"),
        _other => tables_xml::wants(name, around),
    };
    let document = xml::parse(file, text, wants)?;
    let shape = match document.root.as_str() {
        "Role" | "Roles" => Shape::Role,
        "FieldSecurityProfile" | "FieldSecurityProfiles" => Shape::Profiles,
        "Entity" | "EntityRelationships" => Shape::Tables,
        "ImportExportXml" if document.others.iter().all(|name| name != "SolutionManifest") => Shape::Customizations,
        _other => Shape::Beside,
    };
    let differences = form::differences(bytes, &document);
    Ok((File::Xml(document, differences), shape))
}

/// Whether a file whose text begins like this is, or may be, XML about roles or column security.
pub fn is_of_solution(beginning: &str) -> bool {
    const ROOTS: [&str; 7] = [
        "Role",
        "Roles",
        "FieldSecurityProfile",
        "FieldSecurityProfiles",
        "ImportExportXml",
        "Entity",
        "EntityRelationships",
    ];
    xml::root_of(beginning.trim_start_matches('\u{feff}')).is_some_and(|root| ROOTS.contains(&root.as_str()))
}

/// The rows in a JSON file, if there are any.
pub(super) fn of_json(root: Value) -> Result<(File, Shape), Value> {
    if rows::holds_rows(&root) { Ok((File::Rows(root), Shape::Rows)) } else { Err(root) }
}

/// Reads one file.
pub(super) fn read(file: &File, shape: Shape, part: &mut Part, notes: &mut Notes) {
    match file {
        File::Xml(document, differences) => {
            if !differences.is_empty() {
                let what = format!(
                    "the form of the file, which has {}",
                    list_of(differences.iter().map(|one| (*one).to_owned()), "and")
                );
                let why = "a build writes it as the platform's own tool does";
                notes.add(Outcome::Normalised, "", what, why);
            }
            let mut within = tables_xml::Within::default();
            for element in &document.wanted {
                match element.name.as_str() {
                    "Role" => roles_xml::role(element, part, notes),
                    "FieldSecurityProfile" => profiles_xml::profile(element, part, notes),
                    _of_tables => tables_xml::read(element, &mut within, part),
                }
            }
            if shape == Shape::Customizations && !document.others.is_empty() {
                let what = document.others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                notes.add(Outcome::Dropped, "", what, "parts of the solution that say nothing of an organisation");
            }
        }
        File::Rows(root) => api::read(root, part, notes),
    }
}

/// An id in the common form of all files; an invalid one is noted.
fn guid(text: &str, what: &str, at: &At, notes: &mut Notes) -> Option<String> {
    let found = guid_of(text);
    if found.is_none() && !text.trim().is_empty() {
        let why = "it is not a GUID, so the id is left out";
        notes.add(Outcome::Dropped, at.place.clone(), format!("id `{}` of {what}", text.trim()), why);
    }
    found
}

/// The GUID in a text, in lower case without braces.
fn guid_of(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches('{').trim_end_matches('}');
    super::environments::is_id(bare).then(|| bare.to_ascii_lowercase()).filter(|id| id.len() == 36)
}
