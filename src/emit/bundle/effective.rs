//! The combined effect of all policies, for each class of environments to which the same policies apply.
//!
//! A class names its policies and environments, and the cells into which its connectors fall: those of one cell
//! may be used together. Connectors are spelled out only as far as a reader would look at them, since a class
//! for each environment times every connector would be out of all proportion to the source. Counts stand for the
//! rest. Nothing is lost by that: the policies themselves say it in full.

use super::form::{ConnectorNames, Context, Each, Form, Items, Made, Members, Named, Symbols};
use crate::analysis::{Cell, Class, Placement};
use crate::model::Set;

/// Cells with more connectors than this give their number only.
const MAX_MEMBERS: usize = 64;

/// A class spells out no more connectors than this.
const MAX_NAMES: usize = 256;

/// A class lists no more cells than this, the largest first.
const MAX_CELLS: usize = 64;

/// A class with its cells, the largest first.
pub(super) struct Combined<'a> {
    class: &'a Class,
    cells: Vec<CellOf<'a>>,
}

/// A cell of a class.
struct CellOf<'a> {
    class: &'a Class,
    cell: &'a Cell,
    members: Set,
    /// Whether its connectors are spelled out.
    spelled: bool,
}

impl<'a> Combined<'a> {
    pub(super) fn of(class: &'a Class, context: &Context<'_>) -> Made<Self> {
        let connectors = context.connectors;
        let known = connectors.visible.clone().minus(&class.unsorted);
        let cells = class.cells.iter().map(|cell| (cell, cell.members.clone().common(&known)));
        let mut cells: Vec<_> = cells.filter(|(_, members)| !members.is_empty()).collect();
        let first = |members: &Set| members.iter().map(|id| connectors.rank(id)).min();
        cells.sort_by_cached_key(|(_, members)| (std::cmp::Reverse(members.len()), first(members)));
        let mut budget = MAX_NAMES;
        let cells = cells.into_iter().map(|(cell, members)| {
            let count = members.len();
            let spelled = count <= MAX_MEMBERS && count <= budget;
            budget -= if spelled { count } else { 0 };
            CellOf { class, cell, members, spelled }
        });
        Made(Self { class, cells: cells.collect() })
    }
}

impl Form for &Combined<'_> {
    const FORM: Named = Named("class", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("allowLists", "The connector allow-lists in effect in them."), |combined, context| {
            Symbols(combined.class.allow_lists.iter().map(|id| context.program().allow_lists[id].name()))
        });
        let doc = "How many connectors some data policy or allow-list of the class blocks.";
        to.value(("blockedCount", doc), |combined, context| {
            let blocked = combined.class.blocked.clone().minus(&combined.class.unsorted);
            blocked.common(&context.connectors.visible).len()
        });
        to.value(("cellCount", "How many cells there are."), |combined, _| combined.cells.len());
        let doc = "The first 64 cells, the largest first, then by their first connector. Connectors of one cell may be used together. Connectors of two cells may not, unless every policy that tells them apart ignores one of them.";
        to.value(("cells", doc, Items::at_most(MAX_CELLS)), |combined, _| Each(combined.cells.iter().take(MAX_CELLS)));
        let doc = "Whether data policies are evaluated there. Where they are not, what allow-lists do not govern, custom connectors and HTTP among it, is governed by nothing that is known.";
        to.value(("dataPoliciesEvaluated", doc), |combined, _| !combined.class.allow_lists_only);
        to.value(("environments", "The environments of the class.", Items::ONE_AT_LEAST), |combined, context| {
            let environments = combined.class.environments.iter();
            Symbols(environments.map(|id| context.program().environments[*id].name()))
        });
        to.value(("policies", "The data policies that are evaluated in them."), |combined, context| {
            Symbols(combined.class.policies.iter().map(|id| context.program().policies[*id].name()))
        });
        let doc = "Custom connectors that are in no cell and are not counted as blocked: a data policy sorts them by their host, which the source does not give. Absent if there are none.";
        to.perhaps(("unsorted", doc), |combined, context| {
            let unsorted = combined.class.unsorted.clone().common(&context.connectors.visible);
            (!unsorted.is_empty()).then(|| ConnectorNames(context.connectors.sorted(&unsorted)))
        });
    }
}

impl Form for &CellOf<'_> {
    const FORM: Named = Named("cell", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "The connectors; null where they are more than 64, or where the class would spell out more than 256 with them. What is not spelled out follows from `dataPolicies`.";
        to.value(("connectors", doc), |cell, context| {
            cell.spelled.then(|| ConnectorNames(context.connectors.sorted(&cell.members)))
        });
        to.value(("count", "How many connectors the cell has.", 1..), |cell, _| cell.members.len());
        let doc = "The policies that ignore these connectors; custom connectors only.";
        to.value(("ignoredBy", doc), |cell, context| {
            let placed = cell.class.policies.iter().zip(cell.cell.placements.iter());
            let ignoring = placed.filter(|(_, placement)| *placement == Placement::Ignored);
            Symbols(ignoring.map(|(policy, _)| context.program().policies[*policy].name()))
        });
    }
}
