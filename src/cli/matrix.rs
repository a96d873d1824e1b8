//! `dictum matrix`

use std::io::Write;

use super::args::{By, Display, Matrix, Sheet};
use super::exit::Status;
use super::failure::Failure;
use super::query::{ask, unknown};
use super::terminal;
use crate::diagnostics::quoted_list;
use crate::model::Program;
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;
use crate::report::{self, Axis, Choice, Grids, Marks, Reach};

pub(super) fn run(command: &Matrix, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&command.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let program = &analysis.program;
    let grids = Grids::of(program, &project.sources);
    let choice = Choice {
        by: match command.by {
            By::Role => Axis::Role,
            By::Table => Axis::Table,
        },
        roles: roles(command, &grids)?,
        tables: tables(command, program)?,
        reach: if command.effective { Reach::Effective } else { Reach::Own },
        marks: marks(command, display),
    };
    if choice.roles.is_empty() && !display.quiet {
        writeln!(terminal::errors(), "no role is declared, so there is nothing to show")?;
    }
    // A table cannot show unknown grants.
    let unseen = choice.roles.iter().filter_map(|id| grids.role(*id)).filter(|role| !role.unseen.is_empty());
    let unseen: Vec<&str> = unseen.map(Role::name).collect();
    if matches!(command.output, Sheet::Csv) && !unseen.is_empty() && !display.quiet {
        let names = quoted_list(unseen, "and");
        writeln!(terminal::talk(), "what these roles grant is not known, or not in full: {names}")?;
    }
    let text = match command.output {
        Sheet::Text => report::text(&grids, &choice, terminal::options(display).width),
        Sheet::Markdown => report::markdown(&grids, &choice),
        Sheet::Csv => report::csv(&grids, &choice),
    };
    out.write_all(text.as_bytes())?;
    Ok(Status::Clean)
}

fn marks(command: &Matrix, display: &Display) -> Marks {
    match command.output {
        _any if command.words => Marks::Words,
        _any if command.glyphs => Marks::Glyphs,
        Sheet::Csv => Marks::Words,
        Sheet::Text | Sheet::Markdown => Marks::for_characters(!display.ascii),
    }
}

/// The roles of the command line, else the declared ones.
fn roles(command: &Matrix, grids: &Grids<'_>) -> Result<Vec<RoleId>, Failure> {
    if command.role.is_empty() {
        let declared = grids.roles().filter(|(_, role)| role.predefined.is_none());
        return Ok(declared.map(|(id, _)| id).collect());
    }
    let mut found = Vec::new();
    for name in &command.role {
        let by_symbol = grids.roles().find(|(_, role)| *role.head.symbol.name == **name);
        let by_name = || grids.roles().find(|(_, role)| role.display_name().eq_ignore_ascii_case(name));
        let Some((id, _)) = by_symbol.or_else(by_name) else {
            let names: Vec<&str> = grids.roles().map(|(_, role)| role.name()).collect();
            return Err(unknown("role", name, names.into_iter()));
        };
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// The tables of the command line, each replaced by the table whose privileges it shares.
fn tables(command: &Matrix, program: &Program) -> Result<Option<Vec<TableId>>, Failure> {
    if command.table.is_empty() {
        return Ok(None);
    }
    let tables = &program.organisation.tables;
    let mut found = Vec::new();
    for name in &command.table {
        let Some(id) = tables.find(&name.to_ascii_lowercase()) else {
            let near = crate::diagnostics::closest(name, tables.ids().map(|id| tables.name(id)));
            let failure = Failure::new(format!("there is no table `{name}`"));
            return Err(match near {
                Some(near) => failure.did_you_mean(near),
                None => failure.help("tables are named by their logical names, such as `account`"),
            });
        };
        found.push(tables.base(id));
    }
    Ok(Some(found))
}
