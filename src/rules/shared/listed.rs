//! Connectors that a policy lists by name, not by a condition.

use crate::model::program::{DataGroup, DataPolicy, Program, SetExpression};
use crate::model::{ConnectorId, Set};
use crate::text::Location;

/// The connectors that the lists of a group name, including the lists of named sets.
pub(in crate::rules) fn listed(program: &Program, policy: &DataPolicy, group: DataGroup) -> Set {
    let mut set = Set::empty(program.universe.len());
    let expression = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref());
    if let Some(expression) = expression {
        expression.each_part(&mut |part| {
            for connector in of_part(program, part) {
                set.insert(connector);
            }
        });
    }
    // Listed connectors may be subtracted again.
    set.common(policy.named(group))
}

/// The location at which a group lists a connector.
pub(in crate::rules) fn place(
    program: &Program,
    policy: &DataPolicy,
    group: DataGroup,
    connector: ConnectorId,
) -> Option<Location> {
    if !policy.named(group).contains(connector) {
        return None;
    }
    let expression = policy.groups.get(group.index())?.expression.as_ref()?;
    let mut found = None;
    expression.each_part(&mut |part| {
        if found.is_none() && of_part(program, part).contains(&connector) {
            found = Some(part.location_of(program, connector));
        }
    });
    found
}

/// The connectors that one part of an expression lists, without its inner parts.
fn of_part(program: &Program, part: &SetExpression) -> Vec<ConnectorId> {
    match part {
        SetExpression::List(elements, _) => elements.iter().map(|element| element.connector).collect(),
        SetExpression::Named(reference) => {
            let set = reference.target.map(|set| &program.connector_sets[set]);
            let mut connectors = Vec::new();
            if let Some(set) = set {
                set.expression.each_added(&mut |element, _| connectors.push(element.connector));
            }
            connectors
        }
        SetExpression::All(_)
        | SetExpression::Unblockable(_)
        | SetExpression::Rest(_)
        | SetExpression::Where(..)
        | SetExpression::Union(..)
        | SetExpression::Minus(..)
        | SetExpression::Common(..) => Vec::new(),
    }
}
