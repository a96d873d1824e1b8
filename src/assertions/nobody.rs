//! Assertions that no user has access: `nobody outside clinical can read sbh_patient`

use super::access::{doubts, said, witness};
use super::decision::{Decision, Question};
use super::{Bench, Outcome, failed, undecided};
use crate::analysis::access::Place;
use crate::model::assertion::{Circle, CircleTarget, NobodyClaim};
use crate::model::organisation::{TeamId, UserId};
use crate::model::roles::RoleId;
use crate::text::Location;

/// A user outside who has access, or may have it.
struct Found<'a> {
    question: Question<'a>,
    user: Option<UserId>,
    decision: Decision,
}

impl<'a> Bench<'a> {
    pub(super) fn nobody(&mut self, claim: &'a NobodyClaim, place: Location) -> Outcome {
        let access = self.evidence.access;
        let places: Vec<&'a Place> = match claim.environment.as_ref().map(|environment| environment.target) {
            None => access.places().collect(),
            Some(target) => target.and_then(|id| access.place(id)).into_iter().collect(),
        };
        if places.is_empty() {
            let message = "there is no environment with a database and users in which this could be tested";
            let finding = undecided(place, message);
            return Some(Box::new(finding.help("declare users and teams with their roles, and `dataverse { … }`")));
        }
        let (mut failing, mut unknown) = (Vec::new(), Vec::new());
        let mut asked = false;
        let mut refusal = None;
        for there in places {
            let question = match self.question(there, &claim.what) {
                Ok(question) => question,
                Err(message) => {
                    refusal.get_or_insert(message);
                    continue;
                }
            };
            asked = true;
            let holders: Vec<UserId> = there.holders().map(|(user, _)| user).collect();
            for user in holders {
                let inside = self.inside(there, user, &claim.outside);
                if inside == Some(true) {
                    continue;
                }
                let mut decision = self.user_can(question, user);
                match (decision.can, inside) {
                    (Some(false), _) => {}
                    (Some(true), Some(_)) => failing.push(Found { question, user: Some(user), decision }),
                    (Some(true), None) => {
                        decision
                            .doubts
                            .push(("whether they belong to a group that is named is not said".to_owned(), None));
                        unknown.push(Found { question, user: Some(user), decision });
                    }
                    (None, _) => unknown.push(Found { question, user: Some(user), decision }),
                }
            }
            for (team, at) in self.open_teams(question) {
                if self.team_inside(team, &claim.outside) {
                    continue;
                }
                let name = self.program.organisation.teams[team].name();
                let why = format!("who belongs to team `{name}`, whose roles allow it, is not said");
                let doubts = vec![(why, Some(at))];
                let decision = Decision { can: None, grants: Vec::new(), barrier: None, doubts };
                unknown.push(Found { question, user: None, decision });
            }
        }
        self.verdict_of_nobody(claim, place, &failing, &unknown, if asked { None } else { refusal })
    }

    fn verdict_of_nobody(
        &self,
        claim: &NobodyClaim,
        place: Location,
        failing: &[Found<'_>],
        unknown: &[Found<'_>],
        refusal: Option<String>,
    ) -> Outcome {
        let deed = said(&claim.what);
        if let Some(message) = refusal {
            return Some(Box::new(undecided(place, message)));
        }
        let name = |found: &Found<'_>| {
            let user = found.user.map(|user| &self.program.organisation.users[user]);
            user.map_or_else(String::new, |user| user.name().to_owned())
        };
        if let Some(first) = failing.first() {
            let there = first.question.place.name(self.program);
            let user = name(first);
            let others = match failing.len() {
                1 => String::new(),
                2 => " and 1 other".to_owned(),
                count => format!(" and {} others", count - 1),
            };
            let message = format!("user `{user}`{others} can {deed} in `{there}`");
            let finding = self.chain(failed(place, message), first.question, first.user, &first.decision, true);
            return Some(Box::new(finding.witness(witness("user", &user, there, &claim.what))));
        }
        let first = unknown.first()?;
        let there = first.question.place.name(self.program);
        let who = if first.user.is_some() { format!("user `{}`", name(first)) } else { "anyone else".to_owned() };
        let message = format!("whether {who} can {deed} in `{there}` is not known");
        Some(Box::new(doubts(undecided(place, message), &first.decision)))
    }

    /// Whether a user is in the excluded circles; `None` if the source does not say.
    fn inside(&self, place: &Place, user: UserId, circles: &[Circle]) -> Option<bool> {
        let program = self.program;
        let mut sure = true;
        for circle in circles {
            let Some(target) = circle.reference.target else {
                sure = false;
                continue;
            };
            let is_in = match target {
                CircleTarget::User(one) => one == user,
                CircleTarget::Team(team) => place.teams(user).contains(&team),
                CircleTarget::Unit(_) => place
                    .find_unit(program, &circle.reference.symbol.name)
                    .is_some_and(|unit| place.contains(program, unit, place.unit(program, user))),
                CircleTarget::Role(role) => place.holdings(user).iter().any(|holding| self.gives(holding.role, role)),
                CircleTarget::Group(group) => {
                    let listed = self.evidence.access.is_in_group(group, user);
                    sure &= listed || self.evidence.access.listed(group).is_some();
                    listed
                }
            };
            if is_in {
                return Some(true);
            }
        }
        if sure { Some(false) } else { None }
    }

    /// Whether all members of a team are in the excluded circles, whoever they are.
    fn team_inside(&self, team: TeamId, circles: &[Circle]) -> bool {
        let declared = &self.program.organisation.teams[team];
        circles.iter().any(|circle| match circle.reference.target {
            Some(CircleTarget::Team(one)) => one == team,
            Some(CircleTarget::Group(group)) => declared.group.as_ref().is_some_and(|one| one.target == Some(group)),
            Some(CircleTarget::Role(role)) => {
                declared.roles.iter().any(|one| one.target.is_some_and(|one| self.gives(one, role)))
            }
            Some(CircleTarget::Unit(_) | CircleTarget::User(_)) | None => false,
        })
    }

    /// Whether a role is `wanted` or includes it.
    fn gives(&self, role: RoleId, wanted: RoleId) -> bool {
        role == wanted || self.program.organisation.roles[role].included.contains(&wanted)
    }
}
