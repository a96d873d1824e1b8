//! The combined effect of all policies, for each class of environments to which the same policies apply.
//!
//! A class names its policies and environments, and the cells into which its connectors fall: those of one cell
//! may be used together. Connectors are spelled out only as far as a reader would look at them, since a class
//! for each environment times every connector would be out of all proportion to the source. Counts stand for the
//! rest. Nothing is lost by that: the policies themselves say it in full.

use crate::analysis::{Class, Placement};
use crate::emit::connectors::Connectors;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::program::{DataPolicy, Environment};
use crate::model::{EnvironmentId, PolicyId, Program, Set};

/// Cells with more connectors than this give their number only.
const MAX_MEMBERS: usize = 64;

/// A class spells out no more connectors than this.
const MAX_NAMES: usize = 256;

/// A class lists no more cells than this, the largest first.
const MAX_CELLS: usize = 64;

pub(super) fn write(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors) {
    for class in &job.effective.classes {
        json.object(|json| write_class(json, job.program, connectors, class));
    }
}

fn write_class(json: &mut Json<'_>, program: &Program, connectors: &Connectors, class: &Class) {
    let cells = class.cells.iter().map(|cell| (cell, cell.members.clone().common(&connectors.visible)));
    let mut cells: Vec<_> = cells.filter(|(_, members)| !members.is_empty()).collect();
    let first = |members: &Set| members.iter().map(|id| connectors.rank(id)).min();
    cells.sort_by_cached_key(|(_, members)| (std::cmp::Reverse(members.len()), first(members)));
    let mut budget = MAX_NAMES;
    json.key("allowLists").strings(class.allow_lists.iter().map(|id| program.allow_lists[id].name()));
    json.key("blockedCount").number(class.blocked.clone().common(&connectors.visible).len());
    json.key("cellCount").number(cells.len());
    json.key("cells").list(|json| {
        for (cell, members) in cells.iter().take(MAX_CELLS) {
            json.object(|json| {
                let count = members.len();
                if count <= MAX_MEMBERS && count <= budget {
                    budget -= count;
                    let sorted = connectors.sorted(members);
                    json.key("connectors").list(|json| sorted.iter().for_each(|id| json.raw(connectors.text(*id))));
                } else {
                    json.key("connectors").null();
                }
                json.key("count").number(count);
                let placed = class.policies.iter().zip(cell.placements.iter());
                let ignoring = placed.filter(|(_, placement)| *placement == Placement::Ignored);
                json.key("ignoredBy").strings(ignoring.filter_map(|(policy, _)| policy_name(program, *policy)));
            });
        }
    });
    json.key("dataPoliciesEvaluated").boolean(!class.allow_lists_only);
    json.key("environments").strings(class.environments.iter().filter_map(|id| environment_name(program, *id)));
    json.key("policies").strings(class.policies.iter().filter_map(|id| policy_name(program, *id)));
}

fn policy_name(program: &Program, id: PolicyId) -> Option<&str> {
    program.policies.get(id.0 as usize).map(DataPolicy::name)
}

fn environment_name(program: &Program, id: EnvironmentId) -> Option<&str> {
    program.environments.get(id.0 as usize).map(Environment::name)
}
