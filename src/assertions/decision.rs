//! Decides whether a user or a team can do something with rows of a table, with the reasons and what is unknown.

use super::Bench;
use crate::analysis::access::{Because, Gate, Hindrance, Holding, Place, Reach, Rows, of_team, uncertain_roles};
use crate::catalog::privilege::Verb;
use crate::model::assertion::{Deed, RowsOf};
use crate::model::organisation::{ROOT, TeamId, UnitId, UserId};
use crate::model::tables::TableId;
use crate::text::Location;

/// A question whose names are resolved in an environment.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) place: &'a Place,
    pub(super) table: TableId,
    pub(super) verb: Verb,
    pub(super) rows: Wanted,
}

/// The rows that are asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Any,
    Own,
    Unit(UnitId),
    All,
}

/// An answer.
pub(super) struct Decision {
    /// Whether the operation is possible; `None` if unknown.
    pub(super) can: Option<bool>,
    /// The grants of the verb on the table, whether or not they reach the rows.
    pub(super) grants: Vec<Because>,
    /// What prevents access regardless of grants, with its location.
    pub(super) barrier: Option<(String, Option<Location>)>,
    /// What is unknown, each with its location.
    pub(super) doubts: Vec<(String, Option<Location>)>,
}

impl<'a> Bench<'a> {
    /// Resolves the question of a sentence in an environment. The error says what the environment does not have.
    pub(super) fn question(&self, place: &'a Place, what: &Deed) -> Result<Question<'a>, String> {
        let Some(table) = what.table.target else {
            return Err(format!("there is no table `{}`", what.table.symbol.name));
        };
        let rows = match &what.rows {
            RowsOf::Any => Wanted::Any,
            RowsOf::Own => Wanted::Own,
            RowsOf::All => Wanted::All,
            RowsOf::Unit(unit) => match place.find_unit(self.program, &unit.symbol.name) {
                Some(unit) => Wanted::Unit(unit),
                None => {
                    let name = place.name(self.program);
                    return Err(format!("environment `{name}` has no business unit `{}`", unit.symbol.name));
                }
            },
        };
        Ok(Question { place, table, verb: what.verb, rows })
    }

    /// Whether a user can do it.
    pub(super) fn user_can(&mut self, question: Question<'a>, user: UserId) -> Decision {
        let Question { place, table, verb, .. } = question;
        let (program, access) = (self.program, self.evidence.access);
        let reach = access.reach(program, place, user, table, verb);
        let declared = &program.organisation.users[user];
        let covered = self.covers(question, &reach);
        let mut decision = Decision { can: Some(covered), grants: reach.because, barrier: None, doubts: Vec::new() };
        self.touch(&decision.grants, table, verb);
        if let Some(hindrance) = Hindrance::of(program, declared, table, verb) {
            let place = if hindrance == Hindrance::Disabled { declared.disabled } else { declared.mode_location };
            decision.barrier = Some((format!("`{}` {}", declared.name(), hindrance.said()), place));
            decision.can = Some(false);
            return decision;
        }
        let environment = program.environments.get(place.environment.0 as usize);
        let group = environment.and_then(|environment| environment.access.as_ref());
        let at = group.map(|group| group.symbol.location);
        let name = group.map_or("", |group| &*group.symbol.name);
        match access.gate(program, place, user) {
            Gate::Closed => {
                decision.barrier = Some((format!("group `{name}`, which may enter, does not have them"), at));
                decision.can = Some(false);
                return decision;
            }
            Gate::Unknown if covered => {
                decision.doubts.push((format!("whether group `{name}`, which may enter, has them is not said"), at));
            }
            Gate::Nested if covered => {
                let why = format!(
                    "they are in a group within `{name}`, whose members the platform does not let in by itself"
                );
                decision.doubts.push((why, at));
            }
            Gate::Trial if covered => {
                let why = format!(
                    "they are in `{name}`, whose members the platform does not let into a trial environment by itself"
                );
                decision.doubts.push((why, at));
            }
            Gate::Open | Gate::Unknown | Gate::Nested | Gate::Trial => {}
        }
        if !covered {
            decision.doubts = self.more(question, place.holdings(user), Some(user));
        }
        if !decision.doubts.is_empty() {
            decision.can = None;
        }
        decision
    }

    /// Whether the roles of a team let its members do it.
    pub(super) fn team_can(&mut self, question: Question<'a>, team: TeamId) -> Decision {
        let Question { place, table, verb, .. } = question;
        let holdings = of_team(self.program, place, team);
        let reach = self.evidence.access.reach_of(self.program, place, &holdings, table, verb);
        let covered = self.covers(question, &reach);
        let doubts = if covered { Vec::new() } else { self.more(question, &holdings, None) };
        let can = if doubts.is_empty() { Some(covered) } else { None };
        self.touch(&reach.because, table, verb);
        Decision { can, grants: reach.because, barrier: None, doubts }
    }

    /// Possible reasons for more access than is known: roles with unknown grants, and for a user, teams whose members
    /// are not in the source.
    fn more(
        &self,
        question: Question<'a>,
        holdings: &[Holding],
        user: Option<UserId>,
    ) -> Vec<(String, Option<Location>)> {
        let program = self.program;
        let roles = uncertain_roles(program, holdings, question.table, question.verb);
        let mut doubts: Vec<(String, Option<Location>)> = roles
            .into_iter()
            .map(|role| {
                let declared = program.organisation.roles.named(role);
                let place = declared.and_then(|role| role.existing.or(Some(role.head.symbol.location)));
                (format!("what role `{role}` grants is not known in full"), place)
            })
            .collect();
        if let Some(user) = user {
            let member = |team: &(TeamId, Location)| question.place.teams(user).contains(&team.0);
            for (team, place) in self.open_teams(question).into_iter().filter(|team| !member(team)) {
                let name = program.organisation.teams[team].name();
                doubts.push((format!("who belongs to team `{name}`, whose roles allow it, is not said"), Some(place)));
            }
        }
        doubts
    }

    /// The teams of an environment whose roles allow it, or may, and whose members are not in the source, each with
    /// the location that names its group.
    pub(super) fn open_teams(&self, question: Question<'a>) -> Vec<(TeamId, Location)> {
        let program = self.program;
        let mut open = Vec::new();
        for index in question.place.open_teams().iter().copied() {
            let team = &program.organisation.teams[index];
            let holdings = of_team(program, question.place, index);
            let access = self.evidence.access;
            let reach = access.reach_of(program, question.place, &holdings, question.table, question.verb);
            let unsure = !uncertain_roles(program, &holdings, question.table, question.verb).is_empty();
            if unsure || self.covers(question, &reach) {
                let place = team.group.as_ref().map_or(team.head.symbol.location, |group| group.symbol.location);
                open.push((index, place));
            }
        }
        open
    }

    /// Whether a reach covers the rows of the question.
    pub(super) fn covers(&self, question: Question<'_>, reach: &Reach) -> bool {
        match question.rows {
            Wanted::Any => !reach.is_nothing(),
            Wanted::Own => reach.covers(self.program, question.place, Rows::Own),
            Wanted::Unit(unit) => reach.covers(self.program, question.place, Rows::Of(unit)),
            // Every unit is the root or below it.
            Wanted::All => reach.everywhere || reach.units.contains(&(ROOT, true)),
        }
    }

    fn touch(&mut self, grants: &[Because], table: TableId, verb: Verb) {
        let base = self.program.organisation.tables.base(table);
        for grant in grants {
            self.touched.grant(grant.granted_by, base, verb);
        }
    }
}
