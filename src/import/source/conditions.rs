//! Selections from the catalogue: the connectors they select, and their text in the language.

use super::items::{Items, Writing};
use crate::catalog::Tier;
use crate::import::read::Condition;
use crate::syntax::text_value::quote;

/// The connectors that a condition selects.
pub(super) fn taken(condition: &Condition, writing: &Writing) -> Items {
    match condition {
        Condition::Everything => writing.everything(),
        Condition::Unblockable(flag) => writing.all(|connector| connector.blockable != *flag),
        Condition::Tier(word) => writing.all(|connector| tier(word) == Some(connector.tier)),
        Condition::Publisher(name) => writing.all(|connector| connector.publisher == *name),
        Condition::Ids(ids) => ids.iter().map(|id| writing.item(id)).filter(|item| item.known.is_some()).collect(),
        Condition::Not(inner) => {
            let without = taken(inner, writing);
            writing.everything().difference(&without).cloned().collect()
        }
        Condition::Every(list) => list.iter().fold(writing.everything(), |all, inner| {
            let more = taken(inner, writing);
            all.intersection(&more).cloned().collect()
        }),
        Condition::Any(list) => list.iter().flat_map(|inner| taken(inner, writing)).collect(),
    }
}

/// The ids that a condition names, at any depth.
pub(super) fn ids(condition: &Condition) -> Vec<&str> {
    match condition {
        Condition::Ids(ids) => ids.iter().map(String::as_str).collect(),
        Condition::Not(inner) => ids(inner),
        Condition::Every(list) | Condition::Any(list) => list.iter().flat_map(ids).collect(),
        Condition::Everything | Condition::Unblockable(_) | Condition::Tier(_) | Condition::Publisher(_) => Vec::new(),
    }
}

/// A selection in the language: a test on facts, minus some connectors.
pub(super) struct Saying {
    /// The test; none selects every connector.
    pub(super) test: Option<String>,
    /// Whether the test is only that a connector cannot be blocked.
    pub(super) is_unblockable: bool,
    /// The connectors that are removed.
    pub(super) less: Items,
}

/// The text of a condition, if it consists of facts and exceptions.
pub(super) fn say(condition: &Condition, writing: &Writing) -> Option<Saying> {
    let parts: Vec<&Condition> = match condition {
        Condition::Every(list) => list.iter().collect(),
        other => vec![other],
    };
    let mut saying = Saying { test: None, is_unblockable: false, less: Items::new() };
    let mut tests = Vec::new();
    for part in &parts {
        if let Some(ids) = exceptions(part) {
            saying.less.extend(ids.into_iter().map(|id| writing.item(id)));
        } else if !matches!(part, Condition::Everything) {
            tests.push(test(part)?);
        }
    }
    saying.is_unblockable = tests == ["not blockable"];
    if !tests.is_empty() {
        saying.test = Some(tests.join(" and "));
    }
    Some(saying)
}

/// The ids of a condition that selects everything except some ids.
fn exceptions(condition: &Condition) -> Option<Vec<&str>> {
    let Condition::Not(inner) = condition else { return None };
    match &**inner {
        Condition::Ids(ids) => Some(ids.iter().map(String::as_str).collect()),
        Condition::Any(list) => {
            let mut all = Vec::new();
            for part in list {
                let Condition::Ids(ids) = part else { return None };
                all.extend(ids.iter().map(String::as_str));
            }
            Some(all)
        }
        _ => None,
    }
}

/// The text of a condition on facts only.
fn test(condition: &Condition) -> Option<String> {
    match condition {
        Condition::Unblockable(true) => Some("not blockable".to_owned()),
        Condition::Unblockable(false) => Some("blockable".to_owned()),
        Condition::Tier(word) => tier(word).map(|tier| format!("tier == {}", tier.word())),
        Condition::Publisher(name) => Some(format!("publisher == {}", quote(name))),
        Condition::Not(inner) => match &**inner {
            Condition::Tier(word) => tier(word).map(|tier| format!("tier != {}", tier.word())),
            Condition::Publisher(name) => Some(format!("publisher != {}", quote(name))),
            other => test(other).map(|test| format!("not ({test})")),
        },
        Condition::Every(list) => joined(list, " and "),
        Condition::Any(list) => joined(list, " or "),
        Condition::Everything | Condition::Ids(_) => None,
    }
}

fn joined(list: &[Condition], word: &str) -> Option<String> {
    let tests: Option<Vec<String>> = list.iter().map(test).collect();
    tests.map(|tests| format!("({})", tests.join(word)))
}

/// The tier with the provider's word.
fn tier(word: &str) -> Option<Tier> {
    Tier::parse(&word.to_ascii_lowercase().replace(['-', ' '], "_"))
}
