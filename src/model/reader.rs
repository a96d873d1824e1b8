//! Reads declarations by the descriptions of their kinds.

use std::borrow::Cow;
use std::fmt::Display;

use ecow::EcoString;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::codes;
use super::condition::{self, Condition};
use super::criticity::Process;
use super::kinds::{self, Attribute, Choice, Kind, Open, Shape, Type};
use super::names::Names;
use super::program::{DataGroup, Head, Interval, Rated, Reference, Scope, Symbol, Targets};
use super::set_expression::SetExpression;
use super::unread::Unread;
use crate::catalog;
use crate::diagnostics::{Diagnostic, Fix, Safety, Tally, closest, quoted_list};
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Declaration, Form, Phrase, Statement};
use crate::syntax::literal::{self, Literal};
use crate::text::{FileId, Location, Span};

/// Reads one file; findings gather in it.
pub(super) struct Reader<'c> {
    pub(super) file: FileId,
    pub(super) names: Names<'c>,
    pub(super) findings: Vec<Diagnostic>,
    /// What is only counted of them, and how much.
    pub(super) tally: Tally,
    counted: usize,
    /// What is declared but could not be read.
    pub(super) unread: Unread,
    /// How many parts could not be read that have been told of already, such as bad numbers.
    pub(super) silent: usize,
}

/// What stands between the word of a nested block and its brace.
#[derive(Clone, Copy)]
pub(super) enum Argument<'t> {
    /// Nothing.
    Absent,
    /// A name.
    Name(Atom<'t>),
}

/// What a block says, by its shape.
pub(super) struct Record<'t> {
    shape: &'static Shape,
    /// The index in the shape, where the key stands, the value.
    values: SmallVec<[(usize, Span, Phrase<'t>); 8]>,
    /// Nested blocks: the index in the shape, the argument, the block.
    pub(super) blocks: SmallVec<[(usize, Argument<'t>, Block<'t>); 2]>,
    /// Sentences and rows, in order.
    pub(super) sentences: Vec<Phrase<'t>>,
    /// Attributes that the shape takes without naming them.
    pub(super) open: Vec<(Atom<'t>, Phrase<'t>)>,
    /// Blocks that the shape takes without naming them.
    pub(super) named: Vec<(Atom<'t>, Block<'t>)>,
}

/// Where the words of a block stand that stand once and are no described attributes. Few blocks have more than some,
/// and those are found sooner by looking at each than in a table.
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

/// A value, by its type.
pub(super) enum Value<'t> {
    Bool(bool),
    Text(Cow<'t, str>),
    Integer(i64),
    Date(Date),
    Word(&'static str),
    Reference(Reference),
    Set(SetExpression),
    Scope(Scope),
    Interval(Interval),
    Rated(Rated),
    Sharing(bool, Option<u32>),
    References(Vec<Reference>),
    Names(Vec<Symbol>),
    Name(Symbol),
    Texts(Vec<Symbol>),
    Process(Process),
    Condition(Box<Condition>),
    Environments(Targets),
}

impl<'c> Reader<'c> {
    pub(super) fn new(file: FileId, names: Names<'c>) -> Self {
        Self {
            file,
            names,
            findings: Vec::new(),
            tally: Tally::default(),
            counted: 0,
            unread: Unread::default(),
            silent: 0,
        }
    }
}

impl Reader<'_> {
    /// How many things could not be read so far: where it has not grown, all between could be.
    pub(super) fn faults(&self) -> usize {
        self.told() + self.silent
    }

    /// How many findings there are so far, those included that are only counted.
    pub(super) fn told(&self) -> usize {
        self.findings.len() + self.counted
    }

    pub(super) fn at(&self, span: Span) -> Location {
        Location::new(self.file, span)
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        if self.tally.keeps(finding.rule, finding.primary()) {
            self.findings.push(finding);
        } else {
            self.counted += 1;
        }
    }

    pub(super) fn symbol(&self, atom: Atom<'_>) -> Option<Symbol> {
        Some(Symbol { name: atom.name()?.into(), location: self.at(atom.span()) })
    }

    /// The one name of a declaration.
    pub(super) fn head(&mut self, declaration: Declaration<'_>, kind: &Kind) -> Option<Head> {
        let noun = kind.noun;
        let mut head = declaration.head();
        let keyword = head.next()?;
        let location = self.at(declaration.head_span());
        let named = head.next();
        if kind.name.is_empty() {
            return Some(self.nameless(declaration, kind, keyword, named));
        }
        let Some(name) = named else {
            self.unread.add_kind(kind.keyword);
            self.report(
                Diagnostic::new(&codes::WRONG_FORM, self.at(keyword.span()), format!("{noun} needs a name"))
                    .help(format!("write `{} name …`", keyword.text())),
            );
            return None;
        };
        if let Some(extra) = head.next() {
            let joined = format!("{}_{}", keyword.text(), name.text());
            if let Some(right) = kinds::find(&joined) {
                let location = self.at(keyword.span().to(name.span()));
                let message = format!("`{} {}` is not a kind of declaration", keyword.text(), name.text());
                self.report(Diagnostic::new(&codes::UNKNOWN_KIND, location, message).did_you_mean(
                    right.keyword,
                    location,
                    Safety::Safe,
                ));
                return None;
            }
            self.report(
                Diagnostic::new(
                    &codes::WRONG_FORM,
                    self.at(extra.span()),
                    format!("{noun} has one name; `{}` is one too many", extra.text()),
                )
                .help("join the words with `_`, or put the name in quotes"),
            );
            return None;
        }
        // Catalogue ids have dots; names that the author chooses have none, so that dotted ones stay free.
        if name.word().is_some_and(|word| word.contains('.')) && kind.keyword != "connector" {
            let right = name.text().replace('.', "_");
            let location = self.at(name.span());
            self.unread.add(&right);
            self.report(
                Diagnostic::new(&codes::WRONG_FORM, location, format!("the name `{}` has a dot in it", name.text()))
                    .help(format!("write `{right}`"))
                    .fix(Fix::replace(format!("write `{right}`"), Safety::Unsafe, location, right)),
            );
        }
        Some(Head { symbol: self.symbol(name)?, location, description: description(declaration) })
    }

    /// The head of a declaration that has no name.
    fn nameless(
        &mut self,
        declaration: Declaration<'_>,
        kind: &Kind,
        keyword: Atom<'_>,
        extra: Option<Atom<'_>>,
    ) -> Head {
        if let Some(extra) = extra {
            let location = self.at(extra.span());
            let message = format!("{} has no name; `{}` is one too many", kind.noun, extra.text());
            let finding = Diagnostic::new(&codes::WRONG_FORM, location, message);
            let fix = Fix::replace("remove the name", Safety::Safe, location, "");
            self.report(finding.help(format!("write `{} {{ … }}`", kind.keyword)).fix(fix));
        }
        let symbol = Symbol { name: kind.keyword.into(), location: self.at(keyword.span()) };
        Head { symbol, location: self.at(declaration.head_span()), description: description(declaration) }
    }

    /// Sorts the statements of a block by its shape. `noun` is what the block belongs to.
    pub(super) fn record<'t>(&mut self, block: Block<'t>, shape: &'static Shape, noun: &dyn Display) -> Record<'t> {
        let mut record = Record {
            shape,
            values: SmallVec::new(),
            blocks: SmallVec::new(),
            sentences: Vec::new(),
            open: Vec::new(),
            named: Vec::new(),
        };
        let mut places = Places::default();
        // Words at the head of statements that could not be taken: what is missing may be meant by one.
        let mut refused: Vec<&str> = Vec::new();
        if block.is_broken() {
            self.silent += 1;
        }
        for statement in block.statements() {
            let before = self.faults();
            self.sort(statement, &mut record, noun, &mut places);
            if self.faults() > before {
                refused.push(statement.first().map_or("", Atom::text));
            }
        }
        if !block.is_broken() {
            for (index, attribute) in shape.attributes.iter().enumerate().filter(|(_, attribute)| attribute.required) {
                let meant = || {
                    refused.iter().any(|word| {
                        closest(word, [attribute.name]).is_some()
                            || kinds::attribute_for(word, shape) == Some(attribute.name)
                    })
                };
                if record.values.iter().all(|(known, ..)| *known != index) && !meant() {
                    self.missing(block, attribute, noun);
                }
            }
        }
        record
    }

    pub(super) fn missing(&mut self, block: Block<'_>, attribute: &Attribute, noun: &dyn Display) {
        let brace = Span::new(block.node.span().start, block.node.span().start + 1);
        let message = format!("{noun} needs `{}`", attribute.name);
        let help = format!("add `{} = …`: {}", attribute.name, attribute.kind.expected());
        self.report(Diagnostic::new(&codes::MISSING_ATTRIBUTE, self.at(brace), message).help(help));
    }

    /// Tells that something is given twice, the first time at `first`.
    fn twice(&mut self, key: Atom<'_>, first: Span) {
        let message = format!("`{}` is given twice", key.text());
        let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, self.at(key.span()), message);
        self.report(finding.label(self.at(first), "first given here").help("keep one of the two"));
    }

    /// Whether something that may stand once only stands there for the first time; else that is told.
    fn once<'t>(&mut self, key: Atom<'t>, places: &mut Places<'t>) -> bool {
        let first = places.get(key.text());
        match first {
            Some(first) => self.twice(key, first),
            None => places.insert(key.text(), key.span()),
        }
        first.is_none()
    }

    /// Puts a statement into the record, unless one that may stand once only is there already.
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
                    self.wrong_form(key, &format!("`{}` is a block: write `{} {{ … }}`", key.text(), key.text()));
                } else if shape.open.takes_values() {
                    if self.once(key, places) {
                        record.open.push((key, phrase));
                    }
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
                } else if shape.attributes.iter().any(|known| key.text() == known.name) {
                    self.wrong_form(key, &format!("`{}` takes a value: write `{} = …`", key.text(), key.text()));
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
                if shape.attributes.iter().any(|known| key.text() == known.name) {
                    self.colon(key, statement);
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
                    self.wrong_form(key, &format!("`{}` is a block: write `{} {{ … }}`", key.text(), key.text()));
                } else {
                    self.unknown(key, shape, noun, "statement");
                }
            }
        }
    }

    /// An attribute without its `=`.
    pub(super) fn assignless(&mut self, key: Atom<'_>, phrase: &Phrase<'_>) {
        let message = format!("`{}` takes a value", key.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, self.at(key.span()), message)
            .help(format!("write `{} = …`", key.text()));
        let fix = match phrase.atoms().nth(1) {
            Some(mark) if mark.operator() == Some("==") => {
                Some(Fix::replace("write `=`", Safety::Safe, self.at(mark.span()), "="))
            }
            Some(value) if value.operator().is_none() => {
                let end = self.at(Span::at(key.span().end));
                Some(Fix::replace("add `=`", Safety::Unsafe, end, " ="))
            }
            _other => None,
        };
        self.report(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }

    /// An attribute written as a field.
    pub(super) fn colon(&mut self, key: Atom<'_>, statement: Statement<'_>) {
        let message = format!("`{}` is given with `:`", key.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, self.at(key.span()), message).help("write `=`");
        let mark = statement.node.children().find(|child| child.kind() == NodeKind::Typing);
        self.report(match mark {
            Some(mark) => finding.fix(Fix::replace("write `=`", Safety::Safe, self.at(mark.span()), "=")),
            None => finding,
        });
    }

    pub(super) fn wrong_form(&mut self, key: Atom<'_>, help: &str) {
        let finding = Diagnostic::new(
            &codes::WRONG_FORM,
            self.at(key.span()),
            format!("`{}` is written in the wrong form", key.text()),
        );
        self.report(finding.help(help));
    }

    /// The argument of a nested block; none where the head has the wrong form.
    pub(super) fn argument<'t>(&mut self, head: &Phrase<'t>, shape: &Shape, index: usize) -> Option<Argument<'t>> {
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
                        format!("`{}` needs the name of a {what}", nested.name),
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

    /// A word that a block does not take.
    pub(super) fn unknown(&mut self, key: Atom<'_>, shape: &Shape, noun: &dyn Display, form: &str) {
        let location = self.at(key.span());
        if self.tally.is_full(&codes::UNKNOWN_ATTRIBUTE, Some(location)) {
            self.tally.keeps(&codes::UNKNOWN_ATTRIBUTE, Some(location));
            self.counted += 1;
            return;
        }
        let known: Vec<&str> = shape
            .attributes
            .iter()
            .map(|attribute| attribute.name)
            .chain(shape.blocks.iter().map(|block| block.name))
            .collect();
        let finding =
            Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, location, format!("{noun} has no {form} `{}`", key.text()));
        if let Some(own) = kinds::attribute_for(key.text(), shape) {
            let fix = Fix::replace(format!("write `{own}`"), Safety::Suggestion, location, own);
            self.report(finding.help(format!("here it is called `{own}`")).fix(fix));
            return;
        }
        self.report(match closest(key.text(), known.iter().copied()) {
            Some(near) => finding.did_you_mean(near, location, Safety::Safe),
            None if known.is_empty() => {
                let forms: Vec<String> =
                    shape.sentences.iter().map(|sentence| format!("`{}`", sentence.form)).collect();
                finding.help(format!("write {}", crate::diagnostics::list_of(forms, "or")))
            }
            None => finding.help(format!("it takes {}", quoted_list(known, "and"))),
        });
    }

    /// A sentence that a block does not take.
    pub(super) fn unknown_sentence(&mut self, phrase: &Phrase<'_>, shape: &Shape, noun: &str) {
        let forms: Vec<String> = shape.sentences.iter().map(|sentence| format!("`{}`", sentence.form)).collect();
        self.report(
            Diagnostic::new(
                &codes::UNKNOWN_ATTRIBUTE,
                self.at(phrase.span()),
                format!("{noun} has no sentence of this form"),
            )
            .help(format!("write {}", crate::diagnostics::list_of(forms, "or"))),
        );
    }

    /// The value of an attribute, by its described type; none where it is absent or wrong.
    pub(super) fn value<'t>(&mut self, record: &Record<'t>, name: &str) -> Option<(Value<'t>, Location)> {
        let attribute = |index: usize| record.shape.attributes.get(index).filter(|attribute| attribute.name == name);
        let mut values = record.values.iter();
        let (attribute, phrase) = values.find_map(|(index, _, phrase)| Some((attribute(*index)?, phrase)))?;
        let location = self.at(phrase.span());
        let value = self.typed(phrase, attribute.kind, attribute.name)?;
        Some((value, location))
    }

    pub(super) fn typed<'t>(&mut self, phrase: &Phrase<'t>, kind: Type, name: &str) -> Option<Value<'t>> {
        match kind {
            Type::ConnectorSet => return self.connector_set(phrase).map(Value::Set),
            Type::Scope => return self.scope(phrase),
            Type::Interval => return self.interval(phrase, name),
            Type::Rated => return self.rated(phrase, name),
            Type::Sharing => return self.sharing(phrase, name),
            Type::Duration => return self.duration_of(phrase, name),
            Type::Process => return self.process(phrase, name),
            Type::Levels => return self.levels_of(phrase),
            Type::Ceiling => return self.ceiling(phrase, name),
            Type::Environments => return self.environments(phrase, name),
            Type::References(_) => return self.references_of(phrase, kind, name),
            Type::Names(_) => return self.names_of(phrase, kind, name).map(Value::Names),
            Type::Texts => return self.texts_of(phrase, name),
            _single => {}
        }
        let Some(atom) = phrase.only() else {
            let mut rest = phrase.atoms().skip(1);
            let second = rest.next();
            let place = self.at(second.map_or(phrase.span(), Atom::span));
            let finding = Diagnostic::new(&codes::WRONG_TYPE, place, format!("`{name}` takes one value"))
                .help(format!("write {}", kind.expected()));
            let comma = second.is_some_and(|atom| atom.operator() == Some(",")) && rest.next().is_none();
            self.report(if comma {
                finding.help("a statement ends with its line").fix(Fix::replace(
                    "remove the comma",
                    Safety::Safe,
                    place,
                    "",
                ))
            } else {
                finding
            });
            return None;
        };
        match self.single(atom, kind, name) {
            Ok(value) => Some(value),
            Err(finding) => {
                match finding {
                    Some(finding) => self.report(*finding),
                    None => self.silent += 1,
                }
                None
            }
        }
    }

    /// A value of one atom. An error without a finding has been reported by the grammar.
    pub(super) fn single<'t>(
        &mut self,
        atom: Atom<'t>,
        kind: Type,
        name: &str,
    ) -> Result<Value<'t>, Option<Box<Diagnostic>>> {
        let location = self.at(atom.span());
        let wrong = || {
            let found = shown(atom);
            let finding =
                Diagnostic::new(&codes::WRONG_TYPE, location, format!("`{name}` is {}, not {found}", kind.expected()));
            Some(Box::new(finding.help(format!("write {}", kind.expected()))))
        };
        match (kind, atom.kind()) {
            (_, NodeKind::Literal) if literal::read(atom.text()).is_err() => Err(None),
            (Type::Bool, NodeKind::Word) => match atom.text() {
                "yes" | "on" => Ok(Value::Bool(true)),
                "no" | "off" => Ok(Value::Bool(false)),
                other => Err(instead(wrong(), condition::truth(other), location)),
            },
            (Type::Bool, NodeKind::Text) => {
                Err(instead(wrong(), condition::truth(&atom.quoted().unwrap_or_default()), location))
            }
            (Type::Text, NodeKind::Text) => Ok(Value::Text(atom.quoted().unwrap_or_default())),
            (Type::Text, NodeKind::Word) => Err(wrong().map(|finding| {
                let quoted = format!("\"{}\"", atom.text());
                Box::new(finding.fix(Fix::replace("put it in quotes", Safety::Safe, location, quoted)))
            })),
            (Type::Integer(low, high), NodeKind::Literal) => match literal::read(atom.text()) {
                Ok(Literal::Integer(number)) if (low..=high).contains(&number) => Ok(Value::Integer(number)),
                _other => Err(wrong()),
            },
            (Type::Date, NodeKind::Literal) => match literal::read(atom.text()) {
                Ok(Literal::Date(date)) => Ok(Value::Date(date)),
                _other => Err(wrong()),
            },
            (Type::Word(choices), NodeKind::Word | NodeKind::Text) => {
                let word = atom.name().unwrap_or_default();
                match choices.iter().find(|choice| choice.word == word) {
                    Some(choice) if atom.kind() == NodeKind::Word => Ok(Value::Word(choice.word)),
                    Some(choice) => Err(wrong().map(|finding| {
                        let fix = Fix::replace("remove the quotes", Safety::Safe, location, choice.word);
                        Box::new(finding.fix(fix))
                    })),
                    None => Err(Some(Box::new(unknown_word(&word, choices, name, location)))),
                }
            }
            (Type::Reference(_), NodeKind::Word | NodeKind::Text) => {
                let symbol = Symbol { name: atom.name().unwrap_or_default().into(), location };
                Ok(Value::Reference(Reference { symbol, target: None }))
            }
            (Type::Name(_), NodeKind::Word | NodeKind::Text) => {
                Ok(Value::Name(Symbol { name: atom.name().unwrap_or_default().into(), location }))
            }
            (Type::Region, NodeKind::Word) => Ok(Value::Text(Cow::Borrowed(atom.text()))),
            (Type::Region, NodeKind::Text) => {
                let word = atom.quoted().unwrap_or_default();
                Err(instead(wrong(), catalog::region(&word).map(|region| region.word), location))
            }
            (Type::Date, NodeKind::Text) => {
                let inner = atom.quoted().unwrap_or_default();
                let date = matches!(literal::read(&inner), Ok(Literal::Date(_))).then_some(&*inner);
                Err(instead(wrong(), date, location))
            }
            (Type::Language, NodeKind::Text) => {
                let inner = atom.quoted().unwrap_or_default();
                let known = inner.parse().ok().and_then(catalog::language).map(|_| &*inner);
                Err(instead(wrong(), known, location))
            }
            (Type::Currency, NodeKind::Text) => {
                let inner = atom.quoted().unwrap_or_default();
                Err(instead(wrong(), catalog::currency(&inner).map(|_| &*inner), location))
            }
            (Type::Language, NodeKind::Literal) => match literal::read(atom.text()) {
                Ok(Literal::Integer(number)) => match u32::try_from(number).ok().and_then(catalog::language) {
                    Some(_) => Ok(Value::Integer(number)),
                    None => Err(Some(Box::new(
                        Diagnostic::new(
                            &codes::UNKNOWN_WORD,
                            location,
                            format!("`{number}` is the LCID of no language that Dataverse offers"),
                        )
                        .help("English is `1033`, German `1031`, French `1036`, Spanish `3082`"),
                    ))),
                },
                _other => Err(wrong()),
            },
            (Type::Currency, NodeKind::Word) => match catalog::currency(atom.text()) {
                Some(_) => Ok(Value::Text(Cow::Borrowed(atom.text()))),
                None => {
                    let message = format!("`{}` is the code of no currency that Dataverse offers", atom.text());
                    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, message)
                        .help("currencies go by their ISO 4217 codes, such as `EUR` or `USD`");
                    let upper = atom.text().to_ascii_uppercase();
                    let known = catalog::currency(&upper).map(|_| upper.as_str());
                    Err(instead(Some(Box::new(finding)), known, location))
                }
            },
            _other => Err(wrong()),
        }
    }

    /// Reads a group word of a data policy: `business`, `non_business`, `blocked`.
    pub(super) fn data_group(&mut self, atom: Atom<'_>) -> Option<DataGroup> {
        let word = atom.text();
        let known = DataGroup::ALL.into_iter().find(|group| group.word() == word);
        if known.is_some() {
            return known;
        }
        let location = self.at(atom.span());
        let finding =
            Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{word}` is not a group of a data policy"));
        let likely = match word.to_ascii_lowercase().as_str() {
            "confidential" | "hbi" => Some("business"),
            "general" | "lbi" | "nonbusiness" => Some("non_business"),
            "block" | "deny" => Some("blocked"),
            other => closest(other, ["business", "non_business", "blocked", "ignore"]),
        };
        self.report(match likely {
            Some(near) => finding.did_you_mean(near, location, Safety::Safe),
            None => finding.help("the groups are `business`, `non_business`, `blocked` and `ignore`"),
        });
        None
    }
}

/// The doc comment of a declaration. Most have none.
fn description(declaration: Declaration<'_>) -> EcoString {
    if declaration.docs.span.is_empty() {
        return EcoString::new();
    }
    declaration.docs.text(declaration.node.source())
}

pub(super) fn unknown_word(word: &str, choices: &[Choice], name: &str, location: Location) -> Diagnostic {
    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{word}` is not a value of `{name}`"));
    let folded = word.to_ascii_lowercase();
    match closest(&folded, choices.iter().map(|choice| choice.word)) {
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => {
            finding.help(format!("its values are {}", quoted_list(choices.iter().map(|choice| choice.word), "and")))
        }
    }
}

/// The finding with what is evidently meant instead, where that is known.
pub(super) fn instead(
    finding: Option<Box<Diagnostic>>,
    right: Option<&str>,
    location: Location,
) -> Option<Box<Diagnostic>> {
    let (finding, right) = match (finding, right) {
        (Some(finding), Some(right)) => (finding, right),
        (finding, _) => return finding,
    };
    Some(Box::new(finding.help(format!("write `{right}`")).fix(Fix::replace(
        format!("write `{right}`"),
        Safety::Safe,
        location,
        right,
    ))))
}

pub(super) fn unit_of(word: &str) -> Option<&'static str> {
    match word {
        "day" | "days" => Some("days"),
        "week" | "weeks" => Some("weeks"),
        "month" | "months" => Some("months"),
        "year" | "years" => Some("years"),
        _other => None,
    }
}

pub(super) fn shown(atom: Atom<'_>) -> String {
    match atom.kind() {
        NodeKind::List => "a list".to_owned(),
        NodeKind::Group => "an expression in parentheses".to_owned(),
        NodeKind::Block => "a block".to_owned(),
        _other => format!("`{}`", atom.text().chars().take(60).collect::<String>()),
    }
}
