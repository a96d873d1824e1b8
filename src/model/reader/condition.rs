//! Reads conditions.

use super::{Reader, shown};
use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::condition::{Condition, Operand};
use crate::model::program::Symbol;
use crate::syntax::NodeKind;
use crate::syntax::ast::Atom;
use crate::syntax::expression::{Expression, Operator};
use crate::syntax::literal::{self, Literal};

impl Reader<'_> {
    /// A condition out of an expression.
    pub(in crate::model) fn condition(&mut self, expression: &Expression<'_>) -> Option<Condition> {
        match expression {
            Expression::Atom(atom) if atom.kind() == NodeKind::Word => Some(Condition::Is(self.symbol(*atom)?)),
            Expression::Not(inner, span) => Some(Condition::Not(Box::new(self.condition(inner)?), self.at(*span))),
            Expression::Binary(Operator::And, left, right, _) => {
                Some(Condition::And(Box::new(self.condition(left)?), Box::new(self.condition(right)?)))
            }
            Expression::Binary(Operator::Or, left, right, _) => {
                Some(Condition::Or(Box::new(self.condition(left)?), Box::new(self.condition(right)?)))
            }
            Expression::Binary(operator, left, right, _) if operator.compares() => {
                let name = self.fact_name(left)?;
                if *operator == Operator::In
                    && let Expression::Atom(list) = &**right
                    && list.kind() == NodeKind::Word
                {
                    return Some(Condition::Contains(self.symbol(*list)?, name));
                }
                if *operator == Operator::In {
                    return self.is_in(name, right);
                }
                let location = self.at(right.span());
                let operand = self.operand(right)?;
                Some(Condition::Compare(name, *operator, operand, location))
            }
            other => {
                self.report(
                    Diagnostic::new(&codes::WRONG_TYPE, self.at(other.span()), "this is not a condition")
                        .help("write a condition such as `tier == standard and blockable`"),
                );
                None
            }
        }
    }

    pub(in crate::model) fn fact_name(&mut self, expression: &Expression<'_>) -> Option<Symbol> {
        if let Expression::Atom(atom) = expression
            && atom.kind() == NodeKind::Word
        {
            return self.symbol(*atom);
        }
        self.report(
            Diagnostic::new(
                &codes::WRONG_TYPE,
                self.at(expression.span()),
                "a comparison begins with what is asked for",
            )
            .help("write it as `tier == standard`: the name first, then the value"),
        );
        None
    }

    pub(in crate::model) fn is_in(&mut self, name: Symbol, right: &Expression<'_>) -> Option<Condition> {
        match right {
            Expression::Atom(atom) if atom.kind() == NodeKind::List => {
                let mut operands = Vec::new();
                for element in atom.elements() {
                    let location = self.at(element.span());
                    operands.push((self.atom_operand(element)?, location));
                }
                Some(Condition::In(name, operands, self.at(atom.span())))
            }
            Expression::Atom(atom) if atom.kind() == NodeKind::Literal => {
                let location = self.at(atom.span());
                let operand = self.atom_operand(*atom)?;
                Some(Condition::Compare(name, Operator::Equal, operand, location))
            }
            other => {
                self.report(
                    Diagnostic::new(&codes::WRONG_TYPE, self.at(other.span()), "after `in` belongs a list or a range")
                        .help("write `in [one, two]`"),
                );
                None
            }
        }
    }

    pub(in crate::model) fn operand(&mut self, expression: &Expression<'_>) -> Option<Operand> {
        if let Expression::Atom(atom) = expression {
            return self.atom_operand(*atom);
        }
        self.report(
            Diagnostic::new(&codes::WRONG_TYPE, self.at(expression.span()), "a comparison ends with one value")
                .help("write a word, a number, a date or a text in quotes"),
        );
        None
    }

    /// The value that one atom stands for.
    pub(in crate::model) fn atom_operand(&mut self, atom: Atom<'_>) -> Option<Operand> {
        match atom.kind() {
            NodeKind::Word => Some(match atom.text() {
                "yes" | "on" => Operand::Bool(true),
                "no" | "off" => Operand::Bool(false),
                word => Operand::Word(word.into()),
            }),
            NodeKind::Text => Some(Operand::Text(atom.quoted()?.into())),
            NodeKind::Literal => match literal::read(atom.text()) {
                Ok(Literal::Integer(number)) => Some(Operand::Integer(number)),
                Ok(Literal::Range(low, high)) => Some(Operand::Range(low, high)),
                Ok(Literal::Date(date)) => Some(Operand::Date(date)),
                Err(_) => {
                    self.silent += 1;
                    None
                }
            },
            _other => {
                self.report(
                    Diagnostic::new(
                        &codes::WRONG_TYPE,
                        self.at(atom.span()),
                        format!("{} is not a value", shown(atom)),
                    )
                    .help("write a word, a number, a date or a text in quotes"),
                );
                None
            }
        }
    }
}
