//! The JSON formats, which tools read.

use dictum::diagnostics::Diagnostic;
use dictum::render::{Format, Options};
use serde_json::{Value, json};

use super::{Case, POLICY, TWICE, compare, rich};

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn document() {
    let case = Case::new(POLICY);
    let text = case.show(Format::Json, &[rich(&case)], &Options::default());
    let pretty = serde_json::to_string_pretty(&parse(&text)).expect("JSON");
    compare("json", &pretty);
    let line = case.show(Format::JsonLines, &[rich(&case)], &Options::default());
    assert_eq!(parse(&line), parse(&text)["diagnostics"][0]);
}

#[test]
fn every_key_stands_on_the_page() {
    let page = include_str!("../../../docs/findings.md");
    let case = Case::new(POLICY);
    let document = parse(&case.show(Format::Json, &[rich(&case)], &Options::default()));
    let finding = &document["diagnostics"][0];
    let objects = [
        &document,
        &document["summary"],
        finding,
        &finding["labels"][0],
        &finding["range"],
        &finding["range"]["start"],
        &finding["fixes"][0],
        &finding["fixes"][0]["edits"][0],
        &finding["witness"][0],
    ];
    for key in objects.into_iter().flat_map(|object| object.as_object().expect("an object").keys()) {
        let shown = if key == "text" { "words on each".to_owned() } else { format!("`{key}`") };
        assert!(page.contains(&shown), "docs/findings.md says nothing of `{key}`");
    }
}

#[test]
fn nothing_found() {
    let case = Case::new("");
    let document = parse(&case.show(Format::Json, &[], &Options::default()));
    let summary = json!({ "errors": 0, "warnings": 0, "infos": 0, "files": 0, "fixable": 0, "waived": 0, "baselined": 0, "complete": true });
    assert_eq!(document, json!({ "schemaVersion": 1, "diagnostics": [], "accepted": [], "summary": summary }));
    assert_eq!(case.show(Format::JsonLines, &[], &Options::default()), "");
}

#[test]
fn no_place() {
    let case = Case::new(POLICY);
    let line = parse(&case.show(Format::JsonLines, &[Diagnostic::nowhere(&TWICE, "m")], &Options::default()));
    assert_eq!((&line["file"], &line["range"], &line["labels"]), (&Value::Null, &Value::Null, &json!([])));
}

#[test]
fn columns_of_every_kind() {
    let case = Case::new("a\n財🚀x\n");
    let line = case.show(Format::JsonLines, &[Diagnostic::new(&TWICE, case.at("x", 0), "m")], &Options::default());
    let start = json!({ "line": 2, "column": 3, "offset": 9, "utf16": 3 });
    assert_eq!(parse(&line)["range"]["start"], start);
}

#[test]
fn hidden_characters_are_escaped_and_come_back() {
    let hostile = "\u{0}\u{7}\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{feff}\u{e0041}\"\\\n財";
    let case = Case::files(&[(hostile, hostile)]);
    let text = case.show(Format::Json, &[Diagnostic::new(&TWICE, case.at("財", 0), hostile)], &Options::default());
    assert_eq!(text.chars().filter(|character| dictum::text::is_hidden(*character)).count(), 1, "the last LF only");
    let finding = &parse(&text)["diagnostics"][0];
    assert_eq!((&finding["message"], &finding["file"]), (&json!(hostile), &json!(hostile)));
}

#[test]
fn names_of_formats() {
    for format in Format::ALL {
        assert_eq!(Format::parse(format.name()), Some(*format));
        assert!(!format.about().is_empty() && !format.about().starts_with(' '));
    }
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    assert_eq!(
        names.join(" "),
        "human full short json jsonl sarif github job-summary markdown gitlab azure junit checkstyle rdjson agent"
    );
    assert_eq!(Format::parse("Human"), None);
}
