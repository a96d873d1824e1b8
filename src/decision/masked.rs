//! Rules that never decide, and what covers them; effects that decide nothing.

use super::answer::Answer;
use super::bits;
use super::prepared::{Prepared, Room, Standing};
use super::search::{Outcome, Problem};

/// The maximum number of covering rules that are tested one by one, whether they can be left out.
const MOST_TRIED: usize = 128;

/// The standing of every rule, by index.
pub fn standings(prepared: &Prepared<'_>) -> Vec<Standing> {
    // Calculated before they are read in parallel: a thread that calculates them must not wait for itself.
    let states = prepared.states();
    prepared.each(prepared.rules(), |room, rule| {
        let position = prepared.position(rule);
        match &states[position] {
            Standing::Masked(found) => Standing::Masked(cover(prepared, position, found, room)),
            other => other.clone(),
        }
    })
}

/// For each of `effects`, whether it decides no possible point.
pub fn unreachable(prepared: &Prepared<'_>, effects: &[u32]) -> Vec<Answer> {
    let never_decides = |position: usize| match &prepared.states()[position] {
        Standing::Never | Standing::Masked(_) => Answer::Yes,
        Standing::Decides(_) => Answer::No,
        Standing::Undecided => Answer::Undecided,
    };
    let rules = |effect: u32| (0..prepared.rules()).filter(move |at| prepared.effect(*at) == effect);
    effects.iter().map(|effect| Answer::all(rules(*effect).map(never_decides))).collect()
}

/// Rules that cover a masked rule: a single one if possible, else as few as can be found without trying all ways.
fn cover(prepared: &Prepared<'_>, position: usize, used: &[usize], room: &mut Room) -> Vec<usize> {
    let Room { problem, meeting } = room;
    problem.answer = 0;
    let lower = prepared.lower(position);
    let mut alone: Option<Vec<usize>> = None;
    for cube in prepared.cubes(position) {
        let dense = prepared.dense(cube);
        prepared.begin(problem, &dense);
        if prepared.solve(problem) == Outcome::Covered {
            continue;
        }
        prepared.is_held(&dense, lower, meeting);
        let holders: Vec<usize> = bits::ones(meeting).map(|other| prepared.owner(other)).collect();
        alone = Some(match alone {
            None => holders,
            Some(before) => before.into_iter().filter(|other| holders.binary_search(other).is_ok()).collect(),
        });
    }
    if let Some(first) = alone.as_ref().and_then(|alone| alone.first()) {
        return vec![prepared.rule(*first)];
    }
    let mut rules = used.to_vec();
    // Without every rule, last first, that the rest can do without.
    for at in (0..rules.len()).rev().filter(|_| used.len() <= MOST_TRIED) {
        let others = rules.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others.map(|(_, rule)| prepared.position(*rule));
        if covered_by(prepared, position, &others, problem).is_yes() {
            rules.remove(at);
        }
    }
    rules.sort_unstable();
    rules
}

/// Whether the rules of some positions together with the impossible points cover a rule.
fn covered_by(
    prepared: &Prepared<'_>,
    position: usize,
    others: &(impl Iterator<Item = usize> + Clone),
    problem: &mut Problem,
) -> Answer {
    Answer::all(prepared.cubes(position).map(|cube| {
        prepared.begin(problem, &prepared.dense(cube));
        for other in others.clone().flat_map(|other| prepared.cubes(other)) {
            problem.add(&prepared.store, other, 0);
        }
        prepared.solve(problem).is_covered()
    }))
}
