//! Regions and points in the author's terms.
//!
//! Every point that is shown is replayed on the evaluator that gives apps their level, so each witness is a real one
//! (see [`Study::example`]).

use ecow::EcoString;
use jiff::civil::Date;

use super::{Study, pairs, words};
use crate::decision::{ClassSet, Cube, Prepared, Space, always, never, pick};
use crate::diagnostics::Witness;
use crate::model::classes::{Class, Measure};
use crate::model::condition::{Fact, Operand, TODAY};
use crate::model::criticity::Outcome;
use crate::model::decide::Subject;
use crate::model::program::Program;
use crate::model::subject;

/// A region as it is shown.
#[derive(Clone, Debug)]
pub struct Example {
    /// The region as a condition in the author's terms, without what has no effect; empty for all subjects.
    pub region: String,
    /// A subject in it.
    pub witness: Witness,
}

impl Study {
    /// A region whose possible subjects all the rules at `matching` match, or no rule where there are none. None where
    /// the evaluator gives a subject in it an outcome that `expects` does not accept, or those rules do not match it.
    pub fn example(
        &self,
        program: &Program,
        region: &Cube,
        matching: &[usize],
        expects: impl FnOnce(&Outcome) -> bool,
    ) -> Option<Example> {
        let point = self.point(region)?;
        if !self.replays(program, &point, matching, expects) {
            return None;
        }
        let region = self.plain(region, matching);
        Some(Example { region: self.describe(&region), witness: self.witness(&region, &point) })
    }

    /// A region as a condition in the author's terms.
    pub fn describe(&self, region: &Cube) -> String {
        words::describe(self.axes(), region)
    }

    /// The constraint of a region on one axis.
    pub fn term(&self, axis: u16, set: &ClassSet) -> String {
        self.axes().get(usize::from(axis)).map(|axis| words::term(axis, set)).unwrap_or_default()
    }

    /// A familiar point of a region: for numbers and days the least, for other values the first.
    pub fn point(&self, region: &Cube) -> Option<Vec<u16>> {
        let table = self.table()?;
        let prefer: Vec<Vec<u16>> = self
            .axes()
            .iter()
            .map(|axis| {
                // A number that is not negative is more familiar than a negative one.
                let plain =
                    |class: &Class| !matches!(class, Class::Range(Measure::Number(0), _, Some(high)) if *high < 0);
                axis.classes.iter().zip(0..).filter(|(class, _)| plain(class)).map(|(_, index)| index).collect()
            })
            .collect();
        // Regions from answers contain only possible points.
        pick(&table.space, region, &prefer).filter(|point| table.is_possible(point))
    }

    /// A point of a region as a witness.
    pub fn witness(&self, region: &Cube, point: &[u16]) -> Witness {
        words::witness(self.axes(), &self.shown(region), point)
    }

    /// The axes that a witness of a region shows, ascending: those that it constrains, all words of a list if it
    /// constrains one of them, and for a total every field that gives points.
    fn shown(&self, region: &Cube) -> Vec<u16> {
        let axes = self.axes();
        let axis = |index: u16| axes.get(usize::from(index));
        let totals = self.table().map(|table| table.space.totals.as_slice()).unwrap_or_default();
        let mut shown: Vec<u16> = Vec::new();
        for (index, _) in region.terms() {
            match axis(*index) {
                Some(found) if found.word.is_some() => {
                    let words = axes.iter().zip(0..).filter(|(other, _)| other.word.is_some());
                    shown.extend(words.filter(|(other, _)| other.field == found.field).map(|(_, index)| index));
                }
                Some(found) if found.is_total => {
                    let own = totals.iter().filter(|total| total.attribute == *index);
                    shown.extend(own.flat_map(|total| total.parts.iter().map(|(part, _)| *part)));
                }
                Some(found) if let Some(other) = &found.pair => {
                    let both = axes.iter().zip(0..).filter(|(axis, _)| axis.is_field());
                    shown.extend(
                        both.filter(|(axis, _)| axis.field == found.field || axis.field == *other).map(|(_, at)| at),
                    );
                }
                _field => shown.push(*index),
            }
        }
        shown.sort_unstable();
        shown.dedup();
        shown
    }

    /// Whether the evaluator gives a point an outcome that `expects` accepts, and the rules at `matching` match it.
    fn replays(
        &self,
        program: &Program,
        point: &[u16],
        matching: &[usize],
        expects: impl FnOnce(&Outcome) -> bool,
    ) -> bool {
        let Some(rules) = self.rule_set(program) else { return false };
        let domains = subject::attributes(program, &rules.subject.name);
        let values = dated(pairs::values(self.axes(), point));
        let facts = |name: &str| -> Fact<'_> {
            values.iter().find(|(field, _)| **field == *name).map_or(Fact::Unknown, |(_, value)| value.fact())
        };
        let asked = Subject { domains: &domains, facts: &facts };
        matching.iter().all(|rule| rules.matches(*rule, &asked) == Some(true)) && expects(&rules.decide(&asked))
    }

    /// A value of one axis as a witness.
    pub fn value_of(&self, axis: u16, set: &ClassSet) -> Witness {
        let region = Cube::of([(axis, set.clone())]);
        let classes = self.axes().iter().map(|axis| axis.classes.len().min(usize::from(u16::MAX)) as u16).collect();
        let point = pick(&Space::of(classes), &region, &[]).unwrap_or_default();
        self.witness(&region, &point)
    }

    /// A region without the terms that have no effect on possible subjects; it may include impossible ones. Every
    /// possible subject in it is matched by all the rules at `matching`; if there are none, by no rule.
    pub fn plain(&self, region: &Cube, matching: &[usize]) -> Cube {
        let Some(table) = self.table() else { return region.clone() };
        // Where everything is possible, each term of a region has an effect.
        if table.impossible.is_empty() && table.space.totals.is_empty() {
            return region.clone();
        }
        let Some(bare) = self.bare() else { return region.clone() };
        let prepared = Prepared::new(&bare);
        let keeps = |wider: &Cube| {
            let outside: Vec<Cube> = wider
                .terms()
                .iter()
                .map(|(axis, set)| Cube::of([(*axis, set.complement(table.space.classes_of(*axis)))]))
                .collect();
            let is_within = |rule: &usize| {
                let own = table.rules.get(*rule).map_or(&[][..], |rule| &rule.cubes);
                let all: Vec<Cube> = own.iter().chain(&outside).cloned().collect();
                always(&prepared, &all).is_yes()
            };
            // Whether no possible subject is added: regions without a rule must not overlap.
            let free = || {
                let more = region
                    .terms()
                    .iter()
                    .map(|(axis, set)| wider.clone().with(*axis, &set.complement(table.space.classes_of(*axis))));
                never(&prepared, &more.collect::<Vec<_>>()).is_yes()
            };
            if matching.is_empty() { free() } else { matching.iter().all(is_within) }
        };
        let mut plain = region.clone();
        for (axis, _) in region.terms() {
            let wider = plain.clone().instead(*axis, None);
            if keeps(&wider) {
                plain = wider;
            }
        }
        plain
    }
}

/// The day relative to which the ages of a witness are turned into days, to be replayed. Any day would do.
const REPLAYED: Date = Date::constant(2026, 1, 1);

/// Values with ages as days, and the day by which they are judged.
fn dated(values: Vec<(EcoString, Operand)>) -> Vec<(EcoString, Operand)> {
    let on_day = |value: Operand| match value {
        Operand::Age(age) => age.before(REPLAYED).map_or(Operand::Unanswered, Operand::Date),
        other => other,
    };
    let values = values.into_iter().map(|(field, value)| (field, on_day(value)));
    values.chain([(TODAY.into(), Operand::Date(REPLAYED))]).collect()
}
