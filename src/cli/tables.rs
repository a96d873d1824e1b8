//! `dictum catalog tables`, `roles` and `privileges`

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::args::{CatalogPrivileges, CatalogRoles, CatalogTables, Listing};
use super::exit::Status;
use super::failure::Failure;
use crate::catalog::privilege::{Grants, Level, Levels, Verb};
use crate::catalog::{
    PredefinedRole, SystemTable, Tasks, further_roles, platform_role, predefined_by_id, predefined_by_name,
    predefined_role, predefined_roles, privilege_base, privilege_name, shares_privileges_with, system_tables,
    task_levels, task_privileges,
};
use crate::diagnostics::{self, list_of};

fn write_json(rows: &impl Serialize, out: &mut dyn Write) -> Result<Status, Failure> {
    serde_json::to_writer_pretty(&mut *out, rows).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(Status::Clean)
}

/// Whether a text contains all words, ignoring case.
fn holds(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(&word.to_lowercase()))
}

/// The levels as glyphs of the platform's editor; `-` if there is no such privilege.
fn drawn(levels: Levels) -> String {
    if levels.is_empty() { "-".to_owned() } else { levels.iter().map(Level::glyph).collect() }
}

fn words(levels: Levels) -> Vec<&'static str> {
    levels.iter().map(Level::word).collect()
}

/// Writes rows in aligned columns.
fn write_grid(indent: &str, rows: &[Vec<String>], out: &mut dyn Write) -> Result<(), Failure> {
    let columns = rows.first().map_or(0, Vec::len);
    let longest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| longest(column).unwrap_or(0)).collect();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
        writeln!(out, "{indent}{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn header(before: &[&'static str]) -> Vec<String> {
    before.iter().copied().chain(Verb::ALL.into_iter().map(Verb::word)).map(str::to_owned).collect()
}

#[derive(Serialize)]
struct TableRow {
    table: &'static str,
    schema: &'static str,
    ownership: &'static str,
    /// The part after the verb in the names of its privileges.
    privileges: &'static str,
    levels: BTreeMap<&'static str, Vec<&'static str>>,
}

pub(super) fn tables(command: &CatalogTables, out: &mut dyn Write) -> Result<Status, Failure> {
    let found: Vec<(u32, &SystemTable)> =
        (0..).zip(system_tables()).filter(|(_index, table)| holds(table.name, &command.words)).collect();
    if found.is_empty() {
        let words = command.words.join(" ");
        let failure = Failure::new(format!("no table of the platform matches `{words}`"));
        return Err(match diagnostics::closest(&words, system_tables().iter().map(|table| table.name)) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("search for a part of its logical name"),
        });
    }
    if command.output == Listing::Json {
        let row = |(index, table): &(u32, &'static SystemTable)| TableRow {
            table: table.name,
            schema: table.schema,
            ownership: table.ownership.word(),
            privileges: privilege_base(*index),
            levels: Verb::ALL.into_iter().map(|verb| (verb.word(), words(table.allowed(verb)))).collect(),
        };
        return write_json(&found.iter().map(row).collect::<Vec<_>>(), out);
    }
    let mut rows = vec![header(&["table", "ownership"])];
    for (_index, table) in found {
        let mut row = vec![table.name.to_owned(), table.ownership.word().to_owned()];
        row.extend(Verb::ALL.into_iter().map(|verb| drawn(table.allowed(verb))));
        rows.push(row);
    }
    write_grid("", &rows, out)?;
    Ok(Status::Clean)
}

#[derive(Serialize)]
struct RoleRow {
    role: &'static str,
    name: &'static str,
    id: Option<&'static str>,
    template: Option<&'static str>,
    summary: &'static str,
    tables: usize,
    /// Whether it was seen in only one environment, so that it may grant more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    seen_once: bool,
    /// What it grants: a level for each verb, by table. Only where one role is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    grants: Option<BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>>,
}

fn role_row(role: &PredefinedRole) -> RoleRow {
    let PredefinedRole { symbol, name, id, template, summary, .. } = *role;
    RoleRow { role: symbol, name, id, template, summary, tables: role.grants().len(), seen_once: false, grants: None }
}

/// The tables of a role with what it grants.
fn granted(role: &PredefinedRole) -> impl Iterator<Item = (&'static SystemTable, Grants)> {
    role.grants().iter().filter_map(|(table, grants)| Some((system_tables().get(*table as usize)?, *grants)))
}

pub(super) fn roles(command: &CatalogRoles, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some(wanted) = &command.role else {
        let rows: Vec<RoleRow> = predefined_roles().iter().map(role_row).collect();
        let further: Vec<RoleRow> = further_roles().map(|role| RoleRow { seen_once: true, ..role_row(role) }).collect();
        if command.output == Listing::Json {
            return write_json(&rows.iter().chain(&further).collect::<Vec<_>>(), out);
        }
        let cells = |row: &RoleRow| vec![row.role.to_owned(), row.tables.to_string(), row.summary.to_owned()];
        let mut grid = vec![["role", "tables", "what it is for"].map(str::to_owned).to_vec()];
        grid.extend(rows.iter().map(cells));
        write_grid("", &grid, out)?;
        let open = predefined_roles().iter().filter(|role| role.tasks.is_open()).map(|role| role.symbol);
        let open = list_of(open.map(str::to_owned), "and");
        writeln!(out, "\nnot known, or not in full, is which privileges of no table these grant: {open}")?;
        writeln!(
            out,
            "\nThese were seen in one environment of 2025. They grant what is listed at least; it may be old.\n"
        )?;
        let mut grid = vec![["role", "tables", "what it is for"].map(str::to_owned).to_vec()];
        grid.extend(further.iter().map(cells));
        write_grid("", &grid, out)?;
        return Ok(Status::Clean);
    };
    let place = predefined_role(wanted).or_else(|| predefined_by_name(wanted)).or_else(|| predefined_by_id(wanted));
    let Some(role) = place.and_then(platform_role) else {
        let failure = Failure::new(format!("the platform brings no role `{wanted}`"));
        let symbols = predefined_roles().iter().chain(further_roles()).map(|role| role.symbol);
        return Err(match diagnostics::closest(wanted, symbols) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("`dictum catalog roles` lists them"),
        });
    };
    if command.output == Listing::Json {
        let levels = |grants: Grants| grants.iter().map(|(verb, level)| (verb.word(), level.word())).collect();
        let grants = granted(role).map(|(table, grants)| (table.name, levels(grants))).collect();
        return write_json(&RoleRow { grants: Some(grants), ..role_row(role) }, out);
    }
    writeln!(out, "// {}: {}", role.name, role.summary)?;
    if further_roles().any(|further| further.symbol == role.symbol) {
        writeln!(out, "// seen in one environment of 2025: it grants this at least, and may grant more")?;
    }
    writeln!(out, "grid {{")?;
    let mut rows = vec![header(&["table"])];
    for (table, grants) in granted(role) {
        let word = |verb| match grants.level(verb) {
            Some(level) => level.word(),
            None if table.allowed(verb).is_empty() => "-",
            None => "none",
        };
        let mut row = vec![table.name.to_owned()];
        row.extend(Verb::ALL.into_iter().map(|verb| word(verb).to_owned()));
        rows.push(row);
    }
    write_grid("  ", &rows, out)?;
    writeln!(out, "}}")?;
    let tasks: Vec<String> =
        role.tasks.list().iter().map(|(name, level)| format!("{name} ({})", level.word())).collect();
    if !tasks.is_empty() {
        writeln!(out, "// privileges of no table: {}", tasks.join(", "))?;
    }
    match role.tasks {
        Tasks::Known(_) => {}
        Tasks::All => writeln!(out, "// and every privilege of no table")?,
        Tasks::AtLeast(_) | Tasks::Unknown => {
            writeln!(out, "// which other privileges of no table it grants is not known")?;
        }
    }
    Ok(Status::Clean)
}

#[derive(Serialize)]
struct PrivilegeRow {
    privilege: String,
    /// None for a privilege of no table.
    verb: Option<&'static str>,
    tables: Vec<&'static str>,
    levels: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dangerous: Option<&'static str>,
    #[serde(skip)]
    drawn: String,
}

/// Every privilege, those of tables by table and verb, then those of no table.
fn all_privileges() -> Vec<PrivilegeRow> {
    let mut members: BTreeMap<u32, Vec<&'static str>> = BTreeMap::new();
    for (index, table) in (0..).zip(system_tables()) {
        members.entry(shares_privileges_with(index)).or_default().push(table.name);
    }
    let mut rows = Vec::new();
    for (index, tables) in members {
        let Some(table) = system_tables().get(index as usize) else { continue };
        for verb in Verb::ALL.into_iter().filter(|verb| !table.allowed(*verb).is_empty()) {
            rows.push(PrivilegeRow {
                privilege: privilege_name(verb, privilege_base(index)),
                verb: Some(verb.word()),
                tables: tables.clone(),
                levels: words(table.allowed(verb)),
                dangerous: None,
                drawn: drawn(table.allowed(verb)),
            });
        }
    }
    rows.extend(task_privileges().iter().map(|task| PrivilegeRow {
        privilege: format!("prv{}", task.name),
        verb: None,
        tables: Vec::new(),
        levels: task_levels(task.name).map_or_else(Vec::new, |known| words(known.levels)),
        dangerous: task.dangerous,
        drawn: task_levels(task.name).map_or_else(String::new, |known| drawn(known.levels)),
    }));
    rows
}

pub(super) fn privileges(command: &CatalogPrivileges, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut rows = all_privileges();
    rows.retain(|row| holds(&format!("{} {}", row.privilege, row.tables.join(" ")), &command.words));
    if rows.is_empty() {
        let failure = Failure::new(format!("no privilege of the platform matches `{}`", command.words.join(" ")));
        return Err(failure.help("search for a part of its name, such as `ReadAccount`, or of a table's"));
    }
    if command.output == Listing::Json {
        return write_json(&rows, out);
    }
    let cells = |row: PrivilegeRow| {
        let what = match row.dangerous {
            Some(why) => format!("dangerous: {why}"),
            None => row.tables.join(", "),
        };
        vec![row.privilege, row.verb.unwrap_or("task").to_owned(), row.drawn, what]
    };
    write_grid("", &rows.into_iter().map(cells).collect::<Vec<_>>(), out)?;
    Ok(Status::Clean)
}
