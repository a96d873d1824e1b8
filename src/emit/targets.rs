//! The list of targets: the only file that names them.

use super::target::Row;
use super::{bundle, dataverse, entra, power_platform, sql, terraform};

/// An output form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The normal form of the program.
    Bundle,
    /// Requests for the platform's administration interface.
    PowerPlatform,
    /// Rules as statements for a database.
    Sql,
    /// Roles, column security and role assignments.
    Dataverse,
    /// Resources of the Terraform provider.
    Terraform,
    /// Groups, rules for groups, guests and partner tenants.
    Entra,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 6] =
        [Self::Bundle, Self::PowerPlatform, Self::Sql, Self::Dataverse, Self::Terraform, Self::Entra];

    pub(super) const fn row(self) -> &'static Row {
        match self {
            Self::Bundle => &bundle::ROW,
            Self::PowerPlatform => &power_platform::ROW,
            Self::Sql => &sql::ROW,
            Self::Dataverse => &dataverse::ROW,
            Self::Terraform => &terraform::ROW,
            Self::Entra => &entra::ROW,
        }
    }

    /// The name used on the command line and in the project file.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The target with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    /// A summary of what it writes, in one line.
    pub const fn summary(self) -> &'static str {
        self.row().summary
    }
}
