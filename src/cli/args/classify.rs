//! `dictum classify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `dictum classify`
#[derive(Debug, Args)]
pub struct Classify {
    /// The inventories: tables, or one JSON object per line; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The policies that contain the rules (default: the policies in the current folder)
    #[arg(long, value_name = "PATH")]
    pub policies: Vec<PathBuf>,
    /// The settings to use instead of the nearest `dictum.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The day by which ages are judged (default: today)
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    pub today: Option<jiff::civil::Date>,
    /// The scale whose rules give the levels
    #[arg(long, value_name = "SCALE", default_value = "criticity")]
    pub rules: String,
    /// The column that contains a field, if their names differ. May be given several times
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
    pub map: Vec<(String, String)>,
    /// The format of the inventories (default: detected from their names or first characters)
    #[arg(long, value_enum)]
    pub input: Option<Inventory>,
    /// The format of the rows; on a terminal, only the summary is written unless this is given
    #[arg(long, short, value_enum)]
    pub output: Option<Classified>,
    /// The file to write, completely or not at all (default: standard output)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Fail if a row has this level or a higher one, or may have it
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<String>,
    /// The number of threads (default: one for each core)
    #[arg(long, short, value_name = "COUNT")]
    pub jobs: Option<usize>,
}

/// Reads a field and its column, such as `users=Monthly users`.
pub(super) fn mapping(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, column)) if !field.trim().is_empty() && !column.trim().is_empty() => {
            Ok((field.trim().to_owned(), column.trim().to_owned()))
        }
        _other => Err("write a field and the name of its column, as `users=Monthly users`".to_owned()),
    }
}

/// The format of an inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Inventory {
    /// A table whose first line names its columns
    Csv,
    /// One JSON object per line
    Jsonl,
}

/// The format of classified rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Classified {
    /// Each input row, followed by its level and what gave it
    Csv,
    /// One JSON object for each row
    Jsonl,
    /// The number of rows with each level
    Summary,
}
