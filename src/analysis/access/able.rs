//! Whether users can use what their roles grant: a disabled user cannot, and the access mode may prevent it.

use crate::catalog::Ownership;
use crate::catalog::privilege::Verb;
use crate::model::Program;
use crate::model::organisation::{AccessMode, User};
use crate::model::tables::TableId;

/// Why a user cannot use what their roles grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    /// The user is disabled and cannot sign in.
    Disabled,
    /// The user's access mode allows reading only.
    Reading,
    /// The user's access mode is for settings, not for data.
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

    /// What prevents a user from using a verb on a table, whatever their roles grant.
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
