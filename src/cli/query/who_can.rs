//! `dictum query who-can`

use std::io::Write;

use super::access::not_said;
use super::access_row::{self, AccessRow, Question, Subject, check_unit, places, table, verb};
use super::{ask, write_json};
use crate::analysis::access::{Hindrance, Place};
use crate::cli::args::{Display, Listing, QueryWhoCan};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::diagnostics::list_of;
use crate::model::Program;
use crate::text::printable;

/// The maximum number of roles named in a line.
const SHOWN_ROLES: usize = 6;
/// The maximum number of users shown to people.
const SHOWN: usize = 200;

pub(super) fn run(query: &QueryWhoCan, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&query.asked.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let program = &analysis.program;
    let places = places(&analysis, query.environment.as_deref())?;
    check_unit(program, query.unit.as_ref())?;
    let asked = verb(&query.verb)?;
    let question = Question {
        tables: vec![table(program, &query.table)?],
        verbs: vec![asked],
        role: None,
        unit: query.unit.clone(),
    };
    let users = program.organisation.users.len();
    let mut all: Vec<AccessRow> = Vec::new();
    for place in places {
        let mut rows: Vec<AccessRow> = Vec::new();
        for (user, _) in program.organisation.users.ids() {
            rows.extend(access_row::rows(&project, &analysis, place, Subject::User(user), &question));
        }
        let perhaps = access_row::perhaps(&project, &analysis, place, None, &question);
        if matches!(query.asked.output, Listing::Text) {
            let of = query.unit.as_ref().map_or_else(String::new, |unit| format!(" of unit `{}`", printable(unit)));
            let (can, cannot): (Vec<&AccessRow>, Vec<&AccessRow>) = rows.iter().partition(|row| row.counts());
            let (shut, idle): (Vec<&AccessRow>, Vec<&AccessRow>) =
                cannot.into_iter().partition(|row| row.may_enter == "no");
            writeln!(
                out,
                "{} of {users} users can {} `{}`{of} in `{}`",
                can.len(),
                asked.word(),
                printable(&query.table),
                printable(place.name(program))
            )?;
            list(&can, out)?;
            let outside = shut.iter().filter(|row| row.may_enter == "no").count();
            if outside > 0 {
                writeln!(out, "  and {outside} could, but may not enter")?;
            }
            hindered(&idle, out)?;
            unknown(program, place, &rows, &question, out)?;
            not_said(&perhaps, out)?;
        }
        all.extend(rows);
        all.extend(perhaps);
    }
    if matches!(query.asked.output, Listing::Json) {
        write_json(&all, out)?;
    }
    let anybody = all.iter().any(AccessRow::counts);
    Ok(if anybody { Status::Clean } else { Status::Findings })
}

/// Writes the users who have the grant and cannot use it.
fn hindered(rows: &[&AccessRow], out: &mut dyn Write) -> Result<(), Failure> {
    for row in rows.iter().take(SHOWN) {
        let name = printable(row.user.as_deref().unwrap_or_default());
        let why = row.hindrance.map_or("", Hindrance::said);
        writeln!(out, "  not counted: {name}, whose roles grant it, {why}")?;
    }
    if rows.len() > SHOWN {
        writeln!(out, "  … and {} more of them", rows.len() - SHOWN)?;
    }
    Ok(())
}

/// Writes the users who may have it through a role whose grants are unknown.
fn unknown(
    program: &Program,
    place: &Place,
    rows: &[AccessRow],
    question: &Question,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (&[table], &[verb]) = (question.tables.as_slice(), question.verbs.as_slice()) else { return Ok(()) };
    let mut roles: Vec<String> = Vec::new();
    let mut count = 0;
    for (index, held) in place.holders() {
        let name = Some(program.organisation.users[index].name());
        let found = access_row::not_known(program, held, table, verb);
        if found.is_empty() || rows.iter().any(|row| row.user.as_deref() == name) {
            continue;
        }
        count += 1;
        roles.extend(found);
    }
    roles.sort_unstable();
    roles.dedup();
    if count > 0 {
        let names = list_of(roles.iter().take(SHOWN_ROLES).map(|role| format!("`{}`", printable(role))), "and");
        let more = roles.len().saturating_sub(SHOWN_ROLES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        writeln!(out, "  not known: {count} more by {names}{more}, whose grants the source does not give")?;
    }
    Ok(())
}

fn list(rows: &[&AccessRow], out: &mut dyn Write) -> Result<(), Failure> {
    let name = |row: &AccessRow| row.user.as_deref().map(|user| printable(user).into_owned()).unwrap_or_default();
    let width = rows.iter().take(SHOWN).map(|row| name(row).chars().count()).max().unwrap_or(0);
    for row in rows.iter().take(SHOWN) {
        let name = name(row);
        let pad = " ".repeat(width - name.chars().count());
        writeln!(out, "  {name}{pad}  {}{}", row.reach.said(), row.doubt())?;
        for grant in &row.grants {
            writeln!(out, "  {}  {:4}  {}  {}", " ".repeat(width), grant.level, grant.said(), grant.place())?;
        }
    }
    if rows.len() > SHOWN {
        writeln!(out, "  … and {} more; take `--output json` for all", rows.len() - SHOWN)?;
    }
    Ok(())
}
