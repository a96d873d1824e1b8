//! The entries of a connector allow-list: the common part of the platform's and Terraform's forms.
//!
//! An entry that cannot be read completely is left out, so that the result never allows more than the file does, and
//! the policy is reported as unknown.

use super::fields::Fields;
use super::json::below;
use super::neutral::{Condition, Outcome};
use super::notes::{Fault, Notes};
use super::rule_based_policy::{Allowed, AllowedConnector};
use super::value::{Field, Value};
use crate::catalog::{Catalog, Kind, wire};

/// The keys of one form; keys match in any letter case. Words match without `_`.
pub(super) struct Keys {
    connector: &'static str,
    actions_mode: &'static str,
    actions: &'static str,
    /// The keys for types of connections, which Terraform's form lacks.
    types: Option<(&'static str, &'static str)>,
}

/// The keys of the platform's documents.
pub(super) const PLATFORM: Keys = Keys {
    connector: "AllowedConnector",
    actions_mode: "AllowedActionsMode",
    actions: "AllowedActions",
    types: Some(("AllowedConnectionTypesMode", "AllowedConnectionTypes")),
};

/// The keys of Terraform's attributes.
pub(super) const TERRAFORM: Keys =
    Keys { connector: "connector_id", actions_mode: "actions_mode", actions: "allowed_actions", types: None };

/// Reads a list of entries.
pub(super) fn read(items: &[Value], place: &str, keys: &Keys, notes: &mut Notes) -> Allowed {
    let mut allowed = Allowed::default();
    for (index, item) in items.iter().enumerate() {
        let place = below(place, index);
        match item {
            Value::Unknown(reason) => {
                notes.add(Outcome::Unknown, place, "allowed connectors", format!("they cannot be evaluated: {reason}"));
            }
            Value::Selected(condition, template) => {
                allowed.selected.extend(selection(condition, template, &place, notes));
            }
            entry => match connector(entry, &place, keys, notes) {
                Ok(Some(entry)) => add(&mut allowed, entry, place, notes),
                Ok(None) => {}
                Err(fault) => notes.add(Outcome::Unknown, fault.place, "an allowed connector", fault.why),
            },
        }
    }
    allowed
}

/// The condition of a selection that allows all actions.
fn selection(condition: &Condition, template: &Value, place: &str, notes: &mut Notes) -> Option<Condition> {
    let is_id = template.get(TERRAFORM.connector) == Some(&Value::Field(Field::Id));
    let mode = template.get(TERRAFORM.actions_mode).and_then(Value::as_text).and_then(Mode::of);
    if is_id && mode == Some(Mode::All) {
        return Some(condition.clone());
    }
    let why = "a selection is carried where `connector_id` is the connector's own and all actions are allowed";
    notes.add(Outcome::Unknown, place, "a selection of allowed connectors", why);
    None
}

/// Adds an entry. If the connector is listed already, only what both entries allow remains.
fn add(allowed: &mut Allowed, entry: AllowedConnector, place: String, notes: &mut Notes) {
    let Some(known) = allowed.listed.iter_mut().find(|known| wire::same(&known.wire_id, &entry.wire_id)) else {
        allowed.listed.push(entry);
        return;
    };
    let what = format!("allowed connector `{}`", entry.wire_id);
    if known.actions == entry.actions && known.connection_types == entry.connection_types {
        notes.add(Outcome::Normalised, place, what, "it is listed twice and written once");
        return;
    }
    known.actions = both(known.actions.take(), entry.actions);
    known.connection_types = both(known.connection_types.take(), entry.connection_types);
    notes.add(Outcome::Unknown, place, what, "it is listed twice with different rules; what both allow is written");
}

fn both(one: Option<Vec<String>>, other: Option<Vec<String>>) -> Option<Vec<String>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.into_iter().filter(|name| other.contains(name)).collect()),
        (one, other) => one.or(other),
    }
}

/// How much of a connector is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    All,
    Some,
}

impl Mode {
    fn of(word: &str) -> Option<Self> {
        let word = word.trim().replace('_', "").to_ascii_lowercase();
        match word.as_str() {
            "allallowed" => Some(Self::All),
            "someallowed" => Some(Self::Some),
            _other => None,
        }
    }
}

fn connector(item: &Value, place: &str, keys: &Keys, notes: &mut Notes) -> Result<Option<AllowedConnector>, Fault> {
    let mut fields = Fields::of(item, place)?;
    let id = fields.needed_text(keys.connector)?.trim().to_owned();
    let actions = only(&mut fields, keys.actions_mode, keys.actions)?;
    let connection_types = match keys.types {
        Some((mode, list)) => only(&mut fields, mode, list)?,
        None => None,
    };
    fields.finish(notes);
    if wire::kind(&id) != Kind::Prebuilt || Catalog::is_exempt(&id) {
        let why = "advanced connector policies govern certified connectors only, so the entry has no effect";
        notes.add(Outcome::Dropped, place, format!("allowed connector `{id}`"), why);
        return Ok(None);
    }
    Ok(Some(AllowedConnector { wire_id: id, actions, connection_types }))
}

/// The only names that a mode and a list allow; none where the mode allows all.
fn only(fields: &mut Fields, mode: &str, list: &str) -> Result<Option<Vec<String>>, Fault> {
    let place = fields.at(mode);
    let word = fields.needed_text(mode)?;
    let items = fields.list(list)?.unwrap_or_default();
    let mut names = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match item {
            Value::Text(name) if !name.trim().is_empty() => names.push(name.trim().to_owned()),
            Value::Unknown(reason) => {
                return Err(Fault::new(below(&fields.at(list), index), format!("it cannot be evaluated: {reason}")));
            }
            other => {
                let why = format!("`{list}` must hold names, not {}", other.kind());
                return Err(Fault::new(below(&fields.at(list), index), why));
            }
        }
    }
    match Mode::of(word) {
        Some(Mode::All) if names.is_empty() => Ok(None),
        Some(Mode::All) => Err(Fault::new(place, format!("`{mode}` allows all, and `{list}` names some"))),
        Some(Mode::Some) if names.is_empty() => {
            Err(Fault::new(place, format!("`{mode}` allows some, and `{list}` names none")))
        }
        Some(Mode::Some) => Ok(Some(names)),
        None => Err(Fault::new(place, format!("`{word}` is not a mode; the modes are `AllAllowed` and `SomeAllowed`"))),
    }
}
