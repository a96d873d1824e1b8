//! Environments and rules of their groups in targets: exactly what the source states is written.

use std::path::Path;

use dictum::catalog::{ProviderType, provider_attribute, provider_attributes};
use dictum::emit::{ProviderVersion, Target};
use serde_json::{Value, json};

use super::terraform::hold_in;
use super::{Build, json as document, schema};

/// All members that the provider takes.
fn facts() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/terraform/environments.json");
    serde_json::from_slice(&std::fs::read(path).expect("the facts")).expect("JSON")
}

const ALL: &str = r#"
user alice { upn = "alice@contoso.com" }
environment_group estate {
  name = "Estate"; sharing = everyone; solution_checker = off; checker_mails = on; usage_insights = off
  welcome = "Read ${this}"; welcome_url = "https://contoso.com/read"; backup_retention = 2 weeks
  ai_descriptions = off; bing_search = on; data_across_regions = off
  content_security {
    model_driven { strict = on; frame_ancestors = ["https://b.contoso.com", "https://a.contoso.com"] }
    canvas    = off
    code_apps { script_src = "https://cdn.contoso.com" }
    report_to = "https://csp.contoso.com"
  }
}
/// The month-end close.
environment sales {
  type = production; region = europe; group = estate; managed = yes
  bing_search = on; data_across_regions = on; flex_routing = off; microsoft_365_services = on
  release_cycle = early; cadence = frequent
  audit { active = on; read = off; retention_days = 365 }
  terraform {
    enable_ip_based_firewall_rule = on
    allowed_ip_range_for_firewall = ["203.0.113.7", "192.0.2.0/24"]
    enable_ai_powered_chat        = "Off"
    blocked_attachment_extensions = ["exe"]
    billing_policy_id             = "11111111-2222-4333-8444-555555555555"
    solution_checker_rule_overrides = ["meta-avoid-reg-no-attribute"]
  }
  dataverse { language = 1033; currency = EUR; administration_mode = yes }
}
environment lab {
  type = sandbox; region = europe
  managed {
    sharing = people_only up to 10; flow_sharing = off; copilot_sharing = people_only up to 3; copilot_editors = no
    solution_checker = warn; checker_mails = off; usage_insights = on
  }
  dataverse { language = 1033; currency = EUR; background_operations = off }
}
environment quiet { type = sandbox; region = europe; dataverse { language = 1033; currency = EUR } }
environment alices { type = developer; owner = alice; region = europe; dataverse { language = 1033; currency = EUR } }
environment tried { type = subscription_trial; region = europe; dataverse { language = 1033; currency = EUR } }
"#;

const IDS: &str = r#"{
  "environments": { "quiet": "eeeeeeee-0000-0000-0000-00000000000e", "sales": "eeeeeeee-0000-0000-0000-00000000000f" },
  "users": { "alice": "aaaaaaaa-0000-0000-0000-00000000000a" }
}"#;

fn built(version: ProviderVersion, text: &str) -> (Value, Vec<String>) {
    let mut build = Build::new(text).bound(IDS);
    build.provider = version;
    let files = build.emit(&[Target::Terraform]);
    let resources = document(&files, "terraform/environments.tf.json");
    let facts = facts();
    for (kind, all) in resources["resource"].as_object().expect("resources") {
        for resource in all.as_object().expect("labels").values() {
            hold_in(resource, &facts["resources"][kind], version);
        }
    }
    (resources, build.prepare(&[Target::Terraform]).ready.not_carried())
}

#[test]
fn the_newest_provider_takes_all_that_is_said() {
    let (document, left) = built(ProviderVersion::V4_2, ALL);
    let resource = |kind: &str, label: &str| document["resource"][format!("powerplatform_{kind}")][label].clone();
    let sales = resource("environment", "sales");
    for (name, value) in [
        ("description", json!("The month-end close.")),
        ("allow_bing_search", json!(true)),
        ("allow_flex_routing", json!(false)),
        ("allow_microsoft_365_services", json!(true)),
        ("allow_moving_data_across_regions", json!(true)),
        ("release_cycle", json!("Early")),
        ("cadence", json!("Frequent")),
        ("billing_policy_id", json!("11111111-2222-4333-8444-555555555555")),
    ] {
        assert_eq!(sales[name], value, "{name}");
    }
    // The platform refuses the two together, so one replaces the other.
    assert_eq!(sales["dataverse"]["administration_mode_enabled"], true);
    assert_eq!(sales["dataverse"]["background_operation_enabled"], false);
    let developer = resource("environment", "alices");
    assert_eq!(developer["owner_id"], "aaaaaaaa-0000-0000-0000-00000000000a");
    assert!(developer["dataverse"].get("security_group_id").is_none());
    assert_eq!(
        resource("environment_group_rule_set", "estate")["rules"],
        json!({
            "ai_generated_descriptions": { "ai_description_enabled": false },
            "ai_generative_settings": { "bing_search_enabled": true, "move_data_across_regions_enabled": false },
            "backup_retention": { "period_in_days": 14 },
            "content_security_policy": {
                "enabled": true, "enabled_for_canvas": false, "enabled_for_code_apps": true,
                "configuration": {
                    "frame_ancestor": ["https://a.contoso.com", "https://b.contoso.com"], "strict_csp": true
                },
                "configuration_for_code_apps": { "script_src": ["https://cdn.contoso.com"] },
                "report_uri": "https://csp.contoso.com",
            },
            "maker_welcome_content": {
                "maker_onboarding_markdown": "Read $${this}", "maker_onboarding_url": "https://contoso.com/read"
            },
            "sharing_controls": { "share_mode": "no limit" },
            "solution_checker_enforcement": { "send_emails_enabled": false, "solution_checker_mode": "none" },
            "usage_insights": { "insights_enabled": false },
        })
    );
    let settings = resource("environment_settings", "sales");
    assert_eq!(settings["environment_id"], "${powerplatform_environment.sales.id}");
    let audit = &settings["audit_and_logs"]["audit_settings"];
    assert_eq!(
        *audit,
        json!({ "is_audit_enabled": true, "is_read_audit_enabled": false, "log_retention_period_in_days": 365 })
    );
    let security = &settings["product"]["security"];
    assert_eq!(security["allowed_ip_range_for_firewall"], json!(["192.0.2.0/24", "203.0.113.7"]));
    assert_eq!(settings["product"]["features"], json!({ "enable_ai_powered_chat": "Off" }));
    assert_eq!(settings["privacy_and_security"]["blocked_attachment_extensions"], json!(["exe"]));
    let lab = resource("managed_environment", "lab");
    for (name, value) in [
        ("is_group_sharing_disabled", json!(true)),
        ("limit_sharing_mode", json!("ExcludeSharingToSecurityGroups")),
        ("max_limit_user_sharing", json!(10)),
        ("power_automate_is_sharing_disabled", json!(true)),
        ("copilot_limit_sharing_mode", json!("ExcludeSharingToSecurityGroups")),
        ("copilot_max_limit_user_sharing", json!(3)),
        ("copilot_allow_grant_editor_permissions_when_shared", json!(false)),
        ("solution_checker_mode", json!("Warn")),
        ("suppress_validation_emails", json!(true)),
        ("is_usage_insights_disabled", json!(false)),
    ] {
        assert_eq!(lab[name], value, "{name}");
    }
    assert!(lab.get("lifecycle").is_none(), "all of it is said: {lab}");
    let managed = resource("managed_environment", "sales");
    assert_eq!(managed["solution_checker_rule_overrides"], json!(["meta-avoid-reg-no-attribute"]));
    assert_eq!(managed["limit_sharing_mode"], "NoLimit");
    let lines = left.join("\n");
    assert!(!lines.contains("since version 4.2"), "{lines}");
    // `lab` states one of the two, and a subscription does not concern the provider.
    assert!(lines.contains("background operations of environment `lab`"), "{lines}");
    assert!(lines.contains("environment, which the provider cannot make as it is written, `tried`"), "{lines}");
}

#[test]
fn an_older_provider_names_what_it_does_not_have() {
    let (document, left) = built(ProviderVersion::V4_1, ALL);
    let text = document.to_string();
    for name in ["allow_flex_routing", "allow_microsoft_365_services", "privacy_and_security", "content_security"] {
        assert!(!text.contains(name), "{name}");
    }
    for part in [
        "`allow_flex_routing` of environment `sales`",
        "`allow_microsoft_365_services` of environment `sales`",
        "`privacy_and_security.blocked_attachment_extensions` of environment `sales`",
        "`content_security` of environment group `estate`",
    ] {
        assert!(left.iter().any(|line| line.contains(part) && line.contains("since version 4.2")), "{part}: {left:?}");
    }
}

#[test]
fn what_is_not_said_is_not_written() {
    let (document, _) = built(ProviderVersion::V4_2, ALL);
    let resources = &document["resource"];
    let quiet = &resources["powerplatform_environment"]["quiet"];
    let names: Vec<&String> = quiet.as_object().expect("members").keys().collect();
    assert_eq!(names, ["dataverse", "display_name", "environment_type", "lifecycle", "location"]);
    // It exists already, and the provider would set its own values for these.
    let kept = ["billing_policy_id", "cadence", "dataverse.administration_mode_enabled"];
    let ignored = quiet["lifecycle"]["ignore_changes"].as_array().expect("a list");
    assert!(kept.iter().all(|path| ignored.contains(&json!(path))), "{ignored:?}");
    assert!(ignored.contains(&json!("description")) && ignored.contains(&json!("dataverse.security_group_id")));
    // A new environment has nothing to keep.
    let lab = &resources["powerplatform_environment"]["lab"]["lifecycle"];
    assert_eq!(*lab, json!({ "prevent_destroy": true }));
    assert!(resources["powerplatform_environment_settings"].get("quiet").is_none());
    assert!(resources["powerplatform_managed_environment"].get("quiet").is_none());
    // The source states what is audited, but not whether logins are.
    let settings = resources["powerplatform_environment_settings"]["sales"]["lifecycle"]["ignore_changes"].to_string();
    assert!(settings.contains("audit_and_logs.audit_settings.is_user_access_audit_enabled"), "{settings}");
    // The provider's own value would be empty, which clears the existing one.
    assert!(settings.contains("product.security.reverse_proxy_ip_addresses"), "{settings}");
    assert!(!settings.contains("is_read_audit_enabled") && !settings.contains("email"), "{settings}");
    let imports = document["import"].to_string();
    assert!(imports.contains("powerplatform_environment_settings.sales"), "{imports}");

    let bare = "environment_group bare {}\n\
        environment_group half { welcome = \"Read\"; bing_search = on; content_security { canvas = on } }";
    let (document, left) = built(ProviderVersion::V4_2, bare);
    assert!(document["resource"].get("powerplatform_environment_group_rule_set").is_none());
    for part in ["the welcome of", "`bing_search` of", "`content_security` of"] {
        assert!(left.iter().any(|line| line.contains(part) && line.contains("`half`")), "{part}: {left:?}");
    }
}

#[test]
fn who_deploys_is_told_of_settings_where_nothing_is_managed() {
    let advice = |managed: &str| {
        let build = Build::new(&format!(
            "environment one {{ type = sandbox; region = europe; {managed}\naudit {{ active = on }}\n\
             dataverse {{ language = 1033; currency = EUR }} }}"
        ));
        build.prepare(&[Target::Terraform]).ready.advice().len()
    };
    assert_eq!((advice(""), advice("managed = yes")), (1, 0));
}

#[test]
fn a_bundle_says_null_for_what_is_not_managed() {
    let files = Build::new(ALL).bound(IDS).emit(&[Target::Bundle]);
    schema::hold(&files);
    let bundle = document(&files, "bundle.json");
    let named = |kind: &str, symbol: &str| {
        let all = bundle[kind].as_array().expect("a list");
        all.iter().find(|one| one["symbol"] == symbol).cloned().expect("a declaration")
    };
    let quiet = named("environments", "quiet");
    assert_eq!(
        (&quiet["audit"], &quiet["managedSettings"], &quiet["owner"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(quiet["ai"]["bingSearch"], Value::Null);
    let sales = named("environments", "sales");
    assert_eq!(sales["audit"], json!({ "active": true, "logins": null, "read": false, "retentionDays": 365 }));
    assert_eq!(sales["terraform"].as_array().map(Vec::len), Some(6));
    assert_eq!(sales["terraform"][0]["path"], "billing_policy_id");
    assert_eq!(named("environments", "alices")["owner"], "alice");
    let lab = named("environments", "lab");
    assert_eq!(lab["managedSettings"]["sharing"], json!({ "limit": 10, "with": "people_only" }));
    let estate = named("environmentGroups", "estate");
    assert_eq!(estate["backupDays"], 14);
    assert_eq!(estate["managed"]["copilotSharing"], Value::Null);
    assert_eq!(estate["contentSecurity"]["canvas"], json!({ "active": false, "sources": {}, "strict": null }));
}

#[test]
fn the_table_is_what_the_provider_says() {
    let facts = facts();
    let mut count = 0;
    for (kind, resource) in facts["resources"].as_object().expect("resources") {
        let kind = kind.trim_start_matches("powerplatform_");
        if kind == "environment_group" {
            continue;
        }
        let mut open = vec![(String::new(), resource)];
        while let Some((prefix, object)) = open.pop() {
            for (name, attribute) in object["attributes"].as_object().expect("attributes") {
                let path = format!("{prefix}{name}");
                // The shape of one of them is not known yet.
                if ["timeouts", "macro_region"].contains(&name.as_str()) {
                    continue;
                }
                if attribute["type"] == "object" {
                    open.push((format!("{path}."), attribute));
                    continue;
                }
                let is_set = attribute["required"] == true || attribute["optional"] == true;
                let Some(row) = provider_attribute(kind, &path) else {
                    assert!(!is_set, "{kind} › {path} is missing");
                    continue;
                };
                count += 1;
                assert!(is_set, "{kind} › {path} cannot be set");
                let of = match attribute["type"].as_str().expect("a type") {
                    "bool" => ProviderType::Flag,
                    "string" => ProviderType::Text,
                    "list(object)" => ProviderType::Objects,
                    "set(string)" | "list(string)" => ProviderType::Texts,
                    _number => ProviderType::Number,
                };
                assert_eq!(row.kind, of, "{kind} › {path}");
                assert_eq!(row.is_new, attribute.get("since").is_some(), "{kind} › {path}");
                assert_eq!(row.has_default, attribute.get("default").is_some(), "{path}");
                let allowed = attribute["allowed"].as_array().or_else(|| attribute["allowed_elements"].as_array());
                for value in allowed.into_iter().flatten().filter_map(Value::as_str) {
                    assert!(row.takes(value) || value.is_empty(), "{kind} › {path} takes {value}");
                }
            }
        }
    }
    assert_eq!(count, provider_attributes().len());
}
