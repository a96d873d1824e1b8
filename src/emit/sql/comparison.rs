//! Conditions over the values that columns are read into.

use super::ages::Ages;
use super::names::Names;
use super::reading::Column;
use crate::emit::dialect::Dialect;
use crate::model::classes::{packed, range};
use crate::model::condition::{Condition, Fact, Operand};
use crate::model::program::Domain;
use crate::model::truth::kleene;
use crate::syntax::expression::Operator;

/// The maximum number of parts in one chain. Longer ones are split in halves, since databases limit the depth of a
/// chain of `AND` or `OR`.
const CHAIN: usize = 32;

/// The columns of a subject, with the expression that reads each.
pub(super) struct Columns<'a> {
    pub(super) dialect: Dialect,
    pub(super) all: Vec<Column<'a>>,
    /// Levels on other scales.
    pub(super) levels: Vec<Column<'a>>,
    pub(super) ages: Ages,
}

impl<'a> Columns<'a> {
    /// The SQL for whether a condition holds; none where the condition asks for something that SQL cannot express.
    pub(super) fn condition(&self, condition: &Condition) -> Option<String> {
        self.so(condition, true)
    }

    /// Makes a column for each field that is asked for. `of_levels` are the other scales.
    pub(super) fn new(
        dialect: Dialect,
        fields: &[&'a (String, Domain)],
        of_levels: &[&'a (String, Domain)],
        asked: &[&Condition],
        source: &dyn Fn(&str) -> String,
        names: &mut Names,
    ) -> Self {
        let column = |(field, domain): &'a (String, Domain), names: &mut Names| {
            let leaves: Vec<&Condition> =
                asked.iter().copied().filter(|leaf| leaf.field().is_some_and(|name| *name.name == **field)).collect();
            Column::new(field, domain, source(field), &leaves, names)
        };
        let all = fields.iter().map(|field| column(field, names)).collect();
        let level = |(scale, domain): &'a (String, Domain), names: &mut Names| Column::of_level(scale, domain, names);
        let levels = of_levels.iter().map(|scale| level(scale, names)).collect();
        Self { dialect, all, levels, ages: Ages::of(asked, names) }
    }

    /// The column of a field or level.
    pub(super) fn of(&self, field: &str) -> Option<&Column<'a>> {
        self.all.iter().chain(&self.levels).find(|column| column.field == field)
    }

    /// The SQL for the value of a field that is not a list, or for whether a word is in a list.
    pub(super) fn value(&self, field: &str, word: Option<&str>) -> Option<&str> {
        self.of(field)?.value(word)
    }

    /// The SQL for whether a condition has the value `wanted`. Where a field was left unanswered, a comparison with
    /// it is neither true nor false.
    fn so(&self, condition: &Condition, wanted: bool) -> Option<String> {
        let turned = |text: String| if wanted { text } else { format!("NOT ({text})") };
        match condition {
            Condition::And(..) | Condition::Or(..) => {
                let is_and = matches!(condition, Condition::And(..));
                self.joined(&condition.operands_of_chain(), if is_and == wanted { "AND" } else { "OR" }, wanted)
            }
            Condition::Not(inner, _) if wanted && !self.asks_optional(inner) => {
                Some(format!("NOT ({})", self.so(inner, true)?))
            }
            Condition::Not(inner, _) => self.so(inner, !wanted),
            Condition::Compare(name, _, Operand::Unanswered, _) => {
                let answered = self.of(&name.name)?.is_answered();
                Some(if wanted { answered.replace(" IS NOT NULL", " IS NULL") } else { answered })
            }
            Condition::Compare(left, operator, Operand::Field(right), _) => {
                let (left, right) = (self.of(&left.name)?, self.of(&right.name)?);
                let [one, other] = ordered(self.dialect, left, right)?;
                Some(guarded(&[left, right], turned(format!("{one} {} {other}", mark(*operator)))))
            }
            Condition::Contains(field, word) => {
                let column = self.of(&field.name)?;
                Some(guarded(&[column], turned(format!("{} = 1", column.value(Some(&word.name))?))))
            }
            Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) => {
                let column = self.of(&name.name)?;
                Some(guarded(&[column], turned(self.leaf(column, condition)?)))
            }
        }
    }

    fn asks_optional(&self, condition: &Condition) -> bool {
        condition.names().any(|name| self.of(&name.name).is_some_and(|column| column.is_optional))
    }

    /// A comparison with a value, or with several values one of which must match.
    fn leaf(&self, column: &Column<'_>, condition: &Condition) -> Option<String> {
        let value = column.value(None)?;
        let holds = |fact: &Fact<'_>| {
            let domains = |_: &str| Some(column.domain);
            kleene(condition, &domains, &|_| fact.clone()) == Some(true)
        };
        // A number or range, in units of the last of `places` decimal places.
        let number = |places: u8| {
            move |operator: &str, operand: &Operand| match (operand, range(operand, places)) {
                (Operand::Number(_), Some((Some(number), _))) => {
                    format!("{value} {operator} {number}")
                }
                (Operand::Range(..), Some((low, high))) => {
                    let inside = ranged(value, low, high);
                    if operator == "<>" { format!("NOT ({inside})") } else { inside }
                }
                // A value of another type does not fit the field.
                _other => never(value),
            }
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
            Domain::Number(places, ..) => compared(condition, value, &number(*places)),
            Domain::Date => compared(condition, value, &|operator, operand| match operand {
                Operand::Date(day) => format!("{value} {operator} {}", packed(*day)),
                Operand::Age(age) => match self.ages.day(age.counted()) {
                    Some(day) => format!("{value} {operator} {day}"),
                    None => never(value),
                },
                // A value of another type does not fit the field.
                _other => never(value),
            }),
            Domain::Text => compared(condition, value, &|operator, operand| match operand {
                Operand::Text(text) | Operand::Word(text) => {
                    format!("{value} {operator} {}", self.dialect.text(&text.to_ascii_lowercase()))
                }
                // A value of another type does not fit the field.
                _other => never(value),
            }),
            Domain::Some(_) => return None,
        })
    }

    fn joined(&self, parts: &[&Condition], mark: &str, wanted: bool) -> Option<String> {
        let parts: Option<Vec<String>> = parts
            .iter()
            .map(|part| {
                let text = self.so(part, wanted)?;
                let is_joined = matches!(part, Condition::And(..) | Condition::Or(..))
                    || matches!(part, Condition::Not(inner, _) if !wanted || self.asks_optional(inner));
                Some(if is_joined { format!("({text})") } else { text })
            })
            .collect();
        Some(chain(&parts?, mark))
    }
}

/// A comparison of these columns that is false where an optional one of them is unanswered.
fn guarded(columns: &[&Column<'_>], text: String) -> String {
    let optional: Vec<String> =
        columns.iter().filter(|column| column.is_optional).map(|column| column.is_answered()).collect();
    if optional.is_empty() { text } else { format!("({} AND {text})", optional.join(" AND ")) }
}

/// Two values as numbers with the same order.
fn ordered(dialect: Dialect, left: &Column<'_>, right: &Column<'_>) -> Option<[String; 2]> {
    let places = |column: &Column<'_>| match column.domain {
        Domain::Number(places, ..) => Some(u32::from(*places)),
        _other => None,
    };
    let (one, other) = (left.value(None)?, right.value(None)?);
    Some(match (left.domain, right.domain) {
        (Domain::Bool, Domain::Bool) | (Domain::Date, Domain::Date) => [one.to_owned(), other.to_owned()],
        (Domain::Words(words, _), Domain::Words(others, _)) if words == others => [one, other].map(|value| {
            let ranks =
                words.iter().enumerate().map(|(rank, word)| format!(" WHEN {} THEN {rank}", dialect.text(word)));
            format!("CASE {value}{} END", ranks.collect::<String>())
        }),
        _numbers => {
            let most = places(left)?.max(places(right)?);
            let scaled = |value: &str, own: u32| match 10_u64.checked_pow(most - own) {
                Some(1) => Some(value.to_owned()),
                // Whole numbers have up to 18 digits, and no database overflows with these few more.
                Some(power) => Some(format!("CAST({value} AS DECIMAL(38, 0)) * {power}")),
                None => None,
            };
            [scaled(one, places(left)?)?, scaled(other, places(right)?)?]
        }
    })
}

/// Parts combined with `AND` or `OR`.
pub(super) fn chain(parts: &[String], mark: &str) -> String {
    if parts.len() <= CHAIN {
        return parts.join(&format!(" {mark} "));
    }
    let (left, right) = parts.split_at(parts.len() / 2);
    format!("({}) {mark} ({})", chain(left, mark), chain(right, mark))
}

/// A comparison, or several of which one must hold.
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
