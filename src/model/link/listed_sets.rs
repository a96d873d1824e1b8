//! Sets that are named inside a list of connectors.

use ecow::EcoString;

use super::references::Table;
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety, Tally, quoted_list};
use crate::model::codes;
use crate::model::id::Id;
use crate::model::lower::Lowered;
use crate::model::names::foreign_index;
use crate::model::program::NamedSet;
use crate::model::set_expression::{Element, SetExpression};
use crate::text::{Location, Span};

/// The maximum number of sets of one list that are marked.
const MARKED: usize = 3;
/// The maximum number of sets of one list that the message names.
const NAMED: usize = 8;

/// Reports each list that names sets as if they were connectors, once, and removes these names from `unknown`.
pub(super) fn tell(
    lowered: &[&Lowered],
    unknown: &mut Vec<(Location, EcoString)>,
    sets: &Table<Id<NamedSet>>,
    findings: &mut Vec<Diagnostic>,
) {
    unknown.sort_unstable();
    if !unknown.iter().any(|(_, name)| sets.find(name).is_some()) {
        return;
    }
    let mut told: Vec<Location> = Vec::new();
    let mut tally = Tally::default();
    for file in lowered {
        for whole in expressions(file) {
            whole.each_part(&mut |part| {
                let SetExpression::List(elements, list) = part else { return };
                let name = |element: &Element| -> Option<&EcoString> {
                    let name = &file.foreign.get(foreign_index(element.connector)? as usize)?.name;
                    let place = (Location::new(list.file, element.span), name.clone());
                    (sets.find(name).is_some() && unknown.binary_search(&place).is_ok()).then_some(name)
                };
                let listed = Listed { elements, list: *list, names: elements.iter().map(name).collect() };
                if listed.names.iter().all(Option::is_none) {
                    return;
                }
                told.extend(listed.places());
                if tally.keeps(&codes::UNKNOWN_CONNECTOR, Some(*list)) {
                    findings.push(listed.finding(is_sum(whole)));
                }
            });
        }
    }
    told.sort_unstable();
    unknown.retain(|(place, _)| told.binary_search(place).is_err());
    findings.extend(tally.rest());
}

/// All connector set expressions of a file.
fn expressions(file: &Lowered) -> impl Iterator<Item = &SetExpression> {
    let named = file.connector_sets.iter().map(|set| &set.expression);
    let controls = file.controls.iter().filter_map(|control| control.connectors.as_ref());
    let controls = controls.chain(file.allow_lists.iter().filter_map(|list| list.allows.as_ref()));
    let clauses = controls.chain(file.apps.iter().filter_map(|app| app.connectors.as_ref()));
    let groups = file.policies.iter().flat_map(|policy| &policy.groups).filter_map(|group| group.expression.as_ref());
    named.chain(clauses.map(|clause| &clause.expression)).chain(groups)
}

/// Whether `+` is the only operator of an expression, so that one more part can be added at the end.
fn is_sum(expression: &SetExpression) -> bool {
    let mut sum = true;
    expression.each_part(&mut |part| sum &= !matches!(part, SetExpression::Minus(..) | SetExpression::Common(..)));
    sum
}

/// A list and, for each element, the name of the set if it is one.
struct Listed<'l> {
    elements: &'l [Element],
    list: Location,
    names: Vec<Option<&'l EcoString>>,
}

impl Listed<'_> {
    fn places(&self) -> impl Iterator<Item = Location> {
        let named = self.elements.iter().zip(&self.names).filter(|(_, name)| name.is_some());
        named.map(|(element, _)| Location::new(self.list.file, element.span))
    }

    fn finding(&self, sum: bool) -> Diagnostic {
        let names: Vec<&str> = self.names.iter().flatten().map(|name| &***name).collect();
        let sets = match names.as_slice() {
            [name] => format!("`{name}` is a set, not a connector"),
            several if several.len() <= NAMED => {
                format!("{} are sets, not connectors", quoted_list(several.iter().copied(), "and"))
            }
            many => format!("{} names in this list are those of sets, not of connectors", many.len()),
        };
        let all = names.len() == self.elements.len();
        let joined = names.join(" + ");
        let outside = if sum || !all || names.len() == 1 { joined } else { format!("({joined})") };
        let right = if all { outside.clone() } else { format!("[…] + {outside}") };
        let mut places = self.places();
        let first = places.next().unwrap_or(self.list);
        let finding = Diagnostic::new(&codes::UNKNOWN_CONNECTOR, first, sets);
        let finding = places.take(MARKED - 1).fold(finding, |finding, place| finding.label(place, "a set too"));
        let finding = finding.help(if names.len() <= NAMED {
            format!("sets are written outside the brackets: `{right}`")
        } else {
            "sets are written outside the brackets, combined by `+`".to_owned()
        });
        if !sum && !all {
            return finding;
        }
        let edits = if all {
            vec![Edit { location: self.list, replacement: outside }]
        } else {
            let behind = Location::new(self.list.file, Span::at(self.list.span.end));
            let more = Edit { location: behind, replacement: format!(" + {outside}") };
            self.gaps().map(|location| Edit { location, replacement: String::new() }).chain([more]).collect()
        };
        finding.fix(Fix { title: "move it out of the brackets".to_owned(), safety: Safety::Unsafe, edits })
    }

    /// The ranges to remove from a list that has other elements too: each set with the comma before or after it.
    fn gaps(&self) -> impl Iterator<Item = Location> {
        let kept = self.names.iter().position(Option::is_none).unwrap_or_default();
        let sets = (0..self.elements.len()).filter(|at| self.names.get(*at).is_some_and(Option::is_some));
        sets.filter_map(move |at| {
            let span = |at: usize| self.elements.get(at).map(|element| element.span);
            let own = span(at)?;
            let gap = if at < kept {
                Span::new(own.start, span(at + 1)?.start)
            } else {
                Span::new(span(at.checked_sub(1)?)?.end, own.end)
            };
            Some(Location::new(self.list.file, gap))
        })
    }
}
