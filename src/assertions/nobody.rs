//! `nobody outside clinical can read sbh_patient`

use super::access::{doubts, said, witness};
use super::decision::{Decision, Question};
use super::{Bench, Outcome, failed, undecided};
use crate::analysis::access::Place;
use crate::model::EnvironmentId;
use crate::model::assertion::{Circle, CircleKind, NobodyClaim};
use crate::model::roles::RoleId;
use crate::text::Location;

/// Someone outside who can, or may be able to.
struct Found<'a> {
    question: Question<'a>,
    user: Option<u32>,
    decision: Decision,
}

impl<'a> Bench<'a> {
    pub(super) fn nobody(&mut self, claim: &'a NobodyClaim, place: Location) -> Outcome {
        let access = self.evidence.access;
        let places: Vec<&'a Place> = match claim.environment.as_ref().map(|environment| environment.target) {
            None => access.places().collect(),
            Some(target) => target.and_then(|id| access.place(EnvironmentId(id))).into_iter().collect(),
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
            let holders: Vec<u32> = there.holders().map(|(user, _)| user).collect();
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
                let name =
                    self.program.organisation.teams.get(team as usize).map_or("", |team| &*team.head.symbol.name);
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
            let user = found.user.and_then(|user| self.program.organisation.users.get(user as usize));
            user.map_or_else(String::new, |user| user.head.symbol.name.to_string())
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

    /// Whether a user is among those that are left out; none where the source does not say.
    fn inside(&self, place: &Place, user: u32, circles: &[Circle]) -> Option<bool> {
        let program = self.program;
        let mut sure = true;
        for circle in circles {
            let Some(target) = circle.reference.target else {
                sure = false;
                continue;
            };
            let is_in = match circle.kind {
                CircleKind::User => target == user,
                CircleKind::Team => place.teams(user).contains(&target),
                CircleKind::Unit => place
                    .find_unit(program, &circle.reference.symbol.name)
                    .is_some_and(|unit| place.contains(program, unit, place.unit(program, user))),
                CircleKind::Role => place.holdings(user).iter().any(|holding| self.gives(holding.role, target)),
                CircleKind::Group => {
                    let listed = self.evidence.access.is_in_group(target, user);
                    sure &= listed || self.evidence.access.listed(target).is_some();
                    listed
                }
            };
            if is_in {
                return Some(true);
            }
        }
        if sure { Some(false) } else { None }
    }

    /// Whether all members of a team are among those that are left out, whoever they are.
    fn team_inside(&self, team: u32, circles: &[Circle]) -> bool {
        let Some(declared) = self.program.organisation.teams.get(team as usize) else { return false };
        circles.iter().any(|circle| match (circle.kind, circle.reference.target) {
            (CircleKind::Team, target) => target == Some(team),
            (CircleKind::Group, Some(target)) => {
                declared.group.as_ref().is_some_and(|group| group.target == Some(target))
            }
            (CircleKind::Role, Some(target)) => {
                declared.roles.iter().any(|role| role.target.is_some_and(|role| self.gives(RoleId(role), target)))
            }
            (CircleKind::Unit | CircleKind::User | CircleKind::Group | CircleKind::Role, _) => false,
        })
    }

    /// Whether a role is the one of that index, or includes it.
    fn gives(&self, role: RoleId, wanted: u32) -> bool {
        let included = self.program.organisation.roles.get(role.0 as usize).map(|role| role.included.as_slice());
        role.0 == wanted || included.unwrap_or_default().contains(&RoleId(wanted))
    }
}
