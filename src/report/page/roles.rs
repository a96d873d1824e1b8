//! Roles as HTML: grids by role and by table, privileges of no table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Room;
use crate::catalog::privilege::Level;
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;
use crate::report::grids::{GridLine, Grids, Origin, Reach};
use crate::report::html::{TABLE_END, count, escaped, grid_head, number, square, words};

/// Draws the grids of roles while there is room.
pub(super) fn by_role(grids: &Grids<'_>, room: &mut Room, out: &mut String) {
    let mut left = 0;
    for (id, role) in declared(grids) {
        let lines = grids.lines(id, Reach::Effective);
        if !room.take_lines(lines.len()) {
            left += 1;
            continue;
        }
        let name = escaped(role.display_name());
        let symbol = escaped(&role.head.symbol.name);
        let _ = write!(out, "<article><h3>{name}");
        if name != symbol {
            let _ = write!(out, " <code>{symbol}</code>");
        }
        let place = grids.place(Origin { role: id, line: grids.line(role.head.symbol.location) });
        let _ = write!(out, "</h3><p class=\"facts\">{}", escaped(&place));
        if !role.includes.is_empty() {
            let names: Vec<String> = role.includes.iter().map(|role| escaped(&role.symbol.name)).collect();
            let _ = write!(out, " · includes {}", names.join(", "));
        }
        if !role.sound {
            out.push_str(" · <strong>not all of it could be read</strong>");
        }
        out.push_str("</p>");
        if !role.head.description.is_empty() {
            let _ = write!(out, "<p>{}</p>", escaped(&role.head.description));
        }
        if !role.unseen.is_empty() {
            let names: Vec<&str> = role.unseen.iter().map(|id| grids.program.organisation.roles[id].name()).collect();
            let _ = write!(out, "<p><strong>Not known:</strong> what {} grants.</p>", escaped(&names.join(", ")));
        }
        if lines.is_empty() && role.unseen.is_empty() {
            out.push_str("<p>It grants nothing on tables.</p>");
        } else if !lines.is_empty() {
            grid_head(&format!("What {name} grants on tables"), "Table", "From", out);
            for line in &lines {
                let table = grids.program.organisation.tables.name(line.table);
                row(grids, line, table, out);
            }
            out.push_str(TABLE_END);
        }
        out.push_str("</article>\n");
    }
    beyond(left, "roles", out);
    out.push_str(
        "<p>Roles of the platform are drawn with a script only; <code>dictum catalog roles</code> shows them.</p>\n",
    );
}

/// Roles of the platform are not drawn: they are the same for everybody, and some have 600 lines.
fn declared<'g>(grids: &'g Grids<'_>) -> impl Iterator<Item = (RoleId, &'g Role)> {
    grids.roles().filter(|(_, role)| role.predefined.is_none())
}

/// Draws the grids of tables while there is room.
pub(super) fn by_table(grids: &Grids<'_>, room: &mut Room, out: &mut String) {
    let roles: Vec<RoleId> = declared(grids).map(|(id, _)| id).collect();
    let lines: usize = roles.iter().map(|id| grids.lines(*id, Reach::Effective).len()).sum();
    // Grids by table need all roles at once, so they are drawn only for small programs.
    if lines > room.lines {
        out.push_str("<p>There are too many to be drawn without a script; <code>dictum matrix --by table</code> gives them all.</p>\n");
        return;
    }
    let mut left = 0;
    for (table, lines) in grids.by_table(&roles, Reach::Effective) {
        if !room.take_lines(lines.len()) {
            left += 1;
            continue;
        }
        let tables = &grids.program.organisation.tables;
        let name = escaped(tables.name(table));
        let _ = write!(out, "<article><h3>{name}</h3><p class=\"facts\">{}</p>", facts(grids, table));
        grid_head(&format!("What roles grant on {name}"), "Role", "From", out);
        for line in &lines {
            row(grids, line, grids.role(line.role).map_or("", |role| role.display_name()), out);
        }
        out.push_str(TABLE_END);
        out.push_str("</article>\n");
    }
    beyond(left, "tables", out);
}

fn facts(grids: &Grids<'_>, table: TableId) -> String {
    let tables = &grids.program.organisation.tables;
    let mut facts = format!("owned by {}", tables.ownership(table).title().to_lowercase());
    let sharing = grids.sharing(table);
    if !sharing.is_empty() {
        let _ = write!(facts, " · its privileges hold for {} too", escaped(&sharing.join(", ")));
    }
    facts
}

fn row(grids: &Grids<'_>, line: &GridLine, name: &str, out: &mut String) {
    let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escaped(name));
    for (_, cell) in line.iter() {
        let title = cell
            .origin
            .map_or_else(String::new, |origin| format!("{}: {}", words(cell.level), grids.origin(line.role, origin)));
        square(cell.level, cell.exists, &title, out);
    }
    let origins: Vec<String> = line.origins().into_iter().map(|origin| grids.origin(line.role, origin)).collect();
    let _ = writeln!(out, "<td class=\"from\">{}</td></tr>", escaped(&origins.join(", ")));
}

fn beyond(left: usize, what: &str, out: &mut String) {
    if left > 0 {
        let _ = writeln!(
            out,
            "<p>{left} more {what} are not drawn without a script; <code>dictum matrix</code> gives them all.</p>"
        );
    }
}

/// A role that grants a privilege, its level, and where the grant comes from.
type Granted = (RoleId, Level, Origin);

/// Privileges of no table: each with the roles that grant it.
pub(super) fn tasks(grids: &Grids<'_>, out: &mut String) {
    // The key is the name in lower case; the value keeps the first spelling.
    let mut found: BTreeMap<String, (&str, Vec<Granted>)> = BTreeMap::new();
    for (id, _) in grids.roles() {
        for (name, level, origin) in grids.tasks(id, Reach::Effective) {
            found.entry(name.to_ascii_lowercase()).or_insert((name, Vec::new())).1.push((id, level, origin));
        }
    }
    if found.is_empty() {
        out.push_str("<p>No role grants any.</p>\n");
        return;
    }
    out.push_str("<table class=\"list\"><caption>Privileges of no table</caption><thead><tr><th scope=\"col\">Privilege</th><th scope=\"col\">Roles</th><th scope=\"col\">Why it should be granted to few</th></tr></thead><tbody>");
    for (name, roles) in found.into_values() {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th><td>", escaped(name));
        for (at, (id, level, origin)) in roles.iter().take(super::NAMED * 2).enumerate() {
            let lead = if at > 0 { ", " } else { "" };
            let role = grids.role(*id).map_or("", |role| role.display_name());
            let title = format!("{}: {}", words(Some(*level)), grids.origin(*id, *origin));
            let _ = write!(
                out,
                "{lead}<span class=\"l{}\" title=\"{}\"><i aria-hidden=\"true\">{}</i><b>{}</b></span> {}",
                number(Some(*level)),
                escaped(&title),
                level.glyph(),
                words(Some(*level)),
                escaped(role)
            );
        }
        if roles.len() > super::NAMED * 2 {
            let _ = write!(out, " and {}", count(roles.len() - super::NAMED * 2, "more role", "more roles"));
        }
        let why = crate::catalog::task_privilege(name).and_then(|task| task.dangerous).unwrap_or_default();
        let _ = writeln!(out, "</td><td>{}</td></tr>", escaped(why));
    }
    out.push_str(TABLE_END);
}
