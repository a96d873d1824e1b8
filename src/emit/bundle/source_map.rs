//! The source map: from the bundle to the source.
//!
//! `places` has a place for each part of the bundle that stands somewhere, by JSON pointer. `elements` has those
//! of list members, as line and column in the order of the list, by the pointer of the list; they are many, and so
//! written short: a third number says how many members in a row have that place. `files` names the files, with the digest of their text. Line ends count as line
//! feeds there, so that a source with other line ends gives the same map.

use std::fmt::Write as _;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::declarations::{fields, listed};
use super::members::Places;
use super::places::{Locator, Place};
use super::policy::sorted_rules;
use super::rules::Regions;
use super::source_map_apps::rules_of;
use crate::emit::connectors::Connectors;
use crate::emit::json::Json;
use crate::emit::normal::{action_rules, endpoint_rules, explicit, sorted_actions};
use crate::emit::store::hex;
use crate::emit::{Job, SCHEMA_VERSION};
use crate::model::facts::{ConnectorSubjects, RATING_SCALE};
use crate::model::program::{Head, Reference, Targets, Text};
use crate::model::{DataGroup, DataPolicy, EnvironmentId, Scope};
use crate::text::{Location, Source};

pub(super) fn document(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, regions: &Regions, schema: &str) {
    let mut map = Map { job, connectors, regions, locator: Locator::new(job.sources), pointer: String::new() };
    json.object(|json| {
        json.key("$schema").string(schema);
        json.key("elements").object(|json| map.elements(json));
        json.key("files").list(|json| files(json, job.sources.as_slice()));
        json.key("places").object(|json| map.places(json));
        json.key("reasons").object(|json| map.reasons(json));
        json.key("schemaVersion").string(SCHEMA_VERSION);
    });
}

fn files(json: &mut Json<'_>, sources: &[Source]) {
    let digests: Vec<String> = sources.par_iter().map(|source| digest(source.text())).collect();
    for (source, digest) in sources.iter().zip(&digests) {
        json.object(|json| {
            json.key("name").string(source.path());
            json.key("sha256").string(digest);
        });
    }
}

fn digest(text: &str) -> String {
    let mut hash = Sha256::new();
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr(b'\r', rest) {
        let (before, behind) = rest.split_at(at);
        hash.update(before);
        hash.update(b"\n");
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\r")).unwrap_or_default();
    }
    hash.update(rest);
    hex(hash)
}

pub(super) struct Map<'a> {
    pub(super) job: Job<'a>,
    connectors: &'a Connectors,
    pub(super) regions: &'a Regions,
    locator: Locator<'a>,
    /// The pointer of the part at hand, without its last step.
    pointer: String,
}

impl Map<'_> {
    fn elements(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        let subjects = ConnectorSubjects::new(program);
        let mut places = Places::new(program);
        for index in order_of_keys(program.policies.len()) {
            if let Some(policy) = program.policies.get(index) {
                self.policy_elements(json, &subjects, &mut places, index, policy);
            }
        }
        for index in order_of_keys(program.scales.len()) {
            if let Some(scale) = program.scales.get(index) {
                self.at(format_args!("/scales/{index}"));
                self.list(json, "/levels", scale.levels.iter().map(|level| level.location));
            }
        }
    }

    fn policy_elements(
        &mut self,
        json: &mut Json<'_>,
        subjects: &ConnectorSubjects<'_>,
        places: &mut Places,
        index: usize,
        policy: &DataPolicy,
    ) {
        let program = self.job.program;
        let rules = sorted_rules(policy, self.connectors);
        for number in order_of_keys(rules.len()) {
            let Some(rules) = rules.get(number) else { continue };
            self.at(format_args!("/dataPolicies/{index}/connectorRules/{number}"));
            if let Some(actions) = action_rules(rules) {
                let sorted = sorted_actions(actions);
                self.list(json, "/actions/rules", sorted.iter().map(|rule| rule.action.location));
            }
            if let Some(endpoints) = endpoint_rules(rules) {
                self.list(json, "/endpoints", endpoints.rules.iter().map(|rule| rule.endpoint.location));
            }
        }
        self.at(format_args!("/dataPolicies/{index}"));
        let groups = explicit(program, policy);
        for group in [DataGroup::Blocked, DataGroup::Business, DataGroup::NonBusiness] {
            let Some(members) = groups.get(group.index()).filter(|members| !members.is_empty()) else { continue };
            places.find(program, subjects, policy, group, members);
            let sorted = self.connectors.sorted(members);
            let locations = sorted.into_iter().filter_map(|id| places.get(id));
            self.list(json, &format!("/groups/{}", group.word()), locations);
        }
        self.scope_elements(json, &policy.scope);
        self.list(json, "/urlPatterns", policy.patterns.iter().map(|pattern| pattern.location));
    }

    fn scope_elements(&mut self, json: &mut Json<'_>, scope: &Scope) {
        let locations: Vec<Location> = match scope {
            Scope::All => Vec::new(),
            Scope::AllExcept(targets) | Scope::Only(targets) => target_locations(targets),
            Scope::Environment(reference) => vec![reference.symbol.location],
        };
        self.list(json, "/scope/environments", locations.into_iter());
    }

    fn places(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        let ratings = rules_of(program, RATING_SCALE, "connector");
        self.app_places(json);
        self.unit_places(json);
        let listed = listed(program, self.connectors);
        for index in order_of_keys(listed.len()) {
            let Some(facts) = listed.get(index).and_then(|entry| entry.facts) else { continue };
            self.declaration(json, "connectors", index, &facts.head);
            self.criteria_values(json, &facts.criteria);
            self.text(json, "/displayName", facts.name.as_ref());
            self.reference(json, "/environment", facts.environment.as_ref());
            self.text(json, "/host", facts.host.as_ref());
            self.text(json, "/id", facts.id.as_ref());
            if let Some(rated) = &facts.rated {
                self.put(json, "/rating", rated.level.location);
                self.text(json, "/rating/reason", rated.reason.as_ref());
            } else if let Some(outcome) = facts.connector.and_then(|id| program.ratings.get(id.0 as usize)) {
                self.outcome(json, "/rating", ratings, outcome);
            }
            if let Some((_, location)) = facts.reviewed {
                self.put(json, "/reviewed", location);
            }
        }
        self.control_places(json);
        for index in order_of_keys(program.criteria.len()) {
            let Some(criteria) = program.criteria.get(index) else { continue };
            self.declaration(json, "criteria", index, &criteria.head);
            let fields = fields(criteria);
            for number in order_of_keys(fields.len()) {
                if let Some(field) = fields.get(number) {
                    self.put(json, &format!("/fields/{number}"), field.symbol.location);
                }
            }
            if let Some(first) = criteria.impossible.iter().map(|one| one.location).min() {
                self.put(json, "/impossible", first);
            }
        }
        for index in order_of_keys(program.policies.len()) {
            if let Some(policy) = program.policies.get(index) {
                self.policy_places(json, index, policy);
            }
        }
        self.duty_places(json);
        self.other_places(json);
    }

    fn policy_places(&mut self, json: &mut Json<'_>, index: usize, policy: &DataPolicy) {
        self.declaration(json, "dataPolicies", index, &policy.head);
        let rules = sorted_rules(policy, self.connectors);
        for number in order_of_keys(rules.len()) {
            let Some(rules) = rules.get(number) else { continue };
            self.put(json, &format!("/connectorRules/{number}"), rules.location);
            if let Some(actions) = action_rules(rules) {
                self.put(json, &format!("/connectorRules/{number}/actions"), actions.location);
                if let Some(rest) = actions.rest_location {
                    self.put(json, &format!("/connectorRules/{number}/actions/default"), rest);
                }
            }
            if let Some(endpoints) = endpoint_rules(rules) {
                self.put(json, &format!("/connectorRules/{number}/endpoints"), endpoints.location);
            }
        }
        self.text(json, "/displayName", policy.name.as_ref());
        for group in [DataGroup::Blocked, DataGroup::Business, DataGroup::NonBusiness] {
            let clause = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref());
            if let Some(expression) = clause {
                self.put(json, &format!("/groups/{}", group.word()), expression.location());
            }
        }
        self.text(json, "/id", policy.id.as_ref());
        if let Some(rest) = policy.groups.iter().find_map(|clause| clause.rest) {
            self.put(json, "/rest", rest);
        }
        match &policy.scope {
            Scope::All => {}
            Scope::AllExcept(targets) | Scope::Only(targets) => self.put(json, "/scope", targets.location),
            Scope::Environment(reference) => self.put(json, "/scope", reference.symbol.location),
        }
        if let Some(location) = policy.patterns_location {
            self.put(json, "/urlPatterns", location);
        }
    }

    fn other_places(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        for index in order_of_keys(program.environment_groups.len()) {
            let Some(group) = program.environment_groups.get(index) else { continue };
            self.declaration(json, "environmentGroups", index, &group.head);
            self.text(json, "/displayName", group.name.as_ref());
            self.text(json, "/id", group.id.as_ref());
            self.text(json, "/welcome", group.welcome.as_ref());
        }
        for index in order_of_keys(program.environments.len()) {
            let Some(environment) = program.environments.get(index) else { continue };
            self.declaration(json, "environments", index, &environment.head);
            self.reference(json, "/access", environment.access.as_ref());
            self.reference(json, "/criticity", environment.ceiling.as_ref());
            let domain = environment.dataverse.as_ref().and_then(|dataverse| dataverse.domain.as_ref());
            self.text(json, "/dataverse/domain", domain);
            self.text(json, "/displayName", environment.name.as_ref());
            self.reference(json, "/group", environment.group.as_ref());
            self.text(json, "/id", environment.id.as_ref());
            self.text(json, "/region", environment.region.as_ref());
            self.put(json, "/type", environment.kind_location);
        }
        for index in order_of_keys(program.groups.len()) {
            let Some(group) = program.groups.get(index) else { continue };
            self.declaration(json, "groups", index, &group.head);
            self.text(json, "/displayName", group.name.as_ref());
            self.text(json, "/id", group.id.as_ref());
            self.group_places(json, &group.owners, &group.members);
            self.text(json, "/rule", group.rule.as_ref());
        }
        self.offer_places(json);
        self.role_places(json);
        self.rule_places(json);
        for index in order_of_keys(program.scales.len()) {
            let Some(scale) = program.scales.get(index) else { continue };
            self.declaration(json, "scales", index, &scale.head);
        }
        self.people_places(json);
    }

    pub(super) fn at(&mut self, pointer: std::fmt::Arguments<'_>) {
        self.pointer.clear();
        // INVARIANT: a string takes every text.
        let _ = self.pointer.write_fmt(pointer);
    }

    pub(super) fn declaration(&mut self, json: &mut Json<'_>, list: &str, index: usize, head: &Head) {
        self.at(format_args!("/{list}/{index}"));
        self.put(json, "", head.symbol.location);
    }

    pub(super) fn text(&mut self, json: &mut Json<'_>, step: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.put(json, step, text.location);
        }
    }

    pub(super) fn reference(&mut self, json: &mut Json<'_>, step: &str, reference: Option<&Reference>) {
        if let Some(reference) = reference {
            self.put(json, step, reference.symbol.location);
        }
    }

    pub(super) fn put(&mut self, json: &mut Json<'_>, step: &str, location: Location) {
        let Some(Place { file, line, column }) = self.locator.place(location) else { return };
        let length = self.pointer.len();
        self.pointer.push_str(step);
        json.key(&self.pointer).object(|json| {
            json.key("column").number(column as usize);
            json.key("file").number(file as usize);
            json.key("line").number(line as usize);
        });
        self.pointer.truncate(length);
    }

    /// The places of a list's members. They stand in one file, that of the declaration.
    pub(super) fn list(&mut self, json: &mut Json<'_>, step: &str, locations: impl Iterator<Item = Location>) {
        let mut locations = locations.peekable();
        let Some(first) = locations.peek().copied() else { return };
        let length = self.pointer.len();
        self.pointer.push_str(step);
        let locator = &mut self.locator;
        json.key(&self.pointer).object(|json| {
            json.key("file").number(first.file.index());
            json.key("places").list(|json| {
                let mut waiting: Option<(Place, usize)> = None;
                for place in locations.filter_map(|location| locator.place(location)) {
                    match &mut waiting {
                        Some((before, count)) if *before == place => *count += 1,
                        _other => {
                            run(json, waiting);
                            waiting = Some((place, 1));
                        }
                    }
                }
                run(json, waiting);
            });
        });
        self.pointer.truncate(length);
    }
}

/// A place that stands for one member or several in a row.
fn run(json: &mut Json<'_>, places: Option<(Place, usize)>) {
    let Some((place, count)) = places else { return };
    json.list(|json| {
        json.number(place.line as usize);
        json.number(place.column as usize);
        if count > 1 {
            json.number(count);
        }
    });
}

/// Where the environments of a scope stand: each its own word, else the condition that selects it.
fn target_locations(targets: &Targets) -> Vec<Location> {
    let named = targets.references.iter().filter_map(|word| Some((word.target?, word.symbol.location)));
    let mut named: Vec<(u32, Location)> = named.collect();
    named.sort_unstable();
    let place = |id: &EnvironmentId| {
        let first = named.partition_point(|(target, _)| *target < id.0);
        named.get(first).filter(|(target, _)| *target == id.0).map_or(targets.location, |(_, location)| *location)
    };
    targets.resolved.iter().map(place).collect()
}

/// The numbers below `count` in the order of their digits, which is the order of keys: 0, 1, 10, 11, 2.
pub(super) fn order_of_keys(count: usize) -> Vec<usize> {
    let mut order = Vec::with_capacity(count);
    let mut waiting: Vec<usize> = (0..count.min(10)).rev().collect();
    while let Some(number) = waiting.pop() {
        order.push(number);
        if number > 0 {
            waiting.extend((number * 10..(number * 10 + 10).min(count)).rev());
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{digest, order_of_keys};

    #[test]
    fn numbers_come_in_the_order_of_their_digits() {
        for count in [0, 1, 9, 10, 11, 100, 101, 1234] {
            let mut expected: Vec<usize> = (0..count).collect();
            expected.sort_by_key(ToString::to_string);
            assert_eq!(order_of_keys(count), expected);
        }
    }

    #[test]
    fn line_ends_do_not_change_a_digest() {
        let texts = ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc", "a\rb\n\r\nc"];
        let digests: std::collections::BTreeSet<String> = texts.iter().map(|text| digest(text)).collect();
        assert_eq!(digests.len(), 1);
        assert_ne!(digest("a\n"), digest("a"));
    }
}
