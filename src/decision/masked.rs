//! Rules that never decide, and what covers them.

use super::answer::Answer;
use super::bits;
use super::cube::Cube;
use super::prepared::{Prepared, Room, State};
use super::search::{Outcome, Problem};

/// The standing of a rule in its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It decides at every point of this box.
    Decides(Cube),
    /// Rules of lower rank cover all its points.
    Masked(Cover),
    /// It matches no possible point.
    Never,
    /// It was not decided within the budget.
    Undecided,
}

/// Rules that together cover a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Their indexes, ascending.
    pub rules: Vec<usize>,
    /// Whether none of them can be left out. False where there are very many, or where the budget was used up.
    pub is_minimal: bool,
}

/// The maximum number of covering rules that are tested one by one, whether they can be left out.
const MOST_TRIED: usize = 128;

/// The standing of one rule. The box on which it decides is maximal.
pub fn standing(prepared: &Prepared<'_>, rule: usize) -> Standing {
    let (position, mut room) = (prepared.position(rule), Room::default());
    match explain(prepared, position, &mut room) {
        Standing::Decides(found) => Standing::Decides(widened(prepared, position, &found, &mut room)),
        other @ (Standing::Masked(_) | Standing::Never | Standing::Undecided) => other,
    }
}

/// The standing of every rule, by index. Boxes on which rules decide are not widened, to save the work for thousands
/// of them; [`standing`] returns maximal ones.
pub fn standings(prepared: &Prepared<'_>) -> Vec<Standing> {
    prepared.each(prepared.rules(), |room, rule| explain(prepared, prepared.position(rule), room))
}

/// Whether a rule never decides although it matches possible points: yes with the rules that cover it, or no. A rule
/// that decides gives a region where it does; one that matches nothing gives `None`.
pub fn masked(prepared: &Prepared<'_>, rule: usize) -> Answer<Cover, Option<Cube>> {
    match standing(prepared, rule) {
        Standing::Masked(cover) => Answer::Yes(cover),
        Standing::Decides(region) => Answer::No(Some(region)),
        Standing::Never => Answer::No(None),
        Standing::Undecided => Answer::Undecided,
    }
}

fn explain(prepared: &Prepared<'_>, position: usize, room: &mut Room) -> Standing {
    match &prepared.states()[position] {
        State::Never => Standing::Never,
        State::Undecided => Standing::Undecided,
        State::Decides(found) => Standing::Decides(found.clone()),
        State::Masked(used) => Standing::Masked(cover(prepared, position, used, room)),
    }
}

/// The box on which a rule was found to decide, widened as far as possible inside one of the rule's own boxes.
fn widened(prepared: &Prepared<'_>, position: usize, found: &Cube, room: &mut Room) -> Cube {
    let lower = prepared.lower(position);
    let found = prepared.layout.dense(found);
    let holds = |dense: &Vec<u64>| found.iter().zip(dense).all(|(found, own)| found & !own == 0);
    let Some(dense) = prepared.cubes(position).map(|cube| prepared.dense(cube)).find(holds) else {
        return prepared.layout.cube(&found);
    };
    let Room { problem, meeting } = room;
    problem.begin(&prepared.layout, &dense);
    prepared.add_impossible(problem);
    prepared.meet(&dense, 0, lower, meeting);
    prepared.add(problem, meeting, (0, lower), |_| true);
    problem.found = found;
    problem.widen(&prepared.layout);
    prepared.layout.cube(&problem.found)
}

/// Rules that cover a masked rule: a single one if possible, else as few as can be found without trying all ways.
fn cover(prepared: &Prepared<'_>, position: usize, used: &[u32], room: &mut Room) -> Cover {
    let Room { problem, meeting } = room;
    problem.answer = 0;
    let lower = prepared.lower(position);
    let mut alone: Option<Vec<usize>> = None;
    for cube in prepared.cubes(position) {
        let dense = prepared.dense(cube);
        problem.begin(&prepared.layout, &dense);
        prepared.add_impossible(problem);
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
    let mut used: Vec<usize> = used.iter().map(|position| *position as usize).collect();
    let is_minimal = used.len() <= MOST_TRIED && spare(prepared, position, &mut used, problem);
    let mut rules: Vec<usize> = used.into_iter().map(|position| prepared.rule(position)).collect();
    rules.sort_unstable();
    Cover { rules, is_minimal }
}

/// Removes every rule without which the rest still cover, last first. Returns whether every answer was within the
/// budget.
fn spare(prepared: &Prepared<'_>, position: usize, used: &mut Vec<usize>, problem: &mut Problem) -> bool {
    let mut is_minimal = true;
    for at in (0..used.len()).rev() {
        let others = used.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, position)| *position);
        match covered_by(prepared, position, &others, problem) {
            Outcome::Covered => _ = used.remove(at),
            Outcome::Open => {}
            Outcome::Undecided => is_minimal = false,
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
) -> Outcome {
    let mut outcome = Outcome::Covered;
    for cube in prepared.cubes(position) {
        problem.begin(&prepared.layout, &prepared.dense(cube));
        prepared.add_impossible(problem);
        for other in others.clone().flat_map(|other| prepared.cubes(other)) {
            problem.add(&prepared.store, other, 0);
        }
        match prepared.solve(problem) {
            Outcome::Covered => {}
            Outcome::Open => return Outcome::Open,
            Outcome::Undecided => outcome = Outcome::Undecided,
        }
    }
    outcome
}
