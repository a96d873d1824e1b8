//! Imports of real exports, of files in every form, and of hostile ones.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod allow_lists;
mod careful;
mod connector_lists;
mod dataverse;
mod environment_settings;
mod forms;
mod graph;
mod hostile;
mod modules;
mod rest;
mod samples;
mod sets;
mod source;
mod tenants;
mod terraform;
mod tools;

use std::path::{Path, PathBuf};

use dictum::catalog::Catalog;
use dictum::import::read::{Export, NotCarried, Outcome, Policy, read};
use dictum::import::{Format, Imported, Options, import};
use serde_json::{Value, json};

const SAMPLES: [&str; 6] = [
    "industry-default-env.v1.json",
    "industry-high-tenant.v1.json",
    "provider-example.tf",
    "provider-mock-policy.v2.json",
    "rpothin-example-1.tfvars",
    "rpothin-tenant-five-policies.tfoutput.json",
];

fn sample_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dlp-samples").join(name)
}

fn sample(name: &str) -> (String, Vec<u8>) {
    (name.to_owned(), std::fs::read(sample_path(name)).expect("the sample should be there"))
}

fn file(name: &str, text: impl Into<String>) -> (String, Vec<u8>) {
    (name.to_owned(), text.into().into_bytes())
}

/// The catalogue of the day on which the five policies were exported.
fn catalog_of_2024() -> Catalog {
    Catalog::builtin().as_of("2024-10-30".parse().expect("a date"))
}

fn read_files(files: &[(String, Vec<u8>)]) -> Export {
    read(Format::Auto, files).expect("the files should be readable")
}

fn import_files(files: &[(String, Vec<u8>)], catalog: &Catalog) -> Imported {
    import(Format::Auto, files, catalog, &Options::default()).expect("the files should be importable")
}

/// An import with a source that Dictum's own check accepts.
fn import_checked(files: &[(String, Vec<u8>)]) -> Imported {
    let imported = import_files(files, Catalog::builtin());
    let sources = dictum::text::Sources::single("imported.dictum", &imported.source);
    let settings = dictum::engine::Settings { today: jiff::civil::date(2026, 11, 21) };
    let analysis = dictum::engine::analyze(&sources, Catalog::shared_builtin().clone(), &settings);
    let errors: Vec<&str> = analysis
        .diagnostics
        .iter()
        .filter(|finding| finding.level == dictum::diagnostics::Level::Error)
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(errors, [""; 0], "{}", imported.source);
    imported
}

/// The source of an import, with each run of spaces and line ends replaced by one space.
fn squeezed(imported: &Imported) -> String {
    imported.source.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The one policy of an export.
fn only(export: &Export) -> &Policy {
    match export.policies.as_slice() {
        [policy] => policy,
        other => unreachable!("one policy is expected, not {}", other.len()),
    }
}

/// The remarks with this outcome.
fn told(remarks: &[NotCarried], outcome: Outcome) -> Vec<&NotCarried> {
    remarks.iter().filter(|remark| remark.outcome == outcome).collect()
}

/// Why the files cannot be read, one line for each problem.
fn error_of(files: &[(String, Vec<u8>)]) -> String {
    read(Format::Auto, files).expect_err("the files should be refused").to_string()
}

/// A flat policy with its groups as ids.
fn flat(name: &str, default: &str, groups: &[(&str, &[&str])]) -> Value {
    let groups: Vec<Value> = groups
        .iter()
        .map(|(class, ids)| {
            let connectors: Vec<Value> = ids.iter().map(|id| json!({ "id": wire(id), "name": id })).collect();
            json!({ "classification": class, "connectors": connectors })
        })
        .collect();
    json!({
        "displayName": name, "defaultConnectorsClassification": default,
        "environmentType": "AllEnvironments", "environments": [], "connectorGroups": groups,
    })
}

fn wire(id: &str) -> String {
    if id.contains('/') || id.starts_with(char::is_uppercase) {
        id.to_owned()
    } else {
        format!("/providers/Microsoft.PowerApps/apis/shared_{id}")
    }
}

/// The source of one policy or a list of them, with the built-in catalogue.
fn source_of(policies: &Value) -> String {
    import_files(&[file("policies.json", policies.to_string())], Catalog::builtin()).source
}

/// The lines of a source with this attribute.
fn attribute<'s>(source: &'s str, name: &str) -> Vec<&'s str> {
    source
        .lines()
        .filter_map(|line| line.trim().split_once('='))
        .filter(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim())
        .collect()
}
