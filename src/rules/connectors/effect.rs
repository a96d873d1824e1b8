//! Decides exactly whether a data policy changes anything.
//!
//! A policy changes something in an environment if it alone blocks a connector, or if it alone prevents two
//! connectors from being used together. Future connectors count too: one that can be blocked, one that cannot, and a
//! custom one, each in the group where the policies put connectors that they do not name.
//!
//! The cost per policy does not grow with the number of other policies in its class: sums and counts over them are
//! kept, and adjusted when a policy is taken out.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::analysis::{Cell, Class, Placement, Placements};
use crate::model::Set;
use crate::model::program::{DataGroup, DataPolicy, PolicyId, Program, Scope};
use crate::rules::shared::places::Places;

/// Takes policies out one by one, as long as nothing changes.
pub(in crate::rules) struct Removal {
    works: Vec<Work>,
    /// For each policy, the indices of its works and its index in each of them.
    of: Vec<Vec<(usize, usize)>>,
    /// The connectors that each policy blocks.
    blocked: Vec<Set>,
}

impl Removal {
    /// All policies in all classes of environments.
    pub fn new(program: &Program, places: &Places<'_>) -> Self {
        let blocked: Vec<Set> =
            program.policies.ids().map(|(policy, _)| places.blocked_by(policy).cloned().unwrap_or_default()).collect();
        let works: Vec<Work> = places.all.par_iter().map(|class| Work::new(program, class, &blocked)).collect();
        let mut of: Vec<Vec<(usize, usize)>> = vec![Vec::new(); program.policies.len()];
        for (work, class) in places.all.iter().enumerate() {
            for (index, id) in class.policies.iter().enumerate() {
                if let Some(of) = of.get_mut(id.0 as usize) {
                    of.push((work, index));
                }
            }
        }
        Self { works, of, blocked }
    }

    /// Takes a policy out if nothing changes. Returns whether it was taken out.
    pub fn remove(&mut self, id: PolicyId) -> bool {
        let Some(of) = self.of.get(id.0 as usize) else { return false };
        let changes = of.iter().any(|(work, index)| {
            self.works.get(*work).is_none_or(|work| work.alone_blocks(*index, &self.blocked) || work.parts(*index))
        });
        if changes {
            return false;
        }
        for (work, index) in of {
            if let Some(work) = self.works.get_mut(*work) {
                work.take_out(*index, &self.blocked);
            }
        }
        true
    }
}

/// One class of environments.
struct Work {
    policies: Vec<PolicyId>,
    /// Whether each policy is still present.
    alive: Vec<bool>,
    /// The placements of the connectors of each cell, and of future connectors that are not blocked.
    tuples: Vec<Tuple>,
    /// The placements of future connectors that are blocked.
    blocked_newcomers: Vec<Newcomer>,
    /// For each connector, the number of present policies that block it.
    blockers: Counts,
}

struct Tuple {
    placements: Placements,
    /// The XOR of the marks of the present policies' placements.
    sum: u64,
    /// The number of present policies that ignore it.
    ignoring: usize,
}

/// A future connector that is blocked.
struct Newcomer {
    placements: Placements,
    /// The number of present policies that block it.
    blockers: usize,
}

impl Work {
    fn new(program: &Program, class: &Class, blocked_by: &[Set]) -> Self {
        let policies: Vec<&DataPolicy> = class.policies.iter().map(|id| &program.policies[id]).collect();
        let newcomers = [unnamed, unnamed_unblockable, unnamed_custom]
            .map(|place| policies.iter().map(|policy| place(policy)).collect::<Placements>());
        // Most connectors have the usual placements, so a sum takes one step for each policy with another placement.
        let usual = newcomers.first().cloned().unwrap_or_default();
        let sum_of =
            |placements: &Placements| placements.iter().enumerate().fold(0, |sum, (at, one)| sum ^ mark(at, one));
        let usual_sum = sum_of(&usual);
        let (blocked_newcomers, free): (Vec<_>, Vec<_>) =
            newcomers.into_iter().partition(|placements| placements.iter().any(is_blocked));
        let cells = class.cells.iter().map(|cell: &Cell| cell.placements.clone());
        let tuples = cells.chain(free).map(|placements| {
            let elsewhere = placements.differences(&usual);
            let sum = elsewhere.fold(usual_sum, |sum, at| match (usual.get(at), placements.get(at)) {
                (Some(usual), Some(one)) => sum ^ mark(at, usual) ^ mark(at, one),
                _neither => sum,
            });
            Tuple { ignoring: placements.ignoring(), placements, sum }
        });
        let newcomer = |placements: Placements| {
            let blockers = placements.iter().filter(|placement| is_blocked(*placement)).count();
            Newcomer { placements, blockers }
        };
        let mut blockers = Counts::default();
        class.policies.iter().filter_map(|id| blocked_by.get(id.0 as usize)).for_each(|set| blockers.add(set));
        Self {
            policies: class.policies.clone(),
            alive: vec![true; class.policies.len()],
            tuples: tuples.collect(),
            blocked_newcomers: blocked_newcomers.into_iter().map(newcomer).collect(),
            blockers,
        }
    }

    /// Whether some connector is blocked by this policy only.
    fn alone_blocks(&self, index: usize, blocked: &[Set]) -> bool {
        let own =
            |newcomer: &Newcomer| newcomer.blockers == 1 && newcomer.placements.get(index).is_some_and(is_blocked);
        let set = self.policies.get(index).and_then(|id| blocked.get(id.0 as usize));
        self.blocked_newcomers.iter().any(own) || set.is_some_and(|set| set.meets(&self.blockers.once()))
    }

    /// Whether some pair of cells is kept apart by this policy only.
    fn parts(&self, index: usize) -> bool {
        let ignored = |tuple: &&Tuple| tuple.ignoring > 0;
        let by_it = |one: &Tuple, other: &Tuple| self.conflict(one, other) == Conflict::Only(index);
        // Tuples that some policy ignores are compared with all others; there are few.
        for tuple in self.tuples.iter().filter(ignored) {
            if self.tuples.iter().any(|other| by_it(tuple, other)) {
                return true;
            }
        }
        // Two other tuples must agree except for this policy: without it, they have the same sum.
        let mut seen: FxHashMap<u64, Vec<&Tuple>> = FxHashMap::default();
        for tuple in self.tuples.iter().filter(|tuple| !ignored(tuple)) {
            let Some(own) = tuple.placements.get(index) else { continue };
            let alike = seen.entry(tuple.sum ^ mark(index, own)).or_default();
            if alike.iter().any(|other| by_it(tuple, other)) {
                return true;
            }
            if !alike.iter().any(|other| self.conflict(tuple, other) == Conflict::None) {
                alike.push(tuple);
            }
        }
        false
    }

    /// Which policies keep two tuples apart.
    fn conflict(&self, one: &Tuple, other: &Tuple) -> Conflict {
        let mut apart =
            one.placements.conflicts(&other.placements).filter(|index| self.alive.get(*index) == Some(&true));
        match (apart.next(), apart.next()) {
            (None, _) => Conflict::None,
            (Some(index), None) => Conflict::Only(index),
            (Some(_), Some(_)) => Conflict::Several,
        }
    }

    fn take_out(&mut self, index: usize, blocked: &[Set]) {
        if let Some(alive) = self.alive.get_mut(index) {
            *alive = false;
        }
        for tuple in &mut self.tuples {
            if let Some(placement) = tuple.placements.get(index) {
                tuple.sum ^= mark(index, placement);
                tuple.ignoring -= usize::from(placement == Placement::Ignored);
            }
        }
        for newcomer in &mut self.blocked_newcomers {
            if newcomer.placements.get(index).is_some_and(is_blocked) {
                newcomer.blockers -= 1;
            }
        }
        if let Some(set) = self.policies.get(index).and_then(|id| blocked.get(id.0 as usize)) {
            self.blockers.take(set);
        }
        self.join_equal();
    }

    /// Keeps one of the tuples that have become equal, so that equal tuples are not compared again.
    fn join_equal(&mut self) {
        let mut first: FxHashMap<u64, usize> = FxHashMap::default();
        let mut equal: Vec<usize> = Vec::new();
        for (at, tuple) in self.tuples.iter().enumerate().filter(|(_, tuple)| tuple.ignoring == 0) {
            match first.get(&tuple.sum).and_then(|other| self.tuples.get(*other)) {
                Some(other) if self.conflict(tuple, other) == Conflict::None => equal.push(at),
                Some(_) => {}
                None => _ = first.insert(tuple.sum, at),
            }
        }
        let mut at = 0;
        self.tuples.retain(|_| {
            at += 1;
            equal.binary_search(&(at - 1)).is_err()
        });
    }
}

/// In how many sets each connector is: one set for each binary digit, the lowest first. So a set is added with a few
/// operations on words, however many connectors it has.
#[derive(Default)]
struct Counts(Vec<Set>);

impl Counts {
    fn add(&mut self, set: &Set) {
        // The default set has no room for connectors, so it cannot be combined with others.
        if set.is_empty() {
            return;
        }
        let mut carried = set.clone();
        for digit in &mut self.0 {
            let both = digit.clone().common(&carried);
            *digit = std::mem::take(digit).union(&carried).minus(&both);
            carried = both;
        }
        if !carried.is_empty() {
            self.0.push(carried);
        }
    }

    /// Takes back a set that was added.
    fn take(&mut self, set: &Set) {
        if set.is_empty() {
            return;
        }
        let mut borrowed = set.clone();
        for digit in &mut self.0 {
            let both = digit.clone().common(&borrowed);
            let missing = borrowed.clone().minus(digit);
            *digit = std::mem::take(digit).union(&borrowed).minus(&both);
            borrowed = missing;
        }
    }

    /// The connectors in exactly one set.
    fn once(&self) -> Set {
        let Some((lowest, others)) = self.0.split_first() else { return Set::default() };
        others.iter().fold(lowest.clone(), Set::minus)
    }
}

/// Which policies keep two connectors apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conflict {
    None,
    Only(usize),
    Several,
}

fn is_blocked(placement: Placement) -> bool {
    placement == Placement::Group(DataGroup::Blocked)
}

/// The placement of a new connector.
fn unnamed(policy: &DataPolicy) -> Placement {
    Placement::Group(policy.rest)
}

/// The placement of a new connector that cannot be blocked.
fn unnamed_unblockable(policy: &DataPolicy) -> Placement {
    match policy.rest {
        DataGroup::Blocked => Placement::Group(DataGroup::NonBusiness),
        DataGroup::Business | DataGroup::NonBusiness => Placement::Group(policy.rest),
    }
}

/// The placement of a new custom connector.
fn unnamed_custom(policy: &DataPolicy) -> Placement {
    if matches!(policy.scope, Scope::Environment(_)) {
        return Placement::Group(policy.rest);
    }
    let last = policy.patterns.iter().find(|row| &*row.pattern.name == "*");
    last.and_then(|row| row.group).map_or(Placement::Ignored, Placement::Group)
}

/// A hash of the placement by one policy of a class; the XOR of these hashes identifies a tuple.
fn mark(index: usize, placement: Placement) -> u64 {
    let place: u64 = match placement {
        Placement::Group(group) => group.index() as u64,
        Placement::Ignored => 3,
    };
    let mut mark = (index as u64 * 4 + place + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mark = (mark ^ (mark >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mark = (mark ^ (mark >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mark ^ (mark >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Counts, Set};
    use crate::model::ConnectorId;

    #[test]
    fn counts_agree_with_plain_counting() {
        let set = |step: u32| Set::filter(200, |id: ConnectorId| id.0 % step == 1);
        let mut sets: Vec<Set> = (2..20).map(set).collect();
        sets.insert(3, Set::default());
        let mut counts = Counts::default();
        for set in &sets {
            counts.add(set);
        }
        while let Some(last) = sets.pop() {
            counts.take(&last);
            let times = |id: ConnectorId| sets.iter().filter(|set| set.contains(id)).count();
            assert!(
                (0..200).map(ConnectorId).all(|id| counts.once().contains(id) == (times(id) == 1)),
                "{}",
                sets.len()
            );
        }
    }
}
