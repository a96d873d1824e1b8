//! One policy in the attributes of the Terraform provider, in any place: state, output, variables or a resource.

use super::environments::{self, EnvironmentType};
use super::fields::Fields;
use super::neutral::{Group, Outcome, Policy, Scope};
use super::notes::{Fault, Notes};
use super::terraform_members::{members, patterns};
use super::value::Value;
use super::{power_platform_v1, words};

/// How complete a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Completeness {
    /// A record of the current state: a missing attribute is empty.
    Record,
    /// A source: a missing attribute may be decided elsewhere.
    Source,
}

/// The meaning of a missing attribute.
#[derive(Clone, Copy)]
pub(super) struct Absence {
    pub(super) completeness: Completeness,
    /// The group of connectors that no group lists.
    pub(super) default: Group,
}

/// The attribute and its other names in modules.
pub(super) struct Names(pub(super) &'static [&'static str]);

const DISPLAY_NAME: Names = Names(&["display_name", "policy_name", "name"]);
const DEFAULT: Names =
    Names(&["default_connectors_classification", "default_connector_classification", "default_classification"]);
const ENVIRONMENT_TYPE: Names = Names(&["environment_type"]);
const ENVIRONMENTS: Names = Names(&["environments", "environment_ids"]);
const BUSINESS: Names = Names(&["business_connectors"]);
const NON_BUSINESS: Names = Names(&["non_business_connectors", "nonbusiness_connectors"]);
const BLOCKED: Names = Names(&["blocked_connectors"]);
pub(super) const PATTERNS: Names = Names(&[
    "custom_connectors_patterns",
    "custom_connectors",
    "custom_connector_patterns",
    "custom_connectors_pattern",
]);

const GROUPS: [(Group, Names); 3] =
    [(Group::Business, BUSINESS), (Group::NonBusiness, NON_BUSINESS), (Group::Blocked, BLOCKED)];

/// Whether an object is a policy by its attributes.
pub(super) fn is_policy(value: &Value) -> bool {
    let has = |names: &Names| names.0.iter().any(|name| value.get(name).is_some());
    let groups = [BUSINESS, NON_BUSINESS, BLOCKED].iter().filter(|names| has(names)).count();
    groups >= 1 && (has(&DISPLAY_NAME) || has(&ENVIRONMENT_TYPE) || has(&DEFAULT) || groups == 3)
}

/// Whether the arguments of a call are those of a policy.
pub(super) fn has_names<'k>(keys: impl Iterator<Item = &'k String>) -> bool {
    is_policy(&Value::Object(keys.map(|key| (key.clone(), Value::Bool(true))).collect()))
}

/// Reads one policy. `label` is the name to use if there is no display name.
pub(super) fn read(
    item: &Value,
    place: &str,
    label: &str,
    completeness: Completeness,
    notes: &mut Notes,
) -> Result<Policy, Fault> {
    complete_enough(item, place, completeness)?;
    let mark = notes.mark();
    let mut fields = Fields::of(item, place)?;
    let name = display_name(&mut fields, label, notes)?;
    let id = fields.value("id")?.and_then(Value::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
    let default = default_group(&mut fields, &name, notes)?;
    let scope = scope(&mut fields, &name, notes)?;
    let mut policy = Policy { id, ..Policy::new(&notes.file, place, name, default, scope) };
    let mut unread = 0;
    let absence = Absence { completeness, default };
    for (group, names) in GROUPS {
        match members(&mut fields, &names, absence, notes)? {
            Some(members) => *policy.members_mut(group) = members,
            None => unread += 1,
        }
    }
    if unread == 3 {
        return Err(Fault::new(place, "none of the three groups of connectors can be read from this file"));
    }
    policy.patterns = patterns(&mut fields, completeness, notes)?;
    let history = fields.skip(&["created_by", "created_time", "last_modified_by", "last_modified_time"]);
    power_platform_v1::tell_history(&history, place, notes);
    fields.skip(&["timeouts"]);
    fields.finish(notes);
    power_platform_v1::tell_duplicates(&policy, notes);
    policy.hold_back(notes.unknown_since(mark));
    Ok(policy)
}

/// Refuses an object that lists connectors and lacks the other attributes of every policy: it is a summary, or has
/// the arguments of something else.
fn complete_enough(item: &Value, place: &str, completeness: Completeness) -> Result<(), Fault> {
    let missing: Vec<&str> = [DISPLAY_NAME, ENVIRONMENT_TYPE, DEFAULT]
        .iter()
        .filter(|names| !names.0.iter().any(|name| item.get(name).is_some_and(|value| *value != Value::Null)))
        .filter_map(|names| names.0.first().copied())
        .collect();
    // A record has all that the provider requires; a source shows by at least one of the three that it is a policy.
    let fails = match completeness {
        Completeness::Record => !missing.is_empty(),
        Completeness::Source => missing.len() == 3,
    };
    if !fails {
        return Ok(());
    }
    let list = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Err(Fault::new(
        place,
        format!("{list} missing: every data policy has these, so this is a summary or a part of one"),
    ))
}

/// The value of the first of the names that is present, with that name.
pub(super) fn named<'v>(fields: &mut Fields<'v>, names: &Names) -> Result<Option<(&'static str, &'v Value)>, Fault> {
    for name in names.0 {
        if let Some(value) = fields.value(name)? {
            return Ok(Some((name, value)));
        }
    }
    Ok(None)
}

/// A text attribute: its place and value, or the reason why it is unknown.
enum Said<'v> {
    Text(String, &'v str),
    Unknown(String, String),
    Nothing(String),
}

fn said<'v>(fields: &mut Fields<'v>, names: &Names) -> Result<Said<'v>, Fault> {
    let first = names.0.first().copied().unwrap_or_default();
    match named(fields, names)? {
        Some((name, Value::Text(text))) if !text.trim().is_empty() => Ok(Said::Text(fields.at(name), text)),
        None | Some((_, Value::Text(_))) => Ok(Said::Nothing(fields.at(first))),
        Some((name, Value::Unknown(reason))) => Ok(Said::Unknown(fields.at(name), reason.clone())),
        Some((name, other)) => {
            Err(Fault::new(fields.at(name), format!("`{name}` must be a text, not {}", other.kind())))
        }
    }
}

fn display_name(fields: &mut Fields, label: &str, notes: &mut Notes) -> Result<String, Fault> {
    let (place, why) = match said(fields, &DISPLAY_NAME)? {
        Said::Text(_, text) => return Ok(text.to_owned()),
        Said::Nothing(place) => (place, "it is missing".to_owned()),
        Said::Unknown(place, reason) => (place, format!("it cannot be evaluated: {reason}")),
    };
    let label = if label.is_empty() { "imported policy" } else { label };
    notes.add(Outcome::Assumed, place, "`display_name`", format!("{why}; \"{label}\" is written"));
    Ok(label.to_owned())
}

fn default_group(fields: &mut Fields, name: &str, notes: &mut Notes) -> Result<Group, Fault> {
    let (place, why, outcome) = match said(fields, &DEFAULT)? {
        Said::Text(place, word) => return words::classification(word, &place),
        Said::Nothing(place) => {
            (place, "the file does not say where unlisted connectors go".to_owned(), Outcome::Assumed)
        }
        Said::Unknown(place, reason) => (place, format!("it cannot be evaluated: {reason}"), Outcome::Unknown),
    };
    let what = format!("`default_connectors_classification` of \"{name}\"");
    notes.add(outcome, place, what, format!("{why}; Blocked, the strictest, is written"));
    Ok(Group::Blocked)
}

fn scope(fields: &mut Fields, name: &str, notes: &mut Notes) -> Result<Scope, Fault> {
    let kind = match said(fields, &ENVIRONMENT_TYPE)? {
        Said::Text(place, word) => environments::type_of(word, &place)?,
        lacking @ (Said::Nothing(_) | Said::Unknown(..)) => {
            let (place, why) = match lacking {
                Said::Unknown(place, reason) => (place, format!("it cannot be evaluated: {reason}")),
                Said::Nothing(place) | Said::Text(place, _) => {
                    (place, "the file does not say which environments the policy applies to".to_owned())
                }
            };
            let what = format!("`environment_type` of \"{name}\"");
            notes.add(Outcome::Unknown, place, what, format!("{why}; an environment that nothing binds is written"));
            EnvironmentType::Only
        }
    };
    let (listed, place) = match named(fields, &ENVIRONMENTS)? {
        None => (Vec::new(), fields.at("environments")),
        Some((key, Value::List(items))) => {
            let place = fields.at(key);
            (environments::from_texts(kind, items, &place, notes)?, place)
        }
        Some((key, Value::Unknown(reason))) => {
            let place = fields.at(key);
            let lack = if kind == EnvironmentType::All { Outcome::Dropped } else { Outcome::Unknown };
            let what = format!("`{key}` of \"{name}\"");
            notes.add(lack, place.clone(), what, format!("it cannot be evaluated: {reason}"));
            (Vec::new(), place)
        }
        Some((key, other)) => {
            return Err(Fault::new(fields.at(key), format!("`{key}` must be a list, not {}", other.kind())));
        }
    };
    environments::scope(kind, listed, &place, notes)
}
