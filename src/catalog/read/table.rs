//! A table with a header, separated by commas, semicolons or tabs.

use jiff::civil::Date;

use crate::catalog::Kind;
use crate::text::{Records, excerpt};

use super::facts::{Facts, tier};
use super::{CatalogError, Export, Place, date_in_comment};

/// The header of a table.
pub(super) struct Header {
    separator: char,
    columns: Vec<Option<Column>>,
    date: Option<Date>,
    /// Where the rows begin.
    start: usize,
    /// The line they begin in, from 1.
    line: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    DisplayName,
    Publisher,
    Tier,
    Kind,
    Blockable,
    Unblockable,
    ActionControl,
    EndpointFiltering,
    FirstSeen,
    LastSeen,
    Actions,
}

impl Header {
    /// The header, if the first line that is not a comment names a column `id`.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (mut start, mut date) = (0, None);
        for (at, line) in text.split_inclusive('\n').enumerate() {
            start += line.len();
            let line = line.trim();
            if line.starts_with('#') || line.is_empty() {
                date = date.or_else(|| date_in_comment(line));
                continue;
            }
            let separator = [',', ';', '\t'].into_iter().find(|&separator| line.contains(separator)).unwrap_or(',');
            let columns: Vec<_> = line.split(separator).map(Column::of).collect();
            return columns.contains(&Some(Column::Id)).then_some(Self {
                separator,
                columns,
                date,
                start,
                line: at + 2,
            });
        }
        None
    }
}

impl Column {
    fn of(name: &str) -> Option<Self> {
        let name = name.trim().trim_matches('"').trim().to_ascii_lowercase().replace([' ', '-'], "_");
        Some(match name.as_str() {
            "id" => Self::Id,
            "display_name" | "displayname" => Self::DisplayName,
            "publisher" => Self::Publisher,
            "tier" => Self::Tier,
            "kind" => Self::Kind,
            "blockable" => Self::Blockable,
            "unblockable" => Self::Unblockable,
            "action_control" => Self::ActionControl,
            "endpoint_filtering" => Self::EndpointFiltering,
            "first_seen" => Self::FirstSeen,
            "last_seen" => Self::LastSeen,
            "actions" => Self::Actions,
            _ => return None,
        })
    }
}

pub(super) fn read(text: &str, header: &Header) -> Result<Export, CatalogError> {
    let mut export = Export { date: header.date, rows: Vec::new() };
    let rows = text.get(header.start..).unwrap_or_default();
    for record in Records::of(rows, header.separator, header.columns.len(), header.line) {
        let (line, cells) = record.map_err(|(line, problem)| CatalogError::row(Place::Line(line), problem))?;
        let place = Place::Line(line);
        let mut facts = Facts::default();
        for (column, cell) in header.columns.iter().zip(cells) {
            if let Some(column) = column {
                set(&mut facts, *column, cell, place)?;
            }
        }
        export.push(place, facts)?;
    }
    Ok(export)
}

/// Stores the value of a cell; an empty one is ignored.
fn set(facts: &mut Facts, column: Column, cell: String, place: Place) -> Result<(), CatalogError> {
    let trimmed = cell.trim();
    if trimmed.is_empty() {
        return Ok(());
    }
    match column {
        Column::Id => trimmed.clone_into(&mut facts.id),
        Column::DisplayName => facts.display_name = Some(cell),
        Column::Publisher => facts.publisher = Some(cell),
        Column::Tier => facts.tier = Some(tier(trimmed)),
        Column::Kind => {
            let kind = Kind::parse(&trimmed.to_ascii_lowercase());
            facts.kind = Some(kind.ok_or_else(|| {
                CatalogError::row(place, format!("`{}` is not a kind of connector", excerpt(trimmed)))
            })?);
        }
        Column::Blockable => facts.blockable = Some(yes_or_no(trimmed, place)?),
        Column::Unblockable => facts.blockable = Some(!yes_or_no(trimmed, place)?),
        Column::ActionControl => facts.action_control = Some(yes_or_no(trimmed, place)?),
        Column::EndpointFiltering => facts.endpoint_filtering = Some(yes_or_no(trimmed, place)?),
        Column::FirstSeen => facts.first_seen = Some(day(trimmed, place)?),
        Column::LastSeen => facts.last_seen = Some(day(trimmed, place)?),
        Column::Actions => facts.actions = Some(trimmed.split('|').map(|id| id.trim().to_owned()).collect()),
    }
    Ok(())
}

fn yes_or_no(word: &str, place: Place) -> Result<bool, CatalogError> {
    match word.to_ascii_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(CatalogError::row(place, format!("`{}` is neither yes nor no", excerpt(word)))),
    }
}

fn day(word: &str, place: Place) -> Result<Date, CatalogError> {
    word.parse().map_err(|_| CatalogError::row(place, format!("`{}` is not a date such as 2025-07-26", excerpt(word))))
}
