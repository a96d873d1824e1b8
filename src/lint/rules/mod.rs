//! The rules, one file each.

mod administrator_short_of_role;
mod allow_list_made_void;
mod app_in_default_environment;
mod app_not_opened;
mod app_without_owner;
mod append_to_unseen;
mod append_without_write;
mod can_become_administrator;
mod certificate_expires_soon;
mod column_profile_without_reading;
mod connector_not_in_catalogue;
mod constant_rule;
mod copied_role;
mod critical_app_unprotected;
mod custom_connector_by_name;
mod dangerous_privilege;
mod dataverse_apart;
mod date_to_come;
mod dead_rules;
mod default_only_by_exception;
mod desktop_flows_suspended;
mod disabled_person;
mod empty_row;
mod empty_selection;
mod endpoint_filtering_undocumented;
mod environment_without_policy;
mod equal_roles;
mod falls_to_non_business;
mod for_every_level;
mod for_no_level;
mod group_on_trial;
mod guideline_without_advice;
mod half_a_lookup;
mod highest_level_allowed;
mod http_blocked;
mod idle_condition;
mod included_in_part;
mod inert_isolation;
mod isolated_connector;
mod isolation_open_to_all;
mod level_asks_for_less;
mod meant_and_blocked;
mod members_cannot_own;
mod mergeable_rules;
mod needless_otherwise;
mod nested_gate_member;
mod new_environments_left_out;
mod nobody_governs;
mod nothing_to_remove;
mod open_environment;
mod opens_no_app;
mod overlapping_rules;
mod own_tenant_as_partner;
mod pattern_open_to_the_right;
mod pattern_without_wildcard;
mod person_shut_out;
mod policy_applies_nowhere;
mod policy_without_effect;
mod profile_held_by_nobody;
mod rated_as_the_rules;
mod rated_below_the_rules;
mod rated_without_reason;
mod rating_undecided;
mod redundant_rule;
mod repeated_connector;
mod repeated_row;
mod reviewer_among_makers;
mod reviewer_of_own_app;
mod role_for_disabled_user;
mod role_given_twice;
mod role_without_effect;
mod root_by_omission;
mod rules_bar_nothing;
mod rules_for_unlisted;
mod same_policy_name;
mod secured_without_profile;
mod sensitive_to_all;
mod shadowed_rule;
mod split_connectors;
mod stale_review;
mod too_many_policies;
mod too_many_service_accounts;
mod unblockable_left_out;
mod uncertain_level;
mod uncertain_task_level;
mod undeclared_administrator;
mod unknown_person;
mod unknown_privileges;
mod unknown_region;
mod unrated_connector;
mod unreached_level;
mod unused_connector_set;
mod unused_environment_group;
mod unused_group;
mod unused_licence;
mod unused_maker_team;
mod unused_offer;
mod unused_role;
mod unused_scale;
mod unused_table;
mod user_without_licence;
mod user_without_role;
mod weaker_process;
mod wider_than_read;

use crate::analysis::Check;

/// Every rule of this floor, by code.
pub static LINTS: &[Check] = &[
    environment_without_policy::LINT,
    default_only_by_exception::LINT,
    policy_applies_nowhere::LINT,
    unknown_region::LINT,
    open_environment::LINT,
    new_environments_left_out::LINT,
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
    rules_bar_nothing::LINT,
    pattern_open_to_the_right::LINT,
    same_policy_name::LINT,
    meant_and_blocked::LINT,
    allow_list_made_void::LINT,
    nobody_governs::LINT,
    unblockable_left_out::LINT,
    rules_for_unlisted::LINT,
    unrated_connector::LINT,
    rating_undecided::LINT,
    rated_without_reason::LINT,
    rated_as_the_rules::LINT,
    rated_below_the_rules::LINT,
    highest_level_allowed::LINT,
    overlapping_rules::LINT,
    constant_rule::LINT,
    redundant_rule::LINT,
    idle_condition::LINT,
    unreached_level::LINT,
    mergeable_rules::LINT,
    needless_otherwise::LINT,
    weaker_process::LINT,
    unused_offer::LINT,
    group_on_trial::LINT,
    guideline_without_advice::LINT,
    for_no_level::LINT,
    for_every_level::LINT,
    level_asks_for_less::LINT,
    certificate_expires_soon::LINT,
    date_to_come::LINT,
    app_in_default_environment::LINT,
    critical_app_unprotected::LINT,
    unused_maker_team::LINT,
    app_without_owner::LINT,
    uncertain_level::LINT,
    uncertain_task_level::LINT,
    half_a_lookup::LINT,
    append_to_unseen::LINT,
    equal_roles::LINT,
    copied_role::LINT,
    unused_role::LINT,
    empty_row::LINT,
    repeated_row::LINT,
    secured_without_profile::LINT,
    sensitive_to_all::LINT,
    dangerous_privilege::LINT,
    app_not_opened::LINT,
    wider_than_read::LINT,
    append_without_write::LINT,
    unused_table::LINT,
    unused_licence::LINT,
    user_without_licence::LINT,
    profile_held_by_nobody::LINT,
    too_many_service_accounts::LINT,
    role_without_effect::LINT,
    user_without_role::LINT,
    role_for_disabled_user::LINT,
    administrator_short_of_role::LINT,
    can_become_administrator::LINT,
    members_cannot_own::LINT,
    role_given_twice::LINT,
    column_profile_without_reading::LINT,
    undeclared_administrator::LINT,
    unknown_person::LINT,
    disabled_person::LINT,
    person_shut_out::LINT,
    reviewer_of_own_app::LINT,
    reviewer_among_makers::LINT,
    root_by_omission::LINT,
    nested_gate_member::LINT,
    opens_no_app::LINT,
    unknown_privileges::LINT,
    included_in_part::LINT,
    isolation_open_to_all::LINT,
    inert_isolation::LINT,
    own_tenant_as_partner::LINT,
    unused_connector_set::LINT,
    unused_environment_group::LINT,
    unused_group::LINT,
    unused_scale::LINT,
    stale_review::LINT,
];
