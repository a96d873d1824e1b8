//! Conditions over the values that columns are read into.

use super::dialect::Dialect;
use super::names::Names;
use super::reading::Column;
use crate::model::condition::{Condition, Fact, Operand};
use crate::model::program::Domain;
use crate::model::truth::kleene;
use crate::syntax::expression::Operator;

/// More parts than this are joined in halves, since databases bound how deep a chain of `AND` or `OR` may go.
const CHAIN: usize = 32;

/// The columns of a subject, each read.
pub(super) struct Columns<'a> {
    pub(super) dialect: Dialect,
    pub(super) all: Vec<Column<'a>>,
}

impl<'a> Columns<'a> {
    /// A column for each field that is asked for.
    pub(super) fn new(
        dialect: Dialect,
        domains: &'a [(String, Domain)],
        is_asked: &dyn Fn(&str) -> bool,
        asked: &[&Condition],
        source: &dyn Fn(&str) -> String,
        names: &mut Names,
    ) -> Self {
        let fields = domains.iter().filter(|(field, _)| is_asked(field));
        let column = |(field, domain): &'a (String, Domain)| {
            let leaves: Vec<&Condition> =
                asked.iter().copied().filter(|leaf| leaf.field().is_some_and(|name| *name.name == **field)).collect();
            Column::new(field, domain, source(field), &leaves, names)
        };
        Self { dialect, all: fields.map(column).collect() }
    }

    fn of(&self, field: &str) -> Option<&Column<'a>> {
        self.all.iter().find(|column| column.field == field)
    }

    /// The value of a field that is no list, or whether a word is in a list.
    pub(super) fn value(&self, field: &str, word: Option<&str>) -> Option<&str> {
        self.of(field)?.value(word)
    }

    /// A condition; none where it asks for what is not known.
    pub(super) fn condition(&self, condition: &Condition) -> Option<String> {
        match condition {
            Condition::And(..) => self.joined(&condition.conjuncts(), "AND"),
            Condition::Or(..) => self.joined(&condition.disjuncts(), "OR"),
            Condition::Not(inner, _) => Some(format!("NOT ({})", self.condition(inner)?)),
            Condition::Contains(field, word) => Some(format!("{} = 1", self.value(&field.name, Some(&word.name))?)),
            Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) => {
                let column = self.of(&name.name)?;
                let value = column.value(None)?;
                let holds = |fact: &Fact<'_>| {
                    let domains = |_: &str| Some(column.domain);
                    kleene(condition, &domains, &|_| fact.clone()) == Some(true)
                };
                Some(match column.domain {
                    Domain::Bool => match (holds(&Fact::Bool(false)), holds(&Fact::Bool(true))) {
                        (false, false) => never(value),
                        (false, true) => format!("{value} = 1"),
                        (true, false) => format!("{value} = 0"),
                        (true, true) => always(value),
                    },
                    Domain::Words(words, _) => {
                        let chosen = words.iter().filter(|word| holds(&Fact::Word(word)));
                        among(value, &chosen.map(|word| self.dialect.text(word)).collect::<Vec<_>>())
                    }
                    Domain::Integer(..) => compared(condition, value, &|operator, operand| match operand {
                        Operand::Integer(number) => format!("{value} {operator} {number}"),
                        Operand::Range(low, high) => {
                            let inside = ranged(value, *low, *high);
                            if operator == "<>" { format!("NOT ({inside})") } else { inside }
                        }
                        // Another value does not fit the field.
                        _other => never(value),
                    }),
                    Domain::Date => compared(condition, value, &|operator, operand| match operand {
                        Operand::Date(day) => format!("{value} {operator} {}", number_of(*day)),
                        // Another value does not fit the field.
                        _other => never(value),
                    }),
                    Domain::Text => compared(condition, value, &|operator, operand| match operand {
                        Operand::Text(text) | Operand::Word(text) => {
                            format!("{value} {operator} {}", self.dialect.text(&text.to_ascii_lowercase()))
                        }
                        // Another value does not fit the field.
                        _other => never(value),
                    }),
                    Domain::Decimal(..) | Domain::Some(_) => return None,
                })
            }
        }
    }

    fn joined(&self, parts: &[&Condition], mark: &str) -> Option<String> {
        let parts: Option<Vec<String>> = parts
            .iter()
            .map(|part| {
                let text = self.condition(part)?;
                Some(if matches!(part, Condition::And(..) | Condition::Or(..)) { format!("({text})") } else { text })
            })
            .collect();
        Some(chain(&parts?, mark))
    }
}

/// A day as columns are read: 20261121.
pub(super) fn number_of(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// Parts joined by `AND` or `OR`.
pub(super) fn chain(parts: &[String], mark: &str) -> String {
    if parts.len() <= CHAIN {
        return parts.join(&format!(" {mark} "));
    }
    let (left, right) = parts.split_at(parts.len() / 2);
    format!("({}) {mark} ({})", chain(left, mark), chain(right, mark))
}

/// A comparison, or several of which one holds.
fn compared(leaf: &Condition, value: &str, write: &dyn Fn(&str, &Operand) -> String) -> String {
    match leaf {
        Condition::Compare(_, operator, operand, _) => write(mark(*operator), operand),
        Condition::In(_, operands, _) => {
            let parts: Vec<String> = operands.iter().map(|(operand, _)| write("=", operand)).collect();
            match parts.as_slice() {
                [] => never(value),
                [only] => only.clone(),
                several => format!("({})", chain(several, "OR")),
            }
        }
        Condition::And(..) | Condition::Or(..) | Condition::Not(..) | Condition::Is(_) | Condition::Contains(..) => {
            never(value)
        }
    }
}

const fn mark(operator: Operator) -> &'static str {
    match operator {
        Operator::Unequal => "<>",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::More => ">",
        Operator::AtLeast => ">=",
        Operator::Equal
        | Operator::Or
        | Operator::And
        | Operator::In
        | Operator::Plus
        | Operator::Minus
        | Operator::Common => "=",
    }
}

/// A number within a range; every known one where the range has no ends.
pub(super) fn ranged(value: &str, low: Option<i64>, high: Option<i64>) -> String {
    match (low, high) {
        (None, None) => always(value),
        (Some(low), None) => format!("{value} >= {low}"),
        (None, Some(high)) => format!("{value} <= {high}"),
        (Some(low), Some(high)) if low == high => format!("{value} = {low}"),
        (Some(low), Some(high)) => format!("({value} >= {low} AND {value} <= {high})"),
    }
}

/// One of these literals.
pub(super) fn among(value: &str, literals: &[String]) -> String {
    match literals {
        [] => never(value),
        [only] => format!("{value} = {only}"),
        several => format!("{value} IN ({})", several.join(", ")),
    }
}

/// False where the column is known.
fn never(value: &str) -> String {
    format!("{value} <> {value}")
}

/// True where the column is known.
fn always(value: &str) -> String {
    format!("{value} = {value}")
}
