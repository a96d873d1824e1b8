//! `dictum rules`

use std::io::Write;

use serde::Serialize;

use super::args::{Listing, Rules};
use super::exit::Status;
use super::failure::Failure;
use crate::codes;

#[derive(Serialize)]
struct Row {
    code: String,
    name: &'static str,
    level: &'static str,
    category: &'static str,
    fixable: bool,
    controls: &'static [&'static str],
    summary: &'static str,
}

pub(super) fn run(command: &Rules, out: &mut dyn Write) -> Result<Status, Failure> {
    let rows: Vec<Row> = codes::all()
        .iter()
        .map(|rule| Row {
            code: rule.code.to_string(),
            name: rule.name,
            level: rule.level.word(),
            category: rule.category().word(),
            fixable: rule.fixable,
            controls: rule.controls,
            summary: rule.summary,
        })
        .collect();
    match command.output {
        Listing::Json => {
            serde_json::to_writer_pretty(&mut *out, &rows).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Listing::Text => {
            let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
            let mut category = "";
            for row in &rows {
                if row.category != category {
                    let gap = if category.is_empty() { "" } else { "\n" };
                    category = row.category;
                    writeln!(out, "{gap}{category}")?;
                }
                let fix = if row.fixable { "fix" } else { "   " };
                writeln!(out, "  {} {:width$} {:7} {fix}  {}", row.code, row.name, row.level, row.summary)?;
            }
        }
    }
    Ok(Status::Clean)
}
