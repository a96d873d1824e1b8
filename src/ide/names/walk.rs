//! The walk over one file.

use ecow::EcoString;

use super::{CRITERION, LEVEL, Occurrence};
use crate::model::facts::RATING_SCALE;
use crate::model::kinds::{self, Body, Kind, Open, Shape, Type};
use crate::syntax::ast::{self, Atom, Block, Declaration, Form, Phrase};
use crate::syntax::{NodeKind, Tree};

/// The names in a file, in reading order.
///
/// The second list has words that fields are compared with: levels, where the field is a scale.
pub(super) fn names(tree: &Tree, text: &str) -> (Vec<Occurrence>, Vec<Occurrence>) {
    let mut walk = Walk { found: Vec::new(), compared: Vec::new() };
    ast::declarations(tree, text).for_each(|declaration| walk.declaration(declaration));
    for names in [&mut walk.found, &mut walk.compared] {
        names.sort_by_key(|name| name.span);
        names.dedup_by_key(|name| name.span);
    }
    (walk.found, walk.compared)
}

pub(super) struct Walk {
    found: Vec<Occurrence>,
    compared: Vec<Occurrence>,
}

impl Walk {
    pub(super) fn add(&mut self, kind: &'static str, scope: &str, atom: Atom<'_>, declares: bool) {
        if let Some(name) = atom.name() {
            let name = EcoString::from(&*name);
            self.found.push(Occurrence { kind, scope: scope.into(), name, span: atom.span(), declares });
        }
    }

    /// A word that a field is compared with.
    pub(super) fn compares(&mut self, field: &str, atom: Atom<'_>) {
        if let Some(word) = atom.word() {
            let (scope, name) = (field.into(), word.into());
            self.compared.push(Occurrence { kind: LEVEL, scope, name, span: atom.span(), declares: false });
        }
    }

    pub(super) fn push(&mut self, name: Occurrence) {
        self.found.push(name);
    }

    pub(super) fn uses(&mut self, kind: &'static str, atom: Atom<'_>) {
        self.add(kind, "", atom, false);
    }

    fn declaration(&mut self, declaration: Declaration<'_>) {
        let Some(keyword) = declaration.keyword() else { return };
        let Some(kind) = kinds::find(keyword.text()) else { return };
        let name = declaration.head().nth(1);
        if let Some(name) = name {
            self.named(kind, name, true);
        }
        // `waive unused-group on group sg_old { … }`
        if kind.keyword == "waive"
            && let Some((of, target)) = declaration.head().nth(3).zip(declaration.head().nth(4))
        {
            self.target(of, target);
        }
        match (&kind.body, declaration.block(), declaration.value()) {
            (Body::Block(_), Some(block), _) if kind.keyword == "test" => self.test(block),
            (Body::Block(shape), Some(block), _) => self.block(block, shape),
            (Body::Value(of), _, Some(value)) => self.value(*of, &value),
            (Body::Free(_), Some(block), _) => self.free(kind, name, block),
            _broken => {}
        }
    }

    /// A declaration that a waiver or a test names by its kind and name.
    pub(super) fn target(&mut self, kind: Atom<'_>, name: Atom<'_>) {
        if let Some(kind) = kinds::find(kind.text()) {
            self.named(kind, name, false);
        }
    }

    /// The name of a declaration of a kind: its own, or that of what its rules or requirements are for.
    fn named(&mut self, kind: &'static Kind, name: Atom<'_>, declares: bool) {
        match kind.keyword {
            "control" => self.add(LEVEL, "criticity", name, false),
            "rules" | "rating" => self.uses("scale", name),
            "criteria" => {}
            keyword => self.add(keyword, "", name, declares),
        }
    }

    /// A block that a shape describes.
    pub(super) fn block(&mut self, block: Block<'_>, shape: &'static Shape) {
        for statement in block.statements() {
            match statement.form() {
                Form::Attribute(key, value) => self.attribute(key, &value, shape),
                Form::Block(head, inner) => self.nested(&head, inner, shape),
                Form::Sentence(phrase) => self.sentence(&phrase, shape),
                Form::Field(..) => {}
            }
        }
    }

    fn attribute(&mut self, key: Atom<'_>, value: &Phrase<'_>, shape: &Shape) {
        if let Some(attribute) = shape.attributes.iter().find(|attribute| key.is(attribute.name)) {
            return self.value(attribute.kind, value);
        }
        match shape.open {
            Open::Criteria(subject) => self.add(CRITERION, subject, key, false),
            Open::Days(kind) => self.uses(kind, key),
            Open::Lists(kind, of) => {
                self.uses(kind, key);
                self.value(Type::References(of), value);
            }
            Open::Names(kind, what) => {
                self.uses(kind, key);
                self.value(Type::Name(what), value);
            }
            Open::Closed | Open::Blocks(..) | Open::Provider => {}
        }
    }

    fn nested(&mut self, head: &Phrase<'_>, inner: Block<'_>, shape: &'static Shape) {
        let mut words = head.atoms();
        let Some(key) = words.next() else { return };
        if let Some(nested) = shape.blocks.iter().find(|nested| key.is(nested.name)) {
            if let (Some(kind), Some(argument)) = (nested.argument, words.next()) {
                self.uses(kind, argument);
            }
            self.block(inner, nested.shape);
        } else if let Open::Blocks(_, inside) = shape.open {
            self.column(key);
            self.block(inner, inside);
        }
    }

    /// A block that its kind reads itself.
    fn free(&mut self, kind: &'static Kind, name: Option<Atom<'_>>, block: Block<'_>) {
        let scope = name.and_then(Atom::name).unwrap_or_default();
        match kind.keyword {
            "scale" => {
                for statement in block.statements() {
                    if let Form::Sentence(phrase) = statement.form() {
                        for level in phrase.atoms().filter(|atom| atom.kind() == NodeKind::Word) {
                            self.add(LEVEL, &scope, level, true);
                        }
                    }
                }
            }
            "criteria" => {
                for statement in block.statements() {
                    if let Form::Field(field, _) = statement.form() {
                        self.add(CRITERION, &scope, field, true);
                    }
                }
            }
            "rules" => self.rules(&scope, "app", block),
            "rating" => self.rules(&scope, "connector", block),
            "business_units" => self.units(block),
            "tables" => self.tables(block),
            _other => {}
        }
    }

    /// The level of the scale that ratings use.
    pub(super) fn rated(&mut self, level: Atom<'_>) {
        self.add(LEVEL, RATING_SCALE, level, false);
    }
}
