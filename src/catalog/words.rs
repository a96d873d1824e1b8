//! The words of the platform's documents and of Terraform, with those of the language: the only place that knows
//! both.
//!
//! | in the source | people say | in requests | Terraform, for URL patterns |
//! |---|---|---|---|
//! | `business` | Business | `Confidential` | `Business` |
//! | `non_business` | Non-business | `General` | `NonBusiness` |
//! | `blocked` | Blocked | `Blocked` | `Blocked` |
//! | `ignore` | | `Ignore` | `Ignore` |
//!
//! `Confidential` and `General` have been confused more than once. Everything that writes or reads requests takes its
//! words from here, each pair is written once, and a test checks it in both directions. Words are read in any letter
//! case.

/// One of the three groups of a data policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataGroup {
    /// Business.
    Business,
    /// Non-business.
    NonBusiness,
    /// Blocked.
    Blocked,
}

impl DataGroup {
    /// The three groups in the order of the source.
    pub const ALL: [Self; 3] = [Self::Business, Self::NonBusiness, Self::Blocked];

    /// The word of the source.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::NonBusiness => "non_business",
            Self::Blocked => "blocked",
        }
    }

    /// The name people use.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Business => "Business",
            Self::NonBusiness => "Non-business",
            Self::Blocked => "Blocked",
        }
    }

    /// The classification in requests.
    pub const fn classification(self) -> &'static str {
        match self {
            Self::Business => "Confidential",
            Self::NonBusiness => "General",
            Self::Blocked => "Blocked",
        }
    }

    /// Terraform's `data_group` of a URL pattern.
    pub const fn terraform(self) -> &'static str {
        match self {
            Self::Business => "Business",
            Self::NonBusiness => "NonBusiness",
            Self::Blocked => "Blocked",
        }
    }

    /// The group with a classification in requests.
    pub fn of_classification(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| word.eq_ignore_ascii_case(group.classification()))
    }

    /// The group that people mean by a word, `NonBusiness` and `Non-business` alike: Terraform's word, with or
    /// without separators.
    pub fn of_people(word: &str) -> Option<Self> {
        let joined = word.replace(['-', '_', ' '], "");
        Self::ALL.into_iter().find(|group| joined.eq_ignore_ascii_case(group.terraform()))
    }

    /// 0, 1, 2.
    pub const fn index(self) -> usize {
        match self {
            Self::Business => 0,
            Self::NonBusiness => 1,
            Self::Blocked => 2,
        }
    }
}

/// The word for URL patterns that put connectors into no group, in requests and in Terraform.
pub const IGNORE: &str = "Ignore";

/// Which environments a data policy applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentType {
    /// All, including future ones.
    All,
    /// All but the listed ones.
    Except,
    /// The listed ones.
    Only,
    /// One, and the policy belongs to the environment's administrator, not the tenant's.
    Single,
}

impl EnvironmentType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::All, Self::Except, Self::Only, Self::Single];

    /// The word in requests and in Terraform.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::All => "AllEnvironments",
            Self::Except => "ExceptEnvironments",
            Self::Only => "OnlyEnvironments",
            Self::Single => "SingleEnvironment",
        }
    }

    /// The type with that word.
    pub fn of_wire(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| word.eq_ignore_ascii_case(kind.wire()))
    }
}

/// Whether an action or an endpoint may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    /// It may be used.
    Allow,
    /// It may not be used.
    Block,
}

impl Behaviour {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Allow, Self::Block];

    /// The behaviour for a flag that allows.
    pub const fn of(allow: bool) -> Self {
        if allow { Self::Allow } else { Self::Block }
    }

    /// The word in rules for actions.
    pub const fn of_action(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Block => "Block",
        }
    }

    /// The word in rules for endpoints, which are denied where actions are blocked.
    pub const fn of_endpoint(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Block => "Deny",
        }
    }

    /// The behaviour with a word from either kind of rules.
    pub fn of_wire(word: &str) -> Option<Self> {
        let says = |known: &str| word.eq_ignore_ascii_case(known);
        Self::ALL.into_iter().find(|behaviour| says(behaviour.of_action()) || says(behaviour.of_endpoint()))
    }
}
