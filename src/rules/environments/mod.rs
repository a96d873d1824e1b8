//! Environments, environment groups, and ids of the tenant (D2).

mod access_needs_dataverse;
mod access_on_open_environment;
mod administration_with_background;
mod ai_needs_data_across_regions;
mod app_in_trial;
mod beyond_isolation;
mod content_security_off;
mod data_across_regions_refused;
mod database_away_from_home;
mod default_id_on_other_type;
mod default_of_other_tenant;
mod default_only_by_exception;
mod developer_without_owner;
mod domain_malformed;
mod environment_without_policy;
mod flex_routing_outside_eu;
mod gate_without_role;
mod group_needs_managed;
mod idle_audit_setting;
mod ids;
mod malformed_id;
mod managed_needs_dataverse;
mod new_environments_left_out;
mod open_environment;
mod open_to_guest_makers;
mod owner_needs_dataverse;
mod owner_on_shared_environment;
mod perhaps_reached;
mod policy_applies_nowhere;
mod premium_app_without_licence;
mod production_without_checker;
mod same_display_name;
mod same_domain_twice;
mod same_id_twice;
mod setting_needs_managed;
mod setting_overruled_by_group;
mod settings_need_dataverse;
mod two_default_environments;
mod unknown_region;
mod welcome_url_malformed;

use crate::analysis::Check;
use crate::diagnostics::Diagnostic;
use crate::model::Program;
use crate::model::bindings::Bindings;

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
    &owner_on_shared_environment::CHECK,
    &owner_needs_dataverse::CHECK,
    &settings_need_dataverse::CHECK,
    &setting_needs_managed::CHECK,
    &data_across_regions_refused::CHECK,
    &ai_needs_data_across_regions::CHECK,
    &flex_routing_outside_eu::CHECK,
    &administration_with_background::CHECK,
    &same_domain_twice::CHECK,
    &welcome_url_malformed::CHECK,
    &default_of_other_tenant::CHECK,
    &environment_without_policy::CHECK,
    &default_only_by_exception::CHECK,
    &policy_applies_nowhere::CHECK,
    &unknown_region::CHECK,
    &open_environment::CHECK,
    &new_environments_left_out::CHECK,
    &setting_overruled_by_group::CHECK,
    &same_display_name::CHECK,
    &gate_without_role::CHECK,
    &production_without_checker::CHECK,
    &app_in_trial::CHECK,
    &open_to_guest_makers::CHECK,
    &premium_app_without_licence::CHECK,
    &idle_audit_setting::CHECK,
    &content_security_off::CHECK,
    &developer_without_owner::CHECK,
    &beyond_isolation::CHECK,
    &database_away_from_home::CHECK,
    &perhaps_reached::CHECK,
];

/// What the rules about ids find in bindings that no check of the source shows.
pub fn bound(program: &Program, bindings: &Bindings) -> Vec<Diagnostic> {
    let mut findings = same_id_twice::bound(program, bindings.kinds().map(|(_, noun, ids)| (noun, ids)));
    default_id_on_other_type::bound(program, bindings, &mut findings);
    default_of_other_tenant::bound(program, bindings, &mut findings);
    findings
}
