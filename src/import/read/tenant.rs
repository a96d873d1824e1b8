//! The tenant in files: its settings, maker routing, and isolation.

use super::rule_based_policy::GroupRef;
use crate::model::kinds::TenantSetting;

/// The facts about the tenant in one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredTenant {
    /// The file it is in.
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// The id of the tenant, when the file has it.
    pub id: Option<String>,
    /// The settings in the file.
    pub settings: Vec<StatedSetting>,
    /// Maker routing.
    pub routing: Option<DeclaredRouting>,
    /// Isolation, where all of it is known.
    pub isolation: Option<DeclaredIsolation>,
}

impl DeclaredTenant {
    /// The number of settings; isolation counts as one, and so does routing.
    pub(super) fn count(&self) -> usize {
        self.settings.len() + usize::from(self.routing.is_some()) + usize::from(self.isolation.is_some())
    }
}

/// A setting in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedSetting {
    /// The setting.
    pub setting: &'static TenantSetting,
    /// Its value, in the language's words.
    pub value: String,
    /// Where it is.
    pub place: String,
}

/// Maker routing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredRouting {
    /// Where it is.
    pub place: String,
    /// Whether they are routed.
    pub active: Option<bool>,
    /// Whether all makers are.
    pub everyone: Option<bool>,
    /// The environment group.
    pub to: Option<GroupRef>,
    /// The object id of the security group whose members are routed.
    pub members_of: Option<String>,
}

/// Tenant isolation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredIsolation {
    /// Where it is.
    pub place: String,
    /// Whether other tenants are blocked.
    pub active: bool,
    /// The exceptions: tenant, inbound, outbound.
    pub partners: Vec<(String, bool, bool)>,
}
