//! `import` as a command: its exit status, and the files that it leaves on the disk.

use super::Desk;

const NAMELESS: &str = r#"{"displayName":"Shown names","defaultConnectorsClassification":"General",
  "environmentType":"AllEnvironments","environments":[],"connectorGroups":[
    {"classification":"Confidential","connectors":[{"id":"Outlook for 365","name":"Outlook for 365"}]}]}"#;

const SOUND: &str = r#"{"displayName":"Sound","defaultConnectorsClassification":"General",
  "environmentType":"AllEnvironments","environments":[],"connectorGroups":[
    {"classification":"Blocked","connectors":[{"id":"/providers/Microsoft.PowerApps/apis/shared_rss"}]}]}"#;

#[test]
fn what_the_checker_refuses_is_written_as_a_comment() {
    let desk = Desk::with(&[("p.json", &format!("[{NAMELESS},{SOUND}]"))]);
    let run = desk.run(&["import", "auto", "p.json", "--out", "p"]).ends(1);
    run.says(&["refused: data policy \"Shown names\"", "D3030"]);
    let source = desk.read("p/data-policies.dictum");
    assert!(source.contains("// data_policy shown_names {"), "{source}");
    assert!(source.contains("\ndata_policy sound {"), "{source}");
    desk.run(&["check", "p"]).ends(0);
    desk.run(&["build", "p", "--out", "d"]).ends(0);
}

#[test]
fn a_policy_without_a_scope_ends_with_one_and_builds_nothing() {
    let text = "display_name = \"Live\"\nenvironments = []\nbusiness_connectors = []\n";
    let desk = Desk::with(&[("live.tfvars", text)]);
    desk.run(&["import", "auto", "live.tfvars", "--out", "p"]).ends(1).says(&["not known: `environment_type`"]);
    for target in ["power-platform", "terraform"] {
        let run = desk.run(&["build", "p", "-t", target, "--out", "d"]).ends(1);
        run.gives(&["D3901", "`not_known_live`"]);
        assert!(!desk.path("d").exists());
    }
}

#[test]
fn a_file_without_any_policy_leaves_no_project() {
    let summary = r#"{"summary":{"type":"dynamic","value":{"policy_exists":false,"business_connectors":[],
      "non_business_connectors":[],"blocked_connectors":[]}}}"#;
    let desk = Desk::with(&[("output.json", summary)]);
    desk.run(&["import", "auto", "output.json", "--out", "p"]).ends(1).says(&["refused", "nothing was written"]);
    assert!(!desk.path("p").exists());
}

#[test]
fn a_list_that_the_checker_refuses_is_written_as_a_comment() {
    let id = |number: u32| format!("{number}0000000-0000-0000-0000-000000000000");
    let policy = |number: u32, name: &str| {
        serde_json::json!({ "id": id(number), "name": name, "ruleSets": [{ "id": "ConnectorManagement", "version": "1.0",
            "inputs": { "AllowedConnectorList": [{ "AllowedConnector": "/providers/Microsoft.PowerApps/apis/shared_teams",
                "AllowedActionsMode": "AllAllowed", "AllowedConnectionTypesMode": "AllAllowed" }] } }] })
    };
    let assigned =
        |number: u32| serde_json::json!({ "policyId": id(number), "resourceId": id(9), "resourceType": "Environment" });
    let environment = serde_json::json!([{ "name": id(9), "location": "europe", "properties": {
        "displayName": "Sales", "environmentSku": "Production", "governanceConfiguration": { "protectionLevel": "Standard" },
        "linkedEnvironmentMetadata": { "baseLanguage": 1033, "currency": { "code": "EUR" } } } }]);
    let desk = Desk::with(&[
        ("in/rules.json", &serde_json::json!([policy(1, "One"), policy(2, "Two")]).to_string()),
        ("in/assigned.json", &serde_json::json!({ "value": [assigned(1), assigned(2)] }).to_string()),
        ("in/environments.json", &environment.to_string()),
    ]);
    let run = desk.run(&["import", "auto", "in", "--out", "out"]).ends(1).says(&["refused: connector allow-list"]);
    let source = desk.read("out/data-policies.dictum");
    assert!(source.contains("// connector_allow_list"), "{source}\n{}", run.err);
    assert_eq!(source.matches("\nconnector_allow_list").count(), 1, "{source}");
    desk.run(&["check", "out"]).ends(0);
}
