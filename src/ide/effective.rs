//! The effect of data policies and allow-lists on connectors: in a line, for one connector, and as a page.

use std::fmt::Write as _;

use super::notes::counted;
use super::view::View;
use crate::analysis::{Class, Placements};
use crate::model::program::{AllowList, AllowListId};
use crate::model::{ConnectorId, DataPolicy, EnvironmentId, Program};
use crate::text::{Location, printable};

const UNSOUND: &str = "not known: a policy has errors";

/// The policies and lists of a class, by name.
struct Governing<'a> {
    policies: Vec<&'a DataPolicy>,
    lists: Vec<(AllowListId, &'a AllowList)>,
}

impl<'a> Governing<'a> {
    fn of(program: &'a Program, class: &Class) -> Self {
        let policies = class.policies.iter().filter_map(|id| program.policies.get(id.0 as usize)).collect();
        let lists = class.allow_lists.iter().filter_map(|id| Some((*id, program.allow_lists.get(id.0 as usize)?)));
        Self { policies, lists: lists.collect() }
    }

    fn is_sound(&self) -> bool {
        self.policies.iter().all(|policy| policy.groups_sound) && self.lists.iter().all(|(_, list)| list.sound)
    }

    fn is_empty(&self) -> bool {
        self.policies.is_empty() && self.lists.is_empty()
    }

    fn names(&self) -> Vec<String> {
        let policies = self.policies.iter().map(|policy| quoted(&policy.head.symbol.name));
        policies.chain(self.lists.iter().map(|(_, list)| quoted(&list.head.symbol.name))).collect()
    }
}

fn quoted(name: &str) -> String {
    format!("`{}`", printable(name))
}

/// Whether no policy decides about a connector: only allow-lists count, and they do not govern it.
fn is_ungoverned(program: &Program, class: &Class, id: ConnectorId) -> bool {
    class.allow_lists_only && !program.universe.is_certified(id) && !program.universe.is_exempt(id)
}

/// What may be used in an environment, in a line; `None` if that is unknown.
pub fn summary(view: &View<'_>, id: EnvironmentId) -> Option<String> {
    let class = view.analysis.effective.class(id)?;
    let governing = Governing::of(&view.analysis.program, class);
    if !governing.is_sound() || class.allow_lists_only {
        return None;
    }
    if governing.is_empty() {
        return Some("no data policy applies".to_owned());
    }
    let usable: usize = class.cells.iter().map(|cell| cell.members.len()).sum();
    let (usable, cells) = (counted(usable, "connector"), counted(class.cells.len(), "cell"));
    Some(format!("{usable} in {cells} · {} blocked · by {}", class.blocked.len(), governing.names().join(", ")))
}

/// The group that each environment's policies give a connector, as a Markdown table.
pub fn of_connector(view: &View<'_>, id: ConnectorId) -> Option<String> {
    const SHOWN: usize = 6;
    let (program, effective) = (&view.analysis.program, &view.analysis.effective);
    if program.environments.is_empty() {
        return None;
    }
    let mut rows = String::from("| environments | here it is |\n|---|---|");
    for class in &effective.classes {
        let names = class.environments.iter().filter_map(|one| program.environments.get(one.0 as usize));
        let names: Vec<String> = names.map(|environment| quoted(&environment.head.symbol.name)).collect();
        if names.is_empty() {
            continue;
        }
        let more = names.len().saturating_sub(SHOWN);
        let mut shown = names.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
        if more > 0 {
            let _ = write!(shown, " and {more} more");
        }
        let _ = write!(rows, "\n| {shown} | {} |", placed(view, class, id));
    }
    Some(rows)
}

fn placed(view: &View<'_>, class: &Class, id: ConnectorId) -> String {
    let (program, effective) = (&view.analysis.program, &view.analysis.effective);
    let governing = Governing::of(program, class);
    if !governing.is_sound() {
        return UNSOUND.to_owned();
    }
    if class.blocked.contains(id) {
        return blocked_by(view, class, id);
    }
    if is_ungoverned(program, class, id) {
        return "not known: allow-lists alone count, and they do not govern it".to_owned();
    }
    if governing.is_empty() {
        return "free: no policy applies".to_owned();
    }
    let placed = class.cell(id).map(|cell| &cell.placements);
    let placed = placed.into_iter().flat_map(Placements::iter).zip(&governing.policies);
    let placed =
        placed.map(|(placement, policy)| format!("{} by {}", placement.word(), quoted(&policy.head.symbol.name)));
    let lists = governing.lists.iter().filter(|_| program.universe.is_certified(id));
    let lists = lists.filter(|(list, _)| !effective.unlisted_by(*list).is_some_and(|set| set.contains(id)));
    let listed = lists.map(|(_, list)| format!("listed by {}", quoted(&list.head.symbol.name)));
    let said: Vec<String> = placed.chain(listed).collect();
    if said.is_empty() { "free: no policy applies to it".to_owned() } else { said.join(", ") }
}

fn blocked_by(view: &View<'_>, class: &Class, id: ConnectorId) -> String {
    let (program, effective) = (&view.analysis.program, &view.analysis.effective);
    let policies =
        class.policies.iter().filter(|policy| effective.blocked_by(**policy).is_some_and(|set| set.contains(id)));
    let policies = policies.filter_map(|policy| Some(&program.policies.get(policy.0 as usize)?.head));
    let lists =
        class.allow_lists.iter().filter(|list| effective.unlisted_by(**list).is_some_and(|set| set.contains(id)));
    let lists = lists.filter_map(|list| Some(&program.allow_lists.get(list.0 as usize)?.head));
    let names: Vec<String> = policies.chain(lists).map(|head| quoted(&head.symbol.name)).collect();
    format!("blocked by {}", names.join(", "))
}

/// What may be used in an environment, cell by cell, as a Markdown page.
pub fn page(view: &View<'_>, id: EnvironmentId) -> Option<String> {
    let program = &view.analysis.program;
    let environment = &program.environments[id];
    let class = view.analysis.effective.class(id)?;
    let governing = Governing::of(program, class);
    let mut page = format!("# Connectors of {}\n\n", quoted(&environment.head.symbol.name));
    if !governing.is_sound() {
        let _ = writeln!(page, "Not known: a policy that applies here has errors.");
        return Some(page);
    }
    if let Some(place) = program.skips_data_policies(id) {
        let ungoverned = program.universe.ids().filter(|id| is_ungoverned(program, class, *id)).count();
        let _ = writeln!(
            page,
            "Data policies are not evaluated: connector allow-lists alone count ({}).\n",
            at(view, place)
        );
        let _ = writeln!(
            page,
            "Not known: nothing that was read governs {ungoverned} custom, HTTP and other connectors that allow-lists do not.\n"
        );
    }
    if governing.is_empty() {
        if !class.allow_lists_only {
            page.push_str("No data policy applies, so everything may be combined.\n");
        }
        return Some(page);
    }
    page.push_str("| applies | where |\n|---|---|\n");
    for policy in &governing.policies {
        let head = &policy.head;
        let _ = writeln!(page, "| data policy {} | {} |", quoted(&head.symbol.name), at(view, head.symbol.location));
    }
    for (_, list) in &governing.lists {
        let head = &list.head;
        let _ = writeln!(page, "| allow-list {} | {} |", quoted(&head.symbol.name), at(view, head.symbol.location));
    }
    let _ = writeln!(page, "\n{} of {} connectors are blocked.", class.blocked.len(), program.universe.len());
    let said = match class.cells.as_slice() {
        [] => "Nothing is left.",
        _several if class.all_go_together() => "The others may all be combined.",
        _several => "Of the others, only those of one cell may be combined.",
    };
    let _ = writeln!(page, "{said}");
    for (number, cell) in (1..).zip(&class.cells) {
        let placed = cell.placements.iter().zip(&governing.policies);
        let placed: Vec<String> = placed
            .map(|(placement, policy)| format!("{} in {}", placement.title(), quoted(&policy.head.symbol.name)))
            .collect();
        let _ = writeln!(page, "\n## Cell {number}: {}\n", counted(cell.members.len(), "connector"));
        if !placed.is_empty() {
            let _ = writeln!(page, "{}\n", placed.join(", "));
        }
        let names: Vec<String> = cell.members.iter().map(|id| quoted(program.universe.name(id))).collect();
        let _ = writeln!(page, "{}", names.join(", "));
    }
    if !class.blocked.is_empty() {
        page.push_str("\n## Blocked\n\n| connector | how |\n|---|---|\n");
        for id in class.blocked.iter() {
            let _ = writeln!(page, "| {} | {} |", quoted(program.universe.name(id)), blocked_by(view, class, id));
        }
    }
    Some(page)
}

/// A place in the form that readers know.
pub(super) fn at(view: &View<'_>, place: Location) -> String {
    let source = view.source(place.file);
    format!("`{}:{}`", printable(source.path()), source.lines().line(place.span.start) + 1)
}
