//! The outputs as people see them.

use std::fmt::Write as _;

use dictum::emit::Target;
use serde_json::Value;

use super::{Build, samples};

/// Compares a document, laid out for reading, with the snapshot of that name in `snapshots/emit`.
fn compare(name: &str, source: &str, documents: &[(&str, &Value)]) {
    let mut text = format!("──── source ────\n{source}\n");
    for (path, document) in documents {
        let laid_out = serde_json::to_string_pretty(document).expect("a document can be written");
        writeln!(text, "──── {path} ────\n{laid_out}\n").expect("writing to memory");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/emit");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn a_small_program() {
    let build = Build::new(samples::SMALL);
    let (bundle, map) = (build.document("bundle.json"), build.document("bundle.map.json"));
    compare("small", samples::SMALL, &[("bundle.json", &bundle), ("bundle.map.json", &map)]);
}

#[test]
fn a_small_program_for_the_platform() {
    let build = Build::new(samples::SMALL);
    let request = "power-platform/data-policies/baseline.json";
    let (plan, envelope) = (build.document("power-platform/plan.json"), build.document(request));
    compare("requests", samples::SMALL, &[("power-platform/plan.json", &plan), (request, &envelope)]);
}

#[test]
fn the_files_of_a_build() {
    let paths = |build: Build| {
        let files = build.emit(&Target::ALL);
        Value::from(super::paths(&files))
    };
    let (second, first) = (paths(samples::full()), paths(samples::full().v1()));
    compare("files", "", &[("v2", &second), ("v1", &first)]);
}
