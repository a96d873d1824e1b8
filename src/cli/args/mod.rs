//! The arguments, in the words of the help.

mod catalog;
mod classify;
mod gate;
mod query;
mod report;

pub use catalog::{
    Catalog, CatalogChoice, CatalogDiff, CatalogList, CatalogPin, CatalogPrivileges, CatalogRoles, CatalogSearch,
    CatalogShow, CatalogTables, FailOn,
};
pub use classify::{Classified, Classify, Inventory};
pub use gate::{Baseline, BaselineChange, Doctor, Test, Waive};
pub use query::{
    Query, QueryAccess, QueryApp, QueryConnectors, QueryEnvironment, QueryRating, QueryRules, QueryWhoCan,
};
pub use report::{By, DueForm, Matrix, Palette, Report, ReportAll, ReportPage, ReportReviews, ReportRoles, Sheet};

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
    ///
    /// Warnings and infos rest on the whole program. Where an error leaves uncertain what they read, they are not looked for,
    /// and the summary says so.
    Check(Check),
    /// Check policies, then write what deploys them
    Build(Build),
    /// Write a bindings file with a place for each missing id
    Bindings(Bindings),
    /// Compare a built folder with its manifest
    Verify(Verify),
    /// Apply the fixes that findings carry
    Fix(Fix),
    /// Put policies into their one layout
    Fmt(Fmt),
    /// Run the tests that policies hold, and show why an assertion is not so
    ///
    /// An assertion that the source does not decide has not passed.
    Test(Test),
    /// Write the comment that accepts a finding for a time
    Waive(Waive),
    /// Keep the list of findings that were there when a project adopted the check
    #[command(subcommand)]
    Baseline(Baseline),
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
    /// Show what a report of a bug needs: version, settings, catalogue
    Doctor(Doctor),
    /// Serve an editor over standard input and output
    ///
    /// Editors start it; it speaks the language server protocol. docs/editor.md shows how each is set up.
    Lsp(Lsp),
    /// Write completions for a shell
    Completions(Completions),
    /// Write manual pages
    Man(Man),
}

/// Which policies a command reads.
#[derive(Clone, Debug, Args)]
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
    /// Read also what the setting `project.exclude` leaves out
    #[arg(long)]
    pub no_exclude: bool,
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
    /// How findings are written, and where: human, full, short, json, jsonl, sarif, github, job-summary, markdown, gitlab, azure, junit, checkstyle, rdjson, agent. May be given several times
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
    /// Show only these rules: codes, names, categories, packs, or the beginnings of codes such as D21; errors are always shown
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave out these rules, named in the same way; errors are always shown
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Apply safe fixes first, and show what is left
    #[arg(long)]
    pub fix: bool,
    /// Accept the findings of this baseline, as `dictum baseline update` writes it
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// `dictum bindings`
#[derive(Debug, Args)]
pub struct Bindings {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What needs ids: bundle, power-platform, sql, dataverse, terraform, entra; the settings' targets where absent. May be given several times
    #[arg(long, short, value_name = "TARGET")]
    pub target: Vec<String>,
    /// The ids that are known; the settings' file where absent
    #[arg(long = "bindings", value_name = "FILE")]
    pub known: Option<PathBuf>,
    /// Answers of the service as JSON, whose ids are added by display name. May be given several times
    #[arg(long, value_name = "FILE")]
    pub from: Vec<PathBuf>,
    /// The file that is written, which must be new; standard output where absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `dictum build`
#[derive(Debug, Args)]
pub struct Build {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What is written: bundle, power-platform, sql, dataverse, terraform, entra; the settings' targets where absent. May be given several times
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
    /// The generation of the Terraform provider: 4.1, 4.2
    #[arg(long, value_name = "VERSION")]
    pub provider_version: Option<String>,
    /// List in requests every connector that falls under `rest`
    #[arg(long)]
    pub list_rest: bool,
    /// The SQL of target `sql`: ansi, sqlite, postgres, duckdb, spark, databricks, tsql
    #[arg(long, value_name = "DIALECT", default_value = "ansi")]
    pub dialect: String,
    /// The table of target `sql`, as SQL has it, for one subject or for all; `apps` for `app` where absent
    #[arg(long, value_name = "[SUBJECT=]TABLE")]
    pub table: Vec<String>,
    /// The column of a field in target `sql`, where it has another name
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = classify::mapping)]
    pub columns: Vec<(String, String)>,
    /// Write what the targets do not carry to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Sign the manifest with this secret key of minisign, which no password protects
    #[arg(long, value_name = "FILE")]
    pub sign: Option<PathBuf>,
    /// How findings are written.
    #[command(flatten)]
    pub findings: Findings,
}

/// `dictum verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The folder that `dictum build` wrote
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// The public key of minisign that the manifest must be signed with
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// How the result is written
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
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
    /// List the policy files that are read, and those that are not with the reason
    #[arg(long)]
    pub files: bool,
}

/// `dictum completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// `dictum lsp`
#[derive(Debug, Args)]
pub struct Lsp {
    /// Accepted since editors give it; standard input and output are all there is
    #[arg(long)]
    pub stdio: bool,
    /// The day on which reviews are due or overdue; today where absent
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<jiff::civil::Date>,
}

/// `dictum man`
#[derive(Debug, Args)]
pub struct Man {
    /// Write one page per command into this folder; else the main page goes to standard output
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}
