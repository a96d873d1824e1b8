//! `dictum matrix` and `dictum report`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Inputs;

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
    /// All pages, a calendar and a list of what is due, in one folder
    All(ReportAll),
    /// Roles, units and people on one page that any browser shows: who may do what, and why
    Roles(ReportRoles),
    /// Connectors by environments on one page: what may be used where, with what, and which policy decides
    Connectors(ReportPage),
    /// Apps on one page: level, the rule that gives it, owner, and the state of each obligation
    Apps(ReportPage),
    /// Responsibilities on one page: who is responsible, accountable, consulted and informed for each activity (RACI)
    Responsibilities(ReportPage),
    /// What is due: reviews, certificates, waivers and the catalogue, as a page, as CSV or as a calendar
    Reviews(ReportReviews),
}

/// `dictum report connectors`, `dictum report apps`, `dictum report responsibilities`
#[derive(Debug, Args)]
pub struct ReportPage {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file to write, whole or not at all; standard output where absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `dictum report all`
#[derive(Debug, Args)]
pub struct ReportAll {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The folder to write to; its other files stay
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// The colours of levels on the page about roles
    #[arg(long, value_enum, default_value_t = Palette::Heat)]
    pub colours: Palette,
    /// What is due in so many months from `--today`
    #[arg(long, value_name = "MONTHS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(0..=1200))]
    pub months: u32,
}

/// `dictum report reviews`
#[derive(Debug, Args)]
pub struct ReportReviews {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file to write, whole or not at all; standard output where absent
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// How it is written
    #[arg(long, short, value_enum, default_value_t = DueForm::Html)]
    pub output: DueForm,
    /// What is due in so many months from `--today`; what is overdue is always in it
    #[arg(long, value_name = "MONTHS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(0..=1200))]
    pub months: u32,
}

/// How what is due is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DueForm {
    /// A page for a browser
    Html,
    /// For spreadsheets and programs
    Csv,
    /// A calendar, with an event of a whole day for each thing that has a day
    Ics,
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
    /// The colours of levels
    #[arg(long, value_enum, default_value_t = Palette::Heat)]
    pub colours: Palette,
}

/// The colours of levels on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Palette {
    /// The wider, the warmer
    Heat,
    /// As the platform's editor: full access is green, and nothing granted an empty red circle
    Platform,
}
