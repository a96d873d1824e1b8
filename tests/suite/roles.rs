//! Rules about roles and the organisation: real roles, cases in addition to the pages, many roles at once.

mod cases;
pub(crate) mod samples;
mod scale;

use dictum::diagnostics::Diagnostic;
use dictum::engine::{Settings, analyze};
use dictum::text::Sources;
use jiff::civil::date;

/// All findings in a text of one file.
fn findings(text: &str) -> Vec<Diagnostic> {
    let sources = Sources::single("roles.dictum", text);
    let catalog = std::sync::Arc::new(dictum::catalog::Catalog::builtin().clone());
    analyze(&sources, catalog, &Settings { today: date(2026, 11, 21) }).diagnostics
}

/// The names of the rules with findings about a text, once for each finding.
fn names(text: &str) -> Vec<&'static str> {
    findings(text).iter().map(|finding| finding.rule.name).collect()
}
