//! The envelope of the second governance API: the policy, and two separate documents of rules.

use std::collections::BTreeMap;

use super::fields::Fields;
use super::json::below;
use super::neutral::{ConnectorEntry, Group, Outcome, Pattern, Policy};
use super::notes::{Fault, Notes};
use super::value::Value;
use super::{power_platform_v1 as v1, rules, words};

/// Reads one envelope.
pub(super) fn read(item: &Value, place: &str, notes: &mut Notes) -> Result<Policy, Fault> {
    let mut envelope = Fields::of(item, place)?;
    let Some(definition) = envelope.object("policyDefinition")? else {
        return Err(Fault::new(place, "`policyDefinition` is missing"));
    };
    let mut policy = v1::definition(definition, notes)?;
    place.clone_into(&mut policy.place);
    if let Some(configurations) = envelope.object("connectorConfigurationsDefinition")? {
        read_configurations(configurations, &mut policy, notes)?;
    }
    if let Some(patterns) = envelope.object("customConnectorUrlPatternsDefinition")? {
        read_patterns(patterns, &mut policy, notes)?;
    }
    envelope.finish(notes);
    Ok(policy)
}

/// The document of rules for connectors.
pub(super) fn read_configurations(mut fields: Fields, policy: &mut Policy, notes: &mut Notes) -> Result<(), Fault> {
    let mark = notes.mark();
    let mut by_id: BTreeMap<String, ConnectorEntry> = BTreeMap::new();
    let place = fields.at("connectorActionConfigurations");
    for (index, item) in fields.list("connectorActionConfigurations")?.unwrap_or_default().iter().enumerate() {
        let mut configuration = Fields::of(item, below(&place, index))?;
        let id = rules::id(&mut configuration, "connectorId", notes)?;
        let actions = rules::actions(&mut configuration, &rules::PLATFORM, notes)?;
        if let (Some(id), Some(actions)) = (id, actions)
            && entry_of(&mut by_id, id).actions.replace(actions).is_some()
        {
            tell_twice(id, &configuration.place, notes);
        }
        configuration.finish(notes);
    }
    let place = fields.at("endpointConfigurations");
    for (index, item) in fields.list("endpointConfigurations")?.unwrap_or_default().iter().enumerate() {
        let mut configuration = Fields::of(item, below(&place, index))?;
        let id = rules::id(&mut configuration, "connectorId", notes)?;
        let endpoints = rules::endpoints(&mut configuration, &rules::PLATFORM, notes)?;
        if let Some(id) = id
            && !endpoints.is_empty()
            && !std::mem::replace(&mut entry_of(&mut by_id, id).endpoints, endpoints).is_empty()
        {
            tell_twice(id, &configuration.place, notes);
        }
        configuration.finish(notes);
    }
    fields.finish(notes);
    attach(policy, by_id);
    policy.hold_back(notes.unknown_since(mark));
    Ok(())
}

fn entry_of<'e>(by_id: &'e mut BTreeMap<String, ConnectorEntry>, id: &str) -> &'e mut ConnectorEntry {
    let new = || ConnectorEntry { wire_id: id.to_owned(), ..ConnectorEntry::default() };
    by_id.entry(id.to_ascii_lowercase()).or_insert_with(new)
}

fn tell_twice(id: &str, place: &str, notes: &mut Notes) {
    let why = "the connector has such rules twice; the later ones are written";
    notes.add(Outcome::Doubtful, place, format!("rules of connector `{id}`"), why);
}

/// Adds rules to the connector in its group, or else to the connectors without a group.
fn attach(policy: &mut Policy, mut by_id: BTreeMap<String, ConnectorEntry>) {
    for group in Group::ALL {
        for entry in &mut policy.members_mut(group).listed {
            if let Some(rules) = by_id.remove(&entry.wire_id.to_ascii_lowercase()) {
                entry.actions = rules.actions;
                entry.endpoints = rules.endpoints;
            }
        }
    }
    policy.unlisted.extend(by_id.into_values());
}

/// The document of URL patterns.
pub(super) fn read_patterns(mut fields: Fields, policy: &mut Policy, notes: &mut Notes) -> Result<(), Fault> {
    let place = fields.at("rules");
    let mut patterns = Vec::new();
    for (index, item) in fields.list("rules")?.unwrap_or_default().iter().enumerate() {
        let mut rule = Fields::of(item, below(&place, index))?;
        let order = rule.whole("order")?;
        let word_place = rule.at("customConnectorRuleClassification");
        let word = rule.needed_text("customConnectorRuleClassification")?;
        let group = words::pattern_classification(word, &word_place)?;
        let url = rule.needed_text("pattern")?.to_owned();
        rule.finish(notes);
        patterns.push((order, Pattern { url, group }));
    }
    policy.patterns = rules::in_order(patterns, "URL patterns", &place, notes);
    fields.finish(notes);
    Ok(())
}
