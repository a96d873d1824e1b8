//! The real samples, compared with facts that are computed here in another way.

use std::collections::BTreeSet;

use dictum::import::read::{ActionRules, Behaviour, Condition, EnvironmentRef, Group, Outcome, Policy, Scope};
use serde_json::Value;

use super::{SAMPLES, catalog_of_2024, file, import_files, only, read_files, sample, sample_path, told};

fn json_of(name: &str) -> Value {
    let text = std::fs::read_to_string(sample_path(name)).expect("the sample should be there");
    serde_json::from_str(&text).expect("the sample should be JSON")
}

fn ids_of(policy: &Policy, group: Group) -> Vec<String> {
    policy.members(group).listed.iter().map(|entry| entry.wire_id.clone()).collect()
}

fn ids_in(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|entry| entry["id"].as_str().expect("an id").to_owned()).collect()
}

fn counts(policy: &Policy) -> [usize; 3] {
    Group::ALL.map(|group| policy.members(group).listed.len())
}

#[test]
fn every_sample_gives_the_policies_it_is_known_for() {
    let expected: [(&str, &str, &[[usize; 3]]); 6] = [
        ("industry-default-env.v1.json", "power platform data policies, flat form", &[[5, 619, 13]]),
        ("industry-high-tenant.v1.json", "power platform data policies, flat form", &[[28, 715, 0]]),
        ("provider-example.tf", "terraform configuration", &[[3, 0, 0]]),
        ("provider-mock-policy.v2.json", "power platform data policies", &[[2, 4, 0]]),
        ("rpothin-example-1.tfvars", "terraform variables", &[[3, 0, 0]]),
        (
            "rpothin-tenant-five-policies.tfoutput.json",
            "terraform output",
            &[[3, 22, 1220], [3, 21, 1221], [13, 23, 1285], [8, 20, 1261], [5, 20, 1298]],
        ),
    ];
    for (name, form, policies) in expected {
        let export = read_files(&[sample(name)]);
        assert_eq!(export.policies.iter().map(counts).collect::<Vec<_>>(), policies, "{name}");
        assert_eq!(export.files.iter().map(|file| file.form).collect::<Vec<_>>(), [form], "{name}");
        assert_eq!(told(&export.not_carried, Outcome::Refused).len(), 0, "{name}");
    }
}

#[test]
fn platform_files_keep_every_connector_in_its_group() {
    for name in ["industry-default-env.v1.json", "industry-high-tenant.v1.json", "provider-mock-policy.v2.json"] {
        let root = json_of(name);
        let definition = root.get("policyDefinition").unwrap_or(&root);
        let export = read_files(&[sample(name)]);
        let policy = only(&export);
        assert_eq!(policy.name, definition["displayName"].as_str().expect("a name"));
        for group in definition["connectorGroups"].as_array().expect("groups") {
            let ours = match group["classification"].as_str() {
                Some("Confidential") => Group::Business,
                Some("General") => Group::NonBusiness,
                Some("Blocked") => Group::Blocked,
                other => unreachable!("an unknown classification {other:?}"),
            };
            assert_eq!(ids_of(policy, ours), ids_in(&group["connectors"]), "{name} {ours:?}");
        }
    }
}

#[test]
fn terraform_output_keeps_every_connector_in_its_group() {
    let name = "rpothin-tenant-five-policies.tfoutput.json";
    let root = json_of(name);
    let theirs = root["all_dlp_policies"]["value"]["policies"].as_array().expect("policies");
    let export = read_files(&[sample(name)]);
    assert_eq!(export.policies.len(), theirs.len());
    for (ours, theirs) in export.policies.iter().zip(theirs) {
        assert_eq!(Some(ours.name.as_str()), theirs["display_name"].as_str());
        assert_eq!(ours.id.as_deref(), theirs["id"].as_str());
        assert_eq!(ours.default, Group::Blocked);
        assert_eq!(ids_of(ours, Group::Business), ids_in(&theirs["business_connectors"]));
        assert_eq!(ids_of(ours, Group::NonBusiness), ids_in(&theirs["non_business_connectors"]));
        assert_eq!(ids_of(ours, Group::Blocked), ids_in(&theirs["blocked_connectors"]));
        let environments: BTreeSet<&str> =
            theirs["environments"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        let named = ours.scope.environments().iter().map(|environment| match environment {
            EnvironmentRef::Id(id)
            | EnvironmentRef::Placeholder(id)
            | EnvironmentRef::Declared(id)
            | EnvironmentRef::Unknown(id) => id.as_str(),
        });
        assert_eq!(named.collect::<BTreeSet<_>>(), environments);
        let ruled = |list: &str| {
            let list = theirs[list].as_array().expect("a list");
            list.iter().filter(|entry| entry["action_rules"] != serde_json::json!([])).count()
        };
        let theirs_ruled =
            ruled("business_connectors") + ruled("non_business_connectors") + ruled("blocked_connectors");
        assert_eq!(ours.entries().filter(|entry| entry.actions.is_some()).count(), theirs_ruled);
    }
}

#[test]
fn rules_are_read_alike_from_all_three_notations() {
    let rules_of = |name: &str| {
        let export = read_files(&[sample(name)]);
        let policy = export.policies.first().expect("a policy").clone();
        let sql = policy.entries().find(|entry| entry.wire_id.ends_with("shared_sql")).cloned();
        (sql.map(|sql| (sql.actions, sql.endpoints)), policy.patterns)
    };
    let output = rules_of("rpothin-tenant-five-policies.tfoutput.json");
    assert_eq!(output, rules_of("rpothin-example-1.tfvars"));
    assert_eq!(output, rules_of("provider-example.tf"));
    let (Some((actions, endpoints)), patterns) = output else { unreachable!("SQL has rules") };
    let blocked = |id: &str| (id.to_owned(), Behaviour::Block);
    assert_eq!(
        actions,
        Some(ActionRules {
            default: Behaviour::Allow,
            rules: vec![blocked("DeleteItem_V2"), blocked("ExecutePassThroughNativeQuery_V2")],
        })
    );
    let endpoints: Vec<(Behaviour, &str)> =
        endpoints.iter().map(|rule| (rule.behaviour, rule.endpoint.as_str())).collect();
    assert_eq!(endpoints, [(Behaviour::Allow, "contoso.com"), (Behaviour::Block, "*")]);
    let patterns: Vec<(&str, Option<Group>)> =
        patterns.iter().map(|pattern| (pattern.url.as_str(), pattern.group)).collect();
    assert_eq!(patterns, [("https://*.contoso.com", Some(Group::Blocked)), ("*", None)]);
}

#[test]
fn the_envelope_attaches_its_rules_to_the_connector() {
    let export = read_files(&[sample("provider-mock-policy.v2.json")]);
    let policy = only(&export);
    let blob = policy.business.listed.iter().find(|entry| entry.wire_id.ends_with("azureblob")).expect("the connector");
    let actions = blob.actions.as_ref().expect("action rules");
    assert_eq!((actions.default, actions.rules.len()), (Behaviour::Block, 13));
    assert_eq!(blob.endpoints.len(), 1);
    assert!(policy.unlisted.is_empty());
    assert_eq!(policy.id.as_deref(), Some("00000000-0000-0000-0000-000000000002"));
    assert_eq!(policy.etag.as_deref(), Some("a872cb45-ee20-4f63-a8e6-fcb537bd8aaf"));
    let excluded = EnvironmentRef::Id("be0eb809-e58a-ec1b-8fce-ea40b0e53442".to_owned());
    assert_eq!(policy.scope, Scope::Except(vec![excluded]));
}

#[test]
fn loops_over_the_catalogue_become_conditions() {
    let export = read_files(&[sample("provider-example.tf")]);
    let policy = only(&export);
    let business: Vec<String> = ids_of(policy, Group::Business);
    let not_business = Condition::Not(Box::new(Condition::Ids(business)));
    let with = |unblockable| Condition::Every(vec![Condition::Unblockable(unblockable), not_business.clone()]);
    assert_eq!(policy.non_business.selected, [with(true)]);
    assert_eq!(policy.blocked.selected, [with(false)]);
    assert_eq!(export.not_carried, []);
}

#[test]
fn placeholders_of_templates_are_told() {
    let export = read_files(&[sample("industry-default-env.v1.json")]);
    assert_eq!(only(&export).scope, Scope::Only(vec![EnvironmentRef::Placeholder("Default".to_owned())]));
    let doubts = told(&export.not_carried, Outcome::Doubtful);
    assert!(doubts.iter().any(|remark| remark.place == "/environments/0" && remark.what == "environment `Default`"));

    let export = read_files(&[sample("industry-high-tenant.v1.json")]);
    assert_eq!(only(&export).scope, Scope::All);
    let places: Vec<&str> =
        told(&export.not_carried, Outcome::Dropped).iter().map(|remark| remark.place.as_str()).collect();
    assert_eq!(places, ["/environments/0"]);
}

#[test]
fn what_variables_leave_to_their_module_is_assumed_aloud() {
    let export = read_files(&[sample("rpothin-example-1.tfvars")]);
    let places: Vec<&str> =
        told(&export.not_carried, Outcome::Assumed).iter().map(|remark| remark.place.as_str()).collect();
    assert_eq!(places, ["/default_connectors_classification", "/non_business_connectors", "/blocked_connectors"]);
    assert_eq!(only(&export).default, Group::Blocked);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let files: Vec<(String, Vec<u8>)> = SAMPLES.into_iter().map(sample).collect();
    let mut shuffled = files.clone();
    shuffled.reverse();
    shuffled.swap(0, 3);
    let catalog = catalog_of_2024();
    let (one, two) = (import_files(&files, &catalog), import_files(&shuffled, &catalog));
    assert_eq!(one.source, two.source);
    assert_eq!(one.bindings, two.bindings);
    assert_eq!(one.report, two.report);
    assert_eq!(one.report.policies.len(), 10);
}

#[test]
fn the_order_inside_a_file_does_not_matter() {
    let name = "rpothin-tenant-five-policies.tfoutput.json";
    let mut root = json_of(name);
    let policies = root["all_dlp_policies"]["value"]["policies"].as_array_mut().expect("policies");
    policies.reverse();
    for policy in policies {
        policy["blocked_connectors"].as_array_mut().expect("a list").reverse();
        policy["environments"].as_array_mut().expect("a list").reverse();
    }
    let catalog = catalog_of_2024();
    let one = import_files(&[sample(name)], &catalog);
    let two = import_files(&[file(name, root.to_string())], &catalog);
    assert_eq!(one.source, two.source);
}
