//! The content of a block, statement by statement.

use std::fmt::Display;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Field, Reader};
use crate::diagnostics::{Diagnostic, closest};
use crate::model::codes;
use crate::model::description::{self, Attribute, NestedBlock, Open, Shape, Type};
use crate::syntax::ast::{Atom, Block, Form, Phrase, Statement};
use crate::text::Span;

/// The text between the word of a nested block and its brace.
#[derive(Clone, Copy)]
pub(in crate::model) enum Argument<'t> {
    /// Nothing.
    Absent,
    /// A name.
    Name(Atom<'t>),
}

/// The content of a block, sorted by its shape.
pub(in crate::model) struct Record<'t> {
    shape: &'static Shape,
    /// The index in the shape, where the key is, the value.
    values: SmallVec<[(usize, Span, Phrase<'t>); 8]>,
    /// Nested blocks: the index in the shape, the argument, the block.
    pub(in crate::model) blocks: SmallVec<[(usize, Argument<'t>, Block<'t>); 2]>,
    /// Sentences and rows, in order.
    pub(in crate::model) sentences: Vec<Phrase<'t>>,
    /// Attributes that the shape accepts without naming them.
    pub(in crate::model) open: Vec<(Atom<'t>, Phrase<'t>)>,
    /// Blocks that the shape accepts without naming them.
    pub(in crate::model) named: Vec<(Atom<'t>, Block<'t>)>,
}

impl<'t> Record<'t> {
    /// The description of an attribute, and the value given.
    pub(super) fn attribute(&self, name: &str) -> Option<(&'static Attribute, &Phrase<'t>)> {
        let named = |index: usize| self.shape.attributes.get(index).filter(|attribute| attribute.name == name);
        self.values.iter().find_map(|(index, _, phrase)| Some((named(*index)?, phrase)))
    }

    /// Whether an attribute is given.
    pub(in crate::model) fn has<T>(&self, field: &Field<T>) -> bool {
        self.attribute(field.attribute.name).is_some()
    }

    /// All nested blocks of a description, with what is between their word and their brace.
    pub(in crate::model) fn all(&self, nested: &NestedBlock) -> impl Iterator<Item = (Argument<'t>, Block<'t>)> {
        let is_it = |index: usize| self.shape.blocks.get(index).is_some_and(|block| block.name == nested.name);
        self.blocks.iter().filter(move |(index, ..)| is_it(*index)).map(|(_, argument, block)| (*argument, *block))
    }

    /// The first of them.
    pub(in crate::model) fn nested(&self, nested: &NestedBlock) -> Option<Block<'t>> {
        self.all(nested).next().map(|(_, block)| block)
    }

    /// The end of the last attribute before a place, if its value is a connector set.
    fn set_above(&self, place: Span) -> Option<Span> {
        let (index, _, phrase) = self.values.last().filter(|(.., phrase)| phrase.span().end <= place.start)?;
        let attribute = self.shape.attributes.get(*index)?;
        matches!(attribute.kind, Type::ConnectorSet).then(|| Span::new(phrase.span().end - 1, phrase.span().end))
    }
}

/// The places of words that may occur once in a block and are not described attributes. Most blocks have few of them,
/// and a search through a short list is faster than a table.
#[derive(Default)]
struct Places<'t> {
    few: SmallVec<[(&'t str, Span); 4]>,
    more: FxHashMap<&'t str, Span>,
}

impl<'t> Places<'t> {
    const FEW: usize = 16;

    fn get(&self, word: &str) -> Option<Span> {
        let found = self.few.iter().find(|(known, _)| *known == word).map(|(_, span)| *span);
        if found.is_none() && !self.more.is_empty() { self.more.get(word).copied() } else { found }
    }

    fn insert(&mut self, word: &'t str, span: Span) {
        if self.few.len() < Self::FEW {
            self.few.push((word, span));
        } else {
            self.more.insert(word, span);
        }
    }
}

impl Reader<'_> {
    /// Sorts the statements of a block by its shape. `noun` is the declaration or block that it belongs to.
    pub(in crate::model) fn record<'t>(
        &mut self,
        block: Block<'t>,
        shape: &'static Shape,
        noun: &dyn Display,
    ) -> Record<'t> {
        let mut record = Record {
            shape,
            values: SmallVec::new(),
            blocks: SmallVec::new(),
            sentences: Vec::new(),
            open: Vec::new(),
            named: Vec::new(),
        };
        let mut places = Places::default();
        // The first words of statements that were refused: a missing statement may be one of them.
        let mut refused: Vec<&str> = Vec::new();
        if block.is_broken() {
            self.silent += 1;
        }
        let mut severed = false;
        for statement in block.statements() {
            let before = self.faults();
            // A line that begins with an operator belongs to the statement above it.
            let joins = |atom: &Atom<'_>| matches!(atom.operator(), Some("+" | "-" | "&"));
            if severed && shape.sentences.is_empty() && statement.first().as_ref().is_some_and(joins) {
                self.silent += 1;
            } else {
                self.sort(statement, &mut record, noun, &mut places);
            }
            severed = self.faults() > before;
            if severed {
                refused.push(statement.first().map_or("", Atom::text));
            }
        }
        if !block.is_broken() {
            for (index, attribute) in shape.attributes.iter().enumerate().filter(|(_, attribute)| attribute.required) {
                // A name that the shape accepts without naming it may be a misspelling of this one.
                let meant = || {
                    let open = record.open.iter().map(|(key, _)| key.text());
                    open.chain(refused.iter().copied()).any(|word| {
                        closest(word, [attribute.name]).is_some()
                            || description::attribute_for(word, shape) == Some(attribute.name)
                    })
                };
                if record.values.iter().all(|(known, ..)| *known != index) && !meant() {
                    self.missing(block, attribute, noun);
                }
            }
        }
        record
    }

    pub(in crate::model) fn missing(&mut self, block: Block<'_>, attribute: &Attribute, noun: &dyn Display) {
        let brace = Span::new(block.node.span().start, block.node.span().start + 1);
        let message = format!("{noun} needs `{}`", attribute.name);
        let help = format!("add `{} = …`: {}", attribute.name, attribute.kind.expected(self.language.kinds));
        self.report(Diagnostic::new(&codes::MISSING_ATTRIBUTE, self.at(brace), message).help(help));
    }

    /// Reports that something is given twice, the first time at `first`.
    fn twice(&mut self, key: Atom<'_>, first: Span) {
        let message = format!("`{}` is given twice", key.text());
        let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, self.at(key.span()), message);
        self.report(finding.label(self.at(first), "first given here").help("keep one of the two"));
    }

    /// Whether a word that may occur only once occurs for the first time; otherwise that is reported.
    fn once<'t>(&mut self, key: Atom<'t>, places: &mut Places<'t>) -> bool {
        let first = places.get(key.text());
        match first {
            Some(first) => self.twice(key, first),
            None => places.insert(key.text(), key.span()),
        }
        first.is_none()
    }

    /// Adds a statement to the record, unless it may occur only once and is there already.
    fn sort<'t>(
        &mut self,
        statement: Statement<'t>,
        record: &mut Record<'t>,
        noun: &dyn Display,
        places: &mut Places<'t>,
    ) {
        let shape = record.shape;
        match statement.form() {
            Form::Attribute(key, phrase) => {
                let word = key.text();
                if let Some(index) = shape.attributes.iter().position(|known| word == known.name) {
                    match record.values.iter().find(|(known, ..)| *known == index) {
                        Some((_, first, _)) => self.twice(key, *first),
                        None => record.values.push((index, key.span(), phrase)),
                    }
                } else if shape.blocks.iter().any(|known| key.text() == known.name) {
                    self.wrong_form(key, &as_block(key.text(), shape));
                } else if shape.open.takes_values() {
                    if self.once(key, places) {
                        record.open.push((key, phrase));
                    }
                } else if shape.takes_arrows() {
                    self.arrowless(key, statement);
                } else {
                    self.unknown(key, shape, noun, "attribute");
                }
            }
            Form::Block(head, block) => {
                let Some(key) = head.atoms().next() else {
                    let brace = self.at(Span::new(block.node.span().start, block.node.span().start + 1));
                    let finding = Diagnostic::new(&codes::WRONG_FORM, brace, "this block has no name");
                    self.report(finding.help("write its name before the `{`, or remove its braces"));
                    return;
                };
                if let Some(index) = shape.blocks.iter().position(|known| key.text() == known.name) {
                    if let Some(argument) = self.argument(&head, shape, index)
                        && (matches!(argument, Argument::Name(_)) || self.once(key, places))
                    {
                        record.blocks.push((index, argument, block));
                    }
                } else if let Some(known) = shape.attributes.iter().find(|known| key.text() == known.name) {
                    let help = description::form_for(known.name, shape).map_or_else(
                        || {
                            let expected = known.kind.expected(self.language.kinds);
                            format!("`{}` takes a value: write `{} = …`: {expected}", known.name, known.name)
                        },
                        str::to_owned,
                    );
                    self.wrong_form(key, &help);
                } else if let (Open::Blocks(..), Some(only)) = (shape.open, head.only())
                    && only.name().is_some()
                {
                    if self.once(key, places) {
                        record.named.push((key, block));
                    }
                } else {
                    self.unknown(key, shape, noun, "block");
                }
            }
            Form::Field(key, _) => {
                if shape.open.takes_values() || shape.attributes.iter().any(|known| key.text() == known.name) {
                    self.colon(key, statement);
                } else if shape.takes_arrows() {
                    self.arrowless(key, statement);
                } else {
                    self.unknown(key, shape, noun, "field");
                }
            }
            Form::Sentence(phrase) => {
                let Some(key) = statement.first() else { return };
                if !shape.sentences.is_empty() {
                    record.sentences.push(phrase);
                } else if shape.attributes.iter().any(|known| key.text() == known.name) {
                    self.assignless(key, &phrase);
                } else if shape.blocks.iter().any(|known| key.text() == known.name) {
                    self.wrong_form(key, &as_block(key.text(), shape));
                } else if let Some(above) = record.set_above(key.span()).filter(|_| phrase.only().is_some()) {
                    let message = format!("`{}` is alone", key.text());
                    let finding = Diagnostic::new(&codes::WRONG_FORM, self.at(key.span()), message);
                    let help = "where it belongs to the line above, join it with `+`, `-` or `&`";
                    self.report(finding.label(self.at(above), "ends here").help(help));
                } else {
                    self.unknown(key, shape, noun, "statement");
                }
            }
        }
    }

    /// The argument of a nested block; none where the head has the wrong form.
    pub(in crate::model) fn argument<'t>(
        &mut self,
        head: &Phrase<'t>,
        shape: &Shape,
        index: usize,
    ) -> Option<Argument<'t>> {
        let nested = shape.blocks.get(index)?;
        let mut words = head.atoms();
        let key = words.next()?;
        match (words.next(), words.next(), nested.argument) {
            (None, _, None) => Some(Argument::Absent),
            (Some(argument), None, Some(_)) if argument.name().is_some() => Some(Argument::Name(argument)),
            (None, _, Some(what)) => {
                self.report(
                    Diagnostic::new(
                        &codes::WRONG_FORM,
                        self.at(key.span()),
                        format!("`{}` needs the name of {} {what}", nested.name, article(what)),
                    )
                    .help(format!("write `{} name {{ … }}`", nested.name)),
                );
                None
            }
            (Some(extra), _, None) | (Some(_), Some(extra), Some(_)) | (Some(extra), None, Some(_)) => {
                self.report(
                    Diagnostic::new(
                        &codes::WRONG_FORM,
                        self.at(extra.span()),
                        format!("`{}` is not expected before `{{`", extra.text()),
                    )
                    .help(match nested.argument {
                        Some(_) => format!("write `{} name {{ … }}`", nested.name),
                        None => format!("write `{} {{ … }}`", nested.name),
                    }),
                );
                None
            }
        }
    }
}

/// The article before a word.
fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// How a block is written, in words: with a row where it holds names.
fn as_block(name: &str, shape: &Shape) -> String {
    let inner = shape.blocks.iter().find(|known| known.name == name).map(|known| known.shape.open);
    let row = match inner {
        Some(Open::Lists(kind, of)) => format!("{kind} = [{of}]"),
        Some(Open::Days(kind)) => format!("{kind} = 2026-11-21"),
        _other => "…".to_owned(),
    };
    format!("`{name}` is a block: write `{name} {{ {row} }}`")
}
