//! Resources of the Terraform provider.

use std::path::Path;

use dictum::emit::Target;
use serde_json::{Value, json};

use super::organisation_sample::{BINDINGS, organisation};
use super::{Build, json as document, paths};

fn bound() -> Build {
    let ids = "\"environments\": { \"finance_prod\": \"eeeeeeee-0000-0000-0000-00000000000e\" }, \"users\"";
    organisation().bound(&BINDINGS.replacen("\"users\"", ids, 1))
}

/// Holds the members of a resource, nested ones too, against what the provider takes.
fn hold(resource: &Value, schema: &Value) {
    let attributes = schema["attributes"].as_object().expect("attributes");
    let members = resource.as_object().expect("members");
    for (name, value) in members.iter().filter(|(name, _)| *name != "lifecycle") {
        let attribute = attributes.get(name).expect("the provider knows the attribute");
        assert!(attribute["required"] == true || attribute["optional"] == true, "{name} cannot be set");
        let fits = match attribute["type"].as_str().expect("a type") {
            "string" => value.is_string(),
            "bool" => value.is_boolean(),
            "int64" => value.is_i64(),
            "set(string)" => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
            "object" => {
                hold(value, attribute);
                true
            }
            "set(object)" | "list(object)" => {
                value.as_array().expect("a list").iter().for_each(|item| hold(item, attribute));
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
    assert!(told.len() >= 10, "{told:?}");
    let users =
        "applications and those without roles in the root unit, users `alice` to `robot` (3), in target `terraform`";
    assert!(told.iter().any(|line| line == users), "{told:?}");
}

fn schema() -> Value {
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
    // A policy, two environments, a group and two managed environments.
    assert_eq!(count, 6);
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
    assert!(told.iter().any(|line| line.contains("`default` to `mine`")), "{told:?}");
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
