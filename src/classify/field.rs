//! Fields: the classes of their values, and how values are read from bytes.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::spans::Spans;
use super::value::{self, Wrong};
use crate::catalog::starter_kit::plain_text;
use crate::model::classes::{Asked, Class, Measure, classes, day_of, packed};
use crate::model::condition::{Condition, Operand};
use crate::model::program::Domain;
use crate::syntax::literal::Decimal;

/// The known facts of one subject: a class for each slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes(pub(super) Vec<u32>, pub(super) Compared);

/// The values of fields that rules compare with each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// The value of each such field, as a number in the same order.
    pub(super) values: Vec<Option<i64>>,
    /// Pairs of them, each with its slot: 1 for less, 2 for equal, 3 for more.
    pub(super) pairs: Vec<(usize, usize, usize)>,
}

impl Classes {
    /// Removes all facts.
    pub fn clear(&mut self) {
        self.0.fill(0);
        self.1.values.fill(None);
    }

    /// Stores the value of a field that is compared with others, and how it compares with the known ones.
    fn compare(&mut self, place: Option<usize>, value: i64) {
        let Some(known) = place.and_then(|place| self.1.values.get_mut(place)) else { return };
        *known = Some(value);
        let value = |place: usize| self.1.values.get(place).copied().flatten();
        for (one, other, slot) in &self.1.pairs {
            if let (Some(one), Some(other), Some(class)) = (value(*one), value(*other), self.0.get_mut(*slot)) {
                *class = match one.cmp(&other) {
                    std::cmp::Ordering::Less => 1,
                    std::cmp::Ordering::Equal => 2,
                    std::cmp::Ordering::Greater => 3,
                };
            }
        }
    }

    fn set(&mut self, slot: Option<usize>, class: u32) {
        if let Some(known) = slot.and_then(|slot| self.0.get_mut(slot)) {
            *known = class;
        }
    }
}

/// A fact that a subject may have.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: EcoString,
    /// The type of its values.
    pub domain: Domain,
    shape: Shape,
    /// Its slot; none where rules do not ask for it. A list has further slots for the words that rules ask for.
    slot: Option<usize>,
    /// One value of each class except the first, "not known".
    representatives: Vec<Operand>,
    /// Its index among the fields that are compared with others.
    pub(super) compared: Option<usize>,
    /// Whether the input gives it; a level that rules give is not in the input.
    pub(super) is_given: bool,
}

#[derive(Debug)]
enum Shape {
    Bool,
    Words(Words),
    /// Whole numbers, decimals in units of their last place, or days: where classes begin.
    Graded(Vec<i64>),
    /// The texts that rules compare with, in lower case.
    Text(Vec<EcoString>),
    /// The words, and the slot of each that rules ask for.
    Some(Words, Vec<Option<usize>>),
}

/// Words by their spelling.
#[derive(Debug)]
struct Words {
    list: Vec<EcoString>,
    exact: FxHashMap<Box<[u8]>, usize>,
    /// Without regard to case, spaces, `_` and `-`; none where two words are equal then.
    loose: FxHashMap<String, Option<usize>>,
}

impl Words {
    fn new(words: &[EcoString]) -> Self {
        let exact = words.iter().enumerate().map(|(index, word)| (word.as_bytes().into(), index)).collect();
        let mut loose: FxHashMap<String, Option<usize>> = FxHashMap::default();
        for (index, word) in words.iter().enumerate() {
            loose.entry(plain_text(word)).and_modify(|found| *found = None).or_insert(Some(index));
        }
        Self { list: words.to_vec(), exact, loose }
    }

    fn find(&self, cell: &[u8]) -> Option<usize> {
        // Comparing a few words is faster than hashing.
        if self.list.len() <= 8 {
            if let Some(index) = self.list.iter().position(|word| word.as_bytes() == cell) {
                return Some(index);
            }
        } else if let Some(index) = self.exact.get(cell) {
            return Some(*index);
        }
        let text = std::str::from_utf8(cell).ok()?;
        self.loose.get(&plain_text(text)).copied().flatten()
    }
}

impl Field {
    /// A field and the comparisons that rules make with it; none where they do not ask for it. `more` adds further
    /// places to split at.
    pub(super) fn new(
        name: &str,
        domain: &Domain,
        leaves: Option<&[&Condition]>,
        more: &[Asked<'_>],
        slots: &mut Vec<u32>,
    ) -> Self {
        let mut own_slot = |classes: usize| {
            slots.push(classes as u32 + 1);
            slots.len() - 1
        };
        let mut slot = None;
        let mut representatives = Vec::new();
        let leaves_or_none = leaves.unwrap_or_default();
        let asked = || -> Vec<Asked<'_>> { asked(leaves_or_none).into_iter().chain(more.iter().copied()).collect() };
        let shape = match domain {
            Domain::Bool => {
                representatives = vec![Operand::Bool(false), Operand::Bool(true)];
                Shape::Bool
            }
            Domain::Words(words, _) => {
                representatives = words.iter().cloned().map(Operand::Word).collect();
                Shape::Words(Words::new(words))
            }
            Domain::Number(..) | Domain::Date => {
                let (borders, samples) = cut(domain, &asked());
                representatives = samples;
                Shape::Graded(borders)
            }
            Domain::Text => {
                let mut texts: Vec<EcoString> = Vec::new();
                for class in classes(domain, &asked()) {
                    if let Class::Word(text) = class {
                        texts.push(text.to_ascii_lowercase());
                    }
                }
                // Longer than each of them, and so different from all.
                let other: String = texts.iter().map(AsRef::as_ref).chain(["x"]).collect();
                representatives =
                    std::iter::once(other.into()).chain(texts.iter().cloned()).map(Operand::Text).collect();
                Shape::Text(texts)
            }
            Domain::Some(words) => {
                let is_asked = |word: &str| {
                    leaves_or_none
                        .iter()
                        .any(|leaf| matches!(leaf, Condition::Contains(_, asked) if *asked.name == *word))
                };
                let by_word: Vec<Option<usize>> =
                    words.iter().map(|word| is_asked(word).then(|| own_slot(2))).collect();
                slot = by_word.iter().copied().flatten().next();
                if slot.is_none() && leaves.is_some() {
                    slot = Some(own_slot(1));
                }
                Shape::Some(Words::new(words), by_word)
            }
        };
        if leaves.is_some() && !matches!(domain, Domain::Some(_)) {
            slot = Some(own_slot(representatives.len()));
        }
        Self { name: name.into(), domain: domain.clone(), shape, slot, representatives, compared: None, is_given: true }
    }

    /// A value of a class of the field's slot; none for "not known". For a list, the class shows whether one word is
    /// in it.
    pub(super) fn representative(&self, class: u32) -> Option<&Operand> {
        self.representatives.get((class as usize).checked_sub(1)?)
    }

    /// A value from its number in comparisons.
    pub(super) fn value(&self, number: i64) -> Option<Operand> {
        Some(match &self.domain {
            Domain::Bool => Operand::Bool(number == 2),
            Domain::Words(words, _) => Operand::Word(words.get(usize::try_from(number).ok()?)?.clone()),
            Domain::Number(places, ..) => Operand::Number(Decimal { units: number, places: *places }),
            Domain::Date => Operand::Date(value::unpacked(number)?),
            Domain::Text | Domain::Some(_) => return None,
        })
    }

    /// The words of a list that rules ask for, each with its slot.
    pub(super) fn listed(&self) -> Option<impl Iterator<Item = (&EcoString, usize)>> {
        let Shape::Some(words, slots) = &self.shape else { return None };
        Some(words.list.iter().zip(slots).filter_map(|(word, slot)| Some((word, (*slot)?))))
    }

    /// A slot that is 0 where the field is unknown; none where rules do not ask for it.
    pub(super) const fn known_slot(&self) -> Option<usize> {
        self.slot
    }

    /// The slot that decides a comparison, and its classes for which `holds` is true; none where the comparison does
    /// not fit the field.
    pub(super) fn holding(&self, leaf: &Condition, holds: &dyn Fn(&Operand) -> bool) -> Option<(usize, Spans)> {
        let mut spans = Spans::default();
        match (&self.shape, leaf) {
            (Shape::Some(words, slots), Condition::Contains(_, word)) => {
                let index = words.list.iter().position(|known| *known == word.name)?;
                if holds(&Operand::List(Vec::new())) {
                    spans.push(1, 2);
                }
                if holds(&Operand::List(vec![word.name.clone()])) {
                    spans.push(2, 3);
                }
                Some(((*slots.get(index)?)?, spans))
            }
            (
                Shape::Bool | Shape::Words(_) | Shape::Graded(_) | Shape::Text(_),
                Condition::Is(_) | Condition::Compare(..) | Condition::In(..) | Condition::Contains(..),
            ) => {
                // For numbers and days, the result changes only where classes begin.
                let changes: Vec<usize> = match &self.shape {
                    Shape::Graded(borders) => {
                        let own = cut(&self.domain, &leaf.operands()).0.into_iter();
                        own.filter_map(|own| borders.binary_search(&own).ok().map(|index| index + 1)).collect()
                    }
                    Shape::Bool | Shape::Words(_) | Shape::Text(_) | Shape::Some(..) => {
                        (1..self.representatives.len()).collect()
                    }
                };
                let starts = std::iter::once(0).chain(changes.iter().copied());
                let ends = changes.iter().copied().chain([self.representatives.len()]);
                for (start, end) in starts.zip(ends) {
                    if holds(self.representatives.get(start)?) {
                        spans.push(start as u32 + 1, end as u32 + 1);
                    }
                }
                Some((self.slot?, spans))
            }
            (Shape::Some(..), _) | (_, Condition::And(..) | Condition::Or(..) | Condition::Not(..)) => None,
        }
    }

    /// Reads a value; an empty one is unknown.
    pub fn read(&self, cell: &[u8], classes: &mut Classes) -> Result<(), Wrong> {
        let cell = cell.trim_ascii();
        if cell.is_empty() {
            return Ok(());
        }
        let mut number = None;
        let mut noted = |value: i64| *number.insert(value);
        let class = match &self.shape {
            Shape::Bool => value::boolean(cell).map(|value| if value { 2 } else { 1 }).inspect(|class| {
                noted(i64::from(*class));
            }),
            Shape::Words(words) => words.find(cell).map(|index| {
                noted(i64::try_from(index).unwrap_or(i64::MAX));
                u32::try_from(index).unwrap_or(u32::MAX - 1) + 1
            }),
            Shape::Graded(borders) => self.number(cell).map(|number| value::class(borders, noted(number))),
            Shape::Text(texts) => Some(value::text_class(texts, cell)),
            Shape::Some(words, slots) => {
                let empty = cell == b"[]";
                let parts = cell.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
                return self.list(parts.filter(|part| !part.is_empty() && !empty), words, slots, classes);
            }
        };
        match class {
            Some(class) => classes.set(self.slot, class),
            None => return Err(self.wrong(cell)),
        }
        if let Some(number) = number {
            classes.compare(self.compared, number);
        }
        Ok(())
    }

    /// Reads a number or day of the domain, as a number in the same order.
    fn number(&self, cell: &[u8]) -> Option<i64> {
        let (number, low, high) = match &self.domain {
            Domain::Number(0, low, high) => (value::whole(cell)?, *low, *high),
            Domain::Number(places, low, high) => (value::decimal(cell, *places)?, *low, *high),
            Domain::Date => (packed(value::date(cell)?), None, None),
            Domain::Bool | Domain::Words(..) | Domain::Text | Domain::Some(_) => return None,
        };
        (low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high)).then_some(number)
    }

    /// Reads the words of a list.
    pub fn read_list<'w>(&self, parts: impl Iterator<Item = &'w [u8]>, classes: &mut Classes) -> Result<(), Wrong> {
        let Shape::Some(words, slots) = &self.shape else { return Err(self.wrong(b"[\xE2\x80\xA6]")) };
        self.list(parts, words, slots, classes)
    }

    fn list<'w>(
        &self,
        parts: impl Iterator<Item = &'w [u8]>,
        words: &Words,
        slots: &[Option<usize>],
        classes: &mut Classes,
    ) -> Result<(), Wrong> {
        classes.set(self.slot, 1);
        for slot in slots {
            classes.set(*slot, 1);
        }
        for part in parts {
            let index = words.find(part).ok_or_else(|| self.wrong(part))?;
            classes.set(slots.get(index).copied().flatten(), 2);
        }
        Ok(())
    }

    /// A value that the field cannot have.
    pub(super) fn wrong(&self, cell: &[u8]) -> Wrong {
        Wrong::new(&self.name, &self.domain, cell)
    }
}

/// The comparisons of these conditions.
fn asked<'c>(leaves: &[&'c Condition]) -> Vec<Asked<'c>> {
    leaves.iter().flat_map(|leaf| leaf.operands()).collect()
}

/// Where the classes of numbers or days begin, except the first, and a value of each.
fn cut(domain: &Domain, asked: &[Asked<'_>]) -> (Vec<i64>, Vec<Operand>) {
    let classes = classes(domain, asked);
    let first = |class: &Class| match class {
        Class::Range(Measure::Days, low, _) => low.and_then(day_of).map(packed),
        class => class.ends().and_then(|(low, _)| low),
    };
    (classes.iter().skip(1).filter_map(first).collect(), classes.iter().map(Class::sample).collect())
}
