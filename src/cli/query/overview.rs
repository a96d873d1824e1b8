//! `dictum query connectors` without connectors: what may be used in an environment.

use std::io::Write;

use serde::Serialize;

use super::connectors::{environment_name, list_name, policy_name};
use super::{place, write_json};
use crate::analysis::Class;
use crate::cli::args::{Listing, QueryConnectors};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::diagnostics::list_of;
use crate::engine::Analysis;
use crate::model::program::Head;
use crate::model::{AllowListId, ConnectorId, EnvironmentId, PolicyId};
use crate::text::{Sources, printable};

/// What may be used in an environment, as it is written in JSON.
#[derive(Serialize)]
struct OverviewRow {
    environment: String,
    policies: Vec<String>,
    /// The connector allow-lists in effect.
    allow_lists: Vec<String>,
    /// False where only allow-lists count.
    data_policies_evaluated: bool,
    /// The connectors that nothing governs.
    ungoverned: Vec<String>,
    /// Custom connectors without a host, which are sorted by the URL pattern `*`.
    unsorted: Vec<String>,
    /// The number of connectors.
    connectors: usize,
    blocked: Vec<BlockedRow>,
    cells: Vec<CellRow>,
    /// The place that says that only allow-lists count.
    #[serde(skip)]
    skipped: Option<String>,
    /// The kind, the name and the place of each policy.
    #[serde(skip)]
    places: Vec<(&'static str, String, String)>,
    /// Whether all connectors that are not blocked may be combined.
    #[serde(skip)]
    all_go_together: bool,
}

#[derive(Serialize)]
struct BlockedRow {
    connector: String,
    /// The data policies that block it.
    policies: Vec<String>,
    /// The allow-lists that do not list it.
    allow_lists: Vec<String>,
}

#[derive(Serialize)]
struct CellRow {
    /// The group that each policy gives them.
    groups: Vec<PlacedRow>,
    connectors: Vec<String>,
}

#[derive(Serialize)]
struct PlacedRow {
    policy: String,
    group: &'static str,
    /// The group in words for people.
    #[serde(skip)]
    title: &'static str,
}

/// Writes what may be used in an environment, cell by cell.
pub(super) fn show(
    query: &QueryConnectors,
    project: &Project,
    analysis: &Analysis,
    environment: EnvironmentId,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let Some(class) = analysis.effective.class(environment) else { return Ok(Status::Clean) };
    let row = row(&project.sources, analysis, environment, class);
    match query.asked.output {
        Listing::Json => write_json(&row, out)?,
        Listing::Text => explain(&row, out)?,
    }
    Ok(Status::Clean)
}

fn row(sources: &Sources, analysis: &Analysis, environment: EnvironmentId, class: &Class) -> OverviewRow {
    let (program, effective) = (&analysis.program, &analysis.effective);
    let name = |id: ConnectorId| program.universe.name(id).to_owned();
    let policies = class.policies.iter().map(|id| (*id, policy_name(program, *id).to_owned()));
    let policies: Vec<(PolicyId, String)> = policies.collect();
    let lists = class.allow_lists.iter().map(|id| (*id, list_name(program, *id).to_owned()));
    let lists: Vec<(AllowListId, String)> = lists.collect();
    let blocks = |policy: PolicyId, id| effective.blocked_by(policy).is_some_and(|set| set.contains(id));
    let lacks = |list: AllowListId, id| effective.unlisted_by(list).is_some_and(|set| set.contains(id));
    let blocked = class.blocked.iter().map(|id| BlockedRow {
        connector: name(id),
        policies: policies.iter().filter(|(policy, _)| blocks(*policy, id)).map(|(_, name)| name.clone()).collect(),
        allow_lists: lists.iter().filter(|(list, _)| lacks(*list, id)).map(|(_, name)| name.clone()).collect(),
    });
    let cells = class.cells.iter().map(|cell| CellRow {
        groups: cell
            .placements
            .iter()
            .zip(&policies)
            .map(|(placement, (_, policy))| PlacedRow {
                policy: policy.clone(),
                group: placement.word(),
                title: placement.title(),
            })
            .collect(),
        connectors: cell.members.iter().map(name).collect(),
    });
    // Where only allow-lists count, nothing governs the connectors that they do not cover.
    let governed = |id: ConnectorId| program.universe.is_certified(id) || program.universe.is_exempt(id);
    let ungoverned = program.universe.ids().filter(|id| class.allow_lists_only && !governed(*id));
    let unsorted: Vec<String> = class.unsorted.iter().map(name).collect();
    let place_of = |head: &Head| (head.symbol.name.to_string(), place(sources, head.symbol.location));
    let heads = class.allow_lists.iter().map(|id| &program.allow_lists[id]);
    let heads = heads.map(|list| ("allow-list", place_of(&list.head)));
    let of_policies = class.policies.iter().map(|id| &program.policies[id]);
    let heads = heads.chain(of_policies.map(|policy| ("data policy", place_of(&policy.head))));
    OverviewRow {
        environment: environment_name(program, environment).to_owned(),
        allow_lists: lists.iter().map(|(_, name)| name.clone()).collect(),
        data_policies_evaluated: !class.allow_lists_only,
        ungoverned: ungoverned.map(name).collect(),
        unsorted,
        connectors: program.universe.len(),
        blocked: blocked.collect(),
        cells: cells.collect(),
        skipped: program.skips_data_policies(environment).map(|at| place(sources, at)),
        places: heads.map(|(noun, (name, at))| (noun, name, at)).collect(),
        all_go_together: class.all_go_together(),
        policies: policies.into_iter().map(|(_, name)| name).collect(),
    }
}

fn explain(row: &OverviewRow, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "environment `{}`", row.environment)?;
    if let Some(at) = &row.skipped {
        let count = row.ungoverned.len();
        writeln!(out, "  data policies are not evaluated: connector allow-lists alone count  {at}")?;
        writeln!(
            out,
            "  not known: nothing that was read governs {count} custom, HTTP and other connectors that allow-lists do not"
        )?;
    }
    if row.places.is_empty() {
        if row.data_policies_evaluated {
            writeln!(out, "  no data policy applies, so everything may be combined")?;
        }
        return Ok(());
    }
    for (noun, name, at) in &row.places {
        writeln!(out, "  {noun} `{name}`  {at}")?;
    }
    writeln!(out, "  {} of {} connectors are blocked", row.blocked.len(), row.connectors)?;
    if !row.unsorted.is_empty() {
        let names = list_of(row.unsorted.iter().map(|name| format!("`{}`", printable(name))), "and");
        writeln!(
            out,
            "  not known: which URL pattern fits {names}, whose full `host` is not given; `*` is taken below"
        )?;
    }
    let ignored = row.cells.iter().any(|cell| cell.groups.iter().any(|placed| placed.group == "ignore"));
    match row.cells.as_slice() {
        [] => writeln!(out, "  nothing is left")?,
        cells if row.all_go_together => {
            let by = if cells.len() > 1 { ", since what a policy ignores goes with either of its groups" } else { "" };
            writeln!(out, "  the others may all be combined{by}:")?;
        }
        cells => {
            let but = if ignored { ", and what a policy ignores with either of its groups" } else { "" };
            writeln!(
                out,
                "  the others fall into {} cells; only those of one cell may be combined{but}:",
                cells.len()
            )?;
        }
    }
    for (number, cell) in (1..).zip(&row.cells) {
        let count = cell.connectors.len();
        let noun = if count == 1 { "connector" } else { "connectors" };
        let groups = cell.groups.iter().map(|placed| format!("{} in `{}`", placed.title, placed.policy));
        let groups = list_of(groups, "and");
        let colon = if groups.is_empty() { "" } else { ": " };
        writeln!(out, "  {number}. {count} {noun}{colon}{groups}")?;
        let mut line = String::from("    ");
        for name in &cell.connectors {
            let name = printable(name);
            if line.len() + name.len() > 98 {
                writeln!(out, "{}", line.trim_end())?;
                line = String::from("    ");
            }
            line.push_str(&name);
            line.push(' ');
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
