//! Pairs of rules that overlap on a possible point.
//!
//! Pairs are counted by bitsets over rules, so millions of them cost milliseconds. A rule that meets impossible
//! points is first split into pieces without them. Where lower ranks may cover what two rules of one rank share, one
//! uncovered region settles every rule that meets it.

use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::FxHashMap;

use super::bits;
use super::cube::Cube;
use super::pieces::pieces;
use super::prepared::{Prepared, Room};
use super::search::Outcome;

/// Which pairs to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairs {
    /// Rules with different effects.
    Unlike,
    /// Rules with the same effect.
    Like,
}

/// Pairs of overlapping rules: exact counts, and some of the pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlaps {
    /// Pairs of one rank that overlap on a point where their rank decides. With different effects, these are
    /// conflicts.
    pub live: u64,
    /// Pairs of different rank, or whose overlap is covered by lower ranks.
    pub masked: u64,
    /// Pairs that were not decided within the budget. They would be live, masked, or not overlap.
    pub undecided: u64,
    /// Live pairs up to the requested number. With different effects: for each rule of a live pair that no earlier
    /// pair includes, the pair with its partner. With the same effect: for each rule its first live partner, by rank
    /// and index. Masked pairs follow, chosen in the latter way.
    pub shown: Vec<Overlap>,
    /// With different effects: every rule in a live pair, ascending, with a partner.
    pub involved: Vec<(usize, usize)>,
}

/// Two overlapping rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The lower index.
    pub first: usize,
    /// The higher index.
    pub second: usize,
    /// Whether both decide on the region.
    pub is_live: bool,
    /// A maximal box of possible points that both match. For a live pair, both decide there.
    pub region: Cube,
}

/// The result for one position and those after it.
#[derive(Debug, Default)]
struct Tally {
    live: u64,
    masked: u64,
    undecided: u64,
    /// Its first live and its first masked partner.
    partners: [Option<u32>; 2],
}

/// Buffers of one thread for pairs.
#[derive(Debug, Default)]
struct Pen {
    room: Room,
    /// Later positions that the current one overlaps.
    met: Vec<u64>,
    /// Of these, the ones not known to overlap.
    doubtful: Vec<u64>,
}

/// The positions with each effect, as a bitset.
type Like = FxHashMap<u32, Vec<u64>>;

/// Pairs of rules with different or the same effect that share a possible point, with a region for up to `show` live
/// and as many masked ones.
pub fn overlaps(prepared: &Prepared<'_>, pairs: Pairs, show: usize) -> Overlaps {
    let words = prepared.rules().div_ceil(64);
    let mut like: Like = FxHashMap::default();
    for at in 0..prepared.rules() {
        bits::set(like.entry(prepared.effect(at)).or_insert_with(|| vec![0; words]), at);
    }
    if (0..prepared.rules()).any(|at| prepared.lower(at) > 0 && prepared.group(at).len() > 1) {
        // Calculated before the pairs are examined in parallel, since these need them.
        prepared.states();
    }
    let earliest: Vec<AtomicU32> = match pairs {
        Pairs::Unlike => (0..prepared.rules()).map(|_| AtomicU32::new(u32::MAX)).collect(),
        Pairs::Like => Vec::new(),
    };
    let tallies =
        prepared.each(prepared.rules(), |pen, position| tally(prepared, &like, pairs, &earliest, position, pen));
    let mut all = Overlaps::default();
    let mut chosen: [Vec<(usize, usize)>; 2] = [Vec::new(), Vec::new()];
    for (position, tally) in tallies.iter().enumerate() {
        all.live += tally.live;
        all.masked += tally.masked;
        all.undecided += tally.undecided;
        for (chosen, partner) in chosen.iter_mut().zip(tally.partners) {
            if let Some(partner) = partner {
                let (a, b) = (prepared.rule(position), prepared.rule(partner as usize));
                chosen.push((a.min(b), a.max(b)));
            }
        }
    }
    if pairs == Pairs::Unlike {
        let partner = |(position, tally): (usize, &Tally)| {
            let before = earliest.get(position).map(|first| first.load(Ordering::Relaxed));
            let partner = before.filter(|first| *first != u32::MAX).or(tally.partners[0])?;
            Some((prepared.rule(position), prepared.rule(partner as usize)))
        };
        all.involved = tallies.iter().enumerate().filter_map(partner).collect();
        all.involved.sort_unstable();
        let mut named = vec![false; prepared.rules()];
        chosen[0].clear();
        for (rule, partner) in &all.involved {
            if !named[*rule] && chosen[0].len() < show {
                (named[*rule], named[*partner]) = (true, true);
                chosen[0].push((*rule.min(partner), *rule.max(partner)));
            }
        }
    }
    let mut room = Room::default();
    for (mut chosen, is_live) in chosen.into_iter().zip([true, false]) {
        chosen.sort_unstable();
        for (first, second) in chosen.into_iter().take(show) {
            if let Some(region) = meeting(prepared, first, second, is_live, &mut room) {
                all.shown.push(Overlap { first, second, is_live, region });
            }
        }
    }
    all
}

/// A maximal box of possible points that two rules share; with `is_live`, one where they decide.
fn meeting(prepared: &Prepared<'_>, first: usize, second: usize, is_live: bool, room: &mut Room) -> Option<Cube> {
    let (a, b) = (prepared.position(first), prepared.position(second));
    let lower = if is_live { prepared.lower(a) } else { 0 };
    for cube in prepared.cubes(a) {
        let dense = prepared.dense(cube);
        prepared.meet(&dense, 0, lower, &mut room.meeting);
        for other in prepared.cubes(b) {
            if shared(prepared, &dense, other, lower, room) == Outcome::Open {
                room.problem.widen(&prepared.layout);
                return Some(prepared.layout.cube(&room.problem.found));
            }
        }
    }
    None
}

/// Searches for a possible point of a box and of a stored one, outside the boxes before `lower`. The ones that meet
/// the first are in the buffer.
fn shared(prepared: &Prepared<'_>, dense: &[u64], other: usize, lower: usize, room: &mut Room) -> Outcome {
    let Room { problem, meeting } = room;
    if prepared.is_closed(problem) {
        return Outcome::Undecided;
    }
    problem.begin(&prepared.layout, dense);
    problem.restrict(&prepared.store, other);
    prepared.add_impossible(problem);
    prepared.add(problem, meeting, (0, lower), |_| true);
    prepared.solve(problem)
}

fn tally(
    prepared: &Prepared<'_>,
    like: &Like,
    pairs: Pairs,
    earliest: &[AtomicU32],
    position: usize,
    pen: &mut Pen,
) -> Tally {
    let all = prepared.rules();
    let budget = (prepared.budget.pairs as usize / all.max(1)).max(64);
    let mut left = budget;
    pen.room.problem.answer = 0;
    reach(prepared, position, &mut left, pen);
    let turn = match pairs {
        Pairs::Like => 0,
        Pairs::Unlike => u64::MAX,
    };
    for set in [&mut pen.met, &mut pen.doubtful] {
        set.iter_mut().zip(&like[&prepared.effect(position)]).for_each(|(own, like)| *own &= like ^ turn);
    }
    let mut tally = Tally::default();
    let group = prepared.group(position);
    tally.undecided += bits::count(&pen.doubtful);
    tally.masked += bits::ones_in(&pen.met, group.end, all).count() as u64;
    tally.partners[1] = bits::ones_in(&pen.met, group.end, all).next().map(|at| at as u32);
    bits::keep(&mut pen.met, position + 1, group.end);
    if prepared.lower(position) == 0 {
        tally.live = bits::count(&pen.met);
        tally.partners[0] = bits::ones(&pen.met).next().map(|at| at as u32);
        first_partners(earliest, position, &pen.met);
        return tally;
    }
    settle(prepared, position, left, earliest, pen, &mut tally);
    tally
}

/// Notes a position as a partner of each of its live partners, if it is their first.
fn first_partners(earliest: &[AtomicU32], position: usize, live: &[u64]) {
    if earliest.is_empty() {
        return;
    }
    let own = position as u32;
    for at in bits::ones(live) {
        if earliest[at].load(Ordering::Relaxed) > own {
            earliest[at].fetch_min(own, Ordering::Relaxed);
        }
    }
}

/// Puts the later positions that a position overlaps on possible points into `met`, and the undecided ones into
/// `doubtful`.
fn reach(prepared: &Prepared<'_>, position: usize, left: &mut usize, pen: &mut Pen) {
    let words = prepared.rules().div_ceil(64);
    for set in [&mut pen.met, &mut pen.doubtful] {
        set.clear();
        set.resize(words, 0);
    }
    let (from, to) = (prepared.cubes(position).end, prepared.store.len());
    for cube in prepared.cubes(position) {
        let dense = prepared.dense(cube);
        if let Some(pieces) = pieces(&prepared.layout, &prepared.impossible, &dense) {
            for piece in pieces {
                prepared.meet(&piece, from, to, &mut pen.room.meeting);
                let is_done = prepared.keep_reached(&mut pen.room.problem, &piece, &mut pen.room.meeting);
                prepared.join_owners(&pen.room.meeting, if is_done { &mut pen.met } else { &mut pen.doubtful });
            }
            continue;
        }
        // Too many pieces: compare pair by pair.
        let mut others = Vec::new();
        prepared.meet(&dense, from, to, &mut others);
        for other in bits::ones(&others) {
            let owner = prepared.owner(other);
            if bits::get(&pen.met, owner) {
                continue;
            }
            let outcome = match left.checked_sub(1) {
                None => Outcome::Undecided,
                Some(fewer) => {
                    *left = fewer;
                    shared(prepared, &dense, other, 0, &mut pen.room)
                }
            };
            match outcome {
                Outcome::Open => bits::set(&mut pen.met, owner),
                Outcome::Undecided => bits::set(&mut pen.doubtful, owner),
                Outcome::Covered => {}
            }
        }
    }
    pen.doubtful.iter_mut().zip(&pen.met).for_each(|(doubtful, met)| *doubtful &= !met);
}

/// Separates live from masked positions of one rank, where lower ranks may cover.
fn settle(
    prepared: &Prepared<'_>,
    position: usize,
    mut left: usize,
    earliest: &[AtomicU32],
    pen: &mut Pen,
    tally: &mut Tally,
) {
    let decides = |at: usize| !prepared.states()[at].is_idle();
    let Pen { room, met, .. } = pen;
    let (lower, group) = (prepared.lower(position), prepared.group(position));
    let mut masked = vec![0; met.len()];
    for at in bits::ones(met).filter(|at| !decides(position) || !decides(*at)).collect::<Vec<_>>() {
        bits::clear(met, at);
        bits::set(&mut masked, at);
    }
    let (from, to) = (prepared.first(position + 1), prepared.first(group.end));
    let mut live = vec![0; met.len()];
    let mut open = vec![0; met.len()];
    let mut near = Vec::new();
    for cube in prepared.cubes(position) {
        if bits::count(met) == 0 {
            break;
        }
        let dense = prepared.dense(cube);
        prepared.meet(&dense, 0, lower, &mut room.meeting);
        prepared.meet(&dense, from, to, &mut near);
        for other in bits::ones(&near) {
            let owner = prepared.owner(other);
            if !bits::get(met, owner) || bits::get(&live, owner) {
                continue;
            }
            let outcome = match left.checked_sub(1) {
                None => Outcome::Undecided,
                Some(fewer) => {
                    left = fewer;
                    shared(prepared, &dense, other, lower, room)
                }
            };
            match outcome {
                Outcome::Covered => {}
                Outcome::Undecided => bits::set(&mut open, owner),
                Outcome::Open => {
                    bits::set(&mut live, owner);
                    // Everything that meets the same region is settled too.
                    widen(prepared, &dense, lower, room);
                    let found = std::mem::take(&mut room.problem.found);
                    let mut also = Vec::new();
                    prepared.meet(&found, from, to, &mut also);
                    if prepared.keep_reached(&mut room.problem, &found, &mut also) {
                        prepared.join_owners(&also, &mut live);
                    }
                    room.problem.found = found;
                }
            }
        }
    }
    live.iter_mut().zip(&*met).for_each(|(live, met)| *live &= met);
    open.iter_mut().zip(&live).for_each(|(open, live)| *open &= !live);
    let rest = met.iter().zip(&live).zip(&open).map(|((met, live), open)| met & !live & !open);
    masked.iter_mut().zip(rest).for_each(|(masked, rest)| *masked |= rest);
    first_partners(earliest, position, &live);
    tally.live += bits::count(&live);
    tally.undecided += bits::count(&open);
    tally.masked += bits::count(&masked);
    tally.partners[0] = bits::ones(&live).next().map(|at| at as u32);
    if let Some(first) = bits::ones(&masked).next() {
        tally.partners[1] = Some(first as u32);
    }
}

/// Widens a found point to all of a box over which the same boxes may cover.
fn widen(prepared: &Prepared<'_>, dense: &[u64], lower: usize, room: &mut Room) {
    let Room { problem, meeting } = room;
    let found = std::mem::take(&mut problem.found);
    problem.begin(&prepared.layout, dense);
    prepared.add_impossible(problem);
    prepared.add(problem, meeting, (0, lower), |_| true);
    problem.found = found;
    problem.widen(&prepared.layout);
}
