//! The reach of a cell of a grid.

use std::fmt::Write as _;

use super::hover::Hover;
use super::view::View;
use crate::catalog::privilege::{Level, Verb};
use crate::model::roles::{GridRow, Says};
use crate::text::{FileId, Location, Span, printable};

/// What the cell at an offset grants, and what the levels above and below it would grant.
pub fn hover(view: &View<'_>, file: FileId, offset: u32) -> Option<Hover> {
    let organisation = &view.analysis.program.organisation;
    let inside = |span: Span| span.start <= offset && offset <= span.end;
    let here = |place: Location| place.file == file && inside(place.span);
    let rows = organisation.roles.iter().flat_map(|role| role.rows.iter().map(move |row| (role, row)));
    let (role, row) = rows.filter(|(_, row)| !row.listed).find(|(_, row)| here(row.location))?;
    let (verb, span) = Verb::ALL.into_iter().find_map(|verb| {
        let place = row.place(file, verb);
        (row.cell(verb).says != Says::Absent && inside(place.span)).then_some((verb, place.span))
    })?;
    let tables: Vec<String> = row.tables.iter().map(|table| format!("`{}`", printable(&table.symbol.name))).collect();
    let mut text =
        format!("**{}** on {}, by role `{}`", verb.word(), tables.join(", "), printable(&role.head.symbol.name));
    let _ = write!(text, "\n\n{}", said(row, verb));
    Some(Hover { span, text })
}

fn said(row: &GridRow, verb: Verb) -> String {
    match row.cell(verb).says {
        Says::Absent => String::new(),
        Says::NoPrivilege => "There is no such privilege on this table.".to_owned(),
        Says::Nothing => "Nothing is granted here. A role that this one includes may still grant it.".to_owned(),
        Says::Level(level) => {
            let (glyph, word, reached) = (level.glyph(), level.word(), reached(level));
            format!("{glyph} `{word}`: {reached}\n\nIn role files: `prv{}…` at level `{}`", verb.wire(), level.wire())
        }
    }
}

const fn reached(level: Level) -> &'static str {
    match level {
        Level::User => "rows that the holder owns, that are shared with the holder, or that a team of the holder owns",
        Level::Unit => "rows of the business unit in which the holder has the role",
        Level::Deep => "rows of the business unit in which the holder has the role, and of all units below it",
        Level::Org => "all rows of the organization",
    }
}
