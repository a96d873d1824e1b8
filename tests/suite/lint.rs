//! Warnings and infos: every page's samples, each rule's messages and cases without findings, real exports.

mod allowed;
mod dead;
mod environments;
mod hygiene;
mod names;
mod pages;
mod patterns;
mod samples;
mod together;

use std::sync::Arc;

use dictum::analysis::{Context, Follows};
use dictum::catalog::Catalog;
use dictum::diagnostics::{self, Diagnostic, Edit};
use dictum::engine::{self, Analysis, Settings};
use dictum::model::seen::Seen;
use dictum::rules;
use dictum::text::Sources;

/// The program of a text with the findings of all rules.
struct Linted {
    sources: Sources,
    analysis: Analysis,
    found: Vec<Diagnostic>,
}

impl Linted {
    fn new(text: &str) -> Self {
        Self::with(text, Catalog::builtin())
    }

    fn with(text: &str, catalog: &Catalog) -> Self {
        let sources = Sources::single("policies.dictum", text);
        let today = "2026-11-21".parse().expect("a date");
        let analysis = engine::analyze(&sources, Arc::new(catalog.clone()), &Settings { today });
        let follows = Follows { effective: &analysis.effective, studies: &analysis.studies, access: &analysis.access };
        let seen = Seen::default();
        let context = Context::new(&analysis.program, follows, today, &seen);
        let mut found = Vec::new();
        for lint in rules::warnings() {
            let before = found.len();
            (lint.run)(&context, &mut found);
            let own = found.get(before..).unwrap_or_default();
            assert!(own.iter().all(|finding| finding.rule == lint.rule), "{} finds for another", lint.rule.name);
        }
        // Findings that the text itself waives are removed.
        found.retain(|finding| {
            let same = |one: &Diagnostic| one.message == finding.message && one.labels == finding.labels;
            !analysis.accepted.iter().any(same)
        });
        diagnostics::sort(&mut found);
        Self { sources, analysis, found }
    }

    /// The messages of all other findings.
    fn errors(&self) -> Vec<&str> {
        let is_lint = |finding: &&Diagnostic| rules::warnings().iter().any(|lint| lint.rule == finding.rule);
        let others = self.analysis.diagnostics.iter().filter(|finding| !is_lint(finding));
        others.map(|finding| finding.message.as_str()).collect()
    }

    /// The names of the rules with findings.
    fn names(&self) -> Vec<&'static str> {
        self.found.iter().map(|finding| finding.rule.name).collect()
    }

    /// The one finding of a rule.
    fn only(&self, name: &str) -> &Diagnostic {
        let mut of_rule = self.found.iter().filter(|finding| finding.rule.name == name);
        let first = of_rule.next().expect("the rule should speak");
        assert!(of_rule.next().is_none(), "one finding of {name} is expected");
        first
    }

    /// The labels of a finding: line, the marked text, and the words of the label.
    fn labels(&self, finding: &Diagnostic) -> Vec<(u32, &str, String)> {
        let labels = finding.labels.iter().map(|label| {
            let source = self.sources.get(label.location.file);
            let line = source.lines().line(label.location.span.start) + 1;
            (line, self.sources.text(label.location), label.text.clone())
        });
        labels.collect()
    }

    /// The witness of a finding as text.
    fn witness(finding: &Diagnostic) -> Vec<(&str, &str)> {
        let parts = finding.witness.iter().flat_map(|witness| &witness.parts);
        parts.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// The text after the first fix of a finding.
    fn fixed(&self, finding: &Diagnostic) -> String {
        let fix = finding.fixes.first().expect("a fix");
        let mut edits: Vec<&Edit> = fix.edits.iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.location));
        let mut text = self.sources.as_slice()[0].text().to_owned();
        for edit in edits {
            let span = edit.location.span;
            text.replace_range(span.start as usize..span.end as usize, &edit.replacement);
        }
        text
    }
}

/// The names of the rules with findings about a text, which must have no errors.
fn names(text: &str) -> Vec<&'static str> {
    let linted = Linted::new(text);
    let errors = linted.errors();
    assert!(errors.is_empty(), "the text should have no errors: {errors:?}\n{text}");
    linted.names()
}

/// Asserts that no rule has a finding.
fn quiet(text: &str) {
    let linted = Linted::new(text);
    let messages: Vec<&str> = linted.found.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.is_empty(), "no rule should speak: {messages:?}\n{text}");
    assert_eq!(names(text), Vec::<&str>::new());
}

/// Asserts that one rule has one finding about a text. Returns the findings.
fn speaks(text: &str, name: &str) -> Linted {
    assert_eq!(names(text), [name], "{text}");
    Linted::new(text)
}
