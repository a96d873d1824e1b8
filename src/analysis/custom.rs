//! Where each data policy puts each custom connector, found once: it takes a walk through the URL
//! patterns, which is too long to take again for every environment.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::pattern;
use super::placement::{Placement, without_patterns};
use crate::model::ConnectorId;
use crate::model::program::{DataPolicy, PolicyId, Program};

/// The placements of all custom connectors.
#[derive(Clone, Debug)]
pub(super) struct Customs {
    /// The custom connectors, in order.
    ids: Vec<ConnectorId>,
    /// By policy, then in the order of `ids`.
    placements: Vec<Vec<Placement>>,
}

impl Customs {
    pub fn of(program: &Program) -> Self {
        let foreigners = program.universe.foreigners();
        let ids: Vec<ConnectorId> = foreigners.filter(|(_, foreign)| foreign.custom).map(|(id, _)| id).collect();
        let declared = program.connectors.iter().filter_map(|facts| Some((facts.connector?, facts.host.as_ref()?)));
        let hosts: FxHashMap<ConnectorId, String> = declared.map(|(id, host)| (id, host.name.to_lowercase())).collect();
        let place = |policy: &DataPolicy| {
            let patterns: Vec<String> = policy.patterns.iter().map(|row| row.pattern.name.to_lowercase()).collect();
            let by_pattern = |id: &ConnectorId| {
                let host = hosts.get(id);
                let fits = |pattern: &String| {
                    pattern == "*" || host.is_some_and(|host| pattern::matches_folded(pattern, host))
                };
                let row = patterns.iter().position(fits).and_then(|row| policy.patterns.get(row));
                row.and_then(|row| row.group).map_or(Placement::Ignored, Placement::Group)
            };
            let placed = |id: &ConnectorId| without_patterns(program, policy, *id).unwrap_or_else(|| by_pattern(id));
            ids.iter().map(placed).collect()
        };
        let placements = program.policies.par_iter().map(place).collect();
        Self { ids, placements }
    }

    /// Where a policy puts a connector; none where it is no custom one.
    pub fn get(&self, policy: PolicyId, id: ConnectorId) -> Option<Placement> {
        let place = self.ids.binary_search(&id).ok()?;
        self.placements.get(policy.0 as usize)?.get(place).copied()
    }

    /// Where a policy puts each custom connector.
    pub fn each(&self, policy: PolicyId) -> impl Iterator<Item = (ConnectorId, Placement)> {
        let placements = self.placements.get(policy.0 as usize).into_iter().flatten();
        self.ids.iter().copied().zip(placements.copied())
    }
}
