//! `dictum bindings --from`: ids that the service chose.

use super::Desk;

const POLICIES: &str = "environment sales { type = production; region = europe }\n\
    environment_group estate { name = \"Estate\" }\n\
    data_policy base { name = \"Base\"; applies_to = all; business = [sql]; non_business = rest }\n\
    data_policy other { applies_to = all; business = [teams]; non_business = rest }\n";

fn desk(answers: &str) -> Desk {
    Desk::with(&[
        ("dictum.toml", "[project]\nname = \"p\"\nedition = 2026\n[build]\ntargets = [\"power-platform\"]\n"),
        ("p.dictum", POLICIES),
        ("answers.json", answers),
    ])
}

#[test]
fn ids_are_taken_by_display_name() {
    let desk = desk(
        r#"[
          { "value": [{ "policyDefinition": { "name": "11111111-0000-0000-0000-000000000001", "displayName": "Base" } }] },
          { "name": "22222222-0000-0000-0000-000000000002", "displayName": "other", "connectorGroups": [] },
          { "id": "33333333-0000-0000-0000-000000000003", "displayName": "Estate" },
          { "name": "44444444-0000-0000-0000-000000000004", "properties": { "displayName": "sales", "environmentSku": "Production" } },
          { "policyDefinition": { "name": "55555555-0000-0000-0000-000000000005", "displayName": "Not ours" } }
        ]"#,
    );
    let run = desk.run(&["bindings", "--from", "answers.json", "."]).ends(0);
    let written: serde_json::Value = serde_json::from_str(&run.out).expect("a bindings file");
    assert_eq!(written["data_policies"]["base"], "11111111-0000-0000-0000-000000000001");
    assert_eq!(written["data_policies"]["other"], "22222222-0000-0000-0000-000000000002");
    assert_eq!(written["environment_groups"]["estate"], "33333333-0000-0000-0000-000000000003");
    assert_eq!(written["environments"]["sales"], "44444444-0000-0000-0000-000000000004");
    assert!(!run.out.contains("55555555"), "{}", run.out);
    // A build accepts the written file, and then the plan has no lookups.
    desk.put("bindings.json", &run.out);
    desk.run(&["build", "--bindings", "bindings.json", "--out", "out", "."]).ends(0);
    assert!(desk.read("out/power-platform/plan.json").contains("\"lookups\":[]"));
}

#[test]
fn nothing_is_guessed_and_nothing_known_is_replaced() {
    let two = r#"{ "value": [
      { "policyDefinition": { "name": "11111111-0000-0000-0000-000000000001", "displayName": "Base" } },
      { "policyDefinition": { "name": "22222222-0000-0000-0000-000000000002", "displayName": "Base" } } ] }"#;
    let desk = desk(two);
    let run =
        desk.run(&["bindings", "--from", "answers.json", "."]).ends(1).says(&["2 answers have the name \"Base\""]);
    assert!(!run.out.contains("1111"), "{}", run.out);

    desk.put("answers.json", r#"{ "policyDefinition": { "name": "1-new", "displayName": "Base" } }"#);
    desk.put("known.json", r#"{ "data_policies": { "base": "1-old" } }"#);
    let run = desk.run(&["bindings", "--bindings", "known.json", "--from", "answers.json", "."]).ends(1);
    assert!(run.out.contains("1-old") && !run.out.contains("1-new"), "{}", run.out);

    desk.put("answers.json", r#"{ "appName": "x" }"#);
    desk.run(&["bindings", "--from", "answers.json", "."]).ends(1).says(&["1 object is neither"]);
    desk.put("answers.json", "id,name\n");
    desk.run(&["bindings", "--from", "answers.json", "."]).ends(2);
}

#[test]
fn two_declarations_of_one_name_take_no_id() {
    let desk = desk(r#"{ "policyDefinition": { "name": "1-new", "displayName": "Base" } }"#);
    desk.put("p.dictum", POLICIES.replace("data_policy other {", "data_policy other { name = \"Base\";"));
    let run = desk.run(&["bindings", "--from", "answers.json", "."]).ends(1);
    assert!(!run.out.contains("1-new"), "{}", run.out);
}

#[test]
fn a_key_given_twice_in_an_answer_is_an_error() {
    let desk = desk(r#"{ "policyDefinition": { "name": "1-first", "name": "1-second", "displayName": "Base" } }"#);
    let run = desk.run(&["bindings", "--from", "answers.json", "."]).ends(2);
    run.says(&["`name` is given twice"]);
}

#[test]
fn files_of_powershell_are_read() {
    let wide = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let desk = desk("{}");
    desk.put("answers.json", wide(r#"{ "policyDefinition": { "name": "1-new", "displayName": "Base" } }"#));
    let run = desk.run(&["bindings", "--from", "answers.json", "."]).ends(0);
    assert!(run.out.contains("1-new"), "{}", run.out);
    // As `dictum bindings > bindings.json` writes it.
    desk.put("known.json", wide(&run.out));
    let run = desk.run(&["bindings", "--bindings", "known.json", "."]);
    assert!(run.out.contains("1-new"), "{}", run.out);
    desk.put("known.json", b"\xff\xfe{}\n");
    desk.run(&["bindings", "--bindings", "known.json", "."]).ends(2).says(&["`known.json` is UTF-16"]);
}
