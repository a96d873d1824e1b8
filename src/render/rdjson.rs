//! The JSON form of reviewdog, which writes findings as comments on many services.
//!
//! Its columns count bytes, from 1. Comments are Markdown, so the message is escaped for it. Each suggestion can be
//! applied alone, so only fixes with one edit are offered.
//! Source: the `reviewdog.rdf` schema of reviewdog.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Level, Safety};
use crate::text::{Location, Sources};

use super::entry::Entry;
use super::place::{Place, Spot};
use super::{Options, json, markup};

#[derive(Serialize)]
struct Document<'d> {
    source: Source,
    severity: &'static str,
    diagnostics: Vec<Item<'d>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Item<'d> {
    message: String,
    location: Where<'d>,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'d>>,
}

#[derive(Serialize)]
struct Where<'d> {
    path: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Suggestion<'d> {
    range: Range,
    text: &'d str,
}

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    _options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let worst = diagnostics.iter().map(|finding| finding.level).max().unwrap_or(Level::Info);
    let diagnostics = diagnostics.iter().map(|finding| item(&Entry::new(finding, sources), sources)).collect();
    json::write_line(&Document { source: Source { name: "dictum" }, severity: severity(worst), diagnostics }, out)
}

fn item<'d>(entry: &Entry<'d>, sources: &'d Sources) -> Item<'d> {
    let finding = entry.diagnostic;
    let help = finding.help.iter().map(|help| format!("; help: {help}"));
    let words: String = std::iter::once(finding.message.clone()).chain(help).collect();
    let suggestions = finding.fixes.iter().filter(|fix| fix.safety != Safety::Unsafe).filter_map(|fix| {
        let [edit] = fix.edits.as_slice() else { return None };
        let is_here = finding.primary().is_some_and(|place| place.file == edit.location.file);
        let range = range(edit.location, sources).filter(|_| is_here)?;
        Some(Suggestion { range, text: &edit.replacement })
    });
    Item {
        message: markup::inline(&super::entry::harmless(&words)),
        location: Where {
            path: entry.path().unwrap_or("."),
            range: finding.primary().and_then(|place| range(place, sources)),
        },
        severity: severity(finding.level),
        code: Code { value: finding.rule.code.to_string() },
        suggestions: suggestions.collect(),
    }
}

fn range(location: Location, sources: &Sources) -> Option<Range> {
    let spot = Spot::new(sources, location)?;
    let position = |place: Place| {
        let start = spot.source.lines().span(place.line - 1).start;
        Position { line: place.line, column: place.offset - start + 1 }
    };
    Some(Range { start: position(spot.start()), end: position(spot.end()) })
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Info => "INFO",
    }
}
