//! The connectors of a program, ready to be written: in the order of their symbols, each rendered once.

use crate::model::{ConnectorId, DataGroup, Program, Set};

use super::json;

/// Connectors by symbol.
pub(super) struct Connectors {
    /// The place of each in the order of symbols.
    rank: Vec<u32>,
    /// All symbols as JSON texts, one behind the other, and where each ends.
    texts: Vec<u8>,
    ends: Vec<usize>,
    /// Those of the catalogue.
    pub(super) catalogued: Set,
    /// Those that a bundle may speak of: of the catalogue, declared, or named by a data policy, control or app. Names that stand
    /// only in sets nobody uses are not among them.
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
        let controls = program.controls.iter().filter_map(|control| control.connectors.as_ref());
        for clause in controls.chain(program.apps.iter().filter_map(|app| app.connectors.as_ref())) {
            visible = visible.union(&clause.members);
        }
        for id in program.connectors.iter().filter_map(|facts| facts.connector) {
            visible.insert(id);
        }
        Self { rank: ranks(&order), texts, ends, catalogued, visible }
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
        self.rank.get(id.0 as usize).copied().unwrap_or(u32::MAX)
    }

    /// The members of a set in the order of their symbols.
    pub(super) fn sorted(&self, set: &Set) -> Vec<ConnectorId> {
        let mut members: Vec<ConnectorId> = set.iter().collect();
        members.sort_by_key(|id| self.rank(*id));
        members
    }
}

/// The place of each connector in an order of all.
pub(super) fn ranks(order: &[ConnectorId]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (place, id) in order.iter().enumerate() {
        if let Some(rank) = ranks.get_mut(id.0 as usize) {
            *rank = place as u32;
        }
    }
    ranks
}
