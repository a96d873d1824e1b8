//! Cells: the groups of connectors that can be used together in an environment.

use crate::analysis::{Cell, Class, Placement};
use crate::model::Program;
use crate::model::program::{DataGroup, DataPolicy, PolicyId};

/// The cells of a class that cannot be combined with each other. A cell that some policy ignores, such as one of
/// custom connectors, counts only if it can be combined with none of the others.
pub(in crate::rules) fn apart(class: &Class) -> Vec<&Cell> {
    let fixed = |cell: &&Cell| cell.placements.ignoring() == 0;
    let mut apart: Vec<&Cell> = class.cells.iter().filter(fixed).collect();
    for cell in class.cells.iter().filter(|cell| !fixed(cell)) {
        if !apart.iter().any(|other| other.joins(cell)) {
            apart.push(cell);
        }
    }
    apart
}

/// Whether several policies together divide the connectors of a class into more cells than one policy could.
pub(in crate::rules) fn is_split(class: &Class) -> bool {
    class.policies.len() > 1 && apart(class).len() > 2
}

/// The policies of a class that put a cell into a group.
pub(in crate::rules) fn policies_with<'p>(
    program: &'p Program,
    class: &Class,
    cell: &Cell,
    group: DataGroup,
) -> Vec<&'p str> {
    let with = |(_, placement): &(&PolicyId, Placement)| *placement == Placement::Group(group);
    let ids = class.policies.iter().zip(cell.placements.iter()).filter(with).map(|(id, _)| id);
    ids.map(|id| &program.policies[id]).map(DataPolicy::name).collect()
}
