//! Requests for the platform, field by field.

use dictum::catalog::{Catalog, wire};
use dictum::diagnostics::{Diagnostic, Level};
use dictum::emit::{OutputFile, Rest, Target};
use serde_json::{Value, json};

use super::{Build, json as document, paths, samples};

const ENVIRONMENTS: &str = "environment a { type = sandbox; id = \"BBBBBBBB-0000-0000-0000-000000000002\" }\n\
                            environment b { type = sandbox; id = \"aaaaaaaa-0000-0000-0000-000000000001\" }\n";

fn request(build: &Build, policy: &str) -> Value {
    build.document(&format!("power-platform/data-policies/{policy}.json"))
}

fn policy(attributes: &str) -> Build {
    Build::new(&format!("{ENVIRONMENTS}data_policy p {{\n{attributes}\n}}"))
}

fn definition(attributes: &str) -> Value {
    request(&policy(attributes), "p")["body"]["policyDefinition"].clone()
}

fn connector(id: &str, name: &str) -> Value {
    json!({ "id": id, "name": name, "type": "Microsoft.PowerApps/apis" })
}

fn members(definition: &Value, group: usize) -> Vec<&str> {
    let members = definition["connectorGroups"][group]["connectors"].as_array().expect("members");
    members.iter().map(|member| member["id"].as_str().expect("an id")).collect()
}

#[test]
fn a_policy_is_one_envelope() {
    let build = policy(
        " name = \"P\"; applies_to = all except [a, b]\n\
         business = [sql, Http]; blocked = [twitter, \"DesktopFlow.Cmd\"]; non_business = rest\n \
         connector sql { actions { block [Z, A]; allow rest }\n endpoints { allow \"a,*\"; deny \"*\" } }\n \
         connector Http { actions { allow [B]; block rest } }\n \
         custom_connectors { \"https://x*\" -> business\n \"https://y*\" -> non_business\n \"https://z*\" -> blocked\n \"*\" -> ignore }",
    );
    let sql = "/providers/Microsoft.PowerApps/apis/shared_sql";
    let twitter = "/providers/Microsoft.PowerApps/apis/shared_twitter";
    let environment = |id: &str| {
        json!({
            "id": format!("/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}"),
            "name": id,
            "type": "Microsoft.BusinessAppPlatform/scopes/environments",
        })
    };
    let expected = json!({
        "$schema": "../../schema/power-platform-request-1.0.json",
        "order": 1,
        "method": "POST",
        "path": "/providers/PowerPlatform.Governance/v2/policies",
        "body": {
            "policyDefinition": {
                "displayName": "P",
                "defaultConnectorsClassification": "General",
                "environmentType": "ExceptEnvironments",
                "environments": [environment("aaaaaaaa-0000-0000-0000-000000000001"), environment("BBBBBBBB-0000-0000-0000-000000000002")],
                "connectorGroups": [
                    { "classification": "Confidential", "connectors": [connector(sql, "SQL Server"), connector("Http", "HTTP")] },
                    { "classification": "General", "connectors": [] },
                    { "classification": "Blocked", "connectors": [
                        connector(twitter, "X"),
                        {
                            "id": "providers/Microsoft.ProcessSimple/operationGroups/DesktopFlow.Cmd",
                            "name": "CMD session",
                            "type": "Microsoft.ProcessSimple/operationGroups",
                        },
                    ] },
                ],
            },
            "connectorConfigurationsDefinition": {
                "connectorActionConfigurations": [
                    {
                        "connectorId": sql,
                        "defaultConnectorActionRuleBehavior": "Allow",
                        "actionRules": [
                            { "actionId": "A", "behavior": "Block" },
                            { "actionId": "Z", "behavior": "Block" },
                        ],
                    },
                    {
                        "connectorId": "Http",
                        "defaultConnectorActionRuleBehavior": "Block",
                        "actionRules": [{ "actionId": "B", "behavior": "Allow" }],
                    },
                ],
                "endpointConfigurations": [{
                    "connectorId": sql,
                    "endpointRules": [
                        { "order": 1, "behavior": "Allow", "endPoint": "a,*" },
                        { "order": 2, "behavior": "Deny", "endPoint": "*" },
                    ],
                }],
            },
            "customConnectorUrlPatternsDefinition": { "rules": [
                { "order": 1, "customConnectorRuleClassification": "Confidential", "pattern": "https://x*" },
                { "order": 2, "customConnectorRuleClassification": "General", "pattern": "https://y*" },
                { "order": 3, "customConnectorRuleClassification": "Blocked", "pattern": "https://z*" },
                { "order": 4, "customConnectorRuleClassification": "Ignore", "pattern": "*" },
            ] },
        },
    });
    let found = request(&build, "p");
    for key in ["policyDefinition", "connectorConfigurationsDefinition", "customConnectorUrlPatternsDefinition"] {
        assert_eq!(found["body"][key], expected["body"][key], "{key}");
    }
    assert_eq!(found, expected);
}

#[test]
fn what_is_empty_is_left_out() {
    let body = request(&policy("applies_to = all; blocked = rest"), "p")["body"].clone();
    assert_eq!(body.as_object().expect("an object").keys().collect::<Vec<_>>(), ["policyDefinition"]);
    assert_eq!(body["policyDefinition"]["displayName"], "p");
    assert_eq!(body["policyDefinition"]["environments"], json!([]));
    assert_eq!(body["policyDefinition"].get("name"), None);
}

#[test]
fn every_scope_has_its_word() {
    let words = [
        ("all", "AllEnvironments", vec![]),
        ("all except [a]", "ExceptEnvironments", vec!["BBBBBBBB-0000-0000-0000-000000000002"]),
        (
            "only [a, b]",
            "OnlyEnvironments",
            vec!["aaaaaaaa-0000-0000-0000-000000000001", "BBBBBBBB-0000-0000-0000-000000000002"],
        ),
        (
            "only environments where type == sandbox",
            "OnlyEnvironments",
            vec!["aaaaaaaa-0000-0000-0000-000000000001", "BBBBBBBB-0000-0000-0000-000000000002"],
        ),
        ("environment b", "SingleEnvironment", vec!["aaaaaaaa-0000-0000-0000-000000000001"]),
    ];
    for (scope, word, expected) in words {
        let definition = definition(&format!("applies_to = {scope}; blocked = rest"));
        assert_eq!(definition["environmentType"], word);
        let ids = definition["environments"].as_array().expect("a list").iter();
        assert_eq!(ids.map(|entry| entry["name"].as_str().unwrap_or_default()).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn every_default_has_its_word_and_unblockables_are_never_blocked() {
    for (group, word, general) in
        [("business", "Confidential", 0), ("non_business", "General", 0), ("blocked", "Blocked", 24)]
    {
        let definition = definition(&format!("applies_to = all; {group} = rest"));
        assert_eq!(definition["defaultConnectorsClassification"], word);
        let groups = definition["connectorGroups"].as_array().expect("groups");
        let classes: Vec<&Value> = groups.iter().map(|group| &group["classification"]).collect();
        assert_eq!(classes, ["Confidential", "General", "Blocked"]);
        assert_eq!((members(&definition, 0).len(), members(&definition, 2).len()), (0, 0));
        let unblockable = members(&definition, 1);
        assert_eq!(unblockable.len(), general);
        for id in unblockable {
            let catalog = Catalog::builtin();
            assert!(!catalog.get(catalog.find(id).expect("it is known")).blockable, "{id}");
        }
    }
    let definition = definition("applies_to = all; business = [teams, office365]; blocked = rest");
    assert_eq!((members(&definition, 0).len(), members(&definition, 1).len()), (2, 22));
}

#[test]
fn members_stand_in_the_order_of_their_ids_whatever_the_case() {
    for rest in [Rest::Implied, Rest::Listed] {
        let mut build = policy(
            "applies_to = all; business = [Http, teams, \"DesktopFlow.Cmd\"]; non_business = connectors where tier == premium; blocked = rest",
        );
        build.rest = rest;
        let definition = request(&build, "p")["body"]["policyDefinition"].clone();
        for group in 0..3 {
            let ids: Vec<String> = members(&definition, group).iter().map(|id| id.to_ascii_lowercase()).collect();
            assert!(ids.is_sorted_by(|a, b| a < b), "{group}");
        }
    }
}

#[test]
fn rest_can_be_listed() {
    let catalog = Catalog::builtin();
    for group in ["business", "non_business", "blocked"] {
        let others = [("business", "[sql]"), ("non_business", "[teams]"), ("blocked", "[twitter]")];
        let lines: Vec<String> = others
            .iter()
            .map(
                |(word, named)| {
                    if *word == group { format!("{word} = {named} + rest") } else { format!("{word} = {named}") }
                },
            )
            .collect();
        let build = policy(&format!("applies_to = all\n{}", lines.join("\n"))).listed();
        let definition = request(&build, "p")["body"]["policyDefinition"].clone();
        let mut all: Vec<String> = (0..3).flat_map(|group| members(&definition, group)).map(wire::symbol).collect();
        all.sort_by_key(|name| name.to_ascii_lowercase());
        let known: Vec<String> = catalog.connectors().iter().map(|connector| connector.id.to_string()).collect();
        assert_eq!(all, known, "{group}: every connector of the catalogue stands once");
    }
}

#[test]
fn a_policy_that_exists_is_changed() {
    let build = policy("id = \"00000000-0000-0000-0000-000000000009\"; applies_to = all; blocked = rest");
    let found = request(&build, "p");
    assert_eq!(found["method"], "PATCH");
    assert_eq!(found["path"], "/providers/PowerPlatform.Governance/v2/policies/00000000-0000-0000-0000-000000000009");
    assert_eq!(found["body"]["policyDefinition"]["name"], "00000000-0000-0000-0000-000000000009");
    let bound = policy("applies_to = all; blocked = rest")
        .bound(r#"{ "data_policies": { "p": "00000000-0000-0000-0000-000000000009" } }"#);
    assert_eq!(request(&bound, "p"), found);
}

#[test]
fn the_plan_lists_the_requests_in_order() {
    let files = samples::full().v1().emit(&Target::ALL);
    let plan = document(&files, "power-platform/plan.json");
    let requests = plan["requests"].as_array().expect("requests");
    // A group, the rules of another and an environment, and six for policies.
    assert_eq!(requests.len(), 9);
    for (order, entry) in (1..).zip(requests) {
        let file = document(&files, &format!("power-platform/{}", entry["file"].as_str().unwrap_or_default()));
        assert_eq!(entry["order"], order);
        for key in ["order", "method", "path"] {
            assert_eq!(entry[key], file[key]);
        }
    }
    let awaiting: Vec<&Value> = requests.iter().filter(|entry| !entry["awaits"].is_null()).collect();
    assert_eq!(awaiting.len(), 1);
    let created = awaiting[0]["awaits"]["request"].as_u64().expect("a number") as usize;
    assert_eq!(requests[created - 1]["method"], "POST");
    assert_eq!(requests[created - 1]["dataPolicy"], awaiting[0]["dataPolicy"]);
    assert!(awaiting[0]["path"].as_str().is_some_and(|path| path.contains("/{policyId}/")));
    let left = plan["notCarried"].as_array().expect("a list");
    assert!(left.contains(&json!({ "kind": "group", "symbols": ["sg_finance"] })), "{left:?}");
    let full = samples::full();
    let ready = full.prepare(&[Target::Bundle, Target::PowerPlatform, Target::Sql]).ready;
    let left = ready.not_carried();
    let group = "not carried by `power-platform`; build with target `entra` to deploy them: group `sg_finance`";
    assert!(left.iter().any(|line| line == group), "{left:?}");
    assert_eq!(ready.targets(), [Target::Bundle, Target::PowerPlatform, Target::Sql]);
}

#[test]
fn the_first_generation_has_flat_bodies_and_companions() {
    let files = samples::full().v1().emit(&[Target::PowerPlatform]);
    let (first, second) = (samples::full().v1(), samples::full());
    let flat = request(&first, "finance");
    let envelope = request(&second, "finance")["body"].clone();
    let mut expected = envelope["policyDefinition"].clone();
    expected["etag"] = Value::Null;
    assert_eq!(flat["body"], expected);
    assert_eq!(flat["path"], "/providers/PowerPlatform.Governance/v1/policies/33333333-0000-0000-0000-000000000003");
    let rules = document(&files, "power-platform/data-policies/finance.policyconnectorconfigurations.json");
    assert_eq!(rules["body"], envelope["connectorConfigurationsDefinition"]);
    assert_eq!(
        rules["path"],
        "/providers/PowerPlatform.Governance/v1/tenants/44444444-0000-0000-0000-000000000004/policies/\
         33333333-0000-0000-0000-000000000003/policyconnectorconfigurations"
    );
    let patterns = document(&files, "power-platform/data-policies/tenant_baseline.urlPatterns.json");
    let expected = request(&second, "tenant_baseline")["body"]["customConnectorUrlPatternsDefinition"].clone();
    assert_eq!(patterns["body"], expected);
    assert!(!paths(&files).contains(&"power-platform/data-policies/finance.urlPatterns.json"));
}

#[test]
fn custom_connectors_stand_with_their_full_id() {
    let scoped = "/providers/Microsoft.PowerApps/scopes/admin/environments/aaaaaaaa-0000-0000-0000-000000000001/apis/shared_my-5fapi";
    let build = |attributes: &str| {
        Build::new(&format!(
            "{ENVIRONMENTS}connector mine {{ kind = custom; {attributes} }}\n\
             data_policy p {{ applies_to = all; business = [mine]; blocked = rest\n connector mine {{ endpoints {{ deny \"*\" }} }} }}"
        ))
    };
    let expected = connector(scoped, "My API");
    for build in [
        build("name = \"My API\"; environment = b; id = \"shared_my-5fapi\""),
        build("name = \"My API\"; environment = b; id = \"my-5fapi\""),
        build(&format!("name = \"My API\"; id = \"{scoped}\"")),
        build("name = \"My API\"; environment = b").bound(r#"{ "connectors": { "mine": "shared_my-5fapi" } }"#),
    ] {
        let body = request(&build, "p")["body"].clone();
        assert_eq!(body["policyDefinition"]["connectorGroups"][0]["connectors"], json!([expected]));
        assert_eq!(body["connectorConfigurationsDefinition"]["endpointConfigurations"][0]["connectorId"], scoped);
    }
    let nameless = build("environment = b; id = \"my-5fapi\"");
    let body = request(&nameless, "p")["body"].clone();
    assert_eq!(body["policyDefinition"]["connectorGroups"][0]["connectors"][0]["name"], "shared_my-5fapi");
    for (lacking, note) in [
        (build("environment = b"), "it has no id in the tenant"),
        (build("id = \"shared_my-5fapi\""), "it is bound by its name, and says no environment it lives in"),
    ] {
        let findings = lacking.prepare(&[Target::PowerPlatform]).findings;
        assert_eq!(
            told(&findings),
            ["D3901 custom connector `mine` has no full id, which target `power-platform` needs"]
        );
        assert_eq!(findings[0].notes, [note]);
    }
}

fn told(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}", finding.rule.code, finding.message)).collect()
}

#[test]
fn what_nothing_binds_is_found_where_it_is_declared() {
    let build = Build::new(
        "environment a { type = sandbox }\nenvironment b { type = sandbox }\nenvironment c { type = sandbox }\n\
         data_policy p { applies_to = only [a, b]; blocked = rest }\ndata_policy q { applies_to = all except [b]; blocked = rest }\n",
    );
    let findings = build.prepare(&[Target::PowerPlatform]).findings;
    assert_eq!(
        told(&findings),
        [
            "D3901 environment `a` has no id, which target `power-platform` needs",
            "D3901 environment `b` has no id, which target `power-platform` needs",
        ]
    );
    assert_eq!(findings[1].primary().map(|place| build.sources.text(place)), Some("b"));
    assert_eq!(build.sources.text(findings[1].labels[1].location), "p");
    assert!(findings[0].help.as_deref().is_some_and(|help| help.contains("\"environments\": { \"a\": \"…\" }")));
    // Terraform lacks the same ids. The other targets have all they need.
    let ready = [Target::Bundle, Target::Sql, Target::Dataverse, Target::Entra];
    assert_eq!(build.prepare(&Target::ALL).ready.targets(), ready);
    assert!(!build.emit(&[Target::Bundle]).is_empty());
}

#[test]
fn the_first_generation_needs_the_tenant_where_it_has_companions() {
    let rules = "applies_to = all; business = [sql]; blocked = rest\n connector sql { endpoints { deny \"*\" } }";
    assert_eq!(
        told(&policy(rules).v1().findings()),
        ["D3901 target `power-platform` needs the id of the tenant, and nothing gives it"]
    );
    policy("applies_to = all; blocked = rest").v1().emit(&Target::ALL);
    policy(rules).v1().bound(r#"{ "tenant": "cccccccc-0000-0000-0000-000000000003" }"#).emit(&Target::ALL);
    let text = format!(
        "environment d {{ type = default; id = \"Default-dddddddd-0000-0000-0000-000000000004\" }}\ndata_policy p {{ {rules} }}"
    );
    let files = Build::new(&text).v1().emit(&Target::ALL);
    let path = document(&files, "power-platform/data-policies/p.policyconnectorconfigurations.json")["path"].clone();
    assert!(
        path.as_str().is_some_and(|path| path.contains("/tenants/dddddddd-0000-0000-0000-000000000004/")),
        "{path}"
    );
}

#[test]
fn bindings_are_held_against_the_source() {
    let text = "environment a { type = sandbox; id = \"aaaaaaaa-0000-0000-0000-000000000001\" }\n";
    let other = Build::new(text).bound(r#"{ "environments": { "a": "bbbbbbbb-0000-0000-0000-000000000002" } }"#);
    assert_eq!(told(&other.findings()), ["D3902 environment `a` has another id in the bindings"]);
    let same = Build::new(text).bound(r#"{ "environments": { "a": "AAAAAAAA-0000-0000-0000-000000000001" } }"#);
    assert_eq!(same.document("bundle.json")["environments"][0]["idSource"], "source");
    let unknown = Build::new(text).bound(r#"{ "environments": { "aa": "x" }, "groups": { "zzzzzz": "x" } }"#);
    let findings = unknown.prepare(&Target::ALL).findings;
    assert_eq!(
        told(&findings),
        [
            "D3903 the bindings name the environment `aa`, which is not declared",
            "D3903 the bindings name the group `zzzzzz`, which is not declared",
        ]
    );
    assert!(findings.iter().all(|finding| finding.level == Level::Warning));
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `a`?"));
    unknown.emit(&Target::ALL);
}

#[test]
fn ids_cannot_lead_a_request_elsewhere() {
    let bound = |text: &str, bindings: &str| Build::new(text).bound(bindings);
    let policy = "data_policy p { applies_to = all; blocked = rest }\n";
    for id in ["../x", "a/b", "a?b", "a b", "..", "", "é", "a#b", "%2e%2e", "a\n", "\u{202e}"] {
        let quoted = Value::from(id);
        let build = bound(policy, &format!("{{ \"data_policies\": {{ \"p\": {quoted} }} }}"));
        let said = told(&build.findings());
        assert_eq!(said.len(), 1, "{id}");
        assert!(said[0].starts_with("D3904 the id of data policy `p` is"), "{id}");
        assert!(!said[0].contains(dictum::text::is_hidden), "{id}");
        // The check has reported it in the source. Here it only stops the build.
        let text = format!("data_policy p {{ id = {quoted}; applies_to = all; blocked = rest }}\n");
        let build = Build::any(vec![("policy.dictum".to_owned(), text.into_bytes())]);
        let prepared = build.prepare(&Target::ALL);
        assert_eq!((prepared.ready.targets().len(), told(&prepared.findings).len()), (0, 0), "{id}");
        assert_eq!(told(&build.findings()).len(), 0, "{id}");
    }
    let custom = "environment a { type = sandbox }\nconnector mine { kind = custom; environment = a; id = \"../x\" }\n";
    assert!(told(&Build::new(custom).findings())[0].starts_with("D3904 the id of custom connector `mine` is `../x`"));
    for bindings in [r#"{ "environments": { "a": "x/../y" } }"#, r#"{ "tenant": "x/y" }"#] {
        let said = told(&bound("environment a { type = sandbox }\n", bindings).findings());
        assert!(said[0].starts_with("D3904"), "{bindings}");
    }
}

#[test]
fn files_are_named_safely() {
    let text = "data_policy \"../up\" { applies_to = all; blocked = rest }\n\
                data_policy Same { applies_to = all; blocked = rest }\n\
                data_policy same { applies_to = all; blocked = rest }\n\
                data_policy con { applies_to = all; blocked = rest }\n";
    let files = Build::any(vec![("policy.dictum".to_owned(), text.as_bytes().to_vec())]).emit(&[Target::PowerPlatform]);
    let names: Vec<&str> =
        paths(&files).into_iter().filter_map(|path| path.strip_prefix("power-platform/data-policies/")).collect();
    assert_eq!(names.len(), 4);
    for name in names {
        let (stem, digest) = name.strip_suffix(".json").and_then(|stem| stem.rsplit_once('-')).expect("a digest");
        assert!(["___up", "Same", "same", "con"].contains(&stem), "{name}");
        assert_eq!(digest.len(), 16);
    }
}

#[test]
fn bindings_take_nothing_they_do_not_know() {
    for text in [r#"{ "environment": {} }"#, r#"{ "environments": { "a": 1 } }"#, r#"{ "environments": {} } x"#, "[]x"]
    {
        assert!(serde_json::from_str::<dictum::emit::Bindings>(text).is_err(), "{text}");
    }
}

/// A runner of plans against a tenant: the lookups, then the requests.
fn run_plan(files: &[OutputFile], tenant: &mut Vec<Value>) -> usize {
    let plan = document(files, "power-platform/plan.json");
    let mut created = 0;
    for request in plan["requests"].as_array().expect("requests") {
        let file = document(files, &format!("power-platform/{}", request["file"].as_str().expect("a file")));
        let lookup = plan["lookups"].as_array().expect("lookups").iter().find(|one| one["request"] == request["order"]);
        let known = lookup.and_then(|lookup| {
            let name_at = lookup["nameAt"].as_str().expect("a pointer");
            tenant.iter().position(|one| one.pointer(name_at) == Some(&lookup["displayName"]))
        });
        match known {
            Some(at) => {
                let id = tenant[at]["policyDefinition"]["name"].clone();
                tenant[at] = file["body"].clone();
                tenant[at]["policyDefinition"]["name"] = id;
            }
            None => {
                created += 1;
                let mut policy = file["body"].clone();
                policy["policyDefinition"]["name"] = Value::from(format!("id-{}", tenant.len()));
                tenant.push(policy);
            }
        }
    }
    created
}

#[test]
fn a_second_run_of_a_plan_makes_no_copies() {
    let text = "data_policy a { name = \"Base\"; applies_to = all; business = [sql]; non_business = rest }\n\
                data_policy b { applies_to = all; business = [teams]; non_business = rest }\n";
    let build = Build::new(text);
    let files = build.emit(&[Target::PowerPlatform]);
    let mut tenant = Vec::new();
    assert_eq!(run_plan(&files, &mut tenant), 2);
    let before = tenant.clone();
    assert_eq!(run_plan(&files, &mut tenant), 0);
    assert_eq!(tenant, before);
    let plan = document(&files, "power-platform/plan.json");
    assert_eq!(plan["hosts"]["public"], "api.bap.microsoft.com");
    let bind = &plan["lookups"][0]["bind"];
    assert_eq!((bind["kind"].as_str(), bind["symbol"].as_str()), (Some("data_policies"), Some("a")));
    assert_eq!(build.prepare(&[Target::PowerPlatform]).ready.advice().len(), 1);
    // A policy with an id in the bindings is changed by that id, and needs no lookup.
    let ids = "{ \"data_policies\": { \"a\": \"aaaaaaaa-2222-3333-4444-555555555555\" } }";
    let plan = document(&Build::new(text).bound(ids).emit(&[Target::PowerPlatform]), "power-platform/plan.json");
    let symbols: Vec<&Value> =
        plan["lookups"].as_array().expect("lookups").iter().map(|one| &one["dataPolicy"]).collect();
    assert_eq!(symbols, ["b"]);
}
