//! Rows of the Web API, in the lists and objects that hold them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::fields::Fields;
use super::super::json::below;
use super::super::neutral::Outcome;
use super::super::notes::{Fault, Notes};
use super::super::organisation::{At, Holder};
use super::super::value::Value;
use super::rows::{Row, sets};
use super::{Part, api_people, api_roles, guid_of};

/// The destination of the rows that are read.
pub(super) struct Rows<'p> {
    pub(super) part: &'p mut Part,
    pub(super) notes: &'p mut Notes,
    /// Columns that were not read, by the kind of row.
    unread: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Reads all rows of a file.
pub(super) fn read(root: &Value, part: &mut Part, notes: &mut Notes) {
    let mut rows = Rows { part, notes, unread: BTreeMap::new() };
    rows.all(root, "");
    for (words, columns) in std::mem::take(&mut rows.unread) {
        const SHOWN: usize = 4;
        let shown: Vec<String> = columns.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
        let more = columns.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let what = format!("columns of {words}: {}{more}", shown.join(", "));
        notes.add(Outcome::Dropped, "", what, "the source has no place for them");
    }
}

impl Rows<'_> {
    /// Reads the rows of a value; JSON is nested at most 128 deep.
    fn all(&mut self, value: &Value, place: &str) {
        if let Value::List(items) = value {
            for (index, item) in items.iter().enumerate() {
                self.all(item, &below(place, index));
            }
        } else if let Some(kind) = Row::of(value) {
            self.row(kind, value, place);
        } else if let Some(Value::List(items)) = value.get("value") {
            if let Some(kind) = items.first().and_then(Row::of) {
                let (goes_on, ends) = self.part.organisation.pages.entry(kind.words()).or_default();
                *(if value.get("@odata.nextLink").is_some() { goes_on } else { ends }) = true;
            }
            if value.get("@odata.nextLink").is_some() {
                let why = "the service had more rows than this page; fetch the pages that follow, too";
                self.notes.add(Outcome::Doubtful, below(place, "@odata.nextLink"), "a page of several", why);
            }
            let place = below(place, "value");
            for (index, item) in items.iter().enumerate() {
                self.all(item, &below(&place, index));
            }
        } else if let Some(sets) = sets(value) {
            for (name, rows) in sets {
                self.all(rows, &below(place, name));
            }
        } else {
            let why = "it is not a row of a table that is read, or its id is missing";
            self.notes.add(Outcome::Dropped, place, "an entry", why);
        }
    }

    pub(super) fn row(&mut self, kind: Row, value: &Value, place: &str) {
        let read = match kind {
            Row::Role => api_roles::role(self, value, place),
            Row::RolePrivileges => api_roles::answer(self, value, place),
            Row::RolePrivilege => api_roles::granted(self, value, place),
            Row::Privilege => api_roles::privilege(self, value, place),
            Row::Profile => api_roles::profile(self, value, place),
            Row::Permission => api_roles::permission(self, value, place),
            Row::Unit => api_people::unit(self, value, place),
            Row::Team => api_people::team(self, value, place),
            Row::User => api_people::user(self, value, place),
            Row::TeamMember | Row::UserRole | Row::TeamRole | Row::UserProfile | Row::TeamProfile => {
                self.link(kind, value);
                Ok(())
            }
        };
        if let Err(fault) = read {
            if kind == Row::RolePrivilege
                && let Some(role) = value.get_folded("roleid").and_then(Value::as_text).and_then(guid_of)
            {
                self.part.organisation.unread.insert(role);
            }
            self.notes.add(Outcome::Refused, fault.place, format!("one of the {}", kind.words()), fault.why);
        }
    }

    fn link(&mut self, kind: Row, value: &Value) {
        let id = |key: &str| value.get_folded(key).and_then(Value::as_text).and_then(guid_of).unwrap_or_default();
        let organisation = &mut self.part.organisation;
        match kind {
            Row::TeamMember => organisation.members.push((id("teamid"), id("systemuserid"))),
            Row::UserRole => organisation.held.push((Holder::User(id("systemuserid")), id("roleid"))),
            Row::TeamRole => organisation.held.push((Holder::Team(id("teamid")), id("roleid"))),
            Row::UserProfile => {
                organisation.profiles_held.push((Holder::User(id("systemuserid")), id("fieldsecurityprofileid")));
            }
            _team => organisation.profiles_held.push((Holder::Team(id("teamid")), id("fieldsecurityprofileid"))),
        }
    }

    /// The ids of the rows that a row has expanded under a name; rows with more than their id are read too.
    pub(super) fn expanded(
        &mut self,
        fields: &mut Fields<'_>,
        name: &str,
        kind: Row,
        key: &str,
    ) -> Result<Vec<String>, Fault> {
        let place = fields.at(name);
        // The service adds the address of the list next to it.
        fields.skip(&[&format!("{name}@odata.nextLink")]);
        let mut ids = Vec::new();
        for (index, item) in fields.list(name)?.unwrap_or_default().iter().enumerate() {
            let Some(id) = item.get_folded(key).and_then(Value::as_text).and_then(guid_of) else { continue };
            ids.push(id);
            let says = |key: &str| item.get_folded(key).is_some();
            if says("name") || says("fullname") || says("domainname") {
                self.row(kind, item, &below(&place, index));
            }
        }
        Ok(ids)
    }

    pub(super) fn at(&self, place: &str) -> At {
        At { file: self.notes.file.clone(), place: place.to_owned() }
    }

    /// Stores the columns that were not read.
    pub(super) fn finish(&mut self, kind: Row, fields: &Fields<'_>) {
        let unread = fields.unread().filter(|name| !is_bookkeeping(name));
        self.unread.entry(kind.words()).or_default().extend(unread.map(str::to_owned));
        self.unread.retain(|_, columns| !columns.is_empty());
    }
}

/// The id under a key, either as named or in the service's spelling of lookups, `_key_value`; or in an expanded row.
pub(super) fn lookup(fields: &mut Fields<'_>, key: &str) -> Result<Option<String>, Fault> {
    let spelled = format!("_{key}_value");
    let plain = fields.value(key)?;
    let found = match (fields.text(&spelled)?, plain) {
        (Some(text), _) => Some(text),
        (None, Some(Value::Text(text))) => Some(text.as_str()),
        (None, Some(object)) => object.get_folded(key).and_then(Value::as_text),
        (None, None) => None,
    };
    Ok(found.and_then(guid_of))
}

/// A boolean in any spelling: also 0 and 1, and as an object with a `Value`.
pub(super) fn flag(fields: &mut Fields<'_>, key: &str) -> Result<Option<bool>, Fault> {
    let place = fields.at(key);
    let Some(value) = fields.value(key)? else { return Ok(None) };
    let value = value.get_folded("Value").unwrap_or(value);
    match value {
        Value::Bool(flag) => Ok(Some(*flag)),
        Value::Number(number) if number.as_i64() == Some(0) => Ok(Some(false)),
        Value::Number(number) if number.as_i64() == Some(1) => Ok(Some(true)),
        other => Err(Fault::new(place, format!("`{key}` must be yes or no, not {}", other.kind()))),
    }
}

/// A small number of the platform's choices.
pub(super) fn number(fields: &mut Fields<'_>, key: &str) -> Result<Option<u8>, Fault> {
    let place = fields.at(key);
    match fields.whole(key)? {
        None => Ok(None),
        Some(number) => match u8::try_from(number) {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(Fault::new(place, format!("`{key}` is not {number} in any environment"))),
        },
    }
}

/// Whether a column is one that the service keeps for every row.
fn is_bookkeeping(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "_createdby_value",
        "_createdonbehalfby_value",
        "_modifiedby_value",
        "_modifiedonbehalfby_value",
        "_organizationid_value",
        "canbedeleted",
        "componentstate",
        "createdon",
        "importsequencenumber",
        "ismanaged",
        "modifiedon",
        "organizationid",
        "overriddencreatedon",
        "overwritetime",
        "roleidunique",
        "solutionid",
        "timezoneruleversionnumber",
        "utcconversiontimezonecode",
        "versionnumber",
    ];
    name.contains('@') || NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}
