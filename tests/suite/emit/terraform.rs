//! Resources of the Terraform provider.

use std::path::Path;

use dictum::emit::{ProviderVersion, Target};
use serde_json::{Value, json};

use super::organisation_sample::{BINDINGS, organisation};
use super::{Build, json as document, paths};

fn bound() -> Build {
    let ids = "\"environments\": { \"finance_prod\": \"eeeeeeee-0000-0000-0000-00000000000e\" }, \"users\"";
    organisation().bound(&BINDINGS.replacen("\"users\"", ids, 1))
}

/// Compares the members of a resource, nested ones too, with the provider's schema in its newest version.
fn hold(resource: &Value, schema: &Value) {
    hold_in(resource, schema, ProviderVersion::V4_2);
}

/// The same for one version.
pub(super) fn hold_in(resource: &Value, schema: &Value, version: ProviderVersion) {
    let attributes = schema["attributes"].as_object().expect("attributes");
    let members = resource.as_object().expect("members");
    for (name, value) in members.iter().filter(|(name, _)| *name != "lifecycle") {
        let attribute = attributes.get(name).expect("the provider knows the attribute");
        assert!(version == ProviderVersion::V4_2 || attribute.get("since").is_none(), "{name} came later");
        assert!(attribute["required"] == true || attribute["optional"] == true, "{name} cannot be set");
        if let (Some(number), Some([least, most])) = (value.as_i64(), attribute["range"].as_array().map(Vec::as_slice))
        {
            assert!(least.as_i64() <= Some(number) && Some(number) <= most.as_i64(), "{name} = {value}");
        }
        let fits = match attribute["type"].as_str().expect("a type") {
            "string" => value.is_string(),
            "bool" => value.is_boolean(),
            "int64" | "int32" | "number" => value.is_i64(),
            "set(string)" | "list(string)" => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
            "object" => {
                hold_in(value, attribute, version);
                true
            }
            "set(object)" | "list(object)" => {
                value.as_array().expect("a list").iter().for_each(|item| hold_in(item, attribute, version));
                true
            }
            _other => false,
        };
        assert!(fits, "{name} = {value}");
        if let Some(allowed) = attribute["allowed"].as_array() {
            assert!(allowed.contains(value), "{name} = {value}");
        }
    }
    for (name, attribute) in attributes {
        assert!(attribute["required"] != true || members.contains_key(name), "{name} is required");
    }
}

#[test]
fn users_of_the_root_are_resources_that_the_provider_takes() {
    let files = bound().emit(&[Target::Terraform]);
    let written: Vec<&str> = paths(&files).into_iter().filter(|path| path.starts_with("terraform/")).collect();
    let users = "terraform/finance_prod/users.tf.json";
    assert!(written.contains(&users), "{written:?}");
    let module = document(&files, users);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/terraform/users.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(path).expect("the facts")).expect("JSON");
    let users = module["resource"]["powerplatform_user"].as_object().expect("users");
    for user in users.values() {
        hold(user, &schema["resources"]["powerplatform_user"]);
    }
    hold(
        &module["data"]["powerplatform_security_roles"]["root"],
        &schema["data_sources"]["powerplatform_security_roles"],
    );
    let lookup = "${one([for role in data.powerplatform_security_roles.root.security_roles : role.role_id if role.name == \"Basic User\"])}";
    let expected = json!({
        "bob": {
            "aad_id": "bbbbbbbb-0000-0000-0000-00000000000b",
            "disable_delete": true,
            "environment_id": "eeeeeeee-0000-0000-0000-00000000000e",
            "security_roles": [lookup],
        }
    });
    assert_eq!(Value::from(users.clone()), expected);
    assert_eq!(
        module["data"]["powerplatform_security_roles"]["root"]["business_unit_id"],
        "${var.root_business_unit_id}"
    );
    assert_eq!(module["variable"]["root_business_unit_id"]["type"], "string");
}

#[test]
fn a_bound_root_needs_no_variable() {
    let root = "\"business_units\": { \"contoso\": \"12121212-0000-0000-0000-000000000012\" }, \"users\"";
    let ids = "\"environments\": { \"finance_prod\": \"eeeeeeee-0000-0000-0000-00000000000e\" }, \"users\"";
    let build = organisation().bound(&BINDINGS.replacen("\"users\"", root, 1).replacen("\"users\"", ids, 1));
    let module = document(&build.emit(&[Target::Terraform]), "terraform/finance_prod/users.tf.json");
    let id = &module["data"]["powerplatform_security_roles"]["root"]["business_unit_id"];
    assert_eq!(id, "12121212-0000-0000-0000-000000000012");
    assert!(module.get("variable").is_none());
}

#[test]
fn what_has_no_id_or_no_place_there_is_told() {
    let build = organisation();
    let prepared = build.prepare(&[Target::Terraform]);
    let messages: Vec<&str> = prepared.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.contains(&"environment `finance_prod` has no id, which target `terraform` needs"), "{messages:?}");
    assert!(prepared.ready.targets().is_empty());
    let build = bound();
    let told = build.prepare(&[Target::Terraform]).ready.not_carried();
    assert!(told.len() >= 4, "{told:?}");
    let users = "not carried by `terraform`: users that are applications or have no roles in the root unit, `alice`, `carol` \
                 and `robot`";
    assert!(told.iter().any(|line| line == users), "{told:?}");
}

pub(super) fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/terraform/tenant.json");
    serde_json::from_slice(&std::fs::read(path).expect("the facts")).expect("JSON")
}

const TENANT: &str = r#"
group staff { kind = security; name = "Staff" }
environment_group managed { sharing = people_only up to 30; solution_checker = block; usage_insights = on }
environment default { type = default; region = europe }
environment sales {
  name = "Sales ${x}"; type = production; region = europe; managed = yes; group = managed; access = staff
  dataverse { language = 1033; currency = EUR; domain = "contoso-sales" }
}
environment lab { type = sandbox; region = europe; managed = yes; dataverse { language = 1033; currency = EUR } }
environment mine { type = developer; region = europe }
data_policy base {
  name = "Base"; applies_to = all except [sales, default]; business = [office365, sql]
  non_business = unblockable - [office365]; blocked = rest
  connector azureblob { actions { block [DeleteFile_V2]; allow rest } }
  connector sql { endpoints { allow "a,b"; deny "*" } }
  custom_connectors { "https://*.contoso.com*" -> business; "*" -> ignore }
}
data_policy own { applies_to = environment lab; business = [sql]; non_business = rest }
"#;
const IDS: &str = r#"{
  "environments": { "sales": "eeeeeeee-0000-0000-0000-00000000000e",
    "default": "Default-99999999-0000-0000-0000-000000000000" },
  "groups": { "staff": "aaaaaaaa-0000-0000-0000-00000000000a" },
  "data_policies": { "base": "bbbbbbbb-0000-0000-0000-00000000000b" }
}"#;

#[test]
fn policies_and_environments_are_resources_that_the_provider_takes() {
    let build = Build::new(TENANT).bound(IDS);
    let files = build.emit(&[Target::Terraform]);
    let schema = schema();
    let mut count = 0;
    for path in ["terraform/data_policies.tf.json", "terraform/environments.tf.json"] {
        for (kind, resources) in document(&files, path)["resource"].as_object().expect("resources") {
            for resource in resources.as_object().expect("labels").values() {
                hold(resource, &schema["resources"][kind]);
                count += 1;
            }
        }
    }
    // A policy, two environments, a group, its rules and two managed environments.
    assert_eq!(count, 7);
    let policies = document(&files, "terraform/data_policies.tf.json");
    let base = &policies["resource"]["powerplatform_data_loss_prevention_policy"]["base"];
    assert_eq!(
        base["environments"],
        json!(["${powerplatform_environment.sales.id}", "Default-99999999-0000-0000-0000-000000000000"])
    );
    assert_eq!(base["business_connectors"].as_array().map(Vec::len), Some(2));
    let ruled = json!([{
        "id": "/providers/Microsoft.PowerApps/apis/shared_azureblob", "default_action_rule_behavior": "Allow",
        "action_rules": [{ "action_id": "DeleteFile_V2", "behavior": "Block" }], "endpoint_rules": [],
    }]);
    assert_eq!(base["blocked_connectors"], ruled);
    assert_eq!(
        policies["import"],
        json!([{ "id": "bbbbbbbb-0000-0000-0000-00000000000b", "to": "powerplatform_data_loss_prevention_policy.base" }])
    );
    let environments = document(&files, "terraform/environments.tf.json");
    let sales = &environments["resource"]["powerplatform_environment"]["sales"];
    assert_eq!(sales["display_name"], "Sales $${x}");
    assert_eq!(sales["dataverse"]["security_group_id"], "aaaaaaaa-0000-0000-0000-00000000000a");
    assert_eq!(sales["environment_group_id"], "${powerplatform_environment_group.managed.id}");
    assert_eq!(sales["lifecycle"]["prevent_destroy"], true);
    let managed = &environments["resource"]["powerplatform_managed_environment"];
    assert_eq!(managed["sales"]["max_limit_user_sharing"], 30);
    assert_eq!(managed["lab"]["lifecycle"]["ignore_changes"].as_array().map(Vec::len), Some(6));
    let told = build.prepare(&[Target::Terraform]).ready.not_carried();
    assert!(told.iter().any(|line| line.contains("`own`")), "{told:?}");
    assert!(
        told.iter().any(|line| line.contains("environments, which the provider cannot make")
            && line.contains("`default` and `mine`")),
        "{told:?}"
    );
}

#[test]
fn our_own_resources_are_read_back_as_they_were() {
    let build = Build::new(TENANT).bound(IDS);
    let files: Vec<(String, Vec<u8>)> = build
        .emit(&[Target::Terraform])
        .into_iter()
        .filter(|file| file.path.starts_with("terraform/"))
        .map(|file| (file.path, file.bytes))
        .collect();
    let imported = dictum::import::import(
        dictum::import::Format::Terraform,
        &files,
        dictum::catalog::Catalog::builtin(),
        &dictum::import::Options::default(),
    )
    .expect("our own files should be importable");
    let source = &imported.source;
    assert!(source.contains("applies_to   = all except [default, sales_x]"), "{source}");
    assert!(source.contains("business     = [office365, sql]"), "{source}");
    assert!(source.contains("actions { block [DeleteFile_V2]; allow rest }"), "{source}");
    assert_eq!(imported.report.refused() + imported.report.held_back(), 0);
}

#[test]
fn an_environment_that_cannot_be_made_needs_an_id() {
    let build = Build::new(TENANT);
    let prepared = build.prepare(&[Target::Terraform]);
    let messages: Vec<&str> = prepared.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "group `staff` has no id, which target `terraform` needs",
            "environment `default` has no id, which target `terraform` needs",
        ]
    );
}

const LISTS: &str = r#"
environment_group estate {
  name = "Estate"; sharing = people_only up to 30; solution_checker = warn; usage_insights = on; welcome = "Read ${this}"; welcome_url = "https://contoso.com"
  connector_policies = allow_list_only
}
environment_group open {}
environment sales {
  type = production; region = europe; managed = yes; group = estate
  dataverse { language = 1033; currency = EUR }
}
environment lab { type = sandbox; region = europe; managed = yes; dataverse { language = 1033; currency = EUR } }
data_policy base { applies_to = all; business = [office365, sql]; non_business = rest }
connector_allow_list estate_list {
  environment_group = estate
  allows            = [sharepointonline, sql]
  connector sql { actions = [GetItems_V2, GetItem_V2] }
}
connector_allow_list of_lab { environment = lab; allows = [sql] }
"#;

/// The text with each run of spaces replaced by one, because columns are aligned.
fn squeezed(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn group_rules(version: ProviderVersion, text: &str, ids: &str) -> (Value, Vec<String>, Vec<String>) {
    let mut build = Build::new(text).bound(ids);
    build.provider = version;
    let files = build.emit(&[Target::Terraform]);
    let rules =
        document(&files, "terraform/environments.tf.json")["resource"]["powerplatform_environment_group_rule_set"]
            .clone();
    let schema = schema();
    for resource in rules.as_object().into_iter().flat_map(|all| all.values()) {
        hold_in(resource, &schema["resources"]["powerplatform_environment_group_rule_set"], version);
    }
    let prepared = build.prepare(&[Target::Terraform]);
    (rules, prepared.ready.not_carried(), prepared.ready.advice())
}

#[test]
fn allow_lists_are_rules_of_their_group_since_4_2() {
    let ids = r#"{ "environment_groups": { "estate": "2e81f9c0-b64d-47a3-95e0-c7d13f8a06b5" } }"#;
    let (rules, left, advice) = group_rules(ProviderVersion::V4_2, LISTS, ids);
    assert_eq!(rules.as_object().map(serde_json::Map::len), Some(1), "a group without rules has no resource");
    assert_eq!(rules["estate"]["environment_group_id"], "${powerplatform_environment_group.estate.id}");
    let expected = json!({
        "advanced_connector_policies": { "allowed_connectors": [
            { "connector_id": "/providers/Microsoft.PowerApps/apis/shared_sharepointonline", "actions_mode": "all_allowed" },
            { "connector_id": "/providers/Microsoft.PowerApps/apis/shared_sql", "actions_mode": "some_allowed",
              "allowed_actions": ["GetItem_V2", "GetItems_V2"] },
        ] },
        "advanced_connector_policies_only": { "enabled": true },
        "maker_welcome_content": { "maker_onboarding_markdown": "Read $${this}", "maker_onboarding_url": "https://contoso.com" },
        "sharing_controls": { "share_max_limit": 30, "share_mode": "exclude sharing with security groups" },
        "solution_checker_enforcement": { "send_emails_enabled": true, "solution_checker_mode": "warn" },
        "usage_insights": { "insights_enabled": true },
    });
    assert_eq!(rules["estate"]["rules"], expected);
    assert!(
        left.iter().any(|line| line.contains(": connector allow-list of one environment") && line.contains("`of_lab`"))
    );
    assert!(!left.iter().any(|line| line.contains("`estate_list`")), "{left:?}");
    assert_eq!(advice.len(), 1, "the group exists already: {advice:?}");
    assert_eq!(group_rules(ProviderVersion::V4_2, LISTS, "{}").2, [""; 0]);
}

#[test]
fn an_older_provider_names_allow_lists_as_left_out() {
    let (rules, left, _) = group_rules(ProviderVersion::V4_1, LISTS, "{}");
    assert_eq!(rules["estate"]["rules"].get("advanced_connector_policies"), None);
    assert_eq!(rules["estate"]["rules"].get("advanced_connector_policies_only"), None);
    assert!(left.iter().any(|line| line.contains("since version 4.2") && line.contains("`estate_list`")), "{left:?}");
    assert!(left.iter().any(|line| line.contains(": that allow-lists alone count in environment group `estate`")));
}

#[test]
fn a_group_whose_list_is_left_out_keeps_its_data_policies() {
    let text = LISTS.replace("actions = [GetItems_V2, GetItem_V2]", "connection_types = [\"entra\"]");
    let (rules, left, _) = group_rules(ProviderVersion::V4_2, &text, "{}");
    assert_eq!(rules["estate"]["rules"].get("advanced_connector_policies"), None);
    assert_eq!(rules["estate"]["rules"].get("advanced_connector_policies_only"), None);
    assert!(
        left.iter().any(|line| line.contains("types of connections") && line.contains("`estate_list`")),
        "{left:?}"
    );
    assert!(left.iter().any(|line| line.contains("since its allow-list is not carried")), "{left:?}");
}

#[test]
fn sharing_without_a_limit_that_the_provider_takes_is_named() {
    for sharing in ["people_only", "people_only up to 100"] {
        let text = LISTS.replace("people_only up to 30", sharing);
        let (rules, left, _) = group_rules(ProviderVersion::V4_2, &text, "{}");
        assert_eq!(rules["estate"]["rules"].get("sharing_controls"), None, "{sharing}");
        assert!(left.iter().any(|line| line.contains(": sharing with people only")), "{left:?}");
    }
}

#[test]
fn allow_lists_are_read_back_as_they_were() {
    let mut build = Build::new(LISTS);
    build.provider = ProviderVersion::V4_2;
    let files: Vec<(String, Vec<u8>)> = build
        .emit(&[Target::Terraform])
        .into_iter()
        .filter(|file| file.path.starts_with("terraform/"))
        .map(|file| (file.path, file.bytes))
        .collect();
    let imported = dictum::import::import(
        dictum::import::Format::Terraform,
        &files,
        dictum::catalog::Catalog::builtin(),
        &dictum::import::Options::default(),
    )
    .expect("our own files should be importable");
    let source = squeezed(&imported.source);
    for line in [
        "environment_group = estate",
        "[sharepointonline, sql]",
        "actions = [GetItem_V2, GetItems_V2]",
        "connector_policies = allow_list_only",
        "sharing = people_only up to 30",
        "group = estate",
    ] {
        assert!(source.contains(line), "{line}: {source}");
    }
    assert_eq!(imported.report.refused() + imported.report.held_back(), 0, "{:?}", imported.report.not_carried);
}

#[test]
fn applications_and_their_roles_are_resources_since_4_2() {
    let mut build = bound();
    build.provider = ProviderVersion::V4_2;
    let module = document(&build.emit(&[Target::Terraform]), "terraform/finance_prod/users.tf.json");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/terraform/users.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(path).expect("the facts")).expect("JSON");
    let mut count = 0;
    for kind in ["powerplatform_application_user", "powerplatform_security_role_assignment"] {
        for resource in module["resource"][kind].as_object().expect("resources").values() {
            hold(resource, &schema["resources"][kind]);
            count += 1;
        }
    }
    assert!(count >= 2, "{module}");
    for assignment in module["resource"]["powerplatform_security_role_assignment"].as_object().expect("roles").values()
    {
        let holders = ["system_user_id", "team_id"].iter().filter(|key| assignment.get(**key).is_some()).count();
        assert_eq!(holders, 1, "{assignment}");
    }
    // An older provider has neither.
    let module = document(&bound().emit(&[Target::Terraform]), "terraform/finance_prod/users.tf.json");
    assert_eq!(module["resource"].as_object().map(serde_json::Map::len), Some(1));
}
