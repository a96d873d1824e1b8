//! Where one data policy puts one connector.

use super::pattern;
use crate::model::ConnectorId;
use crate::model::program::{DataGroup, DataPolicy, Program, Scope, UrlPattern};
use crate::text::Location;

/// Where a data policy puts a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placement {
    /// Into a group.
    Group(DataGroup),
    /// Into no group: the policy has nothing about this custom connector, or the platform exempts the connector.
    Ignored,
}

impl Placement {
    /// The placement as two bits.
    pub(super) const fn bits(self) -> u128 {
        match self {
            Self::Group(group) => group.index() as u128,
            Self::Ignored => 3,
        }
    }

    pub(super) const fn of_bits(bits: u128) -> Self {
        match bits & 3 {
            0 => Self::Group(DataGroup::Business),
            1 => Self::Group(DataGroup::NonBusiness),
            2 => Self::Group(DataGroup::Blocked),
            _ignored => Self::Ignored,
        }
    }

    /// The word of the source.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Group(group) => group.word(),
            Self::Ignored => "ignore",
        }
    }

    /// The name people use.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Group(group) => group.title(),
            Self::Ignored => "ignored",
        }
    }
}

/// Where `policy` puts `id`. A custom connector that a tenant-level policy does not name is put where the first URL
/// pattern that matches its host puts it; without patterns the platform ignores it (dlp.md 2.7).
pub fn placement(program: &Program, policy: &DataPolicy, id: ConnectorId) -> Placement {
    if program.universe.is_exempt(id) {
        return Placement::Ignored;
    }
    if let Some(placement) = without_patterns(program, policy, id) {
        return placement;
    }
    fitting(program, policy, id).and_then(|row| row.group).map_or(Placement::Ignored, Placement::Group)
}

/// The first URL pattern of `policy` that matches the host of `id`. If the host is not given, only `*` certainly
/// matches.
pub fn fitting<'p>(program: &Program, policy: &'p DataPolicy, id: ConnectorId) -> Option<&'p UrlPattern> {
    let host = host_of(program, id);
    let fits = |pattern: &str| pattern == "*" || host.is_some_and(|host| pattern::matches(pattern, host));
    policy.patterns.iter().find(|row| fits(&row.pattern.name))
}

/// Where `policy` may put `id`: one place, or several if URL patterns sort a custom connector whose host is not
/// given.
pub fn placements_of(program: &Program, policy: &DataPolicy, id: ConnectorId) -> Vec<Placement> {
    let sorted = || host_of(program, id).is_some();
    if program.universe.is_exempt(id) || without_patterns(program, policy, id).is_some() || sorted() {
        return vec![placement(program, policy, id)];
    }
    let star = policy.patterns.iter().position(|row| &*row.pattern.name == "*");
    let rows = policy.patterns.get(..star.map_or(policy.patterns.len(), |star| star + 1)).unwrap_or_default();
    let mut places: Vec<Placement> =
        rows.iter().map(|row| row.group.map_or(Placement::Ignored, Placement::Group)).collect();
    if star.is_none() {
        places.push(Placement::Ignored);
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// The host that URL patterns are matched against. None where it is not given, or lacks its scheme, since patterns
/// begin with one.
fn host_of(program: &Program, id: ConnectorId) -> Option<&str> {
    program.facts_of(id)?.full_host()
}

/// The part of `policy` that decides where it puts `id`: a URL pattern, or one of its groups.
pub fn decided_at(program: &Program, policy: &DataPolicy, id: ConnectorId) -> Location {
    if without_patterns(program, policy, id).is_some() {
        return policy.location_of(program, id);
    }
    let found = fitting(program, policy, id).map(|row| row.location);
    found.or(policy.patterns_location).unwrap_or(policy.head.location)
}

/// Where `policy` puts `id`, if that does not depend on URL patterns.
fn without_patterns(program: &Program, policy: &DataPolicy, id: ConnectorId) -> Option<Placement> {
    let universe = &program.universe;
    let named = DataGroup::ALL.into_iter().find(|group| policy.named(*group).contains(id));
    if let Some(group) = named {
        return Some(Placement::Group(group));
    }
    let sorted_by_name = !universe.is_custom(id) || matches!(policy.scope, Scope::Environment(_));
    sorted_by_name.then(|| Placement::Group(policy.group_of(universe, id)))
}
