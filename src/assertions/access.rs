//! Assertions about access: `user alice in finance_prod can read new_portfolio of germany`

use super::decision::{Decision, Question, Wanted};
use super::{Bench, Outcome, failed, undecided};
use crate::analysis::access::{Because, role_name};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::assertion::{AccessClaim, Actor, Deed, RowsOf};
use crate::model::organisation::Named;
use crate::model::organisation::UserId;
use crate::text::Location;

/// The maximum number of grants that are shown.
const SHOWN: usize = 3;

impl<'a> Bench<'a> {
    pub(super) fn access(&mut self, claim: &'a AccessClaim, place: Location) -> Outcome {
        let (noun, who, target) = match &claim.who {
            Actor::User(user) => ("user", &user.symbol, user.target.map(Named::User)),
            Actor::Team(team) => ("team", &team.symbol, team.target.map(Named::Team)),
        };
        let (Some(target), Some(environment)) = (target, claim.environment.target) else {
            return Some(Box::new(undecided(place, "who or where is meant could not be found")));
        };
        let Some(there) = self.evidence.access.place(environment) else {
            let message = format!("environment `{}` has no database, and so no rows", claim.environment.symbol.name);
            let finding = undecided(place, message);
            return Some(Box::new(finding.help("give it one: `dataverse { language = 1033; currency = EUR }`")));
        };
        let question = match self.question(there, &claim.what) {
            Ok(question) => question,
            Err(message) => return Some(Box::new(undecided(place, message))),
        };
        let (team, user) = match target {
            Named::Team(team) => (Some(team), None),
            Named::User(user) => (None, Some(user)),
            Named::Group(_) => (None, None),
        };
        let elsewhere = team.is_some_and(|team| !self.program.organisation.teams[team].is_in(environment));
        if elsewhere {
            let message = format!("team `{}` is not in environment `{}`", who.name, claim.environment.symbol.name);
            return Some(Box::new(undecided(place, message)));
        }
        let decision = match (user, team) {
            (Some(user), _) => self.user_can(question, user),
            (None, Some(team)) => self.team_can(question, team),
            (None, None) => return None,
        };
        let deed = said(&claim.what);
        let subject = format!("{noun} `{}`", who.name);
        let where_ = &claim.environment.symbol.name;
        let witness = witness(noun, &who.name, where_, &claim.what);
        let finding = match (decision.can, claim.can) {
            (Some(can), wanted) if can == wanted => return None,
            (None, _) => {
                let message = format!("whether {subject} can {deed} in `{where_}` is not known");
                doubts(undecided(place, message), &decision)
            }
            (Some(true), _) => {
                let message = format!("{subject} can {deed} in `{where_}`");
                self.chain(failed(place, message), question, user, &decision, true)
            }
            (Some(false), _) => {
                let message = format!("{subject} cannot {deed} in `{where_}`");
                let finding = self.chain(failed(place, message), question, user, &decision, false);
                self.missing(finding, question, &decision)
            }
        };
        Some(Box::new(finding.witness(witness)))
    }

    /// Adds the grants that give the answer: the location of each, and how the role is held.
    pub(super) fn chain(
        &self,
        mut finding: Diagnostic,
        question: Question<'_>,
        user: Option<UserId>,
        decision: &Decision,
        reaching: bool,
    ) -> Diagnostic {
        let program = self.program;
        let tables = &program.organisation.tables;
        let reaches = |grant: &&Because| {
            let reach =
                self.evidence.access.reach_of(program, question.place, &[grant.holding], question.table, question.verb);
            !reaching || self.covers(question, &reach)
        };
        for grant in decision.grants.iter().filter(reaches).take(SHOWN) {
            let holding = grant.holding;
            let granting = role_name(program, grant.granted_by);
            let held = role_name(program, holding.role);
            let within =
                if grant.granted_by == holding.role { String::new() } else { format!(", which `{held}` includes") };
            let from = format!("measured from `{}`", question.place.unit_name(program, holding.unit));
            let what = format!("role `{granting}`{within} grants `{}` here, {from}", grant.level.word());
            let role = program.organisation.roles.get(grant.granted_by.0 as usize);
            let written = role.filter(|role| role.predefined.is_none());
            let cell = written.and_then(|role| role.cell(|id| tables.base(id), question.table, question.verb));
            finding = match cell {
                Some(cell) => finding.label(cell, what),
                None => finding.note(what.replace(" here,", ",")),
            };
            if let Some(given) = holding.place(program, user) {
                finding = finding.label(given, format!("`{held}` is held {}", holding.said(program)));
            }
        }
        finding
    }

    /// Says what prevents a user from the operation.
    fn missing(&self, finding: Diagnostic, question: Question<'_>, decision: &Decision) -> Diagnostic {
        if let Some((why, at)) = &decision.barrier {
            return match at {
                Some(at) => finding.label(*at, why),
                None => finding.note(why),
            };
        }
        let table = self.program.organisation.tables.name(question.table);
        let verb = question.verb.word();
        if decision.grants.is_empty() {
            let levels = self.program.organisation.tables.allowed(question.table, question.verb);
            if levels.is_empty() {
                return finding.note(format!("table `{table}` has no privilege to {verb}"));
            }
            return finding.note(format!("no role that reaches them grants `{verb}` on `{table}`"));
        }
        let far = match question.rows {
            Wanted::All => "no grant reaches all rows",
            Wanted::Unit(_) => "no grant reaches rows of that unit",
            Wanted::Own => "no grant reaches own rows",
            Wanted::Any => return finding,
        };
        finding.note(far)
    }
}

/// Adds what is unknown.
pub(super) fn doubts(mut finding: Diagnostic, decision: &Decision) -> Diagnostic {
    for (why, at) in decision.doubts.iter().take(SHOWN) {
        finding = match at {
            Some(at) => finding.label(*at, why),
            None => finding.note(why),
        };
    }
    finding
}

/// For instance "read `new_portfolio` of `germany`".
pub(super) fn said(what: &Deed) -> String {
    let (verb, table) = (what.verb.word(), &what.table.symbol.name);
    match &what.rows {
        RowsOf::Any => format!("{verb} `{table}`"),
        RowsOf::Own => format!("{verb} own rows of `{table}`"),
        RowsOf::All => format!("{verb} all rows of `{table}`"),
        RowsOf::Unit(unit) => format!("{verb} rows of `{table}` of `{}`", unit.symbol.name),
    }
}

/// The smallest case that shows the answer.
pub(super) fn witness(noun: &str, who: &str, environment: &str, what: &Deed) -> Witness {
    let mut parts = vec![
        (noun.to_owned(), who.to_owned()),
        ("environment".to_owned(), environment.to_owned()),
        ("verb".to_owned(), what.verb.word().to_owned()),
        ("table".to_owned(), what.table.symbol.name.to_string()),
    ];
    if let RowsOf::Unit(unit) = &what.rows {
        parts.push(("unit".to_owned(), unit.symbol.name.to_string()));
    }
    Witness { parts }
}
