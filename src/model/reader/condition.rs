//! Reads conditions.

use super::phrase::unit_of;
use super::{Reader, shown};
use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::condition::{Condition, Operand};
use crate::model::program::{Interval, Symbol};
use crate::syntax::NodeKind;
use crate::syntax::ast::Atom;
use crate::syntax::expression::{Expression, Operator};
use crate::syntax::literal::{self, Literal};

impl Reader<'_> {
    /// Makes a condition from an expression.
    pub(in crate::model) fn condition(&mut self, expression: &Expression<'_>) -> Option<Condition> {
        match expression {
            Expression::Atom(atom) if atom.kind() == NodeKind::Word => Some(Condition::Is(self.symbol(*atom)?)),
            Expression::Older(name, number, unit, span) => {
                let name = self.symbol(*name)?;
                let age = self.age(*number, *unit)?;
                Some(Condition::Compare(name, Operator::Less, Operand::Age(age), self.at(*span)))
            }
            Expression::Unanswered(name, span) => {
                let name = self.symbol(*name)?;
                Some(Condition::Compare(name, Operator::Equal, Operand::Unanswered, self.at(*span)))
            }
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
                if let (Operator::Equal | Operator::Unequal, Expression::Atom(atom)) = (operator, &**right)
                    && is_days(*atom)
                {
                    let within = self.is(name, *atom)?;
                    let whole = self.at(left.span().to(right.span()));
                    let is_out = *operator == Operator::Unequal;
                    return Some(if is_out { Condition::Not(Box::new(within), whole) } else { within });
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

    /// The age from a number and a unit.
    pub(in crate::model) fn age(&mut self, number: Atom<'_>, unit: Atom<'_>) -> Option<Interval> {
        let count = match literal::read(number.text()) {
            Ok(Literal::Integer(count)) => u32::try_from(count).ok(),
            _other => None,
        };
        if let (Some(count), Some(unit)) = (count, unit_of(unit.text())) {
            return Some(Interval { count, unit });
        }
        let location = self.at(number.span().to(unit.span()));
        let finding = Diagnostic::new(&codes::WRONG_TYPE, location, "this is not an age");
        self.report(finding.help("write a whole number of days, weeks, months or years: `older than 60 days`"));
        None
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
            Expression::Atom(atom) if atom.kind() == NodeKind::List => self.is_among(name, *atom),
            Expression::Atom(atom) if atom.kind() == NodeKind::Literal => self.is(name, *atom),
            other => {
                self.report(
                    Diagnostic::new(
                        &codes::WRONG_TYPE,
                        self.at(other.span()),
                        "a list or a range is expected after `in`",
                    )
                    .help("write `in [one, two]`"),
                );
                None
            }
        }
    }

    /// The condition that a fact is one value, or in one range. A range of days becomes two comparisons.
    pub(in crate::model) fn is(&mut self, name: Symbol, atom: Atom<'_>) -> Option<Condition> {
        let location = self.at(atom.span());
        let Some(Ok(Literal::Days(low, high))) = (atom.kind() == NodeKind::Literal).then(|| literal::read(atom.text()))
        else {
            let operand = self.atom_operand(atom)?;
            return Some(Condition::Compare(name, Operator::Equal, operand, location));
        };
        let end = |operator, day| Condition::Compare(name.clone(), operator, Operand::Date(day), location);
        let ends = [low.map(|day| end(Operator::AtLeast, day)), high.map(|day| end(Operator::AtMost, day))];
        ends.into_iter().flatten().reduce(|low, high| Condition::And(Box::new(low), Box::new(high)))
    }

    /// The condition that a fact is one of a list.
    pub(in crate::model) fn is_among(&mut self, name: Symbol, list: Atom<'_>) -> Option<Condition> {
        let (mut operands, mut ranges) = (Vec::new(), Vec::new());
        for element in list.elements() {
            if is_days(element) {
                ranges.push(self.is(name.clone(), element)?);
                continue;
            }
            let location = self.at(element.span());
            operands.push((self.atom_operand(element)?, location));
        }
        let others =
            (ranges.is_empty() || !operands.is_empty()).then(|| Condition::In(name, operands, self.at(list.span())));
        let parts = others.into_iter().chain(ranges);
        parts.reduce(|left, right| Condition::Or(Box::new(left), Box::new(right)))
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

    /// The value of one atom.
    pub(in crate::model) fn atom_operand(&mut self, atom: Atom<'_>) -> Option<Operand> {
        match atom.kind() {
            NodeKind::Word => Some(match atom.text() {
                "yes" | "on" => Operand::Bool(true),
                "no" | "off" => Operand::Bool(false),
                word => Operand::Word(word.into()),
            }),
            NodeKind::Text => Some(Operand::Text(atom.quoted()?.into())),
            NodeKind::Literal => match literal::read(atom.text()) {
                Ok(Literal::Integer(number)) => Some(Operand::Number(number.into())),
                Ok(Literal::Range(low, high)) => Some(Operand::Range(low.map(Into::into), high.map(Into::into))),
                Ok(Literal::Decimal(number)) => Some(Operand::Number(number)),
                Ok(Literal::Decimals(low, high)) => Some(Operand::Range(low, high)),
                Ok(Literal::Date(date)) => Some(Operand::Date(date)),
                Ok(Literal::Days(..)) => {
                    let location = self.at(atom.span());
                    let finding =
                        Diagnostic::new(&codes::WRONG_TYPE, location, "a range of days is not a single value");
                    self.report(finding.help("ask `in` a range, or compare the field with one day"));
                    None
                }
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

/// Whether an atom is a range of days.
fn is_days(atom: Atom<'_>) -> bool {
    atom.kind() == NodeKind::Literal && matches!(literal::read(atom.text()), Ok(Literal::Days(..)))
}
