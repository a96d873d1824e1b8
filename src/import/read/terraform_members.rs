//! The connectors and URL patterns of a policy in the attributes of the Terraform provider.

use super::fields::Fields;
use super::json::below;
use super::neutral::{Condition, ConnectorEntry, Group, Members, Outcome, Pattern};
use super::notes::{Fault, Notes};
use super::terraform_policy::{Absence, Completeness, Names, PATTERNS, named};
use super::value::{Field, Value};
use super::{rules, words};

/// One group; none where the file has no value or it cannot be evaluated.
pub(super) fn members(
    fields: &mut Fields,
    names: &Names,
    absence: Absence,
    notes: &mut Notes,
) -> Result<Option<Members>, Fault> {
    let first = names.0.first().copied().unwrap_or_default();
    let (key, value) = match (named(fields, names)?, absence.completeness) {
        (Some(found), _) => found,
        (None, Completeness::Record) => return Ok(Some(Members::default())),
        (None, Completeness::Source) => {
            let why = "it is not in this file; what the module puts there is not known, and nothing is written";
            // If unlisted connectors are blocked, a missing list allows nothing.
            let outcome = if absence.default == Group::Blocked { Outcome::Assumed } else { Outcome::Unknown };
            notes.add(outcome, fields.at(first), format!("`{first}`"), why);
            return Ok(None);
        }
    };
    let place = fields.at(key);
    let items = match value {
        Value::List(items) => items,
        Value::Unknown(reason) => {
            let why = format!("it cannot be evaluated: {reason}");
            notes.add(Outcome::Unknown, place, format!("`{key}`"), why);
            return Ok(None);
        }
        other => return Err(Fault::new(place, format!("`{key}` must be a list, not {}", other.kind()))),
    };
    let mut members = Members::default();
    for (index, item) in items.iter().enumerate() {
        let place = below(&place, index);
        match item {
            Value::Selected(condition, template) => {
                if let Some(condition) = selection(condition, template, &place, notes) {
                    members.selected.push(condition);
                }
            }
            Value::Unknown(reason) => {
                notes.add(Outcome::Unknown, place, "connectors", format!("they cannot be evaluated: {reason}"));
            }
            Value::Text(id) => {
                members.listed.push(ConnectorEntry { wire_id: id.trim().to_owned(), ..ConnectorEntry::default() });
            }
            other => {
                if let Some(entry) = connector(other, &place, notes)? {
                    members.listed.push(entry);
                }
            }
        }
    }
    Ok(Some(members))
}

fn connector(item: &Value, place: &str, notes: &mut Notes) -> Result<Option<ConnectorEntry>, Fault> {
    let mut fields = Fields::of(item, place)?;
    let id = rules::id(&mut fields, "id", notes)?;
    let display_name = fields.value("name")?.and_then(Value::as_text).map(str::to_owned);
    fields.skip(&["display_name", "type"]);
    let actions = rules::actions(&mut fields, &rules::TERRAFORM, notes)?;
    let endpoints = rules::endpoints(&mut fields, &rules::TERRAFORM, notes)?;
    fields.finish(notes);
    Ok(id.map(|id| ConnectorEntry { wire_id: id.to_owned(), display_name, actions, endpoints }))
}

/// The condition of a selection whose template has only the id.
fn selection(condition: &Condition, template: &Value, place: &str, notes: &mut Notes) -> Option<Condition> {
    let id = match template {
        Value::Field(_) => Some(template),
        other => other.get("id"),
    };
    if id != Some(&Value::Field(Field::Id)) {
        let why = "a selection of connectors is carried when its `id` is the connector's own";
        notes.add(Outcome::Unknown, place, "a selection of connectors", why);
        return None;
    }
    let ruled = [rules::TERRAFORM.action_rules, rules::TERRAFORM.endpoint_rules]
        .into_iter()
        .find(|key| !matches!(template.get(key), None | Some(Value::Null)) && !is_empty_list(template.get(key)));
    if let Some(key) = ruled {
        let why = "rules for all connectors of a selection are not carried; the selection itself is";
        notes.add(Outcome::Unknown, place, format!("`{key}` of a selection"), why);
    }
    Some(condition.clone())
}

fn is_empty_list(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::List(items)) if items.is_empty())
}

/// The URL patterns of a policy, in their order.
pub(super) fn patterns(
    fields: &mut Fields,
    completeness: Completeness,
    notes: &mut Notes,
) -> Result<Vec<Pattern>, Fault> {
    let Some((key, value)) = named(fields, &PATTERNS)? else {
        if completeness == Completeness::Source {
            let first = PATTERNS.0.first().copied().unwrap_or_default();
            let why = "it is not in this file; what the module puts there is not known, and no pattern is written";
            notes.add(Outcome::Assumed, fields.at(first), format!("`{first}`"), why);
        }
        return Ok(Vec::new());
    };
    let place = fields.at(key);
    let items = match value {
        Value::List(items) => items,
        Value::Unknown(reason) => {
            notes.add(Outcome::Unknown, place, format!("`{key}`"), format!("it cannot be evaluated: {reason}"));
            return Ok(Vec::new());
        }
        other => return Err(Fault::new(place, format!("`{key}` must be a list, not {}", other.kind()))),
    };
    let mut patterns = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if let Value::Unknown(reason) = item {
            let why = format!("it cannot be evaluated: {reason}");
            notes.add(Outcome::Unknown, below(&place, index), "a URL pattern", why);
            continue;
        }
        let mut rule = Fields::of(item, below(&place, index))?;
        let order = rule.whole("order")?;
        let word_place = rule.at("data_group");
        let group = words::data_group(rule.needed_text("data_group")?, &word_place)?;
        let url = rule.needed_text("host_url_pattern")?.to_owned();
        rule.finish(notes);
        patterns.push((order, Pattern { url, group }));
    }
    Ok(rules::in_order(patterns, "URL patterns", &place, notes))
}
