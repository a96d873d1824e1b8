//! Apps: their level, environment and certificates (D42).

mod app_above_ceiling;
mod app_connectors_apart;
mod app_in_default_environment;
mod app_out_of_place;
mod app_unclassified;
mod app_uses_blocked_connector;
mod app_uses_refused_connector;
mod app_without_owner;
mod certificate_expired;
mod certificate_expires_soon;
mod certificate_missing;
mod certificate_of_wrong_kind;
mod connector_not_for_guests;
mod critical_app_unprotected;
mod date_to_come;
mod impossible_app;
mod review_missing;
mod review_overdue;
mod unused_maker_team;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
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
    &certificate_expires_soon::CHECK,
    &date_to_come::CHECK,
    &app_in_default_environment::CHECK,
    &critical_app_unprotected::CHECK,
    &unused_maker_team::CHECK,
    &app_without_owner::CHECK,
    &connector_not_for_guests::CHECK,
];
