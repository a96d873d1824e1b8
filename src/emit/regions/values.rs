//! The values of fields, split into classes by the conditions of rules.

use ecow::EcoString;

use super::Values;
use crate::model::classes::{Asked, Class, Ends, classes, day_of};
use crate::model::condition::{Condition, Fact};
use crate::model::program::Domain;
use crate::model::truth;

/// The maximum number of values of a field that are distinguished.
const MAX_VALUES: usize = 4_096;

/// One variable of the diagram: a field, or one word of a field that is a list.
pub(super) struct Variable<'p> {
    field: &'p str,
    domain: &'p Domain,
    /// The word, where the variable shows whether it is in the field's list.
    word: Option<EcoString>,
    /// Its possible values in order, as parts in which all values behave alike.
    parts: Vec<Class>,
    /// The class of each part: parts with the same class satisfy the same conditions.
    class_of: Vec<usize>,
    /// A part of each class.
    samples: Vec<usize>,
}

impl<'p> Variable<'p> {
    /// The variable for a field, and for one word of it if it is a list, that these conditions ask for.
    pub(super) fn new(
        field: &'p str,
        word: Option<&str>,
        domain: &'p Domain,
        conditions: &[&Condition],
    ) -> Option<Self> {
        let asked: Vec<Asked<'_>> = conditions.iter().flat_map(|condition| condition.operands()).collect();
        let mut parts = match (domain, word) {
            (Domain::Some(_), Some(_)) => vec![Class::No, Class::Yes],
            (domain, _) => classes(domain, &asked),
        };
        match domain {
            Domain::Words(_, false) => parts.sort_unstable_by_key(|part| named(part).cloned()),
            // The texts that are not named come first: their target must not depend on texts without an effect.
            Domain::Text => parts.rotate_right(1),
            _other => {}
        }
        if parts.is_empty() || parts.len() > MAX_VALUES {
            return None;
        }
        let word = word.map(EcoString::from);
        let mut variable = Self { field, domain, word, parts, class_of: Vec::new(), samples: Vec::new() };
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
        self.word.as_deref()
    }

    /// The type of the field's values.
    pub(super) const fn domain(&self) -> &'p Domain {
        self.domain
    }

    /// The number of classes.
    pub(super) fn arity(&self) -> usize {
        self.samples.len()
    }

    /// Whether a condition on this field holds for the values of a class.
    pub(super) fn satisfies(&self, condition: &Condition, class: usize) -> bool {
        self.samples.get(class).is_some_and(|part| self.holds(condition, *part))
    }

    /// The classes with the same target, by the first value with that target, with their values. `ways` has the
    /// target of each class.
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
        let Some(word) = &self.word else { return part.holds(condition, self.domain) };
        let list = if *part == Class::Yes { std::slice::from_ref(word) } else { &[] };
        truth::kleene(condition, &|_| Some(self.domain), &|_| Fact::Some(list)) == Some(true)
    }

    fn values(&self, parts: &[usize]) -> Values {
        let found = || parts.iter().filter_map(|index| self.parts.get(*index));
        let words = |parts: &mut dyn Iterator<Item = &Class>| parts.filter_map(named).cloned().collect::<Vec<_>>();
        let lower = |texts: Vec<EcoString>| texts.iter().map(EcoString::to_ascii_lowercase).collect();
        match (self.domain, &self.word) {
            (Domain::Some(_), word) => {
                let all = |class: Class| word.iter().filter(|_| found().any(|part| *part == class)).cloned().collect();
                Values::List(all(Class::Yes), all(Class::No))
            }
            (Domain::Bool, _) => Values::Flag(found().next_back() == Some(&Class::Yes)),
            (Domain::Words(..), _) => Values::Words(words(&mut found())),
            // The texts that are left out are the shorter form, and do not depend on how many texts are named
            // elsewhere. Texts compare without regard to case.
            (Domain::Text, _) if found().any(|part| *part == Class::Other) => {
                let out = self.parts.iter().enumerate().filter(|(index, _)| !parts.contains(index));
                Values::Except(lower(words(&mut out.map(|(_, part)| part))))
            }
            (Domain::Text, _) => Values::Texts(lower(words(&mut found()))),
            (Domain::Number(..) | Domain::Date, _) => {
                let mut ranges: Vec<Ends> = Vec::new();
                for (low, high) in found().filter_map(Class::ends) {
                    match ranges.last_mut() {
                        Some((_, end)) if end.and_then(|end| end.checked_add(1)) == low && end.is_some() => *end = high,
                        _apart => ranges.push((low, high)),
                    }
                }
                if *self.domain != Domain::Date {
                    return Values::Numbers(ranges);
                }
                let day = |end: Option<i64>| end.and_then(day_of);
                Values::Days(ranges.into_iter().map(|(low, high)| (day(low), day(high))).collect())
            }
        }
    }
}

/// The word or text of a class.
fn named(part: &Class) -> Option<&EcoString> {
    match part {
        Class::Word(word) => Some(word),
        _other => None,
    }
}
