//! A file of the platform: one policy, a list of them, or a list answer, each in any of the three forms.

use super::fields::Fields;
use super::json;
use super::neutral::{Outcome, Policy};
use super::notes::{Fault, Notes};
use super::value::Value;
use super::{admin_cmdlet, legacy, power_platform_v1, power_platform_v2};

/// The three forms in which the platform writes a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    V2,
    V1,
    Legacy,
    Cmdlet,
}

impl Shape {
    /// The form of an object, if it is a policy.
    pub(super) fn of(value: &Value) -> Option<Self> {
        if value.get_folded("policyDefinition").is_some() {
            Some(Self::V2)
        } else if value.get_folded("properties").and_then(|inner| inner.get_folded("definition")).is_some() {
            Some(Self::Legacy)
        } else if admin_cmdlet::is_policy(value) {
            Some(Self::Cmdlet)
        } else if ["defaultConnectorsClassification", "connectorGroups", "environmentType"]
            .iter()
            .any(|key| value.get_folded(key).is_some())
        {
            Some(Self::V1)
        } else {
            None
        }
    }

    /// The words for a file that begins with this form.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::V2 => "power platform data policies",
            Self::V1 => "power platform data policies, flat form",
            Self::Legacy => "power platform api policies",
            Self::Cmdlet => "power platform data policies of `Get-AdminDlpPolicy`",
        }
    }
}

/// The objects of a file that may be policies, with their places.
pub(super) fn items(root: &Value) -> Vec<(String, &Value)> {
    match root {
        Value::List(_) => json::items(root),
        Value::Object(_) if Shape::of(root).is_none() => json::items(root),
        _ => vec![(String::new(), root)],
    }
}

/// Reads every policy of a file. One that cannot be read is noted, and the others are still read.
pub(super) fn read(root: &Value, notes: &mut Notes) -> Vec<Policy> {
    let mut policies = Vec::new();
    notes.further_pages(root, Outcome::Dropped);
    for (place, item) in items(root) {
        let read = match Shape::of(item) {
            Some(Shape::V2) => power_platform_v2::read(item, &place, notes),
            Some(Shape::V1) => power_platform_v1::read(item, &place, notes),
            Some(Shape::Legacy) => legacy::read(item, &place, notes),
            Some(Shape::Cmdlet) => admin_cmdlet::read(item, &place, notes),
            None => Err(Fault::new(place, "this is not a data policy in any form of the platform")),
        };
        match read {
            Ok(policy) => {
                power_platform_v1::tell_duplicates(&policy, notes);
                policies.push(policy);
            }
            Err(fault) => notes.refuse(name_of(item), fault),
        }
    }
    policies
}

/// The display name of a policy in any form, for remarks.
pub(super) fn name_of(item: &Value) -> &str {
    [Some(item), item.get_folded("policyDefinition"), item.get_folded("properties")]
        .into_iter()
        .flatten()
        .find_map(|object| object.get_folded("displayName"))
        .and_then(Value::as_text)
        .unwrap_or_default()
}

/// Whether the file looks like one of the platform's.
pub(super) fn shape_of_file(root: &Value) -> Option<Shape> {
    if Fields::of(root, "").is_err() && !matches!(root, Value::List(_)) {
        return None;
    }
    items(root).into_iter().find_map(|(_, item)| Shape::of(item))
}
