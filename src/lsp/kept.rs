//! Warnings of the last sound state. They are looked for in sound programs only, so while a line is half typed they would
//! all go out and come back; those that the line cannot touch stay instead.

use rustc_hash::FxHashSet;

use crate::diagnostics::{Code, Diagnostic, Level};
use crate::ide::fixes;
use crate::lint::LINTS;
use crate::syntax::{self, TokenKind};
use crate::text::{Location, Sources, Span};

/// The texts of a sound state, and its warnings.
#[derive(Debug)]
pub(super) struct Kept {
    texts: Vec<String>,
    findings: Vec<Diagnostic>,
}

impl Kept {
    /// What a sound state gives to keep; none where there are errors.
    pub(super) fn of(sources: &Sources, findings: &[Diagnostic]) -> Option<Self> {
        if findings.iter().any(|finding| finding.rule.level == Level::Error) {
            return None;
        }
        let codes: FxHashSet<Code> = LINTS.iter().map(|lint| lint.rule.code).collect();
        let kept = findings.iter().filter(|finding| codes.contains(&finding.rule.code)).cloned().collect();
        Some(Self { texts: sources.iter().map(|source| source.text().to_owned()).collect(), findings: kept })
    }

    /// Those that still hold of other texts of the same files: none of their places has changed, and they speak of no
    /// name that stands in what has.
    pub(super) fn held(&self, sources: &Sources) -> Vec<Diagnostic> {
        let mut changes = Vec::with_capacity(self.texts.len());
        let mut words: FxHashSet<&str> = FxHashSet::default();
        for (before, now) in self.texts.iter().zip(sources) {
            let change = fixes::difference(before, now.text()).map(|(span, text)| Changed {
                before: span,
                now: Span::new(span.start, span.start + text.len() as u32),
            });
            if let Some(change) = &change {
                words.extend(lines(before, change.before));
                words.extend(lines(now.text(), change.now));
            }
            changes.push(change);
        }
        let held = |finding: &Diagnostic| {
            let mut finding = finding.clone();
            // Edits are made of the text they were found in.
            finding.fixes.clear();
            let stays = finding.locations_mut().all(|place| match changes.get(place.file.index()) {
                Some(Some(change)) => change.moves(place),
                _same => true,
            });
            stays.then_some(finding)
        };
        self.findings.iter().filter(|finding| !speaks_of(finding, &words)).filter_map(held).collect()
    }
}

/// What has changed in a file: where it stood, and where it stands.
struct Changed {
    before: Span,
    now: Span,
}

impl Changed {
    /// Moves a place with its text; false where the change touches it.
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

fn speaks_of(finding: &Diagnostic, words: &FxHashSet<&str>) -> bool {
    finding.message.split('`').skip(1).step_by(2).any(|name| words.contains(name))
}
