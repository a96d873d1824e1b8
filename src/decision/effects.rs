//! Effects that decide nothing.

use super::answer::Answer;
use super::cube::Cube;
use super::masked::{Standing, standing};
use super::prepared::{Prepared, State};

/// For each of `effects`, whether it decides no possible point. If it does decide one: a maximal box inside a rule
/// with that effect on which that rule decides.
pub fn unreachable(prepared: &Prepared<'_>, effects: &[u32]) -> Vec<Answer<(), Cube>> {
    effects.iter().map(|effect| never_decides(prepared, *effect)).collect()
}

fn never_decides(prepared: &Prepared<'_>, effect: u32) -> Answer<(), Cube> {
    let mut answer = Answer::Yes(());
    for position in (0..prepared.rules()).filter(|at| prepared.effect(*at) == effect) {
        match &prepared.states()[position] {
            State::Never | State::Masked(_) => {}
            State::Undecided => answer = Answer::Undecided,
            State::Decides(_) => {
                if let Standing::Decides(region) = standing(prepared, prepared.rule(position)) {
                    return Answer::No(region);
                }
            }
        }
    }
    answer
}
