//! Warnings of the last sound state. While a line is half typed, the rules that read what it declares are withheld, and
//! their warnings would disappear and come back. Those that the line cannot affect are shown instead.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::diagnostics::{Diagnostic, Level};
use crate::engine::Analysis;
use crate::ide::fixes;
use crate::syntax::{self, TokenKind};
use crate::text::{FileId, Location, Sources, Span};

/// A state in which every rule ran: its findings, and the texts at that time of files that have changed since.
#[derive(Debug)]
pub(super) struct Kept {
    texts: BTreeMap<FileId, String>,
    findings: Arc<Vec<Diagnostic>>,
}

impl Kept {
    /// Creates a state with these findings.
    pub(super) const fn new(findings: Arc<Vec<Diagnostic>>) -> Self {
        Self { texts: BTreeMap::new(), findings }
    }

    /// Keeps the text of a file that is about to change for the first time since then.
    pub(super) fn remember(&mut self, file: FileId, text: &str) {
        self.texts.entry(file).or_insert_with(|| text.to_owned());
    }

    /// The earlier findings of withheld rules that are still valid for the current texts: none of their places has
    /// changed, and they name nothing on a changed line.
    pub(super) fn held(&self, sources: &Sources, analysis: &Analysis) -> Vec<Diagnostic> {
        let changes = Changes::since(&self.texts, sources);
        let is_withheld =
            |finding: &&Diagnostic| finding.rule.level < Level::Error && analysis.withheld.contains(&finding.rule);
        let old = self.findings.iter().filter(is_withheld).filter_map(|finding| changes.moved(finding));
        let place = |finding: &Diagnostic| (finding.rule.code, finding.primary());
        let found: FxHashSet<_> = analysis.diagnostics.iter().map(place).collect();
        old.filter(|old| !found.contains(&place(old))).collect()
    }
}

/// The changes in some files, and the names on the changed lines.
pub(super) struct Changes<'t> {
    files: BTreeMap<FileId, Changed>,
    words: FxHashSet<&'t str>,
}

impl<'t> Changes<'t> {
    /// The changes from earlier texts to the current ones.
    pub(super) fn since(texts: &'t BTreeMap<FileId, String>, sources: &'t Sources) -> Self {
        let mut changes = Self { files: BTreeMap::new(), words: FxHashSet::default() };
        for (file, before) in texts {
            let now = sources.get(*file);
            let change = fixes::difference(before, now.text()).map(|(span, text)| Changed {
                before: span,
                now: Span::new(span.start, span.start + text.len() as u32),
            });
            if let Some(change) = change {
                changes.words.extend(lines(before, change.before));
                changes.words.extend(lines(now.text(), change.now));
                changes.files.insert(*file, change);
            }
        }
        changes
    }

    /// An earlier finding, moved to its current place. Its fixes are removed, because they were made for another text.
    /// `None` if a change touches it, or if it names something on a changed line.
    pub(super) fn moved(&self, finding: &Diagnostic) -> Option<Diagnostic> {
        if finding.message.split('`').skip(1).step_by(2).any(|name| self.words.contains(name)) {
            return None;
        }
        let mut finding = finding.clone();
        finding.fixes.clear();
        let stays = finding.locations_mut().all(|place| match self.files.get(&place.file) {
            Some(change) => change.moves(place),
            None => true,
        });
        stays.then_some(finding)
    }
}

/// The changed range of a file: its earlier and its current span.
struct Changed {
    before: Span,
    now: Span,
}

impl Changed {
    /// Moves a place with its text. Returns false if the change touches it.
    fn moves(&self, place: &mut Location) -> bool {
        if place.span.end < self.before.start {
            return true;
        }
        if place.span.start <= self.before.end {
            return false;
        }
        let moved = |offset: u32| self.now.end + (offset - self.before.end);
        place.span = Span::new(moved(place.span.start), moved(place.span.end));
        true
    }
}

/// The words of the lines that a place touches.
fn lines(text: &str, span: Span) -> Vec<&str> {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let after = text.get(span.end as usize..).unwrap_or_default();
    let end = span.end as usize + after.find('\n').unwrap_or(after.len());
    let lines = text.get(start..end).unwrap_or_default();
    let tokens = syntax::tokens(lines).into_iter();
    let words = tokens.filter(|(kind, _)| matches!(kind, TokenKind::Word | TokenKind::Text));
    words.map(|(_, span)| span.of_text(lines).trim_matches('"')).collect()
}
