//! Where the policies of a class of environments put one connector, in words.

use super::Class;
use crate::diagnostics::list_of;
use crate::model::{ConnectorId, Program};
use crate::text::printable;

/// `Business in `finance``, or `blocked`.
pub fn standing(program: &Program, class: &Class, id: ConnectorId) -> String {
    if class.allow_lists_only && !program.universe.is_certified(id) && !program.universe.is_exempt(id) {
        return "not known: data policies are not evaluated".to_owned();
    }
    if class.policies.is_empty() && class.allow_lists.is_empty() {
        return if class.allow_lists_only { "no policy is evaluated" } else { "no data policy applies" }.to_owned();
    }
    let Some(cell) = class.cell(id) else { return "blocked".to_owned() };
    let policies = class.policies.iter().map(|id| &program.policies[id]);
    let groups = cell
        .placements
        .iter()
        .zip(policies)
        .map(|(placement, policy)| format!("{} in `{}`", placement.title(), printable(policy.name())));
    let lists = class.allow_lists.iter().map(|id| &program.allow_lists[id]);
    let lists = lists.filter(|list| list.listed().is_some_and(|listed| listed.contains(id)));
    let listed = lists.map(|list| format!("allowed by `{}`", printable(list.name())));
    list_of(groups.chain(listed), "and")
}
