//! The arguments of `dictum query`.

use clap::{Args, Subcommand};

use super::{Inputs, Listing};

/// `dictum query`
#[derive(Debug, Subcommand)]
pub enum Query {
    /// Show which connectors may be used together in an environment, and what decides it
    Connectors(QueryConnectors),
    /// Show what the source says about an environment, and what its group says for all of its environments
    Environment(QueryEnvironment),
    /// Show the level of an app, what is required of it, and what is open; fail if something is open
    App(QueryApp),
    /// Show how a connector is rated and why, and what would change with another rating
    Rating(QueryRating),
    /// Show what is proved about rules: whether they are complete, and the result for each; fail if they are not sound
    Rules(QueryRules),
    /// Show who may do what with which rows, and by which grants; an option that is left out matches all
    Access(QueryAccess),
    /// List all who may do this with rows of a table, and by which grants; fail if there are none
    WhoCan(QueryWhoCan),
}

/// The arguments of every query: the format of the answer, and the policies to read.
#[derive(Debug, Args)]
pub struct Asked {
    /// The format of the answer
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `dictum query access`
#[derive(Debug, Args)]
pub struct QueryAccess {
    /// The user, by symbol
    #[arg(long, short, value_name = "USER")]
    pub user: Option<String>,
    /// The team, by symbol, instead of a user
    #[arg(long, value_name = "TEAM", conflicts_with = "user")]
    pub team: Option<String>,
    /// Only what this role gives, held or included
    #[arg(long, short, value_name = "ROLE")]
    pub role: Option<String>,
    /// The environment, by symbol
    #[arg(long, short, value_name = "ENVIRONMENT")]
    pub environment: Option<String>,
    /// The table, by logical name
    #[arg(long, short, value_name = "TABLE")]
    pub table: Option<String>,
    /// What is done with rows of the table
    #[arg(long, short = 'd', value_name = "VERB")]
    pub verb: Option<String>,
    /// Only rows of this business unit
    #[arg(long, short = 'b', value_name = "UNIT")]
    pub unit: Option<String>,
    /// The arguments of every query.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query who-can`
#[derive(Debug, Args)]
pub struct QueryWhoCan {
    /// What is done: create, read, write, delete, append, append_to, assign, share
    #[arg(value_name = "VERB")]
    pub verb: String,
    /// The table, by logical name
    #[arg(value_name = "TABLE")]
    pub table: String,
    /// The environment, by symbol (default: all)
    #[arg(long, short, value_name = "ENVIRONMENT")]
    pub environment: Option<String>,
    /// Only rows of this business unit
    #[arg(long, short = 'b', value_name = "UNIT")]
    pub unit: Option<String>,
    /// The arguments of every query.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query rules`
#[derive(Debug, Args)]
pub struct QueryRules {
    /// The scale of the rules (default: all)
    #[arg(value_name = "SCALE")]
    pub scale: Option<String>,
    /// The arguments of every query.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query app`
#[derive(Debug, Args)]
pub struct QueryApp {
    /// The app, by symbol (default: all)
    #[arg(value_name = "APP")]
    pub name: Option<String>,
    /// Show what the app would need for this level, and which values would give it
    #[arg(long, value_name = "LEVEL")]
    pub to: Option<String>,
    /// The arguments of every query.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query rating`
#[derive(Debug, Args)]
pub struct QueryRating {
    /// The connector, by symbol or id
    #[arg(value_name = "CONNECTOR")]
    pub connector: String,
    /// Show what would change if the connector had this level
    #[arg(long = "as", value_name = "LEVEL")]
    pub level: Option<String>,
    /// The arguments of every query.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query environment`
#[derive(Debug, Args)]
pub struct QueryEnvironment {
    /// The environment, by symbol
    #[arg(value_name = "ENVIRONMENT")]
    pub environment: String,
    /// The arguments of every query.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query connectors`
#[derive(Debug, Args)]
pub struct QueryConnectors {
    /// The environment, by symbol
    #[arg(long, short, value_name = "ENVIRONMENT")]
    pub environment: String,
    /// The connectors to use together
    #[arg(long, short, value_name = "CONNECTOR", value_delimiter = ',')]
    pub together: Vec<String>,
    /// Ask also for this action of the connector; for one of several connectors, write `sql:DeleteItem_V2`
    #[arg(long, value_name = "ACTION", requires = "together")]
    pub action: Option<String>,
    /// Ask also for this endpoint of the connector; for one of several connectors, write `sql:server,database`
    #[arg(long, value_name = "ENDPOINT", requires = "together")]
    pub endpoint: Option<String>,
    /// The arguments of every query.
    #[command(flatten)]
    pub asked: Asked,
}
