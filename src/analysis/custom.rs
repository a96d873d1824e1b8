//! Where each data policy puts each custom connector. Calculated once: the walk through the URL patterns is too
//! expensive to repeat for every environment.

use std::collections::BTreeMap;

use ecow::EcoString;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::pattern;
use super::placement::Placement;
use crate::model::program::{DataGroup, DataPolicy, PolicyId, Program, Scope, UrlPattern};
use crate::model::{ConnectorId, List, Set};

/// The placements of all custom connectors.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Customs {
    /// All custom connectors.
    all: Set,
    /// The placements, by policy.
    placed: Vec<Placed>,
}

/// Where one policy puts the custom connectors.
#[derive(Clone, Debug, PartialEq)]
struct Placed {
    /// The placement of most of them.
    rest: Placement,
    /// The others, in order.
    apart: Vec<(ConnectorId, Placement)>,
    /// Those that it sorts by a host which is not given; none where there are no such connectors.
    unsorted: Option<Set>,
}

impl Customs {
    pub fn of(program: &Program) -> Self {
        let mut all = Set::empty(program.universe.len());
        for (id, _) in program.universe.foreigners().filter(|(_, foreign)| foreign.custom) {
            all.insert(id);
        }
        if all.is_empty() {
            return Self { all, placed: Vec::new() };
        }
        let declared = program.connectors.iter().filter_map(|facts| Some((facts.connector?, facts.full_host()?)));
        let declared = declared.filter(|(id, _)| all.contains(*id));
        let hosts: Vec<(ConnectorId, EcoString)> =
            declared.map(|(id, host)| (id, host.to_lowercase().into())).collect();
        let mut hostless = all.clone();
        for (id, _) in &hosts {
            hostless.remove(*id);
        }
        let fitting = fitting(&program.policies, &Hosts::of(&hosts));
        let placed = program.policies.par_iter().map(|policy| Placed::by(policy, &all, &hostless, &fitting)).collect();
        Self { all, placed }
    }

    /// Whether a policy puts each custom connector in the same place as before.
    pub fn is_same(&self, before: &Self, policy: PolicyId) -> bool {
        let at = policy.0 as usize;
        self.all == before.all && self.placed.get(at) == before.placed.get(at)
    }

    /// All custom connectors.
    pub const fn all(&self) -> &Set {
        &self.all
    }

    /// Where a policy puts a connector; none where it is not a custom one.
    pub fn get(&self, policy: PolicyId, id: ConnectorId) -> Option<Placement> {
        let placed = self.placed.get(policy.0 as usize).filter(|_| self.all.contains(id))?;
        let apart =
            placed.apart.binary_search_by_key(&id, |(id, _)| *id).ok().and_then(|place| placed.apart.get(place));
        Some(apart.map_or(placed.rest, |(_, placement)| *placement))
    }

    /// The custom connectors whose placement by a policy is unknown: it sorts them by their hosts, which are not
    /// given.
    pub fn unsorted(&self, policy: PolicyId) -> Option<&Set> {
        self.placed.get(policy.0 as usize)?.unsorted.as_ref()
    }

    /// Where a policy puts most custom connectors.
    pub fn rest(&self, policy: PolicyId) -> Placement {
        self.placed.get(policy.0 as usize).map_or(Placement::Ignored, |placed| placed.rest)
    }

    /// The custom connectors that a policy puts elsewhere than most, in order.
    pub fn apart(&self, policy: PolicyId) -> &[(ConnectorId, Placement)] {
        self.placed.get(policy.0 as usize).map_or(&[], |placed| &placed.apart)
    }
}

impl Placed {
    fn by(policy: &DataPolicy, all: &Set, hostless: &Set, fitting: &FxHashMap<&str, Vec<ConnectorId>>) -> Self {
        let group = |row: &UrlPattern| row.group.map_or(Placement::Ignored, Placement::Group);
        let mut unsorted = None;
        let mut apart: BTreeMap<ConnectorId, Placement> = BTreeMap::new();
        let rest = if matches!(policy.scope, Scope::Environment(_)) {
            Placement::Group(policy.rest)
        } else {
            let (before, star) = parted(policy);
            // The first matching pattern decides, so it is written last.
            for row in before.iter().rev() {
                let fitted = fitting.get(&*row.pattern.name).into_iter().flatten();
                apart.extend(fitted.map(|id| (*id, group(row))));
            }
            let rest = star.map_or(Placement::Ignored, group);
            if !hostless.is_empty() && before.iter().any(|row| group(row) != rest) {
                let named = DataGroup::ALL.into_iter().map(|group| policy.named(group));
                unsorted = Some(named.fold(hostless.clone(), Set::minus)).filter(|unsorted| !unsorted.is_empty());
            }
            rest
        };
        // A connector that is named needs no pattern; of two groups, the first counts.
        for group in DataGroup::ALL.into_iter().rev() {
            let named = policy.named(group);
            if named.meets(all) {
                apart.extend(named.clone().common(all).iter().map(|id| (id, Placement::Group(group))));
            }
        }
        let apart = apart.into_iter().filter(|(_, placement)| *placement != rest).collect();
        Self { rest, apart, unsorted }
    }
}

/// The rows of a policy that may decide, and its `*`: rows after that have no effect.
fn parted(policy: &DataPolicy) -> (&[UrlPattern], Option<&UrlPattern>) {
    let star = policy.patterns.iter().position(|row| &*row.pattern.name == "*");
    let before = policy.patterns.get(..star.unwrap_or(policy.patterns.len())).unwrap_or_default();
    (before, star.and_then(|star| policy.patterns.get(star)))
}

/// The connectors that match each pattern. Many policies have the same patterns.
fn fitting<'p>(policies: &'p List<DataPolicy>, hosts: &Hosts<'_>) -> FxHashMap<&'p str, Vec<ConnectorId>> {
    let mut fitting: FxHashMap<&str, Vec<ConnectorId>> = FxHashMap::default();
    for row in policies.iter().flat_map(|policy| parted(policy).0) {
        let pattern = &*row.pattern.name;
        fitting.entry(pattern).or_insert_with(|| hosts.fitting(&pattern.to_lowercase()).collect());
    }
    fitting
}

/// The host addresses of custom connectors, sorted. A pattern only matches hosts that begin as it does, and those are
/// adjacent.
struct Hosts<'a> {
    sorted: Vec<(&'a str, ConnectorId)>,
}

impl<'a> Hosts<'a> {
    fn of(hosts: &'a [(ConnectorId, EcoString)]) -> Self {
        let mut sorted: Vec<(&str, ConnectorId)> = hosts.iter().map(|(id, host)| (host.as_str(), *id)).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// The connectors whose host matches a pattern.
    fn fitting(&self, pattern: &str) -> impl Iterator<Item = ConnectorId> {
        let head = pattern.split('*').next().unwrap_or_default();
        let first = self.sorted.partition_point(|(host, _)| *host < head);
        let alike = self.sorted.iter().skip(first).take_while(move |(host, _)| host.starts_with(head));
        alike.filter(move |(host, _)| pattern::matches_folded(pattern, host)).map(|(_, id)| *id)
    }
}
