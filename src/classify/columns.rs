//! Assigns fields to columns.

use super::field::{Classes, Field};
use super::value::Wrong;
use crate::catalog::starter_kit::{KIND, KINDS, plain_text};
use crate::diagnostics::{closest, quoted_list};

/// Columns that hold a built-in fact under another name. In the app inventory of Microsoft's CoE starter kit, the
/// column `admin_powerappstype`, shown as `PowerApps Type` or `App Type`, has the kind of an app.
const ALIASES: &[(&str, &[&str])] = &[(KIND, &["powerappstype", "apptype"])];

/// An invalid mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadColumns {
    /// The problem.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

/// Names of columns for fields, as given by the user.
pub type Mapping = [(String, String)];

/// The field of each column; none for columns that rules do not use.
pub(super) fn assign(
    columns: &[String],
    fields: &[Field],
    mapping: &Mapping,
) -> Result<Vec<Option<usize>>, BadColumns> {
    let mut assigned: Vec<Option<(usize, usize)>> = vec![None; columns.len()];
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| field.is_given) {
        let found = match mapping.iter().find(|(name, _)| **name == *field.name) {
            Some((_, column)) => Some((given(columns, column)?, 0)),
            None => matching(columns, &field.name)?,
        };
        let Some((column, distance)) = found else { continue };
        if let Some(place) = assigned.get_mut(column)
            && place.is_none_or(|(_, other)| distance < other)
        {
            *place = Some((index, distance));
        }
    }
    Ok(assigned.into_iter().map(|place| place.map(|(index, _)| index)).collect())
}

/// The field of a key of an object.
pub(super) fn field_of(key: &str, fields: &[Field], mapping: &Mapping) -> Option<usize> {
    let given = fields.iter().enumerate().filter(|(_, field)| field.is_given);
    let distances = given.filter_map(|(index, field)| {
        let distance = match mapping.iter().find(|(name, _)| **name == *field.name) {
            Some((_, column)) => (column == key).then_some(0),
            None => distance(key, &field.name),
        };
        Some((distance?, index))
    });
    distances.min().map(|(_, index)| index)
}

/// Checks that every name on the left of a mapping is a field.
pub(super) fn check(mapping: &Mapping, fields: &[Field]) -> Result<(), BadColumns> {
    for (index, (name, _)) in mapping.iter().enumerate() {
        let names: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
        if !names.contains(&name.as_str()) {
            return Err(unknown("field", name, &names));
        }
        if mapping.iter().skip(index + 1).any(|(other, _)| other == name) {
            let message = format!("field `{name}` is mapped twice");
            return Err(BadColumns { message, help: "keep one of the two".to_owned() });
        }
    }
    Ok(())
}

fn given(columns: &[String], column: &str) -> Result<usize, BadColumns> {
    let exact = columns.iter().position(|known| known == column);
    let alike = || columns.iter().position(|known| plain_text(known) == plain_text(column));
    if let Some(found) = exact.or_else(alike) {
        return Ok(found);
    }
    Err(unknown("column", column, &columns.iter().map(String::as_str).collect::<Vec<_>>()))
}

fn unknown(noun: &str, name: &str, known: &[&str]) -> BadColumns {
    let help = match closest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the {noun}s are {}", quoted_list(known.iter().copied(), "and")),
    };
    BadColumns { message: format!("there is no {noun} `{name}`"), help }
}

/// The column whose name is nearest to that of a field, and the distance.
fn matching(columns: &[String], field: &str) -> Result<Option<(usize, usize)>, BadColumns> {
    let distances: Vec<Option<usize>> = columns.iter().map(|column| distance(column, field)).collect();
    let Some(nearest) = distances.iter().copied().flatten().min() else { return Ok(None) };
    let mut found = columns.iter().enumerate().zip(&distances).filter(|(_, distance)| **distance == Some(nearest));
    match (found.next(), found.next()) {
        (Some(((_, one), _)), Some(((_, other), _))) => Err(BadColumns {
            message: format!("columns `{one}` and `{other}` may both be field `{field}`"),
            help: format!("say which one it is: `--map {field}={one}`"),
        }),
        (found, _) => Ok(found.map(|((index, _), _)| (index, nearest))),
    }
}

/// The distance of a column's name from that of a field: 0 if equal, then equal without regard to case, spaces, `_`
/// and `-`, then without the prefixes of the starter kit, then by another known name. None where the name does not
/// match.
fn distance(column: &str, field: &str) -> Option<usize> {
    if column == field {
        return Some(0);
    }
    let (column, wanted) = (plain_text(column), plain_text(field));
    let table = column.strip_prefix("admin").unwrap_or(&column);
    let bare = table.strip_prefix("app").unwrap_or(table);
    if column == wanted {
        Some(1)
    } else if table == wanted {
        Some(2)
    } else if bare == wanted {
        Some(3)
    } else {
        let aliases = ALIASES.iter().find(|(name, _)| *name == field).map_or(&[][..], |(_, aliases)| *aliases);
        aliases.contains(&table).then_some(4)
    }
}

/// Reads a cell of a field; kinds of apps also as the starter kit writes them.
pub(super) fn read(field: &Field, cell: &[u8], classes: &mut Classes) -> Result<(), Wrong> {
    let result = field.read(cell, classes);
    if result.is_err() && &*field.name == KIND {
        let text = plain_text(&String::from_utf8_lossy(cell));
        if let Some((_, word)) = KINDS.iter().find(|(known, _)| *known == text) {
            return field.read(word.as_bytes(), classes).or(result);
        }
    }
    result
}
