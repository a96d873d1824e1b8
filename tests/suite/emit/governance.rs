//! A plan that runs against a mock of the governance interfaces, twice, and the state that is read back.
//!
//! The mock does what acp.md and dlp.md state about the service: it chooses ids, changes only the rule sets that a
//! request names, and refuses a second policy for a group or an environment.

use std::collections::BTreeMap;

use dictum::catalog::Catalog;
use dictum::emit::{OutputFile, Target};
use dictum::import::{Format, Options, import};
use serde_json::{Value, json};

use super::administration::Administered;
use super::{Build, json as document};

const GROUP: &str = "2e81f9c0-b64d-47a3-95e0-c7d13f8a06b5";
const SALES: &str = "eeeeeeee-0000-0000-0000-00000000000e";
const LAB: &str = "aaaaaaaa-0000-0000-0000-00000000000a";

const PROGRAM: &str = r"
environment_group estate { connector_policies = allow_list_only }
environment sales {
  type = production; region = europe; managed = yes; group = estate
  dataverse { language = 1033; currency = EUR }
}
environment lab { type = sandbox; region = europe; managed = yes; dataverse { language = 1033; currency = EUR } }
data_policy base { applies_to = all except [lab]; business = [office365, sql]; non_business = rest }
data_policy labs {
  applies_to = only [lab]; business = [sql]; non_business = unblockable; blocked = rest
  connector sql { actions { block [DeleteItem_V2]; allow rest } }
}
connector_allow_list estate_list {
  environment_group = estate
  allows            = [sharepointonline, sql]
  connector sql { actions = [GetItems_V2, GetItem_V2] }
}
connector_allow_list lab_list { environment = lab; allows = unblockable + [sql] }
";

fn ids() -> String {
    json!({ "environments": { "sales": SALES, "lab": LAB }, "environment_groups": { "estate": GROUP } }).to_string()
}

/// The policies of a tenant.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tenant {
    /// Envelopes of data policies.
    data: Vec<Value>,
    /// Rule-based policies.
    rules: Vec<Value>,
    /// The path of a group or environment, and the id of its policy.
    assigned: Vec<(String, String)>,
    /// The number of policies that were ever created.
    created: usize,
    /// Environments, groups and settings.
    administered: Administered,
}

impl Tenant {
    fn new_id(&mut self) -> String {
        self.created += 1;
        format!("10000000-0000-0000-0000-{:012}", self.created)
    }

    /// The answer to a `GET` of assignments.
    fn assignments(&self, path: &str) -> Vec<Value> {
        let place = path.trim_start_matches("/governance/ruleBasedPolicies/").trim_end_matches("/assignments");
        let here = self.assigned.iter().filter(|(there, _)| there == place);
        here.map(|(_, policy)| json!({ "policyId": policy })).collect()
    }

    /// Changes a rule-based policy: adds or replaces the rule sets that the body names.
    fn patch(&mut self, id: &str, body: &Value) {
        let policy = self.rules.iter_mut().find(|policy| policy["id"] == id).expect("the policy exists");
        policy["name"] = body["name"].clone();
        let sets = policy["ruleSets"].as_array_mut().expect("rule sets");
        for set in body["ruleSets"].as_array().expect("rule sets") {
            match sets.iter_mut().find(|known| known["id"] == set["id"]) {
                Some(known) => *known = set.clone(),
                None => sets.push(set.clone()),
            }
        }
    }

    /// Runs a plan as its schema describes. Returns the number of requests that were not sent because another policy is
    /// in effect.
    fn run(&mut self, files: &[OutputFile]) -> usize {
        let plan = document(files, "power-platform/plan.json");
        let list = |key: &str| plan[key].as_array().expect("a list").clone();
        let mut skipped = 0;
        let mut awaited = None;
        let mut made = BTreeMap::new();
        let mut assign = true;
        for request in list("requests") {
            let file = document(files, &format!("power-platform/{}", request["file"].as_str().expect("a file")));
            assert_eq!((&file["method"], &file["path"]), (&request["method"], &request["path"]));
            let body = &file["body"];
            let order = &request["order"];
            if request.get("dataPolicy").is_some() {
                let lookup = list("lookups").into_iter().find(|one| one["request"] == *order);
                self.data_policy(&request, lookup.as_ref(), body);
                continue;
            }
            if request.get("connectorAllowList").is_none() {
                self.administered.send(&plan, &request, &file, &mut made);
                continue;
            }
            let asks = list("assignments");
            if let Some(ask) = asks.iter().find(|ask| ask["change"] == *order) {
                let found = self.assignments(ask["path"].as_str().expect("a path"));
                awaited = None;
                match found.as_slice() {
                    [] if request["method"] == "POST" => {
                        let id = self.new_id();
                        let mut policy = body.clone();
                        policy["id"] = id.clone().into();
                        self.rules.push(policy);
                        awaited = Some(id);
                        assign = true;
                    }
                    [] => {
                        self.patch(ask["policyId"].as_str().expect("a bound id"), body);
                        assign = true;
                    }
                    [one] => {
                        let id = one.pointer(ask["idAt"].as_str().expect("a pointer")).and_then(Value::as_str);
                        let id = id.expect("an id").to_owned();
                        let policy = self.rules.iter().find(|policy| policy["id"] == id.as_str()).expect("it exists");
                        let name = policy.pointer(ask["name"]["nameAt"].as_str().expect("a pointer"));
                        let is_own = ask["policyId"] == id.as_str()
                            || ask["policyId"].is_null() && name == Some(&ask["name"]["value"]);
                        if is_own {
                            self.patch(&id, body);
                        } else {
                            skipped += 1;
                        }
                        assign = false;
                    }
                    _several => unreachable!("a place has one policy"),
                }
            } else if assign {
                let path =
                    request["path"].as_str().expect("a path").trim_start_matches("/governance/ruleBasedPolicies/");
                let (policy, place) = path.trim_end_matches("/assignments").split_once('/').expect("policy and place");
                let policy = awaited.clone().unwrap_or_else(|| policy.to_owned());
                assert!(self.assigned.iter().all(|(there, _)| there != place), "{place} has a policy already");
                self.assigned.push((place.to_owned(), policy));
            }
        }
        skipped
    }

    fn data_policy(&mut self, request: &Value, lookup: Option<&Value>, body: &Value) {
        let known = match lookup {
            Some(lookup) => {
                let name_at = lookup["nameAt"].as_str().expect("a pointer");
                self.data.iter().position(|one| one.pointer(name_at) == Some(&lookup["displayName"]))
            }
            None => {
                let id = request["path"].as_str().and_then(|path| path.rsplit('/').next()).expect("an id");
                self.data.iter().position(|one| one["policyDefinition"]["name"] == id)
            }
        };
        let id = match known {
            Some(at) => self.data.remove(at)["policyDefinition"]["name"].clone(),
            None => self.new_id().into(),
        };
        let mut policy = body.clone();
        policy["policyDefinition"]["name"] = id;
        self.data.push(policy);
        self.data.sort_by_key(|one| one["policyDefinition"]["displayName"].to_string());
    }

    /// The answers of the service, as input files of an import.
    fn answers(&self) -> Vec<(String, Vec<u8>)> {
        let assignments: Vec<Value> = self
            .assigned
            .iter()
            .map(|(place, policy)| {
                let (kind, id) = place.split_once('/').expect("kind and id");
                let kind = if kind == "environmentGroups" { "EnvironmentGroup" } else { "Environment" };
                json!({ "policyId": policy, "resourceId": id, "resourceType": kind, "ruleSetCount": 2, "tenantId": "t" })
            })
            .collect();
        let environment = |id: &str, name: &str, kind: &str, group: Value| {
            json!({
                "name": id, "location": "europe",
                "properties": {
                    "displayName": name, "environmentSku": kind, "isDefault": false, "parentEnvironmentGroup": group,
                    "governanceConfiguration": { "protectionLevel": "Standard" },
                    "linkedEnvironmentMetadata": { "baseLanguage": 1033, "currency": { "code": "EUR" } },
                },
            })
        };
        let environments = [
            environment(SALES, "sales", "Production", json!({ "id": GROUP })),
            environment(LAB, "lab", "Sandbox", Value::Null),
        ];
        let file = |name: &str, value: Value| (name.to_owned(), value.to_string().into_bytes());
        vec![
            file("assignments.json", json!({ "value": assignments })),
            file("data.json", json!({ "value": self.data })),
            file("environments.json", json!({ "value": environments })),
            file("rules.json", json!({ "value": self.rules })),
        ]
    }
}

/// The bodies of all requests, by file, without ids that the service chose.
fn bodies(build: &Build) -> Vec<(String, Value)> {
    let files = build.emit(&[Target::PowerPlatform]);
    let requests =
        files.iter().filter(|file| file.path.starts_with("power-platform/") && !file.path.ends_with("plan.json"));
    let mut all: Vec<(String, Value)> = requests
        .map(|file| {
            let mut body = document(&files, &file.path)["body"].clone();
            if let Some(definition) = body.get_mut("policyDefinition").and_then(Value::as_object_mut) {
                definition.remove("name");
            }
            (file.path.clone(), body)
        })
        .collect();
    all.sort_by(|one, two| one.0.cmp(&two.0));
    all
}

#[test]
fn a_second_run_changes_nothing_and_the_state_is_the_program() {
    let build = Build::new(PROGRAM).bound(&ids());
    let files = build.emit(&[Target::PowerPlatform]);
    let mut tenant = Tenant::default();
    assert_eq!(tenant.run(&files), 0);
    assert_eq!((tenant.data.len(), tenant.rules.len(), tenant.assigned.len(), tenant.created), (2, 2, 2, 4));
    let before = tenant.clone();
    assert_eq!(tenant.run(&files), 0);
    assert_eq!(tenant, before, "a second run makes no copy and no change");

    let imported = import(Format::Auto, &tenant.answers(), Catalog::builtin(), &Options::default())
        .expect("the answers should be importable");
    let lacks = imported.report.refused() + imported.report.held_back();
    assert_eq!(lacks, 0, "{:?}\n{}", imported.report.not_carried, imported.source);
    // No answer has the name of the group, so its symbol is derived from its id.
    let source = imported.source.replace("group_2e81f9c0", "estate");
    let read_back =
        Build::new(&source).bound(&imported.bindings.to_json().to_string().replace("group_2e81f9c0", "estate"));
    assert_eq!(bodies(&read_back), bodies(&build), "{source}");

    // With the ids that the service chose, the same program changes the existing objects.
    let bound = Build::new(PROGRAM).bound(&read_back_bindings(&imported.bindings.to_json()));
    let files = bound.emit(&[Target::PowerPlatform]);
    assert_eq!(document(&files, "power-platform/plan.json")["lookups"], json!([]));
    assert_eq!(tenant.run(&files), 0);
    assert_eq!(tenant, before, "nor does a run by ids");
}

fn read_back_bindings(bindings: &Value) -> String {
    bindings.to_string().replace("group_2e81f9c0", "estate")
}

#[test]
fn other_rule_sets_of_a_policy_survive() {
    let build = Build::new(PROGRAM).bound(&ids());
    let files = build.emit(&[Target::PowerPlatform]);
    let mut tenant = Tenant::default();
    tenant.run(&files);
    let other =
        json!({ "id": "MakerOnboardingContent", "version": "1.0", "inputs": { "makerOnboardingMarkdown": "Hi" } });
    for policy in &mut tenant.rules {
        policy["ruleSets"].as_array_mut().expect("rule sets").push(other.clone());
    }
    let before = tenant.clone();
    tenant.run(&files);
    assert_eq!(tenant, before);
}

#[test]
fn a_policy_of_another_name_is_left_alone() {
    let build = Build::new(PROGRAM).bound(&ids());
    let files = build.emit(&[Target::PowerPlatform]);
    let foreign = json!({ "id": "f", "name": "Made by hand", "ruleSets": [] });
    let mut tenant = Tenant {
        rules: vec![foreign.clone()],
        assigned: vec![(format!("environmentGroups/{GROUP}"), "f".to_owned())],
        ..Tenant::default()
    };
    assert_eq!(tenant.run(&files), 1, "the list of the group is not written");
    assert_eq!(tenant.rules.first(), Some(&foreign));
    assert_eq!(tenant.assigned.len(), 2, "the list of the other environment is");
}

#[test]
fn what_requests_cannot_say_is_named_and_what_has_no_id_is_found() {
    let types = PROGRAM.replace("actions = [GetItems_V2, GetItem_V2]", "connection_types = [\"entra\"]");
    let build = Build::new(&types).bound(&ids());
    let left = build.prepare(&[Target::PowerPlatform]).ready.not_carried();
    assert!(
        left.iter().any(|line| line.contains("types of connections") && line.contains("`estate_list`")),
        "{left:?}"
    );
    let plan = document(&build.emit(&[Target::PowerPlatform]), "power-platform/plan.json");
    let asked: Vec<&Value> =
        plan["assignments"].as_array().expect("a list").iter().map(|one| &one["bind"]["symbol"]).collect();
    assert_eq!(asked, ["lab_list"]);
    let messages: Vec<String> = Build::new(PROGRAM)
        .prepare(&[Target::PowerPlatform])
        .findings
        .iter()
        .map(|finding| finding.message.clone())
        .collect();
    let group = "environment group `estate` has no id, which target `power-platform` needs";
    assert!(messages.iter().any(|message| message == group), "{messages:?}");
}

#[test]
fn our_own_requests_are_read_back() {
    let build = Build::new(PROGRAM).bound(&ids());
    let files = build.emit(&[Target::PowerPlatform]);
    let inputs: Vec<(String, Vec<u8>)> = files
        .into_iter()
        .filter(|file| file.path.starts_with("power-platform/"))
        .map(|file| (file.path, file.bytes))
        .collect();
    let imported = import(Format::Auto, &inputs, Catalog::builtin(), &Options::default()).expect("importable");
    let lines: Vec<&str> = imported.report.allow_lists.iter().map(|list| list.symbol.as_str()).collect();
    assert_eq!(lines, ["estate_list", "lab_list"], "{}", imported.source);
    assert!(imported.source.contains("actions = [GetItem_V2, GetItems_V2]"), "{}", imported.source);
    assert!(imported.source.contains("connector_policies = allow_list_only"), "{}", imported.source);
    // The environment of the other list has no database in requests, so its list is held back for a person.
    assert_eq!(imported.report.held_back(), 1, "{}", imported.source);
}
