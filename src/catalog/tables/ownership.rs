//! Who owns the rows of a table, and which access levels follow from it.

use super::super::privilege::{Levels, Verb};

/// Who owns the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ownership {
    /// A user or a team.
    User,
    /// The organization: a grant is on or off.
    Organization,
    /// A business unit.
    Business,
    /// Nobody: metadata and the children of other tables.
    None,
    /// The public reference does not say.
    Unknown,
}

impl Ownership {
    /// Every ownership that is known, in order.
    pub const ALL: [Self; 4] = [Self::User, Self::Organization, Self::Business, Self::None];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user_owned",
            Self::Organization => "organization_owned",
            Self::Business => "business_owned",
            Self::None => "unowned",
            Self::Unknown => "unknown",
        }
    }

    /// What a person reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::User => "User or team",
            Self::Organization => "Organization",
            Self::Business => "Business unit",
            Self::None => "Nobody",
            Self::Unknown => "Unknown",
        }
    }

    /// The ownership of that source word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ownership| ownership.word() == word)
    }
}

/// The access levels that a verb takes on an organisation's own table; system tables say theirs themselves.
///
/// Where the ownership is unknown every level may be right.
pub const fn allowed_for(ownership: Ownership, verb: Verb) -> Levels {
    let passes_on = matches!(verb, Verb::Assign | Verb::Share);
    match ownership {
        Ownership::User | Ownership::Unknown => Levels::ALL,
        Ownership::Organization | Ownership::None if !passes_on => Levels::ORG,
        Ownership::Business if !passes_on => Levels::BUSINESS,
        Ownership::Organization | Ownership::None | Ownership::Business => Levels::NONE,
    }
}
