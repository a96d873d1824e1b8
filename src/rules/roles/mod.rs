//! Role grids and privileges (D50, D52).

mod app_not_opened;
mod append_to_unseen;
mod append_without_write;
mod change_without_read;
mod conflicting_rows;
mod copied_role;
mod dangerous_privilege;
mod dash_for_privilege;
mod depth_not_offered;
mod empty_row;
mod equal_roles;
mod half_a_lookup;
mod included_in_part;
mod long_role_name;
mod privilege_at_two_levels;
mod privilege_not_there;
mod repeated_row;
mod role_of_the_platform;
mod same_role_name;
mod sensitive_to_all;
mod uncertain_level;
mod uncertain_task_level;
mod unknown_privileges;
mod unused_role;
mod unused_table;
mod wider_than_read;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &depth_not_offered::CHECK,
    &privilege_not_there::CHECK,
    &dash_for_privilege::CHECK,
    &conflicting_rows::CHECK,
    &change_without_read::CHECK,
    &privilege_at_two_levels::CHECK,
    &role_of_the_platform::CHECK,
    &same_role_name::CHECK,
    &long_role_name::CHECK,
    &uncertain_level::CHECK,
    &half_a_lookup::CHECK,
    &append_to_unseen::CHECK,
    &equal_roles::CHECK,
    &copied_role::CHECK,
    &unused_role::CHECK,
    &empty_row::CHECK,
    &repeated_row::CHECK,
    &sensitive_to_all::CHECK,
    &dangerous_privilege::CHECK,
    &app_not_opened::CHECK,
    &wider_than_read::CHECK,
    &append_without_write::CHECK,
    &unused_table::CHECK,
    &uncertain_task_level::CHECK,
    &unknown_privileges::CHECK,
    &included_in_part::CHECK,
];
