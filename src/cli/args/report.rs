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
