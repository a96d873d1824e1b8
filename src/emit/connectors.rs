//! The connectors of a program for output: in the order of their symbols, each rendered once.

use crate::model::{ConnectorId, DataGroup, Index, Program, Set};

use super::json;

/// Connectors by symbol.
pub(super) struct Connectors {
    order: Order,
    /// All symbols as JSON texts, one after the other, and where each ends.
    texts: Vec<u8>,
    ends: Vec<usize>,
    /// The connectors of the catalogue.
    pub(super) catalogued: Set,
    /// The connectors that a bundle may mention: those of the catalogue, declared ones, and those that a data policy,
    /// allow-list, control or app names. Names that occur only in unused sets are not included.
    pub(super) visible: Set,
}

impl Connectors {
    pub(super) fn of(program: &Program) -> Self {
        let universe = &program.universe;
        let (mut texts, mut ends) = (Vec::with_capacity(universe.len() * 24), Vec::with_capacity(universe.len()));
        for id in universe.ids() {
            json::push_string(&mut texts, universe.name(id));
            ends.push(texts.len());
        }
        let mut order: Vec<ConnectorId> = universe.ids().collect();
        order.sort_by_key(|id| universe.name(*id));
        let catalogued = Set::filter(universe.len(), |id: ConnectorId| (id.0 as usize) < universe.catalogued());
        let mut visible = catalogued.clone();
        for policy in &program.policies {
            for group in DataGroup::ALL {
                visible = visible.union(policy.named(group));
            }
            for rules in &policy.rules {
                visible.insert(rules.connector);
            }
        }
        for list in &program.allow_lists {
            if let Some(listed) = list.listed() {
                visible = visible.union(listed);
            }
            for entry in &list.entries {
                visible.insert(entry.connector);
            }
        }
        let controls = program.controls.iter().filter_map(|control| control.connectors.as_ref());
        for clause in controls.chain(program.apps.iter().filter_map(|app| app.connectors.as_ref())) {
            visible = visible.union(&clause.members);
        }
        for id in program.connectors.iter().filter_map(|facts| facts.connector) {
            visible.insert(id);
        }
        Self { order: Order::new(order), texts, ends, catalogued, visible }
    }

    /// A symbol as JSON text.
    pub(super) fn text(&self, id: ConnectorId) -> &[u8] {
        let index = id.0 as usize;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.texts.get(start..end).unwrap_or_default()
    }

    /// The place of a connector in the order of symbols.
    pub(super) fn rank(&self, id: ConnectorId) -> u32 {
        self.order.rank(id)
    }

    /// The members of a set in the order of their symbols.
    pub(super) fn sorted(&self, set: &Set) -> Vec<ConnectorId> {
        self.order.sorted(set)
    }
}

/// An order of all connectors.
pub(super) struct Order {
    connectors: Vec<ConnectorId>,
    /// The place of each connector in that order.
    ranks: Vec<u32>,
}

/// A place in an order.
#[derive(Clone, Copy)]
struct Rank(u32);

impl Index for Rank {
    fn at(index: u32) -> Self {
        Self(index)
    }

    fn index(self) -> u32 {
        self.0
    }
}

impl Order {
    /// The order of `connectors`.
    pub(super) fn new(connectors: Vec<ConnectorId>) -> Self {
        let mut ranks = vec![0; connectors.len()];
        for (place, id) in connectors.iter().enumerate() {
            if let Some(rank) = ranks.get_mut(id.0 as usize) {
                *rank = place as u32;
            }
        }
        Self { connectors, ranks }
    }

    /// The place of a connector.
    pub(super) fn rank(&self, id: ConnectorId) -> u32 {
        self.ranks.get(id.0 as usize).copied().unwrap_or(u32::MAX)
    }

    /// The members of a set, sorted. Nothing is compared: their places are put into another set as bits, which come
    /// out in order.
    pub(super) fn sorted(&self, set: &Set) -> Vec<ConnectorId> {
        let mut places: Set<Rank> = Set::empty(self.connectors.len());
        let mut count = 0;
        for id in set.iter() {
            count += usize::from(places.insert(Rank(self.rank(id))));
        }
        let mut sorted = Vec::with_capacity(count);
        sorted.extend(places.iter().filter_map(|place| self.connectors.get(place.0 as usize)));
        sorted
    }
}
