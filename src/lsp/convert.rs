//! Converts places and edits to the protocol and back.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::root::Root;
use super::uri;
use crate::ide::navigate::TextEdit;
use crate::ide::{Change, Encoding, Place};
use crate::text::{FileId, Location, Source, Span};

/// How places of one program are written for one editor.
#[derive(Clone, Copy)]
pub(super) struct Converter<'a> {
    pub(super) encoding: Encoding,
    pub(super) addresses: &'a Addresses<'a>,
}

/// The addresses that the editor uses for the files of a program, and the versions of open files.
pub(super) struct Addresses<'a> {
    pub(super) root: &'a Root,
    /// The address and version of each open file.
    pub(super) open: &'a BTreeMap<FileId, (String, i32)>,
}

impl Addresses<'_> {
    /// The address of a file, and its version if it is open.
    pub(super) fn of(&self, file: FileId) -> (String, Option<i32>) {
        match self.open.get(&file) {
            Some((uri, version)) => (uri.clone(), Some(*version)),
            None => (uri::of(&self.root.path(file)), None),
        }
    }

    pub(super) fn is_open(&self, file: FileId) -> bool {
        self.open.contains_key(&file)
    }
}

/// Reads a change that an editor sent.
pub(super) fn change(said: &Value) -> Change {
    let place = |name: &str| {
        let position = said.pointer(&format!("/range/{name}"))?;
        let number = |name: &str| position.get(name)?.as_u64().map(|number| number.min(u64::from(u32::MAX)) as u32);
        Some(Place::new(number("line")?, number("character")?))
    };
    let text = said.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    Change { range: place("start").zip(place("end")), text }
}

/// The units of a byte order mark. Editors that show it count it, and texts here do not contain it.
fn mark(source: &Source, encoding: Encoding, line: u32) -> u32 {
    if line == 0 && source.has_bom() { encoding.units('\u{FEFF}') } else { 0 }
}

/// The offset of a position.
pub(super) fn offset(source: &Source, encoding: Encoding, open: bool, position: &Value) -> Option<u32> {
    let number = |name: &str| position.get(name)?.as_u64().map(|number| number.min(u64::from(u32::MAX)) as u32);
    let (line, column) = (number("line")?, number("character")?);
    let mark = if open { mark(source, encoding, line) } else { 0 };
    let place = Place::new(line, column.saturating_sub(mark));
    Some(encoding.offset(source.text(), source.lines(), place))
}

/// The range of a span.
pub(super) fn range(source: &Source, encoding: Encoding, open: bool, span: Span) -> Value {
    let position = |offset| {
        let place = encoding.place(source.text(), source.lines(), offset);
        let mark = if open { mark(source, encoding, place.line) } else { 0 };
        json!({ "line": place.line, "character": place.column + mark })
    };
    json!({ "start": position(span.start), "end": position(span.end) })
}

impl Converter<'_> {
    pub(super) fn range(&self, location: Location) -> Value {
        let source = self.addresses.root.sources().get(location.file);
        range(source, self.encoding, self.addresses.is_open(location.file), location.span)
    }

    pub(super) fn location(&self, location: Location) -> Value {
        json!({ "uri": self.addresses.of(location.file).0, "range": self.range(location) })
    }

    pub(super) fn edit(&self, edit: &TextEdit) -> Value {
        json!({ "range": self.range(edit.location), "newText": edit.text })
    }

    /// Edits of several files, with their versions if the editor accepts them.
    pub(super) fn workspace_edit(&self, edits: &[TextEdit], versioned: bool) -> Value {
        let mut files: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
        for edit in edits {
            files.entry(edit.location.file).or_default().push(self.edit(edit));
        }
        if versioned {
            let documents = files.into_iter().map(|(file, edits)| {
                let (uri, version) = self.addresses.of(file);
                json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits })
            });
            return json!({ "documentChanges": documents.collect::<Vec<Value>>() });
        }
        let changes: Map<String, Value> =
            files.into_iter().map(|(file, edits)| (self.addresses.of(file).0, Value::from(edits))).collect();
        json!({ "changes": changes })
    }
}
