//! Verbs, access levels, and the grants of a role on a table: four bits for each of eight verbs.
//!
//! An access level includes all narrower ones, so it is stored as a thermometer: `user` 0001, `bu` 0011, `deep` 0111,
//! `org` 1111. The union of two grants is then an OR of their bits, and "exceeds" an AND-NOT.

use std::ops::{BitOr, BitOrAssign};

/// The action that a grant on a table allows, in the order of the admin centre's editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Make rows.
    Create,
    /// See rows.
    Read,
    /// Change rows.
    Write,
    /// Delete rows.
    Delete,
    /// Let a row of this table point at another one; required on the table with the lookup.
    Append,
    /// Let another row point at a row of this table.
    AppendTo,
    /// Give rows another owner.
    Assign,
    /// Share rows with others.
    Share,
}

impl Verb {
    /// Every verb, in order.
    pub const ALL: [Self; 8] =
        [Self::Create, Self::Read, Self::Write, Self::Delete, Self::Append, Self::AppendTo, Self::Assign, Self::Share];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
            Self::Append => "append",
            Self::AppendTo => "append_to",
            Self::Assign => "assign",
            Self::Share => "share",
        }
    }

    /// The title in the editor.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Delete => "Delete",
            Self::Append => "Append",
            Self::AppendTo => "Append To",
            Self::Assign => "Assign",
            Self::Share => "Share",
        }
    }

    /// The part between `prv` and the table in the name of a privilege.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Delete => "Delete",
            Self::Append => "Append",
            Self::AppendTo => "AppendTo",
            Self::Assign => "Assign",
            Self::Share => "Share",
        }
    }

    /// The index in [`Verb::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The verb with that source word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.word() == word)
    }
}

/// How far a grant reaches. If nothing is granted, there is no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Rows owned by the holder, or by a team of theirs.
    User,
    /// Rows of the holder's business unit.
    Unit,
    /// Rows of the holder's business unit and of all below it.
    Deep,
    /// All rows.
    Org,
}

impl Level {
    /// Every level, the narrowest first.
    pub const ALL: [Self; 4] = [Self::User, Self::Unit, Self::Deep, Self::Org];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Unit => "bu",
            Self::Deep => "deep",
            Self::Org => "org",
        }
    }

    /// The title in the editor.
    pub const fn title(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Unit => "Business Unit",
            Self::Deep => "Parent: Child Business Units",
            Self::Org => "Organization",
        }
    }

    /// The word in role files and requests.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::User => "Basic",
            Self::Unit => "Local",
            Self::Deep => "Deep",
            Self::Org => "Global",
        }
    }

    /// The glyph in the platform's own editor; [`NO_GLYPH`] means that nothing is granted.
    pub const fn glyph(self) -> char {
        match self {
            Self::User => '◔',
            Self::Unit => '◑',
            Self::Deep => '◕',
            Self::Org => '●',
        }
    }

    /// The level of a source word, synonyms and glyphs included; `Some(None)` if the word means that nothing is
    /// granted.
    pub fn parse(word: &str) -> Option<Option<Self>> {
        match word {
            "none" | "○" => Some(None),
            "user" | "basic" | "◔" => Some(Some(Self::User)),
            "bu" | "local" | "business_unit" | "◑" => Some(Some(Self::Unit)),
            "deep" | "parent_child" | "◕" => Some(Some(Self::Deep)),
            "org" | "global" | "organization" | "●" => Some(Some(Self::Org)),
            _other => None,
        }
    }

    /// The level with that word in role files and requests.
    pub fn from_wire(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.wire().eq_ignore_ascii_case(word))
    }

    /// The index in [`Level::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    const fn thermometer(self) -> u32 {
        (1 << (self as u32 + 1)) - 1
    }
}

/// The glyph that means that nothing is granted.
pub const NO_GLYPH: char = '○';

/// The grants on one table: a level, or nothing, for each verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grants(u32);

impl Grants {
    /// Nothing granted.
    pub const NONE: Self = Self(0);

    /// The level of a verb; none where nothing is granted.
    pub const fn level(self, verb: Verb) -> Option<Level> {
        match (self.0 >> (verb as u32 * 4)) & 0b1111 {
            0 => None,
            0b0001 => Some(Level::User),
            0b0011 => Some(Level::Unit),
            0b0111 => Some(Level::Deep),
            _all => Some(Level::Org),
        }
    }

    /// A copy with at least this level for a verb.
    #[must_use]
    pub const fn with(self, verb: Verb, level: Level) -> Self {
        Self(self.0 | level.thermometer() << (verb as u32 * 4))
    }

    /// The grants here that `other` lacks: for each verb, the additional levels.
    #[must_use]
    pub const fn beyond(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether each grant of `other` is included here at least as widely.
    pub const fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether nothing is granted.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The verbs with their levels.
    pub fn iter(self) -> impl Iterator<Item = (Verb, Level)> {
        Verb::ALL.into_iter().filter_map(move |verb| Some((verb, self.level(verb)?)))
    }

    /// The bits: four for each verb, [`Verb::Create`] in the lowest.
    pub const fn bits(self) -> u32 {
        self.0
    }
}

impl BitOr for Grants {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Grants {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A set of levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Levels(u8);

impl Levels {
    /// None of them: there is no such privilege.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self(0b1111);
    /// `org` only: on or off.
    pub const ORG: Self = Self(0b1000);
    /// All but `user`.
    pub const BUSINESS: Self = Self(0b1110);

    /// The levels of these bits, `user` in the lowest of four.
    pub(super) const fn from_bits(bits: u32) -> Self {
        Self((bits & 0b1111) as u8)
    }

    /// A copy with this level added.
    #[must_use]
    pub const fn with(self, level: Level) -> Self {
        Self(self.0 | 1 << level as u8)
    }

    /// Whether the level is one of them.
    pub const fn contains(self, level: Level) -> bool {
        self.0 & (1 << level as u8) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The levels, the narrowest first.
    pub fn iter(self) -> impl Iterator<Item = Level> {
        Level::ALL.into_iter().filter(move |level| self.contains(*level))
    }
}

#[cfg(test)]
mod tests {
    use super::{Grants, Level, Verb};

    #[test]
    fn union_is_the_wider_level_of_each_verb() {
        for first in Level::ALL {
            for second in Level::ALL {
                for verb in Verb::ALL {
                    let union = Grants::NONE.with(verb, first) | Grants::NONE.with(verb, second);
                    assert_eq!(union.level(verb), Some(first.max(second)));
                    assert_eq!(union.iter().count(), 1);
                    assert_eq!(Grants::NONE.with(verb, first).covers(Grants::NONE.with(verb, second)), first >= second);
                }
            }
        }
    }
}
