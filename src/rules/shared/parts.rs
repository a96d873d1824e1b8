//! Finds the part of a group's expression that includes a connector, and the edits that remove it.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::diagnostics::Edit;
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{GroupClause, Program};
use crate::model::{ConnectorId, Element, Set, SetExpression};
use crate::text::{Location, Span};

/// Answers questions about the parts of expressions. The subjects of conditions are created on first use, since sound
/// programs never need them.
pub(in crate::rules) struct Parts<'a> {
    program: &'a Program,
    subjects: OnceLock<ConnectorSubjects<'a>>,
}

/// One operand of the `+` operators of an expression.
struct Part<'a> {
    expression: &'a SetExpression,
    /// The wanted connectors that it includes.
    brings: Set,
}

impl<'a> Parts<'a> {
    pub(in crate::rules) const fn new(program: &'a Program) -> Self {
        Self { program, subjects: OnceLock::new() }
    }

    /// The connectors that a group contains in any case, even if names in it are unknown.
    pub(in crate::rules) fn certain<'c>(&self, clause: &'c GroupClause) -> Cow<'c, Set> {
        if clause.complete {
            return Cow::Borrowed(&clause.named);
        }
        let mut certain = Set::empty(self.program.universe.len());
        if let Some(expression) = &clause.expression {
            each_side(expression, &mut |side| match side {
                SetExpression::List(elements, _) => elements.iter().for_each(|element| {
                    certain.insert(element.connector);
                }),
                SetExpression::Named(reference) => {
                    let set = reference.target.map(|index| &self.program.connector_sets[index]);
                    if let Some(set) = set.filter(|set| set.complete) {
                        certain = std::mem::take(&mut certain).union(&set.members);
                    }
                }
                SetExpression::All(_)
                | SetExpression::Unblockable(_)
                | SetExpression::Rest(_)
                | SetExpression::Where(..)
                | SetExpression::Union(..)
                | SetExpression::Minus(..)
                | SetExpression::Common(..) => {}
            });
        }
        Cow::Owned(certain)
    }

    /// The location at which a group includes a connector.
    pub(in crate::rules) fn location(&self, clause: &GroupClause, id: ConnectorId) -> Option<Location> {
        clause.expression.as_ref().map(|expression| self.place(expression, id))
    }

    fn place(&self, expression: &SetExpression, id: ConnectorId) -> Location {
        match expression {
            SetExpression::List(elements, list) => {
                let element = elements.iter().find(|element| element.connector == id);
                element.map_or(*list, |element| Location::new(list.file, element.span))
            }
            SetExpression::Union(..) => {
                let mut bringing = None;
                each_side(expression, &mut |side| {
                    if bringing.is_none() && self.holds(side, id) {
                        bringing = Some(side);
                    }
                });
                bringing.map_or_else(|| expression.location(), |side| self.place(side, id))
            }
            SetExpression::Minus(left, _) | SetExpression::Common(left, _) => self.place(left, id),
            SetExpression::Named(_)
            | SetExpression::All(_)
            | SetExpression::Unblockable(_)
            | SetExpression::Rest(_)
            | SetExpression::Where(..) => expression.location(),
        }
    }

    /// Whether an operand contains a connector. Most operands are lists, which need no set.
    fn holds(&self, side: &SetExpression, id: ConnectorId) -> bool {
        match side {
            SetExpression::List(elements, _) => elements.iter().any(|element| element.connector == id),
            other => self.members(other).contains(id),
        }
    }

    fn members(&self, expression: &SetExpression) -> Set {
        let subjects = self.subjects.get_or_init(|| ConnectorSubjects::new(self.program));
        let sets = &self.program.connector_sets;
        // Errors in a condition were reported when it was first evaluated.
        expression.members(&self.program.universe, sets, subjects, &mut Vec::new())
    }

    /// The edits that remove connectors from a group: words from lists, and `subtrahend` from all other parts. `None`
    /// if there is no safe place for them.
    pub(in crate::rules) fn take_out(
        &self,
        clause: &GroupClause,
        out: &Set,
        subtrahend: Option<&str>,
    ) -> Option<Vec<Edit>> {
        let whole = clause.expression.as_ref()?;
        let parts = self.bringing(clause, out);
        if parts.iter().any(|part| is_compound(part.expression)) {
            // The end of a compound part is known only for the whole text, and `rest` must not be inside a `-`.
            let location = clause.location.filter(|_| clause.rest.is_none())?;
            return Some(around(location, "(", format!(") - {}", subtrahend?)));
        }
        let alone = parts.len() == 1 && parts.iter().all(|part| std::ptr::eq(part.expression, whole));
        let mut edits = Vec::new();
        for part in &parts {
            match part.expression {
                // Without the unknown words, it is unclear what is between the other words.
                SetExpression::List(..) if !clause.complete => return None,
                SetExpression::List(elements, location) => edits.extend(shorten(elements, *location, &part.brings)),
                other if alone => edits.extend(around(other.location(), "", format!(" - {}", subtrahend?))),
                other => edits.extend(around(other.location(), "(", format!(" - {})", subtrahend?))),
            }
        }
        Some(edits)
    }

    /// The operands of an expression's `+` operators that include any of the wanted connectors.
    fn bringing<'e>(&self, clause: &'e GroupClause, wanted: &Set) -> Vec<Part<'e>> {
        let mut parts = Vec::new();
        let Some(expression) = &clause.expression else { return parts };
        each_side(expression, &mut |side| {
            let brings = self.members(side).common(wanted);
            if !brings.is_empty() {
                parts.push(Part { expression: side, brings });
            }
        });
        parts
    }
}

fn each_side<'e>(expression: &'e SetExpression, visit: &mut impl FnMut(&'e SetExpression)) {
    if let SetExpression::Union(left, right) = expression {
        each_side(left, visit);
        each_side(right, visit);
    } else {
        visit(expression);
    }
}

const fn is_compound(expression: &SetExpression) -> bool {
    match expression {
        SetExpression::Where(..) | SetExpression::Union(..) | SetExpression::Minus(..) | SetExpression::Common(..) => {
            true
        }
        SetExpression::List(..)
        | SetExpression::Named(_)
        | SetExpression::All(_)
        | SetExpression::Unblockable(_)
        | SetExpression::Rest(_) => false,
    }
}

fn around(location: Location, before: &str, after: String) -> Vec<Edit> {
    let at = |offset| Location::new(location.file, Span::at(offset));
    let mut edits = vec![Edit { location: at(location.span.end), replacement: after }];
    if !before.is_empty() {
        edits.insert(0, Edit { location: at(location.span.start), replacement: before.to_owned() });
    }
    edits
}

/// Removes words from a list, each with the separator to its neighbour.
fn shorten(elements: &[Element], list: Location, out: &Set) -> Vec<Edit> {
    let gone = |element: &&Element| out.contains(element.connector);
    let Some(first_kept) = elements.iter().position(|element| !gone(&element)) else {
        return vec![Edit { location: list, replacement: "[]".to_owned() }];
    };
    let cut =
        |start, end| Edit { location: Location::new(list.file, Span::new(start, end)), replacement: String::new() };
    let mut edits = Vec::new();
    if let (Some(first), Some(kept)) = (elements.first(), elements.get(first_kept))
        && first_kept > 0
    {
        edits.push(cut(first.span.start, kept.span.start));
    }
    let pairs = elements.iter().zip(elements.iter().skip(1)).skip(first_kept);
    edits.extend(pairs.filter(|(_, next)| gone(next)).map(|(before, next)| cut(before.span.end, next.span.end)));
    edits
}
