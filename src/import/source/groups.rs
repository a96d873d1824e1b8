//! The environment groups that files declare or that policies are assigned to, as declarations.

use std::collections::BTreeMap;

use super::Ids;
use super::names::{Names, symbol_of};
use super::text;
use crate::import::read::{Assigned, DeclaredGroup, Export, GroupRef};
use crate::syntax::text_value::quote;

/// An environment group to be declared.
pub(super) struct Group {
    pub(super) symbol: String,
    pub(super) id: Option<String>,
    /// The display name, where it differs from the symbol.
    name: Option<String>,
    /// Statements about it from the files, in source syntax.
    facts: Vec<String>,
    /// The description for people.
    description: String,
    /// Whether data policies are not evaluated in its environments.
    pub(super) allow_lists_only: bool,
}

/// Every environment group of an export, and placeholders for unknown groups.
pub(super) struct Groups {
    by_key: BTreeMap<String, Group>,
    names: Names,
}

impl Groups {
    pub(super) fn of(export: &Export) -> Self {
        let mut known: BTreeMap<String, DeclaredGroup> = BTreeMap::new();
        for group in &export.groups {
            let merged = known.entry(group.group.key()).or_insert_with(|| group.clone());
            merge(merged, group);
        }
        let assigned =
            export.rule_based.iter().flat_map(|policy| &policy.assigned).filter_map(|assigned| match assigned {
                Assigned::Group(group) => Some(group),
                Assigned::Environment(_) => None,
            });
        let named = export.environments.iter().filter_map(|environment| environment.group.as_ref());
        let routed = export.tenants.iter().filter_map(|tenant| tenant.routing.as_ref()?.to.as_ref());
        for group in assigned.chain(named).chain(routed) {
            known.entry(group.key()).or_insert_with(|| DeclaredGroup::new(group.clone()));
        }
        let mut names = Names::default();
        let mut by_key = BTreeMap::new();
        for (key, group) in known {
            let label = group.name.as_deref().or(Some(&*group.label)).filter(|label| !label.is_empty());
            let (wanted, id) = match &group.group {
                GroupRef::Id(id) => {
                    let short = || format!("group_{}", id.get(..8).unwrap_or(id));
                    (symbol_of(label.map_or_else(short, str::to_owned).as_str(), "group"), Some(id.clone()))
                }
                GroupRef::Declared(address) => (symbol_of(label.unwrap_or(address), "group"), None),
            };
            let symbol = names.take(&wanted);
            let name = group.name.clone().filter(|name| *name != symbol);
            let facts = statements(&group);
            let description = group.description.unwrap_or_default();
            by_key.insert(key, Group { symbol, id, name, facts, description, allow_lists_only: false });
        }
        Self { by_key, names }
    }

    /// The symbol of a group.
    pub(super) fn symbol(&self, group: &GroupRef) -> &str {
        self.by_key.get(&group.key()).map_or("", |known| &known.symbol)
    }

    /// Notes that data policies are not evaluated in the environments of a group.
    pub(super) fn skip_data_policies(&mut self, key: &str) {
        if let Some(group) = self.by_key.get_mut(key) {
            group.allow_lists_only = true;
        }
    }

    /// Adds a placeholder for the group of a policy whose assignment is unknown; returns its key.
    pub(super) fn not_known(&mut self, policy: &str) -> String {
        let symbol = self.names.take(&format!("not_known_{policy}"));
        let key = format!("~~~{symbol}");
        let group = Group {
            symbol,
            id: None,
            name: None,
            facts: Vec::new(),
            description: String::new(),
            allow_lists_only: false,
        };
        self.by_key.insert(key.clone(), group);
        key
    }

    /// The symbol of the group with this key.
    pub(super) fn symbol_at(&self, key: &str) -> &str {
        self.by_key.get(key).map_or("", |known| &known.symbol)
    }

    /// The groups in the order of their symbols.
    pub(super) fn in_order(&self) -> Vec<&Group> {
        let mut list: Vec<&Group> = self.by_key.values().collect();
        list.sort_by(|one, two| one.symbol.cmp(&two.symbol));
        list
    }
}

/// Adds the facts from another place; where both have one, the first counts.
fn merge(known: &mut DeclaredGroup, more: &DeclaredGroup) {
    if known.label.is_empty() {
        known.label.clone_from(&more.label);
    }
    let more = more.clone();
    known.name = known.name.take().or(more.name);
    known.description = known.description.take().or(more.description);
    known.sharing = known.sharing.take().or(more.sharing);
    known.solution_checker = known.solution_checker.take().or(more.solution_checker);
    known.usage_insights = known.usage_insights.take().or(more.usage_insights);
    known.welcome = known.welcome.take().or(more.welcome);
}

/// The statements about a group that the language can express.
fn statements(group: &DeclaredGroup) -> Vec<String> {
    let mut statements = Vec::new();
    match group.sharing {
        Some((true, Some(limit))) => statements.push(format!("sharing = people_only up to {limit}")),
        Some((true, None)) => statements.push("sharing = people_only".to_owned()),
        Some((false, _)) => statements.push("sharing = everyone".to_owned()),
        None => {}
    }
    match group.solution_checker.as_deref() {
        Some("none") => statements.push("solution_checker = off".to_owned()),
        Some(word @ ("warn" | "block")) => statements.push(format!("solution_checker = {word}")),
        Some(_) | None => {}
    }
    if let Some(insights) = group.usage_insights {
        statements.push(format!("usage_insights = {}", if insights { "on" } else { "off" }));
    }
    statements.extend(group.welcome.as_ref().map(|welcome| format!("welcome = {}", quote(welcome))));
    statements
}

impl Group {
    /// The declaration, with the id if the source is to hold ids.
    pub(super) fn declaration(&self, ids: Ids) -> String {
        let mut statements = Vec::new();
        statements.extend(self.name.as_ref().map(|name| format!("name = {}", quote(name))));
        statements.extend(self.facts.iter().cloned());
        if self.allow_lists_only {
            statements.push("connector_policies = allow_list_only".to_owned());
        }
        let id = self.id.as_ref().filter(|_| ids == Ids::Inline);
        statements.extend(id.map(|id| format!("id = {}", quote(id))));
        let doc = text::doc(&self.description);
        if statements.is_empty() {
            format!("{doc}environment_group {} {{}}\n", self.symbol)
        } else {
            format!("{doc}environment_group {} {{ {} }}\n", self.symbol, statements.join("; "))
        }
    }
}
