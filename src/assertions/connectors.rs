//! Assertions about connectors: `connectors sql, twitter in default not together`,
//! `connector twitter in environments to come is blocked`

use super::{Bench, Outcome, failed, undecided};
use crate::analysis::{Answer, Obstacle, decided_at, together, together_to_come};
use crate::diagnostics::{Diagnostic, Witness, list_of, quoted_list};
use crate::model::ConnectorId;
use crate::model::Id;
use crate::model::assertion::{ConnectorClaim, PlaceAsked, Use};
use crate::model::program::EnvironmentGroup;
use crate::text::Location;

/// An answer, and the environments that it is for.
struct Given {
    words: String,
    answer: Answer,
}

impl<'a> Bench<'a> {
    pub(super) fn connectors(&mut self, claim: &'a ConnectorClaim, place: Location) -> Outcome {
        let program = self.program;
        let asked = &claim.connectors;
        if asked.iter().any(|connector| connector.id.is_none() && !connector.exempt) {
            return Some(Box::new(undecided(place, "which connector is meant could not be found")));
        }
        let ids: Vec<ConnectorId> = asked.iter().filter_map(|connector| connector.id).collect();
        let answers: Vec<Given> = match &claim.place {
            PlaceAsked::Environment(environment) => {
                let id = environment.target?;
                self.touched.connectors(self.evidence.effective, id, &ids);
                vec![Given { words: format!("`{}`", environment.symbol.name), answer: together(program, id, &ids) }]
            }
            PlaceAsked::ToCome => {
                let all = together_to_come(program, &ids);
                if let Some((_, answer)) = all.first() {
                    self.touched.connectors_to_come(self.evidence.effective, answer, &ids);
                }
                let words =
                    |group: Option<Id<EnvironmentGroup>>| match group.map(|group| &program.environment_groups[group]) {
                        Some(group) => format!("environments to come in group `{}`", group.head.symbol.name),
                        None => "environments to come".to_owned(),
                    };
                all.into_iter().map(|(group, answer)| Given { words: words(group), answer }).collect()
            }
        };
        let names = quoted_list(asked.iter().map(|connector| &*connector.symbol.name), "and");
        let wanted = matches!(claim.says, Use::Together | Use::Free);
        let is_wrong = |given: &&Given| !given.answer.is_unknown() && given.answer.is_allowed() != wanted;
        let verb = match claim.says {
            Use::Together | Use::Apart => "be used together",
            Use::Blocked | Use::Free => "be used",
        };
        let parts = asked.iter().map(|connector| ("connector", connector.symbol.name.to_string()));
        if let Some(wrong) = answers.iter().find(is_wrong) {
            let may = if wanted { "may not" } else { "may" };
            let mut finding = failed(place, format!("{names} {may} {verb} in {}", wrong.words));
            finding = if wanted {
                self.obstacles(finding, &wrong.answer)
            } else {
                self.allowing(finding, &wrong.answer, &ids)
            };
            for exempt in asked.iter().filter(|connector| connector.exempt) {
                finding = finding.note(format!("`{}` is exempt from data policies", exempt.symbol.name));
            }
            let place = ("environment", wrong.words.trim_matches('`').to_owned());
            return Some(Box::new(finding.witness(Witness::new(parts.chain([place])))));
        }
        let unknown = answers.iter().find(|given| given.answer.is_unknown())?;
        let message = format!("whether {names} may {verb} in {} is not known", unknown.words);
        let mut finding = undecided(place, message);
        if !unknown.answer.ungoverned.is_empty() {
            let ungoverned = unknown.answer.ungoverned.iter().map(|id| program.universe.name(*id));
            let ungoverned = quoted_list(ungoverned, "and");
            finding = finding
                .note(format!("nothing that was read governs {ungoverned} where data policies are not evaluated"));
        }
        for (policy, connector) in &unknown.answer.unsorted {
            let policy = &program.policies[policy];
            let name = program.universe.name(*connector);
            let symbol = &policy.head.symbol.name;
            let what =
                format!("which URL pattern of `{symbol}` fits `{name}` is not known: its full `host` is not given");
            finding = finding.label(policy.patterns_location.unwrap_or(policy.head.location), what);
        }
        for (connector, home) in &unknown.answer.elsewhere {
            let (name, home) = (program.universe.name(*connector), &program.environments[home].head.symbol);
            finding = finding.label(home.location, format!("`{name}` is declared as a connector of this environment"));
        }
        for policy in unknown.answer.perhaps.iter().map(|id| &program.policies[id]) {
            let what = format!("whether `{}` applies there is not known", policy.head.symbol.name);
            finding = finding.label(policy.head.symbol.location, what);
        }
        Some(Box::new(match unknown.answer.skipped {
            Some(skipped) => finding.label(skipped, "allow-lists alone count there"),
            None => finding,
        }))
    }

    /// Adds the obstacles: what blocks the connectors or keeps them apart.
    fn obstacles(&self, mut finding: Diagnostic, answer: &Answer) -> Diagnostic {
        let program = self.program;
        for obstacle in &answer.obstacles {
            match obstacle {
                Obstacle::Blocked(policy, connector) => {
                    let policy = &program.policies[policy];
                    let what = format!(
                        "data policy `{}` blocks `{}`",
                        policy.head.symbol.name,
                        program.universe.name(*connector)
                    );
                    finding = finding.label(decided_at(program, policy, *connector), what);
                }
                Obstacle::Parted(policy, groups) => {
                    let policy = &program.policies[policy];
                    for (group, members) in groups {
                        let Some(first) = members.first() else { continue };
                        let names = quoted_list(members.iter().map(|id| program.universe.name(*id)), "and");
                        let what = format!("{names}: {} in `{}`", group.title(), policy.head.symbol.name);
                        finding = finding.label(decided_at(program, policy, *first), what);
                    }
                }
                Obstacle::Unlisted(list, connector) => {
                    let list = &program.allow_lists[list];
                    let what = format!(
                        "allow-list `{}` does not list `{}`",
                        list.head.symbol.name,
                        program.universe.name(*connector)
                    );
                    finding = finding.label(list.location_of(program, *connector), what);
                }
            }
        }
        finding
    }

    /// Adds the policies and allow-lists that allow the connectors.
    fn allowing(&self, mut finding: Diagnostic, answer: &Answer, ids: &[ConnectorId]) -> Diagnostic {
        let program = self.program;
        if answer.policies.is_empty() && answer.allow_lists.is_empty() {
            return finding.note("no data policy and no allow-list applies there");
        }
        for policy in answer.policies.iter().map(|id| &program.policies[id]) {
            if let Some(first) = ids.first() {
                let what = format!("data policy `{}` allows it", policy.head.symbol.name);
                finding = finding.label(decided_at(program, policy, *first), what);
            }
        }
        let lists = answer.allow_lists.iter().map(|id| &program.allow_lists[id]);
        let lists: Vec<String> = lists.map(|list| format!("`{}`", list.head.symbol.name)).collect();
        if lists.is_empty() { finding } else { finding.note(format!("allow-list {} allows it", list_of(lists, "and"))) }
    }
}
