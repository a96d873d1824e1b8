//! Policy texts, analysed as `dictum check` does it.

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::diagnostics::{Diagnostic, Fix, apply};
use dictum::engine::{self, Settings};
use dictum::text::{FileId, Sources};

/// The day on which the examples are read.
const TODAY: jiff::civil::Date = jiff::civil::Date::constant(2026, 11, 21);

/// All findings in a text of one file.
pub fn findings(text: &str) -> Vec<Diagnostic> {
    let sources = Sources::single("policies.dictum", text);
    engine::analyze(&sources, Arc::new(Catalog::builtin().clone()), &Settings { today: TODAY }).diagnostics
}

/// `D1004 `sandbax` is not a value of `type``, a line each, for messages of failed tests.
pub fn told(findings: &[Diagnostic]) -> String {
    let lines = findings.iter().map(|finding| format!("    {} {}", finding.rule.code, finding.message));
    lines.collect::<Vec<_>>().join("\n")
}

/// The text with one fix applied.
pub fn fixed(text: &str, finding: &Diagnostic, fix: &Fix) -> String {
    let only = Diagnostic { fixes: vec![fix.clone()], ..finding.clone() };
    let (text, _) = apply(text, FileId(0), &[only], |_| true).expect("a fix of one file should apply");
    text
}
