//! `dictum catalog`: which catalogues are read, and how.

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
    /// Say what is new, gone or changed, and where each new connector falls in every policy
    Diff(CatalogDiff),
    /// Write the catalogue as a file that a project can pin
    Pin(CatalogPin),
    /// List the tables of the platform, with the access levels that each verb takes
    Tables(CatalogTables),
    /// List the roles that the platform brings, or show what one grants
    Roles(CatalogRoles),
    /// List the platform's privileges by the names that roles and error messages use
    Privileges(CatalogPrivileges),
}

/// Which catalogue is read.
#[derive(Debug, Args)]
pub struct CatalogChoice {
    /// A tenant's export in place of the built-in catalogue
    #[arg(long, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// The catalogue as it was on that day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<jiff::civil::Date>,
}

/// `dictum catalog list`
#[derive(Debug, Args)]
pub struct CatalogList {
    /// Which catalogue.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// Only those that satisfy this condition, such as "tier == premium and not blockable"
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<String>,
    /// How they are written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog show`
#[derive(Debug, Args)]
pub struct CatalogShow {
    /// A connector, by symbol or id
    pub connector: String,
    /// Which catalogue.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// How it is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog search`
#[derive(Debug, Args)]
pub struct CatalogSearch {
    /// Words of its name, id or publisher
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Which catalogue.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// How they are written
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
    /// The policies in which new connectors are looked up; the current folder's where absent
    #[arg(long, value_name = "PATH")]
    pub policies: Vec<PathBuf>,
    /// Fail for these only; for any change where absent
    #[arg(long, value_name = "CHANGE", value_enum, value_delimiter = ',')]
    pub fail_on: Vec<FailOn>,
    /// How it is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// What lets `dictum catalog diff` fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A new connector
    New,
    /// A new connector without a rating in the project
    Unrated,
    /// A new connector that a data policy of the project does not block
    Open,
    /// A connector that is gone
    Gone,
    /// A connector under another name
    Renamed,
    /// A connector of another tier
    Tier,
    /// A connector that can be blocked now, or no longer
    Blockability,
}

/// `dictum catalog pin`
#[derive(Debug, Args)]
pub struct CatalogPin {
    /// Which catalogue.
    #[command(flatten)]
    pub choice: CatalogChoice,
    /// The file to write; standard output where absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `dictum catalog tables`
#[derive(Debug, Args)]
pub struct CatalogTables {
    /// Words that the name must hold
    pub words: Vec<String>,
    /// How they are written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog roles`
#[derive(Debug, Args)]
pub struct CatalogRoles {
    /// A role, by symbol, display name or id
    pub role: Option<String>,
    /// How they are written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum catalog privileges`
#[derive(Debug, Args)]
pub struct CatalogPrivileges {
    /// Words that the name of the privilege, or of a table it is for, must hold
    pub words: Vec<String>,
    /// How they are written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}
