//! Who can use what his roles grant: not those who cannot sign in, or whose access mode leaves it out.

use crate::catalog::Ownership;
use crate::catalog::privilege::Verb;
use crate::model::Program;
use crate::model::organisation::{AccessMode, User};
use crate::model::tables::TableId;

/// Why somebody cannot use what his roles grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    /// He is disabled and cannot sign in.
    Disabled,
    /// His access mode lets him read only.
    Reading,
    /// His access mode is for settings, not for data.
    Administrative,
}

impl Hindrance {
    /// The word for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Reading => "read_only",
            Self::Administrative => "administrative",
        }
    }

    /// "is disabled"
    pub const fn said(self) -> &'static str {
        match self {
            Self::Disabled => "is disabled",
            Self::Reading => "may only read",
            Self::Administrative => "works with settings only",
        }
    }

    /// What keeps a user from a verb on a table, whatever his roles grant.
    pub fn of(program: &Program, user: &User, table: TableId, verb: Verb) -> Option<Self> {
        let tables = &program.organisation.tables;
        let holds_data = tables.own(table).is_some() || tables.ownership(table) == Ownership::User;
        match user.mode {
            _ if user.disabled.is_some() => Some(Self::Disabled),
            AccessMode::Read if verb != Verb::Read => Some(Self::Reading),
            AccessMode::Administrative if holds_data => Some(Self::Administrative),
            AccessMode::ReadWrite
            | AccessMode::Read
            | AccessMode::Administrative
            | AccessMode::Support
            | AccessMode::NonInteractive
            | AccessMode::Delegated => None,
        }
    }
}
