//! Every field of a real export is in the requests again, or the report names it.

use std::collections::BTreeSet;

use dictum::catalog::DataGroup;
use dictum::import::{Imported, PolicyReport};
use serde_json::Value;

use super::{FIVE, Program, Way, catalog, sample};

/// A scalar of a file: its place, its key, and its value.
#[derive(Debug)]
struct Leaf {
    place: String,
    key: String,
    value: String,
}

/// The scalars of a value with a meaning: not `null`, `false` or an empty text.
fn leaves(value: &Value, place: &str, key: &str, out: &mut Vec<Leaf>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                leaves(value, &format!("{place}/{key}"), key, out);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, &format!("{place}/{index}"), key, out);
            }
        }
        Value::Null | Value::Bool(false) => {}
        Value::String(text) if text.is_empty() => {}
        Value::Bool(true) | Value::Number(_) | Value::String(_) => {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            out.push(Leaf { place: place.to_owned(), key: key.to_owned(), value });
        }
    }
}

/// Key and value in the form of requests.
fn on_the_wire(leaf: &Leaf) -> (String, String) {
    let key = match leaf.key.as_str() {
        "display_name" => "displayName",
        "default_connectors_classification" => "defaultConnectorsClassification",
        "environment_type" => "environmentType",
        "environments" => "name",
        "action_id" => "actionId",
        "default_action_rule_behavior" => "defaultConnectorActionRuleBehavior",
        "endpoint" => "endPoint",
        "host_url_pattern" => "pattern",
        "data_group" => "customConnectorRuleClassification",
        other => other,
    };
    let group = DataGroup::of_people(&leaf.value).filter(|_| leaf.key == "data_group");
    let value = match group {
        Some(group) => group.classification(),
        None => &leaf.value,
    };
    (key.to_ascii_lowercase(), value.to_ascii_lowercase())
}

/// Whether the report names the value at a place of a policy.
fn is_named(leaf: &Leaf, policy: &str, imported: &Imported) -> bool {
    imported.report.not_carried.iter().any(|item| {
        let above = leaf.place == item.place || leaf.place.starts_with(&format!("{}/", item.place));
        let is_deeper = item.place.len() > policy.len();
        above && (is_deeper || item.what.contains(&format!("`{}`", leaf.key)))
    })
}

/// Compares one policy of an export with its request. Returns the number of its scalars, and the number of connectors
/// that `rest` covers.
fn hold(policy: &Value, place: &str, request: &Value, report: &PolicyReport, imported: &Imported) -> (usize, usize) {
    let mut written = Vec::new();
    leaves(request, "", "", &mut written);
    // The id of a policy is in the path of its request.
    if let Some(id) = request["path"].as_str().and_then(|path| path.rsplit('/').next()) {
        written.push(Leaf { place: String::new(), key: "id".to_owned(), value: id.to_owned() });
    }
    let written: BTreeSet<(String, String)> = written.iter().map(on_the_wire).collect();
    let mut all = Vec::new();
    leaves(policy, place, "", &mut all);
    // A connector that `rest` covers is in no request; the report counts it in its group.
    let is_listed = |leaf: &Leaf| {
        leaf.key == "id"
            && (leaf.place.contains("_connectors/") || leaf.place.contains("/connectors/"))
            && !written.contains(&on_the_wire(leaf))
    };
    let covered: BTreeSet<String> =
        all.iter().filter(|leaf| is_listed(leaf)).map(|leaf| leaf.place.trim_end_matches("/id").to_owned()).collect();
    let counted: usize = report.groups.iter().map(|group| group.covered).sum();
    assert_eq!(covered.len(), counted, "{place}: what is missing is what the report counts");
    for leaf in &all {
        let of_covered = leaf.place.rsplit_once('/').is_some_and(|(above, _)| covered.contains(above));
        let told = of_covered || written.contains(&on_the_wire(leaf)) || is_named(leaf, place, imported);
        assert!(told, "neither carried nor told: {leaf:?}\n{:?}", imported.report.not_carried);
    }
    (all.len(), covered.len())
}

#[test]
fn every_field_is_carried_or_told() {
    let mut counts = Vec::new();
    for (name, root, list) in [
        ("industry-default-env.v1.json", "", false),
        ("industry-high-tenant.v1.json", "", false),
        ("provider-mock-policy.v2.json", "", false),
        (FIVE, "/all_dlp_policies/value/policies", true),
    ] {
        let (file, bytes) = sample(name);
        let input: Value = serde_json::from_slice(&bytes).expect("the sample is JSON");
        let way = Way::ALL[0];
        let (program, imported) = Program::imported(&[(file, bytes)], way.members, &catalog(name));
        let built = program.build(way);
        let found = input.pointer(root).expect("policies");
        let policies: Vec<(String, &Value)> = if list {
            let items = found.as_array().expect("a list").iter().enumerate();
            items.map(|(index, policy)| (format!("{root}/{index}"), policy)).collect()
        } else {
            vec![(root.to_owned(), found)]
        };
        for (place, policy) in policies {
            let report = imported.report.policies.iter().find(|report| report.place == place).expect("the policy");
            let request = built.json(&format!("power-platform/data-policies/{}.json", report.symbol));
            counts.push(hold(policy, &place, &request, report, &imported));
        }
    }
    println!("scalars of each policy, and connectors covered by `rest`: {counts:?}");
    assert_eq!(counts.len(), 8);
    assert!(counts.iter().all(|(scalars, _)| *scalars > 30), "{counts:?}");
}

#[test]
fn what_stands_around_terraform_s_policies_is_its_own_form() {
    let (_, bytes) = sample(FIVE);
    let input: Value = serde_json::from_slice(&bytes).expect("the sample is JSON");
    let output = input["all_dlp_policies"].as_object().expect("an output");
    assert_eq!(output.keys().collect::<Vec<_>>(), ["sensitive", "type", "value"]);
    let value = output["value"].as_object().expect("a value");
    assert_eq!(value.keys().collect::<Vec<_>>(), ["id", "policies"]);
}
