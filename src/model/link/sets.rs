//! Named connector sets: what they refer to, in which order they can be answered, what they hold.

use rustc_hash::FxHashMap;

use super::cycles;
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, worth_seeking};
use crate::model::codes;
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{Head, NamedSet, Program, Reference};
use crate::model::set::Set;
use crate::syntax::text_value;

/// Resolves references to named sets, and answers every named set.
pub(super) fn resolve_named(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let mut sets = std::mem::take(&mut program.connector_sets);
    let mut policies = std::mem::take(&mut program.policies);
    let mut controls = std::mem::take(&mut program.controls);
    let mut apps = std::mem::take(&mut program.apps);
    let names: FxHashMap<Box<str>, u32> =
        sets.iter().enumerate().map(|(index, set)| (set.head.symbol.name.clone(), index as u32)).collect();
    let sorted: Vec<Box<str>> = sets.iter().map(|set| set.head.symbol.name.clone()).collect();
    let mut used = vec![false; sets.len()];
    let mut needs: Vec<Vec<u32>> = vec![Vec::new(); sets.len()];
    let mut resolve = |reference: &mut Reference, program: &Program| {
        reference.target = names.get(&reference.symbol.name).copied();
        match reference.target {
            Some(target) => {
                if let Some(used) = used.get_mut(target as usize) {
                    *used = true;
                }
            }
            None if program.unread.may_hold("connectors", &reference.symbol.name) => {}
            None => findings.push(unknown(reference, &sorted, program, findings.len())),
        }
    };
    for (set, needs) in sets.iter_mut().zip(&mut needs) {
        set.expression.each_reference(&mut |reference| {
            resolve(reference, program);
            needs.extend(reference.target);
        });
    }
    for clause in policies.iter_mut().flat_map(|policy| &mut policy.groups) {
        if let Some(expression) = &mut clause.expression {
            expression.each_reference(&mut |reference| resolve(reference, program));
        }
    }
    let held = controls.iter_mut().filter_map(|control| control.connectors.as_mut());
    for clause in held.chain(apps.iter_mut().filter_map(|app| app.connectors.as_mut())) {
        clause.expression.each_reference(&mut |reference| resolve(reference, program));
    }
    for (set, used) in sets.iter_mut().zip(used) {
        set.used = used;
    }
    answer(&mut sets, &needs, program, findings);
    program.connector_sets = sets;
    program.policies = policies;
    program.controls = controls;
    program.apps = apps;
}

/// `told` is how many findings there are already: after many, only the fact is told.
fn unknown(reference: &Reference, names: &[Box<str>], program: &Program, told: usize) -> Diagnostic {
    let name = &*reference.symbol.name;
    let location = reference.symbol.location;
    let finding = Diagnostic::new(&codes::UNKNOWN_NAME, location, format!("there is no connector set `{name}`"));
    if program.universe.find(name).is_some() {
        let list = format!("[{}]", text_value::name(name));
        return finding.help(format!("`{name}` is a connector: put it in a list, `{list}`")).fix(Fix::replace(
            format!("write `{list}`"),
            Safety::Safe,
            location,
            list,
        ));
    }
    if !worth_seeking(told, names.len()) {
        return finding.help(format!("declare it: `connectors {} = […]`", text_value::name(name)));
    }
    let words = ["all", "rest", "unblockable"];
    // The words of the language stand without quotes.
    let written =
        |near: &str| if words.contains(&near) { near.to_owned() } else { text_value::name(near).into_owned() };
    match closest(name, names.iter().map(AsRef::as_ref).chain(words)) {
        Some(near) => finding.did_you_mean_as(near, written(near), location, Safety::Unsafe),
        None => finding.help(format!("declare it: `connectors {} = […]`", text_value::name(name))),
    }
}

/// Answers the sets in an order in which each finds those it needs answered. A loop over a worklist,
/// so that a long chain of sets costs no stack.
fn answer(sets: &mut [NamedSet], needs: &[Vec<u32>], program: &Program, findings: &mut Vec<Diagnostic>) {
    let (order, stuck) = cycles::order(needs);
    let subjects = ConnectorSubjects::new(program);
    for index in order {
        let Some(set) = sets.get(index as usize) else { continue };
        let before = findings.len();
        let members = set.expression.members(&program.universe, &*sets, &subjects, findings);
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
