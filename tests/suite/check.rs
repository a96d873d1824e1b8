//! The errors, rule by rule.

mod cascades;
mod certainty;
mod connectors;
mod elsewhere;
mod environments;
mod fixes;
mod samples;
mod tenants;

use std::sync::Arc;

use dictum::analysis::Check;
use dictum::catalog::Catalog;
use dictum::diagnostics::Diagnostic;
use dictum::engine::{Analysis, Settings, analyze};
use dictum::rules;
use dictum::text::Sources;
use jiff::civil::date;

/// One page of policy text, analysed.
struct Page {
    sources: Sources,
    analysis: Analysis,
    /// The findings of reading, linking and checks. Lint rules have tests of their own.
    findings: Vec<Diagnostic>,
}

impl Page {
    fn of(text: &str) -> Self {
        Self::files(&[("page.dictum", text)])
    }

    fn files(files: &[(&str, &str)]) -> Self {
        let inputs = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        let sources = Sources::new(inputs.collect());
        let settings = Settings { today: date(2026, 11, 21) };
        let analysis = analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings);
        let is_lint = |finding: &Diagnostic| rules::warnings().iter().any(|lint| lint.rule == finding.rule);
        let findings = analysis.diagnostics.iter().filter(|finding| !is_lint(finding)).cloned().collect();
        Self { sources, analysis, findings }
    }

    /// A policy for all environments with these lines in it.
    fn policy(lines: &str) -> Self {
        Self::of(&policy(lines))
    }

    fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The codes of the findings, in reading order.
    fn codes(&self) -> Vec<u16> {
        self.findings().iter().map(|finding| finding.rule.code.0).collect()
    }

    /// Code and message of all findings, those of lint rules too.
    fn told(&self) -> Vec<(u16, &str)> {
        self.analysis.diagnostics.iter().map(|finding| (finding.rule.code.0, finding.message.as_str())).collect()
    }

    /// The one finding of the page.
    fn only(&self) -> &Diagnostic {
        match self.findings() {
            [only] => only,
            others => {
                let told: Vec<_> = others.iter().map(|finding| (finding.rule.code, &finding.message)).collect();
                unreachable!("one finding is expected: {told:?}")
            }
        }
    }

    /// The marks of a finding: the source text and the words of each label, the primary one first.
    fn marks(&self, finding: &Diagnostic) -> Vec<(String, String)> {
        let labels = finding.labels.iter();
        labels.map(|label| (self.sources.text(label.location).to_owned(), label.text.clone())).collect()
    }

    /// The source text of each label of the page's only finding.
    fn marked(&self) -> Vec<String> {
        self.marks(self.only()).into_iter().map(|(text, _)| text).collect()
    }

    /// The text of the page's one file after the fix.
    fn fixed(&self, finding: &Diagnostic, fix: usize) -> String {
        let mut edits = finding.fixes[fix].edits.clone();
        edits.sort_by_key(|edit| edit.location);
        let mut text = self.sources.as_slice()[0].text().to_owned();
        for edit in edits.iter().rev() {
            let span = edit.location.span;
            text.replace_range(span.start as usize..span.end as usize, &edit.replacement);
        }
        text
    }
}

/// A policy for all environments with these lines in it.
fn policy(lines: &str) -> String {
    format!("data_policy baseline {{\n  applies_to = all\n  {lines}\n}}\n")
}

/// A policy of sound groups with these lines in it.
fn sound(lines: &str) -> String {
    policy(&format!("business = [sharepointonline, teams, sql]\n  non_business = rest\n  {lines}"))
}

fn checks() -> impl Iterator<Item = &'static Check> {
    rules::errors().into_iter()
}
