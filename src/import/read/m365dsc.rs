//! The report that Microsoft365DSC writes as JSON: a list of resources, each with its name.
//!
//! It holds no data policy in full: of policies it has names and environments, no groups of connectors. So environments
//! are read, and policies and their rules are refused by name with the command that exports them.

use super::json::below;
use super::neutral::{DeclaredEnvironment, Outcome};
use super::notes::Notes;
use super::value::Value;

/// What to call such a file.
pub(super) const WORDS: &str = "report of Microsoft365DSC";

/// Whether a file is one.
pub(super) fn is_one(root: &Value) -> bool {
    let items = root.items();
    let is_resource = |item: &Value| item.get("ResourceName").is_some() && item.get("ResourceInstanceName").is_some();
    !items.is_empty() && items.iter().all(is_resource)
}

/// Reads its environments.
pub(super) fn read(root: &Value, notes: &mut Notes) -> Vec<DeclaredEnvironment> {
    let mut environments = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for (index, item) in root.items().iter().enumerate() {
        let place = below("", index);
        let text = |key: &str| item.get(key).and_then(Value::as_text).filter(|text| !text.is_empty());
        let name = text("DisplayName").or_else(|| text("PolicyName")).or_else(|| text("ResourceInstanceName"));
        let name = name.unwrap_or_default();
        match text("ResourceName").unwrap_or_default() {
            "PPPowerAppsEnvironment" => environments.push(DeclaredEnvironment {
                file: notes.file.clone(),
                place,
                // It has no id; its name in the report tells it from others.
                address: Some(format!("PPPowerAppsEnvironment {name}")),
                label: name.to_owned(),
                name: Some(name.to_owned()),
                kind: text("EnvironmentSKU").map(str::to_owned),
                region: text("Location").map(str::to_owned),
                ..DeclaredEnvironment::default()
            }),
            "PPAdminDLPPolicy" => {
                let why = "the report has no groups of connectors; export the policy with \
                           `Get-DlpPolicy | ConvertTo-Json -Depth 20`";
                notes.add(Outcome::Refused, place, format!("data policy \"{name}\""), why);
            }
            "PPDLPPolicyConnectorConfigurations" | "PPPowerAppPolicyUrlPatterns" => {
                let why = "the policy that they belong to is not in the report; export them with \
                           `Get-PowerAppDlpPolicyConnectorConfigurations` and `Get-PowerAppPolicyUrlPatterns`";
                notes.add(Outcome::Refused, place, format!("rules of data policy \"{name}\""), why);
            }
            other => others.push(other),
        }
    }
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        let what = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        notes.add(Outcome::Dropped, "", what, "only environments are imported from this file");
    }
    environments
}
