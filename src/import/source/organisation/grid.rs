//! The grid of a role, and its other privileges.

use std::fmt::Write as _;

use super::grants::RoleGrants;
use super::tables::OwnTables;
use crate::catalog::privilege::{Grants, Level, NO_GLYPH, Verb};
use crate::import::source::Levels;
use crate::syntax::text_value::{name, quote};

/// `grid { … }`: a row for each table, a column for each verb that is granted on some table.
pub(super) fn grid(grants: &RoleGrants, tables: &OwnTables, levels: Levels) -> Option<String> {
    if grants.tables.is_empty() {
        return None;
    }
    let granted = |verb: &Verb| grants.tables.values().any(|grants| grants.level(*verb).is_some());
    let columns: Vec<Verb> = Verb::ALL.into_iter().filter(granted).collect();
    let head: Vec<&str> = columns.iter().map(|verb| verb.word()).collect();
    let mut rows = vec![format!("    table  {}\n", head.join("  "))];
    for (table, granted) in &grants.tables {
        let cells: Vec<String> = columns.iter().map(|verb| cell(table, *granted, *verb, tables, levels)).collect();
        rows.push(format!("    {}  {}\n", name(table), cells.join("  ")));
    }
    Some(format!("  grid {{\n{}  }}\n", rows.concat()))
}

fn cell(table: &str, granted: Grants, verb: Verb, tables: &OwnTables, levels: Levels) -> String {
    match (granted.level(verb), levels) {
        (Some(level), Levels::Words) => level.word().to_owned(),
        (Some(level), Levels::Glyphs) => level.glyph().to_string(),
        (None, _) if tables.allowed(table, verb).is_empty() => "-".to_owned(),
        (None, Levels::Words) => "none".to_owned(),
        (None, Levels::Glyphs) => NO_GLYPH.to_string(),
    }
}

/// `privileges = […]` for grants at `org`, and a block for the rest.
pub(super) fn privileges(grants: &RoleGrants) -> String {
    let at = |level: Level| {
        let tasks = grants.tasks.values().filter(|task| task.level == level);
        let names = tasks.map(|task| if task.known { name(&task.name).into_owned() } else { quote(&task.name) });
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| format!("[{}]", names.join(", ")))
    };
    let mut out = at(Level::Org).map(|list| format!("  privileges = {list}\n")).unwrap_or_default();
    let below = Level::ALL.into_iter().filter(|level| *level != Level::Org);
    let below = below.filter_map(|level| Some(format!("    {} = {}\n", level.word(), at(level)?)));
    let below: Vec<String> = below.collect();
    if !below.is_empty() {
        let _ = writeln!(out, "  privileges_by_level {{\n{}  }}", below.concat());
    }
    out
}
