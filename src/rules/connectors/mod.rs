//! Data policies, allow-lists and their combined effect (D30, D31).

mod action_rules_unsupported;
mod actions_without_rest;
mod allow_list_made_void;
mod allow_list_needs_managed;
mod allow_list_place;
mod cells;
mod conditions;
mod conflicting_action_rules;
mod connector_id_malformed;
mod connector_in_two_groups;
mod connector_not_in_catalogue;
mod connector_of_another_environment;
mod custom_connector_by_name;
mod dataverse_apart;
mod dead_rules;
mod desktop_flows_suspended;
mod duplicate_connector_rules;
mod effect;
mod empty_action_rules;
mod empty_selection;
mod endpoint_filtering_undocumented;
mod endpoint_list_without_star;
mod exempt_connector;
mod falls_to_non_business;
mod http_blocked;
mod idle_allow_entry;
mod ignore_before_last;
mod isolated_connector;
mod meant_and_blocked;
mod misplaced_rest;
mod missing_rest;
mod no_action_left;
mod nobody_governs;
mod not_governed_by_list;
mod nothing_to_remove;
mod pattern_list_without_star;
mod pattern_of_another_form;
mod pattern_of_every_host;
mod pattern_open_to_the_right;
mod pattern_without_wildcard;
mod patterns_without_tenant;
mod policy_without_effect;
mod repeated_connector;
mod rules_bar_nothing;
mod rules_for_unlisted;
mod same_policy_name;
mod scope_without_environments;
mod shadow;
mod shadowed_rule;
mod split_connectors;
mod star_not_last;
mod too_many_policies;
mod two_allow_lists;
mod two_rests;
mod unblockable_in_blocked;
mod unblockable_left_out;
mod unknown_action;
mod unsorted_connector;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &connector_in_two_groups::CHECK,
    &unblockable_in_blocked::CHECK,
    &missing_rest::CHECK,
    &two_rests::CHECK,
    &misplaced_rest::CHECK,
    &pattern_list_without_star::CHECK,
    &ignore_before_last::CHECK,
    &endpoint_list_without_star::CHECK,
    &action_rules_unsupported::CHECK,
    &scope_without_environments::CHECK,
    &empty_action_rules::CHECK,
    &conflicting_action_rules::CHECK,
    &duplicate_connector_rules::CHECK,
    &exempt_connector::CHECK,
    &actions_without_rest::CHECK,
    &star_not_last::CHECK,
    &allow_list_place::CHECK,
    &two_allow_lists::CHECK,
    &allow_list_needs_managed::CHECK,
    &not_governed_by_list::CHECK,
    &idle_allow_entry::CHECK,
    &connector_id_malformed::CHECK,
    &dead_rules::CHECK,
    &dataverse_apart::CHECK,
    &desktop_flows_suspended::CHECK,
    &connector_not_in_catalogue::CHECK,
    &falls_to_non_business::CHECK,
    &shadowed_rule::CHECK,
    &repeated_connector::CHECK,
    &endpoint_filtering_undocumented::CHECK,
    &http_blocked::CHECK,
    &too_many_policies::CHECK,
    &isolated_connector::CHECK,
    &split_connectors::CHECK,
    &policy_without_effect::CHECK,
    &custom_connector_by_name::CHECK,
    &pattern_without_wildcard::CHECK,
    &empty_selection::CHECK,
    &nothing_to_remove::CHECK,
    &rules_bar_nothing::CHECK,
    &pattern_open_to_the_right::CHECK,
    &same_policy_name::CHECK,
    &meant_and_blocked::CHECK,
    &allow_list_made_void::CHECK,
    &nobody_governs::CHECK,
    &unblockable_left_out::CHECK,
    &rules_for_unlisted::CHECK,
    &unknown_action::CHECK,
    &unsorted_connector::CHECK,
    &connector_of_another_environment::CHECK,
    &pattern_of_another_form::CHECK,
    &patterns_without_tenant::CHECK,
    &no_action_left::CHECK,
    &pattern_of_every_host::CHECK,
];
