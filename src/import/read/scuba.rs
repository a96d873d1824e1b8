//! The file written by ScubaGear's provider: data policies and environments among the settings of a tenant.

use super::json::below;
use super::neutral::{DeclaredEnvironment, Outcome, Policy};
use super::notes::{Fault, Notes};
use super::value::Value;
use super::{environment_list, power_platform, power_platform_v1};

/// The words for such a file.
pub(super) const WORDS: &str = "settings of a tenant from ScubaGear";

/// Whether a file is such a file.
pub(super) fn is_one(root: &Value) -> bool {
    let has = |key: &str| matches!(root.get(key), Some(Value::List(_)));
    has("dlp_policies") && (has("environment_list") || has("tenant_isolation") || root.get("tenant_id").is_some())
}

/// Reads its policies and environments.
pub(super) fn read(root: &Value, notes: &mut Notes) -> (Vec<Policy>, Vec<DeclaredEnvironment>) {
    let mut policies = Vec::new();
    for (at, page) in root.get("dlp_policies").map_or(&[][..], Value::items).iter().enumerate() {
        for (index, item) in page.get_folded("value").map_or(&[][..], Value::items).iter().enumerate() {
            let place = format!("/dlp_policies/{at}/value/{index}");
            let is_hollow =
                matches!(item.get_folded("connectorGroups"), Some(Value::List(groups)) if groups.is_empty());
            let read = if is_hollow {
                let why = "its groups are empty in this file: newer versions of ScubaGear leave them out";
                Err(Fault::new(below(&place, "connectorGroups"), why))
            } else {
                power_platform_v1::read(item, &place, notes)
            };
            match read {
                Ok(policy) => policies.push(policy),
                Err(fault) => notes.refuse(power_platform::name_of(item), fault),
            }
        }
    }
    let environments = match root.get("environment_list") {
        Some(list) if environment_list::is_list(list) => environment_list::read(list, notes),
        _ => Vec::new(),
    };
    let others = root
        .entries()
        .iter()
        .filter(|(key, _)| !["dlp_policies", "environment_list", "tenant_id"].contains(&key.as_str()));
    let others: Vec<String> = others.map(|(key, _)| format!("`{key}`")).collect();
    if !others.is_empty() {
        let why = "only data policies and environments are imported from this file";
        notes.add(Outcome::Dropped, "", others.join(", "), why);
    }
    (policies, environments)
}
