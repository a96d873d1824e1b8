//! `dictum query who-can`

use std::io::Write;

use super::access_row::{self, AccessRow, Question, Subject, check_unit, places, table, verb};
use super::{ask, write_json};
use crate::analysis::access::Hindrance;
use crate::cli::args::{Display, Listing, QueryWhoCan};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::diagnostics::quoted_list;
use crate::text::printable;

/// How many people are shown to people.
const SHOWN: usize = 200;

/// How many people are named who could but cannot.
const MOST_NAMED: usize = 5;

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
    let users = program.organisation.users.len() as u32;
    let mut all: Vec<AccessRow> = Vec::new();
    for place in places {
        let mut rows: Vec<AccessRow> = Vec::new();
        for user in 0..users {
            rows.extend(access_row::rows(&project, &analysis, place, Subject::User(user), &question));
        }
        if matches!(query.asked.output, Listing::Text) {
            let of = query.unit.as_ref().map_or_else(String::new, |unit| format!(" of unit `{}`", printable(unit)));
            let (can, shut): (Vec<&AccessRow>, Vec<&AccessRow>) = rows.iter().partition(|row| row.is_usable());
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
            hindered(&shut, out)?;
        }
        all.extend(rows);
    }
    if matches!(query.asked.output, Listing::Json) {
        write_json(&all, out)?;
    }
    let anybody = all.iter().any(AccessRow::is_usable);
    Ok(if anybody { Status::Clean } else { Status::Findings })
}

/// Who could, but is disabled, or has an access mode for something else.
fn hindered(rows: &[&AccessRow], out: &mut dyn Write) -> Result<(), Failure> {
    for hindrance in [Hindrance::Disabled, Hindrance::SettingsOnly, Hindrance::ReadingOnly] {
        let here = rows.iter().filter(|row| row.may_enter != "no" && row.hindrance == Some(hindrance));
        let names: Vec<&str> = here.filter_map(|row| row.user.as_deref()).collect();
        let said = if names.len() == 1 { hindrance.said() } else { hindrance.said_of_several() };
        match names.len() {
            0 => {}
            1..=MOST_NAMED => {
                let names = quoted_list(names.iter().copied(), "and");
                writeln!(out, "  and {} could, but {said}", printable(&names))?;
            }
            count => writeln!(out, "  and {count} could, but {said}")?,
        }
    }
    Ok(())
}

fn list(rows: &[&AccessRow], out: &mut dyn Write) -> Result<(), Failure> {
    let name = |row: &AccessRow| row.user.as_deref().map(|user| printable(user).into_owned()).unwrap_or_default();
    let width = rows.iter().take(SHOWN).map(|row| name(row).chars().count()).max().unwrap_or(0);
    for row in rows.iter().take(SHOWN) {
        let name = name(row);
        let pad = " ".repeat(width - name.chars().count());
        let rule = if row.may_enter == "unknown" { ", if the rule of the group lets them in" } else { "" };
        writeln!(out, "  {name}{pad}  {}{rule}", row.reach.said())?;
        for grant in &row.grants {
            writeln!(out, "  {}  {:4}  {}  {}", " ".repeat(width), grant.level, grant.said(), grant.place())?;
        }
    }
    if rows.len() > SHOWN {
        writeln!(out, "  … and {} more; take `--output json` for all", rows.len() - SHOWN)?;
    }
    Ok(())
}
