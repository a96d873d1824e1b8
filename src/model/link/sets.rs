//! Named connector sets: what they refer to, in which order they can be answered, what they hold.

use ecow::EcoString;

use super::cycles;
use super::references::Table;
use crate::diagnostics::Diagnostic;
use crate::model::facts::ConnectorSubjects;
use crate::model::id::Id;
use crate::model::list::List;
use crate::model::program::{Head, NamedSet, Program, Reference};
use crate::model::set::Set;

/// Resolves references to named sets, and answers every named set.
pub(super) fn resolve_named(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let mut sets = std::mem::take(&mut program.connector_sets);
    let mut policies = std::mem::take(&mut program.policies);
    let mut controls = std::mem::take(&mut program.controls);
    let mut apps = std::mem::take(&mut program.apps);
    let mut lists = std::mem::take(&mut program.allow_lists);
    let names: Vec<EcoString> = sets.iter().map(|set| set.head.symbol.name.clone()).collect();
    let names = Table::new(names.iter().map(EcoString::as_str));
    let mut used = vec![false; sets.len()];
    let mut needs: Vec<Vec<u32>> = vec![Vec::new(); sets.len()];
    let mut resolve = |reference: &mut Reference<Id<NamedSet>>| {
        names.resolve(reference);
        if let Some(used) = reference.target.and_then(|target| used.get_mut(target.0 as usize)) {
            *used = true;
        }
    };
    for (set, needs) in sets.iter_mut().zip(&mut needs) {
        set.expression.each_reference(&mut |reference| {
            resolve(reference);
            needs.extend(reference.target.map(|id| id.0));
        });
    }
    for clause in policies.iter_mut().flat_map(|policy| &mut policy.groups) {
        if let Some(expression) = &mut clause.expression {
            expression.each_reference(&mut resolve);
        }
    }
    let held = controls.iter_mut().filter_map(|control| control.connectors.as_mut());
    let held = held.chain(lists.iter_mut().filter_map(|list| list.allows.as_mut()));
    for clause in held.chain(apps.iter_mut().filter_map(|app| app.connectors.as_mut())) {
        clause.expression.each_reference(&mut resolve);
    }
    for (set, used) in sets.iter_mut().zip(used) {
        set.used = used;
    }
    answer(&mut sets, &needs, program, findings);
    program.connector_sets = sets;
    program.policies = policies;
    program.controls = controls;
    program.apps = apps;
    program.allow_lists = lists;
}

/// Answers the sets in an order in which each finds those it needs answered. A loop over a worklist,
/// so that a long chain of sets costs no stack.
fn answer(sets: &mut List<NamedSet>, needs: &[Vec<u32>], program: &Program, findings: &mut Vec<Diagnostic>) {
    let (order, stuck) = cycles::order(needs);
    let subjects = ConnectorSubjects::new(program);
    for index in order {
        let Some(set) = sets.get(index as usize) else { continue };
        let before = findings.len();
        let members = set.expression.members(&program.universe, sets, &subjects, findings);
        let complete = findings.len() == before && set.expression.is_complete(sets, &subjects);
        if let Some(set) = sets.get_mut(index as usize) {
            set.members = members;
            set.complete &= complete;
        }
    }
    let heads: Vec<&Head> = sets.iter().map(|set| &set.head).collect();
    cycles::report(&heads, "connector set", "sets", needs, &stuck, findings);
    for index in stuck {
        if let Some(set) = sets.get_mut(index) {
            set.members = Set::empty(program.universe.len());
            set.complete = false;
        }
    }
}
