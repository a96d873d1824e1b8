//! Reads tables with a header, as written by spreadsheets and `Export-Csv`, into objects.

use std::borrow::Cow;

use super::value::Value;
use crate::text::Records;

/// A table: its columns and its rows.
pub(super) struct Table {
    /// The names in the header.
    pub(super) columns: Vec<String>,
    /// Each row as an object, with the line that it begins on. Empty cells are left out.
    pub(super) rows: Vec<(usize, Value)>,
}

/// Separators of cells, depending on the regional settings of a machine.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// Whether a text looks like a table: by the name of its file, or because its first line has only names and
/// separators.
pub(super) fn is_one(file: &str, text: &str) -> bool {
    let text = &*with_lines(text);
    let ends_so = |end: &str| file.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(end));
    let is_cell = |sign: char| sign.is_alphanumeric() || " _-\"#,;\t()/".contains(sign);
    let head = text.lines().find(|line| !is_mark(line)).unwrap_or_default();
    let is_parted = head.contains(SEPARATORS);
    ends_so("csv") || ends_so("tsv") || is_parted && head.chars().all(is_cell)
}

/// The text with lines that end as elsewhere. Some spreadsheets end them with a carriage return alone.
fn with_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Borrowed(text) } else { Cow::Owned(text.replace('\r', "\n")) }
}

/// A line that is not a row: empty, or the mark that older versions of PowerShell write above a table.
fn is_mark(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("#TYPE") || line.starts_with("sep=")
}

/// Reads a table; an error is a line and its problem.
pub(super) fn read(text: &str) -> Result<Table, (usize, String)> {
    let text = &*with_lines(text);
    let (mut rest, mut line) = (text, 1);
    while let Some((_, behind)) = rest.split_once('\n').filter(|(line, _)| is_mark(line)) {
        (rest, line) = (behind, line + 1);
    }
    let head = rest.lines().next().unwrap_or_default();
    let times = |separator: char| head.matches(separator).count();
    let separator = SEPARATORS.into_iter().rev().max_by_key(|separator| times(*separator)).unwrap_or(',');
    let mut records = Records::of(rest, separator, times(separator) + 1, line);
    let columns: Vec<String> = match records.next() {
        Some(header) => header?.1.iter().map(|name| name.trim().to_owned()).collect(),
        None => Vec::new(),
    };
    let mut rows = Vec::new();
    for record in records {
        let (line, cells) = record?;
        let cells = columns.iter().zip(&cells).map(|(column, cell)| (column, cell.trim()));
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        rows.push((line, Value::Object(cells.map(|(column, cell)| (column.clone(), value_of(cell))).collect())));
    }
    Ok(Table { columns, rows })
}

impl Table {
    /// The rows as a list of objects, with the columns named as in exports: `Environment ID` is `EnvironmentID`.
    pub(super) fn into_objects(self) -> Value {
        let joined = |name: &str| name.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        let object = |row: &Value| row.entries().iter().map(|(name, cell)| (joined(name), cell.clone())).collect();
        Value::List(self.rows.iter().map(|(_, row)| Value::Object(object(row))).collect())
    }
}

/// PowerShell writes true and false as words.
fn value_of(cell: &str) -> Value {
    match cell {
        "True" => Value::Bool(true),
        "False" => Value::Bool(false),
        text => Value::Text(text.to_owned()),
    }
}
