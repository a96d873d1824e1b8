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
    prepared.begin(&mut problem, &prepared.layout.full);
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

/// Whether some boxes contain every possible point.
pub fn always(prepared: &Prepared<'_>, cubes: &[Cube]) -> Answer {
    let mut problem = Problem::default();
    prepared.begin(&mut problem, &prepared.layout.full);
    let store = Store::of(&prepared.layout, cubes);
    (0..store.len()).for_each(|cube| problem.add(&store, cube, 0));
    prepared.solve(&mut problem).is_covered()
}

/// Whether some boxes contain no possible point.
pub fn never(prepared: &Prepared<'_>, cubes: &[Cube]) -> Answer {
    let mut problem = Problem::default();
    Answer::all(cubes.iter().map(|cube| {
        prepared.begin(&mut problem, &prepared.layout.dense(cube));
        prepared.solve(&mut problem).is_covered()
    }))
}
