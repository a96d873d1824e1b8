//! One vocabulary, one mapping: Business is `Confidential` in requests, Non-business is `General`, and the same pair
//! applies to reading and to writing.

use std::sync::Arc;

use dictum::catalog::{Behaviour, Catalog, DataGroup, EnvironmentType, IGNORE};
use dictum::emit::{Api, Bindings, Job, Rest, Settings, Target, emit};
use dictum::engine;
use dictum::import::read::{Export, Group, Scope, read};
use dictum::import::{Format, Options, import};
use dictum::text::Sources;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Source, display, request, Terraform: written out here again, so that no mistake of the table passes.
const GROUPS: [(DataGroup, &str, &str, &str, &str); 3] = [
    (DataGroup::Business, "business", "Business", "Confidential", "Business"),
    (DataGroup::NonBusiness, "non_business", "Non-business", "General", "NonBusiness"),
    (DataGroup::Blocked, "blocked", "Blocked", "Blocked", "Blocked"),
];

/// A connector for each group, in the order of [`GROUPS`].
const CONNECTORS: [&str; 3] = ["sql", "rss", "twitter"];

#[test]
fn the_words_are_these() {
    assert_eq!(DataGroup::ALL, GROUPS.map(|(group, ..)| group));
    for (group, word, title, wire, terraform) in GROUPS {
        assert_eq!(
            [group.word(), group.title(), group.classification(), group.terraform()],
            [word, title, wire, terraform]
        );
        assert_eq!(DataGroup::of_classification(wire), Some(group));
        assert_eq!(DataGroup::of_classification(&wire.to_uppercase()), Some(group));
        for spelled in [terraform, title, word] {
            assert_eq!(DataGroup::of_people(spelled), Some(group));
        }
    }
    assert_eq!(IGNORE, "Ignore");
    // The two vocabularies share `Blocked` only.
    for word in ["Business", "NonBusiness", "Non-business", IGNORE, "", "Public"] {
        assert_eq!(DataGroup::of_classification(word), None, "{word}");
    }
    for word in ["Confidential", "General", IGNORE, ""] {
        assert_eq!(DataGroup::of_people(word), None, "{word}");
    }
}

#[test]
fn the_words_of_environments_and_rules_are_these() {
    for (kind, wire) in [
        (EnvironmentType::All, "AllEnvironments"),
        (EnvironmentType::Except, "ExceptEnvironments"),
        (EnvironmentType::Only, "OnlyEnvironments"),
        (EnvironmentType::Single, "SingleEnvironment"),
    ] {
        assert_eq!((kind.wire(), EnvironmentType::of_wire(wire)), (wire, Some(kind)));
    }
    for (behaviour, action, endpoint) in [(Behaviour::Allow, "Allow", "Allow"), (Behaviour::Block, "Block", "Deny")] {
        assert_eq!((behaviour.of_action(), behaviour.of_endpoint()), (action, endpoint));
        assert_eq!(Behaviour::of_wire(action), Some(behaviour));
        assert_eq!(Behaviour::of_wire(endpoint), Some(behaviour));
        assert_eq!(Behaviour::of(behaviour == Behaviour::Allow), behaviour);
    }
    assert_eq!(Behaviour::of_wire("Permit"), None);
}

/// A policy with all words of the source. `rest` is in the group with this index.
fn source(rest: usize) -> String {
    let groups = GROUPS.iter().zip(CONNECTORS).enumerate().map(|(index, ((_, word, ..), connector))| {
        format!("  {word} = [{connector}]{}\n", if index == rest { " + rest" } else { "" })
    });
    let patterns = GROUPS.iter().map(|(_, word, ..)| format!("    \"https://{word}.example*\" -> {word}\n"));
    let (groups, patterns) = (groups.collect::<String>(), patterns.collect::<String>());
    format!(
        "data_policy p {{\n  applies_to = all\n{groups}  custom_connectors {{\n{patterns}    \"*\" -> ignore\n  }}\n  \
         connector sql {{ actions {{ block [DeleteItem_V2]; allow rest }}; endpoints {{ allow \"a\"; deny \"*\" }} }}\n}}\n"
    )
}

/// The bodies that the target writes for it, by the last part of their file names.
fn written(source: &str, api: Api) -> Vec<(String, Value)> {
    let sources = Sources::single("p.dictum", source);
    let settings = engine::Settings { today: Date::constant(2026, 11, 21) };
    let analysis = engine::analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings);
    let bindings = Bindings { tenant: Some("44444444-0000-0000-0000-000000000004".to_owned()), ..Bindings::default() };
    let settings = Settings {
        project: "p",
        bindings: &bindings,
        api,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &sources, settings };
    let files = emit(&[Target::PowerPlatform], job).expect("nothing stands in the way");
    files
        .iter()
        .filter(|file| file.path.contains("/data-policies/"))
        .map(|file| {
            let request: Value = serde_json::from_slice(&file.bytes).expect("JSON");
            (file.path.clone(), request)
        })
        .collect()
}

fn imported(files: &[(String, Value)]) -> Export {
    let files: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, value)| (name.clone(), value.to_string().into_bytes())).collect();
    read(Format::Auto, &files).expect("the files can be read")
}

/// Whether an export has the content of [`source`].
fn holds(export: &Export, rest: usize) {
    let [policy] = export.policies.as_slice() else { unreachable!("one policy") };
    assert_eq!(Some(policy.default), GROUPS.get(rest).map(|(group, ..)| *group));
    assert_eq!(policy.scope, Scope::All);
    for ((group, ..), connector) in GROUPS.iter().zip(CONNECTORS) {
        let ids: Vec<&str> = policy.members(*group).listed.iter().map(|entry| entry.wire_id.as_str()).collect();
        assert!(ids.contains(&format!("/providers/Microsoft.PowerApps/apis/shared_{connector}").as_str()), "{ids:?}");
    }
    let patterns: Vec<(&str, Option<Group>)> =
        policy.patterns.iter().map(|pattern| (pattern.url.as_str(), pattern.group)).collect();
    let wanted = [
        ("https://business.example*", Some(Group::Business)),
        ("https://non_business.example*", Some(Group::NonBusiness)),
        ("https://blocked.example*", Some(Group::Blocked)),
        ("*", None),
    ];
    assert_eq!(patterns, wanted);
}

/// Whether the groups and the default of a written policy are the words of the table.
fn says(definition: &Value, rest: usize) {
    let (_, _, _, wire, _) = GROUPS[rest];
    assert_eq!(definition["defaultConnectorsClassification"], wire);
    for ((.., wire, _), connector) in GROUPS.iter().zip(CONNECTORS) {
        let groups = definition["connectorGroups"].as_array().expect("groups");
        let group = groups.iter().find(|group| group["classification"] == *wire).expect("the group");
        let ids: Vec<&str> = group["connectors"]
            .as_array()
            .expect("connectors")
            .iter()
            .filter_map(|entry| entry["id"].as_str())
            .collect();
        assert!(ids.iter().any(|id| id.ends_with(&format!("/shared_{connector}"))), "{wire}: {ids:?}");
    }
}

fn patterns_say(rules: &Value) {
    let words: Vec<&str> = rules
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|rule| rule["customConnectorRuleClassification"].as_str())
        .collect();
    assert_eq!(words, ["Confidential", "General", "Blocked", "Ignore"]);
}

#[test]
fn the_second_generation_says_them_both_ways() {
    for rest in 0..3 {
        let files = written(&source(rest), Api::V2);
        let [(_, request)] = files.as_slice() else { unreachable!("one request") };
        says(&request["body"]["policyDefinition"], rest);
        patterns_say(&request["body"]["customConnectorUrlPatternsDefinition"]["rules"]);
        let rules = &request["body"]["connectorConfigurationsDefinition"];
        assert_eq!(rules["connectorActionConfigurations"][0]["actionRules"][0]["behavior"], "Block");
        assert_eq!(rules["endpointConfigurations"][0]["endpointRules"][1]["behavior"], "Deny");
        holds(&imported(&files), rest);
        // Without the request around it, in the form of the platform's answer.
        holds(&imported(&[("answer.json".to_owned(), request["body"].clone())]), rest);
    }
}

#[test]
fn the_first_generation_says_them_both_ways() {
    for rest in 0..3 {
        let files = written(&source(rest), Api::V1);
        assert_eq!(files.len(), 3);
        for (path, request) in &files {
            if path.ends_with("/p.json") {
                says(&request["body"], rest);
            } else if path.ends_with("urlPatterns.json") {
                patterns_say(&request["body"]["rules"]);
            }
        }
        holds(&imported(&files), rest);
    }
}

#[test]
fn terraform_says_the_default_on_the_wire_and_patterns_in_its_own_words() {
    for (rest, (_, _, _, default, _)) in GROUPS.iter().enumerate() {
        let member = |index: usize| {
            json!([{ "id": format!("/providers/Microsoft.PowerApps/apis/shared_{}", CONNECTORS[index]),
                     "default_action_rule_behavior": "", "action_rules": [], "endpoint_rules": [] }])
        };
        let patterns = GROUPS.iter().zip(1..).map(|((_, word, _, _, terraform), order)| {
            json!({ "order": order, "host_url_pattern": format!("https://{word}.example*"), "data_group": terraform })
        });
        let mut patterns: Vec<Value> = patterns.collect();
        patterns.push(json!({ "order": 4, "host_url_pattern": "*", "data_group": "Ignore" }));
        let policy = json!({ "id": "1", "display_name": "p", "default_connectors_classification": default,
            "environment_type": "AllEnvironments", "environments": [], "business_connectors": member(0),
            "non_business_connectors": member(1), "blocked_connectors": member(2), "custom_connectors_patterns": patterns });
        holds(&imported(&[("output.json".to_owned(), json!({ "policy": policy }))]), rest);
    }
}

#[test]
fn what_is_imported_says_it_in_the_words_of_the_source() {
    for rest in 0..3 {
        let files: Vec<(String, Vec<u8>)> = written(&source(rest), Api::V2)
            .into_iter()
            .map(|(name, value)| (name, value.to_string().into_bytes()))
            .collect();
        let text = import(Format::Auto, &files, Catalog::builtin(), &Options::default()).expect("a policy").source;
        for word in ["Confidential", "General", "NonBusiness"] {
            assert!(!text.contains(word), "{text}");
        }
        for (_, word, ..) in GROUPS {
            assert!(
                text.contains(&format!("https://{word}.example*\"")) && text.contains(&format!("-> {word}\n")),
                "{text}"
            );
        }
        assert!(text.contains("-> ignore\n"), "{text}");
    }
}
