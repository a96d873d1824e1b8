//! Environments in the attributes of the Terraform provider: of its resource, and of its list.

use super::json::below;
use super::neutral::{DeclaredEnvironment, Outcome};
use super::notes::Notes;
use super::terraform_rule_set;
use super::value::Value;

/// The type of an environment's resource.
pub(super) const RESOURCE: &str = "powerplatform_environment";
/// The type of the resource that makes an environment a Managed Environment.
pub(super) const MANAGED: &str = "powerplatform_managed_environment";
/// The type of the data source that lists environments.
pub(super) const LIST: &str = "powerplatform_environments";

/// The group that stands for every user of the tenant.
const EVERYBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Reads one environment. What is not there or not known stays out.
pub(super) fn read(value: &Value, place: &str, notes: &mut Notes) -> DeclaredEnvironment {
    let text = |key: &str| {
        let text = value.get(key).and_then(Value::as_text).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let database = value.get("dataverse");
    let language = match database.and_then(|database| database.get("language_code")) {
        Some(Value::Number(number)) => number.as_u64().and_then(|code| u32::try_from(code).ok()),
        _ => None,
    };
    let inner = |key: &str| database.and_then(|database| database.get(key)).and_then(Value::as_text);
    let currency = inner("currency_code").filter(|code| !code.is_empty());
    let group = database.and_then(|database| database.get("security_group_id"));
    if group.is_some_and(|group| !matches!(group, Value::Null) && group.as_text() != Some(EVERYBODY)) {
        let why = "the group whose members may enter is not imported; say it with `access`";
        notes.add(Outcome::Dropped, place, "`security_group_id` of an environment", why);
    }
    let group = terraform_rule_set::group_of(value.get("environment_group_id")).unwrap_or_else(|why| {
        // Without it the allow-list of the group would not be in effect there.
        notes.add(Outcome::Refused, place, "`environment_group_id` of an environment", why);
        None
    });
    DeclaredEnvironment {
        group,
        file: notes.file.clone(),
        place: place.to_owned(),
        id: text("id"),
        name: text("display_name"),
        kind: text("environment_type"),
        region: text("location"),
        dataverse: language.zip(currency.map(str::to_owned)),
        domain: inner("domain").filter(|domain| !domain.is_empty()).map(str::to_owned),
        ..DeclaredEnvironment::default()
    }
}

/// Attributes of a managed environment that the language has no word for: it says such settings of environment groups.
const SETTINGS: [&str; 11] = [
    "copilot_allow_grant_editor_permissions_when_shared",
    "copilot_limit_sharing_mode",
    "copilot_max_limit_user_sharing",
    "is_group_sharing_disabled",
    "is_usage_insights_disabled",
    "limit_sharing_mode",
    "max_limit_user_sharing",
    "power_automate_is_sharing_disabled",
    "solution_checker_mode",
    "solution_checker_rule_overrides",
    "suppress_validation_emails",
];
/// Attributes that version 4.0 of the provider has taken away.
const REMOVED: [&str; 2] = ["maker_onboarding_markdown", "maker_onboarding_url"];

/// Reports what is said of a managed environment beside that it is one.
fn tell_settings(value: &Value, place: &str, notes: &mut Notes) {
    let mut settings = Vec::new();
    for (key, _) in value.entries().iter().filter(|(_, inner)| !matches!(inner, Value::Null)) {
        let key = key.as_str();
        if SETTINGS.contains(&key) {
            settings.push(format!("`{key}`"));
        } else if REMOVED.contains(&key) {
            let why = "the provider has no such attribute since version 4.0; the rules of an environment group have it";
            notes.add(Outcome::Dropped, below(place, key), format!("`{key}` of a managed environment"), why);
        } else if !["environment_id", "id", "protection_level", "timeouts"].contains(&key) {
            notes.strange(key, &below(place, key));
        }
    }
    let is = |key: &str, text: &str| value.get(key).and_then(Value::as_text) == Some(text);
    let limits =
        matches!(value.get("max_limit_user_sharing"), Some(Value::Number(number)) if number.as_i64() != Some(-1));
    let excludes = is("limit_sharing_mode", "ExcludeSharingToSecurityGroups");
    if value.get("is_group_sharing_disabled") == Some(&Value::Bool(false)) && (limits || excludes) {
        let why = "`is_group_sharing_disabled` is false, so apps may be shared with groups; a limit, or the mode that \
                   excludes groups, contradicts it";
        let place = below(place, if limits { "max_limit_user_sharing" } else { "limit_sharing_mode" });
        notes.add(Outcome::Doubtful, place, "the sharing limits of a managed environment", why);
    }
    if !settings.is_empty() {
        let what = format!("{} of a managed environment", settings.join(", "));
        notes.add(Outcome::Dropped, place, what, "the language says such settings of environment groups");
    }
}

/// That an environment is a Managed Environment; none where the environment is not known.
pub(super) fn managed(value: &Value, place: &str, notes: &mut Notes) -> Option<DeclaredEnvironment> {
    let (id, address) = match value.get("environment_id") {
        Some(Value::Text(id)) if !id.trim().is_empty() => (Some(id.trim().to_owned()), None),
        Some(Value::Reference(address)) => (None, Some(address.clone())),
        other => {
            let why = match other {
                Some(Value::Unknown(reason)) => format!("it cannot be evaluated: {reason}"),
                _missing => "it is missing".to_owned(),
            };
            notes.add(Outcome::Dropped, place, "`environment_id` of a managed environment", why);
            return None;
        }
    };
    tell_settings(value, place, notes);
    let file = notes.file.clone();
    Some(DeclaredEnvironment {
        file,
        place: place.to_owned(),
        id,
        address,
        managed: true,
        ..DeclaredEnvironment::default()
    })
}
