//! Findings that the author may accept for a time, and the comment that does so.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::navigate::TextEdit;
use super::view::View;
use crate::diagnostics::{Diagnostic, Rule};
use crate::syntax;
use crate::text::{FileId, Location, Span};
use crate::waivers::{comment, is_waivable, places};

/// A finding that a comment may accept, and the line above which the comment is written, from 0.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The finding.
    pub finding: &'a Diagnostic,
    /// The line.
    pub line: u32,
}

/// The findings at a place that a comment above their line may accept, each rule once.
pub fn offers<'a>(view: &View<'a>, file: FileId, span: Span) -> Vec<Offer<'a>> {
    let touches = |place: &Location| place.file == file && place.span.start <= span.end && span.start <= place.span.end;
    let source = view.source(file);
    let mut offers: Vec<Offer<'_>> = Vec::new();
    for finding in view.findings.iter().filter(|finding| is_waivable(finding.rule)) {
        if !finding.primary().iter().chain(&finding.also).any(touches) {
            continue;
        }
        let places = places(finding);
        let place =
            places.iter().find(|place| touches(place)).or_else(|| places.iter().find(|place| place.file == file));
        let Some(place) = place else { continue };
        let line = source.lines().line(place.span.start);
        let known = offers.iter().any(|offer| offer.finding.rule == finding.rule && offer.line == line);
        if !known && is_free(source.text(), source.lines().span(line).start) {
            offers.push(Offer { finding, line });
        }
    }
    offers
}

/// Whether a comment may be written at an offset: it is not inside a text or another comment.
fn is_free(text: &str, offset: u32) -> bool {
    !syntax::tokens(text).iter().any(|(_, span)| span.start < offset && offset < span.end)
}

/// The last day of a waiver if the author gives none: three months ahead.
pub fn until(today: Date) -> Date {
    today.checked_add(3.months()).unwrap_or(Date::MAX)
}

/// The edit that accepts findings of a rule on a line. Without a reason, the comment is an error until it has one.
pub fn edit(view: &View<'_>, file: FileId, line: u32, rule: &Rule, until: Date, because: &str) -> TextEdit {
    let source = view.source(file);
    let span = source.lines().span(line.min(source.lines().count().saturating_sub(1)));
    let written = span.of_text(source.text());
    let indent: String = written.chars().take_while(|character| matches!(character, ' ' | '\t')).collect();
    let end = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let because = because.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = format!("{indent}{}{end}", comment(rule, until, &because, None));
    TextEdit { location: Location::new(file, Span::at(span.start)), text }
}
