//! Blocks whose statements have special forms: rules, units, tables, grids.

use ecow::EcoString;

use super::walk::Walk;
use super::{CRITERION, LEVEL, Occurrence, TABLE};
use crate::model::kinds::Shape;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Phrase};
use crate::text::Span;

impl Walk {
    /// `high when users > 500`, `low otherwise`, `never …`, `unique`.
    pub(super) fn rules(&mut self, scale: &str, subject: &str, block: Block<'_>) {
        let stated = block.statements().find_map(|statement| match statement.form() {
            Form::Attribute(key, value) if key.is("subject") => value.only().and_then(Atom::word),
            _other => None,
        });
        let subject = stated.unwrap_or(subject);
        for statement in block.statements() {
            let phrase = match statement.form() {
                Form::Sentence(phrase) => phrase,
                Form::Block(head, inner) => {
                    match head.atoms().next().map(Atom::text) {
                        Some("table") => self.table(scale, subject, inner),
                        Some("scorecard") => self.scorecard(scale, subject, inner),
                        _other => {}
                    }
                    continue;
                }
                Form::Attribute(..) | Form::Field(..) => continue,
            };
            let atoms = phrase.list();
            let Some(first) = atoms.first() else { continue };
            let rest = atoms.get(1..).unwrap_or_default();
            if first.is("never") {
                self.condition(rest, subject);
            } else if let Some(at) = rest.iter().position(|atom| atom.is("when") || atom.is("otherwise")) {
                if at == 0 {
                    self.add(LEVEL, scale, *first, false);
                }
                self.condition(rest.get(at + 1..).unwrap_or_default(), subject);
            }
        }
    }

    /// Rows: the first names fields, and each other one ends with a level.
    fn table(&mut self, scale: &str, subject: &str, block: Block<'_>) {
        let rows = block.statements().filter_map(|statement| match statement.form() {
            Form::Sentence(phrase) => Some(phrase.list()),
            _other => None,
        });
        for (index, row) in rows.enumerate() {
            match row.split_last() {
                Some((_level, fields)) if index == 0 => {
                    for field in fields {
                        self.add(CRITERION, subject, *field, false);
                    }
                }
                Some((level, _cells)) => self.add(LEVEL, scale, *level, false),
                None => {}
            }
        }
    }

    /// Fields with points for their values, and the levels that totals give.
    fn scorecard(&mut self, scale: &str, subject: &str, block: Block<'_>) {
        for statement in block.statements() {
            let Form::Block(head, rows) = statement.form() else { continue };
            let Some(field) = head.atoms().next() else { continue };
            if !field.is("total") {
                self.add(CRITERION, subject, field, false);
                continue;
            }
            for row in rows.statements() {
                if let Form::Sentence(phrase) = row.form()
                    && let Some(level) = phrase.list().last()
                {
                    self.add(LEVEL, scale, *level, false);
                }
            }
        }
    }

    /// Units within units.
    pub(super) fn units(&mut self, block: Block<'_>) {
        // A worklist, since units can nest as deep as brackets.
        let mut open = vec![block];
        while let Some(block) = open.pop() {
            for statement in block.statements() {
                match statement.form() {
                    Form::Block(head, inner) => {
                        head.atoms().take(1).for_each(|unit| self.add("business_units", "", unit, true));
                        open.push(inner);
                    }
                    Form::Sentence(phrase) => {
                        if let Some(unit) = phrase.only() {
                            self.add("business_units", "", unit, true);
                        }
                    }
                    Form::Attribute(key, value) if key.is("environments") => {
                        self.elements(&value.list(), "environment");
                    }
                    Form::Attribute(..) | Form::Field(..) => {}
                }
            }
        }
    }

    /// `new_portfolio : user_owned lookup account`.
    pub(super) fn tables(&mut self, block: Block<'_>) {
        for statement in block.statements() {
            let Form::Field(table, described) = statement.form() else { continue };
            self.add(TABLE, "", table, true);
            let mut atoms = described.atoms().skip_while(|atom| !atom.is("lookup")).skip(1).peekable();
            while let Some(atom) = atoms.next() {
                self.uses(TABLE, atom);
                if atoms.next_if(|next| next.operator() == Some(",")).is_none() {
                    break;
                }
            }
        }
    }

    /// Rows of grids, and sentences that name roles.
    pub(super) fn sentence(&mut self, phrase: &Phrase<'_>, shape: &Shape) {
        let atoms = phrase.list();
        let is_grid = shape.sentences.iter().any(|sentence| sentence.form.starts_with("table "));
        if is_grid && !atoms.first().is_some_and(|first| first.is("table")) {
            let mut atoms = atoms.iter().copied().peekable();
            while let Some(atom) = atoms.next() {
                self.uses(TABLE, atom);
                if atoms.next_if(|next| next.operator() == Some(",")).is_none() {
                    break;
                }
            }
        } else if let [never, both, list] = atoms.as_slice()
            && never.is("never")
            && both.is("both")
            && list.kind() == NodeKind::List
        {
            self.elements(&[*list], "role");
        }
    }

    /// `account.revenue`: the part before the dot names the table.
    pub(super) fn column(&mut self, atom: Atom<'_>) {
        if let Some((table, _)) = atom.word().and_then(|word| word.split_once('.')) {
            let start = atom.span().start;
            let span = Span::new(start, start + table.len() as u32);
            let (scope, name) = (EcoString::new(), EcoString::from(table));
            self.push(Occurrence { kind: TABLE, scope, name, span, declares: false });
        }
    }
}
