//! Environments in the attributes of the Terraform provider: of its resource, and of its list.

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
