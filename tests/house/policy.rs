//! Policy texts, analysed as in `dictum check`.

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::diagnostics::{Diagnostic, Fix, apply};
use dictum::emit::{self, Api, Bindings, Job, Rest, Target};
use dictum::engine::{self, Analysis, Settings};
use dictum::text::Sources;

/// The day for which the examples are analysed.
const TODAY: jiff::civil::Date = jiff::civil::Date::constant(2026, 11, 21);

fn analyze(sources: &Sources) -> Analysis {
    engine::analyze(sources, Arc::new(Catalog::builtin().clone()), &Settings { today: TODAY })
}

/// All findings in a text of one file.
pub fn findings(text: &str) -> Vec<Diagnostic> {
    analyze(&Sources::single("policies.dictum", text)).diagnostics
}

/// The findings of the tests in a text, after all others.
pub fn test_findings(text: &str) -> Vec<Diagnostic> {
    let sources = Sources::single("policies.dictum", text);
    let analysis = analyze(&sources);
    let (tested, _) = dictum::assertions::run(analysis.evidence(), &sources, |_| true);
    let of_tests = tested.into_iter().flat_map(|test| test.checked).filter_map(|checked| checked.finding);
    let mut findings = analysis.diagnostics.clone();
    findings.extend(of_tests);
    findings
}

/// The same, with the findings of every target.
pub fn build_findings(text: &str) -> Vec<Diagnostic> {
    let sources = Sources::single("policies.dictum", text);
    let analysis = analyze(&sources);
    let bindings = Bindings::default();
    let settings = emit::Settings {
        project: "house",
        bindings: &bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: &sources, settings };
    let mut findings = emit::prepare(&Target::ALL, job).findings;
    findings.extend(analysis.diagnostics);
    findings
}

/// ``D1004 `sandbax` is not a value of `type` ``, one line for each, for messages of failed tests.
pub fn told(findings: &[Diagnostic]) -> String {
    let lines = findings.iter().map(|finding| format!("    {} {}", finding.rule.code, finding.message));
    lines.collect::<Vec<_>>().join("\n")
}

/// The text with one fix applied.
pub fn fixed(text: &str, finding: &Diagnostic, fix: &Fix) -> String {
    let mut only = finding.clone();
    only.fixes = vec![fix.clone()];
    let fixed = apply(&Sources::single("policies.dictum", text), &[only], |_| true, |_| true);
    let (_, text) = fixed.texts.into_iter().next().expect("a fix of one file should apply");
    text
}
