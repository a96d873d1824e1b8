//! Rule-based policies and environment groups in one shape, whatever file they came from.

use super::neutral::{Condition, EnvironmentRef};

/// The parts of a rule-based policy that the language can express: its connector allow-list, and whether data
/// policies are evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleBasedPolicy {
    /// The file it is in.
    pub file: String,
    /// Where in the file.
    pub place: String,
    /// The id of the policy, when the file has one.
    pub id: Option<String>,
    /// The symbol it had in the source that the file was built from, when the file has one.
    pub symbol: Option<String>,
    /// The name.
    pub name: String,
    /// The connectors it allows; none where it has no such rule.
    pub allowed: Option<Allowed>,
    /// Whether data policies are skipped; none where it has no such rule.
    pub allow_lists_only: Option<bool>,
    /// What it is assigned to.
    pub assigned: Vec<Assigned>,
    /// Values that the files do not hold, or that only Terraform can evaluate.
    pub unknown: Vec<String>,
}

/// The connectors that a policy allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Those that the file lists.
    pub listed: Vec<AllowedConnector>,
    /// Those it selects from the catalogue by a condition.
    pub selected: Vec<Condition>,
}

/// A connector that is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedConnector {
    /// The id as the file spells it.
    pub wire_id: String,
    /// The only actions that may be used; none where all may be.
    pub actions: Option<Vec<String>>,
    /// The only types of connections that may be used; none where all may be.
    pub connection_types: Option<Vec<String>>,
}

/// What a rule-based policy is assigned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// An environment group.
    Group(GroupRef),
    /// One environment.
    Environment(EnvironmentRef),
}

/// An environment group as an export names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupRef {
    /// By its id.
    Id(String),
    /// By the address of its declaration in the same configuration, which has no id.
    Declared(String),
}

impl GroupRef {
    /// The key that identifies a group: ids are the same in any letter case.
    pub fn key(&self) -> String {
        match self {
            Self::Id(id) => id.to_ascii_lowercase(),
            Self::Declared(address) => format!("~{address}"),
        }
    }
}

/// An environment group that a file declares or mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredGroup {
    /// The group.
    pub group: GroupRef,
    /// The name to use if it has no display name.
    pub label: String,
    /// The display name.
    pub name: Option<String>,
    /// The description for people.
    pub description: Option<String>,
    /// Whether apps may be shared with people only, and the maximum number of them.
    pub sharing: Option<(bool, Option<u32>)>,
    /// The word for the mode of the solution checker: `none`, `warn` or `block`.
    pub solution_checker: Option<String>,
    /// Whether administrators get the weekly digest.
    pub usage_insights: Option<bool>,
    /// The welcome text for makers.
    pub welcome: Option<String>,
}

impl DeclaredGroup {
    /// A group without further facts.
    pub fn new(group: GroupRef) -> Self {
        Self {
            group,
            label: String::new(),
            name: None,
            description: None,
            sharing: None,
            solution_checker: None,
            usage_insights: None,
            welcome: None,
        }
    }
}
