//! The output of the platform's own tools: cmdlets, lists of environments, ScubaGear.

use dictum::catalog::Catalog;
use dictum::import::Imported;
use dictum::import::read::{EnvironmentRef, Outcome, Scope};
use serde_json::{Value, json};

use super::{error_of, file, flat, import_files, only, read_files, told, wire};

const GUID: &str = "11111111-2222-3333-4444-555555555555";
const POLICY: &str = "0f0f0f0f-0000-0000-0000-000000000001";

fn cmdlet() -> Value {
    let environment = json!({ "name": GUID, "id": format!("/x/environments/{GUID}"), "type": "t" });
    json!([{
        "PolicyName": POLICY, "Type": "Microsoft.BusinessAppPlatform/scopes/apiPolicies", "DisplayName": "Old",
        "CreatedTime": "x", "CreatedBy": { "displayName": "a" },
        "Constraints": { "environmentFilter1": { "type": "environmentFilter", "parameters": {
            "environments": [environment], "filterType": "exclude" } } },
        "BusinessDataGroup": [{ "id": wire("sql"), "name": "SQL Server", "type": "Microsoft.PowerApps/apis" }],
        "NonBusinessDataGroup": [{ "id": wire("rss"), "name": "RSS", "type": "Microsoft.PowerApps/apis" }],
        "BlockedGroup": [], "FilterType": "exclude", "Environments": [environment],
    }])
}

#[test]
fn the_cmdlet_for_old_policies_does_not_say_the_default() {
    let export = read_files(&[file("old.json", cmdlet().to_string())]);
    let policy = only(&export);
    assert_eq!((policy.business.listed.len(), policy.non_business.listed.len()), (1, 1));
    let known = EnvironmentRef::Id(GUID.to_owned());
    assert_eq!(policy.scope, Scope::Except(vec![known, EnvironmentRef::Unknown("Old".to_owned())]));
    assert_eq!(policy.id.as_deref(), Some(POLICY));
    let mut both = cmdlet();
    both[0]["FilterType"] = json!("include");
    let export = read_files(&[file("old.json", both.to_string())]);
    assert_eq!((export.policies.len(), told(&export.not_carried, Outcome::Refused).len()), (0, 1));
}

fn documents() -> (Value, Value) {
    let rules = json!({
        "connectorActionConfigurations": [{
            "connectorId": wire("sql"), "defaultConnectorActionRuleBehavior": "Allow",
            "actionRules": [{ "actionId": "DeleteItem_V2", "behavior": "Block" }],
        }],
        "endpointConfigurations": [],
    });
    let patterns = json!({ "rules": [
        { "order": 2, "customConnectorRuleClassification": "Ignore", "pattern": "*" },
        { "order": 1, "customConnectorRuleClassification": "Confidential", "pattern": "https://api.contoso.com*" },
    ] });
    (rules, patterns)
}

#[test]
fn documents_of_rules_are_joined_to_their_policy() {
    let mut policy = flat("P", "General", &[("Confidential", &["sql"])]);
    policy["name"] = json!(POLICY);
    let (rules, patterns) = documents();
    let rules = file("cfg.json", rules.to_string());
    let patterns = file("pat.json", patterns.to_string());
    let export = read_files(&[file("p.json", policy.to_string()), rules.clone(), patterns.clone()]);
    let read = only(&export);
    assert_eq!(read.patterns.iter().map(|one| one.url.as_str()).collect::<Vec<_>>(), ["https://api.contoso.com*", "*"]);
    assert!(read.business.listed.iter().all(|entry| entry.actions.is_some()));
    assert_eq!(export.not_carried, []);
    let one = read_files(&[file("p.json", policy.to_string()), rules.clone()]);
    let doubts: Vec<&str> = told(&one.not_carried, Outcome::Doubtful).iter().map(|one| one.what.as_str()).collect();
    assert_eq!(doubts, ["URL patterns"]);
    // If there are two policies, the name of the file selects one. Without it nothing is guessed.
    let other = file("q.json", flat("Q", "General", &[]).to_string());
    let named = (format!("{POLICY}.rules.json"), rules.1.clone());
    let export = read_files(&[file("p.json", policy.to_string()), other.clone(), named]);
    assert_eq!(told(&export.not_carried, Outcome::Refused).len(), 0);
    let export = read_files(&[file("p.json", policy.to_string()), other, rules.clone()]);
    assert_eq!(told(&export.not_carried, Outcome::Refused).len(), 1);
    let alone = read_files(&[rules]);
    assert_eq!((alone.policies.len(), told(&alone.not_carried, Outcome::Refused).len()), (0, 1));
}

#[test]
fn lists_of_environments_become_declarations_and_bindings() {
    let default = "Default-99999999-0000-0000-0000-000000000000";
    let cmdlet = json!([
        { "EnvironmentName": GUID, "DisplayName": "Sales", "EnvironmentType": "Production", "Location": "europe",
          "IsDefault": false, "Internal": {} },
        { "EnvironmentName": default, "DisplayName": "Contoso (default)", "EnvironmentType": "Default",
          "Location": "europe", "IsDefault": true },
    ]);
    let api = json!({ "value": [
        { "name": GUID, "id": format!("/x/environments/{GUID}"), "location": "europe",
          "properties": { "displayName": "Sales", "environmentSku": "Production", "isDefault": false } },
        { "name": default, "id": format!("/x/environments/{default}"), "location": "europe",
          "properties": { "displayName": "Contoso (default)", "environmentSku": "Default", "isDefault": true } },
    ] });
    for list in [cmdlet, api] {
        let imported = import_files(&[file("environments.json", list.to_string())], Catalog::builtin());
        let source = &imported.source;
        assert!(
            source.contains("environment default { name = \"Contoso (default)\"; type = default; region = europe }"),
            "{source}"
        );
        assert!(source.contains("{ name = \"Sales\"; type = production; region = europe }"), "{source}");
        assert_eq!(imported.bindings.environments.get("sales").map(String::as_str), Some(GUID));
        assert_eq!(imported.bindings.environments.get("default").map(String::as_str), Some(default));
    }
    let pac = json!([{ "EnvironmentId": GUID, "FriendlyName": "Sales", "Type": "Sandbox", "DomainName": "contoso" }]);
    let imported = import_files(&[file("pac.json", pac.to_string())], Catalog::builtin());
    assert!(imported.source.contains("environment sales { name = \"Sales\"; type = sandbox }"), "{}", imported.source);
    // If policies are imported with it, the list names their environments.
    let mut policy = flat("P", "General", &[]);
    policy["environmentType"] = json!("OnlyEnvironments");
    policy["environments"] = json!([{ "name": GUID, "id": GUID }]);
    let imported =
        import_files(&[file("pac.json", pac.to_string()), file("p.json", policy.to_string())], Catalog::builtin());
    assert!(imported.source.contains("applies_to   = only [sales]"), "{}", imported.source);
}

#[test]
fn tables_of_environments_are_read_and_what_is_not_written_is_noted() {
    let table =
        format!("Environment;Environment ID;Type;Region;Managed;State\nSales;{GUID};Production;Europe;Yes;Ready\n");
    let imported = import_files(&[file("environments.csv", table)], Catalog::builtin());
    let written = "environment sales { name = \"Sales\"; type = production; region = europe }";
    assert!(imported.source.contains(written), "{}", imported.source);
    let dropped = |imported: &Imported| {
        told(&imported.report.not_carried, Outcome::Dropped).iter().map(|note| note.what.clone()).collect::<Vec<_>>()
    };
    assert_eq!(dropped(&imported), ["that environment `sales` is managed"]);
    let pac = json!([{ "EnvironmentId": GUID, "FriendlyName": "Sales", "Type": "Sandbox",
        "EnvironmentUrl": "https://sales.crm4.dynamics.com/" }]);
    let imported = import_files(&[file("pac.json", pac.to_string())], Catalog::builtin());
    assert_eq!(dropped(&imported), ["`domain` of environment `sales`"]);
}

#[test]
fn the_file_of_scubagear_is_read_as_far_as_it_says_something() {
    let mut file_of = json!({
        "tenant_id": "99999999-0000-0000-0000-000000000000",
        "dlp_policies": [{ "value": [{
            "name": POLICY, "displayName": "Scuba", "environmentType": "OnlyEnvironments",
            "connectorGroups": [{ "classification": "Confidential", "connectors": [{ "id": wire("sql") }] }],
            "environments": [{ "name": "Default-99999999-0000-0000-0000-000000000000" }],
        }] }],
        "environment_list": [{ "EnvironmentName": "Default-99999999-0000-0000-0000-000000000000", "IsDefault": true }],
        "tenant_isolation": [],
    });
    let export = read_files(&[file("scuba.json", file_of.to_string())]);
    assert_eq!(only(&export).unknown, ["`defaultConnectorsClassification`"]);
    assert_eq!(export.environments.len(), 1);
    file_of["dlp_policies"][0]["value"][0]["connectorGroups"] = json!([]);
    let export = read_files(&[file("scuba.json", file_of.to_string())]);
    assert_eq!((export.policies.len(), told(&export.not_carried, Outcome::Refused).len()), (0, 1));
}

#[test]
fn configurations_of_desired_state_are_named() {
    let text = "Configuration Tenant\n{\n    Import-DscResource -ModuleName Microsoft365DSC\n}\n";
    assert!(error_of(&[file("dsc.ps1", text)]).contains("Microsoft365DSC"));
}

#[test]
fn a_report_of_microsoft365dsc_gives_environments_and_refuses_policies_by_name() {
    let report = serde_json::json!([
        { "ResourceName": "PPPowerAppsEnvironment", "ResourceInstanceName": "e", "DisplayName": "Sales",
          "EnvironmentSKU": "Production", "Location": "europe" },
        { "ResourceName": "PPAdminDLPPolicy", "ResourceInstanceName": "p", "DisplayName": "Base", "FilterType": "None" },
        { "ResourceName": "PPPowerAppPolicyUrlPatterns", "ResourceInstanceName": "u", "PolicyName": "Base" },
        { "ResourceName": "AADRoleDefinition", "ResourceInstanceName": "g" },
    ]);
    let imported = super::import_files(&[file("report.json", report.to_string())], dictum::catalog::Catalog::builtin());
    assert!(imported.source.contains("type = production; region = europe"), "{}", imported.source);
    assert_eq!(imported.report.refused(), 2, "{:?}", imported.report.not_carried);
    assert!(imported.report.policies.is_empty() && imported.bindings.is_empty());
}

#[test]
fn only_the_default_environment_is_called_default() {
    let default = "Default-99999999-0000-0000-0000-000000000000";
    let named = json!([{ "name": GUID, "location": "europe",
        "properties": { "displayName": "Default", "environmentSku": "Production" } }]);
    let imported = import_files(&[file("e.json", named.to_string())], Catalog::builtin());
    assert_eq!(imported.bindings.environments.get("env_default").map(String::as_str), Some(GUID));
    let mut policy = flat("P", "General", &[]);
    policy["environmentType"] = json!("OnlyEnvironments");
    policy["environments"] = json!([{ "name": default, "id": default }]);
    let files = [file("e.json", named.to_string()), file("p.json", policy.to_string())];
    let imported = import_files(&files, Catalog::builtin());
    assert_eq!(imported.bindings.environments.get("default").map(String::as_str), Some(default));
    assert_eq!(imported.bindings.environments.get("env_default").map(String::as_str), Some(GUID));
    assert!(imported.source.contains("applies_to   = only [default]"), "{}", imported.source);
}
