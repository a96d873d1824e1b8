//! A finding as formats for services show it: plain words on one line each, and its place.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Level};
use crate::text::{Sources, Stream, defused};

use super::place::{Place, Spot};
use super::sections::{case, explain};
use super::words::{Charset, clip};

/// The maximum width of one line of words in cells.
const WORDS: usize = 1_000;
/// The maximum number of notes that are shown.
const NOTES: usize = 4;

/// A finding and its place.
pub(super) struct Entry<'d> {
    /// The finding.
    pub diagnostic: &'d Diagnostic,
    /// Its primary place.
    pub spot: Option<Spot<'d>>,
}

/// Findings by the file that they are in, those without a place under `nowhere`.
pub(super) fn by_file<'d>(
    diagnostics: &'d [Diagnostic],
    sources: &'d Sources,
    nowhere: &str,
) -> BTreeMap<String, Vec<Entry<'d>>> {
    let mut files: BTreeMap<String, Vec<Entry<'d>>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let entry = Entry::new(diagnostic, sources);
        files.entry(entry.path().map_or_else(|| nowhere.to_owned(), harmless)).or_default().push(entry);
    }
    files
}

impl<'d> Entry<'d> {
    pub fn new(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Self {
        let spot = diagnostic.primary().and_then(|location| Spot::new(sources, location));
        Self { diagnostic, spot }
    }

    /// The name of the file for services.
    pub fn path(&self) -> Option<&'d str> {
        self.spot.map(|spot| spot.source.name())
    }

    /// The start of its place.
    pub fn start(&self) -> Option<Place> {
        self.spot.map(|spot| spot.start())
    }

    /// `policies/a.dictum:3:5`, or `the project` if it has no place.
    pub fn place(&self) -> String {
        match (self.path(), self.start()) {
            (Some(path), Some(start)) => format!("{}:{}:{}", harmless(path), start.line, start.column),
            _nowhere => "the project".to_owned(),
        }
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        harmless(&self.diagnostic.message)
    }

    /// `D1004 unknown-value`
    pub fn rule(&self) -> String {
        format!("{} {}", self.diagnostic.rule.code, self.diagnostic.rule.name)
    }

    /// Why it matters, the case that shows it, how to fix it, and the command that shows more, one line each.
    pub fn details(&self) -> Vec<String> {
        let finding = self.diagnostic;
        let mut lines: Vec<String> = finding.notes.iter().take(NOTES).map(|note| format!("note: {note}")).collect();
        if let Some(witness) = &finding.witness {
            lines.push(format!("case: {}", case(witness, Charset::Unicode)));
        }
        lines.extend(finding.help.iter().map(|help| format!("help: {help}")));
        if !finding.rule.controls.is_empty() {
            lines.push(format!("controls: {}", finding.rule.controls.join(", ")));
        }
        lines.push(format!("rule: {}, {}", finding.rule.name, explain(finding)));
        lines.iter().map(|line| harmless(line)).collect()
    }
}

/// Text on one line that no terminal, log or build service interprets as a command.
pub(super) fn harmless(text: &str) -> String {
    let line = clip(text, WORDS, Charset::Unicode);
    defused(&line, Stream::Text { color: false }).into_owned()
}

/// The findings that are not accepted.
pub(super) fn live(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|finding| finding.accepted.is_none())
}

/// The findings that are not accepted, the worst first; findings of one level stay in reading order.
pub(super) fn worst_first(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut all: Vec<&Diagnostic> = live(diagnostics).collect();
    all.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    all
}

/// The word for a level, with the service's own word for `info`.
pub(super) const fn level(level: Level, info: &'static str) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => info,
    }
}
