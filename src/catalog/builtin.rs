//! The built-in catalogue, read from the table beside this file.

use std::borrow::Cow;

use jiff::civil::{Date, date};

use super::{Catalog, Connector, Kind, Tier};

/// The day of the export that the table was made from.
pub(super) const DATE: Date = date(2025, 7, 26);

/// The first of the snapshots that say when a connector was seen.
pub(super) const FIRST_SNAPSHOT: Date = date(2024, 5, 23);

/// Reads the table. A test compares every row with the public data it was made from.
pub(super) fn load() -> Catalog {
    let rows = TABLE.lines().skip_while(|line| line.starts_with('#'));
    Catalog::assemble(Cow::Borrowed("builtin"), Some(DATE), rows.map(connector).collect())
}

static TABLE: &str = include_str!("connectors.tsv");

/// A row: symbol, display name, publisher, tier, facts, first seen; empty cells at the end are left out.
fn connector(row: &'static str) -> Connector {
    let mut cells = row.split('\t');
    let mut cell = || cells.next().unwrap_or_default();
    let (symbol, display_name, publisher, tier, facts) = (cell(), cell(), cell(), cell(), cell());
    let first_seen = match cell() {
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
    }
}

/// The platform's rule: every prebuilt connector that can be blocked, and no other.
pub(super) const fn has_action_control(kind: Kind, blockable: bool) -> bool {
    matches!(kind, Kind::Prebuilt) && blockable
}
