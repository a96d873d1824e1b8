//! Rules that never decide, and what covers them; effects that decide nothing.

use super::answer::Answer;
use super::bits;
use super::prepared::{Cover, Prepared, Room, Standing};
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
            Standing::Masked(found) => Standing::Masked(cover(prepared, position, &found.rules, room)),
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
fn cover(prepared: &Prepared<'_>, position: usize, used: &[usize], room: &mut Room) -> Cover {
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
        return Cover { rules: vec![prepared.rule(*first)], is_minimal: true };
    }
    let mut rules = used.to_vec();
    let is_minimal = rules.len() <= MOST_TRIED && spare(prepared, position, &mut rules, problem);
    rules.sort_unstable();
    Cover { rules, is_minimal }
}

/// Removes every rule without which the rest still cover, last first. Returns whether every answer was within the
/// budget.
fn spare(prepared: &Prepared<'_>, position: usize, used: &mut Vec<usize>, problem: &mut Problem) -> bool {
    let mut is_minimal = true;
    for at in (0..used.len()).rev() {
        let others = used.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others.map(|(_, rule)| prepared.position(*rule));
        match covered_by(prepared, position, &others, problem) {
            Answer::Yes => _ = used.remove(at),
            Answer::No => {}
            Answer::Undecided => is_minimal = false,
        }
    }
    is_minimal
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
