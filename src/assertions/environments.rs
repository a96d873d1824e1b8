//! Assertions about environments: `every production environment is managed`

use super::{Bench, Outcome, failed, undecided};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::EnvironmentId;
use crate::model::assertion::EveryClaim;
use crate::model::condition::Condition;
use crate::model::facts::{EnvironmentSubjects, of_environment};
use crate::model::program::{Domain, Environment, domain_of};
use crate::model::select::Subjects as _;
use crate::model::truth;
use crate::text::Location;

/// The maximum number of environments that are shown.
const SHOWN: usize = 4;

impl<'a> Bench<'a> {
    pub(super) fn every(&mut self, claim: &'a EveryClaim, place: Location) -> Outcome {
        let environments = &self.program.environments;
        let subjects = EnvironmentSubjects::new(environments);
        let facts = subjects.facts();
        let domain = |name: &str| domain_of(facts, name);
        let truth = |id: EnvironmentId, condition: &Condition| truth(&subjects, &domain, id, condition);
        let (mut wrong, mut unknown, mut meant) = (Vec::new(), Vec::new(), 0_usize);
        for (id, environment) in self.program.environments.ids() {
            let among: Vec<Option<bool>> = claim.among.iter().map(|condition| truth(id, condition)).collect();
            if among.contains(&Some(false)) {
                continue;
            }
            let is_meant = !among.contains(&None);
            meant += usize::from(is_meant);
            match (truth(id, &claim.holds), is_meant) {
                (Some(true), _) => {}
                (Some(false), true) => wrong.push(environment),
                (Some(false) | None, _) => unknown.push(environment),
            }
        }
        let named = |environments: &[&Environment], finding: Diagnostic, what: &str| {
            let shown = environments.iter().take(SHOWN);
            shown.fold(finding, |finding, environment| finding.label(environment.head.symbol.location, what))
        };
        if let Some(first) = wrong.first() {
            let others = match wrong.len() {
                1 => String::new(),
                2 => " and 1 other do not".to_owned(),
                count => format!(" and {} others do not", count - 1),
            };
            let does = if wrong.len() == 1 { " does not" } else { "" };
            let name = &first.head.symbol.name;
            let finding = failed(place, format!("environment `{name}`{others}{does} satisfy the condition"));
            let finding = named(&wrong, finding, "does not satisfy it");
            let finding = finding.label(claim.holds.location(), "this is not so");
            return Some(Box::new(finding.witness(Witness::new([("environment", name.as_str())]))));
        }
        if !unknown.is_empty() {
            let finding =
                undecided(place, "whether all environments that are meant satisfy the condition is not known");
            return Some(Box::new(named(&unknown, finding, "what is asked is not said of it")));
        }
        if meant == 0 {
            let finding = undecided(place, "no environment is meant, so this tests nothing");
            return Some(Box::new(finding.help("remove the line, or declare the environments that it is about")));
        }
        None
    }
}

/// Whether an environment satisfies a condition; `None` if unknown.
fn truth<'d>(
    subjects: &'d EnvironmentSubjects<'d>,
    domain: &dyn Fn(&str) -> Option<&'d Domain>,
    id: EnvironmentId,
    condition: &Condition,
) -> Option<bool> {
    let environment = &subjects.environments[id];
    truth::kleene(condition, domain, &|name| of_environment(environment, name))
}
