//! One rule a file. A new one takes a `mod` here and a line in [`CHECKS`].

pub mod access_needs_dataverse;
pub mod access_on_open_environment;
pub mod access_team_with_roles;
pub mod action_rules_unsupported;
pub mod actions_without_rest;
pub mod allow_list_needs_managed;
pub mod allow_list_place;
pub mod app_above_ceiling;
pub mod app_connectors_apart;
pub mod app_out_of_place;
pub mod app_unclassified;
pub mod app_uses_blocked_connector;
pub mod app_uses_refused_connector;
pub mod application_as_person;
pub mod boundary_in_no_rule;
pub mod boundary_in_two_rules;
pub mod certificate_expired;
pub mod certificate_missing;
pub mod certificate_of_wrong_kind;
pub mod change_without_read;
pub mod column_cannot_be_secured;
pub mod column_given_twice;
pub mod conflicting_action_rules;
pub mod conflicting_rows;
pub mod conflicting_rules;
pub mod connector_id_malformed;
pub mod connector_in_two_groups;
pub mod control_without_connectors;
pub mod control_without_environment;
pub mod dash_for_privilege;
pub mod default_id_on_other_type;
pub mod depth_not_offered;
pub mod domain_malformed;
pub mod duplicate_connector_rules;
pub mod duties_held_together;
pub mod empty_action_rules;
pub mod endpoint_list_without_star;
pub mod environment_twice;
pub mod exempt_connector;
pub mod group_needs_managed;
pub mod group_of_another_kind;
pub mod group_on_plain_team;
pub mod group_with_two_teams;
pub mod idle_allow_entry;
pub mod ignore_before_last;
pub mod impossible_app;
pub mod impossible_rule;
pub mod level_without_control;
pub mod long_role_name;
pub mod malformed_id;
pub mod managed_needs_dataverse;
pub mod masked_rule;
pub mod members_not_taken;
pub mod membership_without_group;
pub mod misplaced_rest;
pub mod missing_rest;
pub mod not_governed_by_list;
pub mod nothing_possible;
pub mod offer_out_of_reach;
pub mod partner_twice;
pub mod partner_without_direction;
pub mod pattern_list_without_star;
pub mod person_twice;
pub mod points_given_twice;
pub mod points_missing;
pub mod privilege_at_two_levels;
pub mod privilege_not_there;
pub mod process_without_owner;
pub mod review_missing;
pub mod review_overdue;
pub mod role_joins_duties;
pub mod role_of_the_platform;
pub mod role_out_of_reach;
pub mod roles_need_dataverse;
pub mod routing_without_group;
pub mod same_id_twice;
pub mod same_role_name;
pub mod same_team_name;
pub mod scope_without_environments;
pub mod star_not_last;
pub mod team_without_group;
pub mod too_few_seats;
pub mod two_allow_lists;
pub mod two_default_environments;
pub mod two_default_teams;
pub mod two_rests;
pub mod two_tenants;
pub mod two_unit_trees;
pub mod unblockable_in_blocked;
pub mod uncovered_case;
pub mod undecided_rules;
pub mod unit_of_another_tree;
pub mod unit_twice;
pub mod units_need_dataverse;
pub mod units_not_modernised;
pub mod unmasked_without_mask;
pub mod unmasked_without_read;

use crate::analysis::Check;

/// Every check, in the order of the codes.
pub static CHECKS: &[&Check] = &[
    &two_default_environments::CHECK,
    &group_needs_managed::CHECK,
    &access_on_open_environment::CHECK,
    &access_needs_dataverse::CHECK,
    &managed_needs_dataverse::CHECK,
    &malformed_id::CHECK,
    &same_id_twice::CHECK,
    &domain_malformed::CHECK,
    &default_id_on_other_type::CHECK,
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
    &conflicting_rules::CHECK,
    &boundary_in_two_rules::CHECK,
    &uncovered_case::CHECK,
    &boundary_in_no_rule::CHECK,
    &masked_rule::CHECK,
    &impossible_rule::CHECK,
    &undecided_rules::CHECK,
    &points_given_twice::CHECK,
    &points_missing::CHECK,
    &nothing_possible::CHECK,
    &level_without_control::CHECK,
    &process_without_owner::CHECK,
    &offer_out_of_reach::CHECK,
    &control_without_environment::CHECK,
    &control_without_connectors::CHECK,
    &app_unclassified::CHECK,
    &impossible_app::CHECK,
    &app_above_ceiling::CHECK,
    &app_out_of_place::CHECK,
    &app_uses_refused_connector::CHECK,
    &app_uses_blocked_connector::CHECK,
    &app_connectors_apart::CHECK,
    &certificate_missing::CHECK,
    &certificate_of_wrong_kind::CHECK,
    &certificate_expired::CHECK,
    &review_missing::CHECK,
    &review_overdue::CHECK,
    &depth_not_offered::CHECK,
    &privilege_not_there::CHECK,
    &dash_for_privilege::CHECK,
    &conflicting_rows::CHECK,
    &change_without_read::CHECK,
    &privilege_at_two_levels::CHECK,
    &role_of_the_platform::CHECK,
    &same_role_name::CHECK,
    &long_role_name::CHECK,
    &unit_twice::CHECK,
    &two_unit_trees::CHECK,
    &units_need_dataverse::CHECK,
    &unit_of_another_tree::CHECK,
    &access_team_with_roles::CHECK,
    &team_without_group::CHECK,
    &group_of_another_kind::CHECK,
    &group_on_plain_team::CHECK,
    &members_not_taken::CHECK,
    &membership_without_group::CHECK,
    &group_with_two_teams::CHECK,
    &same_team_name::CHECK,
    &two_default_teams::CHECK,
    &roles_need_dataverse::CHECK,
    &role_out_of_reach::CHECK,
    &units_not_modernised::CHECK,
    &environment_twice::CHECK,
    &column_cannot_be_secured::CHECK,
    &unmasked_without_read::CHECK,
    &unmasked_without_mask::CHECK,
    &column_given_twice::CHECK,
    &application_as_person::CHECK,
    &too_few_seats::CHECK,
    &person_twice::CHECK,
    &duties_held_together::CHECK,
    &role_joins_duties::CHECK,
    &two_tenants::CHECK,
    &partner_without_direction::CHECK,
    &partner_twice::CHECK,
    &routing_without_group::CHECK,
];
