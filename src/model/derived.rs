//! Facts of other declarations that rules about apps may ask for: those of environments and connectors.

use ecow::EcoString;

use super::condition::{Fact, Operand};

use super::criticity::{App, Outcome, RuleSet};
use super::decide::Subject;
use super::facts::{ConnectorSubjects, EnvironmentSubjects, RATING_SCALE};
use super::program::{Domain, Program};
use super::select::Subjects;
use super::subject;
use super::universe::ConnectorId;
use crate::catalog::REGIONS;

/// The facts of an app's environment that rules may ask for, with their names there.
const OF_ENVIRONMENT: [(&str, &str); 4] = [
    ("environment.type", "type"),
    ("environment.region", "region"),
    ("environment.managed", "managed"),
    ("environment.dataverse", "dataverse"),
];

/// The connectors of an app, as a list.
pub const CONNECTORS: &str = "connectors";

/// The highest rating of an app's connectors.
pub const RATING: &str = "connectors.rating";

/// Whether a name is one of these facts.
pub fn is_derived(name: &str) -> bool {
    name == CONNECTORS || name == RATING || OF_ENVIRONMENT.iter().any(|(known, _)| *known == name)
}

/// These facts, with their types.
pub(super) fn attributes(program: &Program) -> Vec<(String, Domain)> {
    let environments = EnvironmentSubjects::new(&program.environments);
    let mut attributes = Vec::new();
    for (name, known) in OF_ENVIRONMENT {
        let domain = match known {
            // An app may be in any region, not only in the declared ones; and a declared region may be one of a
            // sovereign cloud.
            "region" => {
                let declared = program.environments.iter().filter_map(|one| one.region.as_ref());
                let known = REGIONS.iter().map(|region| EcoString::from(region.word));
                let mut words: Vec<EcoString> = known.chain(declared.map(|region| region.name.clone())).collect();
                words.sort_unstable();
                words.dedup();
                Some(Domain::Words(words, false))
            }
            known => environments.facts().iter().find(|(own, _)| own == known).map(|(_, domain)| domain.clone()),
        };
        attributes.extend(domain.map(|domain| (name.to_owned(), domain)));
    }
    attributes.push((CONNECTORS.to_owned(), Domain::Some(program.universe.sorted_names())));
    attributes.extend(program.scale(RATING_SCALE).map(|scale| (RATING.to_owned(), scale.domain())));
    attributes
}

/// The expensive facts that some rules ask for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    connectors: bool,
    rating: bool,
}

impl Wanted {
    /// The facts that rules about apps, and impossible combinations, ask for.
    pub(super) fn of(program: &Program) -> Self {
        let rules = || program.rule_sets.iter().filter(|rules| &*rules.subject.name == "app");
        let declared = subject::criteria(program, "app").into_iter().flat_map(|criteria| &criteria.impossible);
        let impossible = declared.chain(rules().flat_map(|rules| &rules.impossible));
        let names = impossible.flat_map(|one| one.condition.names()).map(|name| &*name.name);
        let names: Vec<&str> = rules().flat_map(RuleSet::names).chain(names).collect();
        Self { connectors: names.contains(&CONNECTORS), rating: names.contains(&RATING) }
    }
}

/// The facts for an app whose names have been resolved.
pub(super) fn of(
    program: &Program,
    app: &App,
    wanted: Wanted,
    subjects: &ConnectorSubjects<'_>,
) -> Vec<(EcoString, Operand)> {
    let mut facts: Vec<(EcoString, Operand)> = Vec::new();
    if let Some(id) = app.environment.as_ref().and_then(|reference| reference.target) {
        let environments = EnvironmentSubjects::new(&program.environments);
        for (name, known) in OF_ENVIRONMENT {
            let value = match environments.fact(known)(id) {
                Fact::Bool(value) => Some(Operand::Bool(value)),
                Fact::Word(word) => Some(Operand::Word(word.into())),
                _unknown => None,
            };
            facts.extend(value.map(|value| (name.into(), value)));
        }
    }
    let Some(clause) = app.connectors.as_ref().filter(|clause| clause.complete) else { return facts };
    let ids: Vec<ConnectorId> = clause.members.iter().collect();
    if wanted.connectors {
        let mut names: Vec<EcoString> = ids.iter().map(|id| program.universe.name(*id).into()).collect();
        names.sort_unstable();
        facts.push((CONNECTORS.into(), Operand::List(names)));
    }
    if wanted.rating
        && let Some(scale) = program.scale(RATING_SCALE)
    {
        facts.extend(highest(&scale.levels.iter().map(|level| &*level.name).collect::<Vec<_>>(), &ids, subjects));
    }
    facts
}

/// The highest rating of some connectors; none where unrated ones could be higher, or where there are no connectors.
fn highest(levels: &[&str], ids: &[ConnectorId], subjects: &ConnectorSubjects<'_>) -> Option<(EcoString, Operand)> {
    let rank = |id: &ConnectorId| match subjects.rating(*id) {
        Fact::Word(level) => levels.iter().position(|known| *known == level),
        _unknown => None,
    };
    let ranks: Vec<Option<usize>> = ids.iter().map(rank).collect();
    let highest = ranks.iter().copied().flatten().max()?;
    let is_certain = highest + 1 == levels.len() || ranks.iter().all(Option::is_some);
    is_certain.then(|| (RATING.into(), Operand::Word((*levels.get(highest).unwrap_or(&"")).into())))
}

/// Gives an app its levels: on the scales that its rules ask for, each before the rules that ask for it, and on the
/// scale of apps.
pub fn grade(program: &Program, rules: &RuleSet, app: &mut App, domains: &[(String, Domain)]) {
    let mut missing: Vec<(EcoString, Vec<EcoString>)> = Vec::new();
    for asked in subject::asked_rules(program, rules) {
        let outcome = decide(asked, app, domains, &missing);
        note(program, asked, &outcome, app);
        if let Outcome::Unknown { missing: names } = outcome {
            missing.push((asked.head.symbol.name.clone(), names));
        }
    }
    app.outcome = decide(rules, app, domains, &missing);
}

/// Stores the level that rules give an app, if they give one, for the rules that ask for it.
pub fn note(program: &Program, rules: &RuleSet, outcome: &Outcome, app: &mut App) {
    let scale = rules.scale.map(|scale| &program.scales[scale]);
    let level = outcome.level().and_then(|level| scale?.levels.get(level as usize));
    let name = &rules.head.symbol.name;
    app.derived.retain(|(known, _)| known != name);
    app.derived.extend(level.map(|level| (name.clone(), Operand::Word(level.name.clone()))));
}

/// The result of rules for an app; where a level is missing, the fields that the level depends on are missing.
pub fn decide(
    rules: &RuleSet,
    app: &App,
    domains: &[(String, Domain)],
    levels: &[(EcoString, Vec<EcoString>)],
) -> Outcome {
    let facts = |name: &str| subject::app_fact(app, name);
    let outcome = rules.decide(&Subject { domains, facts: &facts });
    let Outcome::Unknown { missing } = outcome else { return outcome };
    let of_level = |name: &EcoString| levels.iter().find(|(level, _)| level == name).map(|(_, names)| names.clone());
    let mut missing: Vec<EcoString> =
        missing.into_iter().flat_map(|name| of_level(&name).unwrap_or_else(|| vec![name])).collect();
    missing.sort_unstable();
    missing.dedup();
    Outcome::Unknown { missing }
}
