//! The built-in catalogue, read from the table next to this file.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use memchr::memchr2_iter;

use super::{Catalog, Connector, Kind, Tier};

/// The day of the export that the table was made from.
pub(super) const DATE: Date = date(2025, 7, 26);

/// The first of the snapshots that show when a connector was seen.
pub(super) const FIRST_SNAPSHOT: Date = date(2024, 5, 23);

/// Reads the table. A test compares every row with the public data it was made from.
pub(super) fn load() -> Catalog {
    // Every command that needs a connector reads the table, so it is split in one pass.
    let mut connectors = Vec::with_capacity(TABLE.len() / 50);
    let (mut cells, mut column, mut start) = ([""; COLUMNS], 0, 0);
    for at in memchr2_iter(b'\t', b'\n', TABLE.as_bytes()) {
        if let (Some(cell), Some(text)) = (cells.get_mut(column), TABLE.get(start..at)) {
            *cell = text;
        }
        (column, start) = (column + 1, at + 1);
        if TABLE.as_bytes().get(at) == Some(&b'\n') {
            if !cells[0].starts_with('#') {
                connectors.push(connector(cells));
            }
            (cells, column) = ([""; COLUMNS], 0);
        }
    }
    Catalog::assemble(Cow::Borrowed("builtin"), Some(DATE), connectors)
}

static TABLE: &str = include_str!("connectors.tsv");

const COLUMNS: usize = 6;

/// Makes a connector from a row. Empty cells at the end of a row are left out in the table.
fn connector([symbol, display_name, publisher, tier, facts, first_seen]: [&'static str; COLUMNS]) -> Connector {
    let first_seen = match first_seen {
        "" => Some(FIRST_SNAPSHOT),
        day => day.parse().ok(),
    };
    let tier = match tier {
        "s" => Tier::Standard,
        "p" => Tier::Premium,
        "b" => Tier::BuiltIn,
        _ => Tier::Unknown,
    };
    let kind = if tier == Tier::BuiltIn {
        Kind::Virtual
    } else if symbol.starts_with("DesktopFlow.") {
        Kind::Desktop
    } else {
        Kind::Prebuilt
    };
    let blockable = !facts.contains('u');
    Connector {
        id: Cow::Borrowed(symbol),
        display_name: Cow::Borrowed(if display_name.is_empty() { symbol } else { display_name }),
        publisher: Cow::Borrowed(publisher),
        tier,
        kind,
        blockable,
        action_control: has_action_control(kind, blockable),
        endpoint_filtering: facts.contains('e'),
        first_seen,
        last_seen: first_seen.map(|_| DATE),
        actions: None,
    }
}

/// The platform's rule: every prebuilt connector that can be blocked, and no other.
pub(super) const fn has_action_control(kind: Kind, blockable: bool) -> bool {
    matches!(kind, Kind::Prebuilt) && blockable
}
