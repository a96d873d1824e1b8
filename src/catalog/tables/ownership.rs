//! The owner of the rows of a table, and the access levels that follow from it.

use super::super::privilege::{Levels, Verb};

/// The owner of the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ownership {
    /// A user or a team.
    User,
    /// The organization: a grant is on or off.
    Organization,
    /// A business unit.
    Business,
    /// No one: metadata and the children of other tables.
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

    /// The title for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::User => "User or team",
            Self::Organization => "Organization",
            Self::Business => "Business unit",
            Self::None => "Nobody",
            Self::Unknown => "Unknown",
        }
    }

    /// The ownership with that source word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ownership| ownership.word() == word)
    }
}

/// The access levels that a verb accepts on a custom table; system tables have their own.
///
/// If the ownership is unknown, every level may be right.
pub const fn allowed_for(ownership: Ownership, verb: Verb) -> Levels {
    let passes_on = matches!(verb, Verb::Assign | Verb::Share);
    match ownership {
        Ownership::User | Ownership::Unknown => Levels::ALL,
        Ownership::Organization | Ownership::None if !passes_on => Levels::ORG,
        Ownership::Business if !passes_on => Levels::BUSINESS,
        Ownership::Organization | Ownership::None | Ownership::Business => Levels::NONE,
    }
}
