//! A table with a header, parted by commas, semicolons or tabs.

use jiff::civil::Date;

use crate::catalog::Kind;
use crate::text::excerpt;

use super::facts::{Facts, tier};
use super::{CatalogError, Export, Place, date_in_comment};

/// The head of a table.
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
    /// The header, if the first line that is no comment names a column `id`.
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
    let mut records = Records { rest: text.get(header.start..).unwrap_or_default(), line: header.line };
    while let Some((line, cells)) = records.next(header)? {
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

/// Puts a cell into its place; an empty one is silence.
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

/// The records of a table: cells may be quoted, and a quoted cell may hold separators, line ends and doubled
/// quotes.
struct Records<'t> {
    rest: &'t str,
    line: usize,
}

impl Records<'_> {
    /// The next record that is not empty, and the line it begins in.
    fn next(&mut self, header: &Header) -> Result<Option<(usize, Vec<String>)>, CatalogError> {
        loop {
            if self.rest.is_empty() {
                return Ok(None);
            }
            let line = self.line;
            let cells = self.record(header)?;
            if cells.len() > 1 || cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some((line, cells)));
            }
        }
    }

    fn record(&mut self, header: &Header) -> Result<Vec<String>, CatalogError> {
        let Header { separator, columns, .. } = header;
        let mut cells = Vec::with_capacity(columns.len());
        loop {
            if cells.len() == columns.len() {
                let problem = format!("more cells than the {} columns of the header", columns.len());
                return Err(CatalogError::row(Place::Line(self.line), problem));
            }
            cells.push(if self.rest.starts_with('"') { self.quoted()? } else { self.plain(*separator) });
            let mut rest = self.rest.chars();
            match rest.next() {
                Some(next) if next == *separator => self.rest = rest.as_str(),
                Some('\n') => {
                    self.rest = rest.as_str();
                    self.line += 1;
                    return Ok(cells);
                }
                Some(_) => return Err(CatalogError::row(Place::Line(self.line), "text behind a closing quote")),
                None => return Ok(cells),
            }
        }
    }

    fn plain(&mut self, separator: char) -> String {
        let end = self.rest.find([separator, '\n']).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        cell.trim_end_matches('\r').to_owned()
    }

    fn quoted(&mut self) -> Result<String, CatalogError> {
        let start = self.line;
        let mut cell = String::new();
        // Behind the opening quote.
        self.rest = self.rest.get(1..).unwrap_or_default();
        while let Some((piece, rest)) = self.rest.split_once('"') {
            cell.push_str(piece);
            self.line += memchr::memchr_iter(b'\n', piece.as_bytes()).count();
            if let Some(rest) = rest.strip_prefix('"') {
                cell.push('"');
                self.rest = rest;
            } else {
                self.rest = rest.strip_prefix("\r\n").map_or(rest, |_| rest.get(1..).unwrap_or_default());
                return Ok(cell);
            }
        }
        Err(CatalogError::row(Place::Line(start), "a quote that is never closed"))
    }
}
