//! Terraform variables with policies, environments or tenant settings: one as the whole file, or several in a map or
//! a list.

use super::Declared;
use super::json::below;
use super::neutral::{DeclaredEnvironment, Outcome};
use super::notes::Notes;
use super::tenant_settings::{self, Naming};
use super::terraform_json::{self, Found};
use super::terraform_policy::{self, Completeness};
use super::value::Value;
use super::{tenant_isolation, terraform_environment};

/// The maximum depth of a policy in a file: a variable, a map, a policy.
const DEPTH: usize = 3;

/// The variable of a database next to that of its environment.
const DATABASE: &str = "dataverse";
/// Variables with settings of an environment, by their names in modules.
const SETTINGS: [&str; 4] = ["audit_settings", "email_settings", "feature_settings", "security_settings"];
/// Switches of the IP firewall and cookie binding, which take effect in a Managed Environment only.
const MANAGED_ONLY: [&str; 3] =
    ["enable_ip_based_cookie_binding", "enable_ip_based_firewall_rule", "enable_ip_based_firewall_rule_in_audit_mode"];

/// Whether the variables contain anything that is read.
pub(super) fn holds_policies(root: &Value) -> bool {
    !terraform_json::find(root, String::new(), String::new(), DEPTH).is_empty()
}

/// Reads everything in the variables.
pub(super) fn read(root: &Value, notes: &mut Notes) -> Declared {
    let found = terraform_json::find(root, String::new(), label_of(&notes.file), DEPTH);
    let mut declared = Declared::default();
    if !terraform_policy::is_policy(root) {
        let holds_policy = |place: &str| {
            found.iter().any(|Found { place: at, .. }| *at == place || at.starts_with(&format!("{place}/")))
        };
        let of_tenant = tenant_settings::is_one(root, Naming::Terraform);
        let others: Vec<&str> = root
            .entries()
            .iter()
            .map(|(key, _)| key.as_str())
            .filter(|key| !of_tenant || !tenant_settings::is_outermost(key, Naming::Terraform))
            .collect();
        if of_tenant {
            declared.tenants.push(tenant_settings::read(root, Naming::Terraform, &others, "", notes));
        }
        for (key, value) in root.entries().iter().filter(|(key, _)| others.contains(&key.as_str())) {
            let place = below("", key);
            if !holds_policy(&place) && !other(root, key, value, &place, &mut declared, notes) {
                notes.add(Outcome::Dropped, place, format!("`{key}`"), "the variable holds no data policy");
            }
        }
    }
    declared.policies = terraform_json::read_found(found, Completeness::Source, notes);
    declared
}

/// Reads a variable without a policy; returns whether it was used or noted.
fn other(root: &Value, key: &str, value: &Value, place: &str, declared: &mut Declared, notes: &mut Notes) -> bool {
    let has = |key: &str| value.get(key).is_some();
    if tenant_settings::is_one(value, Naming::Terraform) {
        declared.tenants.push(tenant_settings::read(value, Naming::Terraform, &[], place, notes));
    } else if has("is_disabled") && has("allowed_tenants") {
        declared.tenants.push(tenant_isolation::of_terraform(value, place, notes));
    } else if has("display_name") && has("location") {
        declared.environments.push(environment(root, key, value, place, notes));
    } else if SETTINGS.contains(&key) && root.get("environment_id").is_some() {
        tell_settings(value, place, notes);
    } else {
        let beside = |name: &str| root.get(name).is_some_and(|one| one.get("display_name").is_some());
        let is_part = key == DATABASE && beside("environment");
        // The settings show which environment is meant.
        return is_part || key == "environment_id" && SETTINGS.iter().any(|name| root.get(name).is_some());
    }
    true
}

/// An environment with its database, which may be a separate variable.
fn environment(root: &Value, key: &str, value: &Value, place: &str, notes: &mut Notes) -> DeclaredEnvironment {
    let mut entries = value.entries().to_vec();
    if value.get(DATABASE).is_none()
        && let Some(database) = root.get(DATABASE).filter(|_| key == "environment")
    {
        entries.push((DATABASE.to_owned(), database.clone()));
    }
    let read = terraform_environment::read(&Value::Object(entries), place, notes);
    let carried = ["dataverse", "display_name", "environment_group_id", "environment_type", "id", "location"];
    for (key, _) in value.entries().iter().filter(|(key, _)| !carried.contains(&key.as_str())) {
        notes.add(Outcome::Dropped, below(place, key), format!("`{key}` of an environment"), "it is not imported");
    }
    if read.kind.is_none() {
        let why = "the variables do not say it, and what the module puts there is not known";
        notes.add(Outcome::Assumed, place, "the type of an environment", why);
    }
    // Only its place distinguishes it from others.
    DeclaredEnvironment { address: Some(format!("{}{place}", notes.file)), label: key.to_owned(), ..read }
}

/// Notes that settings of an environment are not carried, and which of them require a Managed Environment.
fn tell_settings(value: &Value, place: &str, notes: &mut Notes) {
    let names: Vec<String> = value.entries().iter().map(|(key, _)| format!("`{key}`")).collect();
    let what = format!("settings {} of an environment", names.join(", "));
    notes.add(Outcome::Refused, place, what, "they are not imported");
    for key in MANAGED_ONLY.into_iter().filter(|key| value.get(key) == Some(&Value::Bool(true))) {
        let why = "it takes effect in a Managed Environment only, and the file does not say that it is one";
        notes.add(Outcome::Doubtful, below(place, key), format!("`{key}`"), why);
    }
}

/// The name of a policy that fills a whole file: the file's own name.
fn label_of(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_owned()
}
