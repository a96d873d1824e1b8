//! Requests about places in a file.

use serde_json::{Value, json};

use super::capabilities::{Client, TOKEN_TYPES};
use super::convert::Converter;
use super::{lists, report};
use crate::engine::Settings;
use crate::format;
use crate::ide::form::{self, Paint};
use crate::ide::links::{self, Target};
use crate::ide::navigate::{self, TextEdit};
use crate::ide::notes::Lens;
use crate::ide::preview::{self, Preview};
use crate::ide::symbols::{self, Outline};
use crate::ide::{Place, View, fixes, hover, layout, notes};
use crate::model::kinds;
use crate::text::{FileId, Location, Span};

/// A request about a file.
pub(super) struct Asked<'a> {
    pub(super) view: View<'a>,
    pub(super) converter: Converter<'a>,
    pub(super) client: &'a Client,
    pub(super) settings: &'a Settings,
    pub(super) file: FileId,
    pub(super) params: &'a Value,
}

/// Why a request is not answered: the protocol's error code, and a message for the author.
pub(super) type Refusal = (i32, String);

/// A request that could be understood but not done.
pub(super) const FAILED: i32 = -32803;
pub(super) const INVALID: i32 = -32602;
const UNKNOWN: i32 = -32601;

impl Asked<'_> {
    /// The answer to a request.
    pub(super) fn answer(&self, method: &str) -> Result<Value, Refusal> {
        match method {
            "textDocument/hover" => self.hover(),
            "textDocument/definition" => {
                let found = navigate::definition(&self.view, self.file, self.offset()?);
                Ok(found.into_iter().map(|place| self.converter.location(place)).collect())
            }
            "textDocument/references" => {
                let declarations = self.params.pointer("/context/includeDeclaration").and_then(Value::as_bool);
                let offset = self.offset()?;
                let found = navigate::references(&self.view, self.file, offset, declarations.unwrap_or(true));
                Ok(found.into_iter().map(|place| self.converter.location(place)).collect())
            }
            "textDocument/documentHighlight" => {
                let found = navigate::references(&self.view, self.file, self.offset()?, true).into_iter();
                let here = found.filter(|place| place.file == self.file);
                Ok(here.map(|place| json!({ "range": self.converter.range(place), "kind": 1 })).collect())
            }
            "textDocument/prepareRename" => {
                let found = navigate::renameable(&self.view, self.file, self.offset()?);
                let (span, name) = found.map_err(|why| (FAILED, why))?;
                Ok(json!({ "range": self.range(span), "placeholder": name }))
            }
            "textDocument/rename" => {
                let to = self.params.get("newName").and_then(Value::as_str).unwrap_or_default();
                let edits = navigate::rename(&self.view, self.file, self.offset()?, to, self.settings);
                let edits = edits.map_err(|why| (FAILED, why))?;
                Ok(self.converter.workspace_edit(&edits, self.client.versioned_edits))
            }
            "textDocument/documentSymbol" => {
                let outlines = symbols::outline(&self.view, self.file);
                Ok(outlines.iter().map(|outline| self.outline(outline)).collect())
            }
            "textDocument/completion" => {
                let offset = self.offset()?;
                Ok(lists::completion(self, offset))
            }
            "textDocument/formatting" => Ok(self.formatting()),
            "textDocument/rangeFormatting" => {
                let edits = layout::lay_out(&self.view, self.file, self.asked_range()?);
                Ok(edits.iter().map(|edit| self.converter.edit(edit)).collect())
            }
            "textDocument/documentLink" => Ok(self.links()),
            "dictum/view" => self.preview(),
            "dictum/waive" => self.waive(),
            "textDocument/foldingRange" => Ok(self.folds()),
            "textDocument/selectionRange" => self.selections(),
            "textDocument/semanticTokens/full" => Ok(self.tokens()),
            "textDocument/inlayHint" => Ok(self.hints()),
            "textDocument/codeLens" => {
                let lenses = notes::lenses(&self.view, self.file).into_iter();
                Ok(lenses.map(|lens| self.lens(&lens)).collect())
            }
            "textDocument/codeAction" => self.actions(),
            _other => Err((UNKNOWN, format!("`{method}` is not known"))),
        }
    }

    pub(super) fn range(&self, span: Span) -> Value {
        self.converter.range(Location::new(self.file, span))
    }

    pub(super) fn offset(&self) -> Result<u32, Refusal> {
        let position = self.params.get("position").ok_or_else(|| (INVALID, "`position` is missing".to_owned()))?;
        self.offset_of(position)
    }

    fn offset_of(&self, position: &Value) -> Result<u32, Refusal> {
        let open = self.converter.addresses.is_open(self.file);
        let source = self.view.source(self.file);
        super::convert::offset(source, self.converter.encoding, open, position)
            .ok_or_else(|| (INVALID, "a position has two numbers".to_owned()))
    }

    /// The span of the parameter `range`.
    pub(super) fn asked_range(&self) -> Result<Span, Refusal> {
        let end = |name: &str| {
            let position = self.params.pointer(&format!("/range/{name}"));
            self.offset_of(position.ok_or_else(|| (INVALID, "`range` is missing".to_owned()))?)
        };
        let (start, end) = (end("start")?, end("end")?);
        Ok(Span::new(start.min(end), end.max(start)))
    }

    fn hover(&self) -> Result<Value, Refusal> {
        let found = hover::hover(&self.view, self.file, self.offset()?);
        Ok(found.map_or(
            Value::Null,
            |hover| json!({ "contents": { "kind": "markdown", "value": hover.text }, "range": self.range(hover.span) }),
        ))
    }

    fn outline(&self, outline: &Outline) -> Value {
        json!({
            "name": if outline.name.is_empty() { "?" } else { &outline.name },
            "detail": outline.kind,
            "kind": lists::symbol_kind(outline.kind),
            "range": self.range(outline.span),
            "selectionRange": self.range(outline.name_span),
            "children": outline.inside.iter().map(|inside| self.outline(inside)).collect::<Value>(),
        })
    }

    fn formatting(&self) -> Value {
        let source = self.view.source(self.file);
        let Ok(text) = format::format(source, &kinds::keywords()) else { return json!([]) };
        let edit = fixes::difference(source.text(), &text);
        let edits = edit.map(|(span, text)| TextEdit { location: Location::new(self.file, span), text });
        edits.iter().map(|edit| self.converter.edit(edit)).collect()
    }

    fn folds(&self) -> Value {
        let lines = self.view.source(self.file).lines();
        let folds = form::folds(&self.view, self.file).into_iter().map(|(span, comment)| {
            let mut fold = json!({ "startLine": lines.line(span.start), "endLine": lines.line(span.end) });
            if let Some(fields) = fold.as_object_mut().filter(|_| comment) {
                fields.insert("kind".to_owned(), "comment".into());
            }
            fold
        });
        folds.collect()
    }

    fn selections(&self) -> Result<Value, Refusal> {
        let positions = self.params.get("positions").and_then(Value::as_array);
        let mut selections = Vec::new();
        for position in positions.into_iter().flatten() {
            let around = form::around(&self.view, self.file, self.offset_of(position)?);
            let mut inner = Value::Null;
            for span in around.into_iter().rev() {
                let mut outer = json!({ "range": self.range(span) });
                if let Some(fields) = outer.as_object_mut().filter(|_| !inner.is_null()) {
                    fields.insert("parent".to_owned(), inner);
                }
                inner = outer;
            }
            selections.push(inner);
        }
        Ok(selections.into())
    }

    fn tokens(&self) -> Value {
        let source = self.view.source(self.file);
        let encoding = self.converter.encoding;
        let mut data: Vec<u32> = Vec::new();
        let mut before = (0, 0);
        // The line, offset and column of the last token. Columns of the same line are counted on from there.
        let mut counted = (0, 0, 0);
        for (span, paint, declares) in form::paints(&self.view, self.file) {
            // A token cannot span lines.
            let (first, last) = (source.lines().line(span.start), source.lines().line(span.end));
            for line in first..=last {
                let here = source.lines().span(line);
                let part = Span::new(span.start.max(here.start), span.end.min(here.end));
                let text = part.of_text(source.text()).trim_end_matches(['\n', '\r']);
                let (line_before, offset, column) = counted;
                let from = if line_before == line { (offset, column) } else { (here.start, 0) };
                let column = from.1 + encoding.length(Span::new(from.0, part.start).of_text(source.text()));
                counted = (line, part.start, column);
                let place = Place::new(line, column);
                let length = encoding.length(text);
                if length == 0 {
                    continue;
                }
                let (line, column) = before;
                let from = if place.line == line { column } else { 0 };
                data.extend([place.line - line, place.column - from, length, kind(paint), u32::from(declares)]);
                before = (place.line, place.column);
            }
        }
        json!({ "data": data })
    }

    fn links(&self) -> Value {
        let links = links::links(&self.view, self.file).into_iter();
        let links = links.filter_map(|(span, target)| {
            let target = match target {
                Target::Address(address) => address,
                Target::Rule(rule) if self.client.pages => report::page(rule),
                Target::Rule(_) => return None,
            };
            Some(json!({ "range": self.range(span), "target": target }))
        });
        links.collect()
    }

    /// A note above a declaration. If the editor has the commands of the extension, the note opens what it counts.
    fn lens(&self, lens: &Lens) -> Value {
        let range = self.range(lens.note.span);
        let command = match lens.opens.filter(|_| self.client.commands) {
            Some(view) => {
                let uri = self.params.pointer("/textDocument/uri");
                json!({ "title": lens.note.text, "command": format!("dictum.{view}"), "arguments": [uri, range["start"]] })
            }
            None => json!({ "title": lens.note.text, "command": "" }),
        };
        json!({ "range": range, "command": command })
    }

    fn preview(&self) -> Result<Value, Refusal> {
        let what = self.params.get("view").and_then(Value::as_str).unwrap_or_default();
        let what = Preview::parse(what).ok_or_else(|| (INVALID, format!("there is no view `{what}`")))?;
        let project = self.converter.addresses.root.project();
        let page = preview::preview(&self.view, self.file, self.offset()?, project, what);
        let page = page.map_err(|why| (FAILED, why))?;
        Ok(json!({ "title": page.title, "language": page.language, "text": page.text }))
    }

    fn hints(&self) -> Value {
        let asked = self.params.get("range");
        let end = |name: &str| asked.and_then(|range| self.offset_of(range.get(name)?).ok());
        let (from, to) = (end("start").unwrap_or(0), end("end").unwrap_or(u32::MAX));
        let hints = notes::hints(&self.view, self.file, self.settings.today).into_iter();
        let hints = hints.filter(|note| from <= note.span.end && note.span.end <= to).map(|note| {
            let range = self.range(note.span);
            json!({ "position": range.get("end"), "label": note.text, "paddingLeft": true })
        });
        hints.collect()
    }
}

/// The index of a kind of word in the legend.
fn kind(paint: Paint) -> u32 {
    let name = match paint {
        Paint::Keyword => "keyword",
        Paint::Property => "property",
        Paint::Text => "string",
        Paint::Number => "number",
        Paint::Comment => "comment",
        Paint::Operator => "operator",
        Paint::Name => "class",
        Paint::Connector => "variable",
        Paint::Choice => "enumMember",
    };
    TOKEN_TYPES.iter().position(|known| *known == name).unwrap_or_default() as u32
}
