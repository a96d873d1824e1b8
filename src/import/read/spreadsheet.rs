//! Tables with a header, as spreadsheets and `Export-Csv` write them, read into objects.

use super::value::Value;

/// A table: its columns and its rows.
pub(super) struct Table {
    /// The names in the header.
    pub(super) columns: Vec<String>,
    /// Each row as an object, with the line that it begins on. Empty cells are left out.
    pub(super) rows: Vec<(u64, Value)>,
}

/// Signs that part cells, as the regional settings of a machine have it.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Whether a text looks like a table: by the name of its file, or since what parts cells is all that its first line has.
pub(super) fn is_one(file: &str, text: &str) -> bool {
    let ends_so = |end: &str| file.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(end));
    let is_cell = |sign: char| sign.is_alphanumeric() || " _-\"#,;\t()/".contains(sign);
    let head = text.lines().find(|line| !is_mark(line)).unwrap_or_default();
    let is_parted = head.bytes().any(|byte| SEPARATORS.contains(&byte));
    ends_so("csv") || ends_so("tsv") || is_parted && head.chars().all(is_cell)
}

/// A line that is no row: empty, or the mark that older versions of PowerShell write above a table.
fn is_mark(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("#TYPE") || line.starts_with("sep=")
}

/// Reads a table; the line and what is wrong there where it is none.
pub(super) fn read(text: &str) -> Result<Table, (u64, String)> {
    let mut skipped = 0;
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('\n').filter(|(line, _)| is_mark(line)) {
        (rest, skipped) = (behind, skipped + 1);
    }
    let head = rest.lines().next().unwrap_or_default();
    let times = |separator: u8| head.bytes().filter(|byte| *byte == separator).count();
    let separator = SEPARATORS.into_iter().rev().max_by_key(|separator| times(*separator)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).flexible(true).from_reader(rest.as_bytes());
    let told = |error: &csv::Error| {
        let line = error.position().map_or(0, csv::Position::line) + skipped;
        (line, "the row cannot be read".to_owned())
    };
    let columns: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => return Err(told(&error)),
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| told(&error))?;
        let line = record.position().map_or(0, csv::Position::line) + skipped;
        if record.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
            return Err((line, format!("the row has more cells than the {} columns of the header", columns.len())));
        }
        let cells = columns.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
        let cells: Vec<(String, Value)> = cells.map(|(column, cell)| (column.clone(), value_of(cell))).collect();
        if !cells.is_empty() {
            rows.push((line, Value::Object(cells)));
        }
    }
    Ok(Table { columns, rows })
}

/// PowerShell writes what is true and false in words.
fn value_of(cell: &str) -> Value {
    match cell {
        "True" => Value::Bool(true),
        "False" => Value::Bool(false),
        text => Value::Text(text.to_owned()),
    }
}
