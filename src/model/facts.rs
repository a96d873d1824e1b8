//! The facts of connectors and environments that conditions may ask for.

use std::borrow::Cow;
use std::sync::OnceLock;

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::condition::Fact;

use super::criticity::{Outcome, RuleSet};
use super::list::List;
use super::program::{ConnectorFacts, Criteria, Domain, Environment, EnvironmentId, Program, Scale};
use super::select::Subjects;
use super::subject::value_of;
use super::universe::{ConnectorId, Universe};
use super::unread::Unread;
use crate::catalog::{Kind, REGIONS, Tier};

/// The scale that ratings of connectors use.
pub const RATING_SCALE: &str = "connector_risk";

/// The facts of every connector that need no declaration.
pub const BUILTIN: [&str; 8] =
    ["publisher", "tier", "kind", "blockable", "action_control", "endpoint_filtering", "first_seen", "rating"];

/// The connectors of a universe with their facts.
#[derive(Debug)]
pub struct ConnectorSubjects<'a> {
    universe: &'a Universe,
    scale: Option<&'a Scale>,
    /// The parts of scale and criteria that could not be read; none where that does not matter.
    unread: Option<&'a Unread>,
    criteria: Option<&'a Criteria>,
    facts: FxHashMap<ConnectorId, &'a ConnectorFacts>,
    /// Whether there are declarations about a connector that is not in the universe, or declarations that could not
    /// be read, including rules that rate connectors.
    partial: bool,
    /// The ratings by rules, by id; empty where there are none.
    ratings: &'a [Outcome],
    /// What one may ask of them, found when it is first asked.
    asked: OnceLock<Vec<(String, Domain)>>,
}

impl<'a> ConnectorSubjects<'a> {
    /// The connectors of a program.
    pub fn new(program: &'a Program) -> Self {
        let subjects = Self::of(&program.universe, &program.scales, &program.criteria, &program.connectors);
        let unread = &program.unread;
        let unsound = |rules: &RuleSet| !rules.sound && &*rules.subject.name == "connector";
        let partial = subjects.partial
            || unread.may_hold_any("connector", |name| program.universe.find(name).is_some())
            || ["rating", "rules"].iter().any(|keyword| unread.may_hold(keyword, RATING_SCALE))
            || unread.may_hold("criteria", "connector")
            || program.rule_sets.iter().any(unsound);
        Self { unread: Some(&program.unread), ratings: &program.ratings, partial, ..subjects }
    }

    /// The connectors of a universe, and their declarations.
    pub fn of(
        universe: &'a Universe,
        scales: &'a List<Scale>,
        criteria: &'a List<Criteria>,
        connectors: &'a List<ConnectorFacts>,
    ) -> Self {
        Self {
            universe,
            unread: None,
            scale: scales.iter().find(|scale| scale.name() == RATING_SCALE),
            criteria: criteria.iter().find(|criteria| criteria.name() == "connector"),
            facts: connectors.iter().filter_map(|facts| Some((facts.connector?, facts))).collect(),
            partial: connectors.iter().any(|facts| facts.connector.is_none() || !facts.sound),
            ratings: &[],
            asked: OnceLock::new(),
        }
    }

    /// The facts of every connector, whatever is declared: including its rating, if there is a scale.
    pub fn builtin(&self) -> Vec<(String, Domain)> {
        let mut facts = vec![
            ("publisher".to_owned(), Domain::Text),
            ("tier".to_owned(), words(Tier::ALL.map(Tier::word))),
            ("kind".to_owned(), words(Kind::ALL.map(Kind::word))),
            ("blockable".to_owned(), Domain::Bool),
            ("action_control".to_owned(), Domain::Bool),
            ("endpoint_filtering".to_owned(), Domain::Bool),
            ("first_seen".to_owned(), Domain::Date),
        ];
        if let Some(scale) = self.scale {
            let levels = scale.levels.iter().map(|level| level.name.clone()).collect();
            facts.push(("rating".to_owned(), Domain::Words(levels, true)));
        }
        facts
    }

    /// Whether anything is declared of a connector.
    pub fn is_declared(&self, id: ConnectorId) -> bool {
        self.facts.contains_key(&id)
    }

    /// Whether a connector without a fact here may have it in a declaration whose name was not found, or that could
    /// not be read.
    pub fn is_partial(&self, name: &str) -> bool {
        self.partial && catalogued(name).is_none()
    }

    /// One fact of a connector, except its rating.
    pub fn known(&self, id: ConnectorId, name: &str) -> Fact<'a> {
        match catalogued(name) {
            Some(read) => read(self.universe, id),
            None => self.facts.get(&id).map_or(Fact::Unknown, |facts| value_of(&facts.criteria, name)),
        }
    }

    /// The rating of a connector: from its declaration, else from rules.
    pub fn rating(&self, id: ConnectorId) -> Fact<'a> {
        if let Some(rated) = self.facts.get(&id).and_then(|facts| facts.rated.as_ref()) {
            return Fact::Word(&rated.level.name);
        }
        let level = self.ratings.get(id.0 as usize).and_then(Outcome::level);
        let level = level.and_then(|level| self.scale?.levels.get(level as usize));
        level.map_or(Fact::Unknown, |level| Fact::Word(&level.name))
    }
}

/// The function that reads a fact of the catalogue; none for facts that the project declares.
fn catalogued(name: &str) -> Option<fn(&Universe, ConnectorId) -> Fact<'_>> {
    Some(match name {
        "publisher" => |all, id| match all.entry(id) {
            Some(entry) if !entry.publisher.is_empty() => Fact::Word(&entry.publisher),
            _unknown => Fact::Unknown,
        },
        "tier" => |all, id| all.entry(id).map_or(Fact::Unknown, |entry| Fact::Word(entry.tier.word())),
        "kind" => |all, id| match all.entry(id) {
            Some(entry) => Fact::Word(entry.kind.word()),
            None if all.is_custom(id) => Fact::Word(Kind::Custom.word()),
            None => Fact::Unknown,
        },
        "blockable" => |all, id| all.entry(id).map_or(Fact::Unknown, |entry| Fact::Bool(entry.blockable)),
        "action_control" => |all, id| all.entry(id).map_or(Fact::Unknown, |entry| Fact::Bool(entry.action_control)),
        "endpoint_filtering" => {
            |all, id| all.entry(id).map_or(Fact::Unknown, |entry| Fact::Bool(entry.endpoint_filtering))
        }
        "first_seen" => |all, id| all.entry(id).and_then(|entry| entry.first_seen).map_or(Fact::Unknown, Fact::Date),
        _declared => return None,
    })
}

fn words(words: impl IntoIterator<Item = &'static str>) -> Domain {
    Domain::Words(words.into_iter().map(Into::into).collect(), false)
}

impl Subjects for ConnectorSubjects<'_> {
    type Id = ConnectorId;

    fn count(&self) -> usize {
        self.universe.len()
    }

    fn noun(&self) -> &'static str {
        "connectors"
    }

    fn facts(&self) -> &[(String, Domain)] {
        self.asked.get_or_init(|| {
            let mut facts = self.builtin();
            if let Some(criteria) = self.criteria {
                facts.extend(criteria.fields.iter().map(|field| (field.symbol.name.to_string(), field.domain.clone())));
            }
            facts
        })
    }

    fn is_unread(&self, name: &str) -> bool {
        let Some(unread) = self.unread else { return false };
        if name == "rating" && self.scale.is_none() {
            // If connectors are rated without a scale, that has been reported.
            // INVARIANT: whether any is rated does not depend on their order.
            return unread.may_hold("scale", RATING_SCALE) || self.facts.values().any(|facts| facts.rated.is_some());
        }
        let known = self.criteria.is_some_and(|all| all.fields.iter().any(|field| &*field.symbol.name == name));
        !known && !BUILTIN.contains(&name) && unread.may_hold("criteria", "connector")
    }

    fn fact<'s>(&'s self, name: &'s str) -> Box<dyn Fn(ConnectorId) -> Fact<'s> + 's> {
        match catalogued(name) {
            Some(read) => Box::new(move |id| read(self.universe, id)),
            None if name == "rating" => Box::new(|id| self.rating(id)),
            None => Box::new(move |id| self.known(id, name)),
        }
    }
}

/// The environments of a program.
#[derive(Debug)]
pub struct EnvironmentSubjects<'a> {
    /// The environments, sorted by symbol.
    pub environments: &'a List<Environment>,
    /// What one may ask of them, found when it is first asked.
    facts: OnceLock<Cow<'a, [(String, Domain)]>>,
}

impl<'a> EnvironmentSubjects<'a> {
    /// Those of a program.
    pub const fn new(environments: &'a List<Environment>) -> Self {
        Self { environments, facts: OnceLock::new() }
    }

    /// Some of them, of which one may ask what one may ask of all.
    pub fn among(environments: &'a List<Environment>, all: &'a EnvironmentSubjects<'_>) -> Self {
        Self { environments, facts: OnceLock::from(Cow::Borrowed(all.facts())) }
    }

    /// What one may ask of them, where that has been asked.
    pub fn into_facts(self) -> Option<Vec<(String, Domain)>> {
        self.facts.into_inner().map(Cow::into_owned)
    }
}

impl Subjects for EnvironmentSubjects<'_> {
    type Id = EnvironmentId;

    fn count(&self) -> usize {
        self.environments.len()
    }

    fn noun(&self) -> &'static str {
        "environments"
    }

    fn facts(&self) -> &[(String, Domain)] {
        // Many environments share few values.
        let names = |named: fn(&Environment) -> Option<&str>| {
            let names: FxHashSet<&str> = self.environments.iter().filter_map(named).collect();
            let mut names: Vec<EcoString> = names.into_iter().map(Into::into).collect();
            names.sort_unstable();
            Domain::Words(names, false)
        };
        let find = || {
            let ((region, group), access) = rayon::join(
                || {
                    let region = with_catalogue(names(|environment| Some(&environment.region.as_ref()?.name)));
                    (region, names(|environment| Some(&environment.group.as_ref()?.symbol.name)))
                },
                || names(|environment| Some(&environment.access.as_ref()?.symbol.name)),
            );
            let kinds =
                words(["production", "sandbox", "trial", "subscription_trial", "developer", "default", "teams"]);
            Cow::Owned(vec![
                ("type".to_owned(), kinds),
                ("region".to_owned(), region),
                ("managed".to_owned(), Domain::Bool),
                ("dataverse".to_owned(), Domain::Bool),
                ("group".to_owned(), group),
                ("access".to_owned(), access),
            ])
        };
        self.facts.get_or_init(find)
    }

    fn fact<'s>(&'s self, name: &'s str) -> Box<dyn Fn(EnvironmentId) -> Fact<'s> + 's> {
        let read: fn(&Environment) -> Fact<'_> = reader_of(name);
        Box::new(move |id| self.environments.get(id.0 as usize).map_or(Fact::Unknown, read))
    }
}

/// The regions that environments may be in: the known ones too, whether or not an environment is declared there.
fn with_catalogue(declared: Domain) -> Domain {
    let Domain::Words(mut words, ordered) = declared else { return declared };
    words.extend(REGIONS.iter().map(|region| EcoString::from(region.word)));
    words.sort_unstable();
    words.dedup();
    Domain::Words(words, ordered)
}

/// A fact of an environment.
pub fn of_environment<'e>(environment: &'e Environment, name: &str) -> Fact<'e> {
    reader_of(name)(environment)
}

/// The function that reads a fact of an environment.
fn reader_of(name: &str) -> fn(&Environment) -> Fact<'_> {
    match name {
        "type" => |one| one.kind.map_or(Fact::Unknown, |kind| Fact::Word(kind.word())),
        "region" => |one| one.region.as_ref().map_or(Fact::Unknown, |region| Fact::Word(&region.name)),
        "managed" => |one| Fact::Bool(one.managed),
        "dataverse" => |one| Fact::Bool(one.dataverse.is_some()),
        "group" => |one| one.group.as_ref().map_or(Fact::Unknown, |group| Fact::Word(&group.symbol.name)),
        "access" => |one| one.access.as_ref().map_or(Fact::Unknown, |access| Fact::Word(&access.symbol.name)),
        _other => |_| Fact::Unknown,
    }
}
