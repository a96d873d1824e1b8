//! Data policies and connector allow-lists together: what may be used where, and which of them decides.

mod answers;
mod cases;

mod slow;
mod tenant;
mod variations;

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::engine::{self, Analysis, Settings};
use dictum::text::Sources;

/// The analysis of a text.
fn analyze(text: &str, catalog: &Arc<Catalog>) -> Analysis {
    let settings = Settings { today: "2026-11-21".parse().expect("a date") };
    engine::analyze(&Sources::single("policies.dictum", text), catalog.clone(), &settings)
}

/// The same with the built-in catalogue.
fn read(text: &str) -> Analysis {
    analyze(text, Catalog::shared_builtin())
}

/// The names of the rules with findings.
fn rules(analysis: &Analysis) -> Vec<&'static str> {
    analysis.diagnostics.iter().map(|finding| finding.rule.name).collect()
}

/// The message of the one finding of a rule.
fn message(analysis: &Analysis, rule: &str) -> String {
    let mut found = analysis.diagnostics.iter().filter(|finding| finding.rule.name == rule);
    let first = found.next();
    assert!(first.is_some(), "{rule} should speak: {:?}", rules(analysis));
    assert!(found.next().is_none(), "{rule} speaks once");
    first.map(|finding| finding.message.clone()).unwrap_or_default()
}
