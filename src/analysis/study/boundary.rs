//! Mistakes at the ends of ranges: one value in two rules, or in none.

use ecow::EcoString;

use super::Study;
use crate::decision::{Cube, Rule};
use crate::model::classes::Class;
use crate::model::condition::Condition;
use crate::model::program::Program;
use crate::text::Location;

/// A value of a field at which two ranges overlap or leave a gap.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// The field.
    pub field: EcoString,
    /// The value, as written.
    pub value: String,
    /// The rule whose range ends at or before the value, where there is one.
    pub below: Option<usize>,
    /// The rule whose range begins at or after the value, where there is one.
    pub above: Option<usize>,
    axis: u16,
    class: u16,
}

impl Study {
    /// Whether two rules overlap at one number or day only, because the range of one ends where that of the other
    /// begins.
    pub fn shared_end(&self, first: usize, second: usize, region: &Cube) -> Option<Boundary> {
        let table = self.table()?;
        let point = self.point(region)?;
        let matches = |rule: usize, point: &[u16]| table.rules.get(rule).is_some_and(|rule| rule.matches(point));
        for (axis, class) in self.singles(region) {
            let (Some(before), Some(behind)) = (self.step(&point, axis, -1), self.step(&point, axis, 1)) else {
                continue;
            };
            let side = |rule: usize| (matches(rule, &before), matches(rule, &behind));
            let (below, above) = match (side(first), side(second)) {
                ((true, false), (false, true)) => (first, second),
                ((false, true), (true, false)) => (second, first),
                _other => continue,
            };
            return Some(self.boundary(axis, class, Some(below), Some(above)));
        }
        None
    }

    /// Whether a region without a rule is one number or day next to which a rule matches.
    pub fn skipped_end(&self, region: &Cube) -> Option<Boundary> {
        let table = self.table()?;
        let point = self.point(region)?;
        let totals: Vec<u16> = table.space.totals.iter().map(|total| total.attribute).collect();
        for (axis, class) in self.singles(region) {
            // For a range of fields, an adjacent row of totals does not count.
            let is_of = |rule: &Rule| totals.contains(&axis) || !sums(rule, &totals);
            let rule_at = |point: Vec<u16>| table.rules.iter().position(|rule| is_of(rule) && rule.matches(&point));
            let below = self.step(&point, axis, -1).and_then(rule_at);
            let above = self.step(&point, axis, 1).and_then(rule_at);
            let edge = self.step(&point, axis, -1).is_none() || self.step(&point, axis, 1).is_none();
            if below.is_some() && above.is_some() || edge && (below.is_some() || above.is_some()) {
                return Some(self.boundary(axis, class, below, above));
            }
        }
        None
    }

    /// The part of a rule's condition that begins or ends at a boundary; the whole rule where there is none.
    pub fn end_of(&self, program: &Program, rule: usize, boundary: &Boundary) -> Option<Location> {
        let place = self.place(program, rule)?;
        let axis = self.axes().get(usize::from(boundary.axis))?;
        let Some(condition) = self.condition(program, rule) else { return Some(place) };
        let mut own = condition.leaves().into_iter().filter(|leaf| leaf.is_of(&axis.field));
        let ends = own.find(|leaf| {
            let holding = axis.holding(leaf);
            let at = |by: i16| boundary.class.checked_add_signed(by).map(|class| holding.contains(class));
            [at(-1), at(1)].into_iter().flatten().any(|beside| Some(beside) != at(0))
        });
        // For a row, its cell is the place; for a sentence, the part.
        Some(ends.map_or(place, Condition::location))
    }

    fn boundary(&self, number: u16, class: u16, below: Option<usize>, above: Option<usize>) -> Boundary {
        let axis = self.axes().get(usize::from(number));
        let value = axis.and_then(|axis| axis.classes.get(usize::from(class))).map(|class| class.sample().shown());
        let field = axis.map(|axis| axis.field.clone()).unwrap_or_default();
        Boundary { field, value: value.unwrap_or_default(), below, above, axis: number, class }
    }

    /// The numbers and days that a region fixes to one value, totals first: axis and class.
    fn singles(&self, region: &Cube) -> Vec<(u16, u16)> {
        let single = |(axis, set): &(u16, crate::decision::ClassSet)| {
            let mut classes = set.iter();
            let (class, None) = (classes.next()?, classes.next()) else { return None };
            let known: &Class = self.axes().get(usize::from(*axis))?.classes.get(usize::from(class))?;
            (known.is_graded() && known.is_single()).then_some((*axis, class))
        };
        let mut singles: Vec<(u16, u16)> = region.terms().iter().filter_map(single).collect();
        singles.sort_by_key(|(axis, _)| !self.axes().get(usize::from(*axis)).is_some_and(|axis| axis.is_total));
        singles
    }

    /// The point with its class on one axis moved; none where there is no such class.
    fn step(&self, point: &[u16], axis: u16, by: i16) -> Option<Vec<u16>> {
        let count = self.axes().get(usize::from(axis))?.classes.len();
        let mut moved = point.to_vec();
        let class = moved.get_mut(usize::from(axis))?;
        *class = class.checked_add_signed(by).filter(|class| usize::from(*class) < count)?;
        for total in self.table().map(|table| table.space.totals.as_slice()).unwrap_or_default() {
            if total.attribute != axis
                && let Some(sum) = total.sum(&moved)
                && let Some(class) = moved.get_mut(usize::from(total.attribute))
            {
                *class = total.class_of(sum);
            }
        }
        Some(moved)
    }
}

/// Whether a rule asks for a total.
fn sums(rule: &Rule, totals: &[u16]) -> bool {
    totals.iter().any(|total| rule.cubes.iter().any(|cube| cube.get(*total).is_some()))
}
