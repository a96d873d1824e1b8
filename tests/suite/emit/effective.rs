//! The combined effect of data policies in a bundle.

use std::fmt::Write as _;

use dictum::analysis::together;
use serde_json::Value;

use super::{Build, samples};

fn classes(build: &Build) -> Vec<Value> {
    build.document("bundle.json")["effective"].as_array().expect("a list").clone()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().map(|names| names.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

#[test]
fn every_environment_is_in_one_class_with_the_policies_that_apply() {
    let classes = classes(&samples::full());
    let found: Vec<(Vec<&str>, Vec<&str>)> =
        classes.iter().map(|class| (names(&class["environments"]), names(&class["policies"]))).collect();
    let expected = [
        (vec!["default"], vec!["tenant_baseline"]),
        (vec!["finance_prod"], vec!["finance"]),
        (vec!["odd name"], vec!["finance", "local", "tenant_baseline"]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn connectors_of_one_cell_may_be_used_together_and_others_not() {
    let build = samples::full();
    let mut tried = 0;
    for class in classes(&build) {
        let environment = build.program.environment(names(&class["environments"])[0]).expect("an environment");
        let cells: Vec<Vec<&str>> =
            class["cells"].as_array().expect("cells").iter().map(|cell| names(&cell["connectors"])).collect();
        for (index, one) in cells.iter().enumerate() {
            for (other_index, other) in cells.iter().enumerate() {
                let pair = one.first().zip(other.last());
                let Some((one, other)) = pair else { continue };
                let ids = [one, other].map(|name| build.program.universe.find(name).expect("a connector"));
                let allowed = together(&build.program, environment, &ids).is_allowed();
                assert_eq!(allowed, index == other_index, "{one} and {other}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 6);
}

#[test]
fn every_connector_is_blocked_or_in_a_cell() {
    let build = samples::full();
    let listed = build.document("bundle.json")["connectors"].as_array().expect("connectors").clone();
    let foreign = listed
        .iter()
        .filter(|connector| ["custom", "unknown"].contains(&connector["kind"].as_str().unwrap_or_default()));
    let all = build.program.universe.catalogued() + foreign.count();
    for class in classes(&build) {
        let cells = class["cells"].as_array().expect("cells");
        let counted: u64 = cells.iter().filter_map(|cell| cell["count"].as_u64()).sum();
        assert_eq!(counted + class["blockedCount"].as_u64().expect("a number"), all as u64);
        assert_eq!(class["cellCount"], cells.len());
        for cell in cells.iter().filter(|cell| !cell["connectors"].is_null()) {
            assert_eq!(cell["count"], names(&cell["connectors"]).len());
        }
    }
}

#[test]
fn a_policy_that_says_nothing_of_a_custom_connector_is_named() {
    let build = Build::new(
        "environment a { type = sandbox; region = europe }\n\
         connector mine { kind = custom; environment = a; host = \"https://mine.example\" }\n\
         data_policy p { applies_to = all; business = [sql]; blocked = rest\n  custom_connectors { \"*\" -> ignore } }\n",
    );
    let classes = classes(&build);
    let cells = classes[0]["cells"].as_array().expect("cells");
    let ignored: Vec<(Vec<&str>, Vec<&str>)> = cells
        .iter()
        .filter(|cell| !names(&cell["ignoredBy"]).is_empty())
        .map(|cell| (names(&cell["connectors"]), names(&cell["ignoredBy"])))
        .collect();
    assert_eq!(ignored, [(vec!["mine"], vec!["p"])]);
}

#[test]
fn a_class_stays_small_whatever_the_policies() {
    // Seven policies. Each splits in half the connectors that the earlier ones leave together: 128 cells.
    let catalog = super::catalog();
    let names: Vec<&str> = catalog.connectors().iter().map(|connector| connector.id.as_ref()).collect();
    let mut text = String::from("environment a { type = sandbox; region = europe }\n");
    for bit in 0..7 {
        let half: Vec<String> = names
            .iter()
            .enumerate()
            .filter(|(index, _)| index >> bit & 1 == 1)
            .map(|(_, name)| format!("\"{name}\""))
            .collect();
        writeln!(
            text,
            "data_policy p{bit} {{ applies_to = all; business = [{}]; non_business = rest }}",
            half.join(", ")
        )
        .expect("writing to memory");
    }
    let class = &classes(&Build::new(&text))[0];
    assert_eq!(class["cellCount"], 128);
    let cells = class["cells"].as_array().expect("cells");
    assert_eq!(cells.len(), 64);
    assert!(cells.is_sorted_by_key(|cell| std::cmp::Reverse(cell["count"].as_u64())));
    let spelt: usize = cells.iter().map(|cell| self::names(&cell["connectors"]).len()).sum();
    assert!((200..=256).contains(&spelt), "{spelt}");
    assert!(class.to_string().len() < 12_000);
}

#[test]
fn cells_with_many_connectors_are_counted_only() {
    let build = Build::new("environment a { type = sandbox; region = europe }\n");
    let classes = classes(&build);
    assert_eq!(classes[0]["cells"][0]["connectors"], Value::Null);
    assert_eq!(classes[0]["cells"][0]["count"], build.program.universe.catalogued());
}

#[test]
fn a_custom_connector_without_a_host_is_in_no_cell_of_the_bundle() {
    let source = "environment default { type = default }\n\
         connector hidden { kind = custom; environment = default }\n\
         data_policy sorting { applies_to = all; business = [sharepointonline]; non_business = rest\n  \
         custom_connectors { \"https://*.contoso.com/*\" -> business\n    \"*\" -> blocked } }\n";
    let [class] = classes(&Build::new(source)).try_into().expect("one class");
    assert_eq!(class["unsorted"], serde_json::json!(["hidden"]));
    assert_eq!(class["blockedCount"], 0);
    let cells = class["cells"].as_array().expect("a list");
    let named =
        |cell: &serde_json::Value| cell["connectors"].as_array().is_some_and(|all| all.contains(&"hidden".into()));
    assert!(!cells.iter().any(named), "{cells:?}");
    // With its host it is sorted.
    let sorted = source.replace("kind = custom;", "kind = custom; host = \"https://api.contoso.com/v1\";");
    let [class] = classes(&Build::new(&sorted)).try_into().expect("one class");
    assert!(class.get("unsorted").is_none());
}
