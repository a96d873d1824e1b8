//! Names in values, found by the types of the values.

use super::walk::Walk;
use super::{CRITERION, LEVEL, PARTY, PERSON};
use crate::model::facts::RATING_SCALE;
use crate::model::kinds::Type;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Phrase};

/// Words that do not name a set of connectors.
const SET_WORDS: &[&str] = &["all", "rest", "unblockable", "connectors"];

impl Walk {
    pub(super) fn value(&mut self, of: Type, value: &Phrase<'_>) {
        let atoms = value.list();
        match of {
            Type::Reference(kind) => atoms.iter().take(1).for_each(|atom| self.uses(kind, *atom)),
            Type::References(kind) => self.elements(&atoms, kind),
            Type::Environments | Type::Scope => self.environments(&atoms),
            Type::ConnectorSet => self.connectors(&atoms),
            Type::Rated => atoms.iter().take(1).for_each(|level| self.rated(*level)),
            Type::Ceiling => atoms.iter().skip(2).take(1).for_each(|level| self.add(LEVEL, "criticity", *level, false)),
            Type::Levels => {
                if let [scale, _, level] = atoms.as_slice() {
                    self.uses("scale", *scale);
                    self.add(LEVEL, &scale.name().unwrap_or_default(), *level, false);
                }
            }
            Type::Name("a person") => atoms.iter().take(1).for_each(|atom| self.uses(PERSON, *atom)),
            Type::Name("business unit") => atoms.iter().take(1).for_each(|atom| self.uses("business_units", *atom)),
            Type::Name("a group, `everyone` or `admins`") => {
                let named = atoms.iter().filter(|atom| !atom.is("everyone") && !atom.is("admins"));
                named.for_each(|atom| self.uses("group", *atom));
            }
            Type::Names("parties") => self.elements(&atoms, PARTY),
            Type::Names("users and teams" | "users and groups" | "people") => self.elements(&atoms, PERSON),
            _plain => {}
        }
    }

    pub(super) fn elements(&mut self, atoms: &[Atom<'_>], kind: &'static str) {
        for list in atoms {
            if list.kind() == NodeKind::List {
                list.elements().for_each(|atom| self.uses(kind, atom));
            } else {
                self.uses(kind, *list);
            }
        }
    }

    fn environments(&mut self, atoms: &[Atom<'_>]) {
        if let Some(at) = atoms.iter().position(|atom| atom.is("where")) {
            return self.condition(atoms.get(at + 1..).unwrap_or_default(), "environment");
        }
        for (index, atom) in atoms.iter().enumerate() {
            match atom.kind() {
                NodeKind::List => atom.elements().for_each(|atom| self.uses("environment", atom)),
                _word if index > 0 && atoms.get(index - 1).is_some_and(|before| before.is("environment")) => {
                    self.uses("environment", *atom);
                }
                _word => {}
            }
        }
    }

    fn connectors(&mut self, atoms: &[Atom<'_>]) {
        if let Some(at) = atoms.iter().position(|atom| atom.is("where")) {
            self.condition(atoms.get(at + 1..).unwrap_or_default(), "connector");
        }
        for atom in atoms.iter().take_while(|atom| !atom.is("where")) {
            match atom.kind() {
                NodeKind::List => atom.elements().for_each(|atom| self.uses("connector", atom)),
                NodeKind::Group => {
                    let inner: Vec<Atom<'_>> = atom.elements().collect();
                    self.connectors(&inner);
                }
                NodeKind::Word if !SET_WORDS.iter().any(|word| atom.is(word)) => self.uses("connectors", *atom),
                NodeKind::Text => self.uses("connectors", *atom),
                _mark => {}
            }
        }
    }

    /// A condition on a subject: its fields, and the levels that it compares with.
    pub(super) fn condition(&mut self, atoms: &[Atom<'_>], subject: &str) {
        let operator = |atom: &Atom<'_>| {
            atom.is("in") || atom.operator().is_some_and(|mark| matches!(mark, "==" | "!=" | "<" | "<=" | ">" | ">="))
        };
        for (index, atom) in atoms.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| atoms.get(before));
            let after = atoms.get(index + 1);
            match atom.kind() {
                NodeKind::Group => {
                    let inner: Vec<Atom<'_>> = atom.elements().collect();
                    self.condition(&inner, subject);
                }
                NodeKind::Word if ["and", "or", "not", "in", "yes", "no"].iter().any(|word| atom.is(word)) => {}
                NodeKind::Word if before.is_some_and(operator) => {
                    let field = index.checked_sub(2).and_then(|field| atoms.get(field));
                    match field.and_then(|field| field.word()) {
                        Some("rating") => self.add(LEVEL, RATING_SCALE, *atom, false),
                        Some("criticity") => self.add(LEVEL, "criticity", *atom, false),
                        Some("group") if subject == "environment" => self.uses("environment_group", *atom),
                        Some("access") if subject == "environment" => self.uses("group", *atom),
                        // `audit in evidence` asks whether a list holds a word.
                        _other if before.is_some_and(|before| before.is("in")) => {
                            self.add(CRITERION, subject, *atom, false);
                        }
                        Some(field) => self.compares(field, *atom),
                        None => {}
                    }
                }
                NodeKind::Word if after.is_some_and(|after| after.is("in")) => {
                    let lists = atoms.get(index + 2).is_some_and(|what| what.kind() == NodeKind::List);
                    if lists {
                        self.add(CRITERION, subject, *atom, false);
                    }
                }
                NodeKind::Word => self.add(CRITERION, subject, *atom, false),
                NodeKind::List if before.is_some_and(|before| before.is("in")) => {
                    let field = index.checked_sub(2).and_then(|field| atoms.get(field));
                    if field.is_some_and(|field| field.is("rating")) {
                        atom.elements().for_each(|level| self.add(LEVEL, RATING_SCALE, level, false));
                    } else if let Some(field) = field.and_then(|field| field.word()) {
                        atom.elements().for_each(|level| self.compares(field, level));
                    }
                }
                _other => {}
            }
        }
    }
}
