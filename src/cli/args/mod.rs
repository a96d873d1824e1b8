//! The command-line arguments. Their doc comments are the help texts.

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
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// How results are shown.
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
    /// The width of the output in columns (default: the width of the terminal)
    #[arg(long, global = true, value_name = "COLUMNS", help_heading = "Display")]
    pub width: Option<usize>,
    /// Write findings as sentences, for screen readers
    #[arg(long, global = true, help_heading = "Display")]
    pub narrated: bool,
    /// Write only failures to standard error
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
    /// Warnings and infos depend on the whole program. If an error makes what they read uncertain, they are not looked
    /// for, and the summary says so.
    Check(Check),
    /// Check policies, then write the files that deploy them
    Build(Build),
    /// Write a bindings file with a place for each missing id
    Bindings(Bindings),
    /// Compare a built folder with its manifest
    Verify(Verify),
    /// Apply the fixes that findings offer
    Fix(Fix),
    /// Format policies in the canonical layout
    Fmt(Fmt),
    /// Run the tests in policies, and show why an assertion fails
    ///
    /// An assertion that cannot be decided from the source does not pass.
    Test(Test),
    /// Write the comment that accepts a finding until a given day
    Waive(Waive),
    /// Maintain the list of findings that existed when a project adopted the check
    #[command(subcommand)]
    Baseline(Baseline),
    /// Show the page of a rule
    Explain(Explain),
    /// List all rules
    Rules(Rules),
    /// Show what policies mean
    #[command(subcommand)]
    Query(Query),
    /// Show what roles grant, as grids of tables and verbs
    Matrix(Matrix),
    /// Write a page for people who do not read policies
    #[command(subcommand)]
    Report(Report),
    /// Give each row of an inventory its level, and show which rule gave it
    Classify(Classify),
    /// Convert exports into policies, roles and assignments
    Import(Import),
    /// List, search, compare and pin connectors
    #[command(subcommand)]
    Catalog(Catalog),
    /// Start a project
    Init(Init),
    /// Show each setting and where it comes from
    Config(Config),
    /// Show what a bug report needs: version, settings, catalogue
    Doctor(Doctor),
    /// Run the language server over standard input and output
    ///
    /// Editors start it; it speaks the Language Server Protocol. docs/editor.md shows how to set up each editor.
    Lsp(Lsp),
    /// Write completions for a shell
    Completions(Completions),
    /// Write manual pages
    Man(Man),
}

/// The policies that a command reads.
#[derive(Clone, Debug, Args)]
pub struct Inputs {
    /// Files and folders (default: the current folder); `-` reads standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The settings to use instead of the nearest `dictum.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The file name to use for standard input
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// Also read files that the setting `project.exclude` leaves out
    #[arg(long)]
    pub no_exclude: bool,
    /// The day by which to judge whether reviews are due or overdue (default: today)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<jiff::civil::Date>,
}

fn date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "write a day as 2026-11-21".to_owned())
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| "write error, warning or info".to_owned())
}

/// The format of findings.
#[derive(Debug, Args)]
pub struct Findings {
    /// The format of findings, and optionally the file to write: human, full, short, json, jsonl, sarif, github,
    /// job-summary, markdown, gitlab, azure, junit, checkstyle, rdjson, agent. May be given several times
    #[arg(long, short, value_name = "FORMAT[=FILE]")]
    pub output: Vec<String>,
    /// Fail on findings of this level or above; overrides the settings
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub fail_level: Option<Level>,
}

/// `dictum check`
#[derive(Debug, Args)]
pub struct Check {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The format of findings.
    #[command(flatten)]
    pub findings: Findings,
    /// Show only these rules: codes, names, categories, packs, or the beginnings of codes such as D21; errors are
    /// always shown
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave out these rules, given in the same way; errors are always shown
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Apply safe fixes first, and show the findings that are left
    #[arg(long)]
    pub fix: bool,
    /// Accept the findings in this baseline, as `dictum baseline update` writes it
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// `dictum bindings`
#[derive(Debug, Args)]
pub struct Bindings {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The targets that need ids: bundle, power-platform, sql, dataverse, terraform, entra (default: the targets in the
    /// settings). May be given several times
    #[arg(long, short, value_name = "TARGET")]
    pub target: Vec<String>,
    /// The file of known ids (default: the file in the settings)
    #[arg(long = "bindings", value_name = "FILE")]
    pub known: Option<PathBuf>,
    /// A JSON response of the service; its ids are added by display name. May be given several times
    #[arg(long, value_name = "FILE")]
    pub from: Vec<PathBuf>,
    /// The file to write, which must be new (default: standard output)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `dictum build`
#[derive(Debug, Args)]
pub struct Build {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The targets to write: bundle, power-platform, sql, dataverse, terraform, entra (default: the targets in the
    /// settings). May be given several times
    #[arg(long, short, value_name = "TARGET")]
    pub target: Vec<String>,
    /// The folder to write; replaced completely or not at all
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// The file of ids of the tenant, as `dictum import` writes it
    #[arg(long, value_name = "FILE")]
    pub bindings: Option<PathBuf>,
    /// The version of the data-policy API: v2, v1
    #[arg(long, value_name = "VERSION")]
    pub api: Option<String>,
    /// The version of the Terraform provider: 4.1, 4.2
    #[arg(long, value_name = "VERSION")]
    pub provider_version: Option<String>,
    /// In requests, list every connector that `rest` covers
    #[arg(long)]
    pub list_rest: bool,
    /// The SQL dialect of target `sql`: ansi, sqlite, postgres, duckdb, spark, databricks, tsql
    #[arg(long, value_name = "DIALECT", default_value = "ansi")]
    pub dialect: String,
    /// The table of target `sql`, as written in SQL, for one subject or for all (default: `apps` for `app`)
    #[arg(long, value_name = "[SUBJECT=]TABLE")]
    pub table: Vec<String>,
    /// The column of a field in target `sql`, if it has another name
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = classify::mapping)]
    pub columns: Vec<(String, String)>,
    /// Write what the targets do not contain to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Sign the manifest with this minisign secret key, which must have no password
    #[arg(long, value_name = "FILE")]
    pub sign: Option<PathBuf>,
    /// The format of findings.
    #[command(flatten)]
    pub findings: Findings,
    /// Accept the findings in this baseline, as `dictum baseline update` writes it
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// `dictum verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The folder that `dictum build` wrote
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// The minisign public key for the signature that the manifest must have
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
}

/// `dictum fix`
#[derive(Debug, Args)]
pub struct Fix {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Also apply fixes that change the meaning
    #[arg(long = "unsafe")]
    pub also_unsafe: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub diff: bool,
}

/// `dictum fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Change nothing; fail if something would change
    #[arg(long)]
    pub check: bool,
    /// Show what would change, and change nothing
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
    /// The output format
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
    /// The format of the exports: power-platform, terraform, dataverse, or auto
    pub format: String,
    /// The exports, or folders that contain them; all of them make one program
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write a project into this folder, which must be new or empty (default: the source on standard output)
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// The catalogue under which the export was made
    #[arg(long, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// The built-in catalogue as it was on this day
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "catalog")]
    pub as_of: Option<jiff::civil::Date>,
    /// Write ids into the source instead of a bindings file
    #[arg(long)]
    pub inline_ids: bool,
    /// Write access levels in grids as the glyphs ○ ◔ ◑ ◕ ● instead of words
    #[arg(long)]
    pub glyphs: bool,
    /// The environment in which users and teams hold their roles (default: `imported`)
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
    /// Name every connector of the default group in addition to `rest`
    #[arg(long)]
    pub list_rest: bool,
    /// Write a report of what was not imported to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// `dictum init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder of the new project
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// The template to start from
    #[arg(long, default_value = "starter")]
    pub template: String,
    /// List the templates
    #[arg(long)]
    pub list: bool,
}

/// `dictum config`
#[derive(Debug, Args)]
pub struct Config {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Listing::Text)]
    pub output: Listing,
    /// List the policy files that are read, and those that are not, with the reason
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
    /// Accepted because editors pass it; only standard input and output are supported
    #[arg(long)]
    pub stdio: bool,
    /// The day by which to judge whether reviews are due or overdue (default: today)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<jiff::civil::Date>,
}

/// `dictum man`
#[derive(Debug, Args)]
pub struct Man {
    /// Write one page per command into this folder (default: the main page on standard output)
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}
