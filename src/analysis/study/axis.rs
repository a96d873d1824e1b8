//! The values of one field, split into classes that rules do not tell apart.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use ecow::EcoString;
use jiff::civil::Date;

use crate::decision::ClassSet;
use crate::model::condition::{self, Condition, Fact, Operand};
use crate::model::program::{AgeUnit, Domain, Interval};
use crate::syntax::expression::Operator;
use crate::syntax::literal::Decimal;

/// One attribute of the space: a field, or one word of a field that is a list.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The field.
    pub field: EcoString,
    /// What the field may be.
    pub domain: Domain,
    /// The word, where the axis says whether it is in the field's list.
    pub word: Option<EcoString>,
    /// Whether the axis is no field, but what the points of a scorecard add up to.
    pub is_total: bool,
    /// The other field, where the axis says how the two stand in order while both are in one class.
    pub pair: Option<EcoString>,
    /// The classes, in order.
    pub classes: Vec<Class>,
}

/// Values that no rule tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// `no`, or the word is not in the list.
    No,
    /// `yes`, or the word is in the list.
    Yes,
    /// One word or text.
    Word(EcoString),
    /// Any text that no rule names.
    Other,
    /// Whole numbers, ends included.
    Numbers(Option<i64>, Option<i64>),
    /// Days, ends included.
    Days(Option<Date>, Option<Date>),
    /// Numbers with so many decimal places, ends included, in units of the last place.
    Decimals(u8, Option<i64>, Option<i64>),
    /// Days that are so old, ends included, whatever the day on which that is asked.
    Ages(AgeUnit, Option<i64>, Option<i64>),
    /// How one field stands to another.
    Order(Ordering),
    /// The field was left unanswered.
    Unanswered,
}

impl Class {
    /// A value of the class that readers find familiar: of numbers the least that is not negative, and of those
    /// without a lower end the greatest.
    pub fn sample(&self) -> Operand {
        match self {
            Self::No => Operand::Bool(false),
            Self::Yes | Self::Order(_) => Operand::Bool(true),
            Self::Word(word) => Operand::Word(word.clone()),
            Self::Other => Operand::Text("something else".into()),
            Self::Numbers(low, high) => Operand::Integer(match (low, high) {
                (Some(low), Some(high)) if *low < 0 && *high >= 0 => 0,
                (Some(low), _) => *low,
                (None, Some(high)) => (*high).min(0),
                (None, None) => 0,
            }),
            Self::Days(low, high) => Operand::Date(low.or(*high).unwrap_or(Date::constant(2026, 1, 1))),
            Self::Decimals(places, low, high) => {
                let Operand::Integer(units) = Self::Numbers(*low, *high).sample() else { return Operand::Integer(0) };
                Operand::Decimal(Decimal { units, places: *places })
            }
            Self::Ages(unit, low, high) => {
                let count = low.or(*high).unwrap_or(0).clamp(0, i64::from(u32::MAX));
                Operand::Age(Interval { count: u32::try_from(count).unwrap_or(0), unit: unit.word() })
            }
            Self::Unanswered => Operand::Unanswered,
        }
    }

    /// Whether the class is one value.
    pub fn is_single(&self) -> bool {
        match self {
            Self::No | Self::Yes | Self::Word(_) | Self::Unanswered => true,
            Self::Other | Self::Order(_) => false,
            Self::Numbers(low, high) | Self::Decimals(_, low, high) | Self::Ages(_, low, high) => {
                low.is_some() && low == high
            }
            Self::Days(low, high) => low.is_some() && low == high,
        }
    }

    /// Whether the class is a part of something that goes on below and above: a number or a day.
    pub fn is_graded(&self) -> bool {
        matches!(self, Self::Numbers(..) | Self::Days(..) | Self::Decimals(..))
    }
}

impl Axis {
    /// The axis of a field, its values told apart by the conditions given, each on this field alone.
    pub fn of(field: &str, domain: &Domain, asked: &[&Condition]) -> Self {
        let axis = |classes| Self::with(field, domain, classes);
        match domain {
            Domain::Bool => axis(vec![Class::No, Class::Yes]),
            Domain::Words(words, _) => axis(words.iter().map(|word| Class::Word(word.clone())).collect()),
            Domain::Integer(low, high) => axis(numbers(*low, *high, asked)),
            Domain::Decimal(places, low, high) => axis(
                numbers(
                    *low,
                    *high,
                    &asked.iter().map(|leaf| scaled(leaf, *places)).collect::<Vec<_>>().iter().collect::<Vec<_>>(),
                )
                .into_iter()
                .map(|class| match class {
                    Class::Numbers(low, high) => Class::Decimals(*places, low, high),
                    other => other,
                })
                .collect(),
            ),
            Domain::Date => match asked.iter().find_map(|leaf| leaf.age()) {
                Some(age) => axis(ages(age.counted().1, asked)),
                None => axis(days(asked)),
            },
            Domain::Text => axis(texts(asked)),
            Domain::Some(_) => axis(Vec::new()),
        }
    }

    /// The axis that says whether a word is in the list of a field.
    pub fn of_word(field: &str, domain: &Domain, word: &str) -> Self {
        Self { word: Some(word.into()), ..Self::with(field, domain, vec![Class::No, Class::Yes]) }
    }

    /// The axis that says whether a list was answered.
    pub fn of_answer(field: &str, domain: &Domain) -> Self {
        Self::with(field, domain, vec![Class::Yes, Class::Unanswered])
    }

    /// The axis of how two fields stand in order while both are in one class.
    pub fn of_pair(field: &str, domain: &Domain, other: &str) -> Self {
        let classes = [Ordering::Less, Ordering::Equal, Ordering::Greater].map(Class::Order).into();
        Self { pair: Some(other.into()), ..Self::with(field, domain, classes) }
    }

    fn with(field: &str, domain: &Domain, classes: Vec<Class>) -> Self {
        Self { field: field.into(), domain: domain.clone(), word: None, is_total: false, pair: None, classes }
    }

    /// The same, as a field that may be left unanswered.
    pub fn optional(mut self) -> Self {
        self.classes.push(Class::Unanswered);
        self
    }

    /// The class of what was left unanswered, where that is one.
    pub fn unanswered(&self) -> Option<u16> {
        let last = self.classes.len().checked_sub(1)?;
        (self.classes.last() == Some(&Class::Unanswered)).then_some(last as u16)
    }

    /// Whether the axis holds values of a field.
    pub fn is_field(&self) -> bool {
        !self.is_total && self.pair.is_none()
    }

    /// The axis of what the points of a scorecard add up to, from the least sum to the greatest, told apart by
    /// ranges of sums.
    pub fn of_total(
        name: &str,
        (least, most): (i64, i64),
        ranges: impl IntoIterator<Item = (Option<i64>, Option<i64>)>,
    ) -> Self {
        let mut starts = BTreeSet::new();
        for (low, high) in ranges {
            starts.extend(low);
            starts.extend(high.and_then(|high| high.checked_add(1)));
        }
        let (low, high) = (Some(least), Some(most));
        Self { is_total: true, ..Self::with(name, &Domain::Integer(low, high), stretches(low, high, starts)) }
    }

    /// The classes of a total within a range of sums.
    pub fn within(&self, low: Option<i64>, high: Option<i64>) -> ClassSet {
        let is_within = |class: &Class| {
            let Class::Numbers(Some(first), Some(last)) = class else { return false };
            low.is_none_or(|low| *first >= low) && high.is_none_or(|high| *last <= high)
        };
        let classes = self.classes.iter().zip(0..);
        ClassSet::of(classes.filter(|(class, _)| is_within(class)).map(|(_, index)| index))
    }

    /// The classes for which a condition on this field holds.
    pub fn holding(&self, leaf: &Condition) -> ClassSet {
        if self.word.is_some() {
            return ClassSet::of([1]);
        }
        let holds = |class: &Class| {
            if let (Class::Ages(_, low, _), Some(age)) = (class, leaf.age()) {
                // The cut is there, so a class is older as a whole or not at all.
                return low.is_some_and(|low| low > age.counted().0);
            }
            let value = class.sample();
            let value = if *class == Class::Other { Operand::Word("\u{0}".into()) } else { value };
            let domain = |_: &str| Some(&self.domain);
            let fact = |_: &str| -> Fact<'_> { value.fact() };
            condition::kleene(leaf, &domain, &fact) == Some(true)
        };
        let classes = self.classes.iter().zip(0..);
        ClassSet::of(classes.filter(|(class, _)| holds(class)).map(|(_, index)| index))
    }

    /// The class of a value; none where the value is not of the domain, or its age is not known without a day.
    pub fn class_of(&self, fact: &Fact<'_>, today: &Fact<'_>) -> Option<u16> {
        let is_in = |class: &Class| match (class, fact) {
            // Whether a list was answered is a class of its own.
            (Class::Unanswered, Fact::Unanswered) | (Class::Other, Fact::Word(_)) | (Class::Yes, Fact::Some(_)) => true,
            (Class::Ages(unit, low, high), Fact::Date(then)) => {
                let Fact::Date(today) = today else { return false };
                let age = unit.age(*then, *today);
                low.is_none_or(|low| age >= low) && high.is_none_or(|high| age <= high)
            }
            (Class::Decimals(places, low, high), Fact::Decimal(_) | Fact::Integer(_)) => {
                let number = match fact {
                    Fact::Decimal(number) => number.at(*places),
                    Fact::Integer(units) => Decimal { units: *units, places: 0 }.at(*places),
                    _other => None,
                };
                number
                    .is_some_and(|number| low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high))
            }
            (Class::No, Fact::Bool(value)) => !value,
            (Class::Yes, Fact::Bool(value)) => *value,
            (Class::Word(word), Fact::Word(value)) => word.eq_ignore_ascii_case(value),
            (Class::Numbers(low, high), Fact::Integer(value)) => {
                low.is_none_or(|low| *value >= low) && high.is_none_or(|high| *value <= high)
            }
            (Class::Days(low, high), Fact::Date(value)) => {
                low.is_none_or(|low| *value >= low) && high.is_none_or(|high| *value <= high)
            }
            _unlike => false,
        };
        if let (Some(word), Fact::Some(words)) = (&self.word, fact) {
            return Some(u16::from(words.contains(word)));
        }
        self.classes.iter().zip(0..).find(|(class, _)| is_in(class)).map(|(_, index)| index)
    }
}

/// Numbers at which a condition begins to hold, or ceases to.
fn numbers(low: Option<i64>, high: Option<i64>, asked: &[&Condition]) -> Vec<Class> {
    let mut starts: BTreeSet<i64> = BTreeSet::new();
    for (operator, operand) in asked.iter().flat_map(|leaf| leaf.operands()) {
        let (from, to) = match operand {
            Operand::Integer(number) => (Some(*number), Some(*number)),
            Operand::Range(from, to) => (*from, *to),
            _other => continue,
        };
        if !matches!(operator, Operator::AtMost | Operator::More) {
            starts.extend(from);
        }
        if !matches!(operator, Operator::Less | Operator::AtLeast) {
            starts.extend(to.and_then(|to| to.checked_add(1)));
        }
    }
    stretches(low, high, starts)
}

/// The stretches of numbers that begin at `starts`, from `low` to `high`.
fn stretches(low: Option<i64>, high: Option<i64>, starts: BTreeSet<i64>) -> Vec<Class> {
    let inside = |start: &i64| low.is_none_or(|low| *start > low) && high.is_none_or(|high| *start <= high);
    let starts: Vec<i64> = starts.into_iter().filter(inside).collect();
    let firsts = std::iter::once(low).chain(starts.iter().copied().map(Some));
    let lasts = starts.iter().map(|start| Some(start - 1)).chain([high]);
    firsts.zip(lasts).map(|(first, last)| Class::Numbers(first, last)).collect()
}

/// A condition on a number with decimal places, in units of the last one.
fn scaled(leaf: &Condition, places: u8) -> Condition {
    let units = |number: Decimal| number.at(places);
    let whole = |units: i64| Decimal { units, places: 0 };
    let scale = |operand: &Operand| match operand {
        Operand::Integer(number) => units(whole(*number)).map_or(Operand::Integer(*number), Operand::Integer),
        Operand::Decimal(number) => units(*number).map_or(Operand::Decimal(*number), Operand::Integer),
        Operand::Range(low, high) => {
            Operand::Range(low.and_then(|end| units(whole(end))), high.and_then(|end| units(whole(end))))
        }
        Operand::Decimals(low, high) => Operand::Range(low.and_then(units), high.and_then(units)),
        other => other.clone(),
    };
    match leaf {
        Condition::Compare(name, operator, operand, place) => {
            Condition::Compare(name.clone(), *operator, scale(operand), *place)
        }
        Condition::In(name, operands, place) => {
            let operands = operands.iter().map(|(operand, place)| (scale(operand), *place)).collect();
            Condition::In(name.clone(), operands, *place)
        }
        other => other.clone(),
    }
}

/// Ages at which a condition begins to hold. That one is older than so many units begins with the next.
fn ages(unit: AgeUnit, asked: &[&Condition]) -> Vec<Class> {
    let starts = asked.iter().filter_map(|leaf| leaf.age()).map(|age| age.counted().0 + 1).collect();
    let stretches = stretches(None, None, starts).into_iter();
    stretches
        .map(|class| match class {
            Class::Numbers(low, high) => Class::Ages(unit, low, high),
            other => other,
        })
        .collect()
}

fn days(asked: &[&Condition]) -> Vec<Class> {
    let mut starts: BTreeSet<Date> = BTreeSet::new();
    for (operator, operand) in asked.iter().flat_map(|leaf| leaf.operands()) {
        let Operand::Date(date) = operand else { continue };
        if !matches!(operator, Operator::AtMost | Operator::More) {
            starts.insert(*date);
        }
        if !matches!(operator, Operator::Less | Operator::AtLeast) {
            starts.extend(date.tomorrow().ok());
        }
    }
    let starts: Vec<Date> = starts.into_iter().filter(|start| *start > Date::MIN).collect();
    let firsts = std::iter::once(None).chain(starts.iter().copied().map(Some));
    let lasts = starts.iter().map(|start| start.yesterday().ok()).chain([None]);
    firsts.zip(lasts).map(|(first, last)| Class::Days(first, last)).collect()
}

/// Texts are compared without case, so those that differ in it only are one class.
fn texts(asked: &[&Condition]) -> Vec<Class> {
    let mut named: Vec<&str> = Vec::new();
    for (_, operand) in asked.iter().flat_map(|leaf| leaf.operands()) {
        if let Operand::Text(text) | Operand::Word(text) = operand
            && !named.iter().any(|known| known.eq_ignore_ascii_case(text))
        {
            named.push(text);
        }
    }
    named.sort_unstable();
    named.into_iter().map(|text| Class::Word(text.into())).chain([Class::Other]).collect()
}
