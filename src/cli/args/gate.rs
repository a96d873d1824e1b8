//! `dictum waive`, `dictum baseline` and `dictum doctor`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Inputs, date};

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
