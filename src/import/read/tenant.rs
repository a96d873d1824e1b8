//! The tenant as files give it: its settings, where makers are routed, and its isolation.

use super::rule_based_policy::GroupRef;
use crate::model::kinds::TenantSetting;

/// What one place says of the tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredTenant {
    /// The file it is in.
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// The id of the tenant, when the file has it.
    pub id: Option<String>,
    /// The settings that the file states.
    pub settings: Vec<StatedSetting>,
    /// Where makers are routed.
    pub routing: Option<DeclaredRouting>,
    /// Isolation, where all of it is known.
    pub isolation: Option<DeclaredIsolation>,
}

impl DeclaredTenant {
    /// How many settings it states; isolation counts as one, and routing too.
    pub(super) fn count(&self) -> usize {
        self.settings.len() + usize::from(self.routing.is_some()) + usize::from(self.isolation.is_some())
    }
}

/// A setting that a file states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedSetting {
    /// Which one.
    pub setting: &'static TenantSetting,
    /// Its value, in the language's words.
    pub value: String,
    /// Where it is stated.
    pub place: String,
}

/// Where makers are routed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredRouting {
    /// Where that is stated.
    pub place: String,
    /// Whether they are routed.
    pub active: Option<bool>,
    /// Whether all are.
    pub everyone: Option<bool>,
    /// The environment group.
    pub to: Option<GroupRef>,
    /// The object id of the security group whose members are routed.
    pub members_of: Option<String>,
}

/// Tenant isolation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredIsolation {
    /// Where it is stated.
    pub place: String,
    /// Whether other tenants are blocked.
    pub active: bool,
    /// The exceptions: tenant, inbound, outbound.
    pub partners: Vec<(String, bool, bool)>,
}
