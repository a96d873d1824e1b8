//! Answers: which rows a user reaches, and by which grants.

use super::{Access, Holding, Place};
use crate::catalog::privilege::{Level, Verb};
use crate::model::Program;
use crate::model::organisation::{TeamId, TeamKind, UnitId, UserId};
use crate::model::roles::{Inheritance, Role, RoleId};
use crate::model::tables::TableId;

/// The rows that a user reaches with a verb on a table in an environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The grants that give access, in the order of the role assignments.
    pub because: Vec<Because>,
    /// Whether rows that the user owns are reached.
    pub own: bool,
    /// The teams whose rows are reached because the team owns them.
    pub teams: Vec<TeamId>,
    /// The units whose rows are reached: each with those below it or alone. Empty where `everywhere`.
    pub units: Vec<(UnitId, bool)>,
    /// Whether all rows are reached.
    pub everywhere: bool,
}

/// A grant, and how it reaches the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Because {
    /// The role, the unit from which its level is measured, and how it reaches the user.
    pub holding: Holding,
    /// The role that grants it: the assigned one, or one that it includes.
    pub granted_by: RoleId,
    /// The level.
    pub level: Level,
}

/// The rows a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Rows that the user owns, in any unit.
    Own,
    /// Rows that a team of the user owns, in any unit.
    OfTeam(TeamId),
    /// Rows of others in that unit.
    Of(UnitId),
    /// All rows.
    All,
}

impl Access {
    /// The rows that a user reaches with a verb on a table, whether or not the environment admits the user.
    pub fn reach(&self, program: &Program, place: &Place, user: UserId, table: TableId, verb: Verb) -> Reach {
        let reach = self.reach_of(program, place, place.holdings(user), table, verb);
        Self::with_teams(program, place, user, reach)
    }

    /// The rows that a user reaches by one role alone, whether it is assigned or included in an assigned one.
    pub fn reach_by(
        &self,
        program: &Program,
        place: &Place,
        user: UserId,
        role: RoleId,
        (table, verb): (TableId, Verb),
    ) -> Reach {
        let reach = self.reach_of_role(program, place, place.holdings(user), role, (table, verb));
        Self::with_teams(program, place, user, reach)
    }

    fn with_teams(program: &Program, place: &Place, user: UserId, mut reach: Reach) -> Reach {
        if !reach.is_nothing() && !reach.everywhere {
            // A user with the privilege reaches the rows that their teams own (dataverse.md 2.2). Access teams own
            // nothing.
            let owns = |team: &&TeamId| program.organisation.teams[**team].kind != TeamKind::Access;
            let of = |because: &Because| team_alone(program, because.holding).filter(|_| because.level == Level::User);
            // A role for its team alone reaches rows of that team; any other role reaches those of all teams of the
            // user.
            let alone: Option<Vec<TeamId>> = reach.because.iter().map(of).collect();
            let among = |team: &&TeamId| alone.as_ref().is_none_or(|teams| teams.contains(team));
            reach.teams = place.teams(user).iter().filter(owns).filter(among).copied().collect();
        }
        reach
    }

    /// The rows that some role assignments reach.
    pub fn reach_of(
        &self,
        program: &Program,
        place: &Place,
        holdings: &[Holding],
        table: TableId,
        verb: Verb,
    ) -> Reach {
        let mut reach = Reach::default();
        for holding in holdings {
            let Some(level) = self.matrix.on(holding.role, table).level(verb) else { continue };
            let granted_by = granted_by(program, holding.role, table, verb, level);
            reach.because.push(Because { holding: *holding, granted_by, level });
            reach.add(program, *holding, level);
        }
        reach.settle(program, place);
        reach
    }

    /// The rows that some role assignments reach by one role alone, whether it is assigned or included in an assigned
    /// one.
    pub fn reach_of_role(
        &self,
        program: &Program,
        place: &Place,
        holdings: &[Holding],
        role: RoleId,
        (table, verb): (TableId, Verb),
    ) -> Reach {
        let mut reach = Reach::default();
        let Some(level) = self.matrix.on(role, table).level(verb) else { return reach };
        let gives = |holding: &&Holding| {
            let held = program.organisation.roles.get(holding.role.0 as usize);
            holding.role == role || held.is_some_and(|held| held.included.contains(&role))
        };
        for holding in holdings.iter().filter(gives) {
            let granted_by = granted_by(program, role, table, verb, level);
            reach.because.push(Because { holding: *holding, granted_by, level });
            reach.add(program, *holding, level);
        }
        reach.settle(program, place);
        reach
    }

    /// Whether a user may use a verb on these rows of a table: the decision of the platform without sharing,
    /// hierarchy and columns. The number of steps is the number of the user's role assignments.
    pub fn can(&self, program: &Program, place: &Place, user: UserId, table: TableId, verb: Verb, rows: Rows) -> bool {
        place.holdings(user).iter().any(|holding| {
            let Some(level) = self.matrix.on(holding.role, table).level(verb) else { return false };
            match (level, rows) {
                (Level::Org, _) => true,
                (Level::Deep, Rows::Of(unit)) => place.contains(program, holding.unit, unit),
                (Level::Unit, Rows::Of(unit)) => holding.unit == unit,
                (Level::User, Rows::Of(_)) | (_, Rows::All) => false,
                // A user with the privilege reaches their own rows and those of each of their teams, unless a team's
                // role is for that team alone.
                (Level::User, Rows::Own) => team_alone(program, *holding).is_none(),
                (Level::User, Rows::OfTeam(owner)) => team_alone(program, *holding).is_none_or(|team| team == owner),
                (_, Rows::Own | Rows::OfTeam(_)) => true,
            }
        })
    }
}

/// The role that grants it: the assigned one itself, or the first by symbol of those it includes.
fn granted_by(program: &Program, held: RoleId, table: TableId, verb: Verb, level: Level) -> RoleId {
    let roles = &program.organisation.roles;
    let base = program.organisation.tables.base(table);
    let grants =
        |id: RoleId| roles.get(id.0 as usize).is_some_and(|role: &Role| role.own.on(base).level(verb) == Some(level));
    if grants(held) {
        return held;
    }
    let included = roles.get(held.0 as usize).map(|role| role.included.as_slice()).unwrap_or_default();
    included.iter().copied().find(|id| grants(*id)).unwrap_or(held)
}

/// The team, if the level `user` of this assignment reaches only rows of that team: the team has the role, and its
/// `member_inheritance` is `team_only` (dataverse.md 2.3). None where rows that the user owns are reached too.
fn team_alone(program: &Program, holding: Holding) -> Option<TeamId> {
    let role = program.organisation.roles.get(holding.role.0 as usize);
    let team_only = role.and_then(|role| role.inheritance).is_some_and(|(how, _)| how == Inheritance::TeamOnly);
    holding.through.team().filter(|_| team_only)
}

impl Reach {
    /// Whether no rows are reached.
    pub fn is_nothing(&self) -> bool {
        self.because.is_empty()
    }

    /// Whether these rows are reached.
    pub fn covers(&self, program: &Program, place: &Place, rows: Rows) -> bool {
        match rows {
            Rows::All => self.everywhere,
            Rows::Own => self.own,
            Rows::OfTeam(team) => self.everywhere || self.teams.contains(&team),
            Rows::Of(unit) => {
                let within =
                    |(outer, deep): &(UnitId, bool)| *outer == unit || *deep && place.contains(program, *outer, unit);
                self.everywhere || self.units.iter().any(within)
            }
        }
    }

    /// The widest level among the grants.
    pub fn widest(&self) -> Option<Level> {
        self.because.iter().map(|because| because.level).max()
    }

    fn add(&mut self, program: &Program, holding: Holding, level: Level) {
        let alone = team_alone(program, holding);
        self.own |= level > Level::User || alone.is_none();
        match level {
            // For a user, all teams are added below; for a team this is all that the role reaches.
            Level::User => self.teams.extend(alone.filter(|team| !self.teams.contains(team))),
            Level::Unit => self.units.push((holding.unit, false)),
            Level::Deep => self.units.push((holding.unit, true)),
            Level::Org => self.everywhere = true,
        }
    }

    fn settle(&mut self, program: &Program, place: &Place) {
        if self.everywhere {
            self.units.clear();
            return;
        }
        // Wider ones first, so that units within them are left out.
        self.units.sort_unstable_by_key(|(unit, deep)| (!*deep, *unit));
        let mut kept: Vec<(UnitId, bool)> = Vec::new();
        for (unit, deep) in std::mem::take(&mut self.units) {
            let within =
                kept.iter().any(
                    |(outer, below)| {
                        if *below { place.contains(program, *outer, unit) } else { *outer == unit && !deep }
                    },
                );
            if !within {
                kept.push((unit, deep));
            }
        }
        kept.sort_unstable();
        self.units = kept;
    }
}
