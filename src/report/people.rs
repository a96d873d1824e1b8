//! Seats: people who get the same roles in the same way in an environment form one seat.

use rustc_hash::FxHashMap;

use crate::analysis::Access;
use crate::analysis::access::{Gate, Place};
use crate::model::Program;
use crate::model::organisation::{AccessMode, TeamId, UnitId, User, UserId};
use crate::model::roles::RoleId;
use crate::text::Location;

/// People who are alike in an environment: same unit, same roles in the same ways, same teams.
#[derive(Clone, Debug)]
pub struct Seat {
    /// What they share.
    pub place: Shared,
    /// The users, by index, sorted.
    pub people: Vec<UserId>,
}

/// What the people of a seat share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shared {
    /// Their unit.
    pub unit: UnitId,
    /// Their roles.
    pub roles: Vec<Held>,
    /// Their teams.
    pub teams: Vec<TeamId>,
    /// Whether the environment lets them in.
    pub gate: Admission,
    /// Their access mode.
    pub mode: u8,
    /// Whether they are disabled.
    pub disabled: bool,
}

/// Whether an environment lets people in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Admission {
    /// Yes.
    Open,
    /// They are not in its group, so that no role has any effect.
    Closed,
    /// Unknown, for example where a rule chooses the members of its group, or the source lists none.
    Unknown,
}

/// A role of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// The role.
    pub role: RoleId,
    /// The unit from which its reach is measured.
    pub unit: UnitId,
    /// The team that has it; `None` if it is assigned to the user.
    pub team: Option<TeamId>,
}

/// The seats of an environment, those with the most people first, and the number of people without a role there.
pub(super) fn seats(program: &Program, access: &Access, place: &Place) -> (Vec<Seat>, usize) {
    let mut found: FxHashMap<Shared, Vec<UserId>> = FxHashMap::default();
    let mut without = program.organisation.users.len();
    for (index, held) in place.holders() {
        let user = &program.organisation.users[index];
        without -= 1;
        let mut roles: Vec<Held> = held
            .iter()
            .map(|holding| Held { role: holding.role, unit: holding.unit, team: holding.through.team() })
            .collect();
        roles.sort_unstable_by_key(|held| (held.team, held.role, held.unit));
        roles.dedup();
        let shared = Shared {
            unit: place.unit(program, index),
            roles,
            teams: place.teams(index).to_vec(),
            gate: match access.gate(program, place, index) {
                Gate::Open => Admission::Open,
                Gate::Closed => Admission::Closed,
                Gate::Unknown | Gate::Nested | Gate::Trial => Admission::Unknown,
            },
            mode: user.mode.number(),
            disabled: user.disabled.is_some(),
        };
        found.entry(shared).or_default().push(index);
    }
    let mut seats: Vec<Seat> = found.into_iter().map(|(place, people)| Seat { place, people }).collect();
    // A user has only one seat, so the first person of each seat identifies it.
    seats.sort_by_key(|seat| (std::cmp::Reverse(seat.people.len()), seat.people.first().copied()));
    (seats, without)
}

/// The environments with a role assignment or a team.
pub(super) fn places<'a>(program: &'a Program, access: &'a Access) -> impl Iterator<Item = (&'a Place, &'a str)> {
    access.places().map(|place| {
        let environment = program.environments.get(place.environment.0 as usize);
        (place, environment.map_or("", |environment| environment.name()))
    })
}

/// The name of a unit; the root's if no tree is declared.
pub(super) fn unit_name<'p>(program: &'p Program, place: &Place, unit: UnitId) -> &'p str {
    place.unit_of(program, unit).map_or("root unit", |unit| unit.display_name())
}

/// At most `most` users of a seat.
pub(super) fn names<'p>(program: &'p Program, people: &'p [UserId], most: usize) -> impl Iterator<Item = &'p User> {
    people.iter().take(most).map(|index| &program.organisation.users[*index])
}

/// Where a role is assigned: to the first person of a seat, or to the team.
pub(super) fn given(program: &Program, place: &Place, seat: &Seat, held: Held) -> Option<Location> {
    let first = *seat.people.first()?;
    let matching = place
        .holdings(first)
        .iter()
        .find(|holding| holding.role == held.role && holding.unit == held.unit && holding.through.team() == held.team);
    Some(matching?.through.reference(program, Some(first))?.symbol.location)
}

impl Shared {
    /// What restricts the roles, in plain words; empty if nothing does.
    pub fn obstacles(&self) -> Vec<&'static str> {
        let gate = match self.gate {
            Admission::Open => None,
            Admission::Closed => Some("not in the group of the environment: no role has any effect"),
            Admission::Unknown => Some("the group of the environment may or may not let them in"),
        };
        let mode = AccessMode::ALL.get(usize::from(self.mode)).and_then(|mode| match mode {
            AccessMode::ReadWrite | AccessMode::NonInteractive => None,
            AccessMode::Administrative => Some("settings only, no data"),
            AccessMode::Read => Some("reading only"),
            AccessMode::Support => Some("support of the platform"),
            AccessMode::Delegated => Some("an administrator of a partner"),
        });
        gate.into_iter().chain(mode).chain(self.disabled.then_some("disabled: cannot sign in")).collect()
    }
}
