//! Where a data policy names the members of its groups.

use crate::model::facts::ConnectorSubjects;
use crate::model::{ConnectorId, DataGroup, DataPolicy, Program, Set, SetExpression};
use crate::text::Location;

/// The place of each of a group's members, sorted by connector: its word in a list, else the part of the expression
/// that brings it, else the `rest` it falls under.
pub(super) fn places(
    program: &Program,
    subjects: &ConnectorSubjects<'_>,
    policy: &DataPolicy,
    group: DataGroup,
    members: &Set,
) -> Vec<(ConnectorId, Location)> {
    let named = policy.named(group);
    let open = members.clone().common(named);
    let mut search = Search { program, subjects, open, found: Vec::with_capacity(members.len()) };
    if let Some(expression) = policy.groups.get(group.index()).and_then(|clause| clause.expression.as_ref()) {
        search.walk(expression);
    }
    let rest = policy.groups.iter().find_map(|clause| clause.rest).unwrap_or(policy.head.location);
    let fallen = members.clone().minus(named).union(&search.open);
    search.found.extend(fallen.iter().map(|id| (id, rest)));
    search.found.sort_unstable_by_key(|(id, _)| *id);
    search.found
}

struct Search<'p> {
    program: &'p Program,
    subjects: &'p ConnectorSubjects<'p>,
    /// Those whose place is not found yet.
    ///
    /// INVARIANT: the expression at hand brings all of them. So whatever its other parts leave is brought by the
    /// last, which need not be asked.
    open: Set,
    found: Vec<(ConnectorId, Location)>,
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
            self.found.push((id, location));
        }
    }

    fn members(&self, part: &SetExpression) -> Set {
        let program = self.program;
        part.members(&program.universe, program.connector_sets.as_slice(), self.subjects, &mut Vec::new())
    }
}
