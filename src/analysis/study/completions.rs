//! The results of rules for a subject with unknown values: for all its possible completions.

use ecow::EcoString;

use super::pairs;
use super::read::{self, Reading};
use crate::decision::{ClassSet, Cube, Prepared, Table, Within, within};
use crate::model::classes::{Class, Measure};
use crate::model::condition::{Fact, TODAY};
use crate::model::criticity::{Decider, HitPolicy, Outcome, RuleSet};
use crate::model::program::Program;
use crate::model::truth::ordered;

/// Rules as a table that decides as [`RuleSet::decide`] does. Where `unique` or `any` is violated, the highest level
/// counts.
#[derive(Clone, Debug)]
pub struct Completions {
    reading: Reading,
    /// The fields that may be left unanswered.
    optional: Vec<EcoString>,
    /// The rules for other levels that rules ask for, by the axis of the level.
    levels: Vec<(u16, Completions)>,
}

impl Completions {
    /// The table of a sound rule set; none where it needs too many boxes.
    pub fn new(program: &Program, rules: &RuleSet) -> Option<Self> {
        let mut reading = read::read(program, rules).ok()?;
        if matches!(rules.policy, HitPolicy::Unique | HitPolicy::Any) {
            for (index, rule) in reading.table.rules.iter_mut().enumerate() {
                rule.rank = if Some(index) == reading.otherwise { u32::MAX } else { u32::MAX - 1 - rule.effect };
            }
        }
        let mut levels = Vec::new();
        for (axis, scale) in &reading.free {
            let rules = program.rules(scale, &rules.subject.name)?;
            levels.push((*axis, Self::new(program, rules)?));
        }
        Some(Self { reading, optional: rules.optional.clone(), levels })
    }

    /// The table, which callers prepare for questions.
    pub fn table(&self) -> &Table {
        &self.reading.table
    }

    /// The decisions for all possible subjects with the given facts; none where this is unknown, or where no possible
    /// subject has these facts.
    pub fn decided<'f>(&self, prepared: &Prepared<'_>, facts: &dyn Fn(&str) -> Fact<'f>) -> Option<Within> {
        let mut cube = Cube::universe();
        let today = facts(TODAY);
        for (axis, index) in self.reading.axes.iter().zip(0..).filter(|(axis, _)| axis.is_field()) {
            let fact = match facts(&axis.field) {
                Fact::Unknown if self.optional.contains(&axis.field) => Fact::Unanswered,
                fact => fact,
            };
            let is_aged = matches!(axis.classes.first(), Some(Class::Range(Measure::Ages(_), ..)));
            if let Some((_, inner)) =
                self.levels.iter().find(|(axis, _)| *axis == index).filter(|_| fact == Fact::Unknown)
            {
                // For an unknown level, the possible levels are known.
                if let Some(found) = inner.decided(&Prepared::new(inner.table()), facts) {
                    cube = cube.with(index, &ClassSet::of(found.effects.iter().map(|level| *level as u16)));
                }
            } else if fact == Fact::Unanswered && axis.word.is_some() {
                // Whether a list was answered is an axis of its own.
            } else if fact != Fact::Unknown && !(is_aged && today == Fact::Unknown && fact != Fact::Unanswered) {
                cube = cube.with(index, &ClassSet::of([axis.class_of(&fact, &today)?]));
            }
        }
        for (axis, other, index) in
            self.reading.axes.iter().zip(0..).filter_map(|(axis, index)| Some((axis, axis.pair.as_ref()?, index)))
        {
            let (one, two) = (facts(&axis.field), facts(other));
            let known = match (ordered(&one, &two, &axis.domain), &one, &two) {
                (Some(order), ..) => {
                    let class = axis.classes.iter().position(|class| *class == Class::Order(order))?;
                    Some(ClassSet::of([class as u16]))
                }
                (None, Fact::Unknown, two) => pairs::reachable(&self.reading.axes, other, two, false),
                (None, one, Fact::Unknown) => pairs::reachable(&self.reading.axes, &axis.field, one, true),
                _unlike => None,
            };
            if let Some(known) = known {
                cube = cube.with(index, &known);
            }
        }
        within(prepared, &cube).filter(|found| found.gap || !found.effects.is_empty())
    }

    /// The outcome that all possible subjects with the given facts have.
    pub fn outcome<'f>(&self, prepared: &Prepared<'_>, facts: &dyn Fn(&str) -> Fact<'f>) -> Option<Outcome> {
        self.settled(&self.decided(prepared, facts)?)
    }

    /// The outcome where all possible subjects have one level.
    pub fn settled(&self, found: &Within) -> Option<Outcome> {
        let ([level], false, Some(first)) = (found.effects.as_slice(), found.gap, found.first) else { return None };
        let by = if Some(first) == self.reading.otherwise { Decider::Otherwise } else { Decider::Rule(first as u32) };
        Some(Outcome::Level { level: *level, by })
    }
}

/// The possible levels where the level is uncertain: `medium or high`. None where it may be any.
pub fn bounds(levels: &[impl AsRef<str>], found: &Within) -> Option<EcoString> {
    let names: Vec<&str> =
        found.effects.iter().filter_map(|level| Some(levels.get(*level as usize)?.as_ref())).collect();
    let (Some(least), Some(most)) = (found.effects.first(), found.effects.last()) else { return None };
    let last = levels.len().checked_sub(1)? as u32;
    if found.gap || (*least == 0 && *most == last) {
        return None;
    }
    Some(match (names.as_slice(), *least == 0, *most == last) {
        ([first, .., _], _, true) => format!("at least {first}").into(),
        ([.., last], true, false) => format!("at most {last}").into(),
        ([first, .., last], false, false) => format!("at least {first}, at most {last}").into(),
        _one => return None,
    })
}
