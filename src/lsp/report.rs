//! Findings as diagnostics.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::capabilities::Client;
use super::convert::{self, Converter};
use super::uri;
use crate::diagnostics::{Diagnostic, Level, Rule};
use crate::text::{FileId, Location, Source, Span, printable};

/// The diagnostics of each file of a program, its settings file among them, by address.
pub(super) fn all(converter: &Converter<'_>, client: &Client) -> BTreeMap<String, (Option<i32>, Vec<Value>)> {
    let root = converter.addresses.root;
    let mut files = BTreeMap::new();
    for source in root.sources() {
        files.insert(source.id(), Vec::new());
    }
    for finding in root.findings() {
        let Some(place) = finding.primary().or_else(|| Some(Location::new(files.keys().next().copied()?, Span::at(0))))
        else {
            continue;
        };
        for place in std::iter::once(&place).chain(&finding.also) {
            if let Some(found) = files.get_mut(&place.file) {
                found.push(one(converter, client, finding, *place));
            }
        }
    }
    let mut said: BTreeMap<String, (Option<i32>, Vec<Value>)> = BTreeMap::new();
    for (file, found) in files {
        let (uri, version) = converter.addresses.of(file);
        said.insert(uri, (version, found));
    }
    if let Some((path, sources, findings)) = &root.settings
        && let Some(source) = sources.iter().next()
    {
        let found = findings.iter().map(|finding| setting(converter, source, finding)).collect();
        said.insert(uri::of(path), (None, found));
    }
    said
}

/// The diagnostics of one file.
pub(super) fn of_file(converter: &Converter<'_>, client: &Client, file: FileId) -> Vec<Value> {
    let (uri, _) = converter.addresses.of(file);
    all(converter, client).remove(&uri).map(|(_, found)| found).unwrap_or_default()
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

/// The address by which the editor asks for the page of a rule.
fn page(rule: &Rule) -> String {
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

/// What a finding says, over several lines.
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

/// What a rule finds that has no effect is drawn faded: the protocol's tag 1.
fn tag(rule: &Rule) -> Option<u8> {
    let faded = ["unused-", "redundant-", "repeated-", "dead-", "idle-", "masked-", "shadowed-", "needless-"];
    faded.iter().any(|beginning| rule.name.starts_with(beginning)).then_some(1)
}
