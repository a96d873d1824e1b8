//! The envelope of the second governance API: the policy, and two documents of rules beside it.

use super::fields::Fields;
use super::json::below;
use super::neutral::{ConnectorEntry, Pattern, Policy};
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

fn read_configurations(mut fields: Fields, policy: &mut Policy, notes: &mut Notes) -> Result<(), Fault> {
    let place = fields.at("connectorActionConfigurations");
    for (index, item) in fields.list("connectorActionConfigurations")?.unwrap_or_default().iter().enumerate() {
        let mut configuration = Fields::of(item, below(&place, index))?;
        let id = rules::id(&mut configuration, "connectorId", notes)?;
        let actions = rules::actions(&mut configuration, &rules::PLATFORM, notes)?;
        configuration.finish(notes);
        if let (Some(id), Some(actions)) = (id, actions) {
            on_entry(policy, id, |entry| entry.actions = Some(actions));
        }
    }
    let place = fields.at("endpointConfigurations");
    for (index, item) in fields.list("endpointConfigurations")?.unwrap_or_default().iter().enumerate() {
        let mut configuration = Fields::of(item, below(&place, index))?;
        let id = rules::id(&mut configuration, "connectorId", notes)?;
        let endpoints = rules::endpoints(&mut configuration, &rules::PLATFORM, notes)?;
        configuration.finish(notes);
        if let Some(id) = id
            && !endpoints.is_empty()
        {
            on_entry(policy, id, |entry| entry.endpoints = endpoints);
        }
    }
    fields.finish(notes);
    Ok(())
}

fn read_patterns(mut fields: Fields, policy: &mut Policy, notes: &mut Notes) -> Result<(), Fault> {
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

/// Changes the entry a rule is about: where a group lists the connector, else among those without a group.
fn on_entry(policy: &mut Policy, id: &str, change: impl FnOnce(&mut ConnectorEntry)) {
    let is_it = |entry: &ConnectorEntry| entry.wire_id.eq_ignore_ascii_case(id);
    if !policy.entries().any(is_it) {
        policy.unlisted.push(ConnectorEntry { wire_id: id.to_owned(), ..ConnectorEntry::default() });
    }
    let Policy { business, non_business, blocked, unlisted, .. } = policy;
    let mut entries =
        business.listed.iter_mut().chain(&mut non_business.listed).chain(&mut blocked.listed).chain(unlisted);
    if let Some(entry) = entries.find(|entry| is_it(entry)) {
        change(entry);
    }
}
