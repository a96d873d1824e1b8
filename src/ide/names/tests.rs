//! Names in the sentences of tests.

use super::walk::Walk;
use super::{CRITERION, LEVEL, TABLE};
use crate::model::assertion::CircleKind;
use crate::model::facts::RATING_SCALE;
use crate::model::kinds::TEST_APP;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form};

impl Walk {
    /// Each sentence of a test, by its first word.
    pub(super) fn test(&mut self, block: Block<'_>) {
        for statement in block.statements() {
            let Form::Sentence(phrase) = statement.form() else { continue };
            let atoms = phrase.list();
            let Some((first, rest)) = atoms.split_first() else { continue };
            match first.text() {
                kind @ ("user" | "team") => {
                    let kind = if kind == "user" { "user" } else { "team" };
                    rest.iter().take(1).for_each(|name| self.uses(kind, *name));
                    self.places(rest);
                    self.rows(rest);
                }
                "nobody" => {
                    self.circles(rest);
                    self.places(rest);
                    self.rows(rest);
                }
                "app" => self.app(rest),
                "connector" | "connectors" => self.connectors_of(rest),
                "every" => {
                    for word in ["where", "is"] {
                        let condition = rest.iter().skip_while(|atom| !atom.is(word)).skip(1);
                        let condition: Vec<Atom<'_>> = condition.take_while(|atom| !atom.is("is")).copied().collect();
                        self.condition(&condition, "environment");
                    }
                }
                "finds" => self.found_on(rest),
                _subject => self.subject(*first, rest),
            }
        }
    }

    /// `in finance_prod`
    fn places(&mut self, atoms: &[Atom<'_>]) {
        let named = atoms.iter().position(|atom| atom.is("in")).and_then(|at| atoms.get(at + 1));
        if let Some(name) = named.filter(|name| !name.is("environments")) {
            self.uses("environment", *name);
        }
    }

    /// `can read own new_portfolio of germany`, `reads sbh_patient`
    fn rows(&mut self, atoms: &[Atom<'_>]) {
        let verbs = ["creates", "reads", "writes", "deletes", "appends", "appends_to", "assigns", "shares"];
        let can = atoms.iter().position(|atom| atom.is("can") || atom.is("cannot")).map(|at| at + 2);
        let at = can.or_else(|| atoms.iter().position(|atom| verbs.iter().any(|verb| atom.is(verb))).map(|at| at + 1));
        let mut rest = at.and_then(|at| atoms.get(at..)).unwrap_or_default().iter();
        let mut table = rest.next();
        if table.is_some_and(|word| word.is("own") || word.is("all")) {
            table = rest.next();
        }
        if let Some(table) = table {
            self.uses(TABLE, *table);
        }
        if rest.next().is_some_and(|of| of.is("of"))
            && let Some(unit) = rest.next()
        {
            self.uses("business_units", *unit);
        }
    }

    /// `outside clinical, role auditor`
    fn circles(&mut self, atoms: &[Atom<'_>]) {
        let mut atoms = atoms.iter().skip_while(|atom| !atom.is("outside")).skip(1).peekable();
        while let Some(first) = atoms.next() {
            let kind = CircleKind::ALL.into_iter().find(|kind| first.is(kind.word()));
            let named = atoms.peek().filter(|next| next.name().is_some() && !next.is("can"));
            match (kind, named) {
                (Some(kind), Some(name)) => {
                    self.uses(kind.keyword(), **name);
                    atoms.next();
                }
                _unit => self.uses("business_units", *first),
            }
            if atoms.next_if(|next| next.operator() == Some(",")).is_none() {
                break;
            }
        }
    }

    /// `agent { skill = 9 } is high for risk`
    fn subject(&mut self, subject: Atom<'_>, atoms: &[Atom<'_>]) {
        let Some(block) = atoms.first().filter(|block| block.kind() == NodeKind::Block) else { return };
        let name = subject.text();
        for statement in (Block { node: block.node }).statements() {
            if let Form::Attribute(key, _) = statement.form() {
                self.add(CRITERION, name, key, false);
            }
        }
        self.scale(atoms);
    }

    /// `is high for risk`
    fn scale(&mut self, atoms: &[Atom<'_>]) {
        if let [.., is, level, of, scale] = atoms
            && is.is("is")
            && of.is("for")
        {
            self.uses("scale", *scale);
            self.add(LEVEL, scale.text(), *level, false);
        }
    }

    /// `expense_approval is medium`, `{ users = 501 } is high`
    fn app(&mut self, atoms: &[Atom<'_>]) {
        match atoms.first() {
            Some(block) if block.kind() == NodeKind::Block => self.block(Block { node: block.node }, &TEST_APP),
            Some(name) => self.uses("app", *name),
            None => {}
        }
        if let [_, is, level] = atoms
            && is.is("is")
        {
            self.add(LEVEL, "criticity", *level, false);
        }
        self.scale(atoms);
    }

    /// `sql, twitter in default not together`, `twitter is rated forbidden`
    fn connectors_of(&mut self, atoms: &[Atom<'_>]) {
        let names = atoms.iter().take_while(|atom| !atom.is("in") && !atom.is("is"));
        names.filter(|atom| atom.operator().is_none()).for_each(|name| self.uses("connector", *name));
        self.places(atoms);
        if let [_, is, rated, level] = atoms
            && is.is("is")
            && rated.is("rated")
        {
            self.add(LEVEL, RATING_SCALE, *level, false);
        }
    }

    /// `unused-group on group sg_old`
    fn found_on(&mut self, atoms: &[Atom<'_>]) {
        let mut on = atoms.iter().skip_while(|atom| !atom.is("on")).skip(1);
        if let (Some(kind), Some(name)) = (on.next(), on.next()) {
            self.target(*kind, *name);
        }
    }
}
