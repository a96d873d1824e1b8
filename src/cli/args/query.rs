//! `dictum query`: which questions, and of what.

use clap::{Args, Subcommand};

use super::{Inputs, Listing};

/// `dictum query`
#[derive(Debug, Subcommand)]
pub enum Query {
    /// Which connectors may be used together in an environment, and what decides it
    Connectors(QueryConnectors),
    /// What the source says of an environment, and what its group says for all of its environments
    Environment(QueryEnvironment),
    /// Which level an app has, what it is held to, and what is open; fails where something is
    App(QueryApp),
    /// How a connector is rated and why, and what would move if it were rated otherwise
    Rating(QueryRating),
    /// What is proved of rules: whether they are complete, and how each stands; fails where they are not sound
    Rules(QueryRules),
    /// Who may do what with which rows, and by which grants; whatever is left open is answered for all
    Access(QueryAccess),
    /// All who may do this with rows of a table, and by which grants; fails where nobody may
    WhoCan(QueryWhoCan),
}

/// What every question is told: how it is answered, and of what.
#[derive(Debug, Args)]
pub struct Asked {
    /// How the answer is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `dictum query access`
#[derive(Debug, Args)]
pub struct QueryAccess {
    /// The user, by symbol
    #[arg(long, short, value_name = "USER")]
    pub user: Option<String>,
    /// The team, by symbol, in place of a user
    #[arg(long, value_name = "TEAM", conflicts_with = "user")]
    pub team: Option<String>,
    /// What this role gives only, held or included
    #[arg(long, short, value_name = "ROLE")]
    pub role: Option<String>,
    /// The environment, by symbol
    #[arg(long, short, value_name = "ENVIRONMENT")]
    pub environment: Option<String>,
    /// The table, by logical name
    #[arg(long, short, value_name = "TABLE")]
    pub table: Option<String>,
    /// What is done with it
    #[arg(long, short = 'd', value_name = "VERB")]
    pub verb: Option<String>,
    /// Rows of this business unit only
    #[arg(long, short = 'b', value_name = "UNIT")]
    pub unit: Option<String>,
    /// What every question is told.
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
    /// The environment, by symbol; all where absent
    #[arg(long, short, value_name = "ENVIRONMENT")]
    pub environment: Option<String>,
    /// Rows of this business unit only
    #[arg(long, short = 'b', value_name = "UNIT")]
    pub unit: Option<String>,
    /// What every question is told.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query rules`
#[derive(Debug, Args)]
pub struct QueryRules {
    /// The scale of the rules; all of them where absent
    #[arg(value_name = "SCALE")]
    pub scale: Option<String>,
    /// What every question is told.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query app`
#[derive(Debug, Args)]
pub struct QueryApp {
    /// The app, by symbol; all of them where absent
    #[arg(value_name = "APP")]
    pub name: Option<String>,
    /// What it would have to gain for this level, and which values would give it
    #[arg(long, value_name = "LEVEL")]
    pub to: Option<String>,
    /// What every question is told.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query rating`
#[derive(Debug, Args)]
pub struct QueryRating {
    /// The connector, by symbol or id
    #[arg(value_name = "CONNECTOR")]
    pub connector: String,
    /// Show what would move if it were rated so
    #[arg(long = "as", value_name = "LEVEL")]
    pub level: Option<String>,
    /// What every question is told.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query environment`
#[derive(Debug, Args)]
pub struct QueryEnvironment {
    /// The environment, by symbol
    #[arg(value_name = "ENVIRONMENT")]
    pub environment: String,
    /// What every question is told.
    #[command(flatten)]
    pub asked: Asked,
}

/// `dictum query connectors`
#[derive(Debug, Args)]
pub struct QueryConnectors {
    /// The environment, by symbol
    #[arg(long, short, value_name = "ENVIRONMENT")]
    pub environment: String,
    /// The connectors to be used together
    #[arg(long, short, value_name = "CONNECTOR", value_delimiter = ',')]
    pub together: Vec<String>,
    /// Whether this action of the connector may be used too; `sql:DeleteItem_V2` where there are several connectors
    #[arg(long, value_name = "ACTION", requires = "together")]
    pub action: Option<String>,
    /// Whether this endpoint may be reached too; `sql:server,database` where there are several connectors
    #[arg(long, value_name = "ENDPOINT", requires = "together")]
    pub endpoint: Option<String>,
    /// What every question is told.
    #[command(flatten)]
    pub asked: Asked,
}
