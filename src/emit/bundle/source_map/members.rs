//! Where a data policy names the members of its groups.

use super::writer::Map;
use crate::emit::bundle::form::Context;
use crate::model::facts::ConnectorSubjects;
use crate::model::{ConnectorId, DataGroup, DataPolicy, Program, Set, SetExpression};
use crate::text::{FileId, Location, Span};

/// The place of each member that a group may have, by connector. Kept from group to group: only the places of the
/// members at hand mean something.
pub(super) struct Members {
    found: Vec<Location>,
}

impl Members {
    /// Room for the connectors of a program.
    pub(super) fn new(program: &Program) -> Self {
        let nowhere = Location::new(FileId::at(0), Span::at(0));
        Self { found: vec![nowhere; program.universe.len()] }
    }

    /// Finds the place of each of a group's members: its word in a list, else the part of the expression that brings
    /// it, else the `rest` it falls under.
    pub(super) fn find(
        &mut self,
        program: &Program,
        subjects: &ConnectorSubjects<'_>,
        policy: &DataPolicy,
        group: DataGroup,
        members: &Set,
    ) {
        let named = policy.named(group);
        let rest = policy.groups.iter().find_map(|clause| clause.rest).unwrap_or(policy.head.location);
        let mut search = Search { program, subjects, open: members.clone().common(named), found: &mut self.found };
        if let Some(expression) = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref()) {
            search.walk(expression);
        }
        let fallen = members.clone().minus(named).union(&search.open);
        fallen.iter().for_each(|id| search.put(id, rest));
    }

    /// The place of a member of the group that was looked at last.
    pub(super) fn place(&self, id: ConnectorId) -> Option<Location> {
        self.found.get(id.0 as usize).copied()
    }
}

impl Map<'_, '_> {
    /// Where a data policy names the members of a group, in their order.
    pub(in crate::emit::bundle) fn places_of_members(
        &mut self,
        context: &Context<'_>,
        policy: &DataPolicy,
        group: DataGroup,
        held: &Set,
    ) -> Vec<Location> {
        let Self { members, subjects, .. } = self;
        members.find(context.program(), subjects, policy, group, held);
        context.connectors.sorted(held).into_iter().filter_map(|id| members.place(id)).collect()
    }
}

struct Search<'p> {
    program: &'p Program,
    subjects: &'p ConnectorSubjects<'p>,
    /// Those whose place is not found yet.
    ///
    /// INVARIANT: the expression at hand brings all of them. So whatever its other parts leave is brought by the
    /// last, which need not be asked.
    open: Set,
    found: &'p mut [Location],
}

impl Search<'_> {
    /// Walks the sides of unions from left to right; a loop, since a long chain of them must cost no stack.
    fn walk(&mut self, expression: &SetExpression) {
        let mut waiting = vec![expression];
        while let Some(part) = waiting.pop() {
            let last = waiting.is_empty();
            match part {
                SetExpression::Union(left, right) => {
                    let brings = |side: &&SetExpression| !matches!(side, SetExpression::Rest(_));
                    waiting.extend([&**right, &**left].into_iter().filter(brings));
                }
                SetExpression::List(elements, location) => {
                    for element in elements {
                        self.take(element.connector, Location::new(location.file, element.span));
                    }
                }
                SetExpression::Minus(left, _) | SetExpression::Common(left, _) => {
                    let brought = if last { self.open.clone() } else { self.members(part) };
                    let elsewhere = self.open.clone().minus(&brought);
                    self.open = std::mem::take(&mut self.open).common(&brought);
                    self.walk(left);
                    self.open = std::mem::take(&mut self.open).union(&elsewhere);
                }
                SetExpression::Named(_)
                | SetExpression::All(_)
                | SetExpression::Unblockable(_)
                | SetExpression::Where(..) => {
                    let brought = if last { self.open.clone() } else { self.members(part).common(&self.open) };
                    brought.iter().for_each(|id| self.take(id, part.location()));
                }
                SetExpression::Rest(_) => {}
            }
        }
    }

    fn take(&mut self, id: ConnectorId, location: Location) {
        if self.open.contains(id) {
            self.open.remove(id);
            self.put(id, location);
        }
    }

    fn put(&mut self, id: ConnectorId, location: Location) {
        if let Some(place) = self.found.get_mut(id.0 as usize) {
            *place = location;
        }
    }

    fn members(&self, part: &SetExpression) -> Set {
        let program = self.program;
        part.members(&program.universe, &program.connector_sets, self.subjects, &mut Vec::new())
    }
}
