//! Rules about actions and endpoints, and URL patterns: the common part of the platform's and Terraform's forms.

use std::collections::BTreeMap;

use super::fields::Fields;
use super::neutral::{ActionRules, Behaviour, EndpointRule, Outcome};
use super::notes::{Fault, Notes};
use super::value::Value;
use super::{json::below, words};

/// The keys of one form; keys match in any letter case, so only real differences are listed.
pub(super) struct Keys {
    pub(super) action_default: &'static str,
    pub(super) action_rules: &'static str,
    pub(super) action_id: &'static str,
    pub(super) endpoint_rules: &'static str,
}

/// The keys of the platform's documents.
pub(super) const PLATFORM: Keys = Keys {
    action_default: "defaultConnectorActionRuleBehavior",
    action_rules: "actionRules",
    action_id: "actionId",
    endpoint_rules: "endpointRules",
};

/// The keys of Terraform's attributes.
pub(super) const TERRAFORM: Keys = Keys {
    action_default: "default_action_rule_behavior",
    action_rules: "action_rules",
    action_id: "action_id",
    endpoint_rules: "endpoint_rules",
};

/// The action rules of a connector, if it has any.
pub(super) fn actions(fields: &mut Fields, keys: &Keys, notes: &mut Notes) -> Result<Option<ActionRules>, Fault> {
    let place = fields.at(keys.action_rules);
    let default_place = fields.at(keys.action_default);
    let default = match fields.text(keys.action_default)?.unwrap_or_default().trim() {
        "" => None,
        word => Some(words::behaviour(word, &default_place)?),
    };
    let mut rules: Vec<(String, Behaviour)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, item) in fields.list(keys.action_rules)?.unwrap_or_default().iter().enumerate() {
        let mut rule = Fields::of(item, below(&place, index))?;
        let action = rule.needed_text(keys.action_id)?;
        let behaviour_place = rule.at("behavior");
        let behaviour = words::behaviour(rule.needed_text("behavior")?, &behaviour_place)?;
        let at = *places.entry(action).or_insert(rules.len());
        match rules.get_mut(at) {
            None => rules.push((action.to_owned(), behaviour)),
            Some((_, known)) if *known == behaviour => {
                let why = "the action has the same rule twice; it is written once";
                notes.add(Outcome::Normalised, rule.place.clone(), format!("action `{action}`"), why);
            }
            Some((_, known)) => {
                *known = Behaviour::Block;
                let why = "the action is both allowed and blocked; the stricter rule is written";
                notes.add(Outcome::Assumed, rule.place.clone(), format!("action `{action}`"), why);
            }
        }
        rule.finish(notes);
    }
    match (default, rules.is_empty()) {
        (None | Some(Behaviour::Allow), true) => Ok(None),
        (Some(default), _) => Ok(Some(ActionRules { default, rules })),
        (None, false) => {
            let why = "action rules without a default behaviour; whether other actions are allowed is not known";
            notes.add(Outcome::Unknown, default_place, format!("`{}`", keys.action_default), why);
            Ok(Some(ActionRules { default: Behaviour::Allow, rules }))
        }
    }
}

/// The endpoint rules of a connector, in their order.
pub(super) fn endpoints(fields: &mut Fields, keys: &Keys, notes: &mut Notes) -> Result<Vec<EndpointRule>, Fault> {
    let place = fields.at(keys.endpoint_rules);
    let mut rules = Vec::new();
    for (index, item) in fields.list(keys.endpoint_rules)?.unwrap_or_default().iter().enumerate() {
        let mut rule = Fields::of(item, below(&place, index))?;
        let order = rule.whole("order")?;
        let behaviour_place = rule.at("behavior");
        let behaviour = words::behaviour(rule.needed_text("behavior")?, &behaviour_place)?;
        let endpoint = rule.needed_text("endpoint")?.to_owned();
        rule.finish(notes);
        rules.push((order, EndpointRule { behaviour, endpoint }));
    }
    Ok(in_order(rules, "endpoint rules", &place, notes))
}

/// The items sorted by their `order`, with a remark if the numbers are not 1, 2, 3 and so on.
pub(super) fn in_order<T>(mut items: Vec<(Option<i64>, T)>, what: &str, place: &str, notes: &mut Notes) -> Vec<T> {
    items.sort_by_key(|(order, _)| order.unwrap_or(i64::MAX));
    let orders: Vec<Option<i64>> = items.iter().map(|(order, _)| *order).collect();
    let twice = orders.windows(2).any(|pair| matches!(pair, [one, two] if one == two));
    if twice {
        let why = "two of them have the same place in the order; those keep the order of the file";
        notes.add(Outcome::Assumed, place, what, why);
    } else if orders.iter().zip(1..).any(|(order, wanted)| *order != Some(wanted)) {
        notes.add(
            Outcome::Normalised,
            place,
            what,
            "they are numbered with gaps; the order is kept, the numbers are not",
        );
    }
    items.into_iter().map(|(_, item)| item).collect()
}

/// The text of a connector's id, in any form; none when it is blank.
pub(super) fn id<'v>(fields: &mut Fields<'v>, key: &str, notes: &mut Notes) -> Result<Option<&'v str>, Fault> {
    let place = fields.at(key);
    match fields.value(key)? {
        Some(Value::Text(text)) if !text.trim().is_empty() => Ok(Some(text.trim())),
        Some(Value::Text(_)) | None => {
            notes.add(Outcome::Dropped, place, "a connector", "it has no id");
            Ok(None)
        }
        Some(Value::Unknown(reason)) => {
            notes.add(Outcome::Unknown, place, "a connector", format!("its id cannot be evaluated: {reason}"));
            Ok(None)
        }
        Some(other) => Err(Fault::new(place, format!("`{key}` must be a text, not {}", other.kind()))),
    }
}
