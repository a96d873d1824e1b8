//! Everything but data policies.

use super::apps::level;
use super::environment_rules;
use super::organisation::{names, write_parties};
use super::rules::{Regions, operand};
use crate::catalog::Kind;
use crate::emit::connectors::Connectors;
use crate::emit::ids::{self, IdSource};
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::criticity::Outcome;
use crate::model::facts::RATING_SCALE;
use crate::model::program::{
    ConnectorFacts, Criteria, CriterionValue, Domain, Field, GroupKind, Head, Interval, Program, Reference, Text,
};
use crate::model::{ConnectorId, Universe};
use crate::syntax::literal::Decimal;
use crate::text::Location;

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

/// The values of criteria, by name: their order has no meaning.
pub(super) fn values(criteria: &[CriterionValue]) -> Vec<&CriterionValue> {
    let mut values: Vec<&CriterionValue> = criteria.iter().collect();
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
            values_of(json, facts.map(|facts| facts.criteria.as_slice()).unwrap_or_default());
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
            let ruled = job.program.ratings.get(id.0 as usize).and_then(Outcome::level);
            match (facts.and_then(|facts| facts.rated.as_ref()), ruled.and_then(|level| risk(job.program, level))) {
                (Some(rated), _) => rating(json, &rated.level.name, rated.reason.as_ref(), "connector"),
                (None, Some(level)) => rating(json, level, None, "rules"),
                (None, None) => json.key("rating").null(),
            }
            json.key("review");
            every(json, facts.and_then(|facts| facts.review));
            let reviewed = facts.and_then(|facts| facts.reviewed);
            json.key("reviewed").optional(reviewed.map(|(day, _)| day.to_string()).as_deref());
            json.key("symbol").raw(connectors.text(id));
        });
    }
}

/// The values of criteria, as JSON.
pub(super) fn values_of(json: &mut Json<'_>, criteria: &[CriterionValue]) {
    json.key("criteria").list(|json| {
        for value in values(criteria) {
            json.object(|json| {
                json.key("name").string(&value.field.name);
                operand(json.key("value"), &value.value);
            });
        }
    });
}

/// A rating; `by` says whether the connector states it or rules give it.
fn rating(json: &mut Json<'_>, level: &str, reason: Option<&Text>, by: &str) {
    json.key("rating").object(|json| {
        json.key("by").string(by);
        json.key("level").string(level);
        json.key("reason").optional(reason.map(|reason| &*reason.name));
    });
}

/// The name of a level of connectors.
fn risk(program: &Program, level: u32) -> Option<&str> {
    let scale = program.scales.iter().find(|scale| scale.name() == RATING_SCALE)?;
    scale.levels.get(level as usize).map(|level| &*level.name)
}

/// A span of time; `null` where there is none.
pub(super) fn every(json: &mut Json<'_>, interval: Option<Interval>) {
    match interval {
        Some(interval) => json.object(|json| {
            json.key("count").number(interval.count as usize);
            json.key("unit").string(interval.unit);
        }),
        None => json.null(),
    }
}

fn kind(universe: &Universe, id: ConnectorId) -> &'static str {
    match universe.entry(id) {
        Some(entry) => entry.kind.word(),
        None if universe.is_custom(id) => Kind::Custom.word(),
        None => "unknown",
    }
}

pub(super) fn criteria(json: &mut Json<'_>, program: &Program, regions: &Regions) {
    for (index, criteria) in program.criteria.iter().enumerate() {
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
            regions.impossible(json, index, &criteria.impossible);
            json.key("subject").string(&criteria.head.symbol.name);
        });
    }
}

fn domain(json: &mut Json<'_>, domain: &Domain) {
    match domain {
        Domain::Bool => json.key("kind").string("bool"),
        Domain::Date => json.key("kind").string("date"),
        Domain::Text => json.key("kind").string("text"),
        Domain::Decimal(places, low, high) => {
            let end = |units: &Option<i64>| units.map(|units| Decimal { units, places: *places }.to_string());
            json.key("kind").string("decimal");
            json.key("max").optional(end(high).as_deref());
            json.key("min").optional(end(low).as_deref());
            json.key("places").integer(i64::from(*places));
        }
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
            json.key("ai");
            environment_rules::ai(json, &group.ai);
            environment_rules::flag(json.key("aiDescriptions"), group.ai_descriptions);
            environment_rules::number(json.key("backupDays"), group.backup_days);
            json.key("connectorPolicies").string(connector_policies(group.allow_lists_only));
            json.key("contentSecurity");
            environment_rules::content_security(json, group.content_security.as_ref());
            json.key("description").string(&group.head.description);
            json.key("displayName").string(display_name(&group.head, group.name.as_ref()));
            identity(json, ids::environment_group(group, job.settings.bindings));
            json.key("managed");
            environment_rules::managed(json, &group.managed);
            json.key("symbol").string(&group.head.symbol.name);
            json.key("welcome").optional(group.welcome.as_ref().map(|text| &*text.name));
            json.key("welcomeUrl").optional(group.welcome_url.as_ref().map(|text| &*text.name));
        });
    }
}

/// Which policies are evaluated for connectors, in the words of the source.
const fn connector_policies(allow_lists_only: Option<Location>) -> &'static str {
    if allow_lists_only.is_some() { "allow_list_only" } else { "both" }
}

pub(super) fn environments(json: &mut Json<'_>, job: Job<'_>) {
    for environment in &job.program.environments {
        json.object(|json| {
            json.key("access").optional(environment.access.as_ref().map(symbol));
            json.key("ai");
            environment_rules::ai(json, &environment.ai);
            json.key("audit");
            environment_rules::audit(json, environment.audit.as_ref());
            json.key("cadence").optional(environment.cadence.map(|(word, _)| word));
            json.key("connectorPolicies").string(connector_policies(environment.allow_lists_only));
            let ceiling = environment.ceiling.as_ref().and_then(|ceiling| ceiling.target);
            json.key("criticity").optional(ceiling.and_then(|index| level(job.program, index)));
            match &environment.dataverse {
                Some(dataverse) => json.key("dataverse").object(|json| {
                    environment_rules::flag(json.key("administrationMode"), dataverse.administration_mode);
                    environment_rules::flag(json.key("backgroundOperations"), dataverse.background_operations);
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
            json.key("managedSettings");
            match &environment.managed_settings {
                Some(settings) => environment_rules::managed(json, settings),
                None => json.null(),
            }
            json.key("owner").optional(environment.owner.as_ref().map(symbol));
            json.key("region").optional(environment.region.as_ref().map(|region| &*region.name));
            json.key("releaseCycle").optional(environment.release_cycle.map(|(word, _)| word));
            json.key("symbol").string(&environment.head.symbol.name);
            json.key("terraform");
            environment_rules::provider(json, &environment.provider);
            json.key("type").string(environment.type_word());
        });
    }
}

pub(super) fn groups(json: &mut Json<'_>, job: Job<'_>) {
    for group in &job.program.groups {
        json.object(|json| {
            json.key("classification").optional(group.classification.as_ref().map(|class| &*class.name));
            json.key("description").string(&group.head.description);
            json.key("displayName").string(display_name(&group.head, group.name.as_ref()));
            json.key("expires").boolean(group.expires);
            identity(json, ids::group(group, job.settings.bindings));
            json.key("kind").optional(group.kind.map(GroupKind::word));
            json.key("mailNickname").optional(group.mail_nickname.as_ref().map(|name| &*name.name));
            write_parties(json.key("members"), &group.members);
            names(json.key("owners"), &group.owners);
            json.key("roleAssignable").boolean(group.role_assignable.is_some());
            json.key("rule").optional(group.rule.as_ref().map(|rule| &*rule.name));
            json.key("ruleActive").boolean(group.rule_active);
            json.key("symbol").string(&group.head.symbol.name);
            json.key("visibility").optional(group.visibility.map(|(word, _)| word));
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

pub(super) fn display_name<'p>(head: &'p Head, name: Option<&'p Text>) -> &'p str {
    name.map_or(&*head.symbol.name, |name| &*name.name)
}

pub(super) fn symbol<I>(reference: &Reference<I>) -> &str {
    &reference.symbol.name
}
