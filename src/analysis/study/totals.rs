//! Compares the rows of totals with each other, whatever the hit policy.

use std::cmp::Ordering;

use super::Study;
use crate::decision::{ClassSet, Cube, Prepared, never};
use crate::model::criticity::{RuleSet, Test};
use crate::model::program::Program;

/// Sums of a scorecard that its rows leave out or cover twice.
#[derive(Clone, Debug)]
pub struct Uneven {
    /// The rule whose row ends before the sums, or covers them.
    pub first: usize,
    /// The rule whose row begins after them, or covers them too.
    pub second: usize,
    /// What is wrong with them.
    pub kind: Kind,
    axis: u16,
    sums: ClassSet,
}

/// What is wrong with sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No row covers them.
    Hole,
    /// Two rows with different levels cover them.
    Shared,
    /// Their row gives a lower level than the one before, and others a higher one, or the reverse.
    Turned,
}

impl Study {
    /// The sums between the rows of a scorecard that no row covers, and those that two rows with different levels
    /// share. Rows of which one contains the other do not count. Only reachable sums count; of the uncovered ones,
    /// only those that other rules cover. Also the rows where the level falls although it rises elsewhere.
    pub fn uneven_totals(&self, program: &Program) -> Vec<Uneven> {
        let (Some(rules), Ok(reading), Some(bare)) = (self.rule_set(program), &self.reading, self.bare()) else {
            return Vec::new();
        };
        let prepared = Prepared::new(&bare);
        let mut found = Vec::new();
        for card in 0..rules.scorecards.len() {
            let Some(axis) = reading.total(card) else { continue };
            let classes = self.axes().get(usize::from(axis)).map_or(0, |axis| axis.classes.len()) as u16;
            let is_reached = |class: u16| never(&prepared, &[Cube::of([(axis, ClassSet::of([class]))])]).is_no();
            let reached = ClassSet::of((0..classes).filter(|class| is_reached(*class)));
            let rows = self.rows(rules, card, axis);
            for (at, (first, one)) in rows.iter().enumerate() {
                for (second, other) in rows.iter().skip(at + 1) {
                    let sums = one.intersection(other).intersection(&reached);
                    let holds = |one: &ClassSet, other: &ClassSet| one.intersection(other) == *other;
                    let level = |rule: usize| rules.rules.get(rule).and_then(|rule| rule.level.target);
                    if !sums.is_empty() && level(*first) != level(*second) && !holds(one, other) && !holds(other, one) {
                        found.push(Uneven { first: *first, second: *second, kind: Kind::Shared, axis, sums });
                    }
                }
            }
            found.extend(self.holes(axis, &rows, &reached));
            found.extend(turned(rules, axis, &rows, &reached));
        }
        found
    }

    /// The rows of a scorecard, each with the classes of its sums.
    fn rows(&self, rules: &RuleSet, card: usize, axis: u16) -> Vec<(usize, ClassSet)> {
        let rows = rules.rules.iter().enumerate().filter_map(|(index, rule)| match rule.test {
            Test::Points(of, low, high) if of == card => {
                Some((index, self.axes().get(usize::from(axis))?.within(low, high)))
            }
            Test::Points(..) | Test::Always | Test::When(_) => None,
        });
        rows.filter(|(_, sums)| !sums.is_empty()).collect()
    }

    fn holes(&self, axis: u16, rows: &[(usize, ClassSet)], reached: &ClassSet) -> Vec<Uneven> {
        let mut found: Vec<Uneven> = Vec::new();
        for class in reached.iter() {
            // Subjects that no rule matches at all are reported separately.
            let is_open = |region: &Cube| region.get(axis).is_none_or(|set| set.contains(class));
            if rows.iter().any(|(_, sums)| sums.contains(class))
                || self.gaps.iter().flat_map(|gaps| &gaps.regions).any(is_open)
            {
                continue;
            }
            let below =
                rows.iter().filter_map(|(rule, sums)| Some((sums.iter().filter(|sum| *sum < class).max()?, *rule)));
            let above = rows.iter().filter_map(|(rule, sums)| Some((sums.iter().find(|sum| *sum > class)?, *rule)));
            let (Some((_, first)), Some((_, second))) = (below.max(), above.min()) else { continue };
            match found.last_mut().filter(|last| (last.first, last.second) == (first, second)) {
                Some(last) => last.sums.insert(class),
                None => found.push(Uneven { first, second, kind: Kind::Hole, axis, sums: ClassSet::of([class]) }),
            }
        }
        found
    }

    /// The sums as a condition.
    pub fn sums(&self, uneven: &Uneven) -> String {
        self.term(uneven.axis, &uneven.sums)
    }
}

/// The rows, none of which share a sum, at which the level turns: of its steps from sum to sum, the fewer ones up or
/// down. If there are as many of both, those down.
fn turned(rules: &RuleSet, axis: u16, rows: &[(usize, ClassSet)], reached: &ClassSet) -> Vec<Uneven> {
    let mut rows: Vec<(usize, ClassSet)> = rows
        .iter()
        .map(|(rule, sums)| (*rule, sums.intersection(reached)))
        .filter(|(_, sums)| !sums.is_empty())
        .collect();
    rows.sort_by_key(|(_, sums)| sums.iter().next());
    let is_apart = |pair: &[(usize, ClassSet)]| match pair {
        [(_, one), (_, other)] => one.iter().max() < other.iter().next(),
        _single => true,
    };
    if !rows.windows(2).all(is_apart) {
        return Vec::new();
    }
    let level = |rule: usize| rules.rules.get(rule).and_then(|rule| rule.level.target);
    let steps = |wanted: Ordering| {
        let pairs = rows.iter().zip(rows.iter().skip(1));
        pairs.filter(move |((first, _), (second, _))| level(*second).cmp(&level(*first)) == wanted)
    };
    let (up, down) = (steps(Ordering::Greater).count(), steps(Ordering::Less).count());
    if up == 0 || down == 0 {
        return Vec::new();
    }
    let fewer = steps(if up < down { Ordering::Greater } else { Ordering::Less });
    let uneven = |((first, _), (second, sums)): (&(usize, ClassSet), &(usize, ClassSet))| Uneven {
        first: *first,
        second: *second,
        kind: Kind::Turned,
        axis,
        sums: sums.clone(),
    };
    fewer.map(uneven).collect()
}
