//! People as HTML: the units with their members, and who may do what in each environment.

use std::fmt::Write as _;

use super::{NAMED, Room};
use crate::analysis::Access;
use crate::analysis::access::{Because, Place};
use crate::catalog::privilege::Verb;
use crate::model::organisation::{ROOT, TeamKind, UnitId, UserId};
use crate::model::tables::TableId;
use crate::report::grids::{Grids, Origin};
use crate::report::html::{TABLE_END, count, escaped, grid_head, square, words};
use crate::report::people::{self, Held, Seat};

/// The maximum number of tables of a seat drawn without a script; some roles, such as the administrator's, have 600.
const LONG: usize = 200;

/// The units of each environment, each with its people and teams.
pub(super) fn units(grids: &Grids<'_>, access: &Access, room: &mut Room, out: &mut String) {
    let mut any = false;
    for (place, name) in people::places(grids.program, access) {
        any = true;
        let _ = writeln!(out, "<details open><summary>{}</summary>", escaped(name));
        let mut by_unit: Vec<(UnitId, UserId)> =
            grids.program.organisation.users.ids().map(|(user, _)| (place.unit(grids.program, user), user)).collect();
        by_unit.sort_unstable();
        let sitting = Sitting { grids, place, by_unit };
        let units = place.tree(grids.program).map_or(1, |tree| tree.units.len() as u32);
        sitting.draw(units, room, out);
        out.push_str("</details>\n");
    }
    if !any {
        out.push_str("<p>No user has a role in an environment with a database.</p>\n");
    }
}

struct Sitting<'a> {
    grids: &'a Grids<'a>,
    place: &'a Place,
    by_unit: Vec<(UnitId, UserId)>,
}

impl Sitting<'_> {
    /// The units come in the order of the tree, each followed by those below it.
    fn draw(&self, units: u32, room: &mut Room, out: &mut String) {
        let end = |unit: u32| self.place.unit_of(self.grids.program, UnitId(unit)).map_or(1, |unit| unit.end);
        let mut open: Vec<u32> = Vec::new();
        out.push_str("<ul class=\"tree\">");
        for unit in 0..units {
            while open.last().is_some_and(|end| *end <= unit) {
                open.pop();
                out.push_str("</ul></li>\n");
            }
            if !room.take_entry() {
                let _ = write!(out, "<li>{} more units are not listed</li>", units - unit);
                break;
            }
            self.unit(UnitId(unit), room, out);
            if end(unit) > unit + 1 {
                open.push(end(unit));
                out.push_str("<ul>");
            } else {
                out.push_str("</li>\n");
            }
        }
        for _ in open {
            out.push_str("</ul></li>");
        }
        out.push_str("</ul>\n");
    }

    fn unit(&self, unit: UnitId, room: &mut Room, out: &mut String) {
        let program = self.grids.program;
        let _ = write!(out, "<li><strong>{}</strong>", escaped(people::unit_name(program, self.place, unit)));
        let first = self.by_unit.partition_point(|(one, _)| *one < unit);
        let last = self.by_unit.partition_point(|(one, _)| *one <= unit);
        let users: Vec<UserId> =
            self.by_unit.get(first..last).unwrap_or_default().iter().map(|(_, user)| *user).collect();
        if !users.is_empty() {
            let _ = write!(out, "<div>{}", count(users.len(), "user: ", "users: "));
            let most = if room.take_entry() { NAMED } else { 0 };
            names(self.grids, &users, most, out);
            out.push_str("</div>");
        }
        let open = self.place.open_teams();
        for (id, team) in program.organisation.teams.ids() {
            let here = team.is_in(self.place.environment);
            let sits = team.unit.as_ref().and_then(|unit| self.place.find_unit(program, &unit.symbol.name));
            if !here || sits.unwrap_or(ROOT) != unit || !room.take_entry() {
                continue;
            }
            let roles: Vec<&str> = team.roles.iter().map(|role| &*role.symbol.name).collect();
            let kind = match team.kind {
                TeamKind::Owner => "team",
                TeamKind::Access => "access team",
                TeamKind::EntraGroup => "Entra group team",
                TeamKind::Microsoft365Group => "Microsoft 365 group team",
                TeamKind::Default => "default team",
            };
            let roles = if roles.is_empty() { "no roles".to_owned() } else { escaped(&roles.join(", ")) };
            let members = if open.contains(&id) { ", members unknown" } else { "" };
            let _ = write!(out, "<div>{kind} <em>{}</em>{members}: {roles}</div>", escaped(team.display_name()));
        }
    }
}

fn names(grids: &Grids<'_>, people: &[UserId], most: usize, out: &mut String) {
    let shown: Vec<String> =
        people::names(grids.program, people, most).map(|user| escaped(user.display_name())).collect();
    out.push_str(&shown.join(", "));
    let left = people.len() - shown.len();
    if left > 0 && !shown.is_empty() {
        let _ = write!(out, " and {left} more");
    }
}

/// Who may do what: people who are alike are together, with the reason for each grant.
pub(super) fn people(grids: &Grids<'_>, access: &Access, room: &mut Room, out: &mut String) {
    let program = grids.program;
    let mut any = false;
    for (place, name) in people::places(program, access) {
        let (seats, without) = people::seats(program, access, place);
        any = true;
        let _ = writeln!(out, "<h3>{}</h3>", escaped(name));
        let who = |count: usize| if count == 1 { "person holds" } else { "people hold" };
        let holders: usize = seats.iter().map(|seat| seat.people.len()).sum();
        let _ = writeln!(
            out,
            "<p>{holders} {} roles here, in {}; {without} {} none.</p>",
            who(holders),
            count(seats.len(), "way", "ways"),
            who(without)
        );
        for (at, seat) in seats.iter().enumerate() {
            let mut tables = tables(grids, seat);
            if tables.len() > LONG {
                tables.clear();
            }
            if !room.take_lines(tables.len() + 1) {
                let left = seats.len() - at;
                let _ =
                    writeln!(out, "<p>{} are not drawn without a script.</p>", count(left, "more way", "more ways"));
                break;
            }
            seat_of(grids, access, place, seat, &tables, out);
        }
    }
    if !any {
        out.push_str("<p>No user has a role in an environment with a database.</p>\n");
    }
}

fn seat_of(grids: &Grids<'_>, access: &Access, place: &Place, seat: &Seat, tables: &[TableId], out: &mut String) {
    let program = grids.program;
    let _ = write!(out, "<details><summary>{} ", count(seat.people.len(), "person in", "people in"));
    let _ = write!(out, "{}: ", escaped(people::unit_name(program, place, seat.place.unit)));
    names(grids, &seat.people, NAMED, out);
    out.push_str("</summary><ul>");
    for obstacle in seat.place.obstacles() {
        let _ = write!(out, "<li class=\"but\">{obstacle}</li>");
    }
    for held in &seat.place.roles {
        let at = people::given(program, place, seat, *held).map_or_else(String::new, |at| {
            format!(" <code>{}:{}</code>", escaped(grids.sources.get(at.file).path()), grids.line(at))
        });
        let _ = write!(out, "<li>{}{at}</li>", escaped(&said(grids, place, *held)));
    }
    out.push_str("</ul>");
    let Some(first) = seat.people.first() else { return };
    if tables.is_empty() {
        out.push_str("<p>What that comes to is drawn with a script only.</p></details>\n");
        return;
    }
    grid_head("What they may do", "Table", "", out);
    for table in tables {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escaped(program.organisation.tables.name(*table)));
        for verb in Verb::ALL {
            let reach = access.reach(program, place, *first, *table, verb);
            let reasons: Vec<String> =
                reach.because.iter().map(|because| reason(grids, place, *table, verb, because)).collect();
            let exists = !program.organisation.tables.allowed(*table, verb).is_empty();
            square(reach.widest(), exists, &reasons.join("; "), out);
        }
        out.push_str("</tr>");
    }
    out.push_str(TABLE_END);
    out.push_str("</details>\n");
}

/// The tables on which the roles of a seat grant something.
fn tables(grids: &Grids<'_>, seat: &Seat) -> Vec<TableId> {
    let roles = seat.place.roles.iter().filter_map(|held| grids.role(held.role));
    let mut tables: Vec<TableId> = roles.flat_map(|role| &role.grants.tables).map(|(table, _)| *table).collect();
    tables.sort_unstable_by_key(|table| grids.rank(*table));
    tables.dedup();
    tables
}

/// ``PMO through team `pmo_office` of EMEA``
fn said(grids: &Grids<'_>, place: &Place, held: Held) -> String {
    let role = grids.role(held.role).map_or("", |role| role.display_name());
    let unit = people::unit_name(grids.program, place, held.unit);
    let team = held.team.map(|team| &grids.program.organisation.teams[team]);
    match team {
        None => format!("{role}, held directly in {unit}"),
        Some(team) if team.kind == TeamKind::Default => {
            format!("{role}, through default team {} of {unit}", team.display_name())
        }
        Some(team) => format!("{role}, through team {} of {unit}", team.display_name()),
    }
}

fn reason(grids: &Grids<'_>, place: &Place, table: TableId, verb: Verb, because: &Because) -> String {
    let holding = because.holding;
    let held = Held { role: holding.role, unit: holding.unit, team: holding.through.team() };
    let rows = grids.own(because.granted_by).iter();
    let row = rows.filter(|row| row.table == table).find(|row| row.grants.level(verb) == Some(because.level));
    let origin = Origin { role: because.granted_by, line: row.map_or(0, |row| row.line) };
    format!("{}: {}, {}", words(Some(because.level)), said(grids, place, held), grids.origin(holding.role, origin))
}
