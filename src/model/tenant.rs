//! The tenant.

use super::id::Id;
use super::program::{EnvironmentGroup, GroupId, Head, Reference, Text};
use crate::text::Location;

/// A tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenant {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id, a GUID.
    pub id: Option<Text>,
    /// One of its domains.
    pub domain: Option<Text>,
    /// The settings that are managed, in the order of the reference.
    pub settings: Vec<SettingGiven>,
    /// The target of maker routing; none where it is not managed.
    pub routing: Option<MakerRouting>,
    /// Tenant isolation; none where it is not managed.
    pub isolation: Option<Isolation>,
}

/// A setting with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingGiven {
    /// The setting.
    pub setting: &'static TenantSetting,
    /// Its value.
    pub value: SettingValue,
    /// Where the value is.
    pub location: Location,
}

/// The value of a setting, in the words of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// `on` or `off`.
    Flag(bool),
    /// A word.
    Word(&'static str),
    /// A number.
    Number(u32),
}

/// Where makers are routed who would otherwise work in the default environment.
#[derive(Clone, Debug, PartialEq)]
pub struct MakerRouting {
    /// Where the block is.
    pub location: Location,
    /// Whether they are routed.
    pub active: bool,
    /// The environment group.
    pub to: Option<Reference<Id<EnvironmentGroup>>>,
    /// Whether all makers are routed, or only new ones.
    pub everyone: bool,
    /// The Entra group whose members are routed.
    pub members_of: Option<Reference<GroupId>>,
    /// Whether every line of it could be read, so that what is absent is absent on purpose.
    pub sound: bool,
}

/// Tenant isolation.
#[derive(Clone, Debug, PartialEq)]
pub struct Isolation {
    /// Where the block is.
    pub location: Location,
    /// Whether other tenants are blocked.
    pub active: bool,
    /// Where that is written.
    pub active_location: Option<Location>,
    /// The exceptions, by name.
    pub partners: Vec<Partner>,
}

/// An exception of tenant isolation.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner {
    /// Its name here.
    pub name: Text,
    /// Its id, one of its domains, or `*`.
    pub tenant: Text,
    /// Whether its users may connect to data of this tenant.
    pub inbound: bool,
    /// Whether users of this tenant may connect to its data.
    pub outbound: bool,
    /// Whether every line of it could be read, so that what is absent is absent on purpose.
    pub sound: bool,
}

/// How the values of a tenant setting are written in requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// `on` is true.
    Same,
    /// `on` is false: the platform's own name contains `disable` or `optOut`.
    Opposite,
    /// `admins` is true: the platform's own name means that others are excluded.
    Restricted,
    /// A whole number.
    Number,
    /// One of these words, each with the platform's word.
    Words(&'static [(&'static str, &'static str)]),
}

/// A setting of the tenant: its word in the language, and its path in the platform.
///
/// Source of names and polarity: the resource `powerplatform_tenant_settings` of the provider
/// `microsoft/terraform-provider-power-platform` and its `dto.go`, whose members are those of the administration API.
#[derive(Debug, PartialEq, Eq)]
pub struct TenantSetting {
    /// The word of the language.
    pub word: &'static str,
    /// The member of the platform's API, as a path from the outermost object.
    pub api: &'static [&'static str],
    /// The attribute of the Terraform provider, as a path.
    pub terraform: &'static [&'static str],
    /// How its values are written in requests.
    pub wire: Wire,
}

impl TenantSetting {
    /// Whether it has this name in the platform or its Terraform provider.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let is = |path: &[&str]| path.last().is_some_and(|last| last.eq_ignore_ascii_case(name));
        is(self.api) || is(self.terraform)
    }
}
