//! Answers of Microsoft Graph: groups, who may invite guests, and the settings of groups.

use dictum::catalog::Catalog;
use dictum::import::read::Outcome;
use dictum::import::{Format, Ids, Imported, Options, import};
use serde_json::{Value, json};

fn read_with(files: &[(&str, Value)], options: &Options) -> Imported {
    let files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, value)| ((*name).to_owned(), value.to_string().into_bytes())).collect();
    import(Format::Auto, &files, Catalog::builtin(), options).expect("it can be imported")
}

fn read(files: &[(&str, Value)]) -> Imported {
    read_with(files, &Options::default())
}

/// The source with each run of spaces replaced by one, because columns are aligned.
fn squeezed(imported: &Imported) -> String {
    imported.source.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn told(imported: &Imported) -> Vec<(Outcome, &str, &str)> {
    let items = imported.report.not_carried.iter();
    items.map(|item| (item.outcome, item.place.as_str(), item.what.as_str())).collect()
}

const GROUP: &str = "aaaaaaaa-0000-0000-0000-00000000000a";

fn settings(values: &Value) -> Value {
    json!({ "value": [{
        "id": "f0b2d6f5-097d-4177-91af-a24e530b53cc",
        "displayName": "Group.Unified",
        "templateId": "62375ab9-6b52-47ed-826b-58e47e0e304b",
        "values": values,
    }] })
}

#[test]
fn groups_are_declared_with_what_graph_says_of_them() {
    let imported = read(&[(
        "groups.json",
        json!({ "value": [
            { "id": GROUP, "displayName": "SG Finance", "groupTypes": [], "mailEnabled": false, "securityEnabled": true,
              "mailNickname": "sgfinance", "description": "People of\nFinance", "owners": [{ "id": "x" }] },
            { "id": "b", "displayName": "PMO", "groupTypes": ["DynamicMembership", "Unified"], "mailEnabled": true,
              "securityEnabled": false, "membershipRule": "user.department -eq \"PMO\"",
              "membershipRuleProcessingState": "Paused", "visibility": "Private", "mailNickname": "pmo" },
            { "id": "c", "displayName": "All hands", "groupTypes": [], "mailEnabled": true, "securityEnabled": false,
              "mailNickname": "all" },
        ], "@odata.nextLink": "https://graph.microsoft.com/v1.0/groups?$skiptoken=x" }),
    )]);
    let source = squeezed(&imported);
    for part in [
        "/// People of Finance\ngroup sg_finance {\n kind = security\n name = \"SG Finance\"\n mail_nickname = \"sgfinance\"\n}",
        "kind = microsoft_365\n name = \"PMO\"\n rule = \"user.department -eq \\\"PMO\\\"\"\n rule_active = no\n visibility = private",
    ] {
        assert!(source.contains(part), "{part}\n{source}");
    }
    assert!(!source.contains("All hands"));
    assert_eq!(imported.bindings.groups.get("sg_finance").map(String::as_str), Some(GROUP));
    assert_eq!(
        told(&imported),
        [
            (Outcome::Dropped, "/value/0/owners", "owners of group \"SG Finance\""),
            (Outcome::Dropped, "/value/2", "group \"All hands\""),
            (Outcome::Doubtful, "", "further pages of the list"),
        ]
    );
}

#[test]
fn what_holds_for_guests_and_groups_is_read_in_positive_words() {
    let authorization = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/authorizationPolicy/$entity",
        "id": "authorizationPolicy",
        "allowInvitesFrom": "adminsAndGuestInviters",
        "guestUserRoleId": "2af84b1e-32c8-42b7-82bc-daa82404023b",
        "allowEmailVerifiedUsersToJoinOrganization": false,
        "allowedToUseSSPR": true,
        "defaultUserRolePermissions": { "allowedToCreateSecurityGroups": false, "allowedToCreateApps": true },
    });
    let values = json!([
        { "name": "EnableGroupCreation", "value": "False" },
        { "name": "GroupCreationAllowedGroupId", "value": GROUP },
        { "name": "AllowToAddGuests", "value": "true" },
        { "name": "ClassificationList", "value": "Low,High" },
        { "name": "ClassificationDescriptions", "value": "High:Named people" },
        { "name": "PrefixSuffixNamingRequirement", "value": "PP-[GroupName]" },
        { "name": "UsageGuidelinesUrl", "value": "" },
        { "name": "NewUnifiedGroupWritebackDefault", "value": "true" },
    ]);
    let lifecycle = json!({ "value": [{
        "id": "x", "groupLifetimeInDays": 180, "managedGroupTypes": "Selected",
        "alternateNotificationEmails": "b@x.example;a@x.example",
    }] });
    let files =
        [("authorization.json", authorization), ("settings.json", settings(&values)), ("lifecycle.json", lifecycle)];
    let imported = read(&files);
    let source = squeezed(&imported);
    for line in [
        "invited_by = admins_and_inviters\n",
        "guests_see = restricted\n",
        "email_verified_join = no\n",
        "security_groups = admins\n",
        "microsoft_groups = group_creators\n",
        "group group_creators { kind = security }\n",
        "guests_may_join = yes\n",
        "naming = \"PP-[GroupName]\"\n",
        "expires_after = 180 days\n",
        "expires_for = selected\n",
        "notify = [\"b@x.example\", \"a@x.example\"]\n",
    ] {
        assert!(source.contains(line), "{line}\n{source}");
    }
    assert!(source.contains("High { means = \"Named people\" }") || source.contains("\"High\" { means"), "{source}");
    assert!(!source.contains("guidelines"), "an empty text says nothing");
    assert_eq!(imported.bindings.groups.get("group_creators").map(String::as_str), Some(GROUP));
    let dropped: Vec<&str> = told(&imported).iter().map(|(_, _, what)| *what).collect();
    assert_eq!(
        dropped,
        ["`allowedToUseSSPR`", "`allowedToCreateApps`", "group setting `NewUnifiedGroupWritebackDefault`"]
    );
    let inline = read_with(&files, &Options { ids: Ids::Inline, ..Options::default() });
    assert!(squeezed(&inline).contains(&format!("group group_creators {{ kind = security; id = \"{GROUP}\" }}")));
}

#[test]
fn what_is_not_known_is_refused_and_what_is_disputed_is_not_written() {
    let policy = |from: &str, role: &str| json!({ "allowInvitesFrom": from, "guestUserRoleId": role });
    let imported = read(&[
        ("one.json", policy("none", "00000000-0000-0000-0000-000000000000")),
        ("two.json", policy("everyone", "a0b1b346-4d3e-4e8b-98f8-753987be4970")),
    ]);
    let source = squeezed(&imported);
    assert!(!source.contains("invited_by"), "{source}");
    assert!(source.contains("guests_see = member"), "{source}");
    let told = told(&imported);
    assert!(told.contains(&(Outcome::Refused, "/guestUserRoleId", "what guests see")), "{told:?}");
    assert!(told.contains(&(Outcome::Refused, "/allowInvitesFrom", "`invited_by`")), "{told:?}");
}

const PARTNER: &str = "11111111-2222-4333-8444-555555555555";

/// All users and all applications, allowed or blocked.
fn everybody(access: &str) -> Value {
    json!({
        "usersAndGroups": { "accessType": access, "targets": [{ "target": "AllUsers", "targetType": "user" }] },
        "applications": { "accessType": access, "targets": [{ "target": "AllApplications", "targetType": "application" }] },
    })
}

#[test]
fn other_tenants_are_read_as_far_as_the_language_has_words() {
    let default = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/default/$entity",
        "id": "x", "isServiceDefault": false,
        "inboundTrust": { "isMfaAccepted": true, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": null },
        "automaticUserConsentSettings": { "inboundAllowed": false, "outboundAllowed": false },
        "b2bCollaborationInbound": everybody("allowed"), "b2bCollaborationOutbound": everybody("blocked"),
        "b2bDirectConnectInbound": everybody("blocked"), "b2bDirectConnectOutbound": null,
        "invitationRedemptionIdentityProviderConfiguration": { "fallbackIdentityProvider": "defaultConfiguredIdp" },
    });
    let mut some = everybody("allowed");
    some["usersAndGroups"]["targets"][0]["target"] = json!(GROUP);
    let partners = json!({ "value": [
        { "tenantId": PARTNER, "isServiceProvider": null, "inboundTrust": null, "b2bCollaborationInbound": everybody("allowed"),
          "b2bCollaborationOutbound": some, "b2bDirectConnectInbound": null,
          "automaticUserConsentSettings": { "inboundAllowed": true, "outboundAllowed": null } },
        { "tenantId": "fabrikam.com", "inboundTrust": null, "b2bCollaborationInbound": everybody("allowed") },
    ] });
    let imported = read(&[("default.json", default), ("partners.json", partners)]);
    let source = squeezed(&imported);
    for part in [
        "partner tenant_11111111 {\n tenant = \"11111111-2222-4333-8444-555555555555\"\n invitations_accepted = yes\n they_work_with_us = yes\n }",
        "they_connect_directly = no\n",
        "they_work_with_us = yes\n trust_compliant_devices = no\n trust_multi_factor = yes\n we_work_with_them = no\n",
    ] {
        assert!(source.contains(part), "{part}\n{source}");
    }
    assert_eq!(
        told(&imported),
        [
            (Outcome::Refused, "/value/0/b2bCollaborationOutbound", "`b2bCollaborationOutbound`"),
            (Outcome::Refused, "/value/1", "what is agreed with a tenant"),
            (
                Outcome::Dropped,
                "/invitationRedemptionIdentityProviderConfiguration",
                "`invitationRedemptionIdentityProviderConfiguration`"
            ),
        ]
    );
}

#[test]
fn users_and_applications_that_differ_are_never_taken_for_all() {
    let mut mixed = everybody("allowed");
    mixed["applications"]["accessType"] = json!("blocked");
    let mut bare = everybody("allowed");
    bare["applications"] = Value::Null;
    let mut odd = everybody("allowed");
    odd["usersAndGroups"]["accessType"] = json!("unknownFutureValue");
    let mut two = everybody("blocked");
    two["usersAndGroups"]["targets"] = json!([{ "target": "AllUsers" }, { "target": GROUP }]);
    for setting in [mixed, bare, odd, two] {
        let default = json!({ "b2bCollaborationInbound": setting, "b2bDirectConnectInbound": everybody("blocked") });
        let imported = read(&[("default.json", default)]);
        assert!(!imported.source.contains("they_work_with_us"), "{}", imported.source);
        assert_eq!(imported.report.refused(), 1, "{:?}", imported.report.not_carried);
    }
}

#[test]
fn two_files_that_disagree_on_a_partner_write_neither() {
    let partner = |access: &str| json!({ "value": [{ "tenantId": PARTNER, "b2bCollaborationInbound": everybody(access), "inboundTrust": null }] });
    let imported = read(&[("a.json", partner("allowed")), ("b.json", partner("allowed"))]);
    assert_eq!(imported.source.matches("partner tenant_").count(), 1, "{}", imported.source);
    let imported = read(&[("a.json", partner("allowed")), ("b.json", partner("blocked"))]);
    assert!(!imported.source.contains("partner tenant_"), "{}", imported.source);
    assert_eq!(imported.report.refused(), 1);
}

#[test]
fn entra_in_a_report_of_microsoft365dsc_is_read_by_the_same_words() {
    let pascal = json!({
        "UsersAndGroups": { "AccessType": "blocked", "Targets": [{ "Target": "AllUsers", "TargetType": "user" }] },
        "Applications": { "AccessType": "blocked", "Targets": [{ "Target": "AllApplications", "TargetType": "application" }] },
    });
    let resource = |name: &str, rest: Value| {
        let mut all = json!({ "ResourceName": name, "ResourceInstanceName": name, "Ensure": "Present", "IsSingleInstance": "Yes" });
        for (key, value) in rest.as_object().expect("members") {
            all[key] = value.clone();
        }
        all
    };
    let report = json!([
        resource(
            "AADGroup",
            json!({
                "DisplayName": "SG Finance", "MailNickname": "sgfinance", "Id": GROUP, "SecurityEnabled": true,
                "MailEnabled": false, "GroupTypes": [], "Visibility": "Private",
            })
        ),
        resource("AADGroup", json!({ "DisplayName": "Gone", "MailNickname": "g", "Ensure": "Absent" })),
        resource(
            "AADAuthorizationPolicy",
            json!({
                "AllowInvitesFrom": "AdminsAndGuestInviters", "GuestUserRole": "RestrictedGuest",
                "DefaultUserRoleAllowedToCreateSecurityGroups": false, "DefaultUserRoleAllowedToCreateApps": true,
            })
        ),
        resource(
            "AADGroupsSettings",
            json!({
                "EnableGroupCreation": false, "GroupCreationAllowedGroupName": "Makers", "AllowToAddGuests": true,
            })
        ),
        resource(
            "AADGroupLifecyclePolicy",
            json!({
                "GroupLifetimeInDays": 180, "ManagedGroupTypes": "Selected", "AlternateNotificationEmails": ["a@x.example"],
            })
        ),
        resource(
            "AADCrossTenantAccessPolicyConfigurationDefault",
            json!({
                "B2BCollaborationInbound": pascal, "InboundTrust": { "IsMfaAccepted": true },
            })
        ),
        resource(
            "AADCrossTenantAccessPolicyConfigurationPartner",
            json!({
                "PartnerTenantId": PARTNER, "B2BDirectConnectInbound": pascal, "InboundTrust": { "IsMfaAccepted": false },
            })
        ),
    ]);
    let imported = read(&[("report.json", report)]);
    let source = squeezed(&imported);
    for part in [
        "group sg_finance {\n kind = security\n name = \"SG Finance\"\n visibility = private",
        "invited_by = admins_and_inviters\n",
        "guests_see = restricted\n",
        "security_groups = admins\n",
        "guests_may_join = yes\n",
        "expires_after = 180 days\n",
        "notify = [\"a@x.example\"]\n",
        "other_tenants {\n they_work_with_us = no\n trust_multi_factor = yes\n }",
        "they_connect_directly = no\n trust_multi_factor = no\n",
    ] {
        assert!(source.contains(part), "{part}\n{source}");
    }
    assert!(!source.contains("microsoft_groups"), "who makes groups is not known: {source}");
    assert_eq!(imported.bindings.groups.get("sg_finance").map(String::as_str), Some(GROUP));
    let refused: Vec<&str> =
        told(&imported).iter().filter(|(outcome, ..)| *outcome == Outcome::Refused).map(|(_, _, what)| *what).collect();
    assert_eq!(refused, ["that members of \"Makers\" make Microsoft 365 groups"]);
}

const ENVIRONMENT: &str = "eeeeeeee-1111-4222-8333-444444444444";
const OWNER: &str = "dddddddd-1111-4222-8333-444444444444";

fn environments(kind: &str) -> Value {
    json!({ "value": [{
        "name": ENVIRONMENT, "location": "europe",
        "properties": {
            "displayName": "Place", "environmentSku": kind, "usedBy": { "id": OWNER, "type": "1" },
            "linkedEnvironmentMetadata": {
                "baseLanguage": 1033, "currency": { "code": "EUR" }, "securityGroupId": GROUP,
            },
        },
    }] })
}

fn group() -> Value {
    json!({ "value": [{
        "id": GROUP, "displayName": "SG Finance", "groupTypes": [], "mailEnabled": false, "securityEnabled": true,
    }] })
}

#[test]
fn who_may_enter_an_environment_is_a_group_whose_kind_a_file_says() {
    let imported = read(&[("e.json", environments("Production")), ("g.json", group())]);
    assert!(squeezed(&imported).contains("access = sg_finance"), "{}", imported.source);
    assert_eq!(told(&imported).len(), 1, "the owner of a production environment has no word: {:?}", told(&imported));
    let imported = read(&[("e.json", environments("Production"))]);
    assert!(!imported.source.contains("access"), "{}", imported.source);
    let left: Vec<&str> = told(&imported).iter().map(|(_, _, what)| *what).collect();
    assert!(left.contains(&"`access` of environment `place`, aaaaaaaa-0000-0000-0000-00000000000a"), "{left:?}");
}

#[test]
fn the_owner_of_a_developer_environment_is_a_user_with_that_id() {
    let imported = read(&[("e.json", environments("Developer")), ("g.json", group())]);
    assert!(squeezed(&imported).contains("owner = owner_dddddddd"), "{}", imported.source);
    assert!(imported.source.contains("user owner_dddddddd {}"), "{}", imported.source);
    assert!(!imported.source.contains("access"), "no group limits a developer environment: {}", imported.source);
    assert_eq!(imported.bindings.users.get("owner_dddddddd").map(String::as_str), Some(OWNER));
    let inline = Options { ids: Ids::Inline, ..Options::default() };
    let imported = read_with(&[("e.json", environments("Developer"))], &inline);
    assert!(imported.source.contains(&format!("user owner_dddddddd {{ id = \"{OWNER}\" }}")), "{}", imported.source);
    assert!(imported.bindings.is_empty());
}

#[test]
fn a_language_that_terraform_takes_as_a_text_is_a_number() {
    let text = r#"resource "powerplatform_environment" "e" {
      display_name = "E"
      location = "europe"
      environment_type = "Sandbox"
      dataverse = { language_code = "1033", currency_code = "EUR" }
    }"#;
    let files = [("main.tf".to_owned(), text.as_bytes().to_vec())];
    let imported = import(Format::Auto, &files, Catalog::builtin(), &Options::default()).expect("it can be imported");
    assert!(squeezed(&imported).contains("dataverse { language = 1033; currency = EUR }"), "{}", imported.source);
}
