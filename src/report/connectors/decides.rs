//! Which line of a policy decides on each connector.

use rustc_hash::FxHashMap;

use crate::analysis::{Effective, Placement, fitting};
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{AllowList, DataGroup, DataPolicy, PolicyId, Program, Scope, SetExpression};
use crate::model::{ConnectorId, Set};
use crate::text::Location;

/// Connectors that one place decides on in the same way.
pub(super) struct Decided {
    /// The group that the policy gives them; `None` if it sorts them by host and no host is given.
    pub(super) placement: Option<Placement>,
    /// The deciding place.
    pub(super) location: Location,
    /// The connectors.
    pub(super) members: Set,
}

/// What a data policy says of each connector, by place. The model answers the same for one connector, and reads its
/// expressions each time; here each expression is read once.
pub(super) fn by_policy(
    program: &Program,
    effective: &Effective,
    subjects: &ConnectorSubjects<'_>,
    (id, policy): (PolicyId, &DataPolicy),
) -> Vec<Decided> {
    let size = program.universe.len();
    let mut places: Vec<Option<Location>> = vec![None; size];
    for group in DataGroup::ALL {
        let Some(expression) = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref()) else {
            continue;
        };
        let named = policy.named(group);
        each_part(program, subjects, expression, &mut |connector, location| {
            if let Some(slot) = places.get_mut(connector.0 as usize)
                && slot.is_none()
                && named.contains(connector)
            {
                *slot = Some(location);
            }
        });
    }
    let rest = policy.groups.iter().find_map(|clause| clause.rest).unwrap_or(policy.head.location);
    let by_host = !matches!(policy.scope, Scope::Environment(_));
    let mut found: Vec<Decided> = Vec::new();
    let mut index: FxHashMap<(Option<Placement>, Location), usize> = FxHashMap::default();
    for (connector, place) in program.universe.ids().zip(places) {
        let is_known = !effective.is_unsorted(id, connector);
        let placement = if is_known { effective.placement(program, id, connector) } else { None };
        if is_known && placement.is_none() {
            continue;
        }
        let pattern = || match placement {
            Some(_) if by_host => pattern(program, policy, connector),
            Some(_) => None,
            None => policy.patterns_location,
        };
        let location = place.or_else(pattern).unwrap_or(rest);
        let next = found.len();
        let at = *index.entry((placement, location)).or_insert(next);
        if at == next {
            found.push(Decided { placement, location, members: Set::empty(size) });
        }
        if let Some(decided) = found.get_mut(at) {
            decided.members.insert(connector);
        }
    }
    found
}

/// The row that sorts a custom connector by its host.
fn pattern(program: &Program, policy: &DataPolicy, connector: ConnectorId) -> Option<Location> {
    let row = if program.universe.is_custom(connector) { fitting(program, policy, connector) } else { None };
    row.map(|row| row.location)
}

/// The connectors of an allow-list, by the place that lists them.
pub(super) fn by_list(program: &Program, subjects: &ConnectorSubjects<'_>, list: &AllowList) -> Vec<(Location, Set)> {
    let Some(clause) = &list.allows else { return Vec::new() };
    let size = program.universe.len();
    let mut seen = Set::empty(size);
    let mut found: Vec<(Location, Set)> = Vec::new();
    let mut index: FxHashMap<Location, usize> = FxHashMap::default();
    each_part(program, subjects, &clause.expression, &mut |connector, location| {
        if !clause.members.contains(connector) || !seen.insert(connector) {
            return;
        }
        let next = found.len();
        let at = *index.entry(location).or_insert(next);
        if at == next {
            found.push((location, Set::empty(size)));
        }
        if let Some((_, members)) = found.get_mut(at) {
            members.insert(connector);
        }
    });
    found
}

/// Calls back with each connector of each part of an expression, and the part, in the order written.
fn each_part(
    program: &Program,
    subjects: &ConnectorSubjects<'_>,
    expression: &SetExpression,
    tell: &mut dyn FnMut(ConnectorId, Location),
) {
    let mut open = vec![expression];
    while let Some(part) = open.pop() {
        match part {
            SetExpression::List(elements, location) => {
                for element in elements {
                    tell(element.connector, Location::new(location.file, element.span));
                }
            }
            SetExpression::Union(left, right) => open.extend([&**right, &**left]),
            SetExpression::Minus(left, _) | SetExpression::Common(left, _) => open.push(left),
            SetExpression::Named(_)
            | SetExpression::All(_)
            | SetExpression::Unblockable(_)
            | SetExpression::Rest(_)
            | SetExpression::Where(..) => {
                let members = part.members(&program.universe, &program.connector_sets, subjects, &mut Vec::new());
                members.iter().for_each(|connector| tell(connector, part.location()));
            }
        }
    }
}
