//! Named connector sets: what they refer to, in which order they can be answered, what they hold.

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, Fix, Safety, closest, worth_seeking};
use crate::model::codes;
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{NamedSet, Program, Reference};
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
    let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut users: Vec<Vec<u32>> = vec![Vec::new(); sets.len()];
    for (index, needs) in needs.iter().enumerate() {
        for need in needs {
            if let Some(users) = users.get_mut(*need as usize) {
                users.push(index as u32);
            }
        }
    }
    let mut ready: Vec<u32> = (0..sets.len() as u32).filter(|index| open.get(*index as usize) == Some(&0)).collect();
    let subjects = ConnectorSubjects::new(program);
    while let Some(index) = ready.pop() {
        let Some(set) = sets.get(index as usize) else { continue };
        let before = findings.len();
        let members = set.expression.members(&program.universe, &*sets, &subjects, findings);
        let complete = findings.len() == before && set.expression.is_complete(sets, &subjects);
        if let Some(set) = sets.get_mut(index as usize) {
            set.members = members;
            set.complete &= complete;
        }
        for user in users.get(index as usize).into_iter().flatten() {
            if let Some(open) = open.get_mut(*user as usize) {
                *open -= 1;
                if *open == 0 {
                    ready.push(*user);
                }
            }
        }
    }
    let stuck: Vec<usize> = open.iter().enumerate().filter(|(_, open)| **open > 0).map(|(index, _)| index).collect();
    report_cycles(sets, needs, &stuck, findings);
    for index in stuck {
        if let Some(set) = sets.get_mut(index) {
            set.members = Set::empty(program.universe.len());
            set.complete = false;
        }
    }
}

/// Reports each cycle once, at its first set by name. Sets that only lead into a cycle are not at fault.
fn report_cycles(sets: &[NamedSet], needs: &[Vec<u32>], stuck: &[usize], findings: &mut Vec<Diagnostic>) {
    let mut done = vec![false; sets.len()];
    for &start in stuck {
        let mut path: Vec<usize> = Vec::new();
        let mut seen: FxHashMap<usize, usize> = FxHashMap::default();
        let mut current = Some(start);
        while let Some(index) = current {
            if done.get(index) == Some(&true) {
                break;
            }
            if let Some(&first) = seen.get(&index) {
                let cycle = path.get(first..).unwrap_or_default();
                findings.extend(cycle_finding(sets, cycle));
                break;
            }
            seen.insert(index, path.len());
            path.push(index);
            let next = needs.get(index).into_iter().flatten().map(|need| *need as usize);
            current = next.min_by_key(|need| (stuck.binary_search(need).is_err(), *need));
        }
        for index in path {
            if let Some(done) = done.get_mut(index) {
                *done = true;
            }
        }
    }
}

fn cycle_finding(sets: &[NamedSet], cycle: &[usize]) -> Option<Diagnostic> {
    let least = cycle.iter().enumerate().min_by_key(|(_, index)| **index)?.0;
    let turned = cycle.iter().cycle().skip(least).take(cycle.len());
    let turned: Vec<&NamedSet> = turned.filter_map(|index| sets.get(*index)).collect();
    let first = turned.first()?;
    let mut names: Vec<String> = turned.iter().map(|set| format!("`{}`", set.head.symbol.name)).collect();
    names.push(format!("`{}`", first.head.symbol.name));
    let mut finding = Diagnostic::new(
        &codes::CYCLE,
        first.head.symbol.location,
        format!("connector set `{}` is defined by itself", first.head.symbol.name),
    )
    .note(if names.len() > 8 {
        format!("{} sets lead round in a circle", names.len() - 1)
    } else {
        format!("the circle is {}", names.join(" → "))
    })
    .help("take one of the references out");
    for set in turned.iter().skip(1).take(4) {
        finding = finding.label(set.head.symbol.location, "by way of this one");
    }
    Some(finding)
}
