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

/// Holds the members of a resource against what the provider takes.
fn hold(resource: &Value, schema: &Value) {
    let attributes = schema["attributes"].as_object().expect("attributes");
    let members = resource.as_object().expect("members");
    for (name, value) in members {
        let attribute = attributes.get(name).expect("the provider knows the attribute");
        assert!(attribute["required"] == true || attribute["optional"] == true, "{name} cannot be set");
        let fits = match attribute["type"].as_str().expect("a type") {
            "string" => value.is_string(),
            "bool" => value.is_boolean(),
            "set(string)" => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
            _other => false,
        };
        assert!(fits, "{name} = {value}");
    }
    for (name, attribute) in attributes {
        assert!(attribute["required"] != true || members.contains_key(name), "{name} is required");
    }
}

#[test]
fn users_of_the_root_are_resources_that_the_provider_takes() {
    let files = bound().emit(&[Target::Terraform]);
    let written: Vec<&str> = paths(&files).into_iter().filter(|path| path.starts_with("terraform/")).collect();
    assert_eq!(written, ["terraform/finance_prod/users.tf.json"]);
    let module = document(&files, written[0]);
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
    assert_eq!(messages, ["environment `finance_prod` has no id, which target `terraform` needs"]);
    assert!(prepared.ready.targets().is_empty());
    let build = bound();
    let told = build.prepare(&[Target::Terraform]).ready.not_carried();
    assert_eq!(told.len(), 10, "{told:?}");
    let users =
        "applications and those without roles in the root unit, users `alice` to `robot` (3), in target `terraform`";
    assert!(told.iter().any(|line| line == users), "{told:?}");
}
