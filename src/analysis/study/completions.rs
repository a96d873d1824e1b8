//! What rules say of a subject of which something is not known: of all that it may turn out to be.

use ecow::EcoString;

use super::read::{self, Reading};
use crate::decision::{ClassSet, Cube, Prepared, Table, Within, within};
use crate::model::condition::Fact;
use crate::model::criticity::{Decider, HitPolicy, Outcome, RuleSet};
use crate::model::program::Program;

/// Rules as a table that decides as [`RuleSet::decide`] does: where `unique` or `any` is broken, for the highest
/// level.
#[derive(Clone, Debug)]
pub struct Completions {
    reading: Reading,
}

impl Completions {
    /// The table of a sound set of rules; none where it needs too many boxes.
    pub fn new(program: &Program, rules: &RuleSet) -> Option<Self> {
        let mut reading = read::read(program, rules).ok()?;
        if matches!(rules.policy, HitPolicy::Unique | HitPolicy::Any) {
            for (index, rule) in reading.table.rules.iter_mut().enumerate() {
                rule.rank = if Some(index) == reading.otherwise { u32::MAX } else { u32::MAX - 1 - rule.effect };
            }
        }
        Some(Self { reading })
    }

    /// The table, to be made ready.
    pub fn table(&self) -> &Table {
        &self.reading.table
    }

    /// What is decided of all possible subjects that fit some facts; none where that cannot be told, or where
    /// nothing possible fits them.
    pub fn decided<'f>(&self, prepared: &Prepared<'_>, facts: &dyn Fn(&str) -> Fact<'f>) -> Option<Within> {
        let mut cube = Cube::universe();
        for (axis, index) in self.reading.axes.iter().zip(0..).filter(|(axis, _)| !axis.is_total) {
            let fact = facts(&axis.field);
            if fact != Fact::Unknown {
                cube = cube.with(index, &ClassSet::of([axis.class_of(&fact)?]));
            }
        }
        within(prepared, &cube).filter(|found| found.gap || !found.effects.is_empty())
    }

    /// The outcome where all possible subjects that fit have one level.
    pub fn settled(&self, found: &Within) -> Option<Outcome> {
        let ([level], false, Some(first)) = (found.effects.as_slice(), found.gap, found.first) else { return None };
        let by = if Some(first) == self.reading.otherwise { Decider::Otherwise } else { Decider::Rule(first as u32) };
        Some(Outcome::Level { level: *level, by })
    }
}

/// What is known of a level that is not certain: `medium or high`. Nothing where it may be any.
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
