//! Every form in which the platform and Terraform write policies as JSON.

use dictum::import::read::{Behaviour, EnvironmentRef, Group, Outcome, Scope, read};
use dictum::import::{FORMATS, Format};
use serde_json::{Value, json};

use super::{error_of, file, flat, import_files, only, read_files, source_of, told, wire};

const ENVIRONMENT: &str = "11111111-2222-3333-4444-555555555555";

fn environment(name: &str) -> Value {
    json!({
        "name": name, "type": "Microsoft.BusinessAppPlatform/scopes/environments",
        "id": format!("/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{name}"),
    })
}

fn connector(id: &str) -> Value {
    json!({ "id": wire(id), "name": id, "type": "Microsoft.PowerApps/apis" })
}

fn legacy(name: &str) -> Value {
    json!({
        "name": "0f0f0f0f-0000-0000-0000-000000000001",
        "id": "/providers/Microsoft.BusinessAppPlatform/scopes/admin/apiPolicies/0f0f0f0f-0000-0000-0000-000000000001",
        "type": "Microsoft.BusinessAppPlatform/scopes/apiPolicies",
        "properties": {
            "displayName": name,
            "definition": {
                "$schema": "https://example.com/apiPolicyDefinition.json",
                "constraints": {},
                "defaultApiGroup": "lbi",
                "apiGroups": {
                    "hbi": { "description": "Business data only", "apis": [connector("sql"), connector("teams")] },
                    "lbi": { "description": "No business data allowed", "apis": [connector("rss")] },
                },
            },
        },
    })
}

fn terraform(name: &str) -> Value {
    json!({
        "id": "abababab-0000-0000-0000-000000000001", "display_name": name,
        "default_connectors_classification": "Blocked", "environment_type": "AllEnvironments", "environments": [],
        "business_connectors": [{
            "id": wire("sql"), "default_action_rule_behavior": "", "action_rules": [], "endpoint_rules": [],
        }],
        "non_business_connectors": [], "blocked_connectors": [], "custom_connectors_patterns": [],
    })
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<String> {
    read_files(files).policies.iter().map(|policy| policy.name.clone()).collect()
}

#[test]
fn lists_of_policies_come_bare_or_under_value() {
    let (one, two) = (flat("One", "General", &[]), flat("Two", "General", &[]));
    assert_eq!(names(&[file("a.json", json!([one, two]).to_string())]), ["One", "Two"]);
    assert_eq!(names(&[file("a.json", json!({ "value": [one, two] }).to_string())]), ["One", "Two"]);
    let envelope = json!({ "value": [{ "policyDefinition": one }, { "policyDefinition": two }] });
    assert_eq!(names(&[file("a.json", envelope.to_string())]), ["One", "Two"]);
    assert_eq!(
        names(&[file("a.json", json!([one, legacy("Old"), { "policyDefinition": two }]).to_string())]),
        ["One", "Old", "Two"]
    );
}

#[test]
fn a_list_that_goes_on_is_told() {
    let page = json!({ "value": [flat("One", "General", &[])], "nextLink": "https://example.com/2" });
    let export = read_files(&[file("a.json", page.to_string())]);
    let dropped = told(&export.not_carried, Outcome::Dropped);
    assert_eq!(dropped.iter().map(|remark| remark.what.as_str()).collect::<Vec<_>>(), ["further pages of the list"]);
}

#[test]
fn groups_that_are_not_exported_are_not_taken_for_empty() {
    let mut policy = flat("Hidden", "General", &[]);
    policy.as_object_mut().expect("an object").remove("connectorGroups");
    let list =
        json!({ "value": [{ "policyDefinition": policy }, { "policyDefinition": flat("Seen", "General", &[]) }] });
    let export = read_files(&[file("list.json", list.to_string())]);
    assert_eq!(only(&export).name, "Seen");
    let refused = told(&export.not_carried, Outcome::Refused);
    let [refused] = refused.as_slice() else { unreachable!("one policy is refused") };
    assert_eq!(
        (refused.what.as_str(), refused.place.as_str()),
        ("data policy \"Hidden\"", "/value/0/policyDefinition")
    );
    assert!(refused.why.starts_with("`connectorGroups` is missing"), "{}", refused.why);
}

#[test]
fn the_legacy_form_is_read_with_its_own_words() {
    let mut old = legacy("Old");
    let export = read_files(&[file("a.json", old.to_string())]);
    let policy = only(&export);
    assert!(policy.legacy);
    assert_eq!((policy.default, &policy.scope), (Group::NonBusiness, &Scope::All));
    assert_eq!((policy.business.listed.len(), policy.non_business.listed.len()), (2, 1));

    let definition = &mut old["properties"]["definition"];
    definition["constraints"] = json!({ "environmentFilter1": {
        "type": "environmentFilter",
        "parameters": { "filterType": "exclude", "environments": [environment(ENVIRONMENT)] },
    } });
    let export = read_files(&[file("a.json", old.to_string())]);
    assert_eq!(only(&export).scope, Scope::Except(vec![EnvironmentRef::Id(ENVIRONMENT.to_owned())]));
    assert_eq!(export.not_carried, []);

    let definition = &mut old["properties"]["definition"];
    definition["constraints"]["environmentFilter1"]["parameters"]["filterType"] = json!("include");
    let export = read_files(&[file("a.json", old.to_string())]);
    assert_eq!(only(&export).scope, Scope::Only(vec![EnvironmentRef::Id(ENVIRONMENT.to_owned())]));
}

#[test]
fn a_legacy_policy_that_blocks_its_lower_group_moves_both_groups() {
    let mut old = legacy("Old");
    old["properties"]["definition"]["rules"] =
        json!({ "apiGroupRule": { "actions": { "blockAction": { "type": "Block" } } } });
    let export = read_files(&[file("a.json", old.to_string())]);
    let policy = only(&export);
    assert_eq!(policy.default, Group::Blocked);
    let counts = Group::ALL.map(|group| policy.members(group).listed.len());
    assert_eq!(counts, [0, 2, 1]);
}

#[test]
fn a_policy_of_one_environment_is_its_own() {
    let mut policy = flat("Mine", "General", &[]);
    policy["environmentType"] = json!("SingleEnvironment");
    policy["environments"] = json!([environment(ENVIRONMENT)]);
    assert!(source_of(&policy).contains("  applies_to   = environment env_11111111\n"));
    policy["environments"] = json!([environment(ENVIRONMENT), environment("22222222-2222-3333-4444-555555555555")]);
    let export = read_files(&[file("a.json", policy.to_string())]);
    assert_eq!(export.policies, []);
    assert_eq!(told(&export.not_carried, Outcome::Refused).len(), 1);
}

#[test]
fn keys_match_in_any_case_and_order_is_by_number() {
    let policy = json!({
        "POLICYDEFINITION": flat("P", "General", &[("Blocked", &["sql"])]),
        "connectorConfigurationsDefinition": {
            "endpointConfigurations": [{ "connectorId": wire("sql").to_uppercase(), "endpointRules": [
                { "order": 3, "behavior": "Deny", "endPoint": "*" },
                { "order": 1, "behavior": "allow", "endpoint": "one" },
                { "Order": 2, "behavior": "Allow", "ENDPOINT": "two" },
            ] }],
            "connectorActionConfigurations": [{
                "connectorId": wire("rss").to_uppercase(), "defaultConnectorActionRuleBehavior": "Block", "actionRules": [],
            }],
        },
    });
    let export = read_files(&[file("a.json", policy.to_string())]);
    let policy = only(&export);
    let sql = policy.blocked.listed.first().expect("a connector");
    let rules: Vec<(Behaviour, &str)> =
        sql.endpoints.iter().map(|rule| (rule.behaviour, rule.endpoint.as_str())).collect();
    assert_eq!(rules, [(Behaviour::Allow, "one"), (Behaviour::Allow, "two"), (Behaviour::Block, "*")]);
    // Rules of a connector that no group lists are kept too.
    assert_eq!(
        policy.unlisted.iter().map(|entry| entry.wire_id.as_str()).collect::<Vec<_>>(),
        [wire("rss").to_uppercase()]
    );
    let imported = import_files(
        &[file(
            "a.json",
            json!({ "policyDefinition": flat("P", "General", &[]),
                "connectorConfigurationsDefinition": { "connectorActionConfigurations": [{
                    "connectorId": wire("rss"), "defaultConnectorActionRuleBehavior": "Block", "actionRules": [] }] },
            })
            .to_string(),
        )],
        dictum::catalog::Catalog::builtin(),
    );
    assert!(imported.source.contains("  connector rss {\n    actions { block rest }\n  }\n"), "{}", imported.source);
}

#[test]
fn words_of_the_interface_are_refused_on_the_wire_with_the_right_word() {
    let wrong = flat("P", "Business", &[]);
    let export = read_files(&[file("a.json", wrong.to_string())]);
    let refused = told(&export.not_carried, Outcome::Refused);
    let why = &refused.first().expect("a refusal").why;
    assert!(why.contains("the Business group is called `Confidential`"), "{why}");

    let mut wrong = terraform("P");
    wrong["custom_connectors_patterns"] = json!([{ "order": 1, "host_url_pattern": "*", "data_group": "General" }]);
    let export = read_files(&[file("a.json", wrong.to_string())]);
    let why = &told(&export.not_carried, Outcome::Refused).first().expect("a refusal").why.clone();
    assert!(why.contains("Terraform's `data_group` calls it `NonBusiness`"), "{why}");

    let mut wrong = terraform("P");
    wrong["environment_type"] = json!("Production");
    let export = read_files(&[file("a.json", wrong.to_string())]);
    let why = &told(&export.not_carried, Outcome::Refused).first().expect("a refusal").why.clone();
    assert!(why.starts_with("`Production` is not an environment type"), "{why}");
}

#[test]
fn terraform_state_gives_resources_and_data_sources() {
    let state = json!({
        "version": 4, "terraform_version": "1.9.0", "serial": 3, "lineage": "x", "outputs": {},
        "resources": [
            { "mode": "managed", "type": "powerplatform_data_loss_prevention_policy", "name": "base",
              "instances": [{ "schema_version": 0, "attributes": terraform("Managed") }] },
            { "mode": "data", "type": "powerplatform_data_loss_prevention_policies", "name": "all",
              "instances": [{ "attributes": { "id": "1", "policies": [terraform("Listed")] } }] },
            { "mode": "managed", "type": "powerplatform_environment", "name": "dev", "instances": [{ "attributes": {} }] },
        ],
    });
    let export = read_files(&[file("terraform.tfstate", state.to_string())]);
    assert_eq!(export.files.first().map(|file| (file.form, file.policies)), Some(("terraform state", 2)));
    let read: Vec<(&str, &str)> =
        export.policies.iter().map(|policy| (policy.name.as_str(), policy.place.as_str())).collect();
    assert_eq!(
        read,
        [
            ("Managed", "/resources/0/instances/0/attributes"),
            ("Listed", "/resources/1/instances/0/attributes/policies/0"),
        ]
    );
    assert_eq!(export.not_carried, []);
    assert_eq!(export.environments.len(), 1);
}

#[test]
fn terraform_show_and_bare_outputs_are_read() {
    let show = json!({ "format_version": "1.0", "values": { "root_module": { "child_modules": [{ "resources": [
        { "address": "x", "mode": "managed", "type": "powerplatform_data_loss_prevention_policy", "name": "base",
          "values": terraform("Shown") },
    ] }] } } });
    assert_eq!(names(&[file("show.json", show.to_string())]), ["Shown"]);
    assert_eq!(names(&[file("one.json", terraform("One").to_string())]), ["One"]);
    let raw = json!({ "id": "2", "policies": [terraform("A"), terraform("B")] });
    assert_eq!(names(&[file("raw.json", raw.to_string())]), ["A", "B"]);
}

#[test]
fn null_sets_of_a_record_are_empty() {
    let mut policy = terraform("P");
    policy["non_business_connectors"] = Value::Null;
    policy["custom_connectors_patterns"] = Value::Null;
    let export = read_files(&[file("a.json", policy.to_string())]);
    assert_eq!(only(&export).non_business.listed, []);
    assert_eq!(export.not_carried, []);
}

#[test]
fn strange_fields_are_told_once_with_their_number() {
    let mut policy = flat("P", "General", &[("Blocked", &["sql", "rss"])]);
    for connector in policy["connectorGroups"][0]["connectors"].as_array_mut().expect("a list") {
        connector["iconUri"] = json!("https://example.com");
    }
    policy["owner"] = json!("alice");
    let export = read_files(&[file("a.json", policy.to_string())]);
    let dropped: Vec<(&str, &str)> = told(&export.not_carried, Outcome::Dropped)
        .iter()
        .map(|remark| (remark.what.as_str(), remark.place.as_str()))
        .collect();
    assert_eq!(dropped, [("`iconUri`, 2 times", "/connectorGroups/0/connectors/0/iconUri"), ("`owner`", "/owner")]);
}

#[test]
fn the_same_policy_in_two_files_is_written_once() {
    let mut policy = flat("P", "General", &[("Blocked", &["sql"])]);
    policy["name"] = json!("0f0f0f0f-0000-0000-0000-000000000001");
    let catalog = dictum::catalog::Catalog::builtin();
    let imported =
        import_files(&[file("a.json", policy.to_string()), file("b.json", json!([policy]).to_string())], catalog);
    assert_eq!(imported.report.policies.len(), 1);
    policy["connectorGroups"][0]["connectors"] = json!([]);
    let other = file("c.json", policy.to_string());
    policy["displayName"] = json!("P");
    policy["connectorGroups"][0]["connectors"] = json!([connector("sql")]);
    let imported = import_files(&[file("a.json", policy.to_string()), other], catalog);
    assert_eq!(imported.report.policies.iter().map(|policy| policy.symbol.as_str()).collect::<Vec<_>>(), ["p", "p_2"]);
}

#[test]
fn the_format_a_user_names_is_held_against_the_file() {
    let platform = file("a.json", flat("P", "General", &[]).to_string());
    let other = file("b.json", terraform("P").to_string());
    assert!(read(Format::PowerPlatform, std::slice::from_ref(&platform)).is_ok());
    assert!(read(Format::Terraform, std::slice::from_ref(&other)).is_ok());
    let error = read(Format::PowerPlatform, &[platform, other]).expect_err("a file of Terraform");
    assert_eq!(
        error.to_string(),
        "b.json: this is a file of terraform output; import it as `terraform`, not as `power-platform`"
    );
    for (name, format, _) in FORMATS {
        assert_eq!((Format::named(name), format.name()), (Some(format), name));
    }
    assert_eq!(Format::named("csv"), None);
}

#[test]
fn a_file_without_policies_is_an_error() {
    assert_eq!(error_of(&[file("a.json", "{}")]), "a.json: the file holds nothing in a form that can be imported");
    assert_eq!(error_of(&[file("a.json", "[]")]), "a.json: the file holds nothing in a form that can be imported");
    assert_eq!(error_of(&[file("a.tf", "locals { a = 1 }\n")]), "a.tf: the file holds no data policy");
}
