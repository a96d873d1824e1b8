//! What says for which levels it is.

use crate::model::criticity::LevelClause;
use crate::model::program::{Head, Program};

/// The offers and guidelines that say for which levels they are: what each is, its name, and its clause.
pub(in crate::rules) fn clauses(program: &Program) -> Vec<(&'static str, &Head, &LevelClause)> {
    let offers = program.offers.iter().filter_map(|offer| Some(("offer", &offer.head, offer.levels.as_ref()?)));
    let guidelines = program.guidelines.iter();
    offers
        .chain(guidelines.filter_map(|guideline| Some(("guideline", &guideline.head, guideline.levels.as_ref()?))))
        .collect()
}
