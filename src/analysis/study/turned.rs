//! Finds comparisons that raise the level for small values where others raise it for great ones.

use super::{Axis, Study};
use crate::decision::{ClassSet, Cube, Prepared, Standing, Table, never};
use crate::model::classes::{Class, Measure};
use crate::model::condition::Condition;
use crate::model::criticity::{HitPolicy, Test};
use crate::model::program::Program;
use crate::text::Location;

/// The maximum number of rules of a set that is examined.
const MOST_RULES: usize = 200;

/// A rule that is the only exception to "a greater number raises the level".
#[derive(Clone, Debug)]
pub struct Turned {
    /// The rule of the smaller numbers.
    pub rule: usize,
    /// A rule that raises the level for the greater ones.
    pub other: usize,
    /// Its comparison.
    pub place: Location,
    /// The field.
    pub field: String,
}

impl Study {
    /// The rules that alone lower the level while a number grows. Only for rule sets where the highest level counts,
    /// so that a level is that of a matching rule.
    pub fn turned(&self, program: &Program) -> Vec<Turned> {
        let (Some(rules), Some(table)) = (self.rule_set(program), self.table()) else { return Vec::new() };
        if rules.policy == HitPolicy::FirstWins || rules.rules.len() > MOST_RULES {
            return Vec::new();
        }
        let numbers = self.axes().iter().zip(0_u16..).filter(|(axis, _)| {
            let is_number = |class: &Class| matches!(class, Class::Range(Measure::Number(_), ..));
            axis.is_field() && axis.classes.len() > 1 && axis.classes.iter().all(is_number)
        });
        // If a number is used in more than conditions, a single rule does not show how the level changes with it.
        let is_alone = |field: &str, index: u16| {
            let is_paired =
                |axis: &Axis| axis.pair.as_deref().is_some_and(|other| *axis.field == *field || other == field);
            table.impossible.iter().all(|cube| cube.get(index).is_none())
                && table.space.totals.iter().all(|total| total.parts.iter().all(|(part, _)| *part != index))
                && !self.axes().iter().any(is_paired)
        };
        let deciding: Vec<usize> = (0..rules.rules.len())
            .filter(|rule| matches!(self.standings.get(*rule), Some(Standing::Decides(_))))
            .filter(|rule| matches!(rules.rules.get(*rule).map(|rule| &rule.test), Some(Test::When(_))))
            .collect();
        let mut found = Vec::new();
        for (axis, index) in numbers.filter(|(axis, index)| is_alone(&axis.field, *index)) {
            let classes = axis.classes.len() as u16;
            let (mut falling, mut raising) = (Vec::new(), Vec::new());
            for rule in &deciding {
                let (falls, raises) = changes(table, *rule, index, classes);
                falling.extend(falls.then_some(*rule));
                raising.extend(raises.then_some(*rule));
            }
            let (&[rule], Some(&other)) = (falling.as_slice(), raising.first()) else { continue };
            let mut without = table.clone();
            if let Some(own) = without.rules.get_mut(rule) {
                own.cubes.clear();
            }
            if raising.contains(&rule) || (0..rules.rules.len()).any(|rule| changes(&without, rule, index, classes).0) {
                continue;
            }
            let mut leaves = self.condition(program, rule).into_iter().flat_map(Condition::leaves);
            let place = leaves.find(|leaf| leaf.is_of(&axis.field)).map(Condition::location);
            found.extend(place.map(|place| Turned { rule, other, place, field: axis.field.to_string() }));
        }
        found
    }
}

/// Whether the level falls from a rule's to a lower one while a number grows, and whether it rises to it.
fn changes(table: &Table, rule: usize, axis: u16, classes: u16) -> (bool, bool) {
    let Some(own) = table.rules.get(rule) else { return (false, false) };
    // Rules with at least this level, or impossible points.
    let high = table.rules.iter().filter(|other| other.effect >= own.effect).flat_map(|other| &other.cubes);
    let covered = Table::empty(table.space.clone(), table.impossible.iter().chain(high).cloned().collect());
    let prepared = Prepared::new(&covered);
    let is_lower = |cube: &Cube, beside: ClassSet| {
        !beside.is_empty() && never(&prepared, &[cube.clone().instead(axis, Some(beside))]).is_no()
    };
    let ends = |cube: &Cube| {
        let set = cube.get(axis)?;
        Some((set.iter().min()?, set.iter().max()?))
    };
    let any = |beside: &dyn Fn(u16, u16) -> ClassSet| {
        own.cubes.iter().any(|cube| ends(cube).is_some_and(|(least, most)| is_lower(cube, beside(least, most))))
    };
    (any(&|_, most| ClassSet::of(most + 1..classes)), any(&|least, _| ClassSet::of(0..least)))
}
