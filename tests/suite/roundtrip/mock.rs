//! The envelope in the platform's own answers, field by field.

use dictum::catalog::{Catalog, wire};
use serde_json::Value;

use super::{Program, Way, catalog, sample};

const MOCK: &str = "provider-mock-policy.v2.json";

/// Members that only the platform writes, and no request.
const SERVERS: [&str; 6] =
    ["createdBy", "createdTime", "lastModifiedBy", "lastModifiedTime", "etag", "isLegacySchemaVersion"];

/// The normal form: members that only the server writes are removed, and connectors, actions and their rules are
/// sorted.
fn normal(mut body: Value) -> Value {
    let definition = body["policyDefinition"].as_object_mut().expect("a definition");
    for key in SERVERS {
        definition.remove(key);
    }
    for group in definition["connectorGroups"].as_array_mut().expect("groups") {
        let connectors = group["connectors"].as_array_mut().expect("connectors");
        sort(connectors, "id");
        for connector in connectors {
            let id = connector["id"].as_str().expect("an id").to_owned();
            let known = Catalog::builtin().find(&id).map(|index| Catalog::builtin().get(index));
            let name = known.map(|known| known.display_name.to_string()).expect("the mock's connectors are known");
            // The catalogue's name may be newer than the file.
            connector["name"] = name.into();
        }
    }
    let configurations = &mut body["connectorConfigurationsDefinition"];
    for (list, rules) in [("connectorActionConfigurations", "actionRules"), ("endpointConfigurations", "endpointRules")]
    {
        let list = configurations[list].as_array_mut().expect("a list");
        sort(list, "connectorId");
        if rules == "actionRules" {
            for entry in list {
                sort(entry[rules].as_array_mut().expect("rules"), "actionId");
            }
        }
    }
    body
}

fn sort(list: &mut [Value], key: &str) {
    list.sort_by_key(|entry| entry[key].as_str().unwrap_or_default().to_owned());
}

#[test]
fn what_is_written_is_what_was_read() {
    let (name, bytes) = sample(MOCK);
    let input: Value = serde_json::from_slice(&bytes).expect("the sample is JSON");
    let (program, _) = Program::imported(&[(name, bytes)], Way::ALL[0].members, &catalog(MOCK));
    let request = program.build(Way::ALL[0]).json("power-platform/data-policies/a2.json");
    let id = input["policyDefinition"]["name"].as_str().expect("an id");
    assert_eq!(request["method"], "PATCH");
    assert_eq!(request["path"], format!("/providers/PowerPlatform.Governance/v2/policies/{id}"));
    assert_eq!(request["body"], normal(input.clone()));
    // Only the order of the connectors, which has no meaning for the service, can differ. Everything else was there
    // already.
    assert_eq!(normal(request["body"].clone()), request["body"]);
    let listed = input["policyDefinition"]["connectorGroups"].as_array().expect("groups").iter();
    for connector in listed.flat_map(|group| group["connectors"].as_array().expect("connectors")) {
        let id = connector["id"].as_str().expect("an id");
        assert_eq!(connector["type"], wire::wire_type(id));
    }
}
