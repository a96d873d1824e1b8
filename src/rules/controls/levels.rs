//! Declarations that say for which levels they are.

use crate::model::criticity::LevelClause;
use crate::model::program::{Head, Program};

/// The offers and guidelines with a `for` clause: the noun, the head and the clause of each.
pub(in crate::rules) fn clauses(program: &Program) -> Vec<(&'static str, &Head, &LevelClause)> {
    let offers = program.offers.iter().filter_map(|offer| Some(("offer", &offer.head, offer.levels.as_ref()?)));
    let guidelines = program.guidelines.iter();
    offers
        .chain(guidelines.filter_map(|guideline| Some(("guideline", &guideline.head, guideline.levels.as_ref()?))))
        .collect()
}
