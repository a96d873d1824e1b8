//! A mock of the interfaces that administer the tenant, and plans that run against it.
//!
//! The mock does what the provider's sources show of the service: it chooses the ids of new objects, changes only
//! members that a body names, and replaces isolation as a whole.

use std::collections::BTreeMap;

use dictum::emit::{OutputFile, Target};
use serde_json::{Value, json};

use super::{Build, json as document};

/// A tenant without its policies.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Administered {
    pub(super) groups: Vec<Value>,
    pub(super) environments: Vec<Value>,
    pub(super) settings: Value,
    pub(super) isolation: Value,
    /// The number of requests that changed something.
    pub(super) sent: usize,
}

/// Whether every member of `expected` has the same value in `state`. The order of lists does not matter.
fn holds(state: &Value, expected: &Value) -> bool {
    match (state, expected) {
        (Value::Object(state), Value::Object(expected)) => {
            expected.iter().all(|(key, value)| state.get(key).is_some_and(|state| holds(state, value)))
        }
        (Value::Array(state), Value::Array(expected)) => {
            state.len() == expected.len() && expected.iter().all(|one| state.contains(one))
        }
        (state, expected) => state == expected,
    }
}

/// Puts the members of `change` into `state`.
fn merge(state: &mut Value, change: &Value) {
    match change {
        Value::Object(members) => {
            if !state.is_object() {
                *state = json!({});
            }
            for (key, value) in members {
                merge(&mut state[key], value);
            }
        }
        other => *state = other.clone(),
    }
}

/// Merges a body into the existing object, as the schema of a plan describes. Returns the whole object.
fn whole(there: &Value, body: &Value, keep: &[Value]) -> Value {
    let same = |one: &Value, two: &Value| ["resourceType", "type", "id"].iter().all(|key| one.get(key) == two.get(key));
    match (there, body) {
        (Value::Object(there), Value::Object(body)) => {
            let mut all = there.clone();
            for (key, value) in body {
                let known = there.get(key).unwrap_or(&Value::Null);
                all.insert(key.clone(), whole(known, value, keep));
            }
            Value::Object(all)
        }
        (Value::Array(there), Value::Array(body)) if body.iter().all(Value::is_object) => {
            let mut all = there.clone();
            for entry in body {
                match all.iter_mut().find(|one| same(one, entry)) {
                    Some(_) if keep.contains(&entry["id"]) => {}
                    Some(known) => *known = whole(known, entry, keep),
                    None => all.push(entry.clone()),
                }
            }
            Value::Array(all)
        }
        (_, body) => body.clone(),
    }
}

/// The body of a request that is merged into the existing object. `None` if nothing is to be sent.
fn merged(answer: &Value, body: &Value, merge: &Value) -> Option<Value> {
    let pointer = |key: &str| merge[key].as_str();
    let list = pointer("only").and_then(|at| answer.pointer(at)).and_then(Value::as_array);
    if list.is_some_and(|list| list.len() > 1) {
        return None;
    }
    if pointer("needs").is_some_and(|at| answer.pointer(at).is_none()) {
        return None;
    }
    let Some(there) = answer.pointer(pointer("base").expect("a base")) else { return Some(body.clone()) };
    let sent = whole(there, body, merge["keep"].as_array().expect("a list"));
    (sent != *there).then_some(sent)
}

impl Administered {
    fn environment(&mut self, id: &str) -> &mut Value {
        if !self.environments.iter().any(|one| one["name"] == id) {
            // An object with an id exists.
            self.environments.push(json!({ "name": id, "properties": {} }));
        }
        self.environments.iter_mut().find(|one| one["name"] == id).expect("it is there")
    }

    /// Sends a request of a plan after the lookup that the plan describes. `made` has the ids from answers, by order.
    pub(super) fn send(&mut self, plan: &Value, request: &Value, file: &Value, made: &mut BTreeMap<u64, String>) {
        let order = request["order"].as_u64().expect("an order");
        let mut text = json!({ "body": file["body"], "path": file["path"] }).to_string();
        let awaited = request["awaits"].as_object();
        let id = awaited.map(|awaits| made[&awaits["request"].as_u64().expect("an order")].clone());
        let fill = |text: String| match (awaited, &id) {
            (Some(awaits), Some(id)) => {
                text.replace(&format!("{{{}}}", awaits["parameter"].as_str().expect("a name")), id)
            }
            _complete => text,
        };
        text = fill(text);
        let sent: Value = serde_json::from_str(&text).expect("JSON");
        let (path, body) = (sent["path"].as_str().expect("a path"), &sent["body"]);
        let of = |key: &str| {
            plan[key].as_array().expect("a list").iter().find(|one| one["request"] == request["order"]).cloned()
        };
        if let Some(lookup) = of("lookups") {
            let is_group = lookup.get("environmentGroup").is_some();
            let state = if is_group { &mut self.groups } else { &mut self.environments };
            let name_at = lookup["nameAt"].as_str().expect("a pointer");
            let id_at = lookup["idAt"].as_str().expect("a pointer");
            let same: Vec<&Value> =
                state.iter().filter(|one| one.pointer(name_at) == Some(&lookup["displayName"])).collect();
            if let [one] = same.as_slice() {
                made.insert(order, one.pointer(id_at).and_then(Value::as_str).expect("an id").to_owned());
                return;
            }
            assert!(same.is_empty(), "several have the name");
            let id = format!("{:08}-0000-0000-0000-000000000000", 70_000_000 + order);
            let mut one = body.clone();
            one[id_at.trim_start_matches('/')] = id.clone().into();
            state.push(one);
            made.insert(order, id);
            self.sent += 1;
            return;
        }
        let check = of("checks").expect("what exists is asked first");
        if let Some(merge) = check.get("merge").filter(|merge| merge.is_object()) {
            self.put(path, body, merge);
            return;
        }
        if path.ends_with("/ruleSets") {
            let id = path.split('/').nth_back(1).expect("an id");
            let group = self.groups.iter_mut().find(|one| one["id"] == id).expect("the group was made");
            if group.get("rules").is_none() {
                group["rules"] = body.clone();
                self.sent += 1;
            }
            return;
        }
        let asked = fill(check["path"].as_str().expect("a path").to_owned());
        let id = asked.rsplit('/').next().expect("an id");
        let state = match asked.split('/').nth_back(1).expect("a folder") {
            "environments" => self.environment(id).clone(),
            "Microsoft.BusinessAppPlatform" => self.settings.clone(),
            _tenant => self.isolation.clone(),
        };
        let expected = if check["expects"].is_null() { body } else { &check["expects"] };
        if holds(&state, expected) {
            return;
        }
        self.sent += 1;
        match request["method"].as_str().expect("a method") {
            "PUT" => self.isolation = body.clone(),
            "PATCH" => merge(self.environment(id), body),
            "POST" if path.ends_with("/governanceConfiguration") => {
                self.environment(id)["properties"]["governanceConfiguration"] = body.clone();
            }
            "POST" => merge(&mut self.settings, body),
            other => unreachable!("no {other}"),
        }
    }

    /// Merges a body into the existing object.
    fn put(&mut self, path: &str, body: &Value, merge: &Value) {
        let id = path.split('/').nth_back(1).expect("an id").to_owned();
        if path.ends_with("/ruleSets") {
            if !self.groups.iter().any(|one| one["id"] == *id) {
                self.groups.push(json!({ "id": id }));
            }
            let group = self.groups.iter_mut().find(|one| one["id"] == *id).expect("it is there");
            let answer = json!({ "value": group.get("rules").into_iter().collect::<Vec<_>>() });
            if let Some(mut sent) = merged(&answer, body, merge) {
                // The service chooses the id of a new set, and a set that exists is replaced.
                sent["id"] = answer.pointer("/value/0/id").cloned().unwrap_or_else(|| json!("ruleset-1"));
                group["rules"] = sent;
                self.sent += 1;
            }
            return;
        }
        let answer = self.environment(&id).clone();
        if let Some(sent) = merged(&answer, body, merge) {
            self.environment(&id)["properties"]["governanceConfiguration"] = sent;
            self.sent += 1;
        }
    }

    /// Runs the requests of a plan that are not about policies.
    fn run(&mut self, files: &[OutputFile]) {
        let plan = document(files, "power-platform/plan.json");
        let mut made = BTreeMap::new();
        for request in plan["requests"].as_array().expect("a list") {
            let file = document(files, &format!("power-platform/{}", request["file"].as_str().expect("a file")));
            if ["environment", "environmentGroup", "tenant"].iter().any(|key| request.get(key).is_some()) {
                self.send(&plan, request, &file, &mut made);
            }
        }
    }
}

const PROGRAM: &str = r#"
tenant contoso {
  settings {
    production_environments = admins
    share_with_everyone     = off
    capacity_warning        = 80
    maker_routing { to = makers; makers = everyone; members_of = staff }
  }
  isolation { fabrikam { tenant = "ffffffff-0000-0000-0000-00000000000f"; they_reach_us = yes } }
}
/// Where makers begin.
environment_group makers { name = "Makers" }
environment_group estate { sharing = people_only up to 20; solution_checker = warn }
environment_group lobby { welcome = "Hello" }
group staff { kind = security }
/// Sales.
environment sales {
  name = "Sales"; type = production; region = europe; managed = yes; group = makers; access = staff
  dataverse { language = 1033; currency = EUR; domain = "contoso-sales" }
}
environment lab { type = sandbox; region = europe; managed = yes; dataverse { language = 1033; currency = EUR } }
environment old { name = "Old lab"; type = sandbox; region = europe; managed = yes; dataverse { language = 1033; currency = EUR } }
environment mine { type = developer; region = europe }
data_policy base { applies_to = all; business = [office365]; non_business = rest }
"#;
const IDS: &str = r#"{
  "tenant": "99999999-0000-0000-0000-000000000000",
  "groups": { "staff": "aaaaaaaa-0000-0000-0000-00000000000a" },
  "environments": { "old": "bbbbbbbb-0000-0000-0000-00000000000b" }
}"#;

#[test]
fn a_second_run_makes_no_copy_and_no_change() {
    let files = Build::new(PROGRAM).bound(IDS).emit(&[Target::PowerPlatform]);
    let mut tenant = Administered::default();
    tenant.run(&files);
    // Three groups and the rules of one, two environments and one renamed, two managed, settings and isolation.
    assert_eq!((tenant.groups.len(), tenant.environments.len(), tenant.sent), (3, 3, 11));
    let after = tenant.clone();
    tenant.run(&files);
    assert_eq!(tenant, after);
    let group = tenant.groups.iter().find(|one| one["displayName"] == "Makers").expect("the group");
    let routing = &tenant.settings["powerPlatform"]["governance"];
    assert_eq!(routing["environmentRoutingTargetEnvironmentGroupId"], group["id"]);
    let sales = tenant.environments.iter().find(|one| one["properties"]["displayName"] == "Sales").expect("made");
    assert_eq!(sales["properties"]["parentEnvironmentGroup"]["id"], group["id"]);
    assert!(sales["properties"].get("governanceConfiguration").is_none(), "its group makes it managed");
}

#[test]
fn only_what_the_source_says_is_sent() {
    let files = Build::new(PROGRAM).bound(IDS).emit(&[Target::PowerPlatform]);
    let body = |file: &str| document(&files, &format!("power-platform/{file}"))["body"].clone();
    let expected = json!({
        "disableEnvironmentCreationByNonAdminUsers": true,
        "powerPlatform": {
            "governance": {
                "enableDefaultEnvironmentRouting": true,
                "environmentRoutingAllMakers": true,
                "environmentRoutingTargetEnvironmentGroupId": "{environmentGroupId}",
                "environmentRoutingTargetSecurityGroupId": "aaaaaaaa-0000-0000-0000-00000000000a",
            },
            "licensing": { "storageCapacityConsumptionWarningThreshold": 80 },
            "powerApps": { "disableShareWithEveryone": true },
        },
    });
    assert_eq!(body("tenant/settings.json"), expected);
    let expected = json!({ "properties": {
        "allowedTenants": [
            { "tenantId": "ffffffff-0000-0000-0000-00000000000f", "direction": { "inbound": true, "outbound": false } },
        ],
        "isDisabled": false,
        "tenantId": "99999999-0000-0000-0000-000000000000",
    } });
    assert_eq!(body("tenant/isolation.json"), expected);
    assert_eq!(
        body("environment-groups/makers.json"),
        json!({ "description": "Where makers begin.", "displayName": "Makers" })
    );
    let expected = json!({
        "location": "europe",
        "properties": {
            "databaseType": "CommonDataService",
            "description": "Sales.",
            "displayName": "Sales",
            "environmentSku": "Production",
            "linkedEnvironmentMetadata": {
                "baseLanguage": 1033, "currency": { "code": "EUR" }, "domainName": "contoso-sales",
                "securityGroupId": "aaaaaaaa-0000-0000-0000-00000000000a",
            },
            "parentEnvironmentGroup": { "id": "{environmentGroupId}" },
        },
    });
    assert_eq!(body("environments/sales.json"), expected);
    let value = |id: &str, value: &str| json!({ "id": id, "value": value });
    let rule = |kind: &str, resource: &str, values: Vec<Value>| json!({ "hasStagedChanges": true, "resourceType": resource, "type": kind, "value": values });
    let expected = json!({
        "environmentFilter": {
            "type": "Include", "values": [{ "id": "{environmentGroupId}", "type": "EnvironmentGroup" }],
        },
        "parameters": [
            rule("Sharing", "App", vec![
                value("CanShareWithSecurityGroups", "excludeSharingToSecurityGroups"),
                value("IsGroupSharingDisabled", "true"),
                value("MaximumShareLimit", "20"),
            ]),
            rule("SolutionChecker", "NotSpecified", vec![
                value("solutionCheckerMode", "warn"),
                value("solutionCheckerRuleOverrides", ""),
                value("suppressValidationEmails", "false"),
            ]),
        ],
    });
    assert_eq!(body("environment-groups/estate.rules.json"), expected);
    let prefix = &document(&files, "power-platform/plan.json")["governance"]["tenantPrefix"];
    assert_eq!(prefix, "999999990000000000000000000000.00.tenant.");
    assert!(super::schema::hold(&files) > 10, "every request follows its schema");
    assert_eq!(body("environments/old.json"), json!({ "properties": { "displayName": "Old lab" } }));
    let expected = json!({ "protectionLevel": "Standard", "settings": { "extendedSettings": {} } });
    assert_eq!(body("environments/old.managed.json"), expected);
    let left = Build::new(PROGRAM).bound(IDS).prepare(&[Target::PowerPlatform]).ready.not_carried().join("\n");
    assert!(
        left.contains("not carried by `power-platform`: environment, which no request makes as it is written, `mine`"),
        "{left}"
    );
    assert!(left.contains("not carried by `power-platform`: `welcome` of environment group `lobby`"), "{left}");
    assert!(!left.contains("contoso") && !left.contains("`makers`") && !left.contains("`estate`"), "{left}");
}

#[test]
fn a_managed_environment_keeps_its_settings_and_another_of_the_name_stays() {
    let files = Build::new(PROGRAM).bound(IDS).emit(&[Target::PowerPlatform]);
    let managed =
        json!({ "protectionLevel": "Standard", "settings": { "extendedSettings": { "maxLimitUserSharing": "5" } } });
    let old = json!({
        "name": "bbbbbbbb-0000-0000-0000-00000000000b",
        "properties": { "displayName": "Old lab", "description": "Kept", "governanceConfiguration": managed },
    });
    let sales = json!({ "name": "s", "location": "asia", "properties": { "displayName": "Sales" } });
    let settings = json!({ "disableNewsletterSendout": true });
    let mut tenant =
        Administered { environments: vec![old.clone(), sales.clone()], settings, ..Administered::default() };
    tenant.run(&files);
    assert!(tenant.environments.contains(&old) && tenant.environments.contains(&sales));
    assert_eq!(tenant.settings["disableNewsletterSendout"], true, "a setting that is not managed stays");
}

const BOUND: &str = r"
environment_group estate {
  sharing = people_only up to 20; solution_checker = block; backup_retention = 14 days; ai_descriptions = off
}
environment lab {
  type = sandbox; region = europe; data_across_regions = yes
  managed { sharing = people_only up to 10; flow_sharing = no; copilot_sharing = nobody; usage_insights = on }
  dataverse { language = 1033; currency = EUR }
}
data_policy base { applies_to = all; business = [office365]; non_business = rest }
";
const BOUND_IDS: &str = r#"{
  "tenant": "99999999-0000-0000-0000-000000000000",
  "environment_groups": { "estate": "dddddddd-0000-0000-0000-00000000000d" },
  "environments": { "lab": "eeeeeeee-0000-0000-0000-00000000000e" }
}"#;

#[test]
fn rules_and_settings_are_put_into_those_that_exist() {
    let build = Build::new(BOUND).bound(BOUND_IDS);
    let files = build.emit(&[Target::PowerPlatform]);
    assert!(super::schema::hold(&files) > 5, "every document follows its schema");
    let left = build.prepare(&[Target::PowerPlatform]).ready.not_carried().join("\n");
    assert_eq!(left, "", "all of it is carried");
    let value = |id: &str, value: &str| json!({ "id": id, "value": value });
    let rule = |kind: &str, resource: &str, values: &[Value]| json!({ "hasStagedChanges": false, "resourceType": resource, "type": kind, "value": values });
    let theirs = rule("MakerOnboarding", "NotSpecified", &[value("makerOnboardingUrl", "https://contoso.com")]);
    let checker = [
        value("solutionCheckerMode", "warn"),
        value("suppressValidationEmails", "true"),
        value("solutionCheckerRuleOverrides", "meta-remove-inactive"),
    ];
    let rules =
        json!({ "id": "of-the-group", "parameters": [theirs, rule("SolutionChecker", "NotSpecified", &checker)] });
    let group = json!({ "id": "dddddddd-0000-0000-0000-00000000000d", "rules": rules });
    let settings = json!({ "maxLimitUserSharing": "-1", "bot-authoringSharingDisabled": "true" });
    let governance = json!({ "protectionLevel": "Standard", "settings": { "extendedSettings": settings } });
    let lab = json!({
        "name": "eeeeeeee-0000-0000-0000-00000000000e",
        "properties": { "governanceConfiguration": governance, "bingChatEnabled": true },
    });
    let mut tenant = Administered { groups: vec![group], environments: vec![lab], ..Administered::default() };
    tenant.run(&files);
    let after = tenant.clone();
    assert_eq!(after.sent, 3, "the rules, the settings, and a switch of the environment");
    tenant.run(&files);
    assert_eq!(tenant, after, "a second run changes nothing");

    let group = &after.groups[0]["rules"];
    assert_eq!(group["id"], "of-the-group");
    let of = |kind: &str| {
        let rules = group["parameters"].as_array().expect("rules");
        rules.iter().find(|rule| rule["type"] == kind).expect("a rule of that type")["value"].clone()
    };
    assert_eq!(of("MakerOnboarding"), theirs["value"], "a rule that the source does not state stays");
    let checker = of("SolutionChecker");
    assert_eq!(checker[0]["value"], "block");
    assert_eq!(checker[1]["value"], "true", "whether mails are sent is not stated");
    assert_eq!(checker[2]["value"], "meta-remove-inactive", "nor are the overrides");
    assert_eq!(of("Lifecycle"), json!([value("RetentionPeriod", "14.00:00:00")]));
    assert_eq!(of("Copilot"), json!([value("DisableAiGeneratedDescriptions", "true")]));
    assert_eq!(of("Sharing")[2], value("MaximumShareLimit", "20"));

    let lab = &after.environments[0]["properties"];
    assert_eq!(
        lab["governanceConfiguration"]["settings"]["extendedSettings"],
        json!({
            "bot-authoringSharingDisabled": "true",
            "bot-limitSharingMode": "disableSharing",
            "bot-maxLimitUserSharing": "-1",
            "excludeEnvironmentFromAnalysis": "false",
            "isGroupSharingDisabled": "true",
            "limitSharingMode": "excludeSharingToSecurityGroups",
            "maxLimitUserSharing": "10",
            "solutionCloudFlows-limitSharingMode": "disableSharing",
        })
    );
    assert_eq!(lab["copilotPolicies"]["crossGeoCopilotDataMovementEnabled"], true);
    assert_eq!(lab["bingChatEnabled"], true);
}

#[test]
fn where_it_is_not_known_what_there_is_nothing_is_sent() {
    let files = Build::new(BOUND).bound(BOUND_IDS).emit(&[Target::PowerPlatform]);
    let set = json!({ "id": "one", "parameters": [] });
    let plan = document(&files, "power-platform/plan.json");
    let merges: Vec<&Value> = plan["checks"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|check| check.get("merge").filter(|merge| merge.is_object()))
        .collect();
    let [rules, settings] = merges.as_slice() else { unreachable!("two of them: {merges:?}") };
    let body = json!({ "parameters": [] });
    assert_eq!(merged(&json!({ "value": [set, set] }), &body, rules), None, "which of two is meant is not known");
    assert_eq!(merged(&json!({}), &body, rules), Some(body.clone()), "a group without rules gets its first");
    let bare = json!({ "properties": { "governanceConfiguration": { "protectionLevel": "Standard" } } });
    assert_eq!(merged(&bare, &body, settings), None, "settings that are not in the answer are not overwritten");
}

/// The parameters in braces in a text.
fn parameters(text: &str) -> Vec<String> {
    let known = ["environmentGroupId", "environmentId", "policyId", "tenantId"];
    known.into_iter().filter(|name| text.contains(&format!("{{{name}}}"))).map(str::to_owned).collect()
}

#[test]
fn no_request_refers_to_what_a_later_one_makes() {
    let files = Build::new(PROGRAM).bound(IDS).emit(&[Target::PowerPlatform]);
    let plan = document(&files, "power-platform/plan.json");
    let requests = plan["requests"].as_array().expect("a list");
    let mut awaiting = 0;
    for (at, request) in requests.iter().enumerate() {
        assert_eq!(request["order"], at + 1);
        let file = document(&files, &format!("power-platform/{}", request["file"].as_str().expect("a file")));
        assert_eq!(
            (&file["path"], &file["method"], &file["order"]),
            (&request["path"], &request["method"], &request["order"])
        );
        assert_eq!(file.get("apiVersion"), request.get("apiVersion"));
        let used = parameters(&format!("{}{}", file["path"], file["body"]));
        match request["awaits"].as_object() {
            None => assert_eq!(used, [""; 0], "{request}"),
            Some(awaits) => {
                assert_eq!(used, [awaits["parameter"].as_str().expect("a name")]);
                let made = awaits["request"].as_u64().expect("an order") as usize;
                assert!(made <= at, "{request}");
                assert_eq!(requests[made - 1]["method"], "POST");
                awaiting += 1;
            }
        }
    }
    // Rules of a new group, an environment in one, a new one that becomes managed, and the group of routed makers.
    assert_eq!(awaiting, 4);
}

#[test]
fn what_has_no_id_is_found() {
    let prepared = Build::new(&PROGRAM.replace("ffffffff-0000-0000-0000-00000000000f", "fabrikam.com"));
    let prepared = prepared.prepare(&[Target::PowerPlatform]);
    let messages: Vec<&str> = prepared.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "target `power-platform` needs the id of the tenant, and nothing gives it",
            "partner tenant `fabrikam` has no id, which target `power-platform` needs",
            "group `staff` has no id, which target `power-platform` needs",
        ]
    );
}
