//! Helper for the checks of business units.

use crate::analysis::Context;
use crate::model::program::EnvironmentId;

/// Whether the tree of units of each environment is known: all trees are sound, and no two are for one environment.
pub(in crate::rules) fn are_certain(context: &Context<'_>) -> bool {
    let trees = &context.program.organisation.unit_trees;
    let shared = trees.iter().filter(|tree| tree.environments.is_empty()).count();
    let mut named: Vec<Option<EnvironmentId>> =
        trees.iter().flat_map(|tree| &tree.environments).map(|environment| environment.target).collect();
    named.sort_unstable();
    let count = named.len();
    named.dedup();
    trees.iter().all(|tree| tree.sound) && shared <= 1 && named.len() == count
}
