//! What boxes and rules leave uncovered, and whether they cover everything or nothing.

use super::answer::{Answer, Rest};
use super::cube::Cube;
use super::prepared::Prepared;
use super::search::{Outcome, Problem};
use super::store::Store;

/// Possible points without cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gaps {
    /// Boxes of such points that do not overlap, each as wide as the previous ones allow.
    pub regions: Vec<Cube>,
    /// Whether there are further such points.
    pub rest: Rest,
}

/// Possible points that no rule matches: at most `show` regions of them.
pub fn gaps(prepared: &Prepared<'_>, show: usize) -> Gaps {
    let mut problem = Problem::default();
    problem.begin(&prepared.layout, &prepared.layout.full);
    prepared.add_impossible(&mut problem);
    for cube in 0..prepared.store.len() {
        problem.add(&prepared.store, cube, 0);
    }
    let mut gaps = Gaps { regions: Vec::new(), rest: Rest::None };
    loop {
        match prepared.solve(&mut problem) {
            Outcome::Covered => return gaps,
            Outcome::Undecided => gaps.rest = Rest::Undecided,
            Outcome::Open if gaps.regions.len() == show => gaps.rest = Rest::More,
            Outcome::Open => {
                problem.widen(&prepared.layout);
                let region = prepared.layout.cube(&problem.found);
                problem.add(&Store::of(&prepared.layout, [&region]), 0, 0);
                gaps.regions.push(region);
                continue;
            }
        }
        return gaps;
    }
}

/// Whether some boxes contain every possible point; if not, a maximal box of possible points outside them.
pub fn always(prepared: &Prepared<'_>, cubes: &[Cube]) -> Answer<(), Cube> {
    let mut problem = Problem::default();
    problem.begin(&prepared.layout, &prepared.layout.full);
    prepared.add_impossible(&mut problem);
    let store = Store::of(&prepared.layout, cubes);
    (0..store.len()).for_each(|cube| problem.add(&store, cube, 0));
    match prepared.solve(&mut problem) {
        Outcome::Covered => Answer::Yes(()),
        Outcome::Undecided => Answer::Undecided,
        Outcome::Open => {
            problem.widen(&prepared.layout);
            Answer::No(prepared.layout.cube(&problem.found))
        }
    }
}

/// Whether some boxes contain no possible point; if not, a maximal box of possible points in one of them.
pub fn never(prepared: &Prepared<'_>, cubes: &[Cube]) -> Answer<(), Cube> {
    let mut problem = Problem::default();
    let mut answer = Answer::Yes(());
    for cube in cubes {
        problem.begin(&prepared.layout, &prepared.layout.dense(cube));
        prepared.add_impossible(&mut problem);
        match prepared.solve(&mut problem) {
            Outcome::Covered => {}
            Outcome::Undecided => answer = Answer::Undecided,
            Outcome::Open => {
                problem.widen(&prepared.layout);
                return Answer::No(prepared.layout.cube(&problem.found));
            }
        }
    }
    answer
}
