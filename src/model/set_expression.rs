//! Connector sets as written, and their members.

use super::condition::Condition;
use super::id::Id;

use super::facts::ConnectorSubjects;
use super::list::List;
use super::program::{NamedSet, Program, Reference, Symbol};
use super::select::{self, Subjects as _};
use super::set::Set;
use super::universe::{ConnectorId, Universe};
use crate::diagnostics::Diagnostic;
use crate::text::{FileId, Location, Span};

/// A connector set as written.
#[derive(Clone, Debug, PartialEq)]
pub enum SetExpression {
    /// `[sql, teams]`
    List(Vec<Element>, Location),
    /// A named set.
    Named(Reference<Id<NamedSet>>),
    /// `all`
    All(Location),
    /// `unblockable`
    Unblockable(Location),
    /// `rest`: empty by itself; in a data policy, the connectors that the policy names nowhere else.
    Rest(Location),
    /// `connectors where …`
    Where(Box<Condition>, Location),
    /// `a + b`
    Union(Box<SetExpression>, Box<SetExpression>),
    /// `a - b`
    Minus(Box<SetExpression>, Box<SetExpression>),
    /// `a & b`
    Common(Box<SetExpression>, Box<SetExpression>),
}

/// A connector in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Element {
    /// The connector; before names are resolved, it may be the index of a name in its file.
    pub connector: ConnectorId,
    /// Where it is in the file of the list.
    pub span: Span,
}

/// The members of the named sets, by index.
pub trait NamedSets {
    /// The members of the set at `index`.
    fn members(&self, id: Id<NamedSet>) -> Option<&Set>;
}

impl NamedSets for List<NamedSet> {
    fn members(&self, id: Id<NamedSet>) -> Option<&Set> {
        Some(&self[id].members)
    }
}

impl SetExpression {
    /// Where it is.
    pub fn location(&self) -> Location {
        match self {
            Self::List(_, location)
            | Self::All(location)
            | Self::Unblockable(location)
            | Self::Rest(location)
            | Self::Where(_, location) => *location,
            Self::Named(reference) => reference.symbol.location,
            Self::Union(left, right) | Self::Minus(left, right) | Self::Common(left, right) => {
                let (left, right) = (left.location(), right.location());
                Location::new(left.file, left.span.to(right.span))
            }
        }
    }

    /// The file it is in.
    pub fn file(&self) -> FileId {
        self.location().file
    }

    /// The connectors it names, without those of `rest`.
    pub fn members(
        &self,
        universe: &Universe,
        named: &impl NamedSets,
        subjects: &ConnectorSubjects<'_>,
        findings: &mut Vec<Diagnostic>,
    ) -> Set {
        let mut set = Set::empty(universe.len());
        self.add_members(&mut set, universe, named, subjects, findings);
        set
    }

    /// The connectors it names, and whether they are all that is meant: it has no mistakes, and it is complete.
    pub fn answer(
        &self,
        universe: &Universe,
        sets: &List<NamedSet>,
        subjects: &ConnectorSubjects<'_>,
        findings: &mut Vec<Diagnostic>,
    ) -> (Set, bool) {
        let before = findings.len();
        let members = self.members(universe, sets, subjects, findings);
        (members, findings.len() == before && self.is_complete(sets, subjects))
    }

    /// Adds the connectors it names to a set, so that united lists share one set.
    fn add_members(
        &self,
        set: &mut Set,
        universe: &Universe,
        named: &impl NamedSets,
        subjects: &ConnectorSubjects<'_>,
        findings: &mut Vec<Diagnostic>,
    ) {
        let mut add = |other: &Set| *set = std::mem::take(set).union(other);
        match self {
            Self::List(elements, _) => elements.iter().for_each(|element| _ = set.insert(element.connector)),
            Self::Named(reference) => {
                reference.target.and_then(|index| named.members(index)).into_iter().for_each(add);
            }
            Self::All(_) => add(&Set::first(universe.len(), universe.catalogued())),
            Self::Unblockable(_) => universe.unblockable().iter().for_each(|id| _ = set.insert(*id)),
            Self::Rest(_) => {}
            Self::Where(condition, _) => add(&select::select(subjects, condition, findings)),
            Self::Union(left, right) => {
                left.add_members(set, universe, named, subjects, findings);
                right.add_members(set, universe, named, subjects, findings);
            }
            Self::Minus(left, right) => {
                let left = left.members(universe, named, subjects, findings);
                add(&left.minus(&right.members(universe, named, subjects, findings)));
            }
            Self::Common(left, right) => {
                let left = left.members(universe, named, subjects, findings);
                add(&left.common(&right.members(universe, named, subjects, findings)));
            }
        }
    }

    /// Calls `visit` for every list element that the expression adds (not those it removes).
    pub fn each_added(&self, visit: &mut impl FnMut(Element, FileId)) {
        match self {
            Self::List(elements, location) => elements.iter().for_each(|element| visit(*element, location.file)),
            Self::Union(left, right) => {
                left.each_added(visit);
                right.each_added(visit);
            }
            Self::Minus(left, _) | Self::Common(left, _) => left.each_added(visit),
            Self::Named(_) | Self::All(_) | Self::Unblockable(_) | Self::Rest(_) | Self::Where(..) => {}
        }
    }

    /// Calls `visit` for every part of the expression, operands before the whole.
    pub fn each_part<'s>(&'s self, visit: &mut impl FnMut(&'s Self)) {
        if let Self::Union(left, right) | Self::Minus(left, right) | Self::Common(left, right) = self {
            left.each_part(visit);
            right.each_part(visit);
        }
        visit(self);
    }

    /// Whether `is` holds for any part of the expression, or for the whole.
    pub fn any_part(&self, is: impl Fn(&Self) -> bool) -> bool {
        let mut found = false;
        self.each_part(&mut |part| found |= is(part));
        found
    }

    /// Whether every named set it refers to exists and is complete itself, and every fact it asks for could be read
    /// for every connector.
    pub fn is_complete(&self, sets: &List<NamedSet>, subjects: &ConnectorSubjects<'_>) -> bool {
        let mut complete = true;
        self.each_part(&mut |part| {
            if let Self::Named(reference) = part {
                let found = reference.target.map(|index| &sets[index]);
                complete &= found.is_some_and(|set| set.complete);
            }
            if let Self::Where(condition, _) = part {
                let is_known = |name: &Symbol| !subjects.is_unread(&name.name) && !subjects.is_partial(&name.name);
                complete &= condition.names().all(is_known);
            }
        });
        complete
    }

    /// Calls `visit` for every reference to a named set.
    pub fn each_reference(&mut self, visit: &mut impl FnMut(&mut Reference<Id<NamedSet>>)) {
        match self {
            Self::Named(reference) => visit(reference),
            Self::Union(left, right) | Self::Minus(left, right) | Self::Common(left, right) => {
                left.each_reference(visit);
                right.each_reference(visit);
            }
            Self::List(..) | Self::All(_) | Self::Unblockable(_) | Self::Rest(_) | Self::Where(..) => {}
        }
    }

    /// The connectors that lists of the expression name more than once, with both places.
    ///
    /// Only lists that are united directly count together. In `([a, b] - [b]) + [b]` the second `b` restores what `-`
    /// removed.
    pub fn repetitions(&self) -> Vec<(ConnectorId, Location, Location)> {
        if !self.may_repeat() {
            return Vec::new();
        }
        let mut seen: Vec<(usize, ConnectorId, Location)> = Vec::new();
        // The expression and the number of the union it belongs to.
        let mut open = vec![(self, 0)];
        let mut unions = 1;
        while let Some((part, union)) = open.pop() {
            match part {
                Self::List(elements, location) => seen.extend(elements.iter().map(|element| {
                    let place = Location::new(location.file, element.span);
                    (union, element.connector, place)
                })),
                Self::Union(left, right) => open.extend([(&**right, union), (&**left, union)]),
                Self::Minus(left, _) | Self::Common(left, _) => {
                    open.push((&**left, unions));
                    unions += 1;
                }
                Self::Named(_) | Self::All(_) | Self::Unblockable(_) | Self::Rest(_) | Self::Where(..) => {}
            }
        }
        seen.sort_unstable();
        let mut found: Vec<(ConnectorId, Location, Location)> = seen
            .windows(2)
            .filter_map(|pair| match pair {
                [(union, one, first), (same, other, second)] if union == same && one == other => {
                    Some((*one, *first, *second))
                }
                _unlike => None,
            })
            .collect();
        found.sort_unstable();
        found
    }

    /// Whether a list may name a connector twice. A cheap check: false for most expressions without repetitions.
    fn may_repeat(&self) -> bool {
        let mut seen = [0_u64; 64];
        let mut again = false;
        self.each_added(&mut |element, _| {
            let id = element.connector.0;
            if let Some(word) = seen.get_mut(id as usize / 64 % 64) {
                again |= *word >> (id % 64) & 1 == 1;
                *word |= 1 << (id % 64);
            }
        });
        again
    }

    /// The part of the expression that includes a connector: its word in a list, a named set, a selection.
    pub fn location_of(&self, program: &Program, id: ConnectorId) -> Location {
        match self {
            Self::List(elements, location) => elements
                .iter()
                .find(|element| element.connector == id)
                .map_or(*location, |element| Location::new(location.file, element.span)),
            Self::Union(left, right) => {
                let subjects = ConnectorSubjects::new(program);
                let sets = &program.connector_sets;
                let in_left = left.members(&program.universe, sets, &subjects, &mut Vec::new()).contains(id);
                if in_left { left.location_of(program, id) } else { right.location_of(program, id) }
            }
            Self::Minus(left, _) | Self::Common(left, _) => left.location_of(program, id),
            Self::Named(_) | Self::All(_) | Self::Unblockable(_) | Self::Rest(_) | Self::Where(..) => self.location(),
        }
    }
}
