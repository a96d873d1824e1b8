//! Reads the values of controls, offers, guidelines and apps.

use std::borrow::Cow;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::phrase::unit_of;
use super::{Reader, Value, shown};
use crate::diagnostics::{Diagnostic, Safety};
use crate::model::codes;
use crate::model::condition::Operand;
use crate::model::criticity::Process;
use crate::model::description::Type;
use crate::model::program::{Interval, Symbol, Targets};
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Phrase};
use crate::syntax::expression;
use crate::syntax::literal::{self, Literal};
use crate::text::Location;

impl Reader<'_> {
    /// `12 months`
    pub(in crate::model) fn duration_of<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        if let [count, unit] = atoms.as_slice()
            && let Ok(Literal::Integer(number)) = literal::read(count.text())
            && let Ok(count @ 1..=1200) = u32::try_from(number)
        {
            match unit_of(unit.text()) {
                Some(unit) => return Some(Value::Interval(Interval { count, unit })),
                None if self.misspelt(*unit, &["days", "weeks", "months", "years"]) => return None,
                None => {}
            }
        }
        self.wrong_phrase(phrase, Type::Duration, name);
        None
    }

    /// `automated`, `manual_review before go_live`, `regular_review every 6 months`
    pub(in crate::model) fn process<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        let process = match atoms.as_slice() {
            [one] if one.is("automated") => Process::Automated,
            [one, before, live] if one.is("manual_review") && before.is("before") && live.is("go_live") => {
                Process::ManualReview
            }
            [one, every, count, unit] if one.is("regular_review") && every.is("every") => {
                let number = match literal::read(count.text()) {
                    Ok(Literal::Integer(number)) => {
                        u32::try_from(number).ok().filter(|count| (1..=1200).contains(count))
                    }
                    _other => None,
                };
                match (number, unit_of(unit.text())) {
                    (Some(count), Some(unit)) => Process::RegularReview(Interval { count, unit }),
                    (Some(_), None) if self.misspelt(*unit, &["days", "weeks", "months", "years"]) => return None,
                    _other => {
                        self.wrong_phrase(phrase, Type::Process, name);
                        return None;
                    }
                }
            }
            [one, count, unit] if one.is("regular_review") && self.everyless(*count, *unit) => return None,
            [one, ..]
                if !["automated", "manual_review", "regular_review"].iter().any(|word| one.is(word))
                    && self.misspelt(*one, &["automated", "manual_review", "regular_review"]) =>
            {
                return None;
            }
            _other => {
                self.wrong_phrase(phrase, Type::Process, name);
                return None;
            }
        };
        Some(Value::Process(process))
    }

    /// `criticity >= high`
    pub(in crate::model) fn levels_of<'t>(&mut self, phrase: &Phrase<'t>) -> Option<Value<'t>> {
        match expression::parse(self.file, phrase) {
            Ok(expression) => self.condition(&expression).map(|condition| Value::Condition(Box::new(condition))),
            Err(finding) => {
                self.report(*finding);
                None
            }
        }
    }

    /// `up to high`
    pub(in crate::model) fn ceiling<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        if let [up, to, level] = atoms.as_slice()
            && up.is("up")
            && to.is("to")
            && level.kind() == NodeKind::Word
        {
            return self.symbol(*level).map(Value::Name);
        }
        if let [level] = atoms.as_slice()
            && level.kind() == NodeKind::Word
        {
            let message = format!("`{}` alone does not say which levels below it are meant", level.text());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, self.at(level.span()), message);
            self.report(finding.instead(format!("up to {}", level.text()), self.at(level.span()), Safety::Unsafe));
            return None;
        }
        self.wrong_phrase(phrase, Type::Ceiling, name);
        None
    }

    /// `environments where managed`, or a list of environments.
    pub(in crate::model) fn environments<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let atoms = phrase.list();
        match atoms.as_slice() {
            [list] if list.kind() == NodeKind::List => {}
            [environments, word, _condition, ..] if environments.is("environments") && word.is("where") => {}
            [environments, word, ..] if environments.is("environments") && self.misspelt(*word, &["where"]) => {
                return None;
            }
            _other => {
                self.wrong_phrase(phrase, Type::Environments, name);
                return None;
            }
        }
        let first = *atoms.first()?;
        let targets: Option<Targets> = self.targets(&atoms, first);
        targets.map(Value::Environments)
    }

    /// The names in a list, or a single name.
    pub(in crate::model) fn names_of(&mut self, phrase: &Phrase<'_>, kind: Type, name: &str) -> Option<Vec<Symbol>> {
        let Some(only) = phrase.only() else {
            self.wrong_phrase(phrase, kind, name);
            return None;
        };
        let elements: Vec<Atom<'_>> = match only.kind() {
            NodeKind::List => only.elements().collect(),
            NodeKind::Word | NodeKind::Text => vec![only],
            _other => {
                self.wrong_phrase(phrase, kind, name);
                return None;
            }
        };
        let mut symbols: Vec<Symbol> = Vec::with_capacity(elements.len());
        let mut seen: FxHashMap<Cow<'_, str>, Location> = FxHashMap::default();
        for element in elements {
            let Some(symbol) = self.symbol(element) else {
                let finding = Diagnostic::new(
                    &codes::WRONG_TYPE,
                    self.at(element.span()),
                    format!("{} is not a name", shown(element)),
                );
                self.report(finding.help(format!("write {}", kind.expected(self.language.kinds))));
                continue;
            };
            let name_of = element.name().unwrap_or_default();
            if let Some(first) = seen.get(&name_of).copied() {
                let finding = Diagnostic::new(
                    &codes::DUPLICATE_ATTRIBUTE,
                    symbol.location,
                    format!("`{}` occurs twice in `{name}`", symbol.name),
                );
                self.report(finding.label(first, "first given here").help("keep one of the two"));
                continue;
            }
            seen.insert(name_of, symbol.location);
            symbols.push(symbol);
        }
        Some(symbols)
    }

    pub(in crate::model) fn references_of<'t>(
        &mut self,
        phrase: &Phrase<'t>,
        kind: Type,
        name: &str,
    ) -> Option<Value<'t>> {
        let symbols = self.names_of(phrase, kind, name)?;
        Some(Value::References(symbols))
    }

    /// A text, or a list of texts.
    pub(in crate::model) fn texts_of<'t>(&mut self, phrase: &Phrase<'t>, name: &str) -> Option<Value<'t>> {
        let only = phrase.only().filter(|only| matches!(only.kind(), NodeKind::List | NodeKind::Text));
        let Some(only) = only else {
            self.wrong_phrase(phrase, Type::Texts, name);
            return None;
        };
        Some(Value::Texts(self.quoted_texts(only)))
    }

    /// The texts of a list, or a single text.
    pub(in crate::model) fn quoted_texts(&mut self, of: Atom<'_>) -> Vec<Symbol> {
        let elements: Vec<Atom<'_>> = if of.kind() == NodeKind::List { of.elements().collect() } else { vec![of] };
        let mut texts = Vec::with_capacity(elements.len());
        for element in elements {
            match element.quoted() {
                Some(text) => texts.push(Symbol { name: text.into(), location: self.at(element.span()) }),
                None => {
                    let message = format!("{} is not a text in quotes", shown(element));
                    let finding = Diagnostic::new(&codes::WRONG_TYPE, self.at(element.span()), message);
                    self.report(finding.help("put it in quotes"));
                }
            }
        }
        texts
    }

    /// The words in a list, as the value of a criterion that may have several, and as written.
    pub(in crate::model) fn word_list(&mut self, list: Atom<'_>) -> Option<(Operand, Vec<Symbol>)> {
        let before = self.faults();
        let mut written: Vec<Symbol> = Vec::new();
        for element in list.elements() {
            match self.symbol(element) {
                Some(word) => written.push(word),
                None => {
                    let message = format!("{} is not a word", shown(element));
                    let finding = Diagnostic::new(&codes::WRONG_TYPE, self.at(element.span()), message);
                    self.report(finding.help("a list holds the words of the criterion"));
                }
            }
        }
        let mut words: Vec<EcoString> = written.iter().map(|word| word.name.clone()).collect();
        words.sort_unstable();
        words.dedup();
        (self.faults() == before).then_some((Operand::List(words), written))
    }
}
