//! Everything but data policies.

use crate::catalog::Kind;
use crate::emit::Job;
use crate::emit::connectors::Connectors;
use crate::emit::ids::{self, IdSource};
use crate::emit::json::Json;
use crate::model::condition::Operand;
use crate::model::program::{ConnectorFacts, Criteria, CriterionValue, Domain, Field, Head, Program, Reference, Text};
use crate::model::{ConnectorId, Universe};

/// A connector that the list speaks of, and what is declared of it.
#[derive(Clone, Copy)]
pub(super) struct Listed<'p> {
    pub(super) id: ConnectorId,
    pub(super) facts: Option<&'p ConnectorFacts>,
}

/// Connectors that are declared, and those that the catalogue does not have; by symbol.
pub(super) fn listed<'p>(program: &'p Program, connectors: &Connectors) -> Vec<Listed<'p>> {
    let declared =
        program.connectors.iter().filter_map(|facts| Some(Listed { id: facts.connector?, facts: Some(facts) }));
    let mut listed: Vec<Listed<'p>> = declared.collect();
    listed.sort_by_key(|entry| connectors.rank(entry.id));
    listed.dedup_by_key(|entry| entry.id);
    let mut foreign = connectors.visible.clone().minus(&connectors.catalogued);
    for entry in &listed {
        foreign.remove(entry.id);
    }
    listed.extend(foreign.iter().map(|id| Listed { id, facts: None }));
    listed.sort_by_key(|entry| connectors.rank(entry.id));
    listed
}

/// The criteria of a connector, by name: their order has no meaning.
pub(super) fn values(facts: &ConnectorFacts) -> Vec<&CriterionValue> {
    let mut values: Vec<&CriterionValue> = facts.criteria.iter().collect();
    values.sort_by(|a, b| a.field.name.cmp(&b.field.name));
    values
}

/// The fields of a set of criteria, by name.
pub(super) fn fields(criteria: &Criteria) -> Vec<&Field> {
    let mut fields: Vec<&Field> = criteria.fields.iter().collect();
    fields.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
    fields
}

pub(super) fn connectors(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors) {
    let universe = &job.program.universe;
    for Listed { id, facts } in listed(job.program, connectors) {
        let custom = facts.filter(|facts| facts.custom);
        json.object(|json| {
            json.key("criteria").list(|json| {
                for value in facts.map(values).unwrap_or_default() {
                    json.object(|json| {
                        json.key("name").string(&value.field.name);
                        operand(json.key("value"), &value.value);
                    });
                }
            });
            json.key("description").string(facts.map_or("", |facts| &facts.head.description));
            let name = custom.and_then(|facts| facts.name.as_ref()).map(|name| &*name.name);
            json.key("displayName").string(name.unwrap_or_else(|| universe.display_name(id)));
            let environment = facts.and_then(|facts| facts.environment.as_ref());
            json.key("environment").optional(environment.map(symbol));
            json.key("host").optional(facts.and_then(|facts| facts.host.as_ref()).map(|host| &*host.name));
            let wire = match custom {
                Some(facts) => ids::custom(job, facts),
                None => Some(universe.wire_id(id).into_owned()),
            };
            json.key("id").optional(wire.as_deref());
            json.key("kind").string(kind(universe, id));
            match facts.and_then(|facts| facts.rated.as_ref()) {
                Some(rated) => json.key("rating").object(|json| {
                    json.key("level").string(&rated.level.name);
                    json.key("reason").optional(rated.reason.as_ref().map(|reason| &*reason.name));
                }),
                None => json.key("rating").null(),
            }
            match facts.and_then(|facts| facts.review) {
                Some(interval) => json.key("review").object(|json| {
                    json.key("count").number(interval.count as usize);
                    json.key("unit").string(interval.unit);
                }),
                None => json.key("review").null(),
            }
            let reviewed = facts.and_then(|facts| facts.reviewed);
            json.key("reviewed").optional(reviewed.map(|(day, _)| day.to_string()).as_deref());
            json.key("symbol").raw(connectors.text(id));
        });
    }
}

fn kind(universe: &Universe, id: ConnectorId) -> &'static str {
    match universe.entry(id) {
        Some(entry) => entry.kind.word(),
        None if universe.is_custom(id) => Kind::Custom.word(),
        None => "unknown",
    }
}

fn operand(json: &mut Json<'_>, operand: &Operand) {
    match operand {
        Operand::Bool(value) => json.boolean(*value),
        Operand::Word(word) | Operand::Text(word) => json.string(word),
        Operand::Integer(number) => json.integer(*number),
        Operand::Date(day) => json.string(&day.to_string()),
        Operand::Range(..) => json.string(&operand.shown()),
        Operand::List(words) => json.list(|json| words.iter().for_each(|word| json.string(word))),
    }
}

pub(super) fn criteria(json: &mut Json<'_>, program: &Program) {
    for criteria in &program.criteria {
        json.object(|json| {
            json.key("description").string(&criteria.head.description);
            json.key("fields").list(|json| {
                for field in fields(criteria) {
                    json.object(|json| {
                        json.key("description").string(&field.description);
                        json.key("domain").object(|json| domain(json, &field.domain));
                        json.key("name").string(&field.symbol.name);
                    });
                }
            });
            json.key("subject").string(&criteria.head.symbol.name);
        });
    }
}

fn domain(json: &mut Json<'_>, domain: &Domain) {
    match domain {
        Domain::Bool => json.key("kind").string("bool"),
        Domain::Date => json.key("kind").string("date"),
        Domain::Text => json.key("kind").string("text"),
        Domain::Integer(low, high) => {
            json.key("kind").string("integer");
            for (key, end) in [("max", high), ("min", low)] {
                match end {
                    Some(end) => json.key(key).integer(*end),
                    None => json.key(key).null(),
                }
            }
        }
        Domain::Some(words) => {
            json.key("kind").string("some");
            let mut words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
            words.sort_unstable();
            words.dedup();
            json.key("words").strings(words);
        }
        Domain::Words(words, ordered) => {
            json.key("kind").string("words");
            json.key("ordered").boolean(*ordered);
            let mut words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
            if !ordered {
                words.sort_unstable();
                words.dedup();
            }
            json.key("words").strings(words);
        }
    }
}

pub(super) fn environment_groups(json: &mut Json<'_>, job: Job<'_>) {
    for group in &job.program.environment_groups {
        json.object(|json| {
            json.key("description").string(&group.head.description);
            json.key("displayName").string(display_name(&group.head, group.name.as_ref()));
            identity(json, ids::bound(&group.head, group.id.as_ref(), &job.settings.bindings.environment_groups));
            json.key("sharing").object(|json| {
                json.key("groups").boolean(group.share_with_groups);
                match group.share_limit {
                    Some(limit) => json.key("limit").number(limit as usize),
                    None => json.key("limit").null(),
                }
            });
            json.key("solutionChecker").string(group.solution_checker);
            json.key("symbol").string(&group.head.symbol.name);
            json.key("usageInsights").boolean(group.usage_insights);
            json.key("welcome").optional(group.welcome.as_ref().map(|text| &*text.name));
        });
    }
}

pub(super) fn environments(json: &mut Json<'_>, job: Job<'_>) {
    for environment in &job.program.environments {
        json.object(|json| {
            json.key("access").optional(environment.access.as_ref().map(symbol));
            match &environment.dataverse {
                Some(dataverse) => json.key("dataverse").object(|json| {
                    json.key("currency").string(&dataverse.currency);
                    json.key("domain").optional(dataverse.domain.as_ref().map(|text| &*text.name));
                    json.key("language").number(dataverse.language as usize);
                }),
                None => json.key("dataverse").null(),
            }
            json.key("description").string(&environment.head.description);
            json.key("displayName").string(environment.display_name());
            json.key("group").optional(environment.group.as_ref().map(symbol));
            identity(json, ids::environment(environment, job.settings.bindings));
            json.key("managed").boolean(environment.managed);
            json.key("region").optional(environment.region.as_ref().map(|region| &*region.name));
            json.key("symbol").string(&environment.head.symbol.name);
            json.key("type").string(environment.kind);
        });
    }
}

pub(super) fn groups(json: &mut Json<'_>, job: Job<'_>) {
    for group in &job.program.groups {
        json.object(|json| {
            json.key("description").string(&group.head.description);
            json.key("displayName").string(display_name(&group.head, group.name.as_ref()));
            identity(json, ids::bound(&group.head, group.id.as_ref(), &job.settings.bindings.groups));
            json.key("kind").string(group.kind);
            json.key("symbol").string(&group.head.symbol.name);
        });
    }
}

pub(super) fn scales(json: &mut Json<'_>, program: &Program) {
    for scale in &program.scales {
        json.object(|json| {
            json.key("description").string(&scale.head.description);
            json.key("levels").strings(scale.levels.iter().map(|level| &*level.name));
            json.key("symbol").string(&scale.head.symbol.name);
        });
    }
}

/// `id` and `idSource`.
pub(super) fn identity(json: &mut Json<'_>, bound: Option<(&str, IdSource)>) {
    json.key("id").optional(bound.map(|(id, _)| id));
    json.key("idSource").optional(bound.map(|(_, source)| source.word()));
}

fn display_name<'p>(head: &'p Head, name: Option<&'p Text>) -> &'p str {
    name.map_or(&*head.symbol.name, |name| &*name.name)
}

fn symbol(reference: &Reference) -> &str {
    &reference.symbol.name
}
