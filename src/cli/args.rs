//! The arguments, in the words of the help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::diagnostics::Level;

/// Policy as code for the governance of Microsoft Power Platform.
#[derive(Debug, Parser)]
#[command(name = "dictum", version, about, max_term_width = 100, propagate_version = false)]
#[command(after_help = "Exit status: 0 clean, 1 findings, 2 could not run, 3 a bug in Dictum.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How to show it.
    #[command(flatten)]
    pub display: Display,
}

/// How results are shown.
#[derive(Debug, Args)]
pub struct Display {
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, help_heading = "Display")]
    pub color: Color,
    /// Draw with plain ASCII characters
    #[arg(long, global = true, help_heading = "Display")]
    pub ascii: bool,
    /// Columns to draw in; the terminal's width where absent
    #[arg(long, global = true, value_name = "COLUMNS", help_heading = "Display")]
    pub width: Option<usize>,
    /// Write findings as sentences, for screen readers
    #[arg(long, global = true, help_heading = "Display")]
    pub narrated: bool,
    /// Say nothing on standard error but failures
    #[arg(long, short, global = true, help_heading = "Display")]
    pub quiet: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find what is wrong with policies
    Check(Check),
    /// Check policies, then write what deploys them
    Build(Build),
    /// Apply the fixes that findings carry
    Fix(Fix),
    /// Put policies into their one layout
    Fmt(Fmt),
    /// Show the page of a rule
    Explain(Explain),
    /// List all rules
    Rules(Rules),
    /// Ask what policies mean
    #[command(subcommand)]
    Query(Query),
    /// Show what roles grant, as grids of tables and verbs
    Matrix(Matrix),
    /// Write a page for people who read no policies
    #[command(subcommand)]
    Report(Report),
    /// Give each row of an inventory its level, and say which rule gave it
    Classify(Classify),
    /// Turn real exports into policies, roles and assignments
    Import(Import),
    /// List, search, compare and pin connectors
    #[command(subcommand)]
    Catalog(Catalog),
    /// Start a project
    Init(Init),
    /// Show each setting and where it comes from
    Config(Config),
    /// Write completions for a shell
    Completions(Completions),
    /// Write manual pages
    Man(Man),
}

/// Which policies a command reads.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Files and folders; `-` reads standard input; the current folder where absent
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The settings to use in place of the nearest `dictum.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The name that standard input stands for
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// The day on which reviews are due or overdue; today where absent
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<jiff::civil::Date>,
}

fn date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "write a day as 2026-11-21".to_owned())
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| "write error, warning or info".to_owned())
}

/// How findings are written.
#[derive(Debug, Args)]
pub struct Findings {
    /// How findings are written, and where: human, full, short, json, jsonl. May be given several times
    #[arg(long, short, value_name = "FORMAT[=FILE]")]
    pub output: Vec<String>,
    /// Fail on findings of this level or above; overrides the settings
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub fail_level: Option<Level>,
}

/// `dictum check`
#[derive(Debug, Args)]
pub struct Check {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// How findings are written.
    #[command(flatten)]
    pub findings: Findings,
}

/// `dictum build`
#[derive(Debug, Args)]
pub struct Build {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What is written: bundle, power-platform, sql, dataverse, terraform; the settings' targets where absent. May be given several times
    #[arg(long, short, value_name = "TARGET")]
    pub target: Vec<String>,
    /// The folder that is written; replaced whole or not at all
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// The ids of the tenant, as `dictum import` writes them
    #[arg(long, value_name = "FILE")]
    pub bindings: Option<PathBuf>,
    /// The generation of the data-policy interface: v2, v1
    #[arg(long, value_name = "VERSION")]
    pub api: Option<String>,
    /// List in requests every connector that falls under `rest`
    #[arg(long)]
    pub list_rest: bool,
    /// How findings are written.
    #[command(flatten)]
    pub findings: Findings,
}

/// `dictum fix`
#[derive(Debug, Args)]
pub struct Fix {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Also apply fixes that change the meaning
    #[arg(long = "unsafe")]
    pub also_unsafe: bool,
    /// Show what would change and change nothing
    #[arg(long)]
    pub diff: bool,
}

/// `dictum fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Change nothing; fail where something would change
    #[arg(long)]
    pub check: bool,
    /// Show what would change and change nothing
    #[arg(long)]
    pub diff: bool,
}

/// `dictum explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The code or name of a rule, such as D3001 or connector-in-two-groups
    pub rule: String,
}

/// `dictum rules`
#[derive(Debug, Args)]
pub struct Rules {
    /// How they are written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// How lists are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// For people
    Text,
    /// For programs
    Json,
}

/// `dictum query`
#[derive(Debug, Subcommand)]
pub enum Query {
    /// Which connectors may be used together in an environment, and what decides it
    Connectors(QueryConnectors),
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
    /// How the answer is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
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
    /// How the answer is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `dictum query rules`
#[derive(Debug, Args)]
pub struct QueryRules {
    /// The scale of the rules; all of them where absent
    #[arg(value_name = "SCALE")]
    pub scale: Option<String>,
    /// How the answer is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
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
    /// How the answer is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
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
    /// How the answer is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
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
    /// How the answer is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `dictum matrix`
#[derive(Debug, Args)]
pub struct Matrix {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What a grid is drawn for
    #[arg(long, value_enum, default_value_t = By::Role)]
    pub by: By,
    /// Only this role, by symbol or name; those that are declared where absent. May be given several times
    #[arg(long, value_name = "ROLE")]
    pub role: Vec<String>,
    /// Only this table, by logical name. May be given several times
    #[arg(long, value_name = "TABLE")]
    pub table: Vec<String>,
    /// How it is written
    #[arg(long, short, value_enum, default_value_t = Sheet::Text)]
    pub output: Sheet,
    /// Write levels as words, as in CSV and with `--ascii`
    #[arg(long, conflicts_with = "glyphs")]
    pub words: bool,
    /// Write levels as the glyphs of the platform, as on the terminal and in Markdown
    #[arg(long)]
    pub glyphs: bool,
    /// Show of each role what the roles it includes grant too, and where each grant comes from
    #[arg(long)]
    pub effective: bool,
}

/// What a grid is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Each role: its lines are tables
    Role,
    /// Each table: its lines are roles
    Table,
}

/// How grids are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sheet {
    /// For the terminal
    Text,
    /// For pages
    Markdown,
    /// For spreadsheets and programs
    Csv,
}

/// `dictum report`
#[derive(Debug, Subcommand)]
pub enum Report {
    /// Roles, units and people on one page that any browser shows: who may do what, and why
    Roles(ReportRoles),
}

/// `dictum report roles`
#[derive(Debug, Args)]
pub struct ReportRoles {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file to write, whole or not at all; standard output where absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `dictum classify`
#[derive(Debug, Args)]
pub struct Classify {
    /// The inventories: tables, or an object of JSON on each line; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The policies that hold the rules; the current folder's where absent
    #[arg(long, value_name = "PATH")]
    pub policies: Vec<PathBuf>,
    /// The settings to use in place of the nearest `dictum.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The scale whose rules are asked
    #[arg(long, value_name = "SCALE", default_value = "criticity")]
    pub rules: String,
    /// The column that holds a field, where their names are unlike. May be given several times
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
    pub map: Vec<(String, String)>,
    /// How the inventories come; told by their names or first characters where absent
    #[arg(long, value_enum)]
    pub input: Option<Inventory>,
    /// How rows are written; on a terminal only the summary is, unless this is given
    #[arg(long, short, value_enum)]
    pub output: Option<Classified>,
    /// The file to write, whole or not at all; standard output where absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Fail where a row has this level or a higher one
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<String>,
    /// How many threads work; one for each core where absent
    #[arg(long, short, value_name = "COUNT")]
    pub jobs: Option<usize>,
}

fn mapping(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, column)) if !field.trim().is_empty() && !column.trim().is_empty() => {
            Ok((field.trim().to_owned(), column.trim().to_owned()))
        }
        _other => Err("write a field and the name of its column, as `users=Monthly users`".to_owned()),
    }
}

/// How an inventory comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Inventory {
    /// A table whose first line names its columns
    Csv,
    /// An object of JSON on each line
    Jsonl,
}

/// How classified rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Classified {
    /// Each row as it came, and behind it its level and what gave it
    Csv,
    /// An object of JSON for each row
    Jsonl,
    /// How many rows have which level
    Summary,
}

/// `dictum import`
#[derive(Debug, Args)]
pub struct Import {
    /// power-platform, terraform, dataverse, or auto
    pub format: String,
    /// The exports, or folders of them; several make one program
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write a project into this folder, which must be new or empty; else the source goes to standard output
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// The catalogue that the export was made under
    #[arg(long, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// The built-in catalogue as it was on that day
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "catalog")]
    pub as_of: Option<jiff::civil::Date>,
    /// Write ids into the source in place of a bindings file
    #[arg(long)]
    pub inline_ids: bool,
    /// Write access levels in grids as the glyphs ○ ◔ ◑ ◕ ● in place of words
    #[arg(long)]
    pub glyphs: bool,
    /// The environment in which users and teams hold their roles; `imported` where absent
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
    /// Name every connector of the default group beside `rest`
    #[arg(long)]
    pub list_rest: bool,
    /// Write the report of what was not carried to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

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
    /// How it is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
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

/// `dictum init`
#[derive(Debug, Args)]
pub struct Init {
    /// Where; the current folder where absent
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// What to start from
    #[arg(long, default_value = "starter")]
    pub template: String,
    /// List the templates
    #[arg(long)]
    pub list: bool,
}

/// `dictum config`
#[derive(Debug, Args)]
pub struct Config {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// How it is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// `dictum man`
#[derive(Debug, Args)]
pub struct Man {
    /// Write one page per command into this folder; else the main page goes to standard output
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}
