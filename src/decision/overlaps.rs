//! Pairs of rules that overlap on a possible point.
//!
//! Pairs are counted by bitsets over rules, so millions of them cost milliseconds. A rule that meets impossible
//! points is first split into pieces without them.

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
    /// Pairs of one rank. In the lowest rank, pairs with different effects are conflicts.
    pub live: u64,
    /// Pairs of different rank: the lower one counts.
    pub masked: u64,
    /// Pairs that were not decided within the budget. They would be live, masked, or not overlap.
    pub undecided: u64,
    /// Live pairs up to the requested number. With different effects: for each rule of a live pair that no earlier
    /// pair includes, the pair with its partner. With the same effect: for each rule its first live partner, by rank
    /// and index.
    pub shown: Vec<Overlap>,
    /// With different effects: every rule in a live pair, ascending, with a partner.
    pub involved: Vec<(usize, usize)>,
}

/// Two overlapping rules of one rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The lower index.
    pub first: usize,
    /// The higher index.
    pub second: usize,
    /// A maximal box of possible points that both match.
    pub region: Cube,
}

/// The result for one position and those after it.
#[derive(Debug, Default)]
struct Tally {
    live: u64,
    masked: u64,
    undecided: u64,
    /// Its first live partner.
    partner: Option<u32>,
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

/// Pairs of rules with different or the same effect that share a possible point, with a region for up to `show` pairs
/// of one rank.
pub fn overlaps(prepared: &Prepared<'_>, pairs: Pairs, show: usize) -> Overlaps {
    let words = prepared.rules().div_ceil(64);
    let mut like: Like = FxHashMap::default();
    for at in 0..prepared.rules() {
        bits::set(like.entry(prepared.effect(at)).or_insert_with(|| vec![0; words]), at);
    }
    let earliest: Vec<AtomicU32> = match pairs {
        Pairs::Unlike => (0..prepared.rules()).map(|_| AtomicU32::new(u32::MAX)).collect(),
        Pairs::Like => Vec::new(),
    };
    let tallies =
        prepared.each(prepared.rules(), |pen, position| tally(prepared, &like, pairs, &earliest, position, pen));
    let mut all = Overlaps::default();
    for tally in &tallies {
        all.live += tally.live;
        all.masked += tally.masked;
        all.undecided += tally.undecided;
    }
    let partner = |(position, tally): (usize, &Tally)| {
        let before = earliest.get(position).map(|first| first.load(Ordering::Relaxed));
        let partner = before.filter(|first| *first != u32::MAX).or(tally.partner)?;
        Some((prepared.rule(position), prepared.rule(partner as usize)))
    };
    let mut chosen: Vec<(usize, usize)> = tallies.iter().enumerate().filter_map(partner).collect();
    if pairs == Pairs::Unlike {
        chosen.sort_unstable();
        all.involved.clone_from(&chosen);
        let mut named = vec![false; prepared.rules()];
        chosen.retain(|(rule, partner)| {
            let is_new = !named[*rule];
            if is_new {
                (named[*rule], named[*partner]) = (true, true);
            }
            is_new
        });
        chosen.truncate(show);
    }
    let mut ordered: Vec<(usize, usize)> = chosen.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
    ordered.sort_unstable();
    let mut room = Room::default();
    for (first, second) in ordered.into_iter().take(show) {
        if let Some(region) = meeting(prepared, first, second, &mut room) {
            all.shown.push(Overlap { first, second, region });
        }
    }
    all
}

/// A maximal box of possible points that two rules share.
fn meeting(prepared: &Prepared<'_>, first: usize, second: usize, room: &mut Room) -> Option<Cube> {
    for cube in prepared.cubes(prepared.position(first)) {
        let dense = prepared.dense(cube);
        for other in prepared.cubes(prepared.position(second)) {
            if shared(prepared, &dense, other, room) == Outcome::Open {
                room.problem.widen(&prepared.layout);
                return Some(prepared.layout.cube(&room.problem.found));
            }
        }
    }
    None
}

/// Searches for a possible point of a box and of a stored one.
fn shared(prepared: &Prepared<'_>, dense: &[u64], other: usize, room: &mut Room) -> Outcome {
    let problem = &mut room.problem;
    if prepared.is_closed(problem) {
        return Outcome::Undecided;
    }
    problem.begin(&prepared.layout, dense);
    problem.restrict(&prepared.store, other);
    prepared.add_impossible(problem);
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
    pen.room.problem.answer = 0;
    reach(prepared, position, pen);
    let turn = match pairs {
        Pairs::Like => 0,
        Pairs::Unlike => u64::MAX,
    };
    for set in [&mut pen.met, &mut pen.doubtful] {
        set.iter_mut().zip(&like[&prepared.effect(position)]).for_each(|(own, like)| *own &= like ^ turn);
    }
    let end = prepared.group(position).end;
    let masked = bits::ones_in(&pen.met, end, all).count() as u64;
    bits::keep(&mut pen.met, position + 1, end);
    // Notes the position as a partner of each of its partners, if it is their first.
    for earliest in bits::ones(&pen.met).filter_map(|at| earliest.get(at)) {
        if earliest.load(Ordering::Relaxed) > position as u32 {
            earliest.fetch_min(position as u32, Ordering::Relaxed);
        }
    }
    Tally {
        live: bits::count(&pen.met),
        masked,
        undecided: bits::count(&pen.doubtful),
        partner: bits::ones(&pen.met).next().map(|at| at as u32),
    }
}

/// Puts the later positions that a position overlaps on possible points into `met`, and the undecided ones into
/// `doubtful`.
fn reach(prepared: &Prepared<'_>, position: usize, pen: &mut Pen) {
    let words = prepared.rules().div_ceil(64);
    for set in [&mut pen.met, &mut pen.doubtful] {
        set.clear();
        set.resize(words, 0);
    }
    let mut left = (prepared.budget.pairs as usize / prepared.rules().max(1)).max(64);
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
                    left = fewer;
                    shared(prepared, &dense, other, &mut pen.room)
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
