//! The tables of the platform, read from the list next to this file.

use std::sync::OnceLock;

use memchr::memchr_iter;

use super::super::privilege::{Levels, Verb};
use super::Ownership;

/// A table of the platform.
#[derive(Debug)]
pub struct SystemTable {
    /// The logical name.
    pub name: &'static str,
    /// The name with its capitals; the logical name where the public reference has none.
    pub schema: &'static str,
    /// The owner of its rows.
    pub ownership: Ownership,
    allowed: [Levels; 8],
    /// The letter of the grants of each predefined role here.
    pub(super) grants: &'static str,
    /// Whether it belongs to a Dynamics 365 app. Then not every environment has it, its levels are those that were
    /// seen somewhere, and nothing else is known about them.
    pub of_an_app: bool,
    /// The part after the verb in the names of its privileges, where that is not the schema name.
    pub(super) base: Option<&'static str>,
    /// The table whose privileges it has.
    pub(super) shares: Option<&'static str>,
}

impl SystemTable {
    /// The access levels that the verb accepts here; none where there is no such privilege.
    pub const fn allowed(&self, verb: Verb) -> Levels {
        self.allowed[verb.index()]
    }
}

/// The tables of the platform, sorted by name.
pub fn system_tables() -> &'static [SystemTable] {
    static TABLES: OnceLock<Vec<SystemTable>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let list = LIST.split_once("\n\n").map_or("", |(_head, list)| list);
        let mut tables = Vec::with_capacity(list.len() / 50);
        let mut start = 0;
        for end in memchr_iter(b'\n', list.as_bytes()) {
            tables.extend(list.get(start..end).and_then(table));
            start = end + 1;
        }
        tables.extend(DYNAMICS.lines().filter_map(table_of_an_app));
        tables.sort_unstable_by_key(|table| table.name);
        tables
    })
}

/// The place in [`system_tables`] of the table with that logical name.
pub fn system_table(name: &str) -> Option<u32> {
    let place = system_tables().binary_search_by(|table| table.name.cmp(name)).ok()?;
    u32::try_from(place).ok()
}

/// The grants of each predefined role: its symbol and its grants in the order of their letters, one line a role.
pub(super) fn head() -> &'static str {
    LIST.split_once("\n\n").map_or("", |(head, _list)| head)
}

static LIST: &str = include_str!("tables.tsv");

/// The tables of Dynamics 365 apps.
static DYNAMICS: &str = include_str!("dynamics.tsv");

/// Reads a line of an app's table: name, schema where it differs, ownership with eight digits, and, where present,
/// base and the table whose privileges it has.
fn table_of_an_app(line: &'static str) -> Option<SystemTable> {
    let mut behind = line.splitn(4, '\t').nth(3)?.split('\t');
    let said = |text: &'static str| (!text.is_empty()).then_some(text);
    let (base, shares) = (said(behind.next()?), said(behind.next()?));
    let known = table(line)?;
    Some(SystemTable { grants: "", of_an_app: true, base, shares, ..known })
}

/// Reads a line: name, schema where it differs, ownership with eight digits, letters.
fn table(line: &'static str) -> Option<SystemTable> {
    let mut cells = line.split('\t');
    let (name, schema, facts, grants) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let (owner, digits) = facts.as_bytes().split_first()?;
    let mut allowed = [Levels::NONE; 8];
    for (levels, digit) in allowed.iter_mut().zip(digits) {
        *levels = Levels::from_bits(char::from(*digit).to_digit(16)?);
    }
    let ownership = match owner {
        b'u' => Ownership::User,
        b'o' => Ownership::Organization,
        b'b' => Ownership::Business,
        b'n' => Ownership::None,
        _ => Ownership::Unknown,
    };
    let schema = if schema.is_empty() { name } else { schema };
    Some(SystemTable { name, schema, ownership, allowed, grants, of_an_app: false, base: None, shares: None })
}
