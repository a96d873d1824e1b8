//! Named connector sets: their references, the order to answer them in, and their members.

use super::references::Table;
use super::{cycles, named};
use crate::diagnostics::Diagnostic;
use crate::model::facts::ConnectorSubjects;
use crate::model::id::Id;
use crate::model::list::List;
use crate::model::program::{Head, NamedSet, Program};
use crate::model::set::Set;
use crate::model::set_expression::SetExpression;

/// Resolves references to named sets, and answers every named set that has no answer. Returns for each set whether it
/// may differ from the previous linking.
pub(super) fn resolve_named(
    program: &mut Program,
    names: &Table<Id<NamedSet>>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<bool> {
    let is_resolved = |expression: &SetExpression| {
        !expression.any_part(|part| matches!(part, SetExpression::Named(reference) if !names.holds(reference, false)))
    };
    let resolve = |expression: &mut SetExpression| expression.each_reference(&mut |one| _ = names.resolve(one));
    program.connector_sets.change(
        |set| is_resolved(&set.expression),
        |set| {
            resolve(&mut set.expression);
            set.members = Set::default();
        },
    );
    program.policies.change(
        |policy| policy.groups.iter().filter_map(|clause| clause.expression.as_ref()).all(is_resolved),
        |policy| {
            for clause in &mut policy.groups {
                clause.expression.iter_mut().for_each(resolve);
                clause.named = Set::default();
            }
        },
    );
    program.controls.change(
        |control| control.connectors.iter().all(|clause| is_resolved(&clause.expression)),
        |control| control.connectors.iter_mut().for_each(|clause| resolve(&mut clause.expression)),
    );
    program.allow_lists.change(
        |list| list.allows.iter().all(|clause| is_resolved(&clause.expression)),
        |list| list.allows.iter_mut().for_each(|clause| resolve(&mut clause.expression)),
    );
    program.apps.change(
        |app| app.connectors.iter().all(|clause| is_resolved(&clause.expression)),
        |app| app.connectors.iter_mut().for_each(|clause| resolve(&mut clause.expression)),
    );
    note_uses(program);
    answer(program, findings)
}

fn note_uses(program: &mut Program) {
    let mut used = vec![false; program.connector_sets.len()];
    for expression in named::expressions(program) {
        expression.each_part(&mut |part| {
            if let SetExpression::Named(reference) = part
                && let Some(used) = reference.target.and_then(|target| used.get_mut(target.0 as usize))
            {
                *used = true;
            }
        });
    }
    for (index, used) in used.into_iter().enumerate() {
        if program.connector_sets.get(index).is_some_and(|set| set.used != used)
            && let Some(set) = program.connector_sets.get_mut(index)
        {
            set.used = used;
        }
    }
}

/// The sets that each set refers to.
fn needs(sets: &List<NamedSet>) -> Vec<Vec<u32>> {
    let needs = |set: &NamedSet| {
        let mut needs = Vec::new();
        set.expression.each_part(&mut |part| {
            if let SetExpression::Named(reference) = part {
                needs.extend(reference.target.map(|id: Id<NamedSet>| id.0));
            }
        });
        needs
    };
    sets.iter().map(needs).collect()
}

/// Answers the sets in an order in which each comes after those it needs. A loop over a worklist, so that a long chain
/// of sets uses no stack.
fn answer(program: &mut Program, findings: &mut Vec<Diagnostic>) -> Vec<bool> {
    let mut sets = std::mem::take(&mut program.connector_sets);
    let needs = needs(&sets);
    let (order, stuck) = cycles::order(&needs);
    let subjects = ConnectorSubjects::new(program);
    let mut changed = vec![false; sets.len()];
    let is_changed =
        |changed: &[bool], needs: &[u32]| needs.iter().any(|need| changed.get(*need as usize) == Some(&true));
    for index in order.into_iter().map(|index| index as usize) {
        let Some(set) = sets.get(index) else { continue };
        let is_known = set.members.is_out_of(program.universe.len());
        if is_known && !needs.get(index).is_some_and(|needs| is_changed(&changed, needs)) {
            continue;
        }
        let (members, complete) = set.expression.answer(&program.universe, &sets, &subjects, findings);
        if let (Some(set), Some(changed)) = (sets.get_mut(index), changed.get_mut(index)) {
            set.members = members;
            set.complete &= complete;
            *changed = true;
        }
    }
    let heads: Vec<&Head> = sets.iter().map(|set| &set.head).collect();
    cycles::report(&heads, "connector set", "sets", &needs, &stuck, findings);
    for index in stuck {
        if let (Some(set), Some(changed)) = (sets.get_mut(index), changed.get_mut(index)) {
            set.members = Set::empty(program.universe.len());
            set.complete = false;
            *changed = true;
        }
    }
    program.connector_sets = sets;
    changed
}
