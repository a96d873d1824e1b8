//! The values of one field, split into classes that rules do not distinguish.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use ecow::EcoString;

use crate::decision::ClassSet;
use crate::model::classes::{Asked, Class, Measure, classes, stretches};
use crate::model::condition::{Condition, Fact};
use crate::model::program::Domain;

/// One attribute of the space: a field, or one word of a field that is a list.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The field.
    pub field: EcoString,
    /// The type of the field's values.
    pub domain: Domain,
    /// The word, where the axis shows whether it is in the field's list.
    pub word: Option<EcoString>,
    /// Whether the axis is not a field, but the sum of the points of a scorecard.
    pub is_total: bool,
    /// The other field, where the axis shows how the two compare while both are in one class.
    pub pair: Option<EcoString>,
    /// The classes, in order.
    pub classes: Vec<Class>,
}

/// The axis of a field's values, or of one word of a field that is a list, and its index.
pub(super) fn find<'a>(axes: &'a [Axis], field: &str, word: Option<&str>) -> Option<(u16, &'a Axis)> {
    let is_it = |axis: &Axis| axis.is_field() && *axis.field == *field && axis.word.as_deref() == word;
    (0..).zip(axes).find(|(_, axis)| is_it(axis))
}

impl Axis {
    /// The axis of a field, its values split by the given comparisons.
    pub fn of(field: &str, domain: &Domain, asked: &[Asked<'_>]) -> Self {
        Self::with(field, domain, classes(domain, asked))
    }

    /// The axis that shows whether a word is in the list of a field.
    pub fn of_word(field: &str, domain: &Domain, word: &str) -> Self {
        Self { word: Some(word.into()), ..Self::with(field, domain, vec![Class::No, Class::Yes]) }
    }

    /// The axis that shows whether a list was answered.
    pub fn of_answer(field: &str, domain: &Domain) -> Self {
        Self::with(field, domain, vec![Class::Yes, Class::Unanswered])
    }

    /// The axis that shows how two fields compare while both are in one class.
    pub fn of_pair(field: &str, domain: &Domain, other: &str) -> Self {
        let classes = [Ordering::Less, Ordering::Equal, Ordering::Greater].map(Class::Order).into();
        Self { pair: Some(other.into()), ..Self::with(field, domain, classes) }
    }

    fn with(field: &str, domain: &Domain, classes: Vec<Class>) -> Self {
        Self { field: field.into(), domain: domain.clone(), word: None, is_total: false, pair: None, classes }
    }

    /// This axis, for a field that may be left unanswered.
    pub fn optional(mut self) -> Self {
        self.classes.push(Class::Unanswered);
        self
    }

    /// The class of unanswered values, where there is one.
    pub fn unanswered(&self) -> Option<u16> {
        let last = self.classes.len().checked_sub(1)?;
        (self.classes.last() == Some(&Class::Unanswered)).then_some(last as u16)
    }

    /// Whether the axis holds values of a field.
    pub fn is_field(&self) -> bool {
        !self.is_total && self.pair.is_none()
    }

    /// The axis of the sum of the points of a scorecard, from the least sum to the greatest, split by ranges of sums.
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
        let classes = stretches((low, high), starts)
            .into_iter()
            .map(|(low, high)| Class::Range(Measure::Number(0), low, high))
            .collect();
        Self { is_total: true, ..Self::with(name, &Domain::Number(0, low, high), classes) }
    }

    /// The classes of a total within a range of sums.
    pub fn within(&self, low: Option<i64>, high: Option<i64>) -> ClassSet {
        let is_within = |class: &Class| {
            let Class::Range(_, Some(first), Some(last)) = class else { return false };
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
        let classes = self.classes.iter().zip(0..);
        ClassSet::of(classes.filter(|(class, _)| class.holds(leaf, &self.domain)).map(|(_, index)| index))
    }

    /// The class of a value. None where the value is not of the domain, or where its age depends on an unknown day.
    pub fn class_of(&self, fact: &Fact<'_>, today: &Fact<'_>) -> Option<u16> {
        let is_in = |class: &Class| match (class, fact) {
            // Whether a list was answered is a class of its own.
            (Class::Unanswered, Fact::Unanswered) | (Class::Other, Fact::Word(_)) | (Class::Yes, Fact::Some(_)) => true,
            (Class::Range(measure, low, high), fact) => measure
                .number(fact, today)
                .is_some_and(|number| low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high)),
            (Class::No, Fact::Bool(value)) => !value,
            (Class::Yes, Fact::Bool(value)) => *value,
            (Class::Word(word), Fact::Word(value)) => word.eq_ignore_ascii_case(value),
            _unlike => false,
        };
        if let (Some(word), Fact::Some(words)) = (&self.word, fact) {
            return Some(u16::from(words.contains(word)));
        }
        self.classes.iter().zip(0..).find(|(class, _)| is_in(class)).map(|(_, index)| index)
    }
}
