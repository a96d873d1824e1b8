//! Fields that are compared with each other.
//!
//! Fields that are compared, directly or through others, are split at the same constants. Where two fields are in
//! different classes, the classes show how they compare. Where both are in one class of several values, a separate
//! axis shows it. Combinations of such orders that no values have are declared impossible.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use ecow::EcoString;

use super::axis::{self, Axis};
use crate::decision::{ClassSet, Cube, Formula};
use crate::model::classes::{Class, FAMILIAR, Groups, Measure, number_of};
use crate::model::condition::{Condition, Fact, Operand};
use crate::model::program::{Domain, Symbol, domain_of};
use crate::model::truth;
use crate::syntax::expression::Operator;

/// The axis of the values of a field that is compared.
fn find<'a>(axes: &'a [Axis], field: &str) -> Option<(u16, &'a Axis)> {
    axis::find(axes, field, None)
}

/// All numbers with this many digits of a base, digit by digit.
fn digits(count: usize, base: usize) -> impl Iterator<Item = Vec<usize>> {
    let digit = move |number: usize, at: usize| number / base.pow(at as u32) % base;
    (0..base.checked_pow(count as u32).unwrap_or(0)).map(move |number| (0..count).map(|at| digit(number, at)).collect())
}

/// The maximum number of fields of one group of compared fields. Larger groups are not analysed.
const MOST_FIELDS: usize = 4;

/// The pairs of compared fields that need an axis, and the groups they form.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs<'c> {
    groups: Groups<'c>,
    pairs: Vec<(&'c EcoString, &'c EcoString)>,
}

impl<'c> Pairs<'c> {
    /// The pairs of these conditions that need an axis; none where a group of fields is too large.
    pub(super) fn of(leaves: &[&'c Condition], domains: &[(String, Domain)]) -> Option<Self> {
        let is_long = |name: &Symbol| matches!(domain_of(domains, &name.name), Some(Domain::Number(..) | Domain::Date));
        let compared = leaves.iter().filter_map(|leaf| leaf.pair()).filter(|(left, ..)| is_long(left));
        let mut pairs: Vec<_> = compared
            .map(
                |(left, _, right)| {
                    if left.name < right.name { (&left.name, &right.name) } else { (&right.name, &left.name) }
                },
            )
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let groups = Groups::of(pairs.iter().map(|(one, other)| (one.as_str(), other.as_str())));
        groups.all().iter().all(|fields| fields.len() <= MOST_FIELDS).then_some(Self { groups, pairs })
    }

    /// The other fields that a field is compared with, directly or through others.
    pub(super) fn beside(&self, field: &str) -> impl Iterator<Item = &'c str> {
        self.groups.beside(field)
    }

    /// An axis for each pair.
    pub(super) fn axes(&self, domains: &[(String, Domain)]) -> Vec<Axis> {
        let axis = |(first, second): &(&EcoString, &EcoString)| {
            domain_of(domains, first).map(|domain| Axis::of_pair(first, domain, second))
        };
        self.pairs.iter().filter_map(axis).collect()
    }

    /// Combinations of orders that no values have.
    pub(super) fn impossible(&self, axes: &[Axis]) -> Vec<Cube> {
        let mut boxes = Vec::new();
        for fields in self.groups.all() {
            for subset in digits(fields.len(), 2) {
                let inside: Vec<&str> =
                    fields.iter().zip(subset).filter(|(_, digit)| *digit == 1).map(|(field, _)| *field).collect();
                let edges: Vec<(&str, &str)> = self
                    .pairs
                    .iter()
                    .map(|(one, other)| (one.as_str(), other.as_str()))
                    .filter(|(one, other)| inside.contains(one) && inside.contains(other))
                    .collect();
                if edges.len() < 2 {
                    continue;
                }
                let Some((_, first)) = inside.first().and_then(|field| find(axes, field)) else { continue };
                for class in first.classes.iter().filter(|class| !class.is_single() && class.ends().is_some()) {
                    let room = size(class).min(inside.len());
                    let own: Option<Vec<(u16, u16)>> = inside
                        .iter()
                        .map(|field| {
                            let (axis, found) = find(axes, field)?;
                            let at = found.classes.iter().position(|other| other.ends() == class.ends())?;
                            Some((axis, at as u16))
                        })
                        .collect();
                    let Some(own) = own else { continue };
                    let reached = orders(&inside, &edges, room);
                    for signs in digits(edges.len(), 3).filter(|signs| !reached.contains(signs)) {
                        let fixed = own.iter().map(|(axis, at)| (*axis, ClassSet::of([*at])));
                        let signed = edges.iter().zip(&signs).filter_map(|((one, other), sign)| {
                            Some((pair_axis(axes, one, other)?, ClassSet::of([*sign as u16])))
                        });
                        boxes.push(Cube::of(fixed.chain(signed)));
                    }
                }
            }
        }
        boxes
    }
}

/// The combinations of orders that the fields can have, each field with `room` different values.
fn orders(fields: &[&str], edges: &[(&str, &str)], room: usize) -> BTreeSet<Vec<usize>> {
    let orders = digits(fields.len(), room).map(|ranks| {
        let rank = |field: &str| fields.iter().zip(&ranks).find(|(known, _)| **known == field).map(|(_, rank)| rank);
        edges.iter().map(|(one, other)| sign(rank(one).cmp(&rank(other))).into()).collect()
    });
    orders.collect()
}

const fn sign(order: Ordering) -> u16 {
    match order {
        Ordering::Less => 0,
        Ordering::Equal => 1,
        Ordering::Greater => 2,
    }
}

fn pair_axis(axes: &[Axis], first: &str, second: &str) -> Option<u16> {
    let is = |axis: &Axis| *axis.field == *first && axis.pair.as_deref() == Some(second);
    axes.iter().zip(0..).find(|(axis, _)| is(axis)).map(|(_, index)| index)
}

/// The possible orders of two fields where both are in one class and the value of one is known, as classes of the
/// axis of the pair. Where the fields are in different classes, that axis has no meaning.
pub(super) fn reachable(axes: &[Axis], known: &str, fact: &Fact<'_>, is_first: bool) -> Option<ClassSet> {
    let (_, axis) = find(axes, known)?;
    let class = axis.classes.get(usize::from(axis.class_of(fact, &Fact::Unknown)?))?;
    let Class::Range(measure, low, high) = class else { return None };
    let value = measure.number(fact, &Fact::Unknown)?;
    let (below, above) = (low.is_none_or(|low| low < value), high.is_none_or(|high| high > value));
    let (less, more) = if is_first { (above, below) } else { (below, above) };
    let orders = [(less, Ordering::Less), (true, Ordering::Equal), (more, Ordering::Greater)];
    Some(ClassSet::of(orders.into_iter().filter(|(can_be, _)| *can_be).map(|(_, order)| sign(order))))
}

/// The number of values of a class; `usize::MAX` where it has no end.
fn size(class: &Class) -> usize {
    match class.ends() {
        Some((Some(low), Some(high))) => {
            usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(usize::MAX)
        }
        _endless => usize::MAX,
    }
}

/// The formula for two fields that compare as an operator requires, or, unless `wanted`, that do not.
pub(super) fn formula(axes: &[Axis], left: &str, operator: Operator, right: &str, wanted: bool) -> Formula {
    let (Some((one, first)), Some((other, second))) = (find(axes, left), find(axes, right)) else {
        return Formula::Const(false);
    };
    let fits = |order: Ordering| truth::matches(operator, order) == wanted;
    let known = |class: &&Class| **class != Class::Unanswered;
    let mut parts = Vec::new();
    for (class, at) in first.classes.iter().filter(known).zip(0_u16..) {
        let mut beside = ClassSet::empty();
        for (second, to) in second.classes.iter().filter(known).zip(0_u16..) {
            let order = match (class.ends(), second.ends()) {
                (Some(own), Some(their)) if own == their => {
                    if class.is_single() && fits(Ordering::Equal) {
                        beside.insert(to);
                    }
                    if !class.is_single() {
                        let turned = left > right;
                        let (low, high) = if turned { (right, left) } else { (left, right) };
                        let Some(axis) = pair_axis(axes, low, high) else { continue };
                        let orders = [Ordering::Less, Ordering::Equal, Ordering::Greater];
                        let fitting =
                            orders.into_iter().filter(|order| fits(if turned { order.reverse() } else { *order }));
                        parts.push(Formula::All(vec![
                            Formula::In(one, ClassSet::of([at])),
                            Formula::In(other, ClassSet::of([to])),
                            Formula::In(axis, ClassSet::of(fitting.map(sign))),
                        ]));
                    }
                    continue;
                }
                // Classes are split at the same places, so one ends before the other begins.
                (Some((low, high)), Some((their_low, their_high))) => {
                    let before = high.zip(their_low).is_some_and(|(high, low)| high < low);
                    let after = low.zip(their_high).is_some_and(|(low, high)| low > high);
                    match (before, after) {
                        (true, _) => Ordering::Less,
                        (_, true) => Ordering::Greater,
                        _overlap => continue,
                    }
                }
                _words => at.cmp(&to),
            };
            if fits(order) {
                beside.insert(to);
            }
        }
        if !beside.is_empty() {
            parts.push(Formula::All(vec![Formula::In(one, ClassSet::of([at])), Formula::In(other, beside)]));
        }
    }
    Formula::Any(parts)
}

/// The values of a point, field by field. The values of compared fields are ordered as the point requires.
pub(super) fn values(axes: &[Axis], point: &[u16]) -> Vec<(EcoString, Operand)> {
    let mut values: Vec<(EcoString, Operand)> = Vec::new();
    let class = |axis: &Axis, class: u16| axis.classes.get(usize::from(class)).cloned();
    for (axis, at) in axes.iter().zip(point).filter(|(axis, _)| axis.is_field()) {
        let Some(word) = &axis.word else {
            match (&axis.domain, class(axis, *at)) {
                (Domain::Some(_), Some(Class::Unanswered)) => {
                    values.retain(|(field, _)| *field != axis.field);
                    values.push((axis.field.clone(), Operand::Unanswered));
                }
                (Domain::Some(_), _answered) => {
                    // Where the point asks for no word of the list, the list is empty.
                    if values.iter().all(|(field, _)| *field != axis.field) {
                        values.push((axis.field.clone(), Operand::List(Vec::new())));
                    }
                }
                (_, found) => values.extend(found.map(|found| (axis.field.clone(), found.sample()))),
            }
            continue;
        };
        let place = values.iter().position(|(field, _)| *field == axis.field).unwrap_or_else(|| {
            values.push((axis.field.clone(), Operand::List(Vec::new())));
            values.len() - 1
        });
        if let Some((_, Operand::List(words))) = values.get_mut(place)
            && *at == 1
        {
            words.push(word.clone());
        }
    }
    arrange(axes, point, &mut values);
    values
}

/// Moves the values of compared fields inside their classes, so that they are ordered as the point requires.
fn arrange(axes: &[Axis], point: &[u16], values: &mut [(EcoString, Operand)]) {
    let class_of = |field: &str| {
        let (index, axis) = find(axes, field)?;
        axis.classes.get(usize::from(*point.get(usize::from(index))?))
    };
    // The pairs whose two fields are in one class.
    let edges: Vec<(&EcoString, &EcoString, u16)> = axes
        .iter()
        .zip(point)
        .filter_map(|(axis, at)| {
            let other = axis.pair.as_ref()?;
            let (one, two) = (class_of(&axis.field)?, class_of(other)?);
            (one.ends().is_some() && one.ends() == two.ends()).then_some((&axis.field, other, *at))
        })
        .collect();
    let mut fields: Vec<&EcoString> = edges.iter().flat_map(|(one, other, _)| [*one, *other]).collect();
    fields.sort_unstable();
    fields.dedup();
    let room = fields.len();
    let is_right = |ranks: &Vec<usize>| {
        let rank = |field: &EcoString| fields.iter().zip(ranks).find(|(known, _)| **known == field).map(|(_, at)| *at);
        edges.iter().all(|(one, other, order)| sign(rank(one).cmp(&rank(other))) == *order)
            && fields.iter().zip(ranks).all(|(field, rank)| class_of(field).is_some_and(|class| *rank < size(class)))
    };
    let Some(ranks) = digits(room, room).find(is_right) else { return };
    for (field, rank) in fields.into_iter().zip(ranks) {
        let (Some(class), Some((_, value))) = (class_of(field), values.iter_mut().find(|(known, _)| known == field))
        else {
            continue;
        };
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        *value = moved(class, number(rank), number(room));
    }
}

/// The value of a class that is `by` steps after its start value. The start value leaves space for `room` steps.
fn moved(class: &Class, by: i64, room: i64) -> Operand {
    let Class::Range(measure, low, high) = class else { return class.sample() };
    let start = match (measure, *low, *high) {
        (Measure::Number(_), Some(low), Some(high)) if low < 0 && high.saturating_sub(room) >= 0 => 0,
        (_, Some(low), _) => low,
        (Measure::Days, None, Some(high)) => high.saturating_sub(room),
        (_, None, Some(high)) => high.saturating_sub(room).min(0),
        (Measure::Days, None, None) => number_of(FAMILIAR),
        (_, None, None) => 0,
    };
    measure.value(start + by)
}
