//! The decisions in a box.

use super::bits;
use super::cube::Cube;
use super::prepared::{Prepared, Room};
use super::search::Outcome;

/// The decisions at the possible points of a box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// The effects, ascending, each once.
    pub effects: Vec<u32>,
    /// The first of the rules that decide somewhere in it: by rank, and within a rank by index.
    pub first: Option<usize>,
    /// Whether no rule matches somewhere in it.
    pub gap: bool,
}

/// The maximum number of rules that are examined.
const MOST: usize = 1_024;

/// The decisions at the possible points of a box; none where that is too expensive. Where rules of one rank have
/// different effects, all of them are included. A box without a possible point has no effects and no gap.
pub fn within(prepared: &Prepared<'_>, cube: &Cube) -> Option<Within> {
    let dense = prepared.layout.dense(cube);
    let mut found = Within::default();
    let Room { mut problem, mut meeting } = Room::default();
    prepared.meet(&dense, 0, prepared.store.len(), &mut meeting);
    let mut asked = 0;
    for cube in bits::ones(&meeting).collect::<Vec<_>>() {
        let position = prepared.owner(cube);
        let effect = prepared.effect(position);
        if found.effects.contains(&effect) {
            continue;
        }
        asked += 1;
        if asked > MOST {
            return None;
        }
        problem.begin(&prepared.layout, &dense);
        problem.restrict(&prepared.store, cube);
        prepared.add_impossible(&mut problem);
        prepared.add(&mut problem, &meeting, (0, prepared.lower(position)), |_| true);
        match prepared.solve(&mut problem) {
            Outcome::Covered => {}
            Outcome::Undecided => return None,
            Outcome::Open => {
                found.effects.push(effect);
                found.first.get_or_insert(prepared.rule(position));
            }
        }
    }
    prepared.begin(&mut problem, &dense);
    prepared.add(&mut problem, &meeting, (0, prepared.store.len()), |_| true);
    match prepared.solve(&mut problem) {
        Outcome::Covered => {}
        Outcome::Undecided => return None,
        Outcome::Open => found.gap = true,
    }
    found.effects.sort_unstable();
    Some(found)
}
