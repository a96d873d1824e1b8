//! `dictum query connectors` without connectors: what may be used in an environment.

use std::io::Write;

use serde::Serialize;

use super::connectors::{environment_name, list_name, policy_name};
use super::{place, write_json};
use crate::analysis::{Class, Placement};
use crate::cli::args::{Listing, QueryConnectors};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::diagnostics::list_of;
use crate::engine::Analysis;
use crate::model::{ConnectorId, EnvironmentId, PolicyId, Program};
use crate::text::printable;

#[derive(Serialize)]
struct OverviewRow {
    environment: String,
    policies: Vec<String>,
    /// The connector allow-lists in effect.
    allow_lists: Vec<String>,
    /// False where allow-lists alone count.
    data_policies_evaluated: bool,
    /// The connectors that nothing governs.
    ungoverned: Vec<String>,
    /// How many connectors there are.
    connectors: usize,
    blocked: Vec<BlockedRow>,
    cells: Vec<CellRow>,
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
    /// Where each policy puts them.
    groups: Vec<PlacedRow>,
    connectors: Vec<String>,
}

#[derive(Serialize)]
struct PlacedRow {
    policy: String,
    group: &'static str,
}

fn blocked_row(analysis: &Analysis, class: &Class, id: ConnectorId) -> BlockedRow {
    let blocks = |policy: &&PolicyId| analysis.effective.blocked_by(**policy).is_some_and(|set| set.contains(id));
    let policies = class.policies.iter().filter(blocks);
    BlockedRow {
        connector: analysis.program.universe.name(id).to_owned(),
        policies: policies.map(|policy| policy_name(&analysis.program, *policy).to_owned()).collect(),
        allow_lists: class
            .allow_lists
            .iter()
            .filter(|list| analysis.effective.unlisted_by(**list).is_some_and(|set| set.contains(id)))
            .map(|list| list_name(&analysis.program, *list).to_owned())
            .collect(),
    }
}

/// The connectors of a class that nothing governs: those that allow-lists do not, where they alone count.
fn ungoverned(program: &Program, class: &Class) -> Vec<ConnectorId> {
    let governed = |id: &ConnectorId| program.universe.is_certified(*id) || program.universe.is_exempt(*id);
    let all = program.universe.ids().filter(|_| class.allow_lists_only);
    all.filter(|id| !governed(id)).collect()
}

/// What may be used in an environment, cell by cell.
pub(super) fn show(
    query: &QueryConnectors,
    project: &Project,
    analysis: &Analysis,
    environment: EnvironmentId,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let program = &analysis.program;
    let Some(class) = analysis.effective.class(environment) else { return Ok(Status::Clean) };
    let policies: Vec<String> = class.policies.iter().map(|id| policy_name(program, *id).to_owned()).collect();
    if query.asked.output == Listing::Json {
        let row = OverviewRow {
            environment: environment_name(program, environment).to_owned(),
            allow_lists: class.allow_lists.iter().map(|id| list_name(program, *id).to_owned()).collect(),
            data_policies_evaluated: !class.allow_lists_only,
            ungoverned: ungoverned(program, class).iter().map(|id| program.universe.name(*id).to_owned()).collect(),
            connectors: program.universe.len(),
            blocked: class.blocked.iter().map(|id| blocked_row(analysis, class, id)).collect(),
            cells: class
                .cells
                .iter()
                .map(|cell| CellRow {
                    groups: cell
                        .placements
                        .iter()
                        .zip(&policies)
                        .map(|(placement, policy)| PlacedRow { policy: policy.clone(), group: placement.word() })
                        .collect(),
                    connectors: cell.members.iter().map(|id| program.universe.name(id).to_owned()).collect(),
                })
                .collect(),
            policies,
        };
        write_json(&row, out)?;
        return Ok(Status::Clean);
    }
    writeln!(out, "environment `{}`", environment_name(program, environment))?;
    if let Some(skipped) = program.skips_data_policies(environment) {
        let at = place(&project.sources, skipped);
        writeln!(out, "  data policies are not evaluated: connector allow-lists alone count  {at}")?;
        let ungoverned = ungoverned(program, class).len();
        writeln!(
            out,
            "  not known: nothing that was read governs {ungoverned} custom, HTTP and other connectors that allow-lists do not"
        )?;
    }
    if policies.is_empty() && class.allow_lists.is_empty() {
        if !class.allow_lists_only {
            writeln!(out, "  no data policy applies, so everything may be combined")?;
        }
        return Ok(Status::Clean);
    }
    for id in &class.allow_lists {
        if let Some(list) = program.allow_lists.get(id.0 as usize) {
            let at = place(&project.sources, list.head.symbol.location);
            writeln!(out, "  allow-list `{}`  {at}", list.head.symbol.name)?;
        }
    }
    for id in &class.policies {
        if let Some(policy) = program.policies.get(id.0 as usize) {
            let at = place(&project.sources, policy.head.symbol.location);
            writeln!(out, "  data policy `{}`  {at}", policy.head.symbol.name)?;
        }
    }
    writeln!(out, "  {} of {} connectors are blocked", class.blocked.len(), program.universe.len())?;
    let ignored = class.cells.iter().any(|cell| cell.placements.iter().any(|one| one == Placement::Ignored));
    match class.cells.as_slice() {
        [] => writeln!(out, "  nothing is left")?,
        cells if class.all_go_together() => {
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
    for (number, cell) in class.cells.iter().enumerate() {
        let groups =
            cell.placements.iter().zip(&policies).map(|(placement, name)| format!("{} in `{name}`", placement.title()));
        let count = cell.members.len();
        let noun = if count == 1 { "connector" } else { "connectors" };
        match list_of(groups, "and").as_str() {
            "" => writeln!(out, "  {}. {count} {noun}", number + 1)?,
            groups => writeln!(out, "  {}. {count} {noun}: {groups}", number + 1)?,
        }
        let mut line = String::from("    ");
        for id in cell.members.iter() {
            let name = printable(program.universe.name(id)).into_owned();
            if line.len() + name.len() > 98 {
                writeln!(out, "{}", line.trim_end())?;
                line = String::from("    ");
            }
            line.push_str(&name);
            line.push(' ');
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Status::Clean)
}
