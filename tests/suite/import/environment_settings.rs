//! Settings of environments in files: managed settings, auditing, switches, the provider's own settings.

use dictum::import::Imported;
use dictum::import::read::Outcome;
use serde_json::json;

use super::{file, import_checked, squeezed};

const ID: &str = "11111111-2222-3333-4444-555555555555";

fn imported(files: &[(&str, String)]) -> Imported {
    let files: Vec<(String, Vec<u8>)> = files.iter().map(|(name, text)| file(name, text.clone())).collect();
    import_checked(&files)
}

fn dropped(imported: &Imported) -> Vec<&str> {
    let notes = imported.report.not_carried.iter().filter(|one| one.outcome == Outcome::Dropped);
    notes.map(|one| one.what.as_str()).collect()
}

const MODULE: &str = r#"
resource "powerplatform_environment" "finance" {
  display_name     = "Finance"
  environment_type = "Production"
  location         = "europe"
  allow_bing_search                = true
  allow_moving_data_across_regions = true
  cadence          = "Moderate"
  dataverse = { language_code = 1033, currency_code = "EUR", administration_mode_enabled = true, background_operation_enabled = false }
}
resource "powerplatform_managed_environment" "finance" {
  environment_id             = powerplatform_environment.finance.id
  is_usage_insights_disabled = true
  is_group_sharing_disabled  = true
  limit_sharing_mode         = "ExcludeSharingToSecurityGroups"
  max_limit_user_sharing     = 10
  solution_checker_mode      = "Warn"
  suppress_validation_emails = true
  copilot_limit_sharing_mode = "DisableSharing"
}
resource "powerplatform_environment_settings" "finance" {
  environment_id = powerplatform_environment.finance.id
  audit_and_logs = {
    plugin_trace_log_setting = "Exception"
    audit_settings = { is_audit_enabled = true, is_user_access_audit_enabled = true, log_retention_period_in_days = 90 }
  }
  product = {
    security = { enable_ip_based_firewall_rule = true, allowed_ip_range_for_firewall = ["203.0.113.0/24"] }
    features = { no_such_feature = true }
  }
}
"#;

#[test]
fn a_configuration_gives_managed_settings_audit_and_the_rest_by_its_own_names() {
    let imported = imported(&[("main.tf", MODULE.to_owned())]);
    let source = squeezed(&imported);
    for words in [
        "managed { sharing = people_only up to 10",
        "copilot_sharing = nobody",
        "solution_checker = warn",
        "checker_mails = no",
        "usage_insights = no",
        "audit { active = yes",
        "logins = yes",
        "retention_days = 90",
        "plugin_trace_log_setting = \"Exception\"",
        "enable_ip_based_firewall_rule = yes",
        "allowed_ip_range_for_firewall = [\"203.0.113.0/24\"]",
        "bing_search = yes",
        "data_across_regions = yes",
        "cadence = moderate",
        "administration_mode = yes",
    ] {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let loose = source.replace("  ", " ");
        assert!(loose.contains(&words), "{words}: {loose}");
    }
    let told: Vec<String> =
        imported.report.not_carried.iter().map(|one| format!("{} {}", one.what, one.place)).collect();
    assert!(told.iter().any(|line| line.contains("no_such_feature")), "{told:?}");
}

#[test]
fn what_an_environment_without_a_known_database_cannot_take_is_named() {
    let settings = json!({ "environment_id": ID, "audit_and_logs": { "audit_settings": { "is_audit_enabled": true,
        "log_retention_period_in_days": -1 } }, "product": { "security": { "enable_ip_based_firewall_rule": true } } });
    let state = json!({ "version": 4, "terraform_version": "1.15.5", "resources": [
        { "mode": "managed", "type": "powerplatform_environment", "name": "lab", "instances": [{ "attributes":
            { "id": ID, "display_name": "Lab", "environment_type": "Sandbox", "location": "europe" } }] },
        { "mode": "managed", "type": "powerplatform_environment_settings", "name": "lab", "instances": [{ "attributes": settings }] },
    ] });
    let imported = imported(&[("terraform.tfstate", state.to_string())]);
    let told = dropped(&imported);
    assert!(!imported.source.contains("audit") && !imported.source.contains("firewall"), "{}", imported.source);
    for what in [
        "`active` of environment `lab`",
        "`enable_ip_based_firewall_rule` of environment `lab`",
        "`log_retention_period_in_days` of an environment",
    ] {
        assert!(told.contains(&what), "{what}: {told:?}");
    }
}

/// The output of the cmdlet for one environment.
fn cmdlet(extended: &serde_json::Value) -> String {
    json!([{ "EnvironmentName": ID, "DisplayName": "Finance", "EnvironmentType": "Production", "Location": "europe",
        "Internal": { "name": ID, "location": "europe", "properties": { "displayName": "Finance", "environmentSku": "Production",
            "bingChatEnabled": false, "updateCadence": { "id": "Frequent" },
            "linkedEnvironmentMetadata": { "baseLanguage": 1033, "currency": { "code": "EUR" }, "domainName": "contoso" },
            "governanceConfiguration": { "protectionLevel": "Standard", "settings": { "extendedSettings": extended } } } } }])
    .to_string()
}

#[test]
fn the_cmdlet_for_environments_gives_their_managed_settings() {
    let extended = json!({ "excludeEnvironmentFromAnalysis": "false", "isGroupSharingDisabled": "true", "maxLimitUserSharing": "20",
        "limitSharingMode": "excludeSharingToSecurityGroups", "solutionCheckerMode": "block", "suppressValidationEmails": "false",
        "solutionCloudFlows-limitSharingMode": "disableSharing", "bot-authoringSharingDisabled": "true",
        "bot-limitSharingMode": "noLimit", "bot-maxLimitUserSharing": "-1" });
    let imported = imported(&[("environments.json", cmdlet(&extended))]);
    let source = squeezed(&imported);
    for words in [
        "sharing = people_only up to 20",
        "flow_sharing = no",
        "copilot_sharing = everyone",
        "copilot_editors = no",
        "solution_checker = block",
        "checker_mails = yes",
        "usage_insights = yes",
        "bing_search = no",
        "cadence = frequent",
        "language = 1033",
    ] {
        assert!(source.contains(words), "{words}: {source}");
    }
}

#[test]
fn settings_that_contradict_each_other_are_left_out_and_named() {
    let extended = json!({ "isGroupSharingDisabled": "false", "limitSharingMode": "excludeSharingToSecurityGroups", "maxLimitUserSharing": "5" });
    let imported = imported(&[("environments.json", cmdlet(&extended))]);
    assert!(!imported.source.contains("sharing ="), "{}", imported.source);
    assert!(
        imported.report.not_carried.iter().any(|one| one.outcome == Outcome::Doubtful),
        "{:?}",
        imported.report.not_carried
    );
}

#[test]
fn a_list_of_environment_groups_gives_their_names_and_ids() {
    let group = "22222222-3333-4444-5555-666666666666";
    let list = json!({ "value": [{ "id": group, "displayName": "Managed estate", "description": "", "parentGroupId": null,
        "childrenGroupIds": [], "createdTime": "2026-01-01T00:00:00Z", "lastModifiedTime": "2026-01-01T00:00:00Z" }] });
    let environments = json!({ "value": [{ "name": ID, "location": "europe", "properties": { "displayName": "Finance",
        "environmentSku": "Production", "parentEnvironmentGroup": { "id": group },
        "linkedEnvironmentMetadata": { "baseLanguage": 1033, "currency": { "code": "EUR" } },
        "governanceConfiguration": { "protectionLevel": "Standard" } } }] });
    let imported = imported(&[("groups.json", list.to_string()), ("environments.json", environments.to_string())]);
    let source = squeezed(&imported);
    assert!(source.contains("environment_group managed_estate { name = \"Managed estate\" }"), "{source}");
    assert!(source.contains("group = managed_estate"), "{source}");
    assert_eq!(imported.bindings.environment_groups.get("managed_estate").map(String::as_str), Some(group));
}

#[test]
fn descriptions_and_what_the_provider_names_come_along_from_lists() {
    let group = "22222222-3333-4444-5555-666666666666";
    let billing = "33333333-4444-5555-6666-777777777777";
    let groups = json!({ "value": [{ "id": group, "displayName": "Managed estate", "parentGroupId": null, "childrenGroupIds": [],
        "description": "What finance owns.\r\nAsk before you join.\u{202e}\u{7}", "createdTime": "2026-01-01T00:00:00Z" }] });
    let environments = json!({ "value": [{ "name": ID, "location": "europe", "properties": { "displayName": "Finance",
        "environmentSku": "Production", "description": "  Invoices }\n\n/* and */ ledgers \"", "azureRegion": "westeurope",
        "billingPolicy": { "id": billing } } }] });
    let imported = imported(&[("groups.json", groups.to_string()), ("environments.json", environments.to_string())]);
    for words in [
        "/// What finance owns.\n/// Ask before you join.\nenvironment_group managed_estate",
        "/// Invoices }\n///\n/// /* and */ ledgers \"\nenvironment finance",
    ] {
        assert!(imported.source.contains(words), "{words}: {}", imported.source);
    }
    let source = squeezed(&imported);
    let terraform = format!("terraform {{ azure_region = \"westeurope\" billing_policy_id = \"{billing}\" }}");
    assert!(source.contains(&terraform), "{source}");
    assert_eq!(dropped(&imported), [""; 0]);
}

#[test]
fn descriptions_come_along_from_terraform() {
    let module = r#"
variable "about" {}
resource "powerplatform_environment_group" "estate" {
  display_name = "Estate"
  description  = "What finance owns."
}
resource "powerplatform_environment_group" "other" {
  display_name = "Other"
  description  = var.about
}
resource "powerplatform_environment" "finance" {
  display_name     = "Finance"
  description      = "Invoices and ledgers."
  environment_type = "Production"
  location         = "europe"
}
"#;
    let imported = imported(&[("main.tf", module.to_owned())]);
    for words in ["/// What finance owns.\nenvironment_group estate", "/// Invoices and ledgers.\nenvironment finance"]
    {
        assert!(imported.source.contains(words), "{words}: {}", imported.source);
    }
    assert_eq!(dropped(&imported), ["`description` of an environment group"]);
}
