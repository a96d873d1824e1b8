//! Connector allow-lists: which ones are written, where they apply, and their text.
//!
//! The language assigns a list to one group or to one environment. A list with an unknown part is written for a group
//! that nothing binds, so that no target can be written until a person decides.

use std::fmt::Write as _;

use super::conditions;
use super::environments::Environments;
use super::expression::SetExpression;
use super::groups::Groups;
use super::items::{Items, Writing};
use super::names::{Names, symbol_of};
use super::text::{comment, fits, list, name_or_text, wrapped_list};
use super::{Ids, policy};
use crate::catalog::{Catalog, Kind};
use crate::import::read::{Assigned, EnvironmentRef, Export, NotCarried, Outcome, RuleBasedPolicy};
use crate::import::report::AllowListReport;
use crate::syntax::text_value::quote;

/// A list before it is written into the source.
pub(super) struct ListDraft {
    pub(super) policy: RuleBasedPolicy,
    pub(super) symbol: String,
    /// Whether the id is written: if a policy is assigned twice, only one list has it.
    pub(super) has_id: bool,
    home: Home,
    pub(super) expression: SetExpression,
    connectors: usize,
    foreign: Vec<String>,
}

/// Where a list applies.
enum Home {
    /// To the group with this key.
    Group(String),
    Environment(EnvironmentRef),
}

/// Decides which lists are written, and which groups and environments skip data policies.
pub(super) fn drafts(
    export: &Export,
    groups: &mut Groups,
    environments: &mut Environments,
    writing: &Writing,
    notes: &mut Vec<NotCarried>,
) -> Vec<ListDraft> {
    let mut names = Names::default();
    let policies = merged(export, notes);
    let kept: Vec<Option<String>> = policies.iter().map(|policy| names.keep(policy.symbol.as_deref()?)).collect();
    let mut drafts = Vec::new();
    for (mut policy, kept) in policies.into_iter().zip(kept) {
        if policy.allowed.is_none() && policy.allow_lists_only != Some(true) {
            let why = "it says nothing about connectors";
            notes.push(note(&policy, Outcome::Dropped, format!("rule-based policy \"{}\"", policy.name), why));
            continue;
        }
        let mut homes = homes(&mut policy, environments, notes);
        let wanted = symbol_of(&policy.name, "allow_list");
        if !policy.unknown.is_empty() {
            homes.clear();
        }
        if homes.is_empty() {
            homes.push(Home::Group(groups.not_known(&wanted)));
        }
        if policy.allow_lists_only == Some(true) {
            for home in &homes {
                match home {
                    Home::Group(key) => groups.skip_data_policies(key),
                    Home::Environment(environment) => environments.skip_data_policies(environment),
                }
            }
        }
        if policy.allowed.is_none() {
            continue;
        }
        if homes.len() > 1 {
            let what = format!("rule-based policy \"{}\"", policy.name);
            let why = "it is assigned to several groups or environments, and an allow-list is for one; it is written for \
                       each, and the first has the id";
            notes.push(note(&policy, Outcome::Doubtful, what, why));
        }
        for (index, home) in homes.into_iter().enumerate() {
            let symbol = kept.clone().filter(|_| index == 0).unwrap_or_else(|| names.take(&wanted));
            drafts.push(draft(&policy, symbol, home, index == 0, writing));
        }
    }
    drafts
}

/// The policies by name, each once: data from several files about one policy is merged.
fn merged(export: &Export, notes: &mut Vec<NotCarried>) -> Vec<RuleBasedPolicy> {
    let mut policies: Vec<&RuleBasedPolicy> = export.rule_based.iter().collect();
    policies.sort_by_cached_key(|policy| (policy.name.to_lowercase(), policy.id.clone(), policy.file.clone()));
    let mut merged: Vec<RuleBasedPolicy> = Vec::new();
    for policy in policies {
        let same = |known: &&mut RuleBasedPolicy| {
            let ids = known.id.as_ref().zip(policy.id.as_ref());
            ids.is_some_and(|(one, two)| one.eq_ignore_ascii_case(two))
        };
        let Some(known) = merged.iter_mut().find(same) else {
            merged.push(policy.clone());
            continue;
        };
        for assigned in &policy.assigned {
            if !known.assigned.contains(assigned) {
                known.assigned.push(assigned.clone());
            }
        }
        let what = format!("rule-based policy \"{}\"", policy.name);
        if known.allowed == policy.allowed && known.allow_lists_only == policy.allow_lists_only {
            let why = format!("{} holds the same policy; it is written once", known.file);
            notes.push(note(policy, Outcome::Normalised, what, &why));
        } else {
            let why = format!("{} holds another state of the same policy, which is written", known.file);
            notes.push(note(policy, Outcome::Unknown, what.clone(), &why));
            known.unknown.push(format!("which state of {what} is the present one"));
        }
    }
    merged
}

/// Where a policy applies, as far as the language can express it. Everything else is added to the unknown parts of
/// the policy.
fn homes(policy: &mut RuleBasedPolicy, environments: &Environments, notes: &mut Vec<NotCarried>) -> Vec<Home> {
    let groups: Vec<String> = policy.assigned.iter().filter_map(group_key).collect();
    let mut homes = Vec::new();
    let mut unknown = Vec::new();
    for assigned in &policy.assigned {
        match assigned {
            Assigned::Group(group) => homes.push(Home::Group(group.key())),
            // An environment of a group has the policy of its group.
            Assigned::Environment(one) if environments.group_key(one).is_some_and(|key| groups.contains(&key)) => {}
            Assigned::Environment(one) if environments.is_managed(one) => homes.push(Home::Environment(one.clone())),
            Assigned::Environment(one) => {
                unknown.push(format!(
                    "language and currency of the database of environment `{}`",
                    environments.symbol(one)
                ));
            }
        }
    }
    if homes.is_empty() && unknown.is_empty() {
        unknown.push("what it is assigned to".to_owned());
    }
    for what in unknown {
        let why = "allow-lists are for groups and for managed environments with a database; an environment group that \
                   nothing binds is written";
        notes.push(note(policy, Outcome::Unknown, format!("{what}, of rule-based policy \"{}\"", policy.name), why));
        policy.unknown.push(what);
    }
    homes
}

fn group_key(assigned: &Assigned) -> Option<String> {
    match assigned {
        Assigned::Group(group) => Some(group.key()),
        Assigned::Environment(_) => None,
    }
}

fn draft(policy: &RuleBasedPolicy, symbol: String, home: Home, has_id: bool, writing: &Writing) -> ListDraft {
    let is_governed = |item: &super::items::Item| {
        item.kind == Kind::Prebuilt && writing.facts(item).is_none_or(|one| !Catalog::is_exempt(&one.id))
    };
    let allowed = policy.allowed.clone().unwrap_or_default();
    let mut items: Items = allowed.listed.iter().map(|one| writing.item(&one.wire_id)).collect();
    items.extend(allowed.selected.iter().flat_map(|condition| conditions::taken(condition, writing)));
    items.retain(is_governed);
    let others: Items = writing.everything().into_iter().filter(|item| !is_governed(item)).collect();
    let foreign = items.iter().filter(|item| item.known.is_none()).map(|item| item.text.trim_matches('"').to_owned());
    ListDraft {
        has_id,
        home,
        connectors: items.len(),
        foreign: foreign.collect(),
        expression: SetExpression::of(&items, &others, writing),
        symbol,
        policy: policy.clone(),
    }
}

impl ListDraft {
    /// The declaration of the list.
    pub(super) fn declaration(
        &self,
        groups: &Groups,
        environments: &Environments,
        writing: &Writing,
        ids: Ids,
    ) -> String {
        let mut out = String::new();
        if !self.policy.unknown.is_empty() {
            out.push_str(&comment(&format!("Not known from the files: {}.", self.policy.unknown.join(", "))));
            let assigned: Vec<String> =
                self.policy.assigned.iter().map(|one| assigned_to(one, groups, environments)).collect();
            if !assigned.is_empty() {
                out.push_str(&comment(&format!("It is assigned to {}.", assigned.join(", "))));
            }
            out.push_str(&comment("Nothing binds its environment group, so no requests are written until you decide."));
        }
        let _ = writeln!(out, "connector_allow_list {} {{", name_or_text(&self.symbol));
        if self.policy.name != self.symbol {
            let _ = writeln!(out, "  name              = {}", quote(&self.policy.name));
        }
        if let Some(id) = self.policy.id.as_ref().filter(|_| ids == Ids::Inline && self.has_id) {
            let _ = writeln!(out, "  id                = {}", quote(id));
        }
        let _ = match &self.home {
            Home::Group(key) => writeln!(out, "  environment_group = {}", groups.symbol_at(key)),
            Home::Environment(one) => writeln!(out, "  environment       = {}", environments.symbol(one)),
        };
        let before = "  allows            = ";
        let set = if self.expression.is_empty() {
            "[]".to_owned()
        } else {
            policy::set(&self.expression, before.chars().count())
        };
        let _ = writeln!(out, "{before}{set}");
        for entry in self.policy.allowed.iter().flat_map(|allowed| &allowed.listed) {
            let mut statements = Vec::new();
            if let Some(actions) = &entry.actions {
                let mut names: Vec<String> = actions.iter().map(|action| name_or_text(action)).collect();
                names.sort_by_cached_key(|name| (name.trim_matches('"').to_lowercase(), name.clone()));
                names.dedup();
                let single = list(&names);
                let names = if fits(24, &single) { single } else { wrapped_list(&names, 4) };
                statements.push(format!("actions = {names}"));
            }
            if let Some(types) = &entry.connection_types {
                let types: Vec<String> = types.iter().map(|one| quote(one)).collect();
                statements.push(format!("connection_types = {}", list(&types)));
            }
            if !statements.is_empty() {
                let text = writing.item(&entry.wire_id).text;
                let single = format!("  connector {text} {{ {} }}", statements.join("; "));
                if fits(0, &single) {
                    let _ = writeln!(out, "\n{single}");
                } else {
                    let _ = writeln!(out, "\n  connector {text} {{\n    {}\n  }}", statements.join("\n    "));
                }
            }
        }
        out.push_str("}\n");
        out
    }

    /// The report of the list.
    pub(super) fn report(&self, groups: &Groups, environments: &Environments) -> AllowListReport {
        AllowListReport {
            symbol: self.symbol.clone(),
            name: self.policy.name.clone(),
            file: self.policy.file.clone(),
            place: self.policy.place.clone(),
            applies_to: match &self.home {
                Home::Group(key) => format!("environment_group {}", groups.symbol_at(key)),
                Home::Environment(one) => format!("environment {}", environments.symbol(one)),
            },
            is_held_back: !self.policy.unknown.is_empty(),
            connectors: self.connectors,
            unknown: self.foreign.clone(),
        }
    }
}

fn assigned_to(assigned: &Assigned, groups: &Groups, environments: &Environments) -> String {
    match assigned {
        Assigned::Group(group) => format!("environment group `{}`", groups.symbol(group)),
        Assigned::Environment(one) => format!("environment `{}`", environments.symbol(one)),
    }
}

/// A remark on a policy as a whole.
fn note(policy: &RuleBasedPolicy, outcome: Outcome, what: String, why: &str) -> NotCarried {
    NotCarried { file: policy.file.clone(), place: policy.place.clone(), outcome, what, why: why.to_owned() }
}
