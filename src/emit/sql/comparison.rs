//! Conditions as SQL.

use ecow::EcoString;

use super::names::{self, Names};
use crate::model::condition::{Condition, Fact, Operand, kleene};
use crate::model::program::Domain;
use crate::syntax::expression::Operator;

/// More parts than this are joined in halves, since databases bound how deep a chain of `AND` or `OR` may go.
const CHAIN: usize = 32;

/// The columns of a subject.
pub(super) struct Columns<'a> {
    domains: &'a [(String, Domain)],
    /// Field, word of a list, and the column of it as SQL takes it.
    named: Vec<(&'a str, Option<&'a str>, String)>,
}

/// A column, for the head of the file.
pub(super) struct Column<'c> {
    pub(super) name: &'c str,
    pub(super) field: &'c str,
    pub(super) word: Option<&'c str>,
    pub(super) domain: &'c Domain,
}

impl<'a> Columns<'a> {
    /// A column for each field that is asked for, one for each word of a list.
    pub(super) fn new(domains: &'a [(String, Domain)], asked: &[&Condition], names: &mut Names) -> Self {
        let mut given = Vec::new();
        for (field, domain) in domains {
            let leaves = || asked.iter().filter(|leaf| field_of(leaf) == Some(field.as_str()));
            if leaves().next().is_none() {
                continue;
            }
            match domain {
                Domain::Some(words) => {
                    let is_asked = |word: &str| {
                        leaves().any(|leaf| matches!(leaf, Condition::Contains(_, asked) if *asked.name == *word))
                    };
                    for word in words.iter().filter(|word| is_asked(word)) {
                        let column = names::name(&names.take(&format!("{field}_{word}")));
                        given.push((field.as_str(), Some(&**word), column));
                    }
                }
                Domain::Bool | Domain::Words(..) | Domain::Integer(..) | Domain::Date | Domain::Text => {
                    given.push((field.as_str(), None, names::name(&names.take(field))));
                }
            }
        }
        Self { domains, named: given }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Column<'_>> {
        self.named
            .iter()
            .filter_map(|(field, word, name)| Some(Column { name, field, word: *word, domain: self.domain(field)? }))
    }

    fn domain(&self, field: &str) -> Option<&'a Domain> {
        self.domains.iter().find(|(known, _)| known == field).map(|(_, domain)| domain)
    }

    /// The column of a field that is no list.
    pub(super) fn column(&self, field: &str) -> Option<&str> {
        self.named.iter().find(|(known, word, _)| *known == field && word.is_none()).map(|(_, _, name)| name.as_str())
    }

    /// A condition; none where it asks for what is not known.
    pub(super) fn condition(&self, condition: &Condition) -> Option<String> {
        match condition {
            Condition::And(..) => self.joined(&condition.conjuncts(), "AND"),
            Condition::Or(..) => self.joined(&condition.disjuncts(), "OR"),
            Condition::Not(inner, _) => Some(format!("NOT ({})", self.condition(inner)?)),
            Condition::Contains(field, word) => {
                let is = |(known, of, _): &&(&str, Option<&str>, String)| {
                    **known == *field.name && of.is_some_and(|of| *of == *word.name)
                };
                let (_, _, column) = self.named.iter().find(is)?;
                Some(flag(column, 1))
            }
            Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) => {
                let column = self.column(&name.name)?;
                Some(match self.domain(&name.name)? {
                    Domain::Bool => {
                        let holds = |value| self.holds(condition, &Fact::Bool(value));
                        match (holds(false), holds(true)) {
                            (false, false) => never(column),
                            (false, true) => flag(column, 1),
                            (true, false) => flag(column, 0),
                            (true, true) => always(column),
                        }
                    }
                    Domain::Words(words, _) => {
                        let chosen: Vec<&str> = words
                            .iter()
                            .map(AsRef::as_ref)
                            .filter(|word| self.holds(condition, &Fact::Word(word)))
                            .collect();
                        worded(column, words, &chosen)
                    }
                    Domain::Integer(..) => compared(condition, column, &|operator, operand| match operand {
                        Operand::Integer(number) => format!("{column} {operator} {number}"),
                        Operand::Range(low, high) => {
                            let inside = ranged(column, *low, *high);
                            if operator == "<>" { format!("NOT ({inside})") } else { inside }
                        }
                        Operand::Bool(_)
                        | Operand::Word(_)
                        | Operand::Text(_)
                        | Operand::Date(_)
                        | Operand::List(_) => never(column),
                    }),
                    Domain::Date => compared(condition, column, &|operator, operand| match operand {
                        Operand::Date(date) => format!("{column} {operator} '{date}'"),
                        Operand::Bool(_)
                        | Operand::Word(_)
                        | Operand::Text(_)
                        | Operand::Integer(_)
                        | Operand::Range(..)
                        | Operand::List(_) => never(column),
                    }),
                    Domain::Text => compared(condition, column, &|operator, operand| match operand {
                        Operand::Text(text) | Operand::Word(text) if text.is_ascii() => {
                            format!("LOWER({column}) {operator} {}", names::text(&text.to_ascii_lowercase()))
                        }
                        // What a database makes of other letters is its own; both sides get the same.
                        Operand::Text(text) | Operand::Word(text) => {
                            format!("LOWER({column}) {operator} LOWER({})", names::text(text))
                        }
                        Operand::Bool(_)
                        | Operand::Date(_)
                        | Operand::Integer(_)
                        | Operand::Range(..)
                        | Operand::List(_) => never(column),
                    }),
                    Domain::Some(_) => return None,
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

    /// Whether a comparison holds for a value, as the rules have it.
    fn holds(&self, leaf: &Condition, fact: &Fact<'_>) -> bool {
        let domains = |name: &str| self.domain(name);
        kleene(leaf, &domains, &|_| fact.clone()) == Some(true)
    }
}

/// Parts joined by `AND` or `OR`.
pub(super) fn chain(parts: &[String], mark: &str) -> String {
    if parts.len() <= CHAIN {
        return parts.join(&format!(" {mark} "));
    }
    let (left, right) = parts.split_at(parts.len() / 2);
    format!("({}) {mark} ({})", chain(left, mark), chain(right, mark))
}

/// The field that a comparison asks for.
fn field_of(leaf: &Condition) -> Option<&str> {
    match leaf {
        Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) | Condition::Contains(name, _) => {
            Some(&name.name)
        }
        Condition::And(..) | Condition::Or(..) | Condition::Not(..) => None,
    }
}

/// A comparison, or several of which one holds.
fn compared(leaf: &Condition, column: &str, write: &dyn Fn(&str, &Operand) -> String) -> String {
    match leaf {
        Condition::Compare(_, operator, operand, _) => write(mark(*operator), operand),
        Condition::In(_, operands, _) => {
            let parts: Vec<String> = operands.iter().map(|(operand, _)| write("=", operand)).collect();
            match parts.as_slice() {
                [] => never(column),
                [only] => only.clone(),
                several => format!("({})", chain(several, "OR")),
            }
        }
        Condition::And(..) | Condition::Or(..) | Condition::Not(..) | Condition::Is(_) | Condition::Contains(..) => {
            never(column)
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
pub(super) fn ranged(column: &str, low: Option<i64>, high: Option<i64>) -> String {
    match (low, high) {
        (None, None) => always(column),
        (Some(low), None) => format!("{column} >= {low}"),
        (None, Some(high)) => format!("{column} <= {high}"),
        (Some(low), Some(high)) if low == high => format!("{column} = {low}"),
        (Some(low), Some(high)) => format!("({column} >= {low} AND {column} <= {high})"),
    }
}

/// Whether a column of booleans, or of 0 and 1, is one of the two. Databases differ in whether they hold a boolean
/// against a number; all of them make a number of it.
fn flag(column: &str, value: u8) -> String {
    format!("CAST({column} AS INTEGER) = {value}")
}

/// A word without regard to letter case, spaces, `_` and `-`, as inventories are read; the same where that leaves
/// two words alike, or a word has letters of which databases do not agree what their small form is.
fn worded(column: &str, words: &[EcoString], chosen: &[&str]) -> String {
    let plain = |word: &str| -> String {
        word.chars().filter(|one| !matches!(one, ' ' | '_' | '-')).map(|one| one.to_ascii_lowercase()).collect()
    };
    let is_loose = |word: &str| {
        word.is_ascii() && words.iter().filter(|other| plain(other).eq_ignore_ascii_case(&plain(word))).count() == 1
    };
    let (loose, exact): (Vec<&str>, Vec<&str>) = chosen.iter().copied().partition(|word| is_loose(word));
    let loose: Vec<String> = loose.into_iter().map(|word| names::text(&plain(word))).collect();
    let exact: Vec<String> = exact.into_iter().map(names::text).collect();
    let read = format!("REPLACE(REPLACE(REPLACE(LOWER({column}), ' ', ''), '_', ''), '-', '')");
    match (loose.is_empty(), exact.is_empty()) {
        (true, _) => among(column, &exact),
        (false, true) => among(&read, &loose),
        (false, false) => format!("({} OR {})", among(&read, &loose), among(column, &exact)),
    }
}

fn among(column: &str, values: &[String]) -> String {
    match values {
        [] => never(column),
        [only] => format!("{column} = {only}"),
        several => format!("{column} IN ({})", several.join(", ")),
    }
}

/// False where the column is known.
fn never(column: &str) -> String {
    format!("{column} <> {column}")
}

/// True where the column is known.
fn always(column: &str) -> String {
    format!("{column} = {column}")
}
