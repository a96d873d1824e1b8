//! The tenant: settings, the routing of makers, isolation.

use dictum::catalog::Catalog;
use dictum::import::read::Outcome;
use dictum::import::{Format, Imported, Options, import};
use serde_json::json;

fn read(files: &[(&str, &str)]) -> Imported {
    let files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    import(Format::Auto, &files, Catalog::builtin(), &Options::default()).expect("it can be imported")
}

/// The source with each run of spaces replaced by one, because columns are aligned.
fn squeezed(imported: &Imported) -> String {
    imported.source.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The report about keys and values: outcome, place, text.
fn told(imported: &Imported) -> Vec<(Outcome, &str, &str)> {
    let items = imported.report.not_carried.iter();
    items.map(|item| (item.outcome, item.place.as_str(), item.what.as_str())).collect()
}

const TENANT: &str = "99999999-0000-0000-0000-000000000000";

#[test]
fn the_answer_of_the_interface_is_read_by_content() {
    let answer = json!({
        "walkMeOptOut": false,
        "disableNPSCommentsReachout": false,
        "disableEnvironmentCreationByNonAdminUsers": true,
        "disableTrialEnvironmentCreationByNonAdminUsers": false,
        "disableCapacityAllocationByEnvironmentAdmins": false,
        "disableNewsletterSendout": null,
        "powerPlatform": {
            "powerApps": { "disableShareWithEveryone": true, "enableGuestsToMake": false, "disableMembersIndicator": true },
            "governance": {
                "enableDefaultEnvironmentRouting": true,
                "environmentRoutingAllMakers": true,
                "environmentRoutingTargetEnvironmentGroupId": "2e81f9c0-b64d-47a3-95e0-c7d13f8a06b5",
                "environmentRoutingTargetSecurityGroupId": "aaaaaaaa-0000-0000-0000-00000000000a",
                "policy": { "enableDesktopFlowDataPolicyManagement": true },
            },
            "licensing": { "storageCapacityConsumptionWarningThreshold": 185 },
            "catalogSettings": { "powerCatalogAudienceSetting": "SpecificAdmins" },
            "powerPages": {},
        },
    });
    let imported = read(&[("settings.json", &answer.to_string())]);
    let source = squeezed(&imported);
    for line in [
        "production_environments = admins\n",
        "trial_environments = everyone\n",
        "capacity_allocation = environment_admins\n",
        "share_with_everyone = off\n",
        "guests_may_make = off\n",
        "desktop_flow_policies = on\n",
        "catalog_audience = specific_admins\n",
        "walkthroughs = on\n",
        "maker_routing { to = group_2e81f9c0; makers = everyone; members_of = routed_makers }",
        "group routed_makers { kind = security }",
    ] {
        assert!(source.contains(line), "{line}: {source}");
    }
    assert!(!source.contains("newsletter") && !source.contains("capacity_warning"), "{source}");
    assert_eq!(
        told(&imported),
        [
            (Outcome::Dropped, "/disableNPSCommentsReachout", "tenant setting `disableNPSCommentsReachout`"),
            (
                Outcome::Dropped,
                "/powerPlatform/licensing/storageCapacityConsumptionWarningThreshold",
                "`storageCapacityConsumptionWarningThreshold`",
            ),
            (
                Outcome::Dropped,
                "/powerPlatform/powerApps/disableMembersIndicator",
                "tenant setting `disableMembersIndicator`",
            ),
        ]
    );
    let bindings = imported.bindings.to_json();
    assert_eq!(bindings["groups"]["routed_makers"], "aaaaaaaa-0000-0000-0000-00000000000a");
    assert_eq!(bindings["environment_groups"]["group_2e81f9c0"], "2e81f9c0-b64d-47a3-95e0-c7d13f8a06b5");
}

fn isolation(directions: &[(&str, bool, bool)]) -> String {
    let partner = |(id, inbound, outbound): &(&str, bool, bool)| json!({ "tenantId": id, "direction": { "inbound": inbound, "outbound": outbound } });
    let list: Vec<_> = directions.iter().map(partner).collect();
    json!({ "properties": { "tenantId": TENANT, "isDisabled": false, "allowedTenants": list } }).to_string()
}

#[test]
fn isolation_is_read_whole_or_not_at_all() {
    let other = "FFFFFFFF-0000-0000-0000-00000000000F";
    let imported = read(&[("isolation.json", &isolation(&[(other, true, false), ("*", false, true)]))]);
    let source = squeezed(&imported);
    assert!(source.contains("every_tenant { tenant = \"*\"; we_reach_them = yes }"), "{source}");
    let line = "tenant_ffffffff { tenant = \"ffffffff-0000-0000-0000-00000000000f\"; they_reach_us = yes }";
    assert!(source.contains(line), "{source}");
    assert_eq!(imported.bindings.tenant.as_deref(), Some(TENANT));
    assert_eq!(told(&imported), []);

    let settings = json!({ "disableNewsletterSendout": true }).to_string();
    let files = [("isolation.json", &*isolation(&[(other, false, false)])), ("settings.json", &*settings)];
    let imported = read(&files);
    assert!(!imported.source.contains("isolation {"), "{}", imported.source);
    assert_eq!(
        told(&imported),
        [(Outcome::Refused, "/properties/allowedTenants/0", "tenant isolation")],
        "nothing is written of a list that is not known whole"
    );
}

#[test]
fn reports_of_microsoft365dsc_have_both() {
    let report = |direction: &str| {
        json!([
            { "ResourceName": "PPTenantSettings", "ResourceInstanceName": "PPTenantSettings", "IsSingleInstance": "Yes",
              "DisableShareWithEveryone": true, "WalkMeOptOut": true, "DisableSurveyFeedback": true,
              "ShareWithColleaguesUserLimit": 10000, "TenantId": "contoso.onmicrosoft.com" },
            { "ResourceName": "PPTenantIsolationSettings", "ResourceInstanceName": "PPTenantIsolationSettings",
              "IsSingleInstance": "Yes", "Enabled": true,
              "Rules": [{ "TenantName": "ffffffff-0000-0000-0000-00000000000f", "Direction": direction }] },
        ])
        .to_string()
    };
    let imported = read(&[("report.json", &report("Both"))]);
    let source = squeezed(&imported);
    for line in ["share_with_everyone = off", "walkthroughs = off", "teams_share_limit = 10000"] {
        assert!(source.contains(line), "{line}: {source}");
    }
    assert!(source.contains("they_reach_us = yes\n we_reach_them = yes"), "{source}");
    assert_eq!(
        told(&imported),
        [(Outcome::Dropped, "/0/DisableSurveyFeedback", "tenant setting `DisableSurveyFeedback`")]
    );
    let imported = read(&[("report.json", &report("unknown"))]);
    assert!(!imported.source.contains("isolation {"), "{}", imported.source);
    let direction = imported.report.not_carried.first().expect("a remark");
    assert_eq!((direction.outcome, direction.place.as_str()), (Outcome::Refused, "/1/Rules/0"));
    assert!(direction.why.contains("is `unknown`, which is not a direction"), "{}", direction.why);
}

#[test]
fn two_files_that_disagree_leave_a_setting_open() {
    let one = json!({ "disableNewsletterSendout": true, "walkMeOptOut": true }).to_string();
    let two = json!({ "disableNewsletterSendout": false, "walkMeOptOut": true }).to_string();
    let imported = read(&[("one.json", &one), ("two.json", &two)]);
    assert!(imported.source.contains("walkthroughs = off") && !imported.source.contains("newsletter"));
    assert_eq!(told(&imported), [(Outcome::Refused, "/disableNewsletterSendout", "tenant setting `newsletter`")]);
}

#[test]
fn states_and_variables_are_read() {
    let settings = json!({
        "id": TENANT, "disable_newsletter_sendout": true, "timeouts": null,
        "power_platform": { "search": { "disable_docs_search": false, "disable_bing_video_search": null } },
    });
    let isolation = json!({
        "id": TENANT, "is_disabled": true,
        "allowed_tenants": [{ "tenant_id": "*", "inbound": true, "outbound": false }],
    });
    let state = json!({ "version": 4, "serial": 1, "resources": [
        { "type": "powerplatform_tenant_settings", "name": "this", "instances": [{ "attributes": settings }] },
        { "type": "powerplatform_tenant_isolation_policy", "name": "this", "instances": [{ "attributes": isolation }] },
    ] });
    let show = json!({ "format_version": "1.0", "values": { "root_module": { "resources": [
        { "type": "powerplatform_tenant_settings", "name": "this", "values": settings },
        { "type": "powerplatform_tenant_isolation_policy", "name": "this", "values": isolation },
    ] } } });
    for file in [("terraform.tfstate", state.to_string()), ("show.json", show.to_string())] {
        let imported = read(&[(file.0, &file.1)]);
        let source = squeezed(&imported);
        assert!(source.contains("newsletter = off") && source.contains("docs_search = on"), "{source}");
        assert!(source.contains("active = no"), "{source}");
        assert_eq!(imported.bindings.tenant.as_deref(), Some(TENANT));
        assert!(!imported.source.contains("bing"), "{}", imported.source);
    }
    let variables = "walk_me_opt_out = true\npower_platform = { search = { disable_docs_serach = true } }\n\
                     tenant_isolation_policy = { is_disabled = false, allowed_tenants = [] }\n";
    let imported = read(&[("prod.tfvars", variables)]);
    let source = squeezed(&imported);
    assert!(source.contains("walkthroughs = off") && source.contains("isolation {"), "{source}");
    assert_eq!(
        told(&imported),
        [(Outcome::Dropped, "/power_platform/search/disable_docs_serach", "tenant setting `disable_docs_serach`")]
    );
}

fn sample(name: &str) -> Imported {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/environment-samples").join(name);
    read(&[(name, &std::fs::read_to_string(path).expect("the sample"))])
}

#[test]
fn the_example_of_the_provider_has_five_keys_that_do_nothing() {
    let imported = sample("06-provider-example-tenant-settings.tf");
    let why = |part: &str| {
        let items = imported.report.not_carried.iter().filter(|item| item.why.contains(part));
        items.map(|item| item.place.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        why("Terraform ignores it without a message"),
        [
            "line 13/power_platform/power_apps/disable_members_indicator",
            "line 13/power_platform/power_automate/disable_copilot_with_bing",
            "line 13/power_platform/licensing/apply_auto_claim_to_only_managed_environments",
            "line 13/power_platform/intelligence/disable_copilot_feedback",
            "line 13/power_platform/intelligence/disable_copilot_feedback_metadata",
        ]
    );
    assert_eq!(
        why("deprecated"),
        [
            "line 13/disable_nps_comments_reachout",
            "line 13/disable_survey_feedback",
            "line 13/power_platform/power_apps/disable_create_from_image",
            "line 13/power_platform/power_apps/disable_create_from_figma",
            "line 13/power_platform/intelligence/enable_open_ai_bot_publishing",
        ]
    );
    assert_eq!(imported.report.not_carried.len(), 11, "and what is announced: {:?}", told(&imported));
    let tenant = imported.report.tenant.as_ref().expect("a tenant");
    // Routing that is off is counted too.
    assert_eq!((tenant.settings, tenant.routing), (33, true));
}

#[test]
fn the_example_of_the_module_has_three() {
    let imported = sample("05-res-tenantsettings-complete-main.tf");
    let places: Vec<(Outcome, &str)> = told(&imported).iter().map(|(outcome, place, _)| (*outcome, *place)).collect();
    assert_eq!(
        places,
        [
            (Outcome::Refused, "line 1/tenant_isolation_policy/allowed_tenants/0"),
            (Outcome::Dropped, "line 1/power_platform/licensing/apply_auto_claim_to_only_managed_environments"),
            (Outcome::Dropped, "line 1/power_platform/intelligence/disable_copilot_feedback"),
            (Outcome::Dropped, "line 1/power_platform/intelligence/disable_copilot_feedback_metadata"),
        ],
        "{:?}",
        imported.report.not_carried
    );
    assert!(!imported.source.contains("isolation {"), "the tenant of the exception is a variable");
}

#[test]
fn managed_environments_with_attributes_that_are_gone() {
    let imported = sample("01-quickstart101-main.tf");
    let of = |part: &str| {
        let items = imported.report.not_carried.iter().filter(|item| item.why.contains(part));
        items.map(|item| item.place.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("since version 4.0"),
        [
            "line 21/maker_onboarding_markdown",
            "line 21/maker_onboarding_url",
            "line 44/maker_onboarding_markdown",
            "line 44/maker_onboarding_url",
        ]
    );
    assert_eq!(of("contradicts it"), ["line 44/max_limit_user_sharing"]);
    assert_eq!(imported.source.matches("managed").count(), 2, "{}", imported.source);
}

#[test]
fn variables_and_locals_of_modules_say_what_is_not_carried() {
    let imported = sample("02-ppcc25-res-environment-example.tfvars");
    assert!(imported.source.contains("region = unitedstates"), "{}", imported.source);
    let places: Vec<&str> = told(&imported).iter().map(|(_, place, _)| *place).collect();
    assert!(places.contains(&"/enable_duplicate_protection") && places.contains(&"/environment"), "{places:?}");

    let imported = sample("03-ppcc25-ptn-environment-group-locals.tf");
    let remark = imported.report.not_carried.first().expect("a remark");
    assert!(remark.outcome == Outcome::Refused && remark.what.contains("`local.workspace_templates`"), "{remark:?}");

    let imported = sample("04-ppcc25-res-environment-settings-example.tfvars");
    let told = told(&imported);
    let doubtful: Vec<&str> =
        told.iter().filter(|(outcome, ..)| *outcome == Outcome::Doubtful).map(|(_, place, _)| *place).collect();
    assert_eq!(
        doubtful,
        [
            "/security_settings/enable_ip_based_firewall_rule",
            "/security_settings/enable_ip_based_firewall_rule_in_audit_mode",
        ]
    );
    let refused = told.iter().filter(|(outcome, ..)| *outcome == Outcome::Refused).count();
    assert_eq!(refused, 4, "{told:?}");
}
