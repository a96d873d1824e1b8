//! Hostile and unfinished files.

use std::fmt::Write as _;

use dictum::catalog::Catalog;
use dictum::import::read::{Outcome, read};
use dictum::import::{Format, Options, import};
use serde_json::{Value, json};

use super::{SAMPLES, attribute, error_of, file, flat, import_files, read_files, sample, source_of, told};

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let text = format!("\u{feff}{}", flat("P", "General", &[]));
    assert_eq!(read_files(&[file("a.json", text)]).policies.len(), 1);
    let text = "\u{feff}display_name = \"P\"\nbusiness_connectors = []\n";
    assert_eq!(read_files(&[file("a.tfvars", text)]).policies.len(), 1);
}

#[test]
fn bytes_that_are_no_text_are_told() {
    assert_eq!(error_of(&[("a".to_owned(), vec![b'{', 0xFF])]), "a: byte 1: the file is not UTF-8 text");
    assert_eq!(
        error_of(&[("a".to_owned(), vec![0xFF, 0xFE, b'{'])]),
        "a: the file begins as UTF-16 and is not valid UTF-16"
    );
    assert_eq!(error_of(&[file("a", " \n ")]), "a: the file is empty");
}

#[test]
fn a_key_twice_is_an_error_with_its_place() {
    let text = r#"{ "value": [ { "displayName": "P",
        "environments": [ { "name": "x",
        "name": "y" } ] } ] }"#;
    assert_eq!(
        error_of(&[file("a.json", text)]),
        "a.json: line 3, column 14: key `name` occurs twice in `/value/0/environm…/0`"
    );
    let text = r#"{ "displayName": "P", "displayName": "Q" }"#;
    assert!(error_of(&[file("a.json", text)]).ends_with("key `displayN…` occurs twice in the outermost object"));
}

#[test]
fn one_key_in_two_spellings_is_refused() {
    let mut policy = flat("P", "General", &[]);
    policy["DisplayName"] = json!("Q");
    let export = read_files(&[file("a.json", policy.to_string())]);
    let refused = told(&export.not_carried, Outcome::Refused);
    let why = &refused.first().expect("a refusal").why;
    assert_eq!(why, "`DisplayName` and `displayName` are one key in two spellings");
}

#[test]
fn broken_json_is_told_with_its_place() {
    let error = |text: &str| error_of(&[file("a.json", text)]);
    assert_eq!(error("{ \"a\": "), "a.json: line 1, column 7: the file ends in the middle of a value");
    assert_eq!(error("{} {}"), "a.json: line 1, column 4: the value is complete, and more text follows it");
    assert_eq!(error("{\n  a: 1 }"), "a.json: line 2, column 3: not valid JSON: key must be a string");
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(error(&deep), "a.json: line 1, column 128: values are nested more than 128 deep");
}

#[test]
fn deep_terraform_is_refused_or_evaluated_without_overflow() {
    let nested = |depth: usize| format!("a = {}1{}\n", "[".repeat(depth), "]".repeat(depth));
    assert!(error_of(&[file("a.tf", nested(100_000))]).contains("nest"));
    // References that get ever deeper, lead back to themselves, or lead to ever more values.
    let mut chain = String::from("locals {\n  a0 = []\n  b0 = []\n  loop = local.pool\n  pool = [local.loop]\n");
    for at in 1..2_000 {
        let _ = writeln!(chain, "  a{at} = concat(local.a{0}, [local.a{0}], [\"x\"])", at - 1);
        let _ = writeln!(chain, "  b{at} = local.b{}", at - 1);
    }
    chain.push_str("}\n");
    let policy = |value: &str| {
        format!(
            "{chain}resource \"powerplatform_data_loss_prevention_policy\" \"p\" {{\n  display_name = \"P\"\n  \
             business_connectors = {value}\n  non_business_connectors = []\n  blocked_connectors = []\n}}\n"
        )
    };
    for (value, why) in [
        ("local.b1999", "expressions refer to one another too deeply"),
        ("local.loop", "`local.loop` depends on itself"),
        ("local.a60", "the file asks for more values than this reader makes"),
    ] {
        let export = read_files(&[file("a.tf", policy(value))]);
        let told = told(&export.not_carried, Outcome::Unknown);
        assert!(told.iter().any(|remark| remark.why.ends_with(why)), "{value}: {told:?}");
    }
}

#[test]
fn wrong_types_are_told_with_their_place_and_hide_nothing_else() {
    let good = flat("Good", "General", &[("Blocked", &["sql"])]);
    let wrongs: [(&str, Value, &str, &str); 8] = [
        ("/displayName", json!(7), "/0/displayName", "`displayName` must be a text, not a number"),
        ("/displayName", json!(" "), "/0/displayName", "`displayName` is empty"),
        ("/connectorGroups", json!({}), "/0/connectorGroups", "`connectorGroups` must be a list, not an object"),
        ("/connectorGroups/0", json!(null), "/0/connectorGroups/0", "an object is expected here, not nothing"),
        (
            "/connectorGroups/0/connectors",
            json!("x"),
            "/0/connectorGroups/0/connectors",
            "`connectors` must be a list, not a text",
        ),
        (
            "/connectorGroups/0/connectors/0/id",
            json!([]),
            "/0/connectorGroups/0/connectors/0/id",
            "`id` must be a text, not a list",
        ),
        ("/environments", json!(true), "/0/environments", "`environments` must be a list, not a boolean"),
        (
            "/environmentType",
            json!("Some"),
            "/0/environmentType",
            "`Some` is not an environment type; the words are `AllEnvironments`, `OnlyEnvironments`, `ExceptEnvironments` and `SingleEnvironment`",
        ),
    ];
    for (pointer, value, place, why) in wrongs {
        let mut bad = flat("Bad", "General", &[("Blocked", &["sql"])]);
        *bad.pointer_mut(pointer).expect("the place should be there") = value;
        let export = read_files(&[file("a.json", json!([bad, good]).to_string())]);
        assert_eq!(export.policies.iter().map(|policy| policy.name.as_str()).collect::<Vec<_>>(), ["Good"]);
        let refused = told(&export.not_carried, Outcome::Refused);
        assert_eq!(
            refused.iter().map(|one| (one.place.as_str(), one.why.as_str())).collect::<Vec<_>>(),
            [(place, why)]
        );
    }
}

#[test]
fn names_with_anything_in_them_are_written_safely() {
    let name = "A \"quoted\" \\ name\r\n// not a comment\u{202e} é";
    let policy = flat(name, "General", &[("Blocked", &["x\" ] }\ndata_policy evil {"])]);
    let source = source_of(&policy);
    assert_eq!(attribute(&source, "name"), ["\"A \\\"quoted\\\" \\\\ name\\u{d}\\n// not a comment\\u{202e} é\""]);
    assert!(source.contains("data_policy a_quoted_name_not_a_comment_e {\n"), "{source}");
    assert_eq!(source.lines().filter(|line| line.starts_with("data_policy")).count(), 1, "{source}");
    let imported = import_files(&[file("a\nb*/.json", flat("P", "General", &[]).to_string())], Catalog::builtin());
    assert!(imported.source.starts_with("// Imported from .json.\n"), "{}", imported.source);
}

#[test]
fn what_goes_to_a_terminal_steers_no_terminal() {
    let policy = flat("P\u{1b}[2J", "Neither\u{202e}", &[]);
    let good = flat("G\u{7}", "General", &[]);
    let imported = import_files(&[file("a.json", json!([policy, good]).to_string())], Catalog::builtin());
    assert_eq!(imported.report.refused(), 1);
    let lines = imported.report.lines().join("\n");
    assert!(!lines.chars().any(|one| one != '\n' && dictum::text::is_hidden(one)), "{lines}");
    let error = error_of(&[file("a.json", "{ \"\\u001b[2J\": 1, \"\\u001b[2J\": 2 }")]);
    assert!(!error.chars().any(dictum::text::is_hidden), "{error}");
}

#[test]
fn symbols_are_readable_and_unique() {
    let names = ["Données & Produktion", "données  produktion", "2024", "数据", "--", "Nobody's"];
    let policies: Vec<Value> = names.iter().map(|name| flat(name, "General", &[])).collect();
    let source = source_of(&json!(policies));
    let symbols: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("data_policy "))
        .filter_map(|line| line.strip_suffix(" {"))
        .collect();
    assert_eq!(symbols, ["policy", "policy_2024", "donnees_produktion", "donnees_produktion_2", "nobodys", "policy_2"]);
}

#[test]
fn many_policies_and_connectors_take_no_time_to_speak_of() {
    let ids: Vec<String> = (0..2_000).map(|at| format!("made_up_{at}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let policies: Vec<Value> = (0..30).map(|_| flat("Same", "General", &[("Blocked", &ids)])).collect();
    let imported = import_files(&[file("a.json", json!(policies).to_string())], Catalog::builtin());
    assert_eq!(imported.report.sets.len(), 1);
    assert_eq!(imported.report.policies.len(), 30);
}

#[test]
fn no_prefix_of_a_sample_makes_it_panic() {
    for name in SAMPLES {
        let (name, bytes) = sample(name);
        let step = bytes.len() / 40 + 1;
        for end in (0..bytes.len()).step_by(step) {
            let part = bytes.get(..end).unwrap_or_default().to_vec();
            let _ = import(Format::Auto, &[(name.clone(), part)], Catalog::builtin(), &Options::default());
        }
    }
}

#[test]
fn values_swapped_for_others_never_panic() {
    let wrong =
        [json!(null), json!([]), json!({}), json!(""), json!(-1.5), json!([[]]), json!([null]), json!({ "a": 1 })];
    for name in ["provider-mock-policy.v2.json"] {
        let (name, bytes) = sample(name);
        let root: Value = serde_json::from_slice(&bytes).expect("JSON");
        let mut pointers = Vec::new();
        collect(&root, String::new(), &mut pointers);
        for pointer in pointers {
            for value in &wrong {
                let mut changed = root.clone();
                *changed.pointer_mut(&pointer).expect("the place should be there") = value.clone();
                let _ = read(Format::Auto, &[file(&name, changed.to_string())]);
            }
        }
    }
}

fn collect(value: &Value, place: String, pointers: &mut Vec<String>) {
    if let Some(entries) = value.as_object() {
        for (key, inner) in entries {
            collect(inner, format!("{place}/{key}"), pointers);
        }
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        collect(inner, format!("{place}/{index}"), pointers);
    }
    pointers.push(place);
}
