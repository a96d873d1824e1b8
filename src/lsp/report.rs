//! Findings as diagnostics.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;
use serde_json::{Value, json};

use super::capabilities::Client;
use super::convert::{self, Converter};
use super::root::Root;
use super::uri;
use crate::diagnostics::{Diagnostic, Level, Rule, reading_order};
use crate::text::{FileId, Location, Source, Span, printable};

/// The diagnostics of files by address, with the version of each file if it is open.
pub(super) type Told = BTreeMap<String, OfFile>;

/// The version of a file if it is open, and its diagnostics.
pub(super) type OfFile = (Option<i32>, Vec<Value>);

/// The places where a finding is shown. A finding without a place is shown at the beginning of the first file.
fn places(first: Option<FileId>, finding: &Diagnostic) -> impl Iterator<Item = Location> {
    let place = finding.primary().or_else(|| Some(Location::new(first?, Span::at(0))));
    place.into_iter().chain(finding.also.iter().copied())
}

/// The findings that are shown in each file, with their places.
fn by_file<'f>(root: &Root, findings: &'f [Diagnostic]) -> BTreeMap<FileId, Vec<(&'f Diagnostic, Location)>> {
    let first = root.sources().iter().next().map(Source::id);
    let mut files: BTreeMap<FileId, Vec<(&Diagnostic, Location)>> = BTreeMap::new();
    for finding in findings {
        for place in places(first, finding) {
            files.entry(place.file).or_default().push((finding, place));
        }
    }
    files
}

/// The findings that are in only one of two lists in reading order.
fn differing<'f>(mut before: &'f [Diagnostic], mut now: &'f [Diagnostic]) -> Vec<&'f Diagnostic> {
    let mut differing = Vec::new();
    while let ([old, others_before @ ..], [new, others_now @ ..]) = (before, now) {
        let order = if old == new { None } else { Some(reading_order(old, new)) };
        if order.is_none_or(Ordering::is_le) {
            differing.extend(order.map(|_| old));
            before = others_before;
        }
        if order.is_none_or(Ordering::is_ge) {
            differing.extend(order.map(|_| new));
            now = others_now;
        }
    }
    differing.extend(before.iter().chain(now));
    differing
}

/// The diagnostics of the files of a program that have findings, and of its settings file.
pub(super) fn found(converter: &Converter<'_>, client: &Client) -> Told {
    let root = converter.addresses.root;
    let mut told = Told::new();
    for (file, found) in by_file(root, root.findings()) {
        let (uri, version) = converter.addresses.of(file);
        let found = found.into_iter().map(|(finding, place)| one(converter, client, finding, place));
        told.insert(uri, (version, found.collect()));
    }
    told.extend(settings(converter));
    told
}

/// The diagnostics of the files for which they may have changed: changed files, files with other findings, and files
/// whose findings point into a changed file.
pub(super) fn news(converter: &Converter<'_>, client: &Client, before: &[Diagnostic]) -> Told {
    let root = converter.addresses.root;
    let now = root.findings();
    let first = root.sources().iter().next().map(Source::id);
    let mut files: BTreeSet<FileId> = root.touched.clone();
    let is_touched =
        |finding: &&Diagnostic| finding.labels.iter().any(|label| root.touched.contains(&label.location.file));
    let other = differing(before, now).into_iter().chain(now.iter().filter(is_touched));
    files.extend(other.flat_map(|finding| places(first, finding)).map(|place| place.file));
    let mut found: BTreeMap<FileId, Vec<Value>> = files.into_iter().map(|file| (file, Vec::new())).collect();
    for finding in now {
        for place in places(first, finding) {
            if let Some(found) = found.get_mut(&place.file) {
                found.push(one(converter, client, finding, place));
            }
        }
    }
    let mut told = Told::new();
    for (file, found) in found {
        let (uri, version) = converter.addresses.of(file);
        told.insert(uri, (version, found));
    }
    told.extend(settings(converter));
    told
}

/// The diagnostics of one file for these findings.
pub(super) fn of_findings(
    converter: &Converter<'_>,
    client: &Client,
    file: FileId,
    findings: &[Diagnostic],
) -> Vec<Value> {
    let mut found = by_file(converter.addresses.root, findings);
    let found = found.remove(&file).unwrap_or_default().into_iter();
    found.map(|(finding, place)| one(converter, client, finding, place)).collect()
}

/// The diagnostics of the settings file.
fn settings(converter: &Converter<'_>) -> Option<(String, OfFile)> {
    let (path, sources, findings) = converter.addresses.root.settings.as_ref()?;
    let source = sources.iter().next()?;
    let found = findings.iter().map(|finding| setting(converter, source, finding)).collect();
    Some((uri::of(path), (None, found)))
}

/// The same as `found`, and all files without findings.
pub(super) fn all(converter: &Converter<'_>, client: &Client) -> Told {
    let mut told = found(converter, client);
    for source in converter.addresses.root.sources() {
        let (uri, version) = converter.addresses.of(source.id());
        told.entry(uri).or_insert((version, Vec::new()));
    }
    told
}

/// The diagnostics of one file.
pub(super) fn of_file(converter: &Converter<'_>, client: &Client, file: FileId) -> Vec<Value> {
    of_findings(converter, client, file, converter.addresses.root.findings())
}

/// The answer to an editor that requests diagnostics and sends the id of those it has: these, or that nothing has
/// changed.
pub(super) fn pulled(items: Vec<Value>, before: Option<&str>) -> Value {
    let items = Value::from(items);
    let mut hasher = FxHasher::default();
    items.to_string().hash(&mut hasher);
    let id = format!("{:x}", hasher.finish());
    if before == Some(&*id) {
        return json!({ "kind": "unchanged", "resultId": id });
    }
    json!({ "kind": "full", "resultId": id, "items": items })
}

fn one(converter: &Converter<'_>, client: &Client, finding: &Diagnostic, place: Location) -> Value {
    let mut said = plain(finding, &converter.range(place));
    let Some(fields) = said.as_object_mut() else { return said };
    let others: Vec<Value> = finding
        .labels
        .iter()
        .filter(|label| label.location != place)
        .map(|label| {
            let text = if label.text.is_empty() { "see also" } else { &label.text };
            json!({ "location": converter.location(label.location), "message": printable(text) })
        })
        .collect();
    if client.related && !others.is_empty() {
        fields.insert("relatedInformation".to_owned(), Value::from(others));
    }
    if client.pages {
        fields.insert("codeDescription".to_owned(), json!({ "href": page(finding.rule) }));
    }
    said
}

/// The address with which the editor requests the page of a rule.
pub(super) fn page(rule: &Rule) -> String {
    format!("dictum-rule:/{}.md", rule.name)
}

fn setting(converter: &Converter<'_>, source: &Source, finding: &Diagnostic) -> Value {
    let span = finding.primary().map_or(Span::at(0), |place| place.span);
    plain(finding, &convert::range(source, converter.encoding, false, span))
}

fn plain(finding: &Diagnostic, range: &Value) -> Value {
    let mut said = json!({
        "range": range,
        "severity": match finding.level { Level::Error => 1, Level::Warning => 2, Level::Info => 3 },
        "code": finding.rule.code.to_string(),
        "source": "dictum",
        "message": message(finding),
        "data": { "rule": finding.rule.name },
    });
    if let (Some(fields), Some(tag)) = (said.as_object_mut(), tag(finding.rule)) {
        fields.insert("tags".to_owned(), json!([tag]));
    }
    said
}

/// The message of a finding, on several lines.
fn message(finding: &Diagnostic) -> String {
    let mut lines = vec![printable(&finding.message).into_owned()];
    if let Some(label) = finding.labels.first().filter(|label| !label.text.is_empty()) {
        lines.push(printable(&label.text).into_owned());
    }
    lines.extend(finding.notes.iter().map(|note| printable(note).into_owned()));
    if let Some(witness) = &finding.witness {
        let parts: Vec<String> = witness.parts.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        lines.push(printable(&format!("example: {}", parts.join(", "))).into_owned());
    }
    if let Some(help) = &finding.help {
        lines.push(format!("help: {}", printable(help)));
    }
    lines.join("\n")
}

/// Findings about code without effect are drawn faded: the protocol's tag 1.
fn tag(rule: &Rule) -> Option<u8> {
    let faded = ["unused-", "redundant-", "repeated-", "dead-", "idle-", "masked-", "shadowed-", "needless-"];
    faded.iter().any(|beginning| rule.name.starts_with(beginning)).then_some(1)
}
