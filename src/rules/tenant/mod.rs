//! The tenant and its isolation (D6).

mod inert_isolation;
mod isolation_open_to_all;
mod own_tenant_as_partner;
mod partner_twice;
mod partner_without_direction;
mod routing_without_group;
mod two_tenants;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &two_tenants::CHECK,
    &partner_without_direction::CHECK,
    &partner_twice::CHECK,
    &routing_without_group::CHECK,
    &isolation_open_to_all::CHECK,
    &inert_isolation::CHECK,
    &own_tenant_as_partner::CHECK,
];
