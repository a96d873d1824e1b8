//! Completion lists and workspace symbols.

use serde_json::{Value, json};

use super::answers::Asked;
use super::convert::Converter;
use crate::ide::complete::{self, Item, Sort};
use crate::ide::{View, symbols};

/// The completions at an offset.
pub(super) fn completion(asked: &Asked<'_>, offset: u32) -> Value {
    let found = complete::complete(&asked.view, asked.file, offset);
    let range = asked.range(found.replaced);
    let items = (0..).zip(&found.items).map(|(index, item)| one(item, index, &range, asked.client.snippets));
    json!({ "isIncomplete": found.more, "items": items.collect::<Value>() })
}

fn one(item: &Item, index: usize, range: &Value, snippets: bool) -> Value {
    let snippet = item.snippet.as_ref().filter(|_| snippets);
    let text = snippet.map_or(item.label.as_str(), |snippet| snippet);
    let mut said = json!({
        "label": item.label,
        "kind": kind(item.sort),
        "sortText": format!("{index:04}"),
        "textEdit": { "range": range, "newText": text },
        "insertTextFormat": if snippet.is_some() { 2 } else { 1 },
    });
    let Some(fields) = said.as_object_mut() else { return said };
    if !item.detail.is_empty() {
        fields.insert("detail".to_owned(), item.detail.as_str().into());
    }
    if !item.doc.is_empty() {
        fields.insert("documentation".to_owned(), json!({ "kind": "markdown", "value": item.doc }));
    }
    if let Some(letters) = &item.found_by {
        fields.insert("filterText".to_owned(), letters.as_str().into());
    }
    said
}

const fn kind(sort: Sort) -> u8 {
    match sort {
        Sort::Declaration | Sort::Block => 15,
        Sort::Key => 10,
        Sort::Word => 14,
        Sort::Value => 20,
        Sort::Name => 18,
        Sort::Connector => 9,
    }
}

/// The protocol's number for a kind of declaration.
pub(super) fn symbol_kind(kind: &str) -> u8 {
    match kind {
        "environment" | "environment_group" => 3,
        "data_policy" | "rules" | "rating" | "control" | "duties" => 12,
        "scale" | "criteria" => 10,
        "connectors" => 18,
        "connector" => 2,
        "level" => 22,
        "criterion" => 8,
        "table" | "tables" => 23,
        _declared => 5,
    }
}

/// The declarations of a program with names that contain the letters of the query.
pub(super) fn workspace(view: &View<'_>, converter: &Converter<'_>, asked: &str) -> Vec<Value> {
    let found = symbols::search(view, asked).into_iter();
    let said = found.map(|(place, name)| {
        json!({
            "name": &*name.name,
            "kind": symbol_kind(name.kind),
            "containerName": name.kind,
            "location": converter.location(place),
        })
    });
    said.collect()
}
