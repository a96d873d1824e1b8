//! Lists of environments from the platform's tools: the administration interface, `Get-AdminPowerAppEnvironment` and
//! `pac admin list --json`.

use super::environment_settings::{self, EnvironmentSetting, Stated};
use super::environments::is_id;
use super::json::{below, items};
use super::neutral::{DeclaredEnvironment, GroupRef, Outcome};
use super::notes::Notes;
use super::terraform_environment::EVERYBODY;
use super::value::Value;

/// The words for such a file.
pub(super) const WORDS: &str = "list of environments";

/// Whether a file is a list of environments.
pub(super) fn is_list(root: &Value) -> bool {
    items(root).iter().any(|(_, item)| of(item).is_some())
}

/// Reads the environments of a file.
pub(super) fn read(root: &Value, notes: &mut Notes) -> Vec<DeclaredEnvironment> {
    let mut found = Vec::new();
    notes.further_pages(root, Outcome::Dropped);
    for (place, item) in items(root) {
        match of(item) {
            Some(environment) => {
                let settings = settings(item, &place, notes);
                found.push(DeclaredEnvironment { file: notes.file.clone(), place, settings, ..environment });
            }
            None => notes.add(Outcome::Refused, place, "an environment", "it has no id of an environment"),
        }
    }
    found
}

/// One environment, if the object is one.
fn of(item: &Value) -> Option<DeclaredEnvironment> {
    // These objects name the environment they are in.
    let others = ["PolicyName", "AppName", "FlowName", "ConnectorName", "ConnectionName"];
    if others.iter().any(|key| item.get_folded(key).is_some()) {
        return None;
    }
    let text = |value: &Value, keys: &[&str]| {
        let found = keys.iter().find_map(|key| value.get_folded(key).and_then(Value::as_text));
        found.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let properties = properties(item);
    let is_of_interface = item.get_folded("Internal").is_none() && properties.get_folded("environmentSku").is_some();
    let (id, name, kind) = if is_of_interface {
        (text(item, &["name"]), text(properties, &["displayName"]), text(properties, &["environmentSku"]))
    } else {
        // Some tools write the display name where others write the id.
        let [one, two] = ["EnvironmentName", "EnvironmentId"].map(|key| text(item, &[key]));
        let is_named = one.as_ref().is_some_and(|name| !is_id(name));
        let shown = one.clone().filter(|_| is_named);
        let id = if is_named { two } else { one.or(two) };
        (
            id,
            text(item, &["DisplayName", "FriendlyName", "Environment"]).or(shown),
            text(item, &["EnvironmentType", "EnvironmentSku", "Type"]),
        )
    };
    let id = id.filter(|id| is_id(id))?;
    // An app or a flow names its environment too; only an environment has a type or a flag for the default one.
    let is_default = item.get_folded("IsDefault").or_else(|| properties.get_folded("isDefault"));
    if kind.is_none() && is_default.is_none() {
        return None;
    }
    let database = properties.get_folded("linkedEnvironmentMetadata").unwrap_or(&Value::Null);
    let language = match database.get_folded("baseLanguage") {
        Some(Value::Number(number)) => number.as_u64().and_then(|code| u32::try_from(code).ok()),
        _ => None,
    };
    let currency = database.get_folded("currency").and_then(|currency| text(currency, &["code"]));
    let group = properties.get_folded("parentEnvironmentGroup").and_then(|group| text(group, &["id"]));
    // The admin centre's tables have a column for it.
    let is_managed = text(item, &["Managed", "IsManaged"]).is_some_and(|word| word.eq_ignore_ascii_case("yes"))
        || ["Managed", "IsManaged"].iter().any(|key| item.get_folded(key) == Some(&Value::Bool(true)));
    let level = properties.get_folded("governanceConfiguration").and_then(|inner| text(inner, &["protectionLevel"]));
    Some(DeclaredEnvironment {
        label: id.clone(),
        id: Some(id),
        name,
        description: text(properties, &["description"]).or_else(|| text(item, &["Description"])),
        kind: if is_default == Some(&Value::Bool(true)) { Some("Default".to_owned()) } else { kind },
        region: text(item, &["location", "Region"]),
        dataverse: language.zip(currency),
        managed: level.is_some_and(|level| level.eq_ignore_ascii_case("Standard")) || is_managed,
        group: group.map(GroupRef::Id),
        domain: text(database, &["domainName"])
            .or_else(|| text(item, &["DomainName"]))
            .or_else(|| text(item, &["EnvironmentUrl"]).as_deref().and_then(first_label)),
        access: text(database, &["securityGroupId"]).or_else(|| text(item, &["SecurityGroupId"])).filter(is_somebody),
        owner: properties.get_folded("usedBy").and_then(|user| text(user, &["id"])).filter(is_somebody),
        ..DeclaredEnvironment::default()
    })
}

/// The first label of the host of an address: `hr` of `https://hr.crm4.dynamics.com/`.
fn first_label(address: &str) -> Option<String> {
    let (_, host) = address.split_once("://")?;
    host.split(['.', '/', ':']).next().filter(|label| !label.is_empty()).map(str::to_ascii_lowercase)
}

/// Whether an id identifies a group or a person, not everyone or no one.
fn is_somebody(id: &String) -> bool {
    id != EVERYBODY
}

/// The properties of an environment. The cmdlet keeps the whole answer of the interface under `Internal`.
fn properties(item: &Value) -> &Value {
    let whole = item.get_folded("Internal").filter(|inner| matches!(inner, Value::Object(_))).unwrap_or(item);
    whole.get_folded("properties").unwrap_or(&Value::Null)
}

/// The settings of an environment (tenant.md 1.2).
fn settings(item: &Value, place: &str, notes: &mut Notes) -> Vec<EnvironmentSetting> {
    let properties = properties(item);
    let governance = properties.get_folded("governanceConfiguration").unwrap_or(&Value::Null);
    let extended = governance.get_folded("settings").and_then(|settings| settings.get_folded("extendedSettings"));
    let mut found = extended.map_or_else(Vec::new, |extended| {
        let place = below(place, "extendedSettings");
        environment_settings::managed(extended, &environment_settings::API, &place, notes)
    });
    let policies = properties.get_folded("copilotPolicies").unwrap_or(&Value::Null);
    for (word, within, key) in [
        ("bing_search", properties, "bingChatEnabled"),
        ("microsoft_365_services", properties, "m365Enabled"),
        ("data_across_regions", policies, "crossGeoCopilotDataMovementEnabled"),
        ("flex_routing", policies, "crossBoundaryCopilotDataMovementEnabled"),
    ] {
        if let Some(Value::Bool(on)) = within.get_folded(key) {
            let place = below(place, key);
            found.push(EnvironmentSetting { place, block: "", word, value: Stated::Flag(*on) });
        }
    }
    // A setting without a word in the language is stored under its name in the provider.
    let billing = properties.get_folded("billingPolicy").and_then(|policy| policy.get_folded("id"));
    for (word, key, value) in [
        ("azure_region", "azureRegion", properties.get_folded("azureRegion")),
        ("billing_policy_id", "billingPolicy", billing),
    ] {
        let text = value.and_then(Value::as_text).map(str::trim).filter(|text| !text.is_empty() && *text != EVERYBODY);
        if let Some(text) = text {
            let place = below(place, key);
            found.push(EnvironmentSetting { place, block: "terraform", word, value: Stated::Text(text.to_owned()) });
        }
    }
    let cadence = properties.get_folded("updateCadence").and_then(|cadence| cadence.get_folded("id"));
    if let Some(word) = cadence.and_then(Value::as_text).map(str::to_ascii_lowercase)
        && ["frequent", "moderate"].contains(&word.as_str())
    {
        let place = below(place, "updateCadence");
        found.push(EnvironmentSetting { place, block: "", word: "cadence", value: Stated::Word(word) });
    }
    found
}
