//! Whether a rule has an effect: redundant rules, and rules that match other boxes instead.

use super::answer::Answer;
use super::bits;
use super::cube::Cube;
use super::prepared::{Prepared, Room, State};
use super::search::{Outcome, Problem};
use super::store::Store;

/// Whether a rule could be left out although it decides somewhere. Yes if the decision stays the same at every
/// possible point without it. No with a maximal box in which the decision would change, or there would be none. A
/// rule that never decides gives no, with `None`: see [`standing`](super::standing). Must not be called in parallel
/// with other questions about the same table.
pub fn redundant(prepared: &Prepared<'_>, rule: usize) -> Answer<(), Option<Cube>> {
    prepared.close(1);
    spared(prepared, prepared.position(rule), Width::Greatest, &mut Room::default())
}

/// [`redundant`] for every rule, by index. Boxes in which a rule has an effect are not widened, to save the work for
/// thousands of them.
pub fn redundancies(prepared: &Prepared<'_>) -> Vec<Answer<(), Option<Cube>>> {
    prepared.each(prepared.rules(), |room, rule| spared(prepared, prepared.position(rule), Width::AsFound, room))
}

fn spared(prepared: &Prepared<'_>, position: usize, width: Width, room: &mut Room) -> Answer<(), Option<Cube>> {
    match &prepared.states()[position] {
        State::Never | State::Masked(_) => return Answer::No(None),
        State::Decides(_) | State::Undecided => {}
    }
    let boxes: Vec<Vec<u64>> = prepared.cubes(position).map(|cube| prepared.dense(cube)).collect();
    match matters(prepared, position, &boxes, &Store::default(), width, room) {
        // A rule that is not known to decide is not known to be redundant either.
        Answer::No(()) if prepared.states()[position] == State::Undecided => Answer::Undecided,
        Answer::No(()) => Answer::Yes(()),
        Answer::Yes(region) => Answer::No(Some(region)),
        Answer::Undecided => Answer::Undecided,
    }
}

/// Whether a rule that matches `cubes` instead of its own boxes changes any decision: yes with a box of possible
/// points where it does.
pub fn replaced(prepared: &Prepared<'_>, rule: usize, cubes: &[Cube]) -> Answer<Cube, ()> {
    let (position, room) = (prepared.position(rule), &mut Room::default());
    let own: Vec<Vec<u64>> = prepared.cubes(position).map(|cube| prepared.dense(cube)).collect();
    let new: Vec<Vec<u64>> = cubes.iter().map(|cube| prepared.layout.dense(cube)).collect();
    let lost = changed(prepared, position, &own, &new, room);
    if lost.is_yes() {
        return lost;
    }
    match (lost, changed(prepared, position, &new, &own, room)) {
        (_, Answer::Yes(region)) => Answer::Yes(region),
        (Answer::No(()), Answer::No(())) => Answer::No(()),
        _open => Answer::Undecided,
    }
}

/// Whether decisions change if the rule of a position matches in `boxes` outside `without`.
fn changed(
    prepared: &Prepared<'_>,
    position: usize,
    boxes: &[Vec<u64>],
    without: &[Vec<u64>],
    room: &mut Room,
) -> Answer<Cube, ()> {
    // Mostly one is the other with one attribute wider or narrower. Then the outside is one box, or empty.
    if let ([one], [other]) = (boxes, without)
        && let Some(outside) = outside(prepared, one, other)
    {
        return matters(prepared, position, &outside, &Store::default(), Width::AsFound, room);
    }
    let without: Vec<Cube> = without.iter().map(|dense| prepared.layout.cube(dense)).collect();
    matters(prepared, position, boxes, &Store::of(&prepared.layout, &without), Width::AsFound, room)
}

/// The part of a dense box outside of another, where that is one box or nothing.
fn outside(prepared: &Prepared<'_>, dense: &[u64], other: &[u64]) -> Option<Vec<Vec<u64>>> {
    let mut outside = Vec::new();
    for attribute in 0..prepared.layout.attributes() {
        let span = prepared.layout.span(attribute);
        if dense[span.clone()].iter().zip(&other[span.clone()]).all(|(own, other)| own & !other == 0) {
            continue;
        }
        if !outside.is_empty() {
            return None;
        }
        let mut rest = dense.to_vec();
        rest[span.clone()].iter_mut().zip(&other[span]).for_each(|(own, other)| *own &= !other);
        outside.push(rest);
    }
    Some(outside)
}

/// The requested width of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Greatest,
    AsFound,
}

/// Whether decisions change if the rule of a position also matches some further boxes.
pub(super) fn added(
    prepared: &Prepared<'_>,
    position: usize,
    new: &[Vec<u64>],
    width: Width,
    room: &mut Room,
) -> Answer<Cube, ()> {
    let own: Vec<Cube> = prepared.cubes(position).map(|cube| prepared.layout.cube(&prepared.dense(cube))).collect();
    matters(prepared, position, new, &Store::of(&prepared.layout, &own), width, room)
}

/// Whether decisions change at a possible point of `boxes` outside `without` if the rule of a position matches there.
///
/// They do where no lower rank matches, no other rule of its rank has the same effect, and the next matching rule has
/// another effect or does not exist. So first search for a point that no later rule of the same effect covers. Then,
/// for each rule of another effect, search for a point of it that no earlier rule of the same effect covers.
fn matters(
    prepared: &Prepared<'_>,
    position: usize,
    boxes: &[Vec<u64>],
    without: &Store,
    width: Width,
    room: &mut Room,
) -> Answer<Cube, ()> {
    let Room { problem, meeting } = room;
    let (lower, all) = (prepared.lower(position), prepared.store.len());
    let effect = prepared.effect(position);
    let same = |other: usize| other != position && prepared.effect(other) == effect;
    let mut answer = Answer::No(());
    problem.answer = 0;
    for dense in boxes {
        let begin = |problem: &mut Problem, meeting: &[u64], unlike: Option<usize>| {
            problem.begin(&prepared.layout, dense);
            if let Some(cube) = unlike {
                problem.restrict(&prepared.store, cube);
            }
            prepared.add_impossible(problem);
            (0..without.len()).for_each(|cube| problem.add(without, cube, u32::MAX));
            prepared.add(problem, meeting, (0, lower), |_| true);
            // The boxes of its own rank, and those of lower rank than the rule of another effect.
            let before = unlike.map_or(all, |cube| {
                let other = prepared.owner(cube);
                prepared.lower(other).max(prepared.first(prepared.group(position).end))
            });
            prepared.add(problem, meeting, (lower, before), same);
        };
        problem.begin(&prepared.layout, dense);
        if problem.is_closed() || prepared.is_held(dense, lower, meeting) {
            continue;
        }
        prepared.meet(dense, 0, all, meeting);
        if width == Width::AsFound && without.len() == 0 {
            let mut takes = meeting.clone();
            for cube in bits::ones_in(meeting, lower, all).filter(|cube| !same(prepared.owner(*cube))) {
                bits::clear(&mut takes, cube);
            }
            if let Some(found) = prepared.escape(dense, &takes, all) {
                return Answer::Yes(prepared.layout.cube(&found));
            }
        }
        if prepared.is_closed(problem) {
            return Answer::Undecided;
        }
        begin(problem, meeting, None);
        let last = match prepared.solve(problem) {
            Outcome::Open => {
                problem.widen(&prepared.layout);
                return Answer::Yes(prepared.layout.cube(&problem.found));
            }
            Outcome::Undecided => {
                answer = Answer::Undecided;
                all
            }
            // From the rank after the last box that took part, everything is covered before.
            Outcome::Covered => {
                let owners = problem.used.iter().filter(|tag| **tag != u32::MAX);
                let last = owners.map(|tag| prepared.owner(*tag as usize)).max();
                last.map_or(lower, |last| prepared.first(prepared.group(last).end))
            }
        };
        for cube in bits::ones_in(meeting, lower, last) {
            if prepared.effect(prepared.owner(cube)) == effect {
                continue;
            }
            if prepared.is_closed(problem) {
                return Answer::Undecided;
            }
            begin(problem, meeting, Some(cube));
            match prepared.solve(problem) {
                Outcome::Covered => {}
                Outcome::Undecided => answer = Answer::Undecided,
                Outcome::Open => {
                    problem.widen(&prepared.layout);
                    return Answer::Yes(prepared.layout.cube(&problem.found));
                }
            }
        }
    }
    answer
}
