//! Fixes of findings.

use super::navigate::TextEdit;
use super::view::View;
use crate::diagnostics::{self, Diagnostic, Fix, Safety};
use crate::text::{FileId, Location, Span};

/// A fix and the finding that it fixes.
#[derive(Debug)]
pub struct Offer<'a> {
    /// The finding.
    pub finding: &'a Diagnostic,
    /// The fix.
    pub fix: &'a Fix,
}

impl Offer<'_> {
    /// The edits, in reading order.
    pub fn edits(&self) -> Vec<TextEdit> {
        let edits = self.fix.edits.iter();
        edits.map(|edit| TextEdit { location: edit.location, text: edit.replacement.clone() }).collect()
    }
}

/// The fixes of findings that show at a place, in the order of the findings.
pub fn offers<'a>(view: &View<'a>, file: FileId, span: Span) -> Vec<Offer<'a>> {
    let touches = |place: &Location| place.file == file && place.span.start <= span.end && span.start <= place.span.end;
    let shows = |finding: &&Diagnostic| finding.primary().iter().chain(&finding.also).any(touches);
    let findings = view.findings.iter().filter(shows);
    findings.flat_map(|finding| finding.fixes.iter().map(move |fix| Offer { finding, fix })).collect()
}

/// The text of a file after all its safe fixes; `None` if there are none.
pub fn all(view: &View<'_>, file: FileId) -> Option<String> {
    let takes = |safety: Safety| safety == Safety::Safe;
    let fixed = diagnostics::apply(view.sources, view.findings, |one| one == file, takes);
    fixed.texts.into_iter().find(|(one, _)| *one == file).map(|(_, text)| text)
}

/// The smallest edit that changes one text into another: the part between the common start and the common end.
pub fn difference(before: &str, after: &str) -> Option<(Span, String)> {
    if before == after {
        return None;
    }
    let same = |(one, other): &(u8, u8)| one == other;
    let mut start = before.bytes().zip(after.bytes()).take_while(same).count();
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    let (head, tail) = (before.get(start..)?, after.get(start..)?);
    let mut end = head.bytes().rev().zip(tail.bytes().rev()).take_while(same).count();
    while !head.is_char_boundary(head.len() - end) || !tail.is_char_boundary(tail.len() - end) {
        end -= 1;
    }
    let replaced = Span::of(start, before.len() - end);
    Some((replaced, tail.get(..tail.len() - end)?.to_owned()))
}
