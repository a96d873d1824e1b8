//! Ratings of connectors (D32).

mod highest_level_allowed;
mod rated_as_the_rules;
mod rated_below_the_rules;
mod rated_without_reason;
mod rating_undecided;
mod unrated_connector;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &unrated_connector::CHECK,
    &rating_undecided::CHECK,
    &rated_without_reason::CHECK,
    &rated_as_the_rules::CHECK,
    &rated_below_the_rules::CHECK,
    &highest_level_allowed::CHECK,
];
