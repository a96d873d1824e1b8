//! Units, users, teams, column profiles and duties (D50 and D52).

mod access_team_with_roles;
mod administrator_short_of_role;
mod app_opened_in_part;
mod application_as_person;
mod can_become_administrator;
mod column_cannot_be_secured;
mod column_given_twice;
mod column_profile_without_reading;
mod disabled_person;
mod duties_held_together;
mod entrant_without_role;
mod environment_twice;
mod group_of_another_kind;
mod group_on_plain_team;
mod group_on_trial;
mod group_with_two_teams;
mod members_cannot_own;
mod members_not_taken;
mod membership_without_group;
mod nested_gate_member;
mod opens_no_app;
mod outside_administrator;
mod own_reviews;
mod own_unit_without_role;
mod person_shut_out;
mod person_twice;
mod profile_held_by_nobody;
mod reviewer_among_makers;
mod reviewer_of_own_app;
mod role_for_disabled_user;
mod role_given_twice;
mod role_joins_duties;
mod role_out_of_reach;
mod role_without_effect;
mod roles_need_dataverse;
mod root_by_omission;
mod same_team_name;
mod secured_without_profile;
mod team_outside_gate;
mod team_without_group;
mod too_few_seats;
mod too_many_service_accounts;
mod two_default_teams;
mod two_unit_trees;
mod undeclared_administrator;
mod unit_of_another_tree;
mod unit_trees;
mod unit_twice;
mod units_need_dataverse;
mod units_not_modernised;
mod unknown_person;
mod unmasked_without_mask;
mod unmasked_without_read;
mod unused_licence;
mod user_without_licence;
mod user_without_role;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
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
    &unused_licence::CHECK,
    &user_without_licence::CHECK,
    &profile_held_by_nobody::CHECK,
    &too_many_service_accounts::CHECK,
    &secured_without_profile::CHECK,
    &role_without_effect::CHECK,
    &user_without_role::CHECK,
    &role_for_disabled_user::CHECK,
    &administrator_short_of_role::CHECK,
    &can_become_administrator::CHECK,
    &members_cannot_own::CHECK,
    &role_given_twice::CHECK,
    &column_profile_without_reading::CHECK,
    &undeclared_administrator::CHECK,
    &unknown_person::CHECK,
    &disabled_person::CHECK,
    &person_shut_out::CHECK,
    &reviewer_of_own_app::CHECK,
    &reviewer_among_makers::CHECK,
    &root_by_omission::CHECK,
    &nested_gate_member::CHECK,
    &opens_no_app::CHECK,
    &group_on_trial::CHECK,
    &team_outside_gate::CHECK,
    &own_unit_without_role::CHECK,
    &entrant_without_role::CHECK,
    &app_opened_in_part::CHECK,
    &outside_administrator::CHECK,
];
