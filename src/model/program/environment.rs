//! Environments, environment groups and Entra groups.

use ecow::EcoString;

use super::{Head, Reference, Text};
use crate::model::organisation::Party;
use crate::text::Location;

/// An environment.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Name and documentation.
    pub head: Head,
    /// The source word of its type; empty where the source does not say.
    pub kind: &'static str,
    /// Where the type stands.
    pub kind_location: Location,
    /// The display name, where it differs from the symbol.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// The region.
    pub region: Option<Text>,
    /// Whether it is a Managed Environment.
    pub managed: bool,
    /// Where that is said.
    pub managed_location: Option<Location>,
    /// The environment group.
    pub group: Option<Reference>,
    /// Where it says that connector allow-lists alone count, and data policies are not evaluated.
    pub allow_lists_only: Option<Location>,
    /// The Entra group that may enter.
    pub access: Option<Reference>,
    /// The most critical level of apps it may host; the target is an index in the scale `criticity`.
    pub ceiling: Option<Reference>,
    /// Its database.
    pub dataverse: Option<Dataverse>,
    /// Whether all of it could be read, so that what is absent is meant to be.
    pub sound: bool,
}

impl Environment {
    /// The name people know it by.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(&*self.head.symbol.name, |name| &*name.name)
    }
}

/// A Dataverse database.
#[derive(Clone, Debug)]
pub struct Dataverse {
    /// The LCID of the base language.
    pub language: u32,
    /// The ISO 4217 code of the base currency.
    pub currency: EcoString,
    /// The first part of the address.
    pub domain: Option<Text>,
    /// Whether rows may belong to any unit, and users hold roles of other units.
    pub ownership_across_units: bool,
}

/// An environment group and its rules.
#[derive(Clone, Debug)]
pub struct EnvironmentGroup {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// Whether apps may be shared with security groups.
    pub share_with_groups: bool,
    /// How many people an app may be shared with.
    pub share_limit: Option<u32>,
    /// Where it says that connector allow-lists alone count, and data policies are not evaluated.
    pub allow_lists_only: Option<Location>,
    /// The source word of the solution checker's mode.
    pub solution_checker: &'static str,
    /// Whether administrators get the weekly digest.
    pub usage_insights: bool,
    /// What makers read first.
    pub welcome: Option<Text>,
}

/// An Entra group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name and documentation.
    pub head: Head,
    /// The source word of its kind.
    pub kind: &'static str,
    /// The display name.
    pub name: Option<Text>,
    /// The object id.
    pub id: Option<Text>,
    /// Its owners; targets are indices of users.
    pub owners: Vec<Reference>,
    /// Its members: users, and groups within it.
    pub members: Vec<Party>,
    /// The rule by which it chooses its members.
    pub rule: Option<Text>,
    /// Whether the rule is processed.
    pub rule_active: bool,
    /// The source word of who sees it and joins, and where that is said.
    pub visibility: Option<(&'static str, Location)>,
    /// The part of its address before the `@`.
    pub mail_nickname: Option<Text>,
    /// Where it says that roles of Entra can be given to it.
    pub role_assignable: Option<Location>,
    /// Its class.
    pub classification: Option<Text>,
    /// Whether it expires where only selected groups do.
    pub expires: bool,
    /// Whether the list of owners is given, and every line could be read.
    pub owners_given: bool,
    /// Whether every line of it could be read, so that what is absent is meant to be.
    pub sound: bool,
}

impl Group {
    /// The part of its address before the `@`: as given, or its symbol with what an address does not take left out.
    pub fn nickname(&self) -> String {
        if let Some(nickname) = &self.mail_nickname {
            return nickname.name.to_string();
        }
        let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.');
        let kept: String = self.head.symbol.name.chars().filter(|one| plain(*one)).take(64).collect();
        if kept.is_empty() { "group".to_owned() } else { kept }
    }
}
