//! The rules, one file each.

mod connector_not_in_catalogue;
mod constant_rule;
mod custom_connector_by_name;
mod dataverse_apart;
mod dead_rules;
mod default_only_by_exception;
mod desktop_flows_suspended;
mod empty_selection;
mod endpoint_filtering_undocumented;
mod environment_without_policy;
mod falls_to_non_business;
mod http_blocked;
mod idle_condition;
mod isolated_connector;
mod mergeable_rules;
mod needless_otherwise;
mod nothing_to_remove;
mod overlapping_rules;
mod pattern_without_wildcard;
mod policy_applies_nowhere;
mod policy_without_effect;
mod redundant_rule;
mod repeated_connector;
mod shadowed_rule;
mod split_connectors;
mod stale_review;
mod too_many_policies;
mod unknown_region;
mod unreached_level;
mod unused_connector_set;
mod unused_environment_group;
mod unused_group;
mod unused_scale;

use crate::analysis::Check;

/// Every rule of this floor, by code.
pub static LINTS: &[Check] = &[
    environment_without_policy::LINT,
    default_only_by_exception::LINT,
    policy_applies_nowhere::LINT,
    unknown_region::LINT,
    dead_rules::LINT,
    dataverse_apart::LINT,
    desktop_flows_suspended::LINT,
    connector_not_in_catalogue::LINT,
    falls_to_non_business::LINT,
    shadowed_rule::LINT,
    repeated_connector::LINT,
    endpoint_filtering_undocumented::LINT,
    http_blocked::LINT,
    too_many_policies::LINT,
    isolated_connector::LINT,
    split_connectors::LINT,
    policy_without_effect::LINT,
    custom_connector_by_name::LINT,
    pattern_without_wildcard::LINT,
    empty_selection::LINT,
    nothing_to_remove::LINT,
    overlapping_rules::LINT,
    constant_rule::LINT,
    redundant_rule::LINT,
    idle_condition::LINT,
    unreached_level::LINT,
    mergeable_rules::LINT,
    needless_otherwise::LINT,
    unused_connector_set::LINT,
    unused_environment_group::LINT,
    unused_group::LINT,
    unused_scale::LINT,
    stale_review::LINT,
];
