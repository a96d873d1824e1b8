//! The resources of Entra in a report of Microsoft365DSC: groups, their settings, guest invitations, and settings for
//! other tenants.
//!
//! Their members are those of the schemas `MSFT_AAD….schema.mof` of microsoft/Microsoft365DSC. They have the content
//! of Microsoft Graph in other letter cases, so each is converted to the form of Graph and read by the same reader.

use super::cross_tenant;
use super::graph::{self, DeclaredIdentity, GROUP_UNIFIED, Shape};
use super::json::below;
use super::neutral::Outcome;
use super::notes::Notes;
use super::value::Value;

/// Reads a resource into `declared`; false where it is another resource.
pub(super) fn read(
    resource: &str,
    item: &Value,
    own: &[&str],
    place: &str,
    declared: &mut DeclaredIdentity,
    notes: &mut Notes,
) -> bool {
    const RESOURCES: [&str; 6] = [
        "AADGroup",
        "AADAuthorizationPolicy",
        "AADGroupsSettings",
        "AADGroupLifecyclePolicy",
        "AADCrossTenantAccessPolicyConfigurationDefault",
        "AADCrossTenantAccessPolicyConfigurationPartner",
    ];
    if !RESOURCES.contains(&resource) {
        return false;
    }
    if item.get("Ensure").and_then(Value::as_text).is_some_and(|word| word.eq_ignore_ascii_case("absent")) {
        let why = "the report says that it is absent, and what is not there is not declared";
        notes.add(Outcome::Dropped, place, format!("a resource `{resource}`"), why);
        return true;
    }
    let known = [&["Ensure", "AccessTokens", "IsSingleInstance"][..], own].concat();
    match resource {
        "AADGroup" => declared.groups.extend(graph::group(&camel(item), place, notes)),
        "AADAuthorizationPolicy" => graph::authorization(&authorization(item, &known), place, declared, notes),
        "AADGroupsSettings" => graph::settings(&settings(item, &known, place, notes), place, declared, notes),
        "AADGroupLifecyclePolicy" => graph::lifecycle(&lifecycle(item), place, declared, notes),
        "AADCrossTenantAccessPolicyConfigurationDefault" => {
            declared.other_tenants.extend(cross_tenant::default(item, &known, place, notes));
        }
        _partner => declared.partners.extend(cross_tenant::partner(item, "PartnerTenantId", &known, place, notes)),
    }
    true
}

/// A value with the keys of Graph: they begin with a lower-case letter.
fn camel(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (small(key), value.clone())).collect())
        }
        other => other.clone(),
    }
}

fn small(key: &str) -> String {
    let mut letters = key.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// The roles of guests by the names of Microsoft365DSC (tenant.md 4.3).
const GUESTS: [(&str, &str); 3] = [
    ("User", "a0b1b346-4d3e-4e8b-98f8-753987be4970"),
    ("Guest", "10dae51f-b6af-4016-8d66-8c2a99b929b3"),
    ("RestrictedGuest", "2af84b1e-32c8-42b7-82bc-daa82404023b"),
];

fn authorization(item: &Value, known: &[&str]) -> Value {
    const DEFAULT_ROLE: &str = "DefaultUserRole";
    let mut entries = Vec::new();
    let mut role = Vec::new();
    for (key, value) in item.entries().iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        match (key.as_str(), value) {
            ("GuestUserRole", Value::Text(word)) => {
                let id = GUESTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, id)| *id);
                entries.push(("guestUserRoleId".to_owned(), Value::Text(id.unwrap_or(word).to_owned())));
            }
            (key, value) => match key.strip_prefix(DEFAULT_ROLE) {
                Some(rest) => role.push((small(rest), value.clone())),
                None => entries.push((small(key), value.clone())),
            },
        }
    }
    entries.push(("defaultUserRolePermissions".to_owned(), Value::Object(role)));
    Value::Object(entries)
}

fn settings(item: &Value, known: &[&str], place: &str, notes: &mut Notes) -> Value {
    let text = |value: &Value| match value {
        Value::Bool(says) => Some(says.to_string()),
        Value::Text(text) => Some(text.clone()),
        _other => None,
    };
    let named = item.get("GroupCreationAllowedGroupName").and_then(Value::as_text).filter(|name| !name.is_empty());
    if let Some(name) = named {
        let why = "the report names the group and not its id; import the settings from Microsoft Graph, or say it with \
                   `microsoft_groups`";
        let place = below(place, "GroupCreationAllowedGroupName");
        notes.add(Outcome::Refused, place, format!("that members of \"{name}\" make Microsoft 365 groups"), why);
    }
    let values = item.entries().iter().filter(|(key, _)| {
        // Without the name of the group, the setting that no one else creates groups would apply to everyone.
        let unsaid = key == "GroupCreationAllowedGroupName" || named.is_some() && key == "EnableGroupCreation";
        !unsaid && !known.contains(&key.as_str())
    });
    let values = values.filter_map(|(key, value)| {
        let entry = |key: &str, value: String| (key.to_owned(), Value::Text(value));
        Some(Value::Object(vec![entry("name", key.clone()), entry("value", text(value)?)]))
    });
    Value::Object(vec![
        ("templateId".to_owned(), Value::Text(GROUP_UNIFIED.to_owned())),
        (Shape::VALUES.to_owned(), Value::List(values.collect())),
    ])
}

fn lifecycle(item: &Value) -> Value {
    let mut lifecycle = camel(item);
    if let Value::Object(entries) = &mut lifecycle {
        for (_, value) in entries.iter_mut().filter(|(key, _)| key == "alternateNotificationEmails") {
            let addresses: Vec<&str> = value.items().iter().filter_map(Value::as_text).collect();
            if !addresses.is_empty() {
                *value = Value::Text(addresses.join(";"));
            }
        }
    }
    lifecycle
}
