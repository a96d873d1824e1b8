//! Documents are canonical according to another implementation.

use dictum::emit::{OutputFile, Target};
use dictum::model::kinds::KINDS;
use serde_json::Value;

use super::organisation_sample::organisation;
use super::{Build, is_json, samples};

/// Every document that Dictum writes itself is canonical, byte by byte.
pub(super) fn hold(files: &[OutputFile]) {
    assert!(files.iter().any(|file| file.path == "manifest.json"));
    for file in files.iter().filter(|file| is_json(file) && !file.path.starts_with("schema/")) {
        let value: Value = serde_json::from_slice(&file.bytes).expect("a document");
        let canonical = serde_json_canonicalizer::to_vec(&value).expect("a document has a canonical form");
        assert!(canonical == file.bytes, "{} is not canonical", file.path);
    }
}

#[test]
fn every_document_is_canonical() {
    let builds =
        [Build::new(samples::SMALL), samples::full(), samples::full().v1(), samples::full().listed(), Build::new("")];
    for build in builds {
        hold(&build.emit(&Target::ALL));
    }
    for build in [samples::governed(), organisation()] {
        hold(&build.emit(&[Target::Bundle]));
    }
    for kind in KINDS {
        hold(&Build::new(kind.example).emit(&[Target::Bundle]));
    }
}

#[test]
fn many_declarations_keep_the_order_of_keys() {
    let policy = |index: usize| {
        format!(
            "data_policy p{index} {{ applies_to = all; business = [sql, teams, Http]; blocked = rest\n  \
             connector sql {{ actions {{ block [b, a]; allow rest }} }} }}\n"
        )
    };
    let text: String = (0..123).map(policy).collect();
    let build = Build::new(&text);
    hold(&build.emit(&Target::ALL));
}

#[test]
fn no_document_ends_its_line() {
    for file in samples::full().emit(&Target::ALL).iter().filter(|file| !file.path.starts_with("sql/")) {
        let ends = file.bytes.contains(&b'\n');
        assert_eq!(ends, file.path.starts_with("schema/"), "{}", file.path);
        assert!(file.bytes.ends_with(if ends { b"}\n" } else { b"}" }), "{}", file.path);
    }
}

#[test]
fn ids_and_great_numbers_are_texts() {
    let bundle = samples::full().document("bundle.json");
    let sql = bundle["connectors"].as_array().expect("a list").iter().find(|item| item["symbol"] == "sql");
    let criteria = sql.expect("sql is declared")["criteria"].as_array().expect("a list").clone();
    let value = |name: &str| criteria.iter().find(|item| item["name"] == name).map(|item| item["value"].clone());
    assert_eq!(value("users"), Some(Value::from("9007199254740993")));
    assert_eq!(value("weight"), Some(Value::from(12)));
    assert_eq!(value("data_leaves_tenant"), Some(Value::from(false)));
    assert_eq!(value("since"), Some(Value::from("2024-02-29")));
    let fields = bundle["criteria"][0]["fields"].as_array().expect("a list");
    let weight = fields.iter().find(|field| field["name"] == "weight").expect("weight is declared");
    assert_eq!(weight["domain"]["max"], "9007199254740993");
    assert_eq!(weight["domain"]["min"], 1);
    for policy in bundle["dataPolicies"].as_array().expect("a list") {
        assert!(policy["id"].is_string());
    }
}
