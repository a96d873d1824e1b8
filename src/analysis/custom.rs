//! Where each data policy puts each custom connector, found once: it takes a walk through the URL
//! patterns, which is too long to take again for every environment.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::pattern;
use super::placement::{Placement, without_patterns};
use crate::model::ConnectorId;
use crate::model::program::{DataPolicy, PolicyId, Program, UrlPattern};

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
        let hosts = Hosts::of(&ids, &hosts);
        let place = |policy: &DataPolicy| {
            let group = |row: &UrlPattern| row.group.map_or(Placement::Ignored, Placement::Group);
            // What stands behind `*` decides nothing.
            let star = policy.patterns.iter().position(|row| &*row.pattern.name == "*");
            let before = policy.patterns.get(..star.unwrap_or(policy.patterns.len())).unwrap_or_default();
            let rest = star.and_then(|star| policy.patterns.get(star)).map_or(Placement::Ignored, group);
            let mut placements = vec![rest; ids.len()];
            // The first that fits decides, so it is written last.
            for row in before.iter().rev() {
                for place in hosts.fitting(&row.pattern.name.to_lowercase()) {
                    if let Some(placement) = placements.get_mut(place) {
                        *placement = group(row);
                    }
                }
            }
            for (id, placement) in ids.iter().zip(&mut placements) {
                if let Some(placed) = without_patterns(program, policy, *id) {
                    *placement = placed;
                }
            }
            placements
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

/// The host addresses of custom connectors, in order, each with the place of its connector. A pattern fits only
/// hosts that begin as it does, and those stand together.
struct Hosts<'a> {
    sorted: Vec<(&'a str, usize)>,
}

impl<'a> Hosts<'a> {
    fn of(ids: &[ConnectorId], hosts: &'a FxHashMap<ConnectorId, String>) -> Self {
        let places = ids.iter().enumerate();
        let mut sorted: Vec<(&str, usize)> =
            places.filter_map(|(place, id)| Some((hosts.get(id)?.as_str(), place))).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// The places of the connectors whose host a pattern fits.
    fn fitting(&self, pattern: &str) -> impl Iterator<Item = usize> {
        let head = pattern.split('*').next().unwrap_or_default();
        let first = self.sorted.partition_point(|(host, _)| *host < head);
        let alike = self.sorted.iter().skip(first).take_while(move |(host, _)| host.starts_with(head));
        alike.filter(move |(host, _)| pattern::matches_folded(pattern, host)).map(|(_, place)| *place)
    }
}
