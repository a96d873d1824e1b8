//! A service that runs the plan as its schema describes, and stores what it receives like Microsoft Graph: objects
//! inside a body are replaced whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const TEMPLATE: &str = "62375ab9-6b52-47ed-826b-58e47e0e304b";

/// A tenant.
pub(super) struct Graph {
    /// Collections and single objects, by path.
    objects: BTreeMap<String, Value>,
    sent: usize,
    made: usize,
}

impl Graph {
    pub(super) fn new() -> Self {
        let mut objects = BTreeMap::new();
        objects.insert(
            "/policies/authorizationPolicy".to_owned(),
            json!({ "allowInvitesFrom": "everyone", "defaultUserRolePermissions": { "allowedToCreateApps": true, "allowedToCreateSecurityGroups": true } }),
        );
        objects.insert(
            "/policies/crossTenantAccessPolicy/default".to_owned(),
            json!({ "inboundTrust": { "isMfaAccepted": false } }),
        );
        Self { objects, sent: 0, made: 0 }
    }

    pub(super) fn sent(&self) -> usize {
        self.sent
    }

    pub(super) fn state(&self) -> BTreeMap<String, Value> {
        self.objects.clone()
    }

    pub(super) fn settings(&mut self, values: &[(&str, &str)]) {
        let values: Vec<Value> = values.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.list("/groupSettings").push(json!({ "id": "settings", "templateId": TEMPLATE, "values": values }));
    }

    pub(super) fn setting(&self, name: &str) -> Value {
        let values = self.objects["/groupSettings"][0]["values"].as_array().expect("values");
        values.iter().find(|one| one["name"] == name).map_or(Value::Null, |one| one["value"].clone())
    }

    pub(super) fn partner(&mut self, tenant: &str, trust: &Value) {
        self.list("/policies/crossTenantAccessPolicy/partners")
            .push(json!({ "tenantId": tenant, "inboundTrust": trust }));
    }

    pub(super) fn trust(&self, tenant: &str) -> Value {
        let partners = self.objects["/policies/crossTenantAccessPolicy/partners"].as_array().expect("partners");
        partners.iter().find(|one| one["tenantId"] == tenant).expect("the partner")["inboundTrust"].clone()
    }

    pub(super) fn owned_group(&mut self, name: &str, owner: &str) {
        self.list("/groups").push(json!({ "id": "there", "displayName": name, "mailEnabled": false }));
        self.list("/groups/there/owners").push(json!({ "id": owner }));
    }

    pub(super) fn owners(&self, name: &str) -> Vec<String> {
        let groups = self.objects["/groups"].as_array().expect("groups");
        let id =
            groups.iter().find(|one| one["displayName"] == name).expect("the group")["id"].as_str().expect("an id");
        let owners = self.objects[&format!("/groups/{id}/owners")].as_array().expect("owners");
        let mut ids: Vec<String> = owners.iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect();
        ids.sort_unstable();
        ids
    }

    pub(super) fn permission(&self, name: &str) -> Value {
        self.objects["/policies/authorizationPolicy"]["defaultUserRolePermissions"][name].clone()
    }

    fn list(&mut self, path: &str) -> &mut Vec<Value> {
        self.objects.entry(path.to_owned()).or_insert_with(|| json!([])).as_array_mut().expect("a list")
    }

    /// Runs the steps in order.
    pub(super) fn run(&mut self, plan: &Value) {
        let mut found: Vec<String> = Vec::new();
        for step in plan["steps"].as_array().expect("steps") {
            let mut known: Vec<(String, String)> = Vec::new();
            for need in step["needs"].as_array().expect("needs") {
                let at = need["step"].as_u64().expect("a step") as usize - 1;
                known.push((format!("{{{}}}", need["parameter"].as_str().expect("a parameter")), found[at].clone()));
            }
            if let Some(policy) = self.objects.get("/groupLifecyclePolicies").and_then(|list| list[0]["id"].as_str()) {
                known.push(("{lifecycle}".to_owned(), policy.to_owned()));
            }
            found.push(self.step(&filled(step, &known)));
        }
    }

    /// Runs a step. Returns the id of the object that was found or created.
    fn step(&mut self, step: &Value) -> String {
        let path = step["look"]["path"].as_str().expect("a path");
        assert!(!path.contains('{'), "{path} has a parameter left");
        let items = self.look(step, path);
        if let Some(references) = step["add"].as_array().filter(|references| !references.is_empty()) {
            for reference in references {
                let id = reference.as_str().and_then(|one| one.rsplit('/').next()).expect("an id");
                if !items.iter().any(|item| item["id"] == id) {
                    let list =
                        step["create"]["path"].as_str().and_then(|path| path.strip_suffix("/$ref")).expect("a list");
                    self.list(list).push(json!({ "id": id }));
                    self.sent += 1;
                }
            }
            return String::new();
        }
        assert!(items.len() <= 1, "{step}: a person decides");
        match items.first() {
            Some(item) => self.change(step, item),
            None => self.create(step),
        }
    }

    fn look(&mut self, step: &Value, path: &str) -> Vec<Value> {
        let plain = path.split('?').next().unwrap_or_default();
        if step["look"]["items"] == "" {
            let (list, id) = plain.rsplit_once('/').unwrap_or_default();
            let single = self.objects.get(plain).cloned();
            let listed = || self.objects.get(list)?.as_array()?.iter().find(|item| item["id"] == id).cloned();
            // A group with an id in the bindings exists.
            let bound = || (list == "/groups").then(|| json!({ "id": id }));
            let item = single.or_else(listed).or_else(bound);
            if list == "/groups" && !self.list(list).iter().any(|one| one["id"] == id) {
                self.list(list).push(json!({ "id": id }));
            }
            return item.into_iter().collect();
        }
        let items = self.objects.get(plain).and_then(Value::as_array).cloned().unwrap_or_default();
        let Some(at) = step["look"]["which"]["at"].as_str() else { return items };
        items.into_iter().filter(|item| item.pointer(at) == Some(&step["look"]["which"]["value"])).collect()
    }

    fn create(&mut self, step: &Value) -> String {
        let (path, mut body) = (step["create"]["path"].as_str().expect("a path"), step["create"]["body"].clone());
        self.sent += 1;
        if let Some(group) = path.strip_suffix("/addGroup") {
            assert!(group.starts_with("/groupLifecyclePolicies/"));
            let place = format!("/groups/{}/groupLifecyclePolicies", body["groupId"].as_str().expect("an id"));
            self.list(&place).push(json!({ "id": "lifecycle" }));
            return String::new();
        }
        self.made += 1;
        let id = format!("made-{}", self.made);
        body["id"] = json!(id);
        self.list(path).push(body);
        id
    }

    fn change(&mut self, step: &Value, item: &Value) -> String {
        let id = item["id"].as_str().unwrap_or_default().to_owned();
        let Some(body) = step["change"]["body"].as_object() else { return id };
        let mut body = body.clone();
        for pointer in step["fill"].as_array().expect("a list") {
            fill(&mut body, pointer.as_str().and_then(|one| one.strip_prefix('/')).expect("a member"), item);
        }
        if body.iter().all(|(key, value)| item.get(key) == Some(value)) {
            return id;
        }
        self.sent += 1;
        let path = step["change"]["path"].as_str().expect("a path").replace("{id}", &id);
        let (list, last) = path.rsplit_once('/').expect("a path");
        let target = match self.objects.get_mut(&path) {
            Some(single) => single,
            None => {
                let items = self.objects.get_mut(list).and_then(Value::as_array_mut).expect("a list");
                items.iter_mut().find(|one| one["id"] == last || one["tenantId"] == last).expect("the item")
            }
        };
        for (key, value) in body {
            target[&key] = value;
        }
        id
    }
}

/// Keeps the existing values inside a member that the body does not name.
fn fill(body: &mut Map<String, Value>, key: &str, item: &Value) {
    match (body.get_mut(key), item.get(key)) {
        (Some(Value::Object(said)), Some(Value::Object(found))) => {
            for (key, value) in found {
                said.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        (Some(Value::Array(said)), Some(Value::Array(found))) => {
            for entry in found {
                if !said.iter().any(|one| one["name"] == entry["name"]) {
                    said.push(entry.clone());
                }
            }
            said.sort_by_key(|entry| entry["name"].as_str().unwrap_or_default().to_owned());
        }
        _other => {}
    }
}

/// The step with its parameters filled in.
fn filled(step: &Value, known: &[(String, String)]) -> Value {
    let mut text = step.to_string();
    for (parameter, id) in known {
        text = text.replace(parameter, id);
    }
    serde_json::from_str(&text).expect("still JSON")
}
