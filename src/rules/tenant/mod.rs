//! The tenant and its isolation (D6).

mod creation_open_to_everyone;
mod inert_isolation;
mod isolation_off;
mod isolation_open_to_all;
mod malformed_partner;
mod own_tenant_as_partner;
mod partner_twice;
mod partner_without_direction;
mod routing_without_group;
mod shared_with_everyone;
mod sites_open_to_everyone;
mod two_tenants;
mod unrouted_developers;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &two_tenants::CHECK,
    &partner_without_direction::CHECK,
    &partner_twice::CHECK,
    &routing_without_group::CHECK,
    &malformed_partner::CHECK,
    &isolation_open_to_all::CHECK,
    &inert_isolation::CHECK,
    &own_tenant_as_partner::CHECK,
    &shared_with_everyone::CHECK,
    &creation_open_to_everyone::CHECK,
    &unrouted_developers::CHECK,
    &isolation_off::CHECK,
    &sites_open_to_everyone::CHECK,
];
