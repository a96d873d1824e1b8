//! The input and the settings of a build.

use super::database::Database;
use crate::analysis::Effective;
use crate::model::Program;
use crate::model::bindings::Bindings;
use crate::text::Sources;

/// The version of the form of every document. A change that an old reader would misread raises the first number.
pub const SCHEMA_VERSION: &str = "1.0";

/// The generation of the platform's interface for data policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Api {
    /// One flat body a policy, and two companion documents, as PowerShell's `New-DlpPolicy` sends them.
    V1,
    /// One envelope a policy, as the admin centre and Terraform's provider send it.
    #[default]
    V2,
}

impl Api {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V1, Self::V2];

    /// The name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// The generation with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.name() == name)
    }
}

/// How the connectors of `rest` are written in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rest {
    /// Not at all: the policy's default group covers them.
    #[default]
    Implied,
    /// Each by its id, as listed in the catalogue.
    Listed,
}

/// The generation of the Terraform provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProviderVersion {
    /// Of January 2026.
    #[default]
    V4_1,
    /// Of September 2026.
    V4_2,
}

impl ProviderVersion {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V4_1, Self::V4_2];

    /// The name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V4_1 => "4.1",
            Self::V4_2 => "4.2",
        }
    }

    /// The accepted versions of the provider, in Terraform's syntax.
    pub const fn constraint(self) -> &'static str {
        match self {
            Self::V4_1 => "~> 4.1",
            Self::V4_2 => "~> 4.2",
        }
    }

    /// The generation with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }
}

/// The settings of a build.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The project's name.
    pub project: &'a str,
    /// The ids of one tenant.
    pub bindings: &'a Bindings,
    /// The generation of the platform's interface.
    pub api: Api,
    /// How `rest` is written in requests.
    pub rest: Rest,
    /// The generation of the Terraform provider.
    pub provider: ProviderVersion,
    /// How rules are written for a database.
    pub database: Database<'a>,
}

/// The input of a build.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The program, which has no errors.
    pub program: &'a Program,
    /// The combined effect of its data policies.
    pub effective: &'a Effective,
    /// Its source, for the source map.
    pub sources: &'a Sources,
    /// The settings.
    pub settings: Settings<'a>,
}
