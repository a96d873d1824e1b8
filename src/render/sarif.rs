//! SARIF 2.1.0, which GitHub's code scanning, Azure DevOps and editors read.
//!
//! The limits of GitHub are respected. A run has at most 25,000 results, so more results become further runs, each with
//! its own automation id. A result shows at most 1,000 places. Each result has a place, so a finding without one is
//! shown at the first line of the first file. Accepted findings are results with a suppression. Columns count
//! characters.
//! Sources: OASIS SARIF 2.1.0; docs.github.com, "SARIF support for code scanning".

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::diagnostics::{Accepted, Diagnostic, Fix, How, Level, Rule, Safety, unique_fingerprints};
use crate::text::{Location, Sources};

use super::entry::{Entry, harmless, level};
use super::place::Spot;
use super::{Options, json};

/// The maximum number of results of a run.
const RESULTS: usize = 25_000;
/// The maximum number of places of a result.
const PLACES: usize = 1_000;
/// The key of our fingerprints, with the version of their algorithm.
const FINGERPRINT: &str = "dictum/v1";

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    _options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let prints = unique_fingerprints(diagnostics, sources);
    let mut parts: Vec<(&[Diagnostic], &[String])> = diagnostics.chunks(RESULTS).zip(prints.chunks(RESULTS)).collect();
    if parts.is_empty() {
        parts.push((&[], &[]));
    }
    let several = parts.len() > 1;
    let runs = parts.into_iter().enumerate().map(|(number, (findings, prints))| {
        let mut run = run(findings, prints, sources);
        if let Some(run) = run.as_object_mut().filter(|_| several) {
            // The part before the last slash is the category; GitHub refuses two runs of one category in a file.
            run.insert("automationDetails".to_owned(), json!({ "id": format!("dictum/part-{}/", number + 1) }));
        }
        run
    });
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": runs.collect::<Vec<Value>>(),
    });
    json::write_line(&document, out)
}

fn run(findings: &[Diagnostic], prints: &[String], sources: &Sources) -> Value {
    let codes: BTreeSet<_> = findings.iter().map(|finding| finding.rule.code).collect();
    let mut rules: Vec<&'static Rule> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.code);
    rules.dedup();
    let index = |rule: &Rule| codes.iter().position(|code| *code == rule.code);
    let results = findings.iter().zip(prints).map(|(finding, print)| {
        let mut result = result(finding, sources);
        result.insert("ruleIndex".to_owned(), json!(index(finding.rule)));
        result.insert("partialFingerprints".to_owned(), json!({ FINGERPRINT: print }));
        Value::Object(result)
    });
    json!({
        "tool": { "driver": {
            "name": "Dictum",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.into_iter().map(descriptor).collect::<Vec<Value>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "results": results.collect::<Vec<Value>>(),
    })
}

fn descriptor(rule: &'static Rule) -> Value {
    let page = rule.page();
    let tags: Vec<&str> =
        std::iter::once(rule.category().word()).chain(rule.controls.iter().copied()).take(20).collect();
    json!({
        "id": rule.code.to_string(),
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": format!("{} {}: {}", rule.code, rule.name, rule.summary) },
        "help": { "text": page, "markdown": format!("# {} {}\n\n{page}", rule.code, rule.name) },
        "defaultConfiguration": { "level": level(rule.level, "note") },
        "properties": { "tags": tags, "problem.severity": severity(rule.level) },
    })
}

/// The word that GitHub sorts by.
const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "recommendation",
    }
}

fn result(finding: &Diagnostic, sources: &Sources) -> Map<String, Value> {
    let entry = Entry::new(finding, sources);
    let lines: Vec<String> = std::iter::once(entry.message()).chain(entry.details()).collect();
    let mut result = Map::new();
    let mut put = |key: &str, value: Value| _ = result.insert(key.to_owned(), value);
    put("ruleId", json!(finding.rule.code.to_string()));
    put("level", json!(level(finding.level, "note")));
    put("message", json!({ "text": plain(&lines.join("\n")) }));
    let place = finding.primary().and_then(|place| physical(place, sources));
    let place = place.or_else(|| sources.iter().next().map(|source| at(source.name(), &json!({ "startLine": 1 }))));
    put("locations", json!(place.into_iter().map(|place| json!({ "physicalLocation": place })).collect::<Vec<_>>()));
    let labels = finding.labels.iter().skip(1).map(|label| (label.location, label.text.as_str()));
    let related = labels.chain(finding.also.iter().map(|place| (*place, "and here")));
    let related = related.take(PLACES).enumerate().filter_map(|(id, (place, text))| {
        let text = if text.is_empty() { "see also" } else { text };
        let place = physical(place, sources)?;
        Some(json!({ "id": id + 1, "physicalLocation": place, "message": { "text": plain(&harmless(text)) } }))
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        put("relatedLocations", json!(related));
    }
    let fixes: Vec<Value> = finding.fixes.iter().filter_map(|fix| change(fix, sources)).collect();
    if !fixes.is_empty() {
        put("fixes", json!(fixes));
    }
    if let Some(accepted) = &finding.accepted {
        put("suppressions", json!([suppression(accepted)]));
    }
    result
}

fn suppression(accepted: &Accepted) -> Value {
    let kind = match accepted.how {
        How::Waived => "inSource",
        How::Baseline => "external",
    };
    let mut why = accepted.because.clone();
    if let Some(by) = &accepted.by {
        let _ = write!(why, ", by {by}");
    }
    if let Some(until) = &accepted.until {
        let _ = write!(why, ", until {until}");
    }
    json!({ "kind": kind, "status": "accepted", "justification": harmless(&why) })
}

fn physical(location: Location, sources: &Sources) -> Option<Value> {
    let spot = Spot::new(sources, location)?;
    Some(at(spot.source.name(), &region(&spot)))
}

fn at(path: &str, region: &Value) -> Value {
    json!({ "artifactLocation": { "uri": uri(path) }, "region": region })
}

fn region(spot: &Spot<'_>) -> Value {
    let (start, end) = (spot.start(), spot.end());
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A fix with all its edits; `None` if one of its places is unknown.
fn change(fix: &Fix, sources: &Sources) -> Option<Value> {
    let mut files: Vec<(&str, Vec<Value>)> = Vec::new();
    for edit in &fix.edits {
        let spot = Spot::new(sources, edit.location)?;
        let replacement = json!({ "deletedRegion": region(&spot), "insertedContent": { "text": edit.replacement } });
        match files.iter_mut().find(|(name, _)| *name == spot.source.name()) {
            Some((_, replacements)) => replacements.push(replacement),
            None => files.push((spot.source.name(), vec![replacement])),
        }
    }
    if files.is_empty() {
        return None;
    }
    let trust = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
        Safety::Suggestion => "suggestion",
    };
    let changes = files
        .into_iter()
        .map(|(name, replacements)| json!({ "artifactLocation": { "uri": uri(name) }, "replacements": replacements }));
    let text = plain(&format!("{} ({trust})", harmless(&fix.title)));
    Some(json!({ "description": { "text": text }, "artifactChanges": changes.collect::<Vec<Value>>() }))
}

/// Text of a message. `[words](target)` would be a link there; backslashes keep it text.
fn plain(text: &str) -> String {
    if !text.contains("](") {
        return text.to_owned();
    }
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// A path as a reference of RFC 3986, relative unless the path is not.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    if path.starts_with('/') {
        out.push_str("file://");
    } else if drive {
        out.push_str("file:///");
    }
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            b':' if drive && at == 1 => out.push(':'),
            other => _ = write!(out, "%{other:02X}"),
        }
    }
    out
}
