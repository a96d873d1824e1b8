//! The data of the page, from which the script draws.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::NAMED;
use crate::analysis::Access;
use crate::catalog::privilege::{Grants, Verb};
use crate::model::roles::{Inheritance, Role, RoleId};
use crate::model::tables::TableId;
use crate::report::grids::{Grids, Reach};
use crate::report::html::number;
use crate::report::people::{self, Seat};
use crate::text::printable;

/// The maximum number of seats of an environment in the page.
pub(super) const SEATS: usize = 2_000;

#[derive(Serialize)]
struct Data {
    files: Vec<String>,
    /// Name, owner, whether the organisation declares it, which verbs exist, which tables share its privileges.
    tables: Vec<(String, String, u8, String, Vec<String>)>,
    /// A digit for each verb: 0 for nothing, 4 for the organization.
    patterns: Vec<String>,
    roles: Vec<RoleData>,
    teams: Vec<String>,
    environments: Vec<EnvironmentData>,
}

#[derive(Serialize)]
struct RoleData {
    symbol: String,
    name: String,
    doc: String,
    /// Whether it is a role of the platform.
    platform: u8,
    /// The file, and the line of the name.
    at: Option<(u32, u32)>,
    /// The roles that it includes directly, and all that it includes; indexes in the list of roles.
    includes: Vec<u32>,
    all: Vec<u32>,
    /// Its own grid, three numbers a line: table, pattern, line of the source.
    grid: Vec<u32>,
    /// Privileges of no table that it grants itself: name, level.
    tasks: Vec<(String, usize)>,
    /// Whether a team's members get it only for rows of the team.
    team_only: u8,
    /// Whether all of it could be read.
    whole: u8,
}

#[derive(Serialize)]
struct EnvironmentData {
    name: String,
    units: Vec<String>,
    seats: Vec<SeatData>,
    /// The number of further seats, and of their people.
    left: (usize, usize),
    /// The number of people without a role here.
    without: usize,
}

#[derive(Serialize)]
struct SeatData {
    unit: usize,
    people: Vec<String>,
    count: usize,
    /// Role, unit, team or -1, and where it is assigned.
    roles: Vec<(u32, usize, i64, String)>,
    /// What restricts the roles.
    but: Vec<&'static str>,
}

/// Writes the data, safe in a script element.
pub(super) fn write(grids: &Grids<'_>, access: &Access, out: &mut String) {
    let data = gather(grids, access);
    let text = serde_json::to_string(&data).unwrap_or_else(|_| "{}".to_owned());
    // Outside of texts JSON has none of these characters, so they can be replaced by escapes.
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", character as u32);
            }
            other => out.push(other),
        }
    }
}

fn shown(text: &str) -> String {
    printable(text).into_owned()
}

fn gather(grids: &Grids<'_>, access: &Access) -> Data {
    let organisation = &grids.program.organisation;
    let mut patterns = Pool::default();
    let mut places: FxHashMap<TableId, u32> = FxHashMap::default();
    let mut used: Vec<TableId> = grids.roles().flat_map(|(id, _)| grids.own(id)).map(|row| row.table).collect();
    used.extend(organisation.tables.ids().filter(|id| organisation.tables.own(*id).is_some_and(|own| !own.activity)));
    used.sort_unstable_by_key(|table| grids.rank(*table));
    used.dedup();
    places.extend(used.iter().copied().zip(0..));
    let table_at = |table: TableId| places.get(&table).copied().unwrap_or_default();
    let roles = organisation.roles.ids();
    let roles = roles.map(|(id, role)| role_data(grids, id, role, &table_at, &mut patterns)).collect();
    Data {
        files: grids.sources.iter().map(|source| shown(source.path())).collect(),
        tables: used.iter().map(|table| table_data(grids, *table)).collect(),
        patterns: patterns.texts,
        roles,
        teams: organisation.teams.iter().map(|team| shown(&team.head.symbol.name)).collect(),
        environments: environments(grids, access),
    }
}

fn table_data(grids: &Grids<'_>, id: TableId) -> (String, String, u8, String, Vec<String>) {
    let tables = &grids.program.organisation.tables;
    let exists = Verb::ALL.map(|verb| if tables.allowed(id, verb).is_empty() { '0' } else { '1' });
    let sharing = grids.sharing(id).into_iter().map(shown).collect();
    (
        shown(tables.name(id)),
        tables.ownership(id).title().to_lowercase(),
        tables.own(id).is_some().into(),
        exists.iter().collect(),
        sharing,
    )
}

fn role_data(
    grids: &Grids<'_>,
    id: RoleId,
    role: &Role,
    table_at: &impl Fn(TableId) -> u32,
    patterns: &mut Pool,
) -> RoleData {
    let grid = grids.own(id).iter().flat_map(|row| [table_at(row.table), patterns.place(row.grants), row.line]);
    let tasks = grids.tasks(id, Reach::Own);
    let team_only = role.inheritance.is_some_and(|(how, _)| how == Inheritance::TeamOnly);
    RoleData {
        symbol: shown(&role.head.symbol.name),
        name: shown(role.display_name()),
        doc: shown(&role.head.description),
        platform: role.predefined.is_some().into(),
        at: grids.file(id).map(|_| (role.head.location.file.index() as u32, grids.line(role.head.symbol.location))),
        includes: role.includes.iter().filter_map(|role| Some(role.target?.0)).collect(),
        all: role.included.iter().map(|role| role.0).collect(),
        grid: grid.collect(),
        tasks: tasks.into_iter().map(|(name, level, _)| (shown(name), number(Some(level)))).collect(),
        team_only: team_only.into(),
        whole: role.sound.into(),
    }
}

fn environments(grids: &Grids<'_>, access: &Access) -> Vec<EnvironmentData> {
    let program = grids.program;
    let of_place = people::places(program, access).map(|(place, name)| {
        let (mut seats, without) = people::seats(program, access, place);
        let beyond = seats.split_off(SEATS.min(seats.len()));
        let units = place.tree(program).map(|tree| tree.units.iter().map(|unit| shown(unit.display_name())).collect());
        let seat = |seat: &Seat| SeatData {
            unit: seat.place.unit.0 as usize,
            people: people::names(program, &seat.people, NAMED).map(|user| shown(user.display_name())).collect(),
            count: seat.people.len(),
            roles: seat
                .place
                .roles
                .iter()
                .map(|held| {
                    let place = people::given(program, place, seat, *held).map_or_else(String::new, |at| {
                        format!("{}:{}", grids.sources.get(at.file).path(), grids.line(at))
                    });
                    (held.role.0, held.unit.0 as usize, held.team.map_or(-1, |team| i64::from(team.0)), shown(&place))
                })
                .collect(),
            but: seat.place.obstacles(),
        };
        EnvironmentData {
            name: shown(name),
            units: units.unwrap_or_else(|| vec!["root unit".to_owned()]),
            seats: seats.iter().map(seat).collect(),
            left: (beyond.len(), beyond.iter().map(|seat| seat.people.len()).sum()),
            without,
        }
    });
    of_place.collect()
}

/// Distinct patterns of grants.
#[derive(Default)]
struct Pool {
    places: FxHashMap<Grants, u32>,
    texts: Vec<String>,
}

impl Pool {
    fn place(&mut self, grants: Grants) -> u32 {
        let next = self.texts.len() as u32;
        *self.places.entry(grants).or_insert_with(|| {
            self.texts.push(Verb::ALL.map(|verb| number(grants.level(verb)).to_string()).concat());
            next
        })
    }
}
