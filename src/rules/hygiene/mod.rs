//! Unused declarations and overdue reviews of connectors (D7).

mod stale_review;
mod unused_connector_set;
mod unused_environment_group;
mod unused_group;
mod unused_scale;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &unused_connector_set::CHECK,
    &unused_environment_group::CHECK,
    &unused_group::CHECK,
    &unused_scale::CHECK,
    &stale_review::CHECK,
];
