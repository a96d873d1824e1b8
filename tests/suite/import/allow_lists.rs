//! Rule-based policies: what they allow is imported, and a part that cannot be read never allows more.

use dictum::catalog::Catalog;
use dictum::import::Imported;
use dictum::import::read::{Assigned, GroupRef, Outcome};
use serde_json::{Value, json};

use super::{file, import_files, read_files, told, wire};

const GROUP: &str = "2e81f9c0-b64d-47a3-95e0-c7d13f8a06b5";

fn entry(connector: &str) -> Value {
    json!({
        "AllowedConnector": wire(connector),
        "AllowedActionsMode": "AllAllowed",
        "AllowedConnectionTypesMode": "AllAllowed",
    })
}

fn policy(entries: &[Value]) -> Value {
    json!({
        "id": "11111111-0000-0000-0000-000000000001", "name": "Baseline", "tenantId": "t", "lastModified": "2026-11-01",
        "ruleSetCount": 1,
        "ruleSets": [{ "id": "ConnectorManagement", "version": "1.0", "inputs": { "AllowedConnectorList": entries } }],
    })
}

fn assignments(kind: &str, id: &str) -> (String, Vec<u8>) {
    let one = json!({
        "policyId": "11111111-0000-0000-0000-000000000001", "resourceId": id, "resourceType": kind, "tenantId": "t",
        "ruleSetCount": 1,
    });
    file("assignments.json", json!({ "value": [one] }).to_string())
}

/// The text with each run of spaces replaced by one, because columns are aligned.
fn squeezed(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn imported(policy: &Value) -> Imported {
    let files = [file("policy.json", policy.to_string()), assignments("EnvironmentGroup", GROUP)];
    import_files(&files, Catalog::builtin())
}

#[test]
fn a_policy_and_its_assignment_are_an_allow_list_of_a_group() {
    let some = json!({
        "AllowedConnector": wire("sql"), "AllowedActionsMode": "SomeAllowed",
        "AllowedActions": ["GetItems_V2", "GetItem_V2"], "AllowedConnectionTypesMode": "AllAllowed",
    });
    let imported = imported(&policy(&[entry("teams"), some]));
    let source = &imported.source;
    assert!(source.contains("environment_group group_2e81f9c0 {}\n"), "{source}");
    assert!(source.contains("environment_group = group_2e81f9c0\n"), "{source}");
    assert!(source.contains("allows            = [sql, teams]\n"), "{source}");
    assert!(source.contains("actions = [GetItem_V2, GetItems_V2]"), "{source}");
    assert_eq!(imported.bindings.environment_groups["group_2e81f9c0"], GROUP);
    assert_eq!(imported.bindings.connector_allow_lists["baseline"], "11111111-0000-0000-0000-000000000001");
    assert_eq!(imported.report.refused() + imported.report.held_back(), 0, "{:?}", imported.report.not_carried);
}

#[test]
fn a_list_of_policies_and_the_policy_itself_are_one() {
    let one = policy(&[entry("teams")]);
    let files = [
        file("all.json", json!([one]).to_string()),
        file("one.json", one.to_string()),
        assignments("EnvironmentGroup", GROUP),
    ];
    let imported = import_files(&files, Catalog::builtin());
    assert_eq!(imported.report.allow_lists.len(), 1);
    assert_eq!(imported.report.held_back(), 0, "{}", imported.source);
}

#[test]
fn where_it_applies_is_not_invented() {
    let imported = import_files(&[file("policy.json", policy(&[entry("teams")]).to_string())], Catalog::builtin());
    let source = &imported.source;
    assert!(source.contains("environment_group not_known_baseline {}\n"), "{source}");
    assert!(source.contains("// Not known from the files: what it is assigned to.\n"), "{source}");
    assert!(imported.bindings.environment_groups.is_empty());
    assert_eq!(imported.report.held_back(), 1);
}

#[test]
fn what_cannot_be_read_is_left_out_and_holds_the_list_back() {
    let with = |changes: Value| {
        let mut one = entry("sql");
        for (key, value) in changes.as_object().expect("members") {
            one[key] = value.clone();
        }
        one
    };
    for (what, bad) in [
        ("some, and none is named", with(json!({ "AllowedActionsMode": "SomeAllowed" }))),
        ("all, and some are named", with(json!({ "AllowedActions": ["GetItem_V2"] }))),
        ("a mode that is none", with(json!({ "AllowedActionsMode": "Everything" }))),
        ("types that are not listed", with(json!({ "AllowedConnectionTypesMode": "SomeAllowed" }))),
        ("an action that is no name", with(json!({ "AllowedActionsMode": "SomeAllowed", "AllowedActions": [1] }))),
        ("no mode", json!({ "AllowedConnector": wire("sql") })),
        ("no connector", json!({ "AllowedActionsMode": "AllAllowed", "AllowedConnectionTypesMode": "AllAllowed" })),
        ("cut off", json!("@{AllowedConnector=/providers/Microsoft.PowerApps/apis/shared_sql}")),
    ] {
        let imported = imported(&policy(&[entry("teams"), bad]));
        assert!(imported.source.contains("allows            = [teams]\n"), "{what}: {}", imported.source);
        assert_eq!(imported.report.held_back(), 1, "{what}");
        let unknown = told(&imported.report.not_carried, Outcome::Unknown);
        assert!(!unknown.is_empty(), "{what}");
        if what == "cut off" {
            assert!(unknown.iter().any(|remark| remark.why.contains("-Depth 20")), "{unknown:?}");
        }
    }
}

#[test]
fn of_two_entries_for_one_connector_what_both_allow_remains() {
    let some = |actions: &[&str]| {
        json!({
            "AllowedConnector": wire("sql"), "AllowedActionsMode": "SomeAllowed", "AllowedActions": actions,
            "AllowedConnectionTypesMode": "AllAllowed",
        })
    };
    let imported = imported(&policy(&[entry("sql"), some(&["A", "B"]), some(&["B", "C"])]));
    assert!(imported.source.contains("actions = [B]"), "{}", imported.source);
    assert_eq!(imported.report.held_back(), 1);
}

#[test]
fn what_it_does_not_govern_is_dropped_and_named() {
    let imported = imported(&policy(&[
        entry("teams"),
        json!({
            "AllowedConnector": "Http", "AllowedActionsMode": "AllAllowed", "AllowedConnectionTypesMode": "AllAllowed",
        }),
    ]));
    assert!(imported.source.contains("allows            = [teams]\n"), "{}", imported.source);
    assert_eq!(told(&imported.report.not_carried, Outcome::Dropped).len(), 1);
    assert_eq!(imported.report.held_back(), 0);
}

#[test]
fn data_policies_are_skipped_only_where_that_is_said() {
    let with = |inputs: Value| {
        let mut one = policy(&[entry("teams")]);
        let set = json!({ "id": "AdvancedConnectorPoliciesOnly", "version": "1.0", "inputs": inputs });
        one["ruleSets"].as_array_mut().expect("rule sets").push(set);
        imported(&one)
    };
    let yes = with(json!({ "EnableAdvancedConnectorPoliciesOnly": true }));
    assert!(yes.source.contains("{ connector_policies = allow_list_only }"), "{}", yes.source);
    let no = with(json!({ "EnableAdvancedConnectorPoliciesOnly": false }));
    assert!(!no.source.contains("allow_list_only"), "{}", no.source);
    assert_eq!(no.report.held_back(), 0);
    for inputs in [json!({}), json!({ "EnableAdvancedConnectorPoliciesOnly": "true" }), Value::Null] {
        let unread = with(inputs);
        assert!(!unread.source.contains("allow_list_only"), "{}", unread.source);
        assert_eq!(unread.report.held_back(), 1);
    }
}

#[test]
fn an_assignment_of_a_policy_that_is_not_there_is_refused() {
    let mut one = policy(&[entry("teams")]);
    one["id"] = "22222222-0000-0000-0000-000000000002".into();
    let files = [file("policy.json", one.to_string()), assignments("EnvironmentGroup", GROUP)];
    let imported = import_files(&files, Catalog::builtin());
    assert_eq!(imported.report.refused(), 1);
    let files = [file("policy.json", policy(&[]).to_string()), assignments("Planet", GROUP)];
    assert_eq!(import_files(&files, Catalog::builtin()).report.refused(), 1);
}

#[test]
fn an_environment_without_its_database_keeps_no_list() {
    let id = "33333333-0000-0000-0000-000000000003";
    let files = [file("policy.json", policy(&[entry("teams")]).to_string()), assignments("Environment", id)];
    let imported = import_files(&files, Catalog::builtin());
    assert_eq!(imported.report.held_back(), 1);
    assert!(imported.source.contains("It is assigned to environment `env_33333333`."), "{}", imported.source);
}

/// A Terraform state with a group, its rules and an environment in it.
#[expect(clippy::needless_pass_by_value, reason = "the documents are written where they are given")]
fn state(rules: Value) -> (String, Vec<u8>) {
    let resource = |kind: &str, name: &str, attributes: Value| json!({ "mode": "managed", "type": kind, "name": name, "instances": [{ "attributes": attributes }] });
    let environment = "44444444-0000-0000-0000-000000000004";
    let state = json!({
        "version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "l", "outputs": {},
        "resources": [
            resource("powerplatform_environment_group", "estate", json!({
                "id": GROUP, "display_name": "Estate", "description": "",
            })),
            resource("powerplatform_environment_group_rule_set", "estate", json!({
                "id": "r", "environment_group_id": GROUP, "policy_id": "55555555-0000-0000-0000-000000000005", "rules": rules,
            })),
            resource("powerplatform_environment", "sales", json!({
                "id": environment, "display_name": "Sales", "environment_type": "Production", "location": "europe",
                "environment_group_id": GROUP, "dataverse": { "language_code": 1033, "currency_code": "EUR" },
            })),
            resource("powerplatform_managed_environment", "sales", json!({ "environment_id": environment })),
        ],
    });
    file("terraform.tfstate", state.to_string())
}

#[test]
fn a_state_of_terraform_gives_group_rules_and_environment() {
    let imported = import_files(
        &[state(json!({
            "advanced_connector_policies": { "allowed_connectors": [
                { "connector_id": wire("sql"), "actions_mode": "some_allowed", "allowed_actions": ["GetItem_V2"] },
                { "connector_id": wire("teams"), "actions_mode": "all_allowed", "allowed_actions": null },
            ] },
            "advanced_connector_policies_only": { "enabled": true },
            "sharing_controls": { "share_mode": "exclude sharing with security groups", "share_max_limit": 20 },
            "usage_insights": { "insights_enabled": true },
            "backup_retention": { "period_in_days": 14 },
            "content_security_policy": null,
        }))],
        Catalog::builtin(),
    );
    let source = squeezed(&imported.source);
    for line in [
        "sharing = people_only up to 20",
        "usage_insights = on",
        "connector_policies = allow_list_only",
        "managed = yes",
        "group = estate",
        "environment_group = estate",
        "[sql, teams]",
        "actions = [GetItem_V2]",
    ] {
        assert!(source.contains(line), "{line}: {source}");
    }
    assert!(
        told(&imported.report.not_carried, Outcome::Dropped).iter().any(|one| one.what.contains("`backup_retention`"))
    );
    assert_eq!(imported.report.refused() + imported.report.held_back(), 0, "{:?}", imported.report.not_carried);
    assert_eq!(imported.bindings.connector_allow_lists.len(), 1);
}

#[test]
fn an_output_of_terraform_gives_them_too() {
    let output = json!({ "rules": { "sensitive": false, "type": "dynamic", "value": {
        "id": "r", "environment_group_id": GROUP, "policy_id": null,
        "rules": { "advanced_connector_policies": { "allowed_connectors": [
            { "connector_id": wire("teams"), "actions_mode": "all_allowed" },
        ] } },
    } } });
    let export = read_files(&[file("output.json", output.to_string())]);
    let policy = export.rule_based.first().expect("a policy");
    assert_eq!(policy.assigned, [Assigned::Group(GroupRef::Id(GROUP.to_owned()))]);
    assert_eq!(policy.allowed.as_ref().map(|allowed| allowed.listed.len()), Some(1));
}

fn configuration(connectors: &str) -> Imported {
    let text = format!(
        r#"
resource "powerplatform_environment_group" "estate" {{
  display_name = "Estate"
  description  = "All that we manage"
}}
resource "powerplatform_environment" "sales" {{
  display_name         = "Sales"
  environment_type     = "Production"
  location             = "europe"
  environment_group_id = powerplatform_environment_group.estate.id
  dataverse            = {{ language_code = 1033, currency_code = "EUR" }}
}}
resource "powerplatform_managed_environment" "sales" {{
  environment_id = powerplatform_environment.sales.id
}}
data "powerplatform_connectors" "all" {{}}
resource "powerplatform_environment_group_rule_set" "estate" {{
  environment_group_id = powerplatform_environment_group.estate.id
  rules = {{
    advanced_connector_policies = {{ allowed_connectors = {connectors} }}
  }}
}}
"#
    );
    import_files(&[file("main.tf", text)], Catalog::builtin())
}

#[test]
fn a_configuration_of_terraform_is_followed() {
    let imported = configuration(
        "[{ connector_id = \"/providers/Microsoft.PowerApps/apis/shared_sql\", actions_mode = \"all_allowed\" }]",
    );
    let source = &imported.source;
    assert!(source.contains("environment_group estate"), "{source}");
    assert!(source.contains("managed = yes") && source.contains("group = estate"), "{source}");
    assert!(source.contains("allows            = [sql]"), "{source}");
    assert_eq!(imported.report.held_back() + imported.report.refused(), 0, "{:?}", imported.report.not_carried);
    // A selection from the provider's own list of connectors is taken from the catalogue.
    let selected = configuration(
        "[for c in data.powerplatform_connectors.all.connectors : { connector_id = c.id, actions_mode = \"all_allowed\" } \
         if c.unblockable]",
    );
    assert!(selected.source.contains("allows            = unblockable"), "{}", selected.source);
}

#[test]
fn what_only_terraform_can_evaluate_allows_nothing() {
    for connectors in [
        "data.x.y.z",
        "[data.x.y.z]",
        "[{ connector_id = data.x.y.z, actions_mode = \"all_allowed\" }]",
        "[{ connector_id = \"shared_sql\", actions_mode = data.x.y.z }]",
        "[{ connector_id = \"shared_sql\", actions_mode = \"some_allowed\", allowed_actions = data.x.y.z }]",
        "[for c in data.powerplatform_connectors.all.connectors : { connector_id = c.id, actions_mode = \"some_allowed\" }]",
    ] {
        let imported = configuration(connectors);
        assert!(imported.source.contains("allows            = []"), "{connectors}: {}", imported.source);
        assert_eq!(imported.report.held_back(), 1, "{connectors}");
        assert!(imported.source.contains("It is assigned to environment group `estate`."), "{}", imported.source);
    }
}
