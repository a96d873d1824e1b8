//! `dictum query access`

use std::io::Write;

use super::access_row::{self, AccessRow, Question, Subject, check_unit, places, table, verb};
use super::{ask, unknown, write_json};
use crate::analysis::access::{Gate, Place};
use crate::catalog::privilege::Verb;
use crate::cli::args::{Display, Listing, QueryAccess};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::diagnostics::quoted_list;
use crate::engine::Analysis;
use crate::model::organisation::{Team, TeamId, User, UserId};
use crate::model::roles::{Role, RoleId};
use crate::text::printable;

/// The maximum number of answers shown to people.
const SHOWN: usize = 400;

pub(super) fn run(query: &QueryAccess, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&query.asked.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let program = &analysis.program;
    let organisation = &program.organisation;
    let places = places(&analysis, query.environment.as_deref())?;
    let role = query.role.as_deref().map(|name| {
        let names = organisation.roles.iter().map(Role::name);
        let found = names.clone().position(|known| known == name);
        found.map(|index| RoleId::at(index as u32)).ok_or_else(|| unknown("role", name, names))
    });
    check_unit(program, query.unit.as_ref())?;
    let question = Question {
        tables: match &query.table {
            Some(name) => vec![table(program, name)?],
            None => analysis.access.matrix.tables().to_vec(),
        },
        verbs: match &query.verb {
            Some(word) => vec![verb(word)?],
            None => Verb::ALL.to_vec(),
        },
        role: role.transpose()?,
        unit: query.unit.clone(),
    };
    let subjects = subjects(&analysis, query)?;
    let mut rows: Vec<AccessRow> = Vec::new();
    for place in &places {
        for subject in &subjects {
            rows.extend(access_row::rows(&project, &analysis, place, *subject, &question));
        }
    }
    let mut perhaps: Vec<AccessRow> = Vec::new();
    for place in places.iter().filter(|_| query.team.is_none()) {
        let one = match subjects.as_slice() {
            [Subject::User(user)] if query.user.is_some() => Some(*user),
            _all => None,
        };
        perhaps.extend(access_row::perhaps(&project, &analysis, place, one, &question));
    }
    match query.asked.output {
        Listing::Json => write_json(&rows.iter().chain(&perhaps).collect::<Vec<_>>(), out)?,
        Listing::Text => {
            if rows.is_empty() {
                nothing(&analysis, &places, &subjects, &question, perhaps.is_empty(), out)?;
            } else {
                text(&rows, out)?;
            }
            not_said(&perhaps, out)?;
        }
    }
    let effective = rows.iter().chain(&perhaps).any(AccessRow::counts);
    Ok(if effective { Status::Clean } else { Status::Findings })
}

fn subjects(analysis: &Analysis, query: &QueryAccess) -> Result<Vec<Subject>, Failure> {
    let organisation = &analysis.program.organisation;
    let users = organisation.users.iter().map(User::name);
    let teams = organisation.teams.iter().map(Team::name);
    match (&query.user, &query.team) {
        (Some(name), _) => match users.clone().position(|known| known == name) {
            Some(index) => Ok(vec![Subject::User(UserId::at(index as u32))]),
            None => Err(unknown("user", name, users)),
        },
        (None, Some(name)) => match teams.clone().position(|known| known == name) {
            Some(index) => Ok(vec![Subject::Team(TeamId::at(index as u32))]),
            None => Err(unknown("team", name, teams)),
        },
        (None, None) => Ok(organisation.users.ids().map(|(id, _)| Subject::User(id)).collect()),
    }
}

fn text(rows: &[AccessRow], out: &mut dyn Write) -> Result<(), Failure> {
    let shown = rows.get(..SHOWN).unwrap_or(rows);
    let width = shown.iter().map(|row| row.table.chars().count()).max().unwrap_or(0);
    let mut before = (None, None, "");
    for row in shown {
        let who = (row.user.as_deref(), row.team.as_deref(), row.environment.as_str());
        if who != before {
            let name = match (&row.user, &row.team) {
                (Some(user), _) => format!("user `{}`", printable(user)),
                (None, team) => format!("team `{}`", printable(team.as_deref().unwrap_or_default())),
            };
            writeln!(out, "{name} in `{}`{}", printable(&row.environment), entry(row))?;
            before = who;
        }
        let pad = width - row.table.chars().count();
        let (table, pad, reach) = (printable(&row.table), " ".repeat(pad), row.reach.said());
        writeln!(out, "  {:9} {table}{pad}  {reach}{}", row.verb, but(row))?;
        for grant in &row.grants {
            writeln!(out, "            {:4}  {}  {}", grant.level, grant.said(), grant.place())?;
        }
    }
    if rows.len() > shown.len() {
        let more = rows.len() - shown.len();
        writeln!(out, "… and {more} answers more; name a user, a table or a verb, or take `--output json`")?;
    }
    Ok(())
}

/// Names the teams whose members the source does not give and whose roles grant some of what is asked.
pub(super) fn not_said(perhaps: &[AccessRow], out: &mut dyn Write) -> Result<(), Failure> {
    let mut teams: Vec<(&str, &str)> =
        perhaps.iter().map(|row| (row.environment.as_str(), row.team.as_deref().unwrap_or_default())).collect();
    teams.sort_unstable();
    teams.dedup();
    for (place, team) in teams {
        let (place, team) = (printable(place), printable(team));
        writeln!(
            out,
            "  not known: the source does not list the members of team `{team}` in `{place}`, whose roles grant it"
        )?;
    }
    Ok(())
}

/// What keeps a user from using an answer, or makes it uncertain.
fn but(row: &AccessRow) -> String {
    let hindered = row.hindrance.map(|hindrance| format!(", but {}, so it has no effect", hindrance.said()));
    hindered.into_iter().chain(row.perhaps_more()).collect()
}

fn entry(row: &AccessRow) -> &'static str {
    match row.may_enter {
        "unknown" if row.unsure == Some("nested") => {
            ", not sure: comes in by a group within the group of the environment, and the platform does not let such members in by itself"
        }
        "unknown" if row.unsure == Some("trial") => {
            ", not sure: in a trial environment the platform lets no members of a group in by itself"
        }
        "no" => ", who may not enter, so nothing of this has an effect",
        "unknown" => ", who may enter if the group of the environment has them, which the source does not say",
        _yes => "",
    }
}

/// Explains why there is no answer.
fn nothing(
    analysis: &Analysis,
    places: &[&Place],
    subjects: &[Subject],
    question: &Question,
    known: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let program = &analysis.program;
    if known {
        writeln!(out, "no: nothing that is declared grants this")?;
    } else {
        writeln!(out, "not known: no role that the source describes grants this")?;
    }
    let (&[place], &[subject]) = (places, subjects) else { return Ok(()) };
    let (held, gate) = match subject {
        Subject::User(user) => (place.holdings(user).to_vec(), analysis.access.gate(program, place, user)),
        Subject::Team(team) => (crate::analysis::access::of_team(program, place, team), Gate::Open),
    };
    let mut names: Vec<&str> = held.iter().map(|one| crate::analysis::access::role_name(program, one.role)).collect();
    names.sort_unstable();
    names.dedup();
    let who = printable(subject.name(program)).into_owned();
    if names.is_empty() {
        writeln!(out, "  `{who}` holds no role in `{}`", printable(place.name(program)))?;
    } else {
        writeln!(out, "  `{who}` holds {}", quoted_list(names, "and"))?;
    }
    let pairs = question.tables.iter().flat_map(|table| question.verbs.iter().map(|verb| (*table, *verb)));
    let mut unknown: Vec<String> =
        pairs.flat_map(|(table, verb)| access_row::not_known(program, &held, table, verb)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    if !unknown.is_empty() {
        let names = quoted_list(unknown.iter().map(String::as_str), "and");
        let grant = if unknown.len() == 1 { "grants" } else { "grant" };
        writeln!(out, "  not sure: the source does not say what {names} {grant}")?;
    }
    if gate == Gate::Closed {
        writeln!(out, "  and may not enter: the group of the environment does not have `{who}`")?;
    }
    if let (&[table], &[verb]) = (question.tables.as_slice(), question.verbs.as_slice()) {
        let granting = (0..)
            .zip(&program.organisation.roles)
            .filter(|(index, _)| analysis.access.matrix.on(RoleId::at(*index), table).level(verb).is_some());
        let names: Vec<&str> = granting.map(|(_, role)| role.name()).collect();
        if names.is_empty() {
            writeln!(out, "  no role grants `{}` on `{}`", verb.word(), program.organisation.tables.name(table))?;
        } else {
            let count = names.len();
            let shown = quoted_list(names.iter().copied().take(6), "and");
            let more = if count > 6 { format!(" and {} more", count - 6) } else { String::new() };
            writeln!(out, "  roles that grant it: {shown}{more}")?;
        }
    }
    Ok(())
}
