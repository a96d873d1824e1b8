//! Environments, environment groups and Entra groups.

use ecow::EcoString;

use super::{Head, Reference, Text};
use crate::catalog::ProviderAttribute;
use crate::model::id::Id;
use crate::model::organisation::{Party, UserId};
use crate::text::Location;

/// An environment.
#[derive(Clone, Debug, PartialEq)]
pub struct Environment {
    /// Name and documentation.
    pub head: Head,
    /// Its type; none where the source does not say.
    pub kind: Option<EnvironmentType>,
    /// Where the type is.
    pub kind_location: Location,
    /// The display name, where it differs from the symbol.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// The region.
    pub region: Option<Text>,
    /// Whether it is a Managed Environment.
    pub managed: bool,
    /// Where that is written.
    pub managed_location: Option<Location>,
    /// The environment group.
    pub group: Option<Reference<Id<EnvironmentGroup>>>,
    /// Where it declares that only connector allow-lists count, and data policies are not evaluated.
    pub allow_lists_only: Option<Location>,
    /// The Entra group that may enter.
    pub access: Option<Reference<GroupId>>,
    /// The most critical level of apps it may host; the target is an index in the scale `criticity`.
    pub ceiling: Option<Reference<u32>>,
    /// Its owner, where it is a developer environment; the target is an index of users.
    pub owner: Option<Reference<UserId>>,
    /// Settings of a Managed Environment; none where the source has no block of them.
    pub managed_settings: Option<ManagedSettings>,
    /// The permissions of generative AI.
    pub ai: AiSwitches,
    /// The source word of the release cycle.
    pub release_cycle: Said<&'static str>,
    /// The source word of the update frequency.
    pub cadence: Said<&'static str>,
    /// Auditing; none where the source has no block of it.
    pub audit: Option<Audit>,
    /// Attributes of the Terraform provider that have no word of their own.
    pub provider: Vec<ProviderSetting>,
    /// Its database.
    pub dataverse: Option<Dataverse>,
    /// Whether all of it could be read, so that what is absent is absent on purpose.
    pub sound: bool,
}

/// The type of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentType {
    /// For permanent work.
    Production,
    /// May be copied and reset.
    Sandbox,
    /// Expires after 30 days.
    Trial,
    /// Lasts as long as the trial subscription.
    SubscriptionTrial,
    /// For its owner only.
    Developer,
    /// The environment that every tenant has.
    Default,
    /// Made by Microsoft Teams for one team.
    Teams,
}

impl EnvironmentType {
    /// Every type.
    pub const ALL: [Self; 7] = [
        Self::Production,
        Self::Sandbox,
        Self::Trial,
        Self::SubscriptionTrial,
        Self::Developer,
        Self::Default,
        Self::Teams,
    ];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::Trial => "trial",
            Self::SubscriptionTrial => "subscription_trial",
            Self::Developer => "developer",
            Self::Default => "default",
            Self::Teams => "teams",
        }
    }
}

impl Environment {
    /// The name that people know.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(self.name(), |name| &*name.name)
    }
}

/// A Dataverse database.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataverse {
    /// The LCID of the base language.
    pub language: u32,
    /// The ISO 4217 code of the base currency.
    pub currency: EcoString,
    /// The first part of the address.
    pub domain: Option<Text>,
    /// Whether rows may belong to any unit, and users may have roles of other units.
    pub ownership_across_units: bool,
    /// Whether only administrators may enter.
    pub administration_mode: Said<bool>,
    /// Whether workflows and jobs run in the background.
    pub background_operations: Said<bool>,
}

/// An environment group and its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvironmentGroup {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// Settings that replace those of its environments.
    pub managed: ManagedSettings,
    /// The permissions of generative AI.
    pub ai: AiSwitches,
    /// Where it declares that only connector allow-lists count, and data policies are not evaluated.
    pub allow_lists_only: Option<Location>,
    /// The welcome text for makers.
    pub welcome: Option<Text>,
    /// The address of further text for makers.
    pub welcome_url: Option<Text>,
    /// The number of days that backups are kept.
    pub backup_days: Said<u32>,
    /// Whether AI writes descriptions of apps.
    pub ai_descriptions: Said<bool>,
    /// The content security policy; none where the source has no block of it.
    pub content_security: Option<ContentSecurity>,
}

/// A value with its place; none where the source does not give it, so that the setting is not managed.
pub type Said<T> = Option<(T, Location)>;

/// The people that makers may share with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// With people and security groups.
    Everyone,
    /// With people only, and the maximum number of them.
    PeopleOnly(Option<u32>),
    /// With no one.
    Nobody,
}

/// Settings of Managed Environments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManagedSettings {
    /// The people that canvas apps are shared with.
    pub sharing: Said<Sharing>,
    /// The source word of the solution checker's mode.
    pub solution_checker: Said<&'static str>,
    /// Whether its findings are sent by mail.
    pub checker_mails: Said<bool>,
    /// Whether administrators get the weekly digest.
    pub usage_insights: Said<bool>,
    /// Whether cloud flows of solutions are shared.
    pub flow_sharing: Said<bool>,
    /// The people that agents are shared with.
    pub copilot_sharing: Said<Sharing>,
    /// Whether others may edit agents that are shared with them.
    pub copilot_editors: Said<bool>,
}

/// The permissions of generative AI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AiSwitches {
    /// Search with Bing.
    pub bing_search: Said<bool>,
    /// Move data to another region.
    pub data_across_regions: Said<bool>,
    /// Move data across the EU Data Boundary.
    pub flex_routing: Said<bool>,
    /// Use services of Microsoft 365.
    pub microsoft_365_services: Said<bool>,
}

impl AiSwitches {
    /// Whether no permission is given.
    pub fn is_empty(&self) -> bool {
        let Self { bing_search, data_across_regions, flex_routing, microsoft_365_services } = self;
        [bing_search, data_across_regions, flex_routing, microsoft_365_services].iter().all(|said| said.is_none())
    }
}

/// What is audited in a database.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    /// Changes.
    pub active: Said<bool>,
    /// Reading.
    pub read: Said<bool>,
    /// Sign-ins.
    pub logins: Said<bool>,
    /// The number of days that entries are kept.
    pub retention_days: Said<u32>,
}

/// The content security policy of an environment group.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentSecurity {
    /// Where the block is.
    pub location: Location,
    /// Of model-driven apps.
    pub model_driven: Option<ContentPolicy>,
    /// Of canvas apps.
    pub canvas: Option<ContentPolicy>,
    /// Of code apps.
    pub code_apps: Option<ContentPolicy>,
    /// The address that reports go to.
    pub report_to: Option<Text>,
    /// The name of the endpoint that reports go to.
    pub report_endpoint: Option<Text>,
}

/// The content security policy of one type of app.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentPolicy {
    /// Where the block is.
    pub location: Location,
    /// Whether it is active.
    pub active: bool,
    /// Whether its strict form is active.
    pub strict: Said<bool>,
    /// Its lists by the words of the source, in the order of the reference.
    pub directives: Vec<(&'static str, Vec<Text>)>,
}

/// An attribute of the Terraform provider with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderSetting {
    /// The attribute.
    pub attribute: &'static ProviderAttribute,
    /// Its value.
    pub value: ProviderValue,
    /// Where its name is.
    pub location: Location,
}

/// The value of an attribute of the Terraform provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderValue {
    /// `on` or `off`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(EcoString),
    /// Several texts.
    Texts(Vec<EcoString>),
}

/// The place of an Entra group in [`Program::groups`](super::Program::groups).
pub type GroupId = Id<Group>;

/// An Entra group.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is said by itself in the source")]
pub struct Group {
    /// Name and documentation.
    pub head: Head,
    /// Its kind; none where the source does not say.
    pub kind: Option<GroupKind>,
    /// The display name.
    pub name: Option<Text>,
    /// The object id.
    pub id: Option<Text>,
    /// Its owners; targets are indices of users.
    pub owners: Vec<Reference<UserId>>,
    /// Its members: users, and groups within it.
    pub members: Vec<Party>,
    /// The rule by which it chooses its members.
    pub rule: Option<Text>,
    /// Whether the rule is processed.
    pub rule_active: bool,
    /// The source word of who can see and join it, and where the word is.
    pub visibility: Option<(&'static str, Location)>,
    /// The part of its address before the `@`.
    pub mail_nickname: Option<Text>,
    /// Where it declares that Entra roles can be assigned to it.
    pub role_assignable: Option<Location>,
    /// Its classification.
    pub classification: Option<Text>,
    /// Whether it expires, in a tenant where only selected groups do.
    pub expires: bool,
    /// Whether the list of owners is given, and every line could be read.
    pub owners_given: bool,
    /// Whether every line of it could be read, so that what is absent is absent on purpose.
    pub sound: bool,
}

/// The type of an Entra group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// Controls access.
    Security,
    /// Has a mailbox and a site too.
    Microsoft365,
}

impl GroupKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Security, Self::Microsoft365];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Microsoft365 => "microsoft_365",
        }
    }
}

impl Group {
    /// Whether it is a Microsoft 365 group.
    pub fn is_microsoft_365(&self) -> bool {
        self.kind == Some(GroupKind::Microsoft365)
    }

    /// The part of its address before the `@`: as given, or its symbol without the characters that an address does
    /// not accept.
    pub fn nickname(&self) -> String {
        if let Some(nickname) = &self.mail_nickname {
            return nickname.name.to_string();
        }
        let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.');
        let kept: String = self.head.symbol.name.chars().filter(|one| plain(*one)).take(64).collect();
        if kept.is_empty() { "group".to_owned() } else { kept }
    }
}
