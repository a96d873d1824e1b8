//! The arguments of `dictum matrix` and `dictum report`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Inputs;

/// `dictum matrix`
#[derive(Debug, Args)]
pub struct Matrix {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What each grid is about
    #[arg(long, value_enum, default_value_t = By::Role)]
    pub by: By,
    /// Only this role, by symbol or name (default: the declared roles). May be given several times
    #[arg(long, value_name = "ROLE")]
    pub role: Vec<String>,
    /// Only this table, by logical name. May be given several times
    #[arg(long, value_name = "TABLE")]
    pub table: Vec<String>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = Sheet::Text)]
    pub output: Sheet,
    /// Write levels as words, the default in CSV and with `--ascii`
    #[arg(long, conflicts_with = "glyphs")]
    pub words: bool,
    /// Write levels as the glyphs of the platform, the default on the terminal and in Markdown
    #[arg(long)]
    pub glyphs: bool,
    /// For each role, also show what the roles it includes grant, and where each grant comes from
    #[arg(long)]
    pub effective: bool,
}

/// What each grid is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// One role, with a line for each table
    Role,
    /// One table, with a line for each role
    Table,
}

/// The formats of grids.
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
    /// Write all pages, a calendar and a list of what is due into one folder
    All(ReportAll),
    /// Write a page about roles, units and people that any browser shows: who may do what, and why
    Roles(ReportRoles),
    /// Write a page about connectors by environment: what may be used where, with what, and which policy decides
    Connectors(ReportPage),
    /// Write a page about apps: level, the rule that gives it, owner, and the state of each obligation
    Apps(ReportPage),
    /// Write a page about responsibilities: who is responsible, accountable, consulted and informed for each activity
    /// (RACI)
    Responsibilities(ReportPage),
    /// Write what is due: reviews, certificates, waivers and the catalogue, as a page, as CSV or as a calendar
    Reviews(ReportReviews),
}

/// `dictum report connectors`, `dictum report apps`, `dictum report responsibilities`
#[derive(Debug, Args)]
pub struct ReportPage {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file to write, completely or not at all (default: standard output)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `dictum report all`
#[derive(Debug, Args)]
pub struct ReportAll {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The folder to write to; other files in it are kept
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// The colours of levels on the page about roles
    #[arg(long, value_enum, default_value_t = Palette::Heat)]
    pub colours: Palette,
    /// The number of months from `--today` for which to show what is due
    #[arg(long, value_name = "MONTHS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(0..=1200))]
    pub months: u32,
}

/// `dictum report reviews`
#[derive(Debug, Args)]
pub struct ReportReviews {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file to write, completely or not at all (default: standard output)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The output format
    #[arg(long, short, value_enum, default_value_t = DueForm::Html)]
    pub output: DueForm,
    /// The number of months from `--today` for which to show what is due; what is overdue is always shown
    #[arg(long, value_name = "MONTHS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(0..=1200))]
    pub months: u32,
}

/// The formats of what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DueForm {
    /// A page for a browser
    Html,
    /// For spreadsheets and programs
    Csv,
    /// A calendar with an all-day event for each thing that has a day
    Ics,
}

/// `dictum report roles`
#[derive(Debug, Args)]
pub struct ReportRoles {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file to write, completely or not at all (default: standard output)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The colours of levels
    #[arg(long, value_enum, default_value_t = Palette::Heat)]
    pub colours: Palette,
}

/// The colours of levels on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Palette {
    /// Warmer colours for wider access
    Heat,
    /// The colours of the platform's editor: full access is green, and nothing granted is an empty red circle
    Platform,
}
