//! Self-service of groups, external people, and responsibilities.

use super::id::Id;
use super::organisation::UserId;
use super::program::{EnvironmentId, GroupId, GroupKind, Head, Program, Reference, Text};
use crate::catalog::{Activity, AdminRole, BuiltInParty};
use crate::text::Location;

/// Who can create groups, and the settings for these.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSelfService {
    /// Its keyword and documentation.
    pub head: Head,
    /// Whether everyone may create security groups, and where that is written.
    pub security_groups: Option<(bool, Location)>,
    /// Who may create Microsoft 365 groups.
    pub microsoft_groups: Option<GroupMakers>,
    /// The naming rule for groups.
    pub naming: Option<Text>,
    /// Words that no name may contain.
    pub blocked_words: Option<Vec<Text>>,
    /// The classifications with their meanings, in the order written.
    pub classes: Option<Vec<Class>>,
    /// The default classification.
    pub default_class: Option<Text>,
    /// Whether labels are used instead of classifications, and where that is written.
    pub labels: Option<(bool, Location)>,
    /// Whether owners may add guests.
    pub guests_may_join: Option<bool>,
    /// Whether guests can access the content of their groups.
    pub guests_have_access: Option<bool>,
    /// Whether guests may own groups.
    pub guests_may_own: Option<bool>,
    /// The address of the guidelines.
    pub guidelines: Option<Text>,
    /// The address of the guidelines for guests.
    pub guest_guidelines: Option<Text>,
    /// The minimum number of owners of a group, and where that is written.
    pub owners: Option<(u32, Location)>,
    /// When groups expire.
    pub expiry: Option<Expiry>,
}

/// Who may create Microsoft 365 groups.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupMakers {
    /// Every member of the tenant.
    Everyone,
    /// Administrators.
    Admins,
    /// The members of a group.
    Group(Reference<GroupId>),
}

/// A classification of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its name.
    pub name: Text,
    /// Its meaning.
    pub means: Option<Text>,
}

/// When groups expire.
#[derive(Clone, Debug, PartialEq)]
pub struct Expiry {
    /// The number of days.
    pub days: u32,
    /// Where that is written.
    pub location: Location,
    /// The source word for the groups it applies to: `all`, `selected`, `none`.
    pub concerns: &'static str,
    /// Who is notified of groups without an owner.
    pub notify: Vec<Text>,
}

impl Expiry {
    /// Whether a group of that kind expires; `wished` means that it is selected.
    pub fn reaches(&self, kind: Option<GroupKind>, wished: bool) -> bool {
        kind == Some(GroupKind::Microsoft365) && (self.concerns == "all" || self.concerns == "selected" && wished)
    }
}

/// How external people access the tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct ExternalIdentity {
    /// Its keyword and documentation.
    pub head: Head,
    /// Whether it is an Azure AD B2C tenant.
    pub b2c: bool,
    /// The source word for who may invite guests, and where that is written.
    pub invited_by: Option<(&'static str, Location)>,
    /// The source word for what guests can see.
    pub guests_see: Option<(&'static str, Location)>,
    /// Which domains guests come from.
    pub domains: Option<Domains>,
    /// Whether people can join by verifying an email address.
    pub email_verified_join: Option<bool>,
    /// Whether users can sign up for subscriptions.
    pub self_service_trials: Option<bool>,
    /// The providers with which people sign in.
    pub providers: Option<Vec<Text>>,
    /// Groups of external people with resources made for them, by name.
    pub audiences: Vec<Audience>,
    /// Settings for particular tenants, by name.
    pub partners: Vec<PartnerTenant>,
    /// Settings for all other tenants.
    pub other_tenants: Option<CrossTenant>,
}

/// Domains that guests come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Domains {
    /// Whether only these are allowed, or all others.
    pub only: bool,
    /// The domains.
    pub names: Vec<Text>,
    /// Where they are written.
    pub location: Location,
}

impl Domains {
    /// Whether guests from that domain may be invited.
    pub fn allow(&self, domain: &str) -> bool {
        self.names.iter().any(|name| name.name.eq_ignore_ascii_case(domain)) == self.only
    }
}

/// A group of external people with resources made for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Audience {
    /// Its name.
    pub name: Text,
    /// The providers with which they sign in.
    pub providers: Vec<Text>,
    /// Whether they are guests of the tenant.
    pub guests: bool,
    /// The environments in which they work.
    pub environments: Vec<Reference<EnvironmentId>>,
    /// The sites that they use.
    pub sites: Vec<Text>,
}

/// Settings for a particular tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnerTenant {
    /// Its name here.
    pub name: Text,
    /// Its id, or one of its domains.
    pub tenant: Text,
    /// The settings.
    pub access: CrossTenant,
}

/// Settings between this tenant and others; absent ones are those for all tenants.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossTenant {
    /// Where the settings are.
    pub location: Location,
    /// Whether their users may be guests here.
    pub they_work_with_us: Option<(bool, Location)>,
    /// Whether our users may be guests there.
    pub we_work_with_them: Option<(bool, Location)>,
    /// Whether their users can use shared channels here.
    pub they_connect_directly: Option<bool>,
    /// Whether our users can use shared channels there.
    pub we_connect_directly: Option<bool>,
    /// Whether their multi-factor authentication is trusted.
    pub trust_multi_factor: Option<bool>,
    /// Whether their compliant devices are trusted.
    pub trust_compliant_devices: Option<bool>,
    /// Whether their joined devices are trusted.
    pub trust_joined_devices: Option<bool>,
    /// Whether our invitations are accepted for their users without a consent prompt.
    pub invitations_accepted: Option<bool>,
    /// Whether their invitations are accepted for our users without a consent prompt.
    pub our_invitations_accepted: Option<bool>,
}

/// A party that responsibilities are assigned to.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponsibleParty {
    /// Name and documentation.
    pub head: Head,
    /// Its display name.
    pub name: Option<Text>,
    /// The administrator roles of its people; none where unknown.
    pub roles: Option<Vec<AdminRole>>,
    /// The Entra group of its people.
    pub group: Option<Reference<GroupId>>,
    /// Whether its people belong to another organisation.
    pub external: bool,
}

/// Who is responsible for, accountable for, consulted on and informed of an activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Responsibility {
    /// Name and documentation.
    pub head: Head,
    /// The display name of the activity.
    pub name: Option<Text>,
    /// The activity of the platform, if it is one, and where it is named.
    pub activity: Option<(&'static Activity, Location)>,
    /// Who does it.
    pub responsible: Vec<Involved>,
    /// Who is accountable for it.
    pub accountable: Vec<Involved>,
    /// Who is consulted before.
    pub consulted: Vec<Involved>,
    /// Who is informed after.
    pub informed: Vec<Involved>,
    /// Whether every line of it could be read, so that what is absent is absent on purpose.
    pub sound: bool,
}

impl Responsibility {
    /// The four lists with their words, in the order of RACI.
    pub fn lists(&self) -> [(&'static str, &[Involved]); 4] {
        [
            ("responsible", &self.responsible),
            ("accountable", &self.accountable),
            ("consulted", &self.consulted),
            ("informed", &self.informed),
        ]
    }

    /// All parties that are named, to be resolved.
    pub(in crate::model) fn involved_mut(&mut self) -> impl Iterator<Item = &mut Involved> {
        let Self { responsible, accountable, consulted, informed, .. } = self;
        [responsible, accountable, consulted, informed].into_iter().flatten()
    }

    /// The display name of the activity.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(self.name(), |name| &*name.name)
    }
}

/// A party by its name.
pub type Involved = Reference<Bearer>;

/// The target of a party's name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bearer {
    /// A declared one, by its place in the program.
    Declared(Id<ResponsibleParty>),
    /// One that needs no declaration.
    BuiltIn(&'static BuiltInParty),
    /// All people with an administrator role.
    Role(AdminRole),
    /// A user, by its place.
    User(UserId),
    /// An Entra group, by its place.
    Group(GroupId),
}

impl Bearer {
    /// The administrator roles of its people; none where unknown.
    pub fn roles(self, program: &Program) -> Option<Vec<AdminRole>> {
        match self {
            Self::Declared(at) => program.parties[at].roles.clone(),
            Self::BuiltIn(party) => party.roles.map(<[AdminRole]>::to_vec),
            Self::Role(role) => Some(vec![role]),
            // The language does not declare which administrator roles people have.
            Self::User(_) | Self::Group(_) => None,
        }
    }

    /// The name of the party in its declaration.
    pub fn declaration(self, program: &Program) -> Option<Location> {
        match self {
            Self::Declared(at) => Some(program.parties[at].head.symbol.location),
            Self::BuiltIn(_) | Self::Role(_) | Self::User(_) | Self::Group(_) => None,
        }
    }

    /// Whether its people belong to another organisation.
    pub fn is_external(self, program: &Program) -> bool {
        match self {
            Self::Declared(at) => program.parties[at].external,
            Self::BuiltIn(party) => party.external,
            Self::Role(_) | Self::User(_) | Self::Group(_) => false,
        }
    }
}
