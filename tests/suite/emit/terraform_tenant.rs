//! The tenant as resources of the Terraform provider.

use std::path::Path;

use dictum::emit::{ProviderVersion, Target};
use serde_json::{Value, json};

use super::terraform::{hold_in, schema};
use super::{Build, json as document, paths};

const TENANT: &str = r#"
tenant contoso {
  domain = "contoso.onmicrosoft.com"
  settings {
    production_environments = admins
    developer_environments  = everyone
    share_with_everyone     = off
    guests_may_make         = off
    capacity_warning        = 85
    catalog_audience        = specific_admins
    walkthroughs            = on
    maker_routing { to = makers; makers = everyone; members_of = staff }
  }
  isolation {
    fabrikam { tenant = "fabrikam.onmicrosoft.com"; they_reach_us = yes }
    northwind { tenant = "DDDDDDDD-0000-0000-0000-00000000000D"; we_reach_them = yes }
  }
}
environment_group makers { solution_checker = warn }
group staff { kind = security }
"#;
const IDS: &str = r#"{
  "tenant": "99999999-0000-0000-0000-000000000000",
  "groups": { "staff": "aaaaaaaa-0000-0000-0000-00000000000a" },
  "partner_tenants": { "fabrikam": "ffffffff-0000-0000-0000-00000000000f" }
}"#;

/// The file of the tenant, checked against the schema of that version of the provider.
fn written(text: &str, ids: &str, version: ProviderVersion) -> Value {
    let mut build = Build::new(text).bound(ids);
    build.provider = version;
    let module = document(&build.emit(&[Target::Terraform]), "terraform/tenant.tf.json");
    let schema = schema();
    for (kind, resources) in module["resource"].as_object().expect("resources") {
        for resource in resources.as_object().expect("labels").values() {
            hold_in(resource, &schema["resources"][kind], version);
        }
    }
    module
}

#[test]
fn settings_have_the_polarity_of_the_provider_and_ids_in_place_of_names() {
    for version in ProviderVersion::ALL {
        let module = written(TENANT, IDS, version);
        let expected = json!({
            "disable_environment_creation_by_non_admin_users": true,
            "lifecycle": { "prevent_destroy": true },
            "power_platform": {
                "catalog_settings": { "power_catalog_audience_setting": "SpecificAdmins" },
                "governance": {
                    "disable_developer_environment_creation_by_non_admin_users": false,
                    "enable_default_environment_routing": true,
                    "environment_routing_all_makers": true,
                    "environment_routing_target_environment_group_id": "${powerplatform_environment_group.makers.id}",
                    "environment_routing_target_security_group_id": "aaaaaaaa-0000-0000-0000-00000000000a",
                },
                "licensing": { "storage_capacity_consumption_warning_threshold": 85 },
                "power_apps": { "disable_share_with_everyone": true, "enable_guests_to_make": false },
            },
            "walk_me_opt_out": false,
        });
        assert_eq!(module["resource"]["powerplatform_tenant_settings"]["contoso"], expected);
        let expected = json!({
            "allowed_tenants": [
                { "tenant_id": "dddddddd-0000-0000-0000-00000000000d", "inbound": false, "outbound": true },
                { "tenant_id": "ffffffff-0000-0000-0000-00000000000f", "inbound": true, "outbound": false },
            ],
            "is_disabled": false,
            "lifecycle": { "prevent_destroy": true },
        });
        assert_eq!(module["resource"]["powerplatform_tenant_isolation_policy"]["contoso"], expected);
        let id = "99999999-0000-0000-0000-000000000000";
        let expected = json!([
            { "id": id, "to": "powerplatform_tenant_isolation_policy.contoso" },
            { "id": id, "to": "powerplatform_tenant_settings.contoso" },
        ]);
        assert_eq!(module["import"], expected);
    }
}

/// Every setting of the language is an attribute that both versions have.
#[test]
fn every_setting_is_an_attribute() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/terraform/tenant.json");
    let facts: Value = serde_json::from_slice(&std::fs::read(path).expect("the facts")).expect("JSON");
    for setting in &dictum::model::kinds::TENANT_SETTINGS {
        let mut at = &facts["resources"]["powerplatform_tenant_settings"];
        for step in setting.terraform {
            at = &at["attributes"][step];
        }
        assert_eq!(at["optional"], true, "{}", setting.word);
        assert!(at.get("since").is_none() && at.get("deprecated").is_none(), "{}", setting.word);
    }
}

#[test]
fn what_the_source_does_not_say_is_not_written() {
    let module = written("tenant contoso { settings { newsletter = off } }", "{}", ProviderVersion::V4_1);
    assert!(module.get("import").is_none(), "the id of the tenant is not known");
    assert!(module["resource"].get("powerplatform_tenant_isolation_policy").is_none());
    let expected = json!({ "disable_newsletter_sendout": true, "lifecycle": { "prevent_destroy": true } });
    assert_eq!(module["resource"]["powerplatform_tenant_settings"]["contoso"], expected);

    let routing_off = "tenant contoso { settings { maker_routing { active = no } } }";
    let module = written(routing_off, "{}", ProviderVersion::V4_2);
    assert_eq!(
        module["resource"]["powerplatform_tenant_settings"]["contoso"]["power_platform"],
        json!({ "governance": { "enable_default_environment_routing": false } })
    );

    let build = Build::new("tenant contoso { domain = \"contoso.onmicrosoft.com\" }\nenvironment_group makers {}");
    assert!(!paths(&build.emit(&[Target::Terraform])).contains(&"terraform/tenant.tf.json"));
    let left = build.prepare(&[Target::Terraform]).ready.not_carried();
    assert_eq!(left, ["not carried by `terraform`: tenant `contoso`"]);
    let carried = Build::new(TENANT).bound(IDS);
    let left = carried.prepare(&[Target::Terraform]).ready.not_carried();
    assert!(!left.iter().any(|line| line.contains("tenant")), "{left:?}");
}

#[test]
fn isolation_that_is_off_is_written_as_off() {
    let text = "tenant contoso { isolation { active = no } }";
    let module = written(text, "{}", ProviderVersion::V4_2);
    let expected = json!({ "allowed_tenants": [], "is_disabled": true, "lifecycle": { "prevent_destroy": true } });
    assert_eq!(module["resource"]["powerplatform_tenant_isolation_policy"]["contoso"], expected);
    let text = r#"tenant contoso { isolation { all { tenant = "*"; they_reach_us = yes } } }"#;
    let module = written(text, "{}", ProviderVersion::V4_2);
    assert_eq!(
        module["resource"]["powerplatform_tenant_isolation_policy"]["contoso"]["allowed_tenants"],
        json!([{ "tenant_id": "*", "inbound": true, "outbound": false }])
    );
}

#[test]
fn a_domain_and_a_group_without_id_are_found() {
    let build = Build::new(TENANT);
    let prepared = build.prepare(&[Target::Terraform]);
    let messages: Vec<&str> = prepared.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "partner tenant `fabrikam` has no id, which target `terraform` needs",
            "group `staff` has no id, which target `terraform` needs",
        ]
    );
    assert!(prepared.ready.targets().is_empty());
    let lacking = build.bindings.text(&prepared.unbound);
    let filled: Value = serde_json::from_str(&lacking).expect("a bindings file");
    assert_eq!(filled, json!({ "groups": { "staff": "" }, "partner_tenants": { "fabrikam": "" } }));
}

#[test]
fn bindings_of_partners_are_held_to_the_source() {
    let ids = r#"{
      "tenant": "99999999-0000-0000-0000-000000000000",
      "groups": { "staff": "aaaaaaaa-0000-0000-0000-00000000000a" },
      "partner_tenants": { "fabricam": "x/y", "northwind": "eeeeeeee-0000-0000-0000-00000000000e" }
    }"#;
    let text = TENANT.replace("domain =", "id = \"88888888-0000-0000-0000-000000000000\"; domain =");
    let build = Build::new(&text).bound(ids);
    let prepared = build.prepare(&[Target::Terraform]);
    let messages: Vec<&str> = prepared.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the bindings name the partner tenant `fabricam`, which is not declared",
            "tenant `contoso` has another id in the bindings",
            "partner tenant `fabrikam` has no id, which target `terraform` needs",
            "partner tenant `northwind` has another id in the bindings",
        ]
    );
}

/// The files of a target, as input of an import.
fn inputs(build: &Build, target: Target, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = build.emit(&[target]).into_iter().filter(|file| file.path.starts_with(folder));
    files.map(|file| (file.path, file.bytes)).collect()
}

#[test]
fn what_is_written_is_read_back_and_written_alike() {
    let first = written(TENANT, IDS, ProviderVersion::V4_1);
    for (target, folder) in [(Target::Terraform, "terraform/"), (Target::PowerPlatform, "power-platform/")] {
        // In requests the group has its id, as after the first run.
        let text = match target {
            Target::PowerPlatform => {
                TENANT.replace("makers {", "makers { id = \"77777777-0000-0000-0000-000000000007\";")
            }
            _terraform => TENANT.to_owned(),
        };
        let build =
            if target == Target::PowerPlatform { Build::new(&text).bound(IDS) } else { Build::new(TENANT).bound(IDS) };
        let options = dictum::import::Options::default();
        let files = inputs(&build, target, folder);
        let catalog = dictum::catalog::Catalog::builtin();
        let imported = dictum::import::import(dictum::import::Format::Auto, &files, catalog, &options)
            .expect("our own files should be importable");
        assert_eq!(imported.report.refused(), 0, "{:?}", imported.report.not_carried);
        let again = written(&imported.source, &imported.bindings.to_json().to_string(), ProviderVersion::V4_1);
        let mut expected = first["resource"].clone();
        if target == Target::PowerPlatform {
            let group = "${powerplatform_environment_group.group_77777777.id}";
            expected["powerplatform_tenant_settings"]["contoso"]["power_platform"]["governance"]["environment_routing_target_environment_group_id"] =
                group.into();
        }
        for kind in ["powerplatform_tenant_settings", "powerplatform_tenant_isolation_policy"] {
            assert_eq!(again["resource"][kind]["this_tenant"], expected[kind]["contoso"], "{}", imported.source);
        }
    }
}
