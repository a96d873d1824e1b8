//! Groups, external users, and responsibilities (D6).

mod access_group_expires;
mod activity_nearly_known;
mod classes_beside_labels;
mod expiry_without_address;
mod expiry_without_effect;
mod group_name_twice;
mod groups_without_end;
mod guest_owner_without_access;
mod guests_invited_by_nobody;
mod hidden_membership_of_security_group;
mod mail_nickname_twice;
mod malformed_domain_list;
mod malformed_mail_nickname;
mod members_beside_rule;
mod name_against_naming_policy;
mod naming_without_group_name;
mod nobody_responsible;
mod not_one_accountable;
mod open_membership;
mod partner_behind_isolation;
mod partner_domain_not_allowed;
mod partner_tenant_twice;
mod party_cannot_do;
mod provider_not_listed;
mod provider_not_of_tenant;
mod role_assignable_group;
mod shared_with_guests;
mod too_few_owners;
mod unknown_classification;
mod unused_party;
mod vendor_accountable;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &members_beside_rule::CHECK,
    &role_assignable_group::CHECK,
    &hidden_membership_of_security_group::CHECK,
    &malformed_mail_nickname::CHECK,
    &mail_nickname_twice::CHECK,
    &unknown_classification::CHECK,
    &naming_without_group_name::CHECK,
    &provider_not_of_tenant::CHECK,
    &provider_not_listed::CHECK,
    &malformed_domain_list::CHECK,
    &not_one_accountable::CHECK,
    &nobody_responsible::CHECK,
    &party_cannot_do::CHECK,
    &partner_tenant_twice::CHECK,
    &too_few_owners::CHECK,
    &access_group_expires::CHECK,
    &name_against_naming_policy::CHECK,
    &classes_beside_labels::CHECK,
    &expiry_without_address::CHECK,
    &guests_invited_by_nobody::CHECK,
    &shared_with_guests::CHECK,
    &partner_behind_isolation::CHECK,
    &partner_domain_not_allowed::CHECK,
    &vendor_accountable::CHECK,
    &activity_nearly_known::CHECK,
    &guest_owner_without_access::CHECK,
    &groups_without_end::CHECK,
    &expiry_without_effect::CHECK,
    &group_name_twice::CHECK,
    &unused_party::CHECK,
    &open_membership::CHECK,
];
