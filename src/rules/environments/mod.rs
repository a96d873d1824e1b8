//! Environments, groups of them, and ids of the tenant (D2).

mod access_needs_dataverse;
mod access_on_open_environment;
mod default_id_on_other_type;
mod default_only_by_exception;
mod domain_malformed;
mod environment_without_policy;
mod group_needs_managed;
mod ids;
mod malformed_id;
mod managed_needs_dataverse;
mod new_environments_left_out;
mod open_environment;
mod policy_applies_nowhere;
pub mod same_id_twice;
mod two_default_environments;
mod unknown_region;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &two_default_environments::CHECK,
    &group_needs_managed::CHECK,
    &access_on_open_environment::CHECK,
    &access_needs_dataverse::CHECK,
    &managed_needs_dataverse::CHECK,
    &malformed_id::CHECK,
    &same_id_twice::CHECK,
    &domain_malformed::CHECK,
    &default_id_on_other_type::CHECK,
    &environment_without_policy::CHECK,
    &default_only_by_exception::CHECK,
    &policy_applies_nowhere::CHECK,
    &unknown_region::CHECK,
    &open_environment::CHECK,
    &new_environments_left_out::CHECK,
];
