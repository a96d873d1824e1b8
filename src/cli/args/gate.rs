//! `dictum test`, `dictum waive`, `dictum baseline` and `dictum doctor`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Inputs, date};

/// `dictum test`
#[derive(Debug, Args)]
pub struct Test {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Run only tests with this text in their names. May be given several times; then all must be in it
    #[arg(long, short, value_name = "TEXT")]
    pub filter: Vec<String>,
    /// How results are written, and where: text, json, junit. May be given several times
    #[arg(long, short, value_name = "FORMAT[=FILE]")]
    pub output: Vec<String>,
    /// Show which rules, grants and environments with their connectors tests look at
    #[arg(long)]
    pub coverage: bool,
    /// Fail where tests look at fewer per cent: of each part, or of one of rules, grants, places. May be given several times
    #[arg(long, value_name = "[PART=]PERCENT")]
    pub fail_under: Vec<String>,
}

/// `dictum waive`
#[derive(Debug, Args)]
pub struct Waive {
    /// The code or name of the rule
    #[arg(value_name = "CODE")]
    pub rule: String,
    /// Where the finding is, as findings show it
    #[arg(long, value_name = "FILE:LINE")]
    pub at: String,
    /// Why it is accepted
    #[arg(long, value_name = "TEXT")]
    pub because: String,
    /// The last day on which it is accepted
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: jiff::civil::Date,
    /// Who accepts it
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
}

/// `dictum baseline`
#[derive(Debug, Subcommand)]
pub enum Baseline {
    /// Write a baseline of what is found now; take out of one that is there what is no longer found
    ///
    /// A baseline only shrinks. What is found beyond it is reported and not taken into it.
    Update(BaselineChange),
    /// Take out of a baseline what is no longer found
    Prune(BaselineChange),
}

/// `dictum baseline update`, `dictum baseline prune`
#[derive(Debug, Args)]
pub struct BaselineChange {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file of the baseline
    #[arg(long, value_name = "FILE", default_value = "dictum-baseline.json")]
    pub baseline: PathBuf,
    /// Change nothing; fail where something would change
    #[arg(long)]
    pub check: bool,
}

/// `dictum doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// What is read.
    #[command(flatten)]
    pub inputs: Inputs,
}
