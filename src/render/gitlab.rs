//! Code Quality of GitLab: one JSON list, which a job publishes as `artifacts:reports:codequality`.
//!
//! The service drops all but one of the findings with the same fingerprint, so fingerprints are unique here. A place is
//! required; a finding without a place is shown at the first line of the first file.
//! Source: docs.gitlab.com, "Code Quality", the report format.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Level, unique_fingerprints};
use crate::text::Sources;

use super::entry::Entry;
use super::{Options, json};

#[derive(Serialize)]
struct Issue<'d> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'d>,
}

#[derive(Serialize)]
struct Location<'d> {
    path: &'d str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    _options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let first = sources.iter().next().map_or(".", |source| source.name());
    let prints = unique_fingerprints(diagnostics, sources);
    let issues = diagnostics.iter().zip(prints).map(|(diagnostic, fingerprint)| {
        let entry = Entry::new(diagnostic, sources);
        let (begin, end) = entry.spot.map_or((1, 1), |spot| (spot.start().line, spot.lines().1 + 1));
        Issue {
            description: format!("{}: {}", diagnostic.rule.code, entry.message()),
            check_name: diagnostic.rule.name,
            fingerprint,
            severity: match diagnostic.level {
                Level::Error => "critical",
                Level::Warning => "major",
                Level::Info => "info",
            },
            location: Location { path: entry.path().unwrap_or(first), lines: Lines { begin, end } },
        }
    });
    json::write_line(&issues.collect::<Vec<_>>(), out)
}
