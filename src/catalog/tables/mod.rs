//! The tables of the platform, the names of their privileges, and the predefined roles.
//!
//! Tables and roles are read from one list on first use, so that commands without them pay nothing.

mod bases;
mod list;
mod names;
mod ownership;
mod roles;
mod task_levels;
mod tasks;

pub use bases::{privilege_base, shares_privileges_with};
pub use list::{SystemTable, system_table, system_tables};
pub use names::{PrivilegeName, privilege_name, privilege_parts, read_privilege};
pub use ownership::{Ownership, allowed_for};
pub use roles::{
    PredefinedRole, further_roles, platform_role, predefined_by_id, predefined_by_name, predefined_role,
    predefined_roles,
};
pub use task_levels::{TaskLevels, task_levels};
pub use tasks::{TaskPrivilege, Tasks, task_privilege, task_privileges};
