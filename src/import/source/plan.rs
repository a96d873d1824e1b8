//! The connectors of each group of a policy, and what must be written for them.

use std::collections::BTreeMap;

use super::Members;
use super::conditions;
use super::expression::SetExpression;
use super::items::{Item, Items, Writing};
use crate::catalog::{Kind, wire};
use crate::import::read::{ActionRules, Behaviour, EndpointRule, Group, NotCarried, Outcome, Policy};

/// One group of a policy.
pub(super) struct GroupPlan {
    pub(super) group: Group,
    /// The expression to write.
    pub(super) expression: SetExpression,
    /// The number of entries that the file lists in it.
    pub(super) listed: usize,
    /// The number of connectors of the catalogue that the file selects for it.
    pub(super) selected: usize,
    /// The number of its connectors that the word `rest` covers.
    pub(super) covered: usize,
    /// Ids in it that are not in the catalogue.
    pub(super) foreign: Items,
}

/// The rules about one connector.
pub(super) struct ConnectorRules<'p> {
    pub(super) item: Item,
    pub(super) actions: Option<&'p ActionRules>,
    pub(super) endpoints: &'p [EndpointRule],
}

/// The plan for the connectors of a policy.
pub(super) struct Plan<'p> {
    pub(super) groups: Vec<GroupPlan>,
    pub(super) rules: Vec<ConnectorRules<'p>>,
    /// The number of connectors of the catalogue that no group holds, so that the default applies to them.
    pub(super) unlisted: usize,
    /// The number of those that cannot be blocked although the default is Blocked: the platform puts them into
    /// Non-business.
    pub(super) unlisted_unblockable: usize,
}

impl<'p> Plan<'p> {
    /// Plans the connectors of `policy`.
    pub(super) fn of(
        policy: &'p Policy,
        default_members: Members,
        writing: &Writing,
        notes: &mut Vec<NotCarried>,
    ) -> Self {
        let sets: Vec<(Group, Items, Items)> = Group::ALL
            .into_iter()
            .map(|group| {
                let members = policy.members(group);
                let listed: Items = members.listed.iter().map(|entry| writing.item(&entry.wire_id)).collect();
                let selected: Items =
                    members.selected.iter().flat_map(|condition| conditions::taken(condition, writing)).collect();
                (group, listed, selected)
            })
            .collect();
        let held_by_others = |group: Group| -> Items {
            let others = sets.iter().filter(|(other, ..)| *other != group);
            others.flat_map(|(_, listed, selected)| listed.union(selected).cloned()).collect()
        };
        let groups = sets.iter().map(|(group, listed, selected)| {
            let all: Items = listed.union(selected).cloned().collect();
            let elsewhere = held_by_others(*group);
            let expression = if *group != policy.default {
                expression_of(policy, *group, listed, &all, &elsewhere, writing)
            } else if default_members == Members::Listed || default_members == Members::Few && all.len() <= super::FEW {
                SetExpression::rest(all.clone())
            } else {
                SetExpression::rest(
                    all.iter().filter(|item| must_be_named(item, policy, &elsewhere, writing)).cloned().collect(),
                )
            };
            GroupPlan {
                group: *group,
                covered: if expression.rest { all.len() - expression.plus.len() } else { 0 },
                expression,
                listed: policy.members(*group).listed.len(),
                selected: selected.len(),
                foreign: all.into_iter().filter(|item| item.known.is_none()).collect(),
            }
        });
        let groups = groups.collect();
        tell_names(policy, writing, notes);
        tell_absent(policy, writing, notes);
        let held: Items = sets.iter().flat_map(|(_, listed, selected)| listed.union(selected).cloned()).collect();
        let everything = writing.everything();
        let unlisted: Vec<&Item> = everything.difference(&held).collect();
        let is_unblockable = |item: &Item| writing.facts(item).is_some_and(|connector| !connector.blockable);
        let unlisted_unblockable = match policy.default {
            Group::Blocked => unlisted.iter().filter(|item| is_unblockable(item)).count(),
            Group::Business | Group::NonBusiness => 0,
        };
        Self { groups, rules: rules(policy, writing, notes), unlisted: unlisted.len(), unlisted_unblockable }
    }
}

/// Notes that connectors have other names than in the catalogue; requests are written with the catalogue's names.
fn tell_names(policy: &Policy, writing: &Writing, notes: &mut Vec<NotCarried>) {
    let other: Vec<&str> = policy
        .entries()
        .filter_map(|entry| {
            let name = entry.display_name.as_deref()?;
            let item = writing.item(&entry.wire_id);
            let is_known = writing.facts(&item).is_some_and(|connector| connector.display_name == name);
            (!is_known && !wire::same(name, &entry.wire_id)).then_some(name)
        })
        .collect();
    if let Some(first) = other.first() {
        let what = match other.len() {
            1 => format!("`name` of a connector of data policy \"{}\", \"{first}\"", policy.name),
            count => format!("`name` of {count} connectors of data policy \"{}\", such as \"{first}\"", policy.name),
        };
        let why = "the catalogue has another name or none; to the platform names mean nothing";
        notes.push(note(policy, Outcome::Normalised, what, why));
    }
}

/// Notes the connectors that conditions name and the catalogue does not have. The list of the tenant may have them.
fn tell_absent(policy: &Policy, writing: &Writing, notes: &mut Vec<NotCarried>) {
    let conditions = Group::ALL.into_iter().flat_map(|group| &policy.members(group).selected);
    let items: Items = conditions.flat_map(conditions::ids).map(|id| writing.item(id)).collect();
    let absent: Vec<&str> = items.iter().filter(|item| item.known.is_none()).map(|item| &*item.text).collect();
    if let Some(first) = absent.first() {
        let what = match absent.len() {
            1 => format!("connector {first} of data policy \"{}\"", policy.name),
            count => format!("{count} connectors of data policy \"{}\", such as {first}", policy.name),
        };
        let why = "a condition on the tenant's list of connectors names it, and the catalogue does not have it; the \
                   tenant's own list, as `--catalog`, says whether it is there";
        notes.push(note(policy, Outcome::Dropped, what, why));
    }
}

fn expression_of(
    policy: &Policy,
    group: Group,
    listed: &Items,
    all: &Items,
    elsewhere: &Items,
    writing: &Writing,
) -> SetExpression {
    if let [condition] = policy.members(group).selected.as_slice()
        && let Some(expression) = SetExpression::of_selection(condition, listed, writing)
    {
        return expression;
    }
    SetExpression::of(all, elsewhere, writing)
}

/// Whether a member of the default group has another meaning when it is named than when `rest` covers it.
fn must_be_named(item: &Item, policy: &Policy, elsewhere: &Items, writing: &Writing) -> bool {
    // Listed elsewhere too: a contradiction that the checker must report.
    elsewhere.contains(item)
        // If it is named, it overrides the URL patterns.
        || item.kind == Kind::Custom
        // If the default is Blocked, a connector that cannot be blocked is in Non-business unless it is named.
        || policy.default == Group::Blocked && writing.facts(item).is_some_and(|connector| !connector.blockable)
}

/// The rules of all connectors that have any, each connector once.
fn rules<'p>(policy: &'p Policy, writing: &Writing, notes: &mut Vec<NotCarried>) -> Vec<ConnectorRules<'p>> {
    let mut by_item: BTreeMap<Item, ConnectorRules<'p>> = BTreeMap::new();
    for entry in policy.entries().filter(|entry| entry.actions.is_some() || !entry.endpoints.is_empty()) {
        let item = writing.item(&entry.wire_id);
        tell_redundant(policy, &item, entry.actions.as_ref(), notes);
        let new = ConnectorRules { item: item.clone(), actions: entry.actions.as_ref(), endpoints: &entry.endpoints };
        let known = by_item.entry(item).or_insert(new);
        let differs = known.actions != entry.actions.as_ref() || known.endpoints != entry.endpoints.as_slice();
        if differs {
            let what = format!("rules of connector {} of data policy \"{}\"", known.item.text, policy.name);
            let why = "the connector is listed twice with different rules; the first are written";
            notes.push(note(policy, Outcome::Dropped, what, why));
        }
    }
    by_item.into_values().filter(says_something).collect()
}

/// Whether any rules remain after those that repeat the default are removed.
fn says_something(rules: &ConnectorRules) -> bool {
    let allows_everything = |actions: &ActionRules| {
        actions.default == Behaviour::Allow && actions.rules.iter().all(|(_, behaviour)| *behaviour == Behaviour::Allow)
    };
    !rules.endpoints.is_empty() || rules.actions.is_some_and(|actions| !allows_everything(actions))
}

fn tell_redundant(policy: &Policy, item: &Item, actions: Option<&ActionRules>, notes: &mut Vec<NotCarried>) {
    let Some(actions) = actions else { return };
    let same: Vec<&str> = actions
        .rules
        .iter()
        .filter(|(_, behaviour)| *behaviour == actions.default)
        .map(|(action, _)| action.as_str())
        .collect();
    if !same.is_empty() {
        let word = match actions.default {
            Behaviour::Allow => "allowed",
            Behaviour::Block => "blocked",
        };
        let what = format!("action rules of connector {} of data policy \"{}\"", item.text, policy.name);
        // The platform stores a default only together with a rule, so one is kept where there would be none.
        let why = match same.as_slice() {
            [only] if actions.rules.len() == 1 && actions.default == Behaviour::Block => {
                let why =
                    format!("{only} is blocked by the default already; the rule is written, and says nothing new");
                notes.push(note(policy, Outcome::Normalised, what, &why));
                return;
            }
            [first, ..] if actions.rules.len() == same.len() && actions.default == Behaviour::Block => {
                format!("{} {word} by the default already, so only the rule for {first} is written", same.join(", "))
            }
            _some => format!("{} {word} by the default already, so no rule is written", same.join(", ")),
        };
        notes.push(note(policy, Outcome::Normalised, what, &why));
    }
}

/// A remark on a policy as a whole.
pub(super) fn note(policy: &Policy, outcome: Outcome, what: String, why: &str) -> NotCarried {
    NotCarried { file: policy.file.clone(), place: policy.place.clone(), outcome, what, why: why.to_owned() }
}
