//! What keeps a user from using a grant, whatever the roles say (dataverse.md 3).

use crate::catalog::privilege::Verb;
use crate::model::organisation::{AccessMode, User};

/// What keeps a user from using a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    /// The account is disabled.
    Disabled,
    /// The access mode is for settings, not for data.
    SettingsOnly,
    /// The access mode is for reading.
    ReadingOnly,
}

impl Hindrance {
    /// What keeps a user from using a verb; none where nothing that is declared does.
    pub fn of(user: &User, verb: Verb) -> Option<Self> {
        if user.disabled.is_some() {
            return Some(Self::Disabled);
        }
        match user.mode {
            AccessMode::Administrative => Some(Self::SettingsOnly),
            AccessMode::Read if verb != Verb::Read => Some(Self::ReadingOnly),
            AccessMode::Read
            | AccessMode::ReadWrite
            | AccessMode::Support
            | AccessMode::NonInteractive
            | AccessMode::Delegated => None,
        }
    }

    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::SettingsOnly => "settings_only",
            Self::ReadingOnly => "reading_only",
        }
    }

    /// What it says of one user.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Disabled => "is disabled",
            Self::SettingsOnly => "works with settings only, not with data",
            Self::ReadingOnly => "may only read",
        }
    }

    /// What it says of several.
    pub const fn said_of_several(self) -> &'static str {
        match self {
            Self::Disabled => "are disabled",
            Self::SettingsOnly => "work with settings only, not with data",
            Self::ReadingOnly => "may only read",
        }
    }
}
