//! Conditions as SQL.

use ecow::EcoString;

use super::names::{self, Names};
use crate::model::condition::{Condition, Fact, Operand, kleene};
use crate::model::program::{Domain, Symbol};
use crate::syntax::expression::Operator;

/// More parts than this are joined in halves, since databases bound how deep a chain of `AND` or `OR` may go.
const CHAIN: usize = 32;

/// The columns of a subject.
pub(super) struct Columns<'a> {
    domains: &'a [(String, Domain)],
    /// The fields that may be left unanswered: no comparison with them is unknown.
    optional: &'a [EcoString],
    /// The fields of which the age is asked, with its unit and column.
    aged: Vec<(&'a str, &'static str, String)>,
    /// Field, word of a list, and the column of it as SQL takes it.
    named: Vec<(&'a str, Option<&'a str>, String)>,
}

/// A column, for the head of the file.
pub(super) struct Column<'c> {
    pub(super) name: &'c str,
    pub(super) field: &'c str,
    pub(super) word: Option<&'c str>,
    pub(super) domain: &'c Domain,
    /// The unit in which the column says how old the field is, where it does.
    pub(super) age: Option<&'static str>,
}

impl<'a> Columns<'a> {
    /// A column for each field that is asked for, one for each word of a list.
    pub(super) fn new(
        domains: &'a [(String, Domain)],
        asked: &[&Condition],
        optional: &'a [EcoString],
        names: &mut Names,
    ) -> Self {
        let (mut given, mut aged) = (Vec::new(), Vec::new());
        for (field, domain) in domains {
            let leaves = || asked.iter().filter(|leaf| names_of(leaf).any(|name| name == field.as_str()));
            // Databases count days in unlike ways, so that is left to who fills the table.
            if let Some(age) = leaves().find_map(|leaf| leaf.age()) {
                aged.push((field.as_str(), age.counted().1.word(), names::name(&names.take(&format!("{field}_age")))));
                continue;
            }
            if leaves().next().is_none() {
                continue;
            }
            match domain {
                Domain::Some(words) => {
                    let is_asked = |word: &str| {
                        leaves().any(|leaf| matches!(leaf, Condition::Contains(_, asked) if *asked.name == *word))
                    };
                    if !words.iter().any(|word| is_asked(word)) {
                        // Only whether it was answered is asked.
                        given.push((field.as_str(), None, names::name(&names.take(&plain(field)))));
                    }
                    for word in words.iter().filter(|word| is_asked(word)) {
                        let column = names::name(&names.take(&plain(&format!("{field}_{word}"))));
                        given.push((field.as_str(), Some(&**word), column));
                    }
                }
                Domain::Bool
                | Domain::Words(..)
                | Domain::Integer(..)
                | Domain::Decimal(..)
                | Domain::Date
                | Domain::Text => {
                    given.push((field.as_str(), None, names::name(&names.take(&plain(field)))));
                }
            }
        }
        Self { domains, optional, aged, named: given }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Column<'_>> {
        let named = self.named.iter().filter_map(|(field, word, name)| {
            Some(Column { name, field, word: *word, domain: self.domain(field)?, age: None })
        });
        named.chain(self.aged.iter().filter_map(|(field, unit, name)| {
            Some(Column { name, field, word: None, domain: self.domain(field)?, age: Some(unit) })
        }))
    }

    fn domain(&self, field: &str) -> Option<&'a Domain> {
        self.domains.iter().find(|(known, _)| known == field).map(|(_, domain)| domain)
    }

    /// The column of a field that is no list.
    pub(super) fn column(&self, field: &str) -> Option<&str> {
        if let Some((_, _, column)) = self.aged.iter().find(|(known, ..)| *known == field) {
            return Some(column);
        }
        self.named.iter().find(|(known, word, _)| *known == field && word.is_none()).map(|(_, _, name)| name.as_str())
    }

    /// A condition; none where it asks for what is not known.
    pub(super) fn condition(&self, condition: &Condition) -> Option<String> {
        self.so(condition, true)
    }

    /// That a condition is so as `wanted`. Where a field may be left unanswered, a comparison with it is neither true
    /// nor false then, which no `NOT` of SQL says; so negations are pushed down.
    fn so(&self, condition: &Condition, wanted: bool) -> Option<String> {
        match condition {
            _plain if !wanted && !self.asks_optional(condition) => Some(format!("NOT ({})", self.so(condition, true)?)),
            Condition::And(..) | Condition::Or(..) => {
                let is_all = matches!(condition, Condition::And(..));
                let parts = if is_all { condition.conjuncts() } else { condition.disjuncts() };
                self.joined(&parts, wanted, if is_all == wanted { "AND" } else { "OR" })
            }
            Condition::Not(inner, _) => self.so(inner, !wanted),
            Condition::Compare(name, _, Operand::Unanswered, _) => {
                let column = self.answer(&name.name)?;
                Some(format!("{column} IS {}NULL", if wanted { "" } else { "NOT " }))
            }
            leaf if self.asks_optional(leaf) => {
                let mut known: Vec<String> = Vec::new();
                for name in names_of(leaf).filter(|name| self.is_optional(name)) {
                    known.push(format!("{} IS NOT NULL", self.answer(name)?));
                }
                let plain = self.leaf(leaf)?;
                let plain = if wanted { plain } else { format!("NOT ({plain})") };
                Some(format!("({} AND {plain})", known.join(" AND ")))
            }
            leaf => self.leaf(leaf),
        }
    }

    fn is_optional(&self, name: &str) -> bool {
        self.optional.iter().any(|known| **known == *name)
    }

    fn asks_optional(&self, condition: &Condition) -> bool {
        let mut asks = false;
        condition.each_name(&mut |name| asks |= self.is_optional(&name.name));
        asks
    }

    /// A column that is `NULL` where a field was not answered.
    fn answer(&self, field: &str) -> Option<&str> {
        let of_word = || self.named.iter().find(|(known, ..)| *known == field).map(|(_, _, name)| name.as_str());
        self.column(field).or_else(of_word)
    }

    /// A part that asks for facts.
    fn leaf(&self, condition: &Condition) -> Option<String> {
        match condition {
            Condition::And(..) | Condition::Or(..) | Condition::Not(..) => None,
            Condition::Compare(left, operator, Operand::Field(right), _) => self.pair(left, *operator, right),
            Condition::Compare(name, _, Operand::Age(age), _) => {
                Some(format!("{} > {}", self.column(&name.name)?, age.counted().0))
            }
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
                        _other => never(column),
                    }),
                    Domain::Decimal(..) => compared(condition, column, &|operator, operand| match operand {
                        Operand::Integer(_) | Operand::Decimal(_) => format!("{column} {operator} {}", operand.shown()),
                        Operand::Range(low, high) => within(column, operator, low.as_ref(), high.as_ref()),
                        Operand::Decimals(low, high) => within(column, operator, low.as_ref(), high.as_ref()),
                        _other => never(column),
                    }),
                    Domain::Date => compared(condition, column, &|operator, operand| match operand {
                        Operand::Date(date) => format!("{column} {operator} '{date}'"),
                        _other => never(column),
                    }),
                    Domain::Text => compared(condition, column, &|operator, operand| match operand {
                        Operand::Text(text) | Operand::Word(text) if text.is_ascii() => {
                            format!("LOWER({column}) {operator} {}", names::text(&text.to_ascii_lowercase()))
                        }
                        // What a database makes of other letters is its own; both sides get the same.
                        Operand::Text(text) | Operand::Word(text) => {
                            format!("LOWER({column}) {operator} LOWER({})", names::text(text))
                        }
                        _other => never(column),
                    }),
                    Domain::Some(_) => return None,
                })
            }
        }
    }

    /// Two fields held against each other.
    fn pair(&self, left: &Symbol, operator: Operator, right: &Symbol) -> Option<String> {
        let (one, other) = (self.column(&left.name)?, self.column(&right.name)?);
        match self.domain(&left.name)? {
            Domain::Integer(..) | Domain::Decimal(..) | Domain::Date => {
                Some(format!("{one} {} {other}", mark(operator)))
            }
            Domain::Bool => Some(format!("CAST({one} AS INTEGER) {} CAST({other} AS INTEGER)", mark(operator))),
            // By their places in the list.
            Domain::Words(words, _) => {
                let rank = |column: &str| {
                    let cases = words
                        .iter()
                        .enumerate()
                        .map(|(at, word)| format!("WHEN {} THEN {at}", worded(column, words, &[word])));
                    format!("CASE {} END", cases.collect::<Vec<_>>().join(" "))
                };
                Some(format!("({}) {} ({})", rank(one), mark(operator), rank(other)))
            }
            Domain::Text | Domain::Some(_) => None,
        }
    }

    fn joined(&self, parts: &[&Condition], wanted: bool, mark: &str) -> Option<String> {
        let parts: Option<Vec<String>> = parts
            .iter()
            .map(|part| {
                let text = self.so(part, wanted)?;
                Some(if matches!(part, Condition::And(..) | Condition::Or(..) | Condition::Not(..)) {
                    format!("({text})")
                } else {
                    text
                })
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

/// The fields that a part of a condition asks for.
fn names_of<'c>(leaf: &'c Condition) -> impl Iterator<Item = &'c str> + use<'c> {
    let mut names: Vec<&str> = Vec::new();
    leaf.each_name(&mut |name| names.push(&name.name));
    names.into_iter()
}

/// A name of Dictum as the name of a column: `environment.type` is no name of SQL.
fn plain(name: &str) -> String {
    name.replace('.', "_")
}

/// A number within a range of numbers with decimal places, or outside of it.
fn within<T: ToString>(column: &str, operator: &str, low: Option<&T>, high: Option<&T>) -> String {
    let ends = [
        low.map(|low| format!("{column} >= {}", low.to_string())),
        high.map(|high| format!("{column} <= {}", high.to_string())),
    ];
    let ends: Vec<String> = ends.into_iter().flatten().collect();
    let inside = if ends.is_empty() { always(column) } else { format!("({})", ends.join(" AND ")) };
    if operator == "<>" { format!("NOT {inside}") } else { inside }
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
