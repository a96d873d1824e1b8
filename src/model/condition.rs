//! Conditions over facts: `tier == standard and rating <= standard`.

use ecow::EcoString;
use jiff::civil::Date;

use super::program::{Interval, Symbol};
use crate::syntax::expression::Operator;
use crate::syntax::literal::Decimal;
use crate::text::Location;

/// The name of the fact with the day by which ages are judged. The fact is unknown where no day is given.
pub const TODAY: &str = "today";

/// A condition as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All hold.
    And(Box<Condition>, Box<Condition>),
    /// At least one holds.
    Or(Box<Condition>, Box<Condition>),
    /// It does not hold; the place is the whole condition, `not` included.
    Not(Box<Condition>, Location),
    /// A fact that is `yes`.
    Is(Symbol),
    /// A fact compared with a value.
    Compare(Symbol, Operator, Operand, Location),
    /// A fact that is one of these; the place is that of the list.
    In(Symbol, Vec<(Operand, Location)>, Location),
    /// A fact that is a list, and a word that is in it.
    Contains(Symbol, Symbol),
}

impl Condition {
    /// The parts that ask for facts, in reading order.
    pub fn leaves(&self) -> Vec<&Self> {
        let (mut leaves, mut open) = (Vec::new(), vec![self]);
        while let Some(part) = open.pop() {
            match part {
                Self::And(left, right) | Self::Or(left, right) => open.extend([&**right, &**left]),
                Self::Not(inner, _) => open.push(inner),
                Self::Is(_) | Self::Compare(..) | Self::In(..) | Self::Contains(..) => leaves.push(part),
            }
        }
        leaves
    }

    /// The facts it asks for.
    pub fn names(&self) -> impl Iterator<Item = &Symbol> {
        self.leaves().into_iter().flat_map(|leaf| {
            let pair = leaf.pair().map(|(left, _, right)| [left, right]);
            pair.into_iter().flatten().chain(leaf.field())
        })
    }

    /// Calls `visit` for every part that is not `and`, `or` or `not`, to change it.
    pub fn each_leaf_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.each_leaf_mut(visit);
                right.each_leaf_mut(visit);
            }
            Self::Not(inner, _) => inner.each_leaf_mut(visit),
            Self::Is(_) | Self::Compare(..) | Self::In(..) | Self::Contains(..) => visit(self),
        }
    }

    /// Whether any part of it asks for an age.
    pub fn asks_age(&self) -> bool {
        self.leaves().iter().any(|leaf| leaf.age().is_some())
    }

    /// Replaces ages by days.
    pub fn judge_ages(&mut self, today: Date) {
        self.each_leaf_mut(&mut |leaf| {
            if let Self::Compare(_, _, operand, _) = leaf
                && let Operand::Age(age) = operand
            {
                // Nothing is older than the calendar.
                *operand = Operand::Date(age.before(today).unwrap_or(Date::MIN));
            }
        });
    }

    /// The two facts that it compares, with the operator, where it compares two.
    pub const fn pair(&self) -> Option<(&Symbol, Operator, &Symbol)> {
        match self {
            Self::Compare(left, operator, Operand::Field(right), _) => Some((left, *operator, right)),
            _other => None,
        }
    }

    /// The age that it compares its fact with, where it asks for one.
    pub const fn age(&self) -> Option<Interval> {
        match self {
            Self::Compare(_, _, Operand::Age(age), _) => Some(*age),
            _other => None,
        }
    }

    /// Whether it asks if its fact is unanswered.
    pub const fn is_unanswered(&self) -> bool {
        matches!(self, Self::Compare(_, _, Operand::Unanswered, _))
    }

    /// The fact that it asks for, where there is only one.
    pub const fn field(&self) -> Option<&Symbol> {
        match self {
            Self::And(..) | Self::Or(..) | Self::Not(..) | Self::Compare(_, _, Operand::Field(_), _) => None,
            Self::Is(name) | Self::Compare(name, ..) | Self::In(name, ..) | Self::Contains(name, _) => Some(name),
        }
    }

    /// Whether it asks for this fact alone.
    pub fn is_of(&self, name: &str) -> bool {
        self.field().is_some_and(|field| *field.name == *name)
    }

    /// The values that it compares its fact with, each with its operator, where it asks for one fact.
    pub fn operands(&self) -> Vec<(Operator, &Operand)> {
        match self {
            Self::Compare(_, operator, operand, _) => vec![(*operator, operand)],
            Self::In(_, list, _) => list.iter().map(|(operand, _)| (Operator::Equal, operand)).collect(),
            Self::And(..) | Self::Or(..) | Self::Not(..) | Self::Is(_) | Self::Contains(..) => Vec::new(),
        }
    }

    /// Its place, from its first to its last part.
    pub fn location(&self) -> Location {
        let joined = |from: Location, to: Location| Location::new(from.file, from.span.to(to.span));
        match self {
            Self::And(left, right) | Self::Or(left, right) => joined(left.location(), right.location()),
            Self::Not(_, location) => *location,
            Self::Is(name) => name.location,
            Self::Compare(name, _, _, value) | Self::In(name, _, value) => joined(name.location, *value),
            Self::Contains(name, word) => joined(word.location, name.location),
        }
    }

    /// All operands of a chain of `and`, or of `or`; the condition itself where it is neither.
    pub fn operands_of_chain(&self) -> Vec<&Self> {
        let (mut parts, mut open) = (Vec::new(), vec![self]);
        while let Some(part) = open.pop() {
            match (self, part) {
                (Self::And(..), Self::And(left, right)) | (Self::Or(..), Self::Or(left, right)) => {
                    open.extend([&**right, &**left]);
                }
                _operand => parts.push(part),
            }
        }
        parts
    }
}

/// A value in a condition, or of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// `yes` or `no`
    Bool(bool),
    /// A word.
    Word(EcoString),
    /// A text in quotes.
    Text(EcoString),
    /// A number.
    Number(Decimal),
    /// A range of numbers.
    Range(Option<Decimal>, Option<Decimal>),
    /// A day.
    Date(Date),
    /// Words, sorted.
    List(Vec<EcoString>),
    /// The day that is this span before the one by which ages are judged.
    Age(Interval),
    /// Another fact.
    Field(Symbol),
    /// The missing answer.
    Unanswered,
}

impl Operand {
    /// Its text.
    pub fn shown(&self) -> String {
        match self {
            Self::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
            Self::Word(word) => word.to_string(),
            Self::Text(text) => format!("\"{text}\""),
            Self::Number(number) => number.to_string(),
            Self::Range(low, high) => {
                let end = |end: &Option<Decimal>| end.map(|number| number.to_string()).unwrap_or_default();
                format!("{}..{}", end(low), end(high))
            }
            Self::Date(date) => date.to_string(),
            Self::List(words) => format!("[{}]", words.join(", ")),
            Self::Age(age) => format!("{} ago", age.shown()),
            Self::Field(other) => other.name.to_string(),
            Self::Unanswered => "not answered".to_owned(),
        }
    }

    /// The fact of a subject that has this value.
    pub fn fact(&self) -> Fact<'_> {
        match self {
            Self::Bool(value) => Fact::Bool(*value),
            Self::Word(word) | Self::Text(word) => Fact::Word(word),
            Self::Date(date) => Fact::Date(*date),
            Self::List(words) => Fact::Some(words),
            Self::Number(number) => Fact::Number(*number),
            Self::Unanswered => Fact::Unanswered,
            Self::Range(..) | Self::Age(_) | Self::Field(_) => Fact::Unknown,
        }
    }
}

/// The fact of a subject under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<'a> {
    /// Not known.
    Unknown,
    /// Known to be unanswered: no comparison with it holds, and none fails.
    Unanswered,
    /// A number.
    Number(Decimal),
    /// `yes` or `no`
    Bool(bool),
    /// A word or text.
    Word(&'a str),
    /// A day.
    Date(Date),
    /// Words, sorted.
    Some(&'a [EcoString]),
}
