//! One id a line. `#` begins a comment.

use super::facts::Facts;
use super::{CatalogError, Export, Place, date_in_comment};

pub(super) fn read(text: &str) -> Result<Export, CatalogError> {
    let mut export = Export::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('#') {
            export.date = export.date.or_else(|| date_in_comment(line));
        } else if !line.is_empty() {
            let id = line.split_once(" #").map_or(line, |(id, _)| id.trim_end());
            export.push(Place::Line(at + 1), Facts { id: id.to_owned(), ..Facts::default() })?;
        }
    }
    Ok(export)
}
