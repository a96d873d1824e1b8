//! Connectors by their names in the platform's interfaces and in Terraform's provider.

use std::collections::BTreeMap;

use super::connectors::Order;
use super::job::Job;
use super::unbound::Unbound;
use super::{ids, json};
use crate::catalog::wire;
use crate::model::program::ConnectorFacts;
use crate::model::{ConnectorId, DataGroup, DataPolicy, Set};

/// The connectors of a program by their ids in requests.
pub(super) struct Connectors {
    entries: Vec<Entry>,
    /// The order of ids, without regard to case.
    order: Order,
    /// The number of each id in that order; the same for the same id.
    rank: Vec<u32>,
}

/// A connector, rendered once.
#[derive(Default)]
struct Entry {
    /// The id as JSON text; empty where nothing binds it.
    id: Vec<u8>,
    /// The member of a group: id, name and type.
    member: Vec<u8>,
    /// The key by which ids are compared.
    key: String,
}

impl Connectors {
    pub(super) fn of(job: Job<'_>) -> Self {
        let universe = &job.program.universe;
        let mut entries: Vec<Entry> = Vec::with_capacity(universe.len());
        for id in universe.ids() {
            let custom = universe.is_custom(id);
            entries.push(if custom {
                Entry::default()
            } else {
                let entry = universe.entry(id);
                Entry::new(&universe.wire_id(id), entry.map(|entry| entry.display_name.as_ref()))
            });
        }
        for facts in job.program.connectors.iter().filter(|facts| facts.custom) {
            if let Some((place, wire)) = facts.connector.zip(ids::custom(job, facts))
                && let Some(entry) = entries.get_mut(place.0 as usize)
            {
                *entry = Entry::new(&wire, facts.name.as_ref().map(|name| &*name.name));
            }
        }
        let mut order: Vec<ConnectorId> = universe.ids().collect();
        let key = |id: ConnectorId| entries.get(id.0 as usize).map_or("", |entry| entry.key.as_str());
        order.sort_by(|one, other| key(*one).cmp(key(*other)));
        let mut rank = vec![0; entries.len()];
        let (mut place, mut before) = (0, "");
        for id in &order {
            if key(*id) != before {
                (place, before) = (place + 1, key(*id));
            }
            if let Some(rank) = rank.get_mut(id.0 as usize) {
                *rank = place;
            }
        }
        Self { order: Order::new(order), entries, rank }
    }

    /// The id as JSON text.
    pub(super) fn id(&self, id: ConnectorId) -> &[u8] {
        self.entries.get(id.0 as usize).map(|entry| entry.id.as_slice()).unwrap_or_default()
    }

    /// The member of a group.
    pub(super) fn member(&self, id: ConnectorId) -> &[u8] {
        self.entries.get(id.0 as usize).map(|entry| entry.member.as_slice()).unwrap_or_default()
    }

    /// Whether nothing binds it.
    pub(super) fn is_unbound(&self, id: ConnectorId) -> bool {
        self.id(id).is_empty()
    }

    /// The place of a connector in the order of ids.
    pub(super) fn rank(&self, id: ConnectorId) -> u32 {
        self.rank.get(id.0 as usize).copied().unwrap_or(u32::MAX)
    }

    /// The members of a set in the order of their ids; a connector with two names is listed once.
    pub(super) fn sorted(&self, set: &Set) -> Vec<ConnectorId> {
        let mut members = self.order.sorted(set);
        members.dedup_by_key(|id| self.rank(*id));
        members
    }
}

impl Entry {
    /// If no name is known, the last part of the id is the name.
    fn new(wire_id: &str, name: Option<&str>) -> Self {
        let short = wire_id.rsplit('/').next().unwrap_or(wire_id);
        let (mut id, mut member) = (Vec::new(), Vec::with_capacity(wire_id.len() + 64));
        json::push_string(&mut id, wire_id);
        member.extend_from_slice(b"{\"id\":");
        member.extend_from_slice(&id);
        member.extend_from_slice(b",\"name\":");
        json::push_string(&mut member, name.unwrap_or(short));
        member.extend_from_slice(b",\"type\":");
        json::push_string(&mut member, wire::wire_type(wire_id));
        member.push(b'}');
        Self { id, member, key: wire_id.to_ascii_lowercase() }
    }
}

/// The connectors that a request names, by group or by rule.
pub(super) fn named(policy: &DataPolicy) -> impl Iterator<Item = ConnectorId> + '_ {
    let rules = policy.rules.iter().map(|rules| rules.connector);
    DataGroup::ALL.into_iter().flat_map(|group| policy.named(group).iter()).chain(rules)
}

/// Custom connectors without an id that data policies name and a target needs.
pub(super) fn unbound<'a>(
    target: &'static str,
    job: Job<'a>,
    connectors: &Connectors,
    policies: impl Iterator<Item = &'a DataPolicy>,
) -> Vec<Unbound> {
    let mut customs: BTreeMap<ConnectorId, &DataPolicy> = BTreeMap::new();
    for policy in policies {
        for id in named(policy).filter(|id| connectors.is_unbound(*id)) {
            customs.entry(id).or_insert(policy);
        }
    }
    let facts = job.program.connectors.iter().filter_map(|facts| Some((facts, customs.get(&facts.connector?)?)));
    facts.map(|(facts, user)| without_id(target, job, facts, user)).collect()
}

fn without_id(target: &'static str, job: Job<'_>, facts: &ConnectorFacts, user: &DataPolicy) -> Unbound {
    let has_id = ids::bound(&facts.head, facts.id.as_ref(), &job.settings.bindings.connectors).is_some();
    let needed = (user.head.symbol.location, "this data policy names it".to_owned());
    let note = lack(facts, has_id);
    Unbound { lacks: "full id", ..Unbound::id(target, ("custom connector", "connectors"), &facts.head, needed, note) }
}

/// The missing facts that prevent a custom connector from being named in requests.
fn lack(facts: &ConnectorFacts, has_id: bool) -> &'static str {
    match (has_id, &facts.environment) {
        (false, _) => "it has no id in the tenant",
        (true, None) => "it is bound by its name, and says no environment it lives in",
        (true, Some(_)) => "it is bound by its name, and the environment it lives in has no id",
    }
}
