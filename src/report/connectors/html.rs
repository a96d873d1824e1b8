//! Environments and connectors as HTML, for readers without a script.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::data::{ClassRow, Data, EnvironmentRow, UNKNOWN, members, size};
use crate::report::frame::{LINES, beyond, head};
use crate::report::html::{TABLE_END, count, escaped};

/// The maximum number of connector names in the HTML of the page.
const NAMES: usize = 20_000;

/// The text in place of the squares when no script runs.
pub(super) fn absent() -> String {
    "<p>The squares take a script, which is not running. The same is below, environment by environment.</p>".to_owned()
}

/// The letter of a cell: A to Z, then AA.
fn letter(mut index: usize) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + (index % 26) as u8));
        if index < 26 {
            return text;
        }
        index = index / 26 - 1;
    }
}

/// The most common answer for the connectors of a class.
fn usual(class: &ClassRow) -> String {
    let blocked = size(&class.blocked);
    let unknown = class.unknown();
    let mut best = (blocked, format!("blocked, {blocked}"));
    if unknown > best.0 {
        best = (unknown, format!("not known, {unknown}"));
    }
    for (index, cell) in class.cells.iter().enumerate() {
        let count = class.governed(cell);
        if count > best.0 {
            best = (count, format!("cell {}, {count}", letter(index)));
        }
    }
    best.1
}

pub(super) fn environments(data: &Data) -> String {
    let mut out = String::new();
    if data.environments.is_empty() {
        out.push_str("<p>No environment is declared, and no policy applies to those to come.</p>\n");
        return out;
    }
    let heads = [
        "Environment",
        "Type",
        "Data policies",
        "Allow-lists",
        "Connectors",
        "Usable",
        "Blocked",
        "Not known",
        "Cells",
        "Usual",
    ];
    head("What applies where, and what it leaves", &heads, &mut out);
    for row in data.environments.iter().take(LINES) {
        let Some(class) = data.classes.get(row.class) else { continue };
        let blocked = size(&class.blocked);
        let unknown = class.unknown();
        let usable: usize = class.cells.iter().map(|cell| class.governed(cell)).sum();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{blocked}</td><td>{unknown}</td><td>{}</td><td>{}</td></tr>",
            named(row),
            escaped(&row.kind),
            if row.managed { ", managed" } else { "" },
            applied(data, class, row),
            lists(data, class, row),
            data.connectors.len(),
            usable,
            class.cells.len(),
            usual(class),
        );
    }
    out.push_str(TABLE_END);
    beyond(data.environments.len(), "environments", "dictum query connectors", &mut out);
    out
}

fn named(row: &EnvironmentRow) -> String {
    format!("{}{}", title(row), part(row.whole))
}

/// The note about a declaration that could not be read completely.
fn part(whole: bool) -> &'static str {
    if whole { "" } else { " <span class=\"but\">not all of it could be read</span>" }
}

fn title(row: &EnvironmentRow) -> String {
    if row.environment.is_empty() || row.environment == row.name {
        return escaped(&row.name);
    }
    format!("{} <code>{}</code>", escaped(&row.name), escaped(&row.environment))
}

fn applied(data: &Data, class: &ClassRow, row: &EnvironmentRow) -> String {
    if let Some(place) = &row.skipped {
        return format!("not evaluated: allow-lists alone count <code>{}</code>", escaped(place));
    }
    let of = class.policies.iter().filter_map(|id| data.policies.get(*id as usize));
    let names: Vec<String> =
        of.map(|policy| format!("{} <code>{}</code>", escaped(&policy.name), escaped(&policy.place))).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn lists(data: &Data, class: &ClassRow, row: &EnvironmentRow) -> String {
    let of = class.lists.iter().filter_map(|id| data.lists.get(*id as usize));
    let names: Vec<String> =
        of.map(|list| format!("{} <code>{}</code>", escaped(&list.name), escaped(&list.place))).collect();
    if !names.is_empty() {
        return names.join(", ");
    }
    let silent = row.managed && row.skipped.is_none();
    if silent { "none declared; one of the tenant may block more".to_owned() } else { "none".to_owned() }
}

/// The environments of each class.
fn of_class(data: &Data, class: usize) -> String {
    let of: Vec<&EnvironmentRow> = data.environments.iter().filter(|row| row.class == class).collect();
    let mut names: Vec<String> = of.iter().take(12).map(|row| named(row)).collect();
    if of.len() > 12 {
        names.push(format!("{} more", of.len() - 12));
    }
    names.join(", ")
}

pub(super) fn cells(data: &Data) -> String {
    let mut out = String::new();
    let mut left = NAMES;
    for (number, class) in data.classes.iter().enumerate() {
        let environments = of_class(data, number);
        if environments.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<article><h3>{environments}</h3>");
        let unknown: FxHashSet<usize> = members(&class.ungoverned).collect();
        let none = FxHashSet::default();
        let names = |ids: &[u32], unsure: &FxHashSet<usize>| -> String {
            let of = members(ids).filter(|id| !unsure.contains(id)).filter_map(|id| data.connectors.get(id));
            of.map(|connector| escaped(&connector.0)).collect::<Vec<_>>().join(", ")
        };
        let mut draw = |title: String, ids: &[u32], unsure: &FxHashSet<usize>, out: &mut String| {
            let count = size(ids);
            if count <= left {
                left -= count;
                let _ = writeln!(out, "<p>{title}</p>\n<p class=\"members\">{}</p>", names(ids, unsure));
            } else {
                let _ = writeln!(
                    out,
                    "<p>{title}; their names are not drawn without a script, <code>dictum query connectors</code> gives them.</p>"
                );
            }
        };
        for (index, cell) in class.cells.iter().enumerate() {
            let groups = cell.groups.iter().zip(&class.policies);
            let groups: Vec<String> = groups
                .filter_map(|(group, id)| {
                    Some(format!("{group} in {}", escaped(&data.policies.get(*id as usize)?.name)))
                })
                .collect();
            let groups = if groups.is_empty() { String::new() } else { format!(": {}", groups.join(", ")) };
            let title =
                format!("Cell {}, {}{groups}", letter(index), count(size(&cell.connectors), "connector", "connectors"));
            draw(title, &cell.connectors, &unknown, &mut out);
        }
        if !class.ungoverned.is_empty() {
            draw(
                format!("Not known, nothing governs them: {}", size(&class.ungoverned)),
                &class.ungoverned,
                &none,
                &mut out,
            );
        }
        if !class.unsorted.is_empty() {
            let title = format!("Not known, their hosts are not given: {}", size(&class.unsorted));
            draw(title, &class.unsorted, &none, &mut out);
        }
        let _ =
            writeln!(out, "<p>{} blocked</p></article>", count(size(&class.blocked), "connector is", "connectors are"));
    }
    if out.is_empty() {
        out.push_str("<p>No environment is declared.</p>\n");
    }
    out
}

pub(super) fn limits(data: &Data) -> String {
    let mut out = String::new();
    let all: usize = data.classes.iter().map(|class| class.limits.len()).sum();
    if all == 0 {
        out.push_str(
            "<p>What may be used may be used whole: no policy names actions, endpoints or types of connections.</p>\n",
        );
        return out;
    }
    head(
        "What may be used, but only these actions, endpoints or types of connections",
        &["Connector", "Environments", "Policy", "What is left", "Source"],
        &mut out,
    );
    let lines = data
        .classes
        .iter()
        .enumerate()
        .flat_map(|(number, class)| class.limits.iter().map(move |limit| (number, limit)));
    for (class, limit) in lines.take(LINES) {
        let connector = data.connectors.get(limit.connector as usize).map_or("", |connector| &*connector.0);
        let rules = limit.rules.iter().map(|rule| {
            format!("<li>{} {} <code>{}</code></li>", rule.behavior, escaped(&rule.what), escaped(&rule.place))
        });
        let noun = if limit.policy_kind == "data_policy" { "data policy" } else { "allow-list" };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{noun} {}</td><td>{}<ul>{}</ul></td><td><code>{}</code></td></tr>",
            escaped(connector),
            of_class(data, class),
            escaped(&limit.policy),
            limit.kind.replace('_', " "),
            rules.collect::<String>(),
            escaped(&limit.place)
        );
    }
    out.push_str(TABLE_END);
    beyond(all, "lines", "dictum query connectors --output json", &mut out);
    out
}

pub(super) fn policies(data: &Data) -> String {
    let mut out = String::new();
    if data.policies.is_empty() && data.lists.is_empty() {
        out.push_str("<p>No policy is declared, so everything may be used with everything.</p>\n");
        return out;
    }
    head(
        "Policies",
        &[
            "Policy",
            "Kind",
            "Applies to",
            "Business",
            "Non-business",
            "Blocked",
            "Ignored",
            "Not known",
            "Listed",
            "Source",
        ],
        &mut out,
    );
    for policy in data.policies.iter().take(LINES) {
        let of = |group: &str| policy.in_group(group);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{} <code>{}</code>{}</th><td>data policy</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td></td><td><code>{}</code></td></tr>",
            escaped(&policy.name),
            escaped(&policy.symbol),
            part(policy.whole),
            escaped(&policy.scope),
            of("business"),
            of("non_business"),
            of("blocked"),
            of("ignore"),
            of(UNKNOWN),
            escaped(&policy.place)
        );
    }
    for list in data.lists.iter().take(LINES) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{} <code>{}</code>{}</th><td>allow-list</td><td>{}</td><td></td><td></td><td></td><td></td><td></td><td>{}</td><td><code>{}</code></td></tr>",
            escaped(&list.name),
            escaped(&list.symbol),
            part(list.whole),
            escaped(&list.scope),
            list.listed(),
            escaped(&list.place)
        );
    }
    out.push_str(TABLE_END);
    beyond(data.policies.len().max(data.lists.len()), "policies", "dictum build", &mut out);
    out
}
