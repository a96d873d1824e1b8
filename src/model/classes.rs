//! The values of a field, split into classes that conditions do not distinguish.
//!
//! This is the only place where values are split. Proofs about rules, the regions of a bundle, statements for
//! databases and inventories all get classes here, each for the comparisons it concerns.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use ecow::EcoString;
use jiff::civil::{Date, date};
use jiff::{Span, Unit};

use super::condition::{Condition, Fact, Operand};
use super::program::{AgeUnit, Domain, Interval};
use super::truth;
use crate::syntax::expression::Operator;
use crate::syntax::literal::Decimal;

/// Values that no condition distinguishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// `no`, or the word is not in the list.
    No,
    /// `yes`, or the word is in the list.
    Yes,
    /// One word or text.
    Word(EcoString),
    /// Any text that no condition names.
    Other,
    /// Numbers, days or ages, ends included.
    Range(Measure, Option<i64>, Option<i64>),
    /// How one field compares with another.
    Order(Ordering),
    /// The field was left unanswered.
    Unanswered,
}

/// How the values of a range are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Numbers with this number of decimal places, in units of the last place.
    Number(u8),
    /// Days, by their number.
    Days,
    /// Days of an age, relative to the day on which a condition is evaluated.
    Ages(AgeUnit),
}

impl Measure {
    /// The value with a number.
    pub fn value(self, number: i64) -> Operand {
        match self {
            Self::Number(places) => Operand::Number(Decimal { units: number, places }),
            Self::Days => Operand::Date(day_of(number).unwrap_or(FAMILIAR)),
            Self::Ages(unit) => {
                let count = u32::try_from(number.clamp(0, i64::from(u32::MAX))).unwrap_or(0);
                Operand::Age(Interval { count, unit: unit.word() })
            }
        }
    }

    /// The number of a fact; none where it is of another type, or where its age depends on an unknown day.
    pub fn number(self, fact: &Fact<'_>, today: &Fact<'_>) -> Option<i64> {
        match (self, fact, today) {
            (Self::Number(places), Fact::Number(number), _) => number.at(places),
            (Self::Days, Fact::Date(day), _) => Some(number_of(*day)),
            (Self::Ages(unit), Fact::Date(then), Fact::Date(today)) => Some(unit.age(*then, *today)),
            _other => None,
        }
    }
}

/// A comparison with a field: how, and with what.
pub type Asked<'c> = (Operator, &'c Operand);

/// The ends of a class of numbers, days or ages.
pub type Ends = (Option<i64>, Option<i64>);

impl Class {
    /// A value of the class that readers find familiar: for numbers the least that is not negative; without a lower
    /// end, the greatest.
    pub fn sample(&self) -> Operand {
        let number = |(low, high): Ends| match (low, high) {
            (Some(low), Some(high)) if low < 0 && high >= 0 => 0,
            (Some(low), _) => low,
            (None, Some(high)) => high.min(0),
            (None, None) => 0,
        };
        match self {
            Self::No => Operand::Bool(false),
            Self::Yes | Self::Order(_) => Operand::Bool(true),
            Self::Word(word) => Operand::Word(word.clone()),
            Self::Other => Operand::Text("something else".into()),
            Self::Range(measure, low, high) => measure.value(match measure {
                Measure::Number(_) => number((*low, *high)),
                Measure::Days => low.or(*high).unwrap_or_else(|| number_of(FAMILIAR)),
                Measure::Ages(_) => low.or(*high).unwrap_or(0),
            }),
            Self::Unanswered => Operand::Unanswered,
        }
    }

    /// Whether the class is one value.
    pub fn is_single(&self) -> bool {
        match self {
            Self::No | Self::Yes | Self::Word(_) | Self::Unanswered => true,
            Self::Other | Self::Order(_) => false,
            Self::Range(_, low, high) => low.is_some() && low == high,
        }
    }

    /// Whether the class is a part of an ordered range: numbers or days.
    pub fn is_graded(&self) -> bool {
        matches!(self, Self::Range(Measure::Number(_) | Measure::Days, ..))
    }

    /// The ends of a class of numbers, of days by their number, or of ages.
    pub fn ends(&self) -> Option<Ends> {
        match self {
            Self::Range(_, low, high) => Some((*low, *high)),
            Self::No | Self::Yes | Self::Word(_) | Self::Other | Self::Order(_) | Self::Unanswered => None,
        }
    }

    /// Whether a condition on a field of this domain holds for the values of the class. The class comes from a split
    /// by this condition.
    pub fn holds(&self, leaf: &Condition, domain: &Domain) -> bool {
        if let (Self::Range(Measure::Ages(_), low, _), Some(age)) = (self, leaf.age()) {
            // The split is at this age, so a class is older as a whole or not at all.
            return low.is_some_and(|low| low > age.counted().0);
        }
        let value = self.sample();
        // No text in the source contains this character.
        let fact = if *self == Self::Other { Fact::Word("\u{0}") } else { value.fact() };
        truth::kleene(leaf, &|_| Some(domain), &|_| fact.clone()) == Some(true)
    }
}

/// The classes of a field's values, in order, for these comparisons with it. A list has no classes: each of its words
/// is in it or not.
pub fn classes(domain: &Domain, asked: &[Asked<'_>]) -> Vec<Class> {
    match domain {
        Domain::Bool => vec![Class::No, Class::Yes],
        Domain::Words(words, _) => words.iter().cloned().map(Class::Word).collect(),
        Domain::Number(places, low, high) => {
            let stretches = stretches((*low, *high), starts(asked, &|operand| range(operand, *places)));
            stretches.into_iter().map(|(low, high)| Class::Range(Measure::Number(*places), low, high)).collect()
        }
        Domain::Date => days(asked),
        Domain::Text => texts(asked),
        Domain::Some(_) => Vec::new(),
    }
}

/// Ranges of numbers that begin at `starts`, within the ends.
pub fn stretches((low, high): Ends, starts: BTreeSet<i64>) -> Vec<Ends> {
    let inside = |start: &i64| low.is_none_or(|low| *start > low) && high.is_none_or(|high| *start <= high);
    let starts: Vec<i64> = starts.into_iter().filter(inside).collect();
    let firsts = std::iter::once(low).chain(starts.iter().copied().map(Some));
    let lasts = starts.iter().map(|start| Some(start - 1)).chain([high]);
    firsts.zip(lasts).collect()
}

/// Numbers at which a comparison begins or stops to hold.
fn starts(asked: &[Asked<'_>], ends: &dyn Fn(&Operand) -> Option<Ends>) -> BTreeSet<i64> {
    let mut starts = BTreeSet::new();
    for (operator, operand) in asked {
        let Some((from, to)) = ends(operand) else { continue };
        if !matches!(operator, Operator::AtMost | Operator::More) {
            starts.extend(from);
        }
        if !matches!(operator, Operator::Less | Operator::AtLeast) {
            starts.extend(to.and_then(|to| to.checked_add(1)));
        }
    }
    starts
}

/// The ends of a number or range, in units of the last of `places` decimal places.
pub fn range(operand: &Operand, places: u8) -> Option<Ends> {
    let units = |number: Decimal| number.at(places);
    Some(match operand {
        Operand::Number(number) => (units(*number), units(*number)),
        Operand::Range(low, high) => (low.and_then(units), high.and_then(units)),
        _other => return None,
    })
}

/// Classes of days; classes of ages where ages are asked for. Rules ask for one or the other.
fn days(asked: &[Asked<'_>]) -> Vec<Class> {
    let ages = asked.iter().filter_map(|(_, operand)| match operand {
        Operand::Age(age) => Some(age.counted()),
        _other => None,
    });
    let ages: Vec<(i64, AgeUnit)> = ages.collect();
    if let Some((_, unit)) = ages.first() {
        // "Older than n units" begins with n + 1.
        let stretches = stretches((None, None), ages.iter().map(|(age, _)| age + 1).collect());
        return stretches.into_iter().map(|(low, high)| Class::Range(Measure::Ages(*unit), low, high)).collect();
    }
    let of_day = |operand: &Operand| match operand {
        Operand::Date(day) => Some((Some(number_of(*day)), Some(number_of(*day)))),
        _other => None,
    };
    let (first, last) = (number_of(Date::MIN), number_of(Date::MAX));
    let stretches = stretches((Some(first), Some(last)), starts(asked, &of_day)).into_iter();
    stretches
        .map(|(low, high)| {
            let end = |number: Option<i64>, end: i64| number.filter(|number| *number != end);
            Class::Range(Measure::Days, end(low, first), end(high, last))
        })
        .collect()
}

/// Texts are compared without case, so texts that differ in case only are one class.
fn texts(asked: &[Asked<'_>]) -> Vec<Class> {
    let mut named: Vec<&EcoString> = Vec::new();
    for (_, operand) in asked {
        if let Operand::Text(text) | Operand::Word(text) = operand
            && !named.iter().any(|known| known.eq_ignore_ascii_case(text))
        {
            named.push(text);
        }
    }
    named.sort_by_cached_key(|text| text.to_ascii_lowercase());
    named.into_iter().cloned().map(Class::Word).chain([Class::Other]).collect()
}

/// A day that readers find familiar.
pub const FAMILIAR: Date = date(2026, 1, 1);

const EPOCH: Date = date(2000, 1, 1);

/// A day as a number: days since the first of 2000.
pub fn number_of(day: Date) -> i64 {
    EPOCH.until((Unit::Day, day)).map_or(0, |span| i64::from(span.get_days()))
}

/// The day with this number.
pub fn day_of(number: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(number).ok()?).ok()
}

/// A day as its digits, 20261121: a number in the same order.
pub fn packed(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// Groups of fields that conditions compare with each other. All fields of a group are split at the same places. So
/// two values are in one class, or their classes show how they compare.
#[derive(Clone, Debug, Default)]
pub struct Groups<'c> {
    groups: Vec<Vec<&'c str>>,
}

impl<'c> Groups<'c> {
    /// The groups that result from pairs of fields.
    pub fn of(pairs: impl IntoIterator<Item = (&'c str, &'c str)>) -> Self {
        let mut groups: Vec<Vec<&str>> = Vec::new();
        for (one, other) in pairs {
            let (met, mut apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group: &Vec<&str>| group.contains(&one) || group.contains(&other));
            let mut group: Vec<&str> = met.into_iter().flatten().chain([one, other]).collect();
            group.sort_unstable();
            group.dedup();
            apart.push(group);
            groups = apart;
        }
        groups.sort_unstable();
        Self { groups }
    }

    /// The groups, the fields of each sorted.
    pub fn all(&self) -> &[Vec<&'c str>] {
        &self.groups
    }

    /// The other fields that a field is compared with, directly or through others.
    pub fn beside(&self, field: &str) -> impl Iterator<Item = &'c str> {
        let group = self.groups.iter().find(|group| group.contains(&field));
        group.into_iter().flatten().copied().filter(move |known| *known != field)
    }
}

/// The minimum and maximum of a field, as a range; none where it has none.
pub fn ends(domain: &Domain) -> Option<Operand> {
    Some(match domain {
        Domain::Number(places, low, high) => {
            let end = |end: &Option<i64>| end.map(|units| Decimal { units, places: *places });
            Operand::Range(end(low), end(high))
        }
        Domain::Bool | Domain::Words(..) | Domain::Date | Domain::Text | Domain::Some(_) => return None,
    })
}
