//! Finds where two tables over one space decide differently.
//!
//! A point where two lists decide differently is decided by a changed rule in one of them: if all deciding rules in
//! both were unchanged, they would be the same. So only rules that were added, removed, altered or moved are
//! examined, and two lists of ten thousand rules with twenty edits cost as much as twenty rules.

use super::answer::Rest;
use super::bits;
use super::cube::Cube;
use super::prepared::Prepared;
use super::region::pick;
use super::search::{Outcome, Problem};
use super::store::Store;
use super::table::{decide, effects};
use super::unchanged::changed;

/// The differences of two tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Regions of the differences that do not overlap.
    pub changes: Vec<Change>,
    /// Whether there are further differences. If none is shown, [`Rest::None`] proves that the tables are equal.
    pub rest: Rest,
}

/// A box on which each table has one decision throughout, different from the other's. It is as wide as possible
/// inside one rule for each effect decided at its witness, outside the rules that could decide otherwise, and outside
/// earlier changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Points possible in both tables.
    pub region: Cube,
    /// One of them.
    pub witness: Vec<u16>,
    /// The decision of the old table everywhere in the region; empty where no rule matches.
    pub old: Vec<u32>,
    /// The decision of the new table everywhere in the region.
    pub new: Vec<u32>,
    /// The rules of the old table that decide at the witness.
    pub old_rules: Vec<usize>,
    /// The rules of the new table that decide at the witness.
    pub new_rules: Vec<usize>,
}

/// The differences of two tables over one space: at most `show` regions of points possible in both. An answer without
/// a region and with [`Rest::None`] proves that nothing changes. The spaces must be equal; otherwise nothing is
/// compared, and the answer is undecided.
pub fn diff(old: &Prepared<'_>, new: &Prepared<'_>, show: usize) -> Diff {
    let mut search = Search {
        old,
        new,
        known: Store::default(),
        changes: Vec::new(),
        show,
        rest: Rest::None,
        problem: Problem::default(),
        own_meeting: Vec::new(),
        other_meeting: Vec::new(),
    };
    if old.layout == new.layout {
        let (of_old, of_new) = changed(old, new);
        search.rules(old, new, &of_old);
        search.rules(new, old, &of_new);
    } else {
        search.rest = Rest::Undecided;
    }
    Diff { changes: search.changes, rest: search.rest }
}

struct Search<'p, 't> {
    old: &'p Prepared<'t>,
    new: &'p Prepared<'t>,
    /// The regions found.
    known: Store,
    changes: Vec<Change>,
    show: usize,
    rest: Rest,
    problem: Problem,
    /// Boxes that meet the current one, in its own table and in the other.
    own_meeting: Vec<u64>,
    other_meeting: Vec<u64>,
}

/// The points of a query: a box, and stored boxes of either table that narrow it.
#[derive(Clone, Copy)]
struct Within<'d> {
    dense: &'d [u64],
    own: Option<usize>,
    other: Option<usize>,
}

impl<'p, 't> Search<'p, 't> {
    /// Examines changed rules of the table `own`: whether their effects are missing on the `other` side where they
    /// decide; and, where several effects may be decided at once, these too.
    fn rules(&mut self, own: &'p Prepared<'t>, other: &'p Prepared<'t>, positions: &[usize]) {
        let (own_ties, other_ties) = (has_ties(own), has_ties(other));
        let cubes = positions.iter().flat_map(|position| own.cubes(*position).map(move |cube| (*position, cube)));
        for (position, cube) in cubes {
            let dense = &own.dense(cube);
            if own.is_held(dense, own.lower(position), &mut self.own_meeting) {
                continue;
            }
            own.meet(dense, 0, own.store.len(), &mut self.own_meeting);
            other.meet(dense, 0, other.store.len(), &mut self.other_meeting);
            self.missing(own, other, position, Within { dense, own: None, other: None });
            if own_ties {
                for beside in unlike(own, &self.own_meeting, group(own, position), own.effect(position)) {
                    self.missing(own, other, own.owner(beside), Within { dense, own: Some(beside), other: None });
                }
            }
            if other_ties {
                for more in unlike(other, &self.other_meeting, (0, other.store.len()), own.effect(position)) {
                    self.extra(own, other, position, Within { dense, own: None, other: Some(more) });
                }
            }
            if self.rest == Rest::More {
                return;
            }
        }
    }

    /// Searches for points that a rule of `own` decides and where `other` does not decide its effect: no rule with
    /// that effect matches, or one with another effect comes before all of them.
    fn missing(&mut self, own: &'p Prepared<'t>, other: &'p Prepared<'t>, at: usize, within: Within<'_>) {
        let effect = own.effect(at);
        let all = other.store.len();
        let lower = own.lower(at);
        let last = match self.query(own, other, within, (lower, all), |_| false, |at| other.effect(at) == effect) {
            Outcome::Open => return,
            Outcome::Undecided => all,
            Outcome::Covered => other.end_of_used(&self.problem).unwrap_or(0),
        };
        for cube in unlike(other, &self.other_meeting, (0, last), effect) {
            let before = other.first(other.group(other.owner(cube)).end);
            let within = Within { other: Some(cube), ..within };
            self.query(own, other, within, (lower, before), |_| false, |at| other.effect(at) == effect);
        }
    }

    /// Searches for points that a rule of `own` decides and where `other` decides an effect that `own` does not: the
    /// effect of the box of `other` in `within`.
    fn extra(&mut self, own: &'p Prepared<'t>, other: &'p Prepared<'t>, at: usize, within: Within<'_>) {
        let Some(cube) = within.other else { return };
        let effect = other.effect(other.owner(cube));
        let group = own.group(at);
        let beside = |position: usize| group.contains(&position) && own.effect(position) == effect;
        self.query(own, other, within, (own.lower(at), other.lower(other.owner(cube))), beside, |_| true);
    }

    /// Collects the regions of differing points in a box, outside of: the impossible points of either table, the
    /// known regions, the boxes of `own` up to the first end or owned by a wanted position, and those of `other` up
    /// to the second end with wanted positions. `Open` means that the search can stop.
    fn query(
        &mut self,
        own: &'p Prepared<'t>,
        other: &'p Prepared<'t>,
        within: Within<'_>,
        (own_end, other_end): (usize, usize),
        of_own: impl Fn(usize) -> bool,
        of_other: impl Fn(usize) -> bool,
    ) -> Outcome {
        if self.rest == Rest::More {
            return Outcome::Open;
        }
        let problem = &mut self.problem;
        problem.begin(&own.layout, within.dense);
        within.own.into_iter().for_each(|cube| problem.restrict(&own.store, cube));
        within.other.into_iter().for_each(|cube| problem.restrict(&other.store, cube));
        own.add_impossible(problem);
        other.add_impossible(problem);
        (0..self.known.len()).for_each(|cube| problem.add(&self.known, cube, u32::MAX));
        for cube in bits::ones(&self.own_meeting) {
            if cube < own_end || of_own(own.owner(cube)) {
                problem.add(&own.store, cube, u32::MAX);
            }
        }
        other.add(problem, &self.other_meeting, (0, other_end), of_other);
        loop {
            match own.solve(&mut self.problem) {
                Outcome::Covered => return Outcome::Covered,
                Outcome::Undecided => {
                    self.rest = Rest::Undecided;
                    return Outcome::Undecided;
                }
                Outcome::Open if self.changes.len() == self.show => {
                    self.rest = Rest::More;
                    return Outcome::Open;
                }
                Outcome::Open => {
                    let found = own.layout.cube(&self.problem.found);
                    let Some(witness) = pick(&own.table.space, &found, &[]) else { return Outcome::Undecided };
                    let change = self.change(witness);
                    self.known.push(&own.layout, &change.region);
                    self.problem.add(&self.known, self.known.len() - 1, u32::MAX);
                    self.changes.push(change);
                }
            }
        }
    }

    /// The change at a differing point, widened as far as both tables decide as they do there.
    fn change(&self, witness: Vec<u16>) -> Change {
        let mut problem = Problem::default();
        problem.begin(&self.old.layout, &self.old.layout.full);
        for side in [self.old, self.new] {
            keep_deciding(side, &witness, &mut problem);
        }
        for side in [self.old, self.new] {
            side.add_impossible(&mut problem);
            add_others(side, &witness, &mut problem);
        }
        (0..self.known.len()).for_each(|cube| problem.add(&self.known, cube, 0));
        problem.found = self.old.layout.dense(&Cube::point(&witness));
        problem.widen(&self.old.layout);
        Change {
            region: self.old.layout.cube(&problem.found),
            old: effects(self.old.table, &witness),
            new: effects(self.new.table, &witness),
            old_rules: decide(self.old.table, &witness),
            new_rules: decide(self.new.table, &witness),
            witness,
        }
    }
}

/// Narrows the searched box so that, for each effect decided at a point, a rule with that effect still matches.
fn keep_deciding(side: &Prepared<'_>, witness: &[u16], problem: &mut Problem) {
    let mut kept = Vec::new();
    for rule in decide(side.table, witness) {
        let effect = side.table.rules[rule].effect;
        let holding = side.table.rules[rule].cubes.iter().find(|cube| cube.contains(witness));
        if let Some(cube) = holding.filter(|_| !kept.contains(&effect)) {
            kept.push(effect);
            problem.restrict(&Store::of(&side.layout, [cube]), 0);
        }
    }
}

/// Adds every rule that would change the decision at a point if it matched there.
fn add_others(side: &Prepared<'_>, witness: &[u16], problem: &mut Problem) {
    let decided = effects(side.table, witness);
    let deciding = decide(side.table, witness).first().map(|rule| side.position(*rule));
    let (lower, end) = deciding.map_or((side.store.len(), 0), |at| (side.lower(at), side.first(side.group(at).end)));
    for cube in 0..lower.max(end) {
        let is_decided = decided.contains(&side.effect(side.owner(cube)));
        // If there is one decision, a rule with that effect may also come sooner.
        if !is_decided || cube < lower && decided.len() > 1 {
            problem.add(&side.store, cube, 0);
        }
    }
}

/// Boxes in a part of a bitset with another effect.
fn unlike(side: &Prepared<'_>, meeting: &[u64], (from, to): (usize, usize), effect: u32) -> Vec<usize> {
    bits::ones_in(meeting, from, to).filter(|cube| side.effect(side.owner(*cube)) != effect).collect()
}

/// The boxes of the rank of a position.
fn group(side: &Prepared<'_>, position: usize) -> (usize, usize) {
    let group = side.group(position);
    (side.first(group.start), side.first(group.end))
}

/// Whether rules of one rank have different effects.
fn has_ties(side: &Prepared<'_>) -> bool {
    (0..side.rules()).any(|at| side.effect(at) != side.effect(side.group(at).start))
}
