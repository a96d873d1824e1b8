//! The arguments of `dictum test`, `dictum waive`, `dictum baseline` and `dictum doctor`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Inputs, date};

/// `dictum test`
#[derive(Debug, Args)]
pub struct Test {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Run only tests with this text in their names. May be given several times; then a name must contain all of the
    /// texts
    #[arg(long, short, value_name = "TEXT")]
    pub filter: Vec<String>,
    /// The format of results, and optionally the file to write: text, json, junit. May be given several times
    #[arg(long, short, value_name = "FORMAT[=FILE]")]
    pub output: Vec<String>,
    /// Show which rules, grants and environments with their connectors the tests cover
    #[arg(long)]
    pub coverage: bool,
    /// Fail if tests cover less than this percentage: of each part, or of one of rules, grants, places. May be given
    /// several times
    #[arg(long, value_name = "[PART=]PERCENT")]
    pub fail_under: Vec<String>,
}

/// `dictum waive`
#[derive(Debug, Args)]
pub struct Waive {
    /// The code or name of the rule
    #[arg(value_name = "CODE")]
    pub rule: String,
    /// The place of the finding, as findings show it
    #[arg(long, value_name = "FILE:LINE")]
    pub at: String,
    /// Why the finding is accepted
    #[arg(long, value_name = "TEXT")]
    pub because: String,
    /// The last day on which the finding is accepted
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: jiff::civil::Date,
    /// Who accepts the finding
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `dictum baseline`
#[derive(Debug, Subcommand)]
pub enum Baseline {
    /// Write a baseline of the current findings; from an existing one, remove findings that no longer occur
    ///
    /// A baseline only shrinks. Findings that are not in an existing baseline are reported and not added to it.
    Update(BaselineChange),
    /// Remove findings that no longer occur from a baseline
    Prune(BaselineChange),
}

/// `dictum baseline update`, `dictum baseline prune`
#[derive(Debug, Args)]
pub struct BaselineChange {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The baseline file
    #[arg(long, value_name = "FILE", default_value = "dictum-baseline.json")]
    pub baseline: PathBuf,
    /// Change nothing; fail if something would change
    #[arg(long)]
    pub check: bool,
}

/// `dictum doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// The policies to read.
    #[command(flatten)]
    pub inputs: Inputs,
}
