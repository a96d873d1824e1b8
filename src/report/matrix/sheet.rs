//! One grid, ready to be drawn.

use super::Choice;
use crate::catalog::privilege::Level;
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;
use crate::report::grids::{Axis, GridLine, Grids, Origin, Reach, Square};
use crate::text::printable;

/// A grid of a role or a table.
pub(super) struct Sheet {
    /// The name.
    pub(super) name: String,
    /// Facts about it, above the grid.
    pub(super) facts: Vec<String>,
    /// The head of the column of line names.
    pub(super) first: &'static str,
    /// The lines.
    pub(super) lines: Vec<Line>,
    /// Notes below the grid.
    pub(super) notes: Vec<String>,
    /// Privileges of no table.
    pub(super) tasks: Vec<Task>,
    /// Whether it may grant more than is shown, since some grants are unknown.
    pub(super) unknown: bool,
}

/// A line of a grid.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) squares: [Square; 8],
    pub(super) from: String,
}

/// A privilege of no table.
pub(super) struct Task {
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) from: String,
}

/// All grids that `choice` asks for.
pub(super) fn sheets(grids: &Grids<'_>, choice: &Choice) -> Vec<Sheet> {
    match choice.by {
        Axis::Role => choice.roles.iter().filter_map(|role| of_role(grids, choice, *role)).collect(),
        Axis::Table => {
            let tables = grids.by_table(&choice.roles, choice.reach);
            let tables = tables.into_iter().filter(|(table, _)| choice.shows(*table));
            let sheets = tables.map(|(table, lines)| of_table(grids, choice, table, &lines));
            sheets.chain(of_tasks(grids, choice)).collect()
        }
    }
}

fn of_role(grids: &Grids<'_>, choice: &Choice, id: RoleId) -> Option<Sheet> {
    let role = grids.role(id)?;
    let mut facts = named(role.display_name(), &role.head.symbol.name);
    facts.push(match grids.file(id) {
        Some(_) => grids.place(Origin { role: id, line: grids.line(role.head.symbol.location) }),
        None => "built in".to_owned(),
    });
    if !role.includes.is_empty() {
        let names: Vec<&str> = role.includes.iter().map(|role| &*role.symbol.name).collect();
        facts.push(match choice.reach {
            Reach::Own => format!("includes {}, not shown", names.join(", ")),
            Reach::Effective => format!("with {}", names.join(", ")),
        });
    }
    let mut lines = grids.lines(id, choice.reach);
    lines.retain(|line| choice.shows(line.table));
    let name = |line: &GridLine| grids.program.organisation.tables.name(line.table).to_owned();
    let tasks = if choice.tables.is_some() { Vec::new() } else { grids.tasks(id, choice.reach) };
    let task = |(name, level, origin): (&str, Level, Origin)| Task {
        name: name.to_owned(),
        level,
        from: grids.origin(id, origin),
    };
    let unknown = unknown(grids, choice, id, role);
    let mut notes = elsewhere(grids, choice, role);
    if !unknown.is_empty() {
        notes.push(format!("not known: the source does not say what {} grants", unknown.join(", ")));
    }
    Some(Sheet {
        name: role.name().to_owned(),
        facts,
        first: "table",
        lines: lines.iter().map(|line| drawn(grids, choice, line, name(line))).collect(),
        notes,
        tasks: tasks.into_iter().map(task).collect(),
        unknown: !unknown.is_empty(),
    })
}

/// The roles with unknown grants: the role itself, and included roles if they are shown.
fn unknown(grids: &Grids<'_>, choice: &Choice, id: RoleId, role: &Role) -> Vec<String> {
    let shown = |other: &&RoleId| choice.reach == Reach::Effective || **other == id;
    role.unseen.iter().filter(shown).map(|other| symbol(grids, *other)).collect()
}

/// The tables that the source names and the grid does not, since they share the privileges of another table.
fn elsewhere(grids: &Grids<'_>, choice: &Choice, role: &Role) -> Vec<String> {
    let tables = &grids.program.organisation.tables;
    let named = role.rows.iter().flat_map(|row| &row.tables).filter_map(|table| table.target);
    let mut pairs: Vec<(&str, &str)> = named
        .filter(|id| tables.base(*id) != *id && choice.shows(tables.base(*id)))
        .map(|id| (tables.name(id), tables.name(tables.base(id))))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().map(|(name, base)| format!("{name} goes by the privileges of {base}")).collect()
}

fn of_table(grids: &Grids<'_>, choice: &Choice, table: TableId, lines: &[GridLine]) -> Sheet {
    let tables = &grids.program.organisation.tables;
    let mut facts = vec![format!("owned by {}", tables.ownership(table).title().to_lowercase())];
    let sharing = grids.sharing(table);
    if !sharing.is_empty() {
        facts.push(format!("holds for {} too", sharing.join(", ")));
    }
    Sheet {
        name: tables.name(table).to_owned(),
        facts,
        first: "role",
        lines: lines.iter().map(|line| drawn(grids, choice, line, symbol(grids, line.role))).collect(),
        notes: Vec::new(),
        tasks: Vec::new(),
        unknown: false,
    }
}

/// Privileges of no table, as a separate sheet if grids are by table.
fn of_tasks(grids: &Grids<'_>, choice: &Choice) -> Option<Sheet> {
    if choice.tables.is_some() {
        return None;
    }
    let mut tasks: Vec<(String, Task)> = Vec::new();
    for id in &choice.roles {
        for (name, level, origin) in grids.tasks(*id, choice.reach) {
            let from = format!("{}, {}", symbol(grids, *id), grids.origin(*id, origin));
            tasks.push((name.to_ascii_lowercase(), Task { name: name.to_owned(), level, from }));
        }
    }
    tasks.sort_by(|(a, _), (b, _)| a.cmp(b));
    let tasks: Vec<Task> = tasks.into_iter().map(|(_, task)| task).collect();
    let name = "privileges of no table".to_owned();
    (!tasks.is_empty()).then(|| Sheet {
        name,
        facts: Vec::new(),
        first: "role",
        lines: Vec::new(),
        notes: Vec::new(),
        tasks,
        unknown: false,
    })
}

fn drawn(grids: &Grids<'_>, choice: &Choice, line: &GridLine, name: String) -> Line {
    let from = match choice.reach {
        Reach::Own => String::new(),
        Reach::Effective => {
            let origins: Vec<String> =
                line.origins().into_iter().map(|origin| grids.origin(line.role, origin)).collect();
            origins.join(", ")
        }
    };
    Line { name, squares: line.squares, from }
}

fn symbol(grids: &Grids<'_>, id: RoleId) -> String {
    grids.role(id).map_or_else(String::new, |role| role.name().to_owned())
}

/// The display name, if it differs from the symbol.
fn named(display: &str, symbol: &str) -> Vec<String> {
    if display == symbol { Vec::new() } else { vec![format!("\"{}\"", printable(display))] }
}
