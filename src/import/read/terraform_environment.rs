//! Environments in the attributes of the Terraform provider: those of its resource, and those of its list.

use super::json::below;
use super::neutral::{DeclaredEnvironment, Outcome};
use super::notes::Notes;
use super::value::Value;
use super::{environment_settings, terraform_rule_set};

/// The type of an environment's resource.
pub(super) const RESOURCE: &str = "powerplatform_environment";
/// The type of the resource that makes an environment a Managed Environment.
pub(super) const MANAGED: &str = "powerplatform_managed_environment";
/// The type of the resource for the settings of an environment's database.
pub(super) const SETTINGS: &str = "powerplatform_environment_settings";
/// The type of the data source that lists environments.
pub(super) const LIST: &str = "powerplatform_environments";

/// The id of the group of all users of the tenant; for an owner, it means that there is none.
pub(super) const EVERYBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Reads one environment. Missing or unknown values are left out.
pub(super) fn read(value: &Value, place: &str, notes: &mut Notes) -> DeclaredEnvironment {
    let text = |key: &str| {
        let text = value.get(key).and_then(Value::as_text).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let database = value.get("dataverse");
    let language = match database.and_then(|database| database.get("language_code")) {
        Some(Value::Number(number)) => number.as_u64().and_then(|code| u32::try_from(code).ok()),
        // Terraform accepts a text instead of a number.
        Some(Value::Text(text)) => text.trim().parse().ok(),
        _ => None,
    };
    let inner = |key: &str| database.and_then(|database| database.get(key)).and_then(Value::as_text);
    let currency = inner("currency_code").filter(|code| !code.is_empty());
    let access = match database.and_then(|database| database.get("security_group_id")) {
        Some(Value::Text(id)) => Some(id.trim().to_owned()).filter(|id| !id.is_empty() && id != EVERYBODY),
        None | Some(Value::Null) => None,
        Some(_other) => {
            let why = "which group it is cannot be evaluated; say it with `access`";
            notes.add(Outcome::Dropped, place, "`security_group_id` of an environment", why);
            None
        }
    };
    tell_unknown(value, place, notes);
    let owner = text("owner_id").filter(|id| id != EVERYBODY);
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
        description: text("description"),
        kind: text("environment_type"),
        region: text("location"),
        dataverse: language.zip(currency.map(str::to_owned)),
        domain: inner("domain").filter(|domain| !domain.is_empty()).map(str::to_owned),
        access,
        owner,
        ..DeclaredEnvironment::default()
    }
}

/// Notes the attributes of an environment that only Terraform can evaluate. Other readers note all others.
fn tell_unknown(value: &Value, place: &str, notes: &mut Notes) {
    let database = value.get("dataverse");
    let own = ["display_name", "environment_type", "location", "dataverse"].map(|key| (key, value.get(key)));
    let inner =
        ["language_code", "currency_code", "domain"].map(|key| (key, database.and_then(|database| database.get(key))));
    for (key, found) in own.into_iter().chain(inner) {
        if let Some(Value::Unknown(reason)) = found {
            let what = format!("`{key}` of an environment");
            notes.add(Outcome::Dropped, below(place, key), what, format!("it cannot be evaluated: {reason}"));
        }
    }
}

/// Reads one environment of a resource, with its other settings.
pub(super) fn resource(value: &Value, place: &str, notes: &mut Notes) -> DeclaredEnvironment {
    let settings = environment_settings::of_terraform("environment", value, place, &[], notes);
    DeclaredEnvironment { settings, ..read(value, place, notes) }
}

/// Attributes of a managed environment that version 4.0 of the provider has removed.
const REMOVED: [&str; 2] = ["maker_onboarding_markdown", "maker_onboarding_url"];
/// Attributes of a managed environment, or of its settings, that the provider computes.
const COMPUTED: [&str; 5] = ["id", "protection_level", "timeouts", REMOVED[0], REMOVED[1]];

/// Reports attributes of a managed environment that the provider no longer has.
fn tell_removed(value: &Value, place: &str, notes: &mut Notes) {
    for key in REMOVED.iter().filter(|key| value.get(key).is_some_and(|inner| !matches!(inner, Value::Null))) {
        let why = "the provider has no such attribute since version 4.0; the rules of an environment group have it";
        notes.add(Outcome::Dropped, below(place, key), format!("`{key}` of a managed environment"), why);
    }
}

/// The entry that makes an environment a Managed Environment, with its settings; none where the environment is
/// unknown.
pub(super) fn managed(value: &Value, place: &str, notes: &mut Notes) -> Option<DeclaredEnvironment> {
    let remark = remark(value, place, "a managed environment", notes)?;
    tell_removed(value, place, notes);
    let mut settings = environment_settings::managed(value, &environment_settings::TERRAFORM, place, notes);
    settings.extend(environment_settings::of_terraform("managed_environment", value, place, &COMPUTED, notes));
    Some(DeclaredEnvironment { managed: true, settings, ..remark })
}

/// The settings of an environment's database; none where the environment is unknown.
pub(super) fn settings(value: &Value, place: &str, notes: &mut Notes) -> Option<DeclaredEnvironment> {
    let remark = remark(value, place, "the settings of an environment", notes)?;
    let settings = environment_settings::of_terraform("environment_settings", value, place, &COMPUTED, notes);
    Some(DeclaredEnvironment { settings, ..remark })
}

/// The environment that a resource adds something to.
fn remark(value: &Value, place: &str, of: &str, notes: &mut Notes) -> Option<DeclaredEnvironment> {
    let (id, address) = match value.get("environment_id") {
        Some(Value::Text(id)) if !id.trim().is_empty() => (Some(id.trim().to_owned()), None),
        Some(Value::Reference(address)) => (None, Some(address.clone())),
        other => {
            let why = match other {
                Some(Value::Unknown(reason)) => format!("it cannot be evaluated: {reason}"),
                _missing => "it is missing".to_owned(),
            };
            notes.add(Outcome::Dropped, place, format!("`environment_id` of {of}"), why);
            return None;
        }
    };
    let (file, place) = (notes.file.clone(), place.to_owned());
    Some(DeclaredEnvironment { file, place, id, address, ..DeclaredEnvironment::default() })
}
