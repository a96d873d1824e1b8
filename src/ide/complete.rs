//! Completion: what may be written at a place.

mod conditions;
mod identity;
mod names;
mod tests;
mod values;
mod waivers;
mod wanted;

pub use names::facts;
use wanted::Wanted;

use std::fmt::Write as _;

use super::context::Context;
use super::view::View;
use crate::model::kinds::{Attribute, Body, KINDS, Kind, Open, Shape, Type};
use crate::text::{FileId, Span};

/// The maximum number of items; the others come as the user types more.
pub const MOST: usize = 200;

/// The word for a required key.
const REQUIRED: &str = "required";

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A declaration with its body.
    Declaration,
    /// A key.
    Key,
    /// A block.
    Block,
    /// A word of the language.
    Word,
    /// One of several values.
    Value,
    /// The name of a declaration.
    Name,
    /// A connector.
    Connector,
}

/// An item that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The text shown; also written if there is no snippet.
    pub label: String,
    /// Its kind.
    pub sort: Sort,
    /// A few words about it.
    pub detail: String,
    /// More about it, in Markdown.
    pub doc: String,
    /// The text written, with places to fill in as `$1`.
    pub snippet: Option<String>,
    /// The text that letters are matched with, if it is not the label.
    pub found_by: Option<String>,
}

impl Item {
    /// The text that letters are matched with.
    fn sought(&self) -> &str {
        self.found_by.as_deref().unwrap_or(&self.label)
    }
}

/// The items, and the text that they replace.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// The part of the word that is already written.
    pub replaced: Span,
    /// What may be written there.
    pub items: Vec<Item>,
    /// Whether there are more matching items.
    pub more: bool,
}

/// The items for an offset.
pub fn complete(view: &View<'_>, file: FileId, offset: u32) -> Completion {
    let text = view.source(file).text();
    let context = Context::at(text, offset);
    if context.in_text {
        return Completion { replaced: context.word, ..Completion::default() };
    }
    let phrase = phrase(text, context.word);
    let wanted = Wanted::new(context.word.of_text(text), phrase.of_text(text));
    let mut offered = Offered { view, wanted, items: Vec::new(), more: false };
    offered.offer(&context);
    let mut items = std::mem::take(&mut offered.items);
    let mut replaced = context.word;
    // A display name may have several words: `SQL Ser`.
    let is_meant = |item: &Item| item.sort == Sort::Connector && offered.wanted.fits_phrase(item.sought());
    if phrase != replaced && items.iter().any(is_meant) {
        replaced = phrase;
        offered.wanted = Wanted::new(phrase.of_text(text), "");
        items.retain(|item| offered.wanted.fits(item.sought(), item.sort));
    }
    items.sort_by_cached_key(|item| {
        let rank = if offered.wanted.begins(&item.label) {
            0
        } else if item.sort == Sort::Connector && offered.wanted.begins(&item.detail) {
            1
        } else {
            2
        };
        (rank, item.detail != REQUIRED, item.sort, item.label.clone())
    });
    items.dedup_by(|one, other| one.label == other.label && one.sort == other.sort);
    let more = offered.more || items.len() > MOST;
    items.truncate(MOST);
    for item in items.iter_mut().filter(|item| item.sort == Sort::Connector) {
        if let Some(facts) = offered.connector_facts(&item.label) {
            item.doc = facts;
        }
    }
    Completion { replaced, items, more }
}

/// Whether completion at an offset needs the analysed program: for values of criteria, and for conditions.
pub fn asks_of_program(text: &str, offset: u32) -> bool {
    let context = Context::at(text, offset);
    let criteria = |shape: &'static Shape| matches!(shape.open, Open::Criteria(_));
    let asks = |kind: &Kind| matches!(kind.body, Body::Free(_)) || kind.keyword == "test";
    context.kind().is_some_and(asks) || context.shape().is_some_and(criteria) || context.statement.contains(&"where")
}

/// The words on the line up to the end of a word, with only spaces between them.
fn phrase(text: &str, word: Span) -> Span {
    let before = text.get(..word.start as usize).unwrap_or_default();
    let part = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '_' | '-' | '.');
    let words = before.len() - before.trim_end_matches(part).len();
    let spaces = before.get(before.len() - words..).map_or(0, |words| words.len() - words.trim_start().len());
    Span::of(before.len() - words + spaces, word.end as usize)
}

struct Offered<'v> {
    view: &'v View<'v>,
    wanted: Wanted,
    /// Items that match the written letters.
    items: Vec<Item>,
    /// Whether there are more matching items.
    more: bool,
}

impl Offered<'_> {
    fn offer(&mut self, context: &Context<'_>) {
        let Some(kind) = context.kind() else {
            match context.statement.as_slice() {
                [] => self.kinds(),
                ["control"] => self.levels("criticity"),
                ["rules" | "rating"] => self.declared("scale"),
                ["connector"] => self.connectors(),
                ["criteria"] => self.words(&["app", "connector"], Sort::Value),
                ["connectors", _, "=", ..] => self.set(context),
                ["waive", ..] => self.waived(context),
                _head => {}
            }
            return;
        };
        if let ("test", [_, subject]) = (kind.keyword, context.heads.as_slice()) {
            return self.described(subject.last().copied().unwrap_or_default(), context);
        }
        if let Some(shape) = context.shape() {
            if tests::is_test(shape) && !context.described.is_empty() {
                return self.test_sentence(context);
            }
            return self.statement(context, shape);
        }
        if let Body::Free(sentences) = kind.body {
            self.free(context, kind);
            if context.statement.is_empty() && context.heads.len() == 1 {
                for sentence in sentences {
                    let first = sentence.form.split([' ', '=']).next().unwrap_or_default();
                    if ["unique", "any", "worst", "first", "never"].contains(&first) {
                        self.word(sentence.form.split(" personal").next().unwrap_or(first), sentence.doc, Sort::Word);
                    }
                }
            }
        }
    }

    fn push(&mut self, label: &str, sort: Sort, detail: impl Into<String>, doc: impl Into<String>) {
        if self.wanted.fits(label, sort) {
            let (label, detail, doc) = (label.to_owned(), detail.into(), doc.into());
            self.items.push(Item { label, sort, detail, doc, snippet: None, found_by: None });
        }
    }

    /// The same for an item that the letters of its detail match too.
    fn push_found_by_detail(&mut self, label: &str, sort: Sort, detail: &str) {
        let by = format!("{label} {detail}");
        if self.wanted.fits(&by, sort) {
            let (label, detail, doc) = (label.to_owned(), detail.to_owned(), String::new());
            self.items.push(Item { label, sort, detail, doc, snippet: None, found_by: Some(by) });
        }
    }

    fn word(&mut self, word: &str, doc: &str, sort: Sort) {
        self.push(word, sort, "", doc);
    }

    fn words(&mut self, words: &[&str], sort: Sort) {
        for word in words {
            self.word(word, "", sort);
        }
    }

    fn snippet(&mut self, label: &str, sort: Sort, detail: &str, doc: &str, snippet: String) {
        let before = self.items.len();
        self.push(label, sort, detail, doc);
        if let Some(item) = self.items.get_mut(before) {
            item.snippet = Some(snippet);
        }
    }

    fn kinds(&mut self) {
        for kind in KINDS {
            let snippet = match kind.body {
                Body::Value(_) => format!("{} ${{1:name}} = [$0]", kind.keyword),
                Body::Block(shape) => block_snippet(kind, shape),
                Body::Free(_) if kind.name.is_empty() => format!("{} {{\n  $0\n}}", kind.keyword),
                Body::Free(_) => format!("{} ${{1:{}}} {{\n  $0\n}}", kind.keyword, kind.name),
            };
            self.snippet(kind.keyword, Sort::Declaration, kind.noun, kind.doc, snippet);
        }
    }

    /// A statement of a block that a shape describes.
    fn statement(&mut self, context: &Context<'_>, shape: &'static Shape) {
        match context.statement.as_slice() {
            [] => {
                for attribute in shape.attributes.iter().filter(|one| !context.keys.contains(&one.name)) {
                    let detail = if attribute.required { REQUIRED } else { "" };
                    let snippet = format!("{} = {}", attribute.name, value_snippet(attribute));
                    self.snippet(attribute.name, Sort::Key, detail, attribute.doc, snippet);
                }
                for nested in shape.blocks {
                    let argument = nested.argument.map_or_else(String::new, |what| format!(" ${{1:{what}}}"));
                    let snippet = format!("{}{argument} {{\n  $0\n}}", nested.name);
                    self.snippet(nested.name, Sort::Block, "", nested.doc, snippet);
                }
                self.open(shape, &context.keys);
                self.sentences(shape);
            }
            [block, ..] if shape.blocks.iter().any(|nested| nested.name == *block) => {
                let nested = shape.blocks.iter().find(|nested| nested.name == *block);
                match nested.and_then(|nested| nested.argument) {
                    Some("connector") => self.connectors(),
                    Some("environment") => self.declared("environment"),
                    _none => {}
                }
            }
            [key, "=", ..] => match shape.attributes.iter().find(|attribute| attribute.name == *key) {
                Some(attribute) => self.value(attribute.kind, context),
                None => self.open_value(shape, key),
            },
            _sentence => self.sentence(context, shape),
        }
    }

    /// The first words of rows and sentences.
    fn sentences(&mut self, shape: &Shape) {
        if is_grid(shape) {
            self.word("table", "The first row names the columns.", Sort::Word);
            self.tables();
            return;
        }
        for sentence in shape.sentences {
            if sentence.form.starts_with('"') {
                continue;
            }
            self.snippet(sentence.form, Sort::Word, "", sentence.doc, sentence.form.to_owned());
        }
    }

    fn sentence(&mut self, context: &Context<'_>, shape: &Shape) {
        if is_grid(shape) {
            if context.statement.first() == Some(&"table") {
                self.words(
                    &["create", "read", "write", "delete", "append", "append_to", "assign", "share"],
                    Sort::Value,
                );
            } else if context.statement.last() == Some(&",") {
                self.tables();
            } else {
                for (word, glyph) in [
                    ("none", "○"),
                    ("user", "◔"),
                    ("bu", "◑"),
                    ("deep", "◕"),
                    ("org", "●"),
                    ("-", "the table has no such privilege"),
                ] {
                    self.word(word, glyph, Sort::Value);
                }
            }
        } else if shape.takes_arrows() && context.statement.last() == Some(&"->") {
            self.words(&["business", "non_business", "blocked", "ignore"], Sort::Value);
        } else if context.statement.starts_with(&["never", "both"]) {
            self.roles();
        } else if tests::is_test(shape) {
            self.test_sentence(context);
        } else if matches!(context.statement.as_slice(), ["allow" | "block"]) {
            self.word("rest", "What is not named, also what is yet to come.", Sort::Word);
        }
    }

    fn open(&mut self, shape: &Shape, given: &[&str]) {
        match shape.open {
            Open::Criteria(subject) => {
                let fields = self.view.analysis.program.criteria.iter().filter(|one| &*one.head.symbol.name == subject);
                for field in fields.flat_map(|criteria| &criteria.fields) {
                    let name = &*field.symbol.name;
                    if !given.contains(&name) {
                        let snippet = format!("{name} = $0");
                        self.snippet(name, Sort::Key, "criterion", &field.description, snippet);
                    }
                }
            }
            Open::Days(kind) | Open::Lists(kind, _) | Open::Names(kind, _) => self.declared(kind),
            Open::Provider => self.provider_settings(given),
            Open::Closed | Open::Blocks(..) => {}
        }
    }

    fn open_value(&mut self, shape: &Shape, key: &str) {
        match shape.open {
            Open::Criteria(subject) => self.criterion_values(subject, key),
            Open::Lists(_, "role") => self.roles(),
            Open::Lists(_, kind) => self.declared(kind),
            Open::Names(..) => self.declared("business_units"),
            Open::Provider => self.provider_values(key),
            Open::Days(_) | Open::Closed | Open::Blocks(..) => {}
        }
    }

    /// Items for a kind that reads its statements itself.
    fn free(&mut self, context: &Context<'_>, kind: &Kind) {
        let name = context.heads.first().and_then(|head| head.get(1)).copied().unwrap_or_default();
        let graded = self.view.analysis.program.graded.iter().find(|one| &*one.scale == name);
        let subject = match (kind.keyword, graded) {
            ("rating", _) => "connector",
            (_rules, Some(graded)) => &*graded.subject,
            (_rules, None) => "app",
        };
        let inside = context.heads.get(1..).unwrap_or_default();
        if let ("rules" | "rating", [block, within @ ..]) = (kind.keyword, inside) {
            return self.in_rules(name, subject, block, within);
        }
        match (kind.keyword, context.statement.as_slice()) {
            ("business_units", ["environments", "=", ..]) => self.declared("environment"),
            ("rules" | "rating", []) => self.levels(name),
            ("rules" | "rating", [_level]) => {
                self.words(&["when", "otherwise"], Sort::Word);
            }
            ("rules" | "rating", before) => self.condition(subject, before),
            ("criteria", [_, ":"]) => {
                for (form, doc) in [
                    ("bool", "`yes` or `no`."),
                    ("0..", "A whole number in a range."),
                    ("date", "A day."),
                    ("text", "A text in quotes."),
                    ("some of", "Some of these words: `some of health | payment`."),
                ] {
                    self.word(form, doc, Sort::Value);
                }
            }
            ("tables", [_, ":"]) => {
                self.words(&["user_owned", "organization_owned"], Sort::Value);
            }
            ("tables", [.., "lookup" | ","]) => self.tables(),
            ("tables", [_, ":", ..]) => {
                self.words(&["schema", "lookup", "sensitive", "masked", "secured"], Sort::Word);
            }
            _other => {}
        }
    }
}

impl Offered<'_> {
    /// Items inside the block of a table or of a scorecard.
    fn in_rules(&mut self, scale: &str, subject: &str, block: &[&str], within: &[Vec<&str>]) {
        match (block.first(), within) {
            (Some(&"table"), []) => {
                self.facts(subject);
                self.word("level", "The last column of the first row.", Sort::Key);
                self.levels(scale);
            }
            (Some(&"scorecard"), []) => {
                self.facts(subject);
                self.word("total", "Which sums give which level.", Sort::Key);
            }
            (Some(&"scorecard"), [field, ..]) => match field.first() {
                Some(&"total") => self.levels(scale),
                Some(field) => self.criterion_values(subject, field),
                None => {}
            },
            _other => {}
        }
    }
}

fn is_grid(shape: &Shape) -> bool {
    shape.sentences.iter().any(|sentence| sentence.form.starts_with("table "))
}

fn block_snippet(kind: &Kind, shape: &Shape) -> String {
    let mut snippet = format!("{} ${{1:{}}} {{\n", kind.keyword, kind.name);
    for (place, attribute) in (2..).zip(shape.attributes.iter().filter(|attribute| attribute.required)) {
        let _ = writeln!(snippet, "  {} = ${place}", attribute.name);
    }
    snippet.push_str("  $0\n}");
    snippet
}

fn value_snippet(attribute: &Attribute) -> &'static str {
    match attribute.kind {
        Type::Text => "\"$0\"",
        Type::References(_) | Type::Names(_) => "[$0]",
        _other => "$0",
    }
}
