//! The value of an attribute, by its described type.

use std::borrow::Cow;

use jiff::civil::Date;

use super::Reader;
use super::wrong::{instead, shown, unknown_word};
use crate::catalog;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::model::codes;
use crate::model::condition::Condition;
use crate::model::criticity::Process;
use crate::model::description::Type;
use crate::model::fitting;
use crate::model::program::{DataGroup, Interval, Rated, Scope, Sharing, Symbol, Targets};
use crate::model::set_expression::SetExpression;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Phrase};
use crate::syntax::literal::{self, Literal};

/// A value, by its type.
pub(in crate::model) enum Value<'t> {
    Bool(bool),
    Text(Cow<'t, str>),
    Integer(i64),
    Date(Date),
    Word(&'static str),
    Reference(Symbol),
    Set(SetExpression),
    Scope(Scope),
    Interval(Interval),
    Rated(Rated),
    Sharing(Sharing),
    References(Vec<Symbol>),
    Names(Vec<Symbol>),
    Name(Symbol),
    Texts(Vec<Symbol>),
    Process(Process),
    Condition(Box<Condition>),
    Environments(Targets),
    AtLeast(u32),
    /// Whether only these domains are allowed, or all others.
    Domains(bool, Vec<Symbol>),
}

impl Reader<'_> {
    pub(in crate::model) fn typed<'t>(&mut self, phrase: &Phrase<'t>, kind: Type, name: &str) -> Option<Value<'t>> {
        if self.is_null(phrase, name) {
            return None;
        }
        match kind {
            Type::ConnectorSet => return self.connector_set(phrase).map(Value::Set),
            Type::Scope => return self.scope(phrase),
            Type::Interval => return self.interval(phrase, name),
            Type::Rated => return self.rated(phrase, name),
            Type::Sharing | Type::SharingOrNone => return self.sharing(phrase, kind, name),
            Type::Duration => return self.duration_of(phrase, name),
            Type::Process => return self.process(phrase, name),
            Type::Levels => return self.levels_of(phrase),
            Type::Ceiling => return self.ceiling(phrase, name),
            Type::AtLeast => return self.at_least(phrase, name),
            Type::Domains => return self.domains(phrase, name),
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
                .help(format!("write {}", kind.expected(self.language.kinds)));
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

    /// Reports the words of other languages for no value.
    pub(in crate::model) fn is_null(&mut self, phrase: &Phrase<'_>, name: &str) -> bool {
        let null = phrase
            .only()
            .filter(|only| matches!(only.word(), Some("null" | "Null" | "NULL" | "None" | "nil" | "undefined")));
        let Some(null) = null else { return false };
        let message = format!("`{}` is not a value", null.text());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, self.at(null.span()), message);
        self.report(finding.help(format!("leave `{name}` out")));
        true
    }

    /// A value of one atom. An error without a finding has been reported by the grammar.
    pub(in crate::model) fn single<'t>(
        &mut self,
        atom: Atom<'t>,
        kind: Type,
        name: &str,
    ) -> Result<Value<'t>, Option<Box<Diagnostic>>> {
        let location = self.at(atom.span());
        let wrong = || {
            let found = shown(atom);
            let finding = Diagnostic::new(
                &codes::WRONG_TYPE,
                location,
                format!("`{name}` is {}, not {found}", kind.expected(self.language.kinds)),
            );
            Some(Box::new(finding.help(format!("write {}", kind.expected(self.language.kinds)))))
        };
        match (kind, atom.kind()) {
            (_, NodeKind::Literal) if literal::read(atom.text()).is_err() => Err(None),
            (Type::Bool, NodeKind::Word) => match atom.text() {
                "yes" | "on" => Ok(Value::Bool(true)),
                "no" | "off" => Ok(Value::Bool(false)),
                other => Err(instead(wrong(), fitting::truth(other), location)),
            },
            (Type::Bool, NodeKind::Text) => {
                Err(instead(wrong(), fitting::truth(&atom.quoted().unwrap_or_default()), location))
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
                Ok(Value::Reference(symbol))
            }
            (Type::Reference(_) | Type::Name(_) | Type::Region | Type::Word(_) | Type::Text, NodeKind::List) => {
                let mut elements = atom.elements();
                let only = elements.next().filter(|_| elements.next().is_none());
                Err(wrong().map(|finding| match only {
                    Some(only) => {
                        let fix = Fix::replace("remove the brackets", Safety::Safe, location, only.text());
                        Box::new(finding.help("one value is written without brackets").fix(fix))
                    }
                    None => finding,
                }))
            }
            (Type::Name(_), NodeKind::Word | NodeKind::Text) => {
                Ok(Value::Name(Symbol { name: atom.name().unwrap_or_default().into(), location }))
            }
            (Type::Region, NodeKind::Word) => Ok(Value::Text(Cow::Borrowed(atom.text()))),
            (Type::Region, NodeKind::Text) => {
                let word = atom.quoted().unwrap_or_default();
                let meant = catalog::region(&word).or_else(|| catalog::region_meant(&word));
                Err(instead(wrong(), meant.map(|region| region.word), location))
            }
            (Type::Date, NodeKind::Text) => {
                let inner = atom.quoted().unwrap_or_default();
                let date = matches!(literal::read(&inner), Ok(Literal::Date(_))).then_some(&*inner);
                Err(instead(wrong(), date, location))
            }
            (Type::Language, NodeKind::Text) => {
                let inner = atom.quoted().unwrap_or_default();
                let known = inner.parse().ok().and_then(catalog::language).map(|_| inner.to_string());
                let known = known.or_else(|| catalog::language_meant(&inner).map(|lcid| lcid.to_string()));
                Err(instead(wrong(), known.as_deref(), location))
            }
            (Type::Currency, NodeKind::Text) => {
                let inner = atom.quoted().unwrap_or_default();
                Err(instead(wrong(), catalog::currency(&inner).map(|_| &*inner), location))
            }
            (Type::Language, NodeKind::Word) => {
                let meant = catalog::language_meant(atom.text()).map(|lcid| lcid.to_string());
                Err(instead(wrong(), meant.as_deref(), location))
            }
            (Type::Language, NodeKind::Literal) => match literal::read(atom.text()) {
                Ok(Literal::Integer(number)) => match u32::try_from(number).ok().and_then(catalog::language) {
                    Some(_) => Ok(Value::Integer(number)),
                    None => Err(Some(Box::new(
                        Diagnostic::new(
                            &codes::UNKNOWN_WORD,
                            location,
                            format!("no language of Dataverse has the LCID `{number}`"),
                        )
                        .help("English is `1033`, German `1031`, French `1036`, Spanish `3082`"),
                    ))),
                },
                _other => Err(wrong()),
            },
            (Type::Currency, NodeKind::Word) => match catalog::currency(atom.text()) {
                Some(_) => Ok(Value::Text(Cow::Borrowed(atom.text()))),
                None => {
                    let message = format!("no currency of Dataverse has the code `{}`", atom.text());
                    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, message)
                        .help("currencies go by their ISO 4217 codes, such as `EUR` or `USD`");
                    Err(instead(Some(Box::new(finding)), catalog::currency_meant(atom.text()), location))
                }
            },
            _other => Err(wrong()),
        }
    }

    /// Reads a group word of a data policy: `business`, `non_business`, `blocked`.
    pub(in crate::model) fn data_group(&mut self, atom: Atom<'_>) -> Option<DataGroup> {
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
