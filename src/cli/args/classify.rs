//! `dictum classify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
    /// The day by which ages are judged; today where absent
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    pub today: Option<jiff::civil::Date>,
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
    /// Fail where a row has this level or a higher one, or may have it
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<String>,
    /// How many threads work; one for each core where absent
    #[arg(long, short, value_name = "COUNT")]
    pub jobs: Option<usize>,
}

/// A field and its column, as `users=Monthly users`.
pub(super) fn mapping(text: &str) -> Result<(String, String), String> {
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
