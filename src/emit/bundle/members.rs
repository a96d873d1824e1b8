//! Where a data policy names the members of its groups.

use crate::model::facts::ConnectorSubjects;
use crate::model::{ConnectorId, DataPolicy, Program, Set, SetExpression};
use crate::text::Location;

/// The place of each of `members`, sorted by connector: its word in a list, else the part of the expression that
/// brings it, else the `rest` it falls under.
pub(super) fn places(
    program: &Program,
    subjects: &ConnectorSubjects<'_>,
    policy: &DataPolicy,
    expression: Option<&SetExpression>,
    members: &Set,
) -> Vec<(ConnectorId, Location)> {
    let mut search = Search { program, subjects, open: members.clone(), found: Vec::with_capacity(members.len()) };
    if let Some(expression) = expression {
        search.walk(expression);
    }
    let rest = policy.groups.iter().find_map(|clause| clause.rest).unwrap_or(policy.head.location);
    let fallen: Vec<ConnectorId> = search.open.iter().collect();
    search.found.extend(fallen.into_iter().map(|id| (id, rest)));
    search.found.sort_unstable_by_key(|(id, _)| *id);
    search.found
}

struct Search<'p> {
    program: &'p Program,
    subjects: &'p ConnectorSubjects<'p>,
    /// Those whose place is not found yet.
    open: Set,
    found: Vec<(ConnectorId, Location)>,
}

impl Search<'_> {
    /// Walks the sides of unions from left to right; a loop, since a long chain of them must cost no stack.
    fn walk(&mut self, expression: &SetExpression) {
        let mut waiting = vec![expression];
        while let Some(part) = waiting.pop() {
            match part {
                SetExpression::Union(left, right) => waiting.extend([&**right, &**left]),
                SetExpression::List(elements, location) => {
                    for element in elements {
                        self.take(element.connector, Location::new(location.file, element.span));
                    }
                }
                SetExpression::Minus(left, _) | SetExpression::Common(left, _) => {
                    let brought = self.members(part);
                    let elsewhere = self.open.clone().minus(&brought);
                    self.open = std::mem::take(&mut self.open).common(&brought);
                    self.walk(left);
                    self.open = std::mem::take(&mut self.open).union(&elsewhere);
                }
                SetExpression::Named(_)
                | SetExpression::All(_)
                | SetExpression::Unblockable(_)
                | SetExpression::Where(..) => {
                    let brought = self.members(part).common(&self.open);
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
