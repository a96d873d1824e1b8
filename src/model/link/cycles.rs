//! Declarations that depend on others: the order to answer them in, and cycles among them.

use rustc_hash::FxHashMap;

use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::program::Head;

/// Returns an order in which each item comes after those it needs, and the sorted indices of the items that have no
/// place in it: they are in a cycle or need one that is.
pub(super) fn order(needs: &[Vec<u32>]) -> (Vec<u32>, Vec<usize>) {
    let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut users: Vec<Vec<u32>> = vec![Vec::new(); needs.len()];
    for (index, needs) in needs.iter().enumerate() {
        for need in needs {
            if let Some(users) = users.get_mut(*need as usize) {
                users.push(index as u32);
            }
        }
    }
    let mut ready: Vec<u32> = (0..needs.len() as u32).filter(|index| open.get(*index as usize) == Some(&0)).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(index) = ready.pop() {
        order.push(index);
        for user in users.get(index as usize).into_iter().flatten() {
            if let Some(open) = open.get_mut(*user as usize) {
                *open -= 1;
                if *open == 0 {
                    ready.push(*user);
                }
            }
        }
    }
    let stuck = open.iter().enumerate().filter(|(_, open)| **open > 0).map(|(index, _)| index).collect();
    (order, stuck)
}

/// Reports each cycle once. `noun` names one item, and `several` names more of them.
pub(super) fn report(
    heads: &[&Head],
    noun: &str,
    several: &str,
    needs: &[Vec<u32>],
    stuck: &[usize],
    findings: &mut Vec<Diagnostic>,
) {
    let mut done = vec![false; heads.len()];
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
                findings.extend(finding(heads, noun, several, cycle));
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

fn finding(heads: &[&Head], noun: &str, several: &str, cycle: &[usize]) -> Option<Diagnostic> {
    let least = cycle.iter().enumerate().min_by_key(|(_, index)| **index)?.0;
    let turned = cycle.iter().cycle().skip(least).take(cycle.len());
    let turned: Vec<&Head> = turned.filter_map(|index| heads.get(*index).copied()).collect();
    let first = turned.first()?;
    let mut names: Vec<String> = turned.iter().map(|head| format!("`{}`", head.symbol.name)).collect();
    names.push(format!("`{}`", first.symbol.name));
    let message = format!("{noun} `{}` is defined by itself", first.symbol.name);
    let mut finding = Diagnostic::new(&codes::CYCLE, first.symbol.location, message)
        .note(if names.len() > 8 {
            format!("{} {several} lead round in a circle", names.len() - 1)
        } else {
            format!("the circle is {}", names.join(" → "))
        })
        .help("take one of the references out");
    for head in turned.iter().skip(1).take(4) {
        finding = finding.label(head.symbol.location, "by way of this one");
    }
    Some(finding)
}
