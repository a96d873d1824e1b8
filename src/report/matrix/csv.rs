//! The grids as a flat table: a line for each role and table, and for each role and privilege of no table.

use super::Choice;
use crate::catalog::privilege::{Level, Verb};
use crate::model::roles::RoleId;
use crate::report::cells::row;
use crate::report::grids::{Axis, GridLine, Grids, Origin};

/// The grids as CSV. A square is empty if the table has no such privilege, so that no cell of a grid begins like a
/// formula.
pub fn csv(grids: &Grids<'_>, choice: &Choice) -> String {
    let mut out = String::from("role,table");
    for verb in Verb::ALL {
        out.push(',');
        out.push_str(verb.word());
    }
    out.push_str(",privilege,level,from\n");
    let lines = choice.roles.iter().flat_map(|role| grids.lines(*role, choice.reach));
    let mut lines: Vec<GridLine> = lines.filter(|line| choice.shows(line.table)).collect();
    if choice.by == Axis::Table {
        lines.sort_by_key(|line| grids.rank(line.table));
    }
    for line in &lines {
        let origins: Vec<String> = line.origins().into_iter().map(|origin| grids.origin(line.role, origin)).collect();
        let mut cells = vec![symbol(grids, line.role).to_owned()];
        cells.push(grids.program.organisation.tables.name(line.table).to_owned());
        cells.extend(line.iter().map(|(_, square)| match square.level {
            None if !square.exists => String::new(),
            level => choice.marks.level(level),
        }));
        cells.extend([String::new(), String::new(), origins.join(", ")]);
        row(&cells, &mut out);
    }
    if choice.tables.is_none() {
        for (role, (name, level, origin)) in tasks(grids, choice) {
            let mut cells = vec![symbol(grids, role).to_owned()];
            cells.extend(std::iter::repeat_n(String::new(), 9));
            cells.extend([name.to_owned(), choice.marks.level(Some(level)), grids.origin(role, origin)]);
            row(&cells, &mut out);
        }
    }
    out
}

type Task<'p> = (RoleId, (&'p str, Level, Origin));

fn tasks<'p>(grids: &Grids<'p>, choice: &Choice) -> Vec<Task<'p>> {
    let of_role = |role: RoleId| grids.tasks(role, choice.reach).into_iter().map(move |task| (role, task));
    let mut tasks: Vec<Task<'p>> = choice.roles.iter().copied().flat_map(of_role).collect();
    if choice.by == Axis::Table {
        tasks.sort_by_cached_key(|(_, (name, ..))| name.to_ascii_lowercase());
    }
    tasks
}

fn symbol<'p>(grids: &Grids<'p>, id: RoleId) -> &'p str {
    grids.role(id).map_or("", |role| role.name())
}
