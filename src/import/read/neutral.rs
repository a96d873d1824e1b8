//! The result of every reader: data policies in one shape, whatever file they came from.

pub use super::connector_list::{ConnectorList, ListedConnector};
pub use super::cross_tenant::DeclaredPartner;
pub use super::environment_settings::{EnvironmentSetting, Stated};
pub use super::graph::{DeclaredIdentity, GraphGroup, Line};
use super::organisation::Organisation;
pub use super::rule_based_policy::{Allowed, AllowedConnector, Assigned, DeclaredGroup, GroupRef, RuleBasedPolicy};
pub use super::tenant::{DeclaredIsolation, DeclaredRouting, DeclaredTenant, StatedSetting};
pub use crate::catalog::{Behaviour, DataGroup as Group};

/// Everything that was read from a set of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The files, in the order of their names.
    pub files: Vec<FileRead>,
    /// The policies, in the order of their files and of their places there.
    pub policies: Vec<Policy>,
    /// Lists of connectors, from which policies are made later.
    pub connector_lists: Vec<ConnectorList>,
    /// Rule-based policies, in the same order.
    pub rule_based: Vec<RuleBasedPolicy>,
    /// Environments that the files declare or list.
    pub environments: Vec<DeclaredEnvironment>,
    /// Environment groups that the files declare or mention.
    pub groups: Vec<DeclaredGroup>,
    /// The facts about the tenant.
    pub tenants: Vec<DeclaredTenant>,
    /// The facts about groups and external people.
    pub identities: Vec<DeclaredIdentity>,
    /// Roles, units, teams and users.
    pub organisation: Organisation,
    /// The differences between the files and the policies above: what is missing, and what no file says.
    pub not_carried: Vec<NotCarried>,
}

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// The file's name as it was given.
    pub name: String,
    /// The kind of file, in words: `v1 policy`, `terraform output`.
    pub form: &'static str,
    /// The number of policies in it.
    pub policies: usize,
    /// The number of rule-based policies.
    pub rule_based: usize,
    /// The number of environments it declares or lists.
    pub environments: usize,
    /// The number of tenant settings; isolation counts as one, and so does routing.
    pub settings: usize,
    /// The number of roles.
    pub roles: usize,
    /// The number of other rows: column security profiles, units, teams, users, groups and their settings.
    pub rows: usize,
}

/// One data policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The file it is in.
    pub file: String,
    /// Where in the file: a JSON pointer, or a line.
    pub place: String,
    /// The platform's id of the policy, when the file has one.
    pub id: Option<String>,
    /// The symbol it had in the source that the file was built from, when the file has one.
    pub symbol: Option<String>,
    /// The display name.
    pub name: String,
    /// The group of connectors that no group lists.
    pub default: Group,
    /// The environments it applies to.
    pub scope: Scope,
    /// The connectors of the Business group.
    pub business: Members,
    /// The connectors of the Non-business group.
    pub non_business: Members,
    /// The connectors of the Blocked group.
    pub blocked: Members,
    /// Connectors that have rules but are in no group.
    pub unlisted: Vec<ConnectorEntry>,
    /// URL patterns for custom connectors, in their order.
    pub patterns: Vec<Pattern>,
    /// Whether the platform calls it a policy of the old schema.
    pub legacy: bool,
    /// The platform's version mark of the policy.
    pub etag: Option<String>,
    /// Values that the policy needs but that the files do not hold, or that only Terraform can evaluate.
    pub unknown: Vec<String>,
}

impl Policy {
    /// A policy that lists nothing yet.
    pub(in crate::import) fn new(file: &str, place: &str, name: String, default: Group, scope: Scope) -> Self {
        Self {
            file: file.to_owned(),
            place: place.to_owned(),
            id: None,
            symbol: None,
            name,
            default,
            scope,
            business: Members::default(),
            non_business: Members::default(),
            blocked: Members::default(),
            unlisted: Vec::new(),
            patterns: Vec::new(),
            legacy: false,
            etag: None,
            unknown: Vec::new(),
        }
    }

    /// Prevents the deployment of the policy while a part of it is unknown: its scope gets an environment that
    /// nothing binds, so that no target can be written until a person decides.
    pub(in crate::import) fn hold_back(&mut self, unknown: Vec<String>) {
        if unknown.is_empty() {
            return;
        }
        let first = self.unknown.is_empty();
        self.unknown.extend(unknown);
        if !first {
            return;
        }
        let open = EnvironmentRef::Unknown(self.name.clone());
        match &mut self.scope {
            Scope::All => self.scope = Scope::Except(vec![open]),
            Scope::Only(listed) | Scope::Except(listed) => listed.push(open),
            Scope::Single(environment) => *environment = open,
        }
    }

    /// The connectors of one group.
    pub const fn members(&self, group: Group) -> &Members {
        match group {
            Group::Business => &self.business,
            Group::NonBusiness => &self.non_business,
            Group::Blocked => &self.blocked,
        }
    }

    /// The connectors of one group, to be changed.
    pub const fn members_mut(&mut self, group: Group) -> &mut Members {
        match group {
            Group::Business => &mut self.business,
            Group::NonBusiness => &mut self.non_business,
            Group::Blocked => &mut self.blocked,
        }
    }

    /// Every connector that the file lists: those of the three groups, then those with rules only.
    pub fn entries(&self) -> impl Iterator<Item = &ConnectorEntry> {
        Group::ALL.into_iter().flat_map(|group| &self.members(group).listed).chain(&self.unlisted)
    }
}

/// An environment that a file declares or lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredEnvironment {
    /// The file it is in.
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// The platform's id, when the file has one.
    pub id: Option<String>,
    /// The address of its declaration in a Terraform configuration.
    pub address: Option<String>,
    /// The name to use if it has no display name.
    pub label: String,
    /// The display name.
    pub name: Option<String>,
    /// The description for people.
    pub description: Option<String>,
    /// The type, as one of the platform's words.
    pub kind: Option<String>,
    /// The region, as one of the platform's words.
    pub region: Option<String>,
    /// Whether it is a Managed Environment.
    pub managed: bool,
    /// Its environment group.
    pub group: Option<GroupRef>,
    /// The LCID of the language and the code of the currency of its database.
    pub dataverse: Option<(u32, String)>,
    /// The first part of the address of its database.
    pub domain: Option<String>,
    /// The object id of the Entra group whose members may enter.
    pub access: Option<String>,
    /// The object id of its owner.
    pub owner: Option<String>,
    /// Its other settings.
    pub settings: Vec<EnvironmentSetting>,
}

impl DeclaredEnvironment {
    /// Whether it only adds facts to an environment that is declared elsewhere.
    pub fn is_remark(&self) -> bool {
        self.label.is_empty() && self.name.is_none() && self.kind.is_none()
    }
}

/// The environments a policy applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All, including future ones.
    All,
    /// The listed ones.
    Only(Vec<EnvironmentRef>),
    /// All but the listed ones.
    Except(Vec<EnvironmentRef>),
    /// One, and the policy belongs to the environment's administrator, not the tenant's.
    Single(EnvironmentRef),
}

impl Scope {
    /// The environments that are named.
    pub fn environments(&self) -> &[EnvironmentRef] {
        match self {
            Self::All => &[],
            Self::Only(listed) | Self::Except(listed) => listed,
            Self::Single(environment) => std::slice::from_ref(environment),
        }
    }
}

/// An environment as an export names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvironmentRef {
    /// By its id: a GUID, or `Default-` and the tenant's id.
    Id(String),
    /// By a word that is not an id, as in templates; nothing binds it.
    Placeholder(String),
    /// By the address of its declaration in the same configuration, which has no id.
    Declared(String),
    /// Environments that the files do not give, of the policy with this name; nothing binds it.
    Unknown(String),
}

impl EnvironmentRef {
    /// Its name in remarks.
    pub fn word(&self) -> &str {
        match self {
            Self::Id(word) | Self::Placeholder(word) | Self::Declared(word) | Self::Unknown(word) => word,
        }
    }
}

/// The connectors of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// Those the file lists.
    pub listed: Vec<ConnectorEntry>,
    /// Those it selects from the catalogue by a condition.
    pub selected: Vec<Condition>,
}

/// A connector in a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectorEntry {
    /// The id as the file spells it.
    pub wire_id: String,
    /// The name next to it: a display name or, in some files, the short id.
    pub display_name: Option<String>,
    /// Rules about its actions.
    pub actions: Option<ActionRules>,
    /// Rules about its endpoints, in their order.
    pub endpoints: Vec<EndpointRule>,
}

/// What a policy says about the actions of a connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRules {
    /// For actions that no rule names, including future ones.
    pub default: Behaviour,
    /// Rules by action id.
    pub rules: Vec<(String, Behaviour)>,
}

/// What a policy says about one endpoint pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointRule {
    /// Whether a match is allowed.
    pub behaviour: Behaviour,
    /// The pattern.
    pub endpoint: String,
}

/// A URL pattern for custom connectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern of the host URL.
    pub url: String,
    /// The group of a connector that matches; `ignore` is none.
    pub group: Option<Group>,
}

/// A selection from the catalogue of connectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Every connector.
    Everything,
    /// Those that no policy can block, or those that one can.
    Unblockable(bool),
    /// Those of a licence tier, in the provider's word.
    Tier(String),
    /// Those of a publisher.
    Publisher(String),
    /// Those with one of these ids.
    Ids(Vec<String>),
    /// Those that the inner condition does not select.
    Not(Box<Self>),
    /// Those that every condition selects.
    Every(Vec<Self>),
    /// Those that at least one condition selects.
    Any(Vec<Self>),
}

impl Condition {
    /// The number of conditions and ids in it; long texts count as several.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Everything | Self::Unblockable(_) => 1,
            Self::Tier(text) | Self::Publisher(text) => 1 + text.len() / 64,
            Self::Ids(ids) => ids.iter().map(|id| 1 + id.len() / 64).sum(),
            Self::Not(inner) => 1 + inner.size(),
            Self::Every(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
        }
    }
}

/// A part of a file that the policies read from it do not hold unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotCarried {
    /// The file.
    pub file: String,
    /// Where in it: a JSON pointer or a line; empty for the whole file.
    pub place: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The part.
    pub what: String,
    /// Why it was not carried unchanged.
    pub why: String,
}

/// What became of a part that was not carried unchanged, most serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A whole policy, role or other declaration could not be read and is missing from the source.
    Refused,
    /// The files do not hold it, or only Terraform can evaluate it. The policy is written with an environment that
    /// nothing binds, so that it cannot be deployed as it is.
    Unknown,
    /// The file does not say it; the source holds an assumption that a person must confirm.
    Assumed,
    /// It is missing from the source.
    Dropped,
    /// It is written unchanged, and a person should check it.
    Doubtful,
    /// It is written in another form that means the same.
    Normalised,
}

impl Outcome {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unknown => "not known",
            Self::Assumed => "assumed",
            Self::Dropped => "dropped",
            Self::Doubtful => "doubtful",
            Self::Normalised => "normalised",
        }
    }
}
