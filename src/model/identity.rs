//! Groups that people make themselves, people from outside, and who is responsible for what.

use super::id::Id;
use super::organisation::UserId;
use super::program::{EnvironmentId, GroupId, GroupKind, Head, Program, Reference, Text};
use crate::catalog::{Activity, AdminRole, BuiltInParty};
use crate::text::Location;

/// Who makes groups, and what holds for them.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSelfService {
    /// Its keyword and documentation.
    pub head: Head,
    /// Whether everyone may make security groups, and where that is said.
    pub security_groups: Option<(bool, Location)>,
    /// Who may make Microsoft 365 groups.
    pub microsoft_groups: Option<GroupMakers>,
    /// How groups are named.
    pub naming: Option<Text>,
    /// Words that no name may hold.
    pub blocked_words: Option<Vec<Text>>,
    /// The classes with what they are for, in the order written.
    pub classes: Option<Vec<Class>>,
    /// The class where none is chosen.
    pub default_class: Option<Text>,
    /// Whether labels are used in place of classes, and where that is said.
    pub labels: Option<(bool, Location)>,
    /// Whether owners may add guests.
    pub guests_may_join: Option<bool>,
    /// Whether guests reach what belongs to their groups.
    pub guests_have_access: Option<bool>,
    /// Whether guests may own groups.
    pub guests_may_own: Option<bool>,
    /// The address of the guidelines.
    pub guidelines: Option<Text>,
    /// The address of the guidelines for guests.
    pub guest_guidelines: Option<Text>,
    /// How many owners a group must have, and where that is said.
    pub owners: Option<(u32, Location)>,
    /// When groups end.
    pub expiry: Option<Expiry>,
}

/// Who may make Microsoft 365 groups.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupMakers {
    /// Every member of the tenant.
    Everyone,
    /// Administrators.
    Admins,
    /// The members of a group.
    Group(Reference<GroupId>),
}

/// A class of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its name.
    pub name: Text,
    /// What it is for.
    pub means: Option<Text>,
}

/// When groups end.
#[derive(Clone, Debug, PartialEq)]
pub struct Expiry {
    /// After how many days.
    pub days: u32,
    /// Where that is said.
    pub location: Location,
    /// The source word of those it concerns: `all`, `selected`, `none`.
    pub concerns: &'static str,
    /// Who hears of groups without an owner.
    pub notify: Vec<Text>,
}

impl Expiry {
    /// Whether a group of that kind and wish ends.
    pub fn reaches(&self, kind: Option<GroupKind>, wished: bool) -> bool {
        kind == Some(GroupKind::Microsoft365) && (self.concerns == "all" || self.concerns == "selected" && wished)
    }
}

/// How people from outside reach the tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct ExternalIdentity {
    /// Its keyword and documentation.
    pub head: Head,
    /// Whether it is an Azure AD B2C tenant.
    pub b2c: bool,
    /// The source word of who invites guests, and where that is said.
    pub invited_by: Option<(&'static str, Location)>,
    /// The source word of what guests see.
    pub guests_see: Option<(&'static str, Location)>,
    /// Which domains guests come from.
    pub domains: Option<Domains>,
    /// Whether people join by proving an address.
    pub email_verified_join: Option<bool>,
    /// Whether users sign up for subscriptions.
    pub self_service_trials: Option<bool>,
    /// The providers with which people sign in.
    pub providers: Option<Vec<Text>>,
    /// People from outside for whom something is made, by name.
    pub audiences: Vec<Audience>,
    /// What is agreed with single tenants, by name.
    pub partners: Vec<PartnerTenant>,
    /// What holds for all other tenants.
    pub other_tenants: Option<CrossTenant>,
}

/// Domains that guests come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Domains {
    /// Whether these alone are allowed, or all others.
    pub only: bool,
    /// The domains.
    pub names: Vec<Text>,
    /// Where they are given.
    pub location: Location,
}

impl Domains {
    /// Whether guests of that domain may be invited.
    pub fn allow(&self, domain: &str) -> bool {
        self.names.iter().any(|name| name.name.eq_ignore_ascii_case(domain)) == self.only
    }
}

/// People from outside for whom something is made.
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

/// What is agreed with a tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnerTenant {
    /// What it is called here.
    pub name: Text,
    /// Its id, or one of its domains.
    pub tenant: Text,
    /// What is agreed.
    pub access: CrossTenant,
}

/// What holds between this tenant and others; what is not said is as everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossTenant {
    /// Where it is said.
    pub location: Location,
    /// Whether their users may be guests here.
    pub they_work_with_us: Option<(bool, Location)>,
    /// Whether our users may be guests there.
    pub we_work_with_them: Option<(bool, Location)>,
    /// Whether their users reach shared channels here.
    pub they_connect_directly: Option<bool>,
    /// Whether our users reach shared channels there.
    pub we_connect_directly: Option<bool>,
    /// Whether their multi-factor authentication counts.
    pub trust_multi_factor: Option<bool>,
    /// Whether their compliant devices count.
    pub trust_compliant_devices: Option<bool>,
    /// Whether their joined devices count.
    pub trust_joined_devices: Option<bool>,
    /// Whether their users accept invitations without being asked.
    pub invitations_accepted: Option<bool>,
    /// Whether our users accept theirs.
    pub our_invitations_accepted: Option<bool>,
}

/// Somebody to whom responsibilities are given.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponsibleParty {
    /// Name and documentation.
    pub head: Head,
    /// What it is called.
    pub name: Option<Text>,
    /// The roles of administration of its people; none where they are not known.
    pub roles: Option<Vec<AdminRole>>,
    /// The Entra group of its people.
    pub group: Option<Reference<GroupId>>,
    /// Whether its people belong to another organisation.
    pub external: bool,
}

/// Who does, answers for, is asked about and is told of an activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Responsibility {
    /// Name and documentation.
    pub head: Head,
    /// What the activity is called.
    pub name: Option<Text>,
    /// The activity of the platform, where it is one, and where it is named.
    pub activity: Option<(&'static Activity, Location)>,
    /// Who does it.
    pub responsible: Vec<Involved>,
    /// Who answers for it.
    pub accountable: Vec<Involved>,
    /// Who is asked before.
    pub consulted: Vec<Involved>,
    /// Who is informed afterwards.
    pub informed: Vec<Involved>,
    /// Whether every line of it could be read, so that what is absent is meant to be.
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

    /// Everybody who is named, to be looked up.
    pub(in crate::model) fn involved_mut(&mut self) -> impl Iterator<Item = &mut Involved> {
        let Self { responsible, accountable, consulted, informed, .. } = self;
        [responsible, accountable, consulted, informed].into_iter().flatten()
    }

    /// What the activity is called.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(self.name(), |name| &*name.name)
    }
}

/// A party by its name.
pub type Involved = Reference<Bearer>;

/// Who a party is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bearer {
    /// A declared one, by its place in the program.
    Declared(Id<ResponsibleParty>),
    /// One that needs no declaration.
    BuiltIn(&'static BuiltInParty),
    /// All who hold a role of administration.
    Role(AdminRole),
    /// A user, by its place.
    User(UserId),
    /// An Entra group, by its place.
    Group(GroupId),
}

impl Bearer {
    /// The roles of administration of its people; none where they are not known.
    pub fn roles(self, program: &Program) -> Option<Vec<AdminRole>> {
        match self {
            Self::Declared(at) => program.parties[at].roles.clone(),
            Self::BuiltIn(party) => party.roles.map(<[AdminRole]>::to_vec),
            Self::Role(role) => Some(vec![role]),
            // Which roles of administration people hold is not part of the language.
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
