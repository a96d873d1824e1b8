//! Unknown values never become the widest scope, never drop an exception, and are always reported.

use dictum::catalog::Catalog;
use dictum::import::read::{EnvironmentRef, Group, Outcome, Scope};
use serde_json::{Value, json};

use super::{file, flat, import_files, only, read_files, told, wire};

const GUID: &str = "11111111-2222-3333-4444-555555555555";

fn unknown(policy: &str) -> EnvironmentRef {
    EnvironmentRef::Unknown(policy.to_owned())
}

#[test]
fn variables_without_a_scope_are_for_no_environment_that_anything_binds() {
    let text = r#"
display_name = "Dataverse only"
environments = []
business_connectors = [{ id = "/providers/Microsoft.PowerApps/apis/shared_commondataservice" }]
custom_connectors_patterns = [{ order = 1, host_url_pattern = "*", data_group = "Blocked" }]
"#;
    let imported = import_files(&[file("live.tfvars", text)], Catalog::builtin());
    let source = &imported.source;
    assert!(source.contains("environment not_known_dataverse_only {}\n"), "{source}");
    assert!(source.contains("applies_to = only [not_known_dataverse_only]\n"), "{source}");
    assert!(source.contains("// Not known from the files: `environment_type` of \"Dataverse only\".\n"), "{source}");
    assert!(imported.bindings.environments.is_empty());
    assert_eq!(imported.report.held_back(), 1);
}

#[test]
fn a_summary_is_no_policy() {
    let output = json!({ "summary": { "sensitive": false, "type": "dynamic", "value": {
        "policy_exists": false, "business_connectors": [], "non_business_connectors": [], "blocked_connectors": [],
    } } });
    let export = read_files(&[file("output.json", output.to_string())]);
    assert_eq!(export.policies, []);
    let refused = told(&export.not_carried, Outcome::Refused);
    assert!(refused.first().is_some_and(|remark| remark.why.contains("`environment_type`")), "{refused:?}");
}

/// A resource with one given attribute.
fn resource(attribute: &str) -> String {
    let mut lines = vec![
        "display_name = \"P\"",
        "default_connectors_classification = \"General\"",
        "environment_type = \"ExceptEnvironments\"",
        "environments = [\"11111111-2222-3333-4444-555555555555\"]",
        "business_connectors = []",
        "non_business_connectors = []",
        "blocked_connectors = []",
        "custom_connectors_patterns = []",
    ];
    let key = attribute.split(' ').next().unwrap_or_default();
    lines.retain(|line| !line.starts_with(key));
    lines.push(attribute);
    format!("resource \"powerplatform_data_loss_prevention_policy\" \"p\" {{\n{}\n}}\n", lines.join("\n"))
}

#[test]
fn whatever_cannot_be_evaluated_holds_the_policy_back() {
    let known = || EnvironmentRef::Id(GUID.to_owned());
    let scope_of = |attribute: &str| {
        let export = read_files(&[file("main.tf", resource(attribute))]);
        assert_eq!(told(&export.not_carried, Outcome::Unknown).len(), 1, "{attribute}");
        only(&export).scope.clone()
    };
    for attribute in [
        "default_connectors_classification = data.x.y.z",
        "business_connectors = data.x.y.z",
        "blocked_connectors = [for c in data.x.y.z : { id = c.id }]",
        "blocked_connectors = concat([{ id = \"shared_rss\" }], data.x.y.z)",
        "blocked_connectors = [{ id = data.x.y.z }]",
        "custom_connectors_patterns = data.x.y.z",
        "business_connectors = [{ id = \"shared_sql\", action_rules = [{ action_id = \"a\", behavior = \"Block\" }] }]",
    ] {
        assert_eq!(scope_of(attribute), Scope::Except(vec![known(), unknown("P")]), "{attribute}");
    }
    assert_eq!(scope_of("environments = [data.x.y.z]"), Scope::Except(vec![unknown("P")]));
    assert_eq!(scope_of("environments = try(data.x.y.z, [])"), Scope::Except(vec![unknown("P")]));
    assert_eq!(scope_of("environment_type = data.x.y.z"), Scope::Only(vec![known(), unknown("P")]));
    // A policy for all environments does not apply to all of them while a part of it is unknown.
    let all = resource("blocked_connectors = data.x.y.z").replace("ExceptEnvironments", "AllEnvironments");
    assert_eq!(only(&read_files(&[file("main.tf", all)])).scope, Scope::Except(vec![unknown("P")]));
}

#[test]
fn a_missing_list_counts_by_what_it_would_open() {
    let without = |default: &str| {
        let text = format!(
            "display_name = \"P\"\nenvironment_type = \"AllEnvironments\"\ndefault_connectors_classification = \
             \"{default}\"\nbusiness_connectors = []\nnon_business_connectors = []\ncustom_connectors_patterns = []\n"
        );
        only(&read_files(&[file("p.tfvars", text)])).unknown.clone()
    };
    assert_eq!(without("Blocked"), [""; 0]);
    assert_eq!(without("General"), ["`blocked_connectors`"]);
}

#[test]
fn a_limit_that_is_not_understood_is_not_left_out() {
    let legacy = json!({
        "name": GUID,
        "properties": { "displayName": "Old", "definition": {
            "defaultApiGroup": "lbi",
            "constraints": { "environmentFilter2": { "parameters": { "environments": [] } } },
            "apiGroups": { "hbi": { "apis": [] }, "lbi": { "apis": [] } },
        } },
    });
    let export = read_files(&[file("old.json", legacy.to_string())]);
    assert_eq!(export.policies, []);
    let refused = told(&export.not_carried, Outcome::Refused);
    assert!(refused.first().is_some_and(|remark| remark.why.contains("`environmentFilter2`")), "{refused:?}");
}

#[test]
fn a_blank_environment_is_not_dropped_from_exceptions() {
    let mut policy = flat("P", "General", &[]);
    policy["environmentType"] = json!("ExceptEnvironments");
    policy["environments"] = json!([{ "name": "", "id": "" }]);
    assert_eq!(only(&read_files(&[file("p.json", policy.to_string())])).scope, Scope::Except(vec![unknown("P")]));
    // In a policy for all environments it has no effect.
    policy["environmentType"] = json!("AllEnvironments");
    assert_eq!(only(&read_files(&[file("p.json", policy.to_string())])).scope, Scope::All);
}

#[test]
fn a_rule_that_repeats_the_default_stays_where_it_is_the_only_one() {
    let envelope = json!({
        "policyDefinition": flat("P", "General", &[("Confidential", &["sql"])]),
        "connectorConfigurationsDefinition": { "connectorActionConfigurations": [{
            "connectorId": wire("sql"), "defaultConnectorActionRuleBehavior": "Block",
            "actionRules": [{ "actionId": "DeleteItem_V2", "behavior": "Block" }],
        }] },
    });
    let imported = import_files(&[file("p.json", envelope.to_string())], Catalog::builtin());
    assert!(imported.source.contains("actions { block [DeleteItem_V2]; block rest }"), "{}", imported.source);
}

#[test]
fn a_depth_that_was_too_small_is_named_with_the_flag() {
    let mut cut = flat("P", "General", &[("Blocked", &["sql"])]);
    cut["connectorGroups"] = json!("@{classification=Blocked; connectors=System.Object[]}");
    let export = read_files(&[file("p.json", cut.to_string())]);
    assert_eq!(export.policies, []);
    let why = |value: &Value| {
        let export = read_files(&[file("p.json", value.to_string())]);
        told(&export.not_carried, Outcome::Refused).first().map(|remark| remark.why.clone()).unwrap_or_default()
    };
    assert!(why(&cut).contains("ConvertTo-Json -Depth 20"), "{}", why(&cut));
    cut["connectorGroups"] = json!([{ "classification": "Blocked", "connectors": ["@{id=x}"] }]);
    assert!(why(&cut).contains("ConvertTo-Json -Depth 20"), "{}", why(&cut));
    let whole = super::error_of(&[file("p.json", json!({ "value": "@{a=b} @{a=c}" }).to_string())]);
    assert!(whole.contains("ConvertTo-Json -Depth 20"), "{whole}");
}

#[test]
fn files_in_utf_16_are_read() {
    let policy = flat("Größe", "General", &[("Blocked", &["sql"])]).to_string();
    let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(policy.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(policy.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    for bytes in [little, big] {
        let export = read_files(&[("p.json".to_owned(), bytes)]);
        assert_eq!((only(&export).name.as_str(), only(&export).default), ("Größe", Group::NonBusiness));
    }
    let broken = vec![0xFF, 0xFE, 0x7B];
    assert!(super::error_of(&[("p.json".to_owned(), broken)]).contains("UTF-16"));
}
