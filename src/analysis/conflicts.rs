//! Finds apps with connectors that may not be used together in their environment.
//!
//! The cost of an app depends on the number of its connectors. The policies of a class are walked once for each
//! connector that such apps use there, and the conflicting policies once for each set of connectors, not once for
//! each app.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::governance::environment_of;
use super::placement::Placement;
use super::placements::Placements;
use super::question::together_under;
use super::{Answer, Class, ClassId, Effective};
use crate::model::ConnectorId;
use crate::model::criticity::App;
use crate::model::program::{DataGroup, EnvironmentId, PolicyId, Program};

/// What the answer for an app depends on: its class, its environment if that one skips data policies, and its
/// connectors.
type Question = (ClassId, Option<EnvironmentId>, Vec<ConnectorId>);

/// An app with connectors that may not be used together.
struct Refused {
    environment: EnvironmentId,
    class: ClassId,
    connectors: Vec<ConnectorId>,
}

/// For each app, in order, why its connectors may not be used together in its environment. None where they may, and
/// where it is unknown. An answer names only the policies that prevent it. Apps with the same question share one
/// answer.
pub fn conflicts(program: &Program, effective: &Effective) -> Vec<Option<Arc<Answer>>> {
    let sound: Vec<bool> = effective.classes.par_iter().map(|class| is_sound(program, class)).collect();
    let refused: Vec<Option<Refused>> =
        program.apps.par_iter().map(|app| refused(program, effective, &sound, app)).collect();
    let mut asked: Vec<(ClassId, ConnectorId)> = refused
        .iter()
        .flatten()
        .flat_map(|one| one.connectors.iter().map(|connector| (one.class, *connector)))
        .collect();
    asked.par_sort_unstable();
    asked.dedup();
    let placed: FxHashMap<(ClassId, ConnectorId), Placements> = asked
        .into_par_iter()
        .map(|(class, connector)| ((class, connector), placements(program, effective, class, connector)))
        .collect();
    let mut questions: FxHashMap<Question, usize> = FxHashMap::default();
    let mut asked: Vec<Refused> = Vec::new();
    let numbers: Vec<Option<usize>> = refused
        .into_iter()
        .map(|refused| {
            let refused = refused?;
            let skips = program.skips_data_policies(refused.environment).map(|_| refused.environment);
            let fresh = asked.len();
            let number = *questions.entry((refused.class, skips, refused.connectors.clone())).or_insert(fresh);
            if number == fresh {
                asked.push(refused);
            }
            Some(number)
        })
        .collect();
    let answers: Vec<Option<Arc<Answer>>> = asked
        .into_par_iter()
        .map(|Refused { environment, class, connectors }| {
            let class = effective.classes.get(class.0 as usize).map(|known| (class, known))?;
            let policies = deciding(class, &connectors, &placed);
            let held = (policies.as_slice(), class.1.allow_lists.as_slice());
            let answer = together_under(program, held, program.skips_data_policies(environment), &connectors);
            (!answer.is_allowed()).then(|| Arc::new(answer))
        })
        .collect();
    numbers.into_iter().map(|number| answers.get(number?)?.clone()).collect()
}

/// An app whose connectors are not in one cell of its class. None where they are, or where a policy there could not
/// be read.
fn refused(program: &Program, effective: &Effective, sound: &[bool], app: &App) -> Option<Refused> {
    let (environment, _) = environment_of(program, app)?;
    let clause = app.connectors.as_ref().filter(|clause| app.sound && clause.complete)?;
    let class = effective.class_id(environment)?;
    let known = effective.classes.get(class.0 as usize)?;
    let connectors: Vec<ConnectorId> = clause.members.iter().collect();
    let is_refused = !share_a_cell(known, &connectors) && sound.get(class.0 as usize) == Some(&true);
    is_refused.then_some(Refused { environment, class, connectors })
}

/// Whether one cell of a class holds all connectors.
fn share_a_cell(class: &Class, ids: &[ConnectorId]) -> bool {
    let Some(first) = ids.first() else { return true };
    class.cell(*first).is_some_and(|cell| ids.iter().all(|id| cell.members.contains(*id)))
}

/// Whether every policy of a class could be read.
fn is_sound(program: &Program, class: &Class) -> bool {
    let mut policies = class.policies.iter().map(|id| &program.policies[id]);
    let mut lists = class.allow_lists.iter().map(|id| &program.allow_lists[id]);
    policies.all(|policy| policy.groups_sound && policy.patterns_sound) && lists.all(|list| list.sound)
}

/// Where the policies of a class put a connector.
fn placements(program: &Program, effective: &Effective, class: ClassId, connector: ConnectorId) -> Placements {
    let policies = effective.classes.get(class.0 as usize).map(|class| class.policies.as_slice()).unwrap_or_default();
    let place = |policy: &PolicyId| effective.placement(program, *policy, connector).unwrap_or(Placement::Ignored);
    policies.iter().map(place).collect()
}

/// The policies of a class that block one of the connectors or separate two, in order.
fn deciding(
    (id, class): (ClassId, &Class),
    connectors: &[ConnectorId],
    placed: &FxHashMap<(ClassId, ConnectorId), Placements>,
) -> Vec<PolicyId> {
    let placements: Vec<&Placements> =
        connectors.iter().filter_map(|connector| placed.get(&(id, *connector))).collect();
    let mut decide: Vec<usize> = Vec::new();
    for (at, one) in placements.iter().enumerate() {
        decide.extend(one.that_put_it(Placement::Group(DataGroup::Blocked)));
        for other in placements.iter().skip(at + 1) {
            decide.extend(one.conflicts(other));
        }
    }
    decide.sort_unstable();
    decide.dedup();
    decide.into_iter().filter_map(|index| class.policies.get(index).copied()).collect()
}
