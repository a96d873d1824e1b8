//! The arguments of `dictum catalog`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Listing, date};

/// `dictum catalog`
#[derive(Debug, Subcommand)]
pub enum Catalog {
    /// List connectors
    List(CatalogList),
    /// Show one connector
    Show(CatalogShow),
    /// Find connectors by name or publisher
    Search(CatalogSearch),
    /// Show new, removed and changed connectors, and the group of each new connector in every policy
    Diff(CatalogDiff),
    /// Write the catalogue as a file that a project can pin
    Pin(CatalogPin),
    /// List the tables of the platform, with the access levels that each verb accepts
    Tables(CatalogTables),
    /// List the built-in roles of the platform, or show what one of them grants
    Roles(CatalogRoles),
    /// List the platform's privileges by the names that roles and error messages use
    Privileges(CatalogPrivileges),
}

/// The choice of the catalogue to read.
#[derive(Debug, Args)]
pub struct CatalogChoice {
    /// A tenant's export to use instead of the built-in catalogue
    #[arg(long, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// The catalogue as it was on this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<jiff::civil::Date>,
}

/// `dictum catalog list`
#[derive(Debug, Args)]
pub struct CatalogList {
    /// The catalogue to read.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// Only connectors that satisfy this condition, such as "tier == premium and not blockable"
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<String>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog show`
#[derive(Debug, Args)]
pub struct CatalogShow {
    /// A connector, by symbol or id
    pub connector: String,
    /// The catalogue to read.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog search`
#[derive(Debug, Args)]
pub struct CatalogSearch {
    /// Words in the name, id or publisher of the connector
    #[arg(required = true)]
    pub words: Vec<String>,
    /// The catalogue to read.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog diff`
#[derive(Debug, Args)]
pub struct CatalogDiff {
    /// The old catalogue: a file, a day, or `builtin`
    pub old: String,
    /// The new catalogue: a file, a day, or `builtin`
    #[arg(default_value = "builtin")]
    pub new: String,
    /// The policies in which to look up new connectors (default: the policies in the current folder)
    #[arg(long, value_name = "PATH")]
    pub policies: Vec<PathBuf>,
    /// Fail only for these changes (default: for any change)
    #[arg(long, value_name = "CHANGE", value_enum, value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// The changes for which `dictum catalog diff` fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A new connector
    New,
    /// A new connector without a rating in the project
    Unrated,
    /// A new connector that a data policy of the project does not block
    Open,
    /// A removed connector
    Gone,
    /// A connector with another name
    Renamed,
    /// A connector with another tier
    Tier,
    /// A connector that can now be blocked, or no longer can
    Blockability,
}

/// `dictum catalog pin`
#[derive(Debug, Args)]
pub struct CatalogPin {
    /// The catalogue to read.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// The file to write (default: standard output)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `dictum catalog tables`
#[derive(Debug, Args)]
pub struct CatalogTables {
    /// Words that the name must contain
    pub words: Vec<String>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog roles`
#[derive(Debug, Args)]
pub struct CatalogRoles {
    /// A role, by symbol, display name or id
    pub role: Option<String>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog privileges`
#[derive(Debug, Args)]
pub struct CatalogPrivileges {
    /// Words that the name of the privilege, or of a table it is for, must contain
    pub words: Vec<String>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}
