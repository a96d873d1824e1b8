//! The values of fields, cut into classes by what conditions ask.

use std::collections::BTreeSet;

use ecow::EcoString;
use jiff::civil::{Date, date};
use jiff::{Span, Unit};

use super::Values;
use crate::model::condition::{self, Condition, Fact, Operand};
use crate::model::program::Domain;

/// A field with more values to be told apart than this is not looked into.
const MAX_VALUES: usize = 4_096;

/// One variable of the diagram: a field, or one word of a field that is a list.
pub(super) struct Variable<'p> {
    field: &'p str,
    domain: &'p Domain,
    /// What it may be, in order, from parts in which all values behave alike.
    parts: Vec<Part>,
    /// The class of each part: parts of one class satisfy the same conditions.
    class_of: Vec<usize>,
    /// A part of each class.
    samples: Vec<usize>,
}

/// Values that no condition tells apart.
enum Part {
    Bool(bool),
    Word(EcoString),
    /// Numbers or days; days are counted.
    Stretch(Option<i64>, Option<i64>),
    /// A text in lower case, as texts compare without regard to case.
    Text(EcoString),
    /// Any text but those; the one here stands for them.
    Other(EcoString),
    /// A word that is not in the list, or is.
    Member(EcoString, Vec<EcoString>),
}

impl<'p> Variable<'p> {
    /// The variable of a field and, where it is a list, one word of it, that these conditions ask for.
    pub(super) fn new(
        field: &'p str,
        word: Option<&str>,
        domain: &'p Domain,
        conditions: &[&Condition],
    ) -> Option<Self> {
        let parts = match (domain, word) {
            (Domain::Some(_), Some(word)) => {
                vec![Part::Member(word.into(), Vec::new()), Part::Member(word.into(), vec![word.into()])]
            }
            (Domain::Bool, _) => vec![Part::Bool(false), Part::Bool(true)],
            (Domain::Words(words, ordered), _) => {
                let mut words = words.clone();
                if !ordered {
                    words.sort_unstable();
                }
                words.into_iter().map(Part::Word).collect()
            }
            (Domain::Integer(low, high), _) => stretches(*low, *high, conditions),
            // A range of decimal numbers is not written in regions.
            (Domain::Some(_), None) | (Domain::Decimal(..), _) => return None,
            (Domain::Date, _) => stretches(None, None, conditions),
            (Domain::Text, _) => texts(conditions),
        };
        if parts.is_empty() || parts.len() > MAX_VALUES {
            return None;
        }
        let mut variable = Self { field, domain, parts, class_of: Vec::new(), samples: Vec::new() };
        let mut known: Vec<Vec<bool>> = Vec::new();
        for part in 0..variable.parts.len() {
            let truths: Vec<bool> = conditions.iter().map(|condition| variable.holds(condition, part)).collect();
            let class = known.iter().position(|class| *class == truths).unwrap_or(known.len());
            if class == known.len() {
                known.push(truths);
                variable.samples.push(part);
            }
            variable.class_of.push(class);
        }
        Some(variable)
    }

    /// The field.
    pub(super) const fn field(&self) -> &'p str {
        self.field
    }

    /// The word of the field's list.
    pub(super) fn word(&self) -> Option<&str> {
        match self.parts.first() {
            Some(Part::Member(word, _)) => Some(word),
            _single => None,
        }
    }

    /// How many classes there are.
    pub(super) fn arity(&self) -> usize {
        self.samples.len()
    }

    /// Whether a condition on this field holds for the values of a class.
    pub(super) fn satisfies(&self, condition: &Condition, class: usize) -> bool {
        self.samples.get(class).is_some_and(|part| self.holds(condition, *part))
    }

    /// The classes that go the same way, by the first value that does, with what they hold. `ways` says where
    /// each class goes.
    pub(super) fn sides(&self, ways: &[u32]) -> Vec<(u32, Vec<usize>, Values)> {
        let way = |part: usize| self.class_of.get(part).and_then(|class| ways.get(*class)).copied();
        let mut order: Vec<u32> = Vec::new();
        for found in (0..self.parts.len()).filter_map(way) {
            if !order.contains(&found) {
                order.push(found);
            }
        }
        let side = |target: u32| {
            let parts: Vec<usize> = (0..self.parts.len()).filter(|part| way(*part) == Some(target)).collect();
            let classes = (0..self.arity()).filter(|class| ways.get(*class) == Some(&target)).collect();
            (target, classes, self.values(&parts))
        };
        order.into_iter().map(side).collect()
    }

    fn holds(&self, condition: &Condition, part: usize) -> bool {
        let Some(part) = self.parts.get(part) else { return false };
        let facts = |_: &str| part.fact(self.domain);
        condition::kleene(condition, &|_| Some(self.domain), &facts) == Some(true)
    }

    fn values(&self, parts: &[usize]) -> Values {
        let mut values = Values { field: self.field.into(), ..Values::default() };
        for part in parts.iter().filter_map(|index| self.parts.get(*index)) {
            match part {
                Part::Bool(value) => values.flag = Some(*value),
                Part::Word(word) => values.words.push(word.clone()),
                Part::Text(text) => values.texts.push(text.clone()),
                Part::Other(_) => values.except = true,
                Part::Member(word, held) if held.is_empty() => values.lacks.push(word.clone()),
                Part::Member(word, _) => values.holds.push(word.clone()),
                Part::Stretch(low, high) => match values.ranges.last_mut() {
                    Some((_, end)) if end.and_then(|end| end.checked_add(1)) == *low && end.is_some() => *end = *high,
                    _apart => values.ranges.push((*low, *high)),
                },
            }
        }
        if values.except {
            // Those that are left out say it shorter, and are the same however many texts are named elsewhere.
            let out = self.parts.iter().enumerate().filter(|(index, _)| !parts.contains(index));
            values.texts = out.filter_map(|(_, part)| part.text()).collect();
        }
        values.days = *self.domain == Domain::Date;
        values
    }
}

impl Part {
    fn fact(&self, domain: &Domain) -> Fact<'_> {
        match self {
            Self::Bool(value) => Fact::Bool(*value),
            Self::Word(word) | Self::Text(word) | Self::Other(word) => Fact::Word(word),
            Self::Member(_, words) => Fact::Some(words),
            Self::Stretch(low, high) => {
                let number = low.or(*high).unwrap_or(0);
                match domain {
                    Domain::Date => day(number).map_or(Fact::Unknown, Fact::Date),
                    _number => Fact::Integer(number),
                }
            }
        }
    }

    fn text(&self) -> Option<EcoString> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Bool(_) | Self::Word(_) | Self::Stretch(..) | Self::Other(_) | Self::Member(..) => None,
        }
    }
}

/// The stretches of numbers or days that conditions tell apart.
fn stretches(low: Option<i64>, high: Option<i64>, conditions: &[&Condition]) -> Vec<Part> {
    let mut starts: BTreeSet<i64> = BTreeSet::new();
    let mut cut = |first: Option<i64>, last: Option<i64>| {
        starts.extend(first);
        starts.extend(last.and_then(|last| last.checked_add(1)));
    };
    conditions.iter().flat_map(|condition| condition.operands()).for_each(|(_, operand)| match operand {
        Operand::Integer(number) => cut(Some(*number), Some(*number)),
        Operand::Range(first, last) => cut(*first, *last),
        Operand::Date(date) => cut(count(*date), count(*date)),
        _other => {}
    });
    let inside = |start: &i64| low.is_none_or(|low| *start > low) && high.is_none_or(|high| *start <= high);
    let mut first = low;
    let mut parts = Vec::new();
    for start in starts.into_iter().filter(inside) {
        parts.push(Part::Stretch(first, start.checked_sub(1)));
        first = Some(start);
    }
    parts.push(Part::Stretch(first, high));
    parts
}

fn texts(conditions: &[&Condition]) -> Vec<Part> {
    let mut named: BTreeSet<EcoString> = BTreeSet::new();
    for (_, operand) in conditions.iter().flat_map(|condition| condition.operands()) {
        if let Operand::Word(text) | Operand::Text(text) = operand {
            named.insert(text.to_ascii_lowercase());
        }
    }
    let longest = named.iter().map(EcoString::len).max().unwrap_or(0);
    let other = Part::Other("x".repeat(longest + 1).into());
    // First what is named nowhere: where it goes must not depend on texts that change nothing.
    [other].into_iter().chain(named.into_iter().map(Part::Text)).collect()
}

const EPOCH: Date = date(2000, 1, 1);

/// The number of a day.
fn count(day: Date) -> Option<i64> {
    EPOCH.until((Unit::Day, day)).ok().map(|span| i64::from(span.get_days()))
}

/// The day of that number.
pub(super) fn day(number: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(number).ok()?).ok()
}
