//! Target `entra`: the plan, and the actions of a service that follows it.

mod graph;

use std::path::Path;

use dictum::emit::{OutputFile, Target};
use serde_json::{Value, json};

use self::graph::Graph;
use super::{Build, json as document, schema};

const USERS: &str = r#"
    user alice { upn = "alice@contoso.com"; id = "00000000-0000-0000-0000-00000000a11c" }
    user bob   { upn = "bob@contoso.com"; id = "00000000-0000-0000-0000-000000000b0b" }
"#;

fn plan(files: &[OutputFile]) -> Value {
    document(files, "entra/plan.json")
}

fn emit(text: &str) -> Vec<OutputFile> {
    let files = Build::new(text).emit(&[Target::Entra]);
    assert!(schema::hold(&files) >= 3);
    files
}

/// The bodies of the steps whose lookup begins with `look`.
fn bodies(plan: &Value, look: &str) -> Vec<Value> {
    let steps = plan["steps"].as_array().expect("steps");
    let found = steps.iter().filter(|step| step["look"]["path"].as_str().is_some_and(|path| path.starts_with(look)));
    found.map(|step| if step["change"].is_null() { &step["create"] } else { &step["change"] }["body"].clone()).collect()
}

#[test]
fn words_of_the_source_are_those_of_graph() {
    let plan = plan(&emit(
        r#"external_identity {
          invited_by = members
          guests_see = restricted
          email_verified_join = no
          self_service_trials = yes
        }
        group_self_service { security_groups = admins; expires_after = 180 days; notify = ["b@x.example", "a@x.example"] }"#,
    ));
    assert_eq!(
        bodies(&plan, "/policies/authorizationPolicy"),
        [json!({
            "allowEmailVerifiedUsersToJoinOrganization": false,
            "allowInvitesFrom": "adminsGuestInvitersAndAllMembers",
            "allowedToSignUpEmailBasedSubscriptions": true,
            "defaultUserRolePermissions": { "allowedToCreateSecurityGroups": false },
            "guestUserRoleId": "2af84b1e-32c8-42b7-82bc-daa82404023b",
        })]
    );
    assert_eq!(
        bodies(&plan, "/groupLifecyclePolicies"),
        [
            json!({ "alternateNotificationEmails": "a@x.example;b@x.example", "groupLifetimeInDays": 180, "managedGroupTypes": "All" })
        ]
    );
    assert_eq!(bodies(&plan, "/groupSettings").len(), 0, "nothing is said of Microsoft 365 groups");
}

#[test]
fn what_is_not_said_is_in_no_body() {
    let plan = plan(&emit("external_identity { providers = [google] }"));
    assert_eq!(plan["steps"], json!([]));
    assert_eq!(plan["identityProviders"], json!(["Google"]));
}

#[test]
fn partners_are_written_by_id_only() {
    let files = emit(
        r#"external_identity {
          partner fabrikam  { tenant = "3d0f5dec-5d3d-455c-8016-e2af1ae4d31a"; they_work_with_us = no; trust_multi_factor = yes }
          partner northwind { tenant = "northwind.com"; they_work_with_us = yes }
        }"#,
    );
    let plan = plan(&files);
    let found = bodies(&plan, "/policies/crossTenantAccessPolicy/partners");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["inboundTrust"], json!({ "isMfaAccepted": true }));
    assert_eq!(found[0]["b2bCollaborationInbound"]["usersAndGroups"]["accessType"], "blocked");
    assert!(found[0].get("b2bCollaborationOutbound").is_none(), "what is not agreed stays as it is");
    let left = plan["notCarried"].as_array().expect("a list");
    assert!(left.contains(&json!({ "kind": "partners", "symbols": ["northwind"] })), "{left:?}");
}

#[test]
fn a_name_in_an_address_is_no_part_of_the_question() {
    let plan = plan(&emit(r#"group g { kind = security; name = "A' or 1 eq 1 & $top=9#/" }"#));
    let path = plan["steps"][0]["look"]["path"].as_str().expect("a path");
    assert_eq!(
        path,
        "/groups?$filter=displayName%20eq%20'A''%20or%201%20eq%201%20%26%20%24top%3D9%23%2F'%20and%20mailEnabled%20eq%20false"
    );
}

#[test]
fn no_step_needs_what_a_later_one_makes() {
    let text = format!(
        "{USERS}
        group inner {{ kind = security; members = [alice] }}
        group outer {{ kind = security; owners = [alice, bob]; members = [inner, bob] }}
        group sales {{ kind = microsoft_365; expires = yes; name = \"PP-Sales\" }}
        group_self_service {{ microsoft_groups = outer; expires_after = 90 days; expires_for = selected }}"
    );
    for build in [Build::new(&text), contoso()] {
        let files = build.emit(&[Target::Entra]);
        let plan = plan(&files);
        for (step, order) in plan["steps"].as_array().expect("steps").iter().zip(1..) {
            assert_eq!(step["order"], order);
            for need in step["needs"].as_array().expect("needs") {
                assert!(need["step"].as_u64().expect("a step") < order, "{step}");
            }
            let mut named = step.to_string().matches("{group:").count();
            named -= step["look"]["path"].as_str().unwrap_or_default().matches("{group:").count();
            assert!(named == 0 || !step["needs"].as_array().expect("needs").is_empty(), "{step}");
        }
    }
}

fn contoso() -> Build {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/contoso");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the project") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "dictum") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path).expect("a file")));
        }
    }
    Build::bytes(files).bound(&std::fs::read_to_string(folder.join("bindings.json")).expect("bindings"))
}

#[test]
fn a_second_run_changes_nothing() {
    let text = format!(
        "{USERS}
        group inner {{ kind = security; members = [alice] }}
        group outer {{ kind = security; owners = [alice, bob]; members = [inner, bob] }}
        group sales {{ kind = microsoft_365; expires = yes; name = \"PP-Sales\" }}
        group_self_service {{
          microsoft_groups = outer
          naming           = \"PP-[GroupName]\"
          guests_may_join  = no
          security_groups  = admins
          expires_after    = 90 days
          expires_for      = selected
        }}
        external_identity {{
          invited_by = members
          partner fabrikam {{ tenant = \"3d0f5dec-5d3d-455c-8016-e2af1ae4d31a\"; trust_multi_factor = yes }}
        }}"
    );
    for build in [Build::new(&text), contoso()] {
        let plan = plan(&build.emit(&[Target::Entra]));
        let mut graph = Graph::new();
        graph.run(&plan);
        let (sent, state) = (graph.sent(), graph.state());
        assert!(sent > 3, "{sent}");
        graph.run(&plan);
        assert_eq!(graph.sent(), sent, "a second run sends nothing");
        assert_eq!(graph.state(), state);
    }
}

#[test]
fn what_the_tenant_has_besides_stays() {
    let text = format!(
        "{USERS}
        group sales {{ kind = security; owners = [alice] }}
        group_self_service {{ guests_may_join = no; security_groups = admins }}
        external_identity {{ partner fabrikam {{ tenant = \"3d0f5dec-5d3d-455c-8016-e2af1ae4d31a\"; trust_multi_factor = yes }} }}"
    );
    let mut graph = Graph::new();
    graph.settings(&[
        ("EnableGroupCreation", "false"),
        ("AllowToAddGuests", "true"),
        ("UsageGuidelinesUrl", "https://x.example"),
    ]);
    graph.partner(
        "3d0f5dec-5d3d-455c-8016-e2af1ae4d31a",
        &json!({ "isCompliantDeviceAccepted": true, "isMfaAccepted": false }),
    );
    graph.owned_group("sales", "someone-else");
    graph.run(&plan(&emit(&text)));
    assert_eq!(graph.setting("EnableGroupCreation"), "false");
    assert_eq!(graph.setting("UsageGuidelinesUrl"), "https://x.example");
    assert_eq!(graph.setting("AllowToAddGuests"), "false");
    let trust = graph.trust("3d0f5dec-5d3d-455c-8016-e2af1ae4d31a");
    assert_eq!(trust, json!({ "isCompliantDeviceAccepted": true, "isMfaAccepted": true }));
    assert_eq!(graph.owners("sales"), ["00000000-0000-0000-0000-00000000a11c", "someone-else"]);
    assert_eq!(graph.permission("allowedToCreateApps"), json!(true));
}

#[test]
fn no_secret_is_written() {
    let secret = "S3cr3t~value.of-a_client";
    let text = format!(
        r#"/// {secret}
        group g {{ kind = security; name = "{secret}" }}
        external_identity {{ providers = [google, facebook]; audience a {{ sites = ["{secret}"] }} }}"#
    );
    let files = emit(&text);
    // A text in a name or a comment stays a name or a comment: there is no member for a secret.
    for file in files.iter().filter(|file| file.path.starts_with("entra/")) {
        let text = String::from_utf8_lossy(&file.bytes).to_lowercase();
        for word in ["clientsecret", "\"secret\"", "password", "keycredential"] {
            assert!(!text.contains(word), "{}: {word}", file.path);
        }
    }
    assert_eq!(plan(&files)["identityProviders"], json!(["Facebook", "Google"]));
}

#[test]
fn a_baseline_watches_what_the_source_says() {
    let baseline = document(
        &emit(
            r#"external_identity { invited_by = members; guests_see = guest }
            group_self_service { expires_after = 180 days; notify = ["a@x.example"] }
            group pmo { kind = security; rule = "user.department -eq \"PMO\"" }"#,
        ),
        "entra/baseline.json",
    );
    let kinds: Vec<&str> = baseline["resources"]
        .as_array()
        .expect("resources")
        .iter()
        .filter_map(|one| one["resourceType"].as_str())
        .collect();
    assert_eq!(
        kinds,
        ["microsoft.entra.authorizationpolicy", "microsoft.entra.group", "microsoft.entra.grouplifecyclepolicy"]
    );
    let policy = &baseline["resources"][0]["properties"];
    assert_eq!(policy["AllowInvitesFrom"], "AdminsGuestInvitersAndAllMembers");
    assert_eq!(policy["GuestUserRole"], "Guest");
    assert!(policy.get("DefaultUserRoleAllowedToCreateSecurityGroups").is_none());
    assert_eq!(baseline["resources"][1]["properties"]["GroupTypes"], json!(["DynamicMembership"]));
}
