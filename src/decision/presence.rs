//! Whether a rule has an effect: redundant rules, and rules that could match other boxes instead.

use super::answer::Answer;
use super::bits;
use super::cube::Cube;
use super::prepared::{Prepared, Room, Standing};
use super::search::{Outcome, Problem};
use super::store::Store;

/// Whether a rule could be left out although it decides somewhere: the decision stays the same at every possible
/// point without it. No for a rule that never decides; see [`standings`](super::standings). Must not be called in
/// parallel with other questions about the same table.
pub fn redundant(prepared: &Prepared<'_>, rule: usize) -> Answer {
    prepared.close(1);
    spared(prepared, prepared.position(rule), &mut Room::default())
}

/// [`redundant`] for every rule, by index.
pub fn redundancies(prepared: &Prepared<'_>) -> Vec<Answer> {
    // Calculated before they are read in parallel.
    prepared.states();
    prepared.each(prepared.rules(), |room, rule| spared(prepared, prepared.position(rule), room))
}

fn spared(prepared: &Prepared<'_>, position: usize, room: &mut Room) -> Answer {
    let state = &prepared.states()[position];
    if state.is_idle() {
        return Answer::No;
    }
    let boxes: Vec<Vec<u64>> = prepared.cubes(position).map(|cube| prepared.dense(cube)).collect();
    match is_idle(prepared, position, &boxes, &Store::default(), room) {
        // A rule that is not known to decide is not known to be redundant either.
        Answer::Yes if *state == Standing::Undecided => Answer::Undecided,
        answer => answer,
    }
}

/// Whether a rule could match `cubes` instead of its own boxes without changing any decision.
pub fn replaceable(prepared: &Prepared<'_>, rule: usize, cubes: &[Cube]) -> Answer {
    let own = &prepared.table.rules[rule].cubes;
    let mut room = Room::default();
    let sides = [(own.as_slice(), cubes), (cubes, own.as_slice())];
    Answer::all(sides.into_iter().map(|(boxes, without)| is_idle_outside(prepared, rule, boxes, without, &mut room)))
}

/// Whether no decision depends on whether a rule matches in `boxes` outside `without`.
fn is_idle_outside(prepared: &Prepared<'_>, rule: usize, boxes: &[Cube], without: &[Cube], room: &mut Room) -> Answer {
    let position = prepared.position(rule);
    let dense = |cubes: &[Cube]| cubes.iter().map(|cube| prepared.layout.dense(cube)).collect::<Vec<_>>();
    // Mostly one is the other with one attribute wider or narrower. Then the outside is one box, or empty.
    if let ([one], [other]) = (dense(boxes).as_slice(), dense(without).as_slice())
        && let Some(outside) = outside(prepared, one, other)
    {
        return is_idle(prepared, position, &outside, &Store::default(), room);
    }
    is_idle(prepared, position, &dense(boxes), &Store::of(&prepared.layout, without), room)
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

/// Whether no decision depends on whether the rule of a position matches in `boxes` outside `without`.
///
/// One does where no lower rank matches, no other rule of its rank has the same effect, and the next matching rule has
/// another effect or does not exist. So first search for a point that no later rule of the same effect covers. Then,
/// for each rule of another effect, search for a point of it that no earlier rule of the same effect covers.
pub(super) fn is_idle(
    prepared: &Prepared<'_>,
    position: usize,
    boxes: &[Vec<u64>],
    without: &Store,
    room: &mut Room,
) -> Answer {
    let Room { problem, meeting } = room;
    let (lower, all) = (prepared.lower(position), prepared.store.len());
    let effect = prepared.effect(position);
    let same = |other: usize| other != position && prepared.effect(other) == effect;
    let mut answer = Answer::Yes;
    problem.answer = 0;
    for dense in boxes {
        problem.begin(&prepared.layout, dense);
        if problem.is_closed() || prepared.is_held(dense, lower, meeting) {
            continue;
        }
        prepared.meet(dense, 0, all, meeting);
        if without.len() == 0 {
            let mut takes = meeting.clone();
            for cube in bits::ones_in(meeting, lower, all).filter(|cube| !same(prepared.owner(*cube))) {
                bits::clear(&mut takes, cube);
            }
            if prepared.escape(dense, &takes, all).is_some() {
                return Answer::No;
            }
        }
        // Searches the box, or its part in a box of another effect.
        let search = |problem: &mut Problem, unlike: Option<usize>| {
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
            prepared.solve(problem)
        };
        if prepared.is_closed(problem) {
            return Answer::Undecided;
        }
        let last = match search(problem, None) {
            Outcome::Open => return Answer::No,
            Outcome::Undecided => {
                answer = Answer::Undecided;
                all
            }
            // From the rank after the last box that took part, everything is covered before.
            Outcome::Covered => prepared.end_of_used(problem).unwrap_or(lower),
        };
        let unlike = |cube: &usize| prepared.effect(prepared.owner(*cube)) != effect;
        for cube in bits::ones_in(meeting, lower, last).filter(unlike) {
            if prepared.is_closed(problem) {
                return Answer::Undecided;
            }
            match search(problem, Some(cube)) {
                Outcome::Covered => {}
                Outcome::Open => return Answer::No,
                Outcome::Undecided => answer = Answer::Undecided,
            }
        }
    }
    answer
}
