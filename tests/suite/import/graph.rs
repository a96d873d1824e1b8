//! Answers of Microsoft Graph: groups, who invites guests, what holds for groups.

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

/// The source with one space in the place of several, since columns are aligned.
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
