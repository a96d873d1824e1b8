//! `dictum query connectors`

use std::io::Write;

use serde::Serialize;

use super::asked_for::{self, Verdict};
use super::limits::{self, LimitRow};
use super::{ask, connector, names, overview, place, write_json};
use crate::analysis::{Answer, Obstacle, limits, together};
use crate::catalog::Catalog;
use crate::cli::args::{Display, Listing, QueryConnectors};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::diagnostics::{closest, list_of};
use crate::model::{AllowListId, ConnectorId, EnvironmentId, PolicyId, Program};
use crate::text::{Location, Sources, printable};

pub(super) fn run(query: &QueryConnectors, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&query.asked.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let program = &analysis.program;
    let environment = environment(program, &query.environment)?;
    if query.together.is_empty() {
        return overview::show(query, &project, &analysis, environment, out);
    }
    // No data policy can classify these, so a project need not name them.
    let (exempt, asked): (Vec<&String>, Vec<&String>) =
        query.together.iter().partition(|name| Catalog::is_exempt(name.trim()));
    let ids: Result<Vec<ConnectorId>, Failure> = asked.into_iter().map(|name| connector(program, name)).collect();
    let ids = ids?;
    let answer = together(program, environment, &ids);
    let verdicts = asked_for::verdicts(query, program, environment, &ids)?;
    let asked = Asked { sources: &project.sources, program, environment, ids, exempt: &exempt, verdicts: &verdicts };
    match query.asked.output {
        Listing::Text => explain(&asked, &answer, out)?,
        Listing::Json => json(&asked, &answer, out)?,
    }
    let yes = asked.is_allowed(&answer) && !answer.is_unknown();
    Ok(if yes { Status::Clean } else { Status::Findings })
}

fn environment(program: &Program, name: &str) -> Result<EnvironmentId, Failure> {
    program.environment(name).ok_or_else(|| {
        let names = || program.environments.iter().map(|environment| &*environment.head.symbol.name);
        let failure = Failure::new(format!("there is no environment `{name}`"));
        match closest(name, names()) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help(format!("declared are {}", list_of(names().map(|name| format!("`{name}`")), "and"))),
        }
    })
}

pub(super) fn policy_name(program: &Program, id: PolicyId) -> &str {
    program.policies.get(id.0 as usize).map_or("?", |policy| &*policy.head.symbol.name)
}

pub(super) fn environment_name(program: &Program, id: EnvironmentId) -> &str {
    program.environments.get(id.0 as usize).map_or("?", |environment| &*environment.head.symbol.name)
}

fn location_of(program: &Program, policy: PolicyId, connector: ConnectorId) -> Option<Location> {
    program.policies.get(policy.0 as usize).map(|policy| policy.location_of(program, connector))
}

/// What is asked.
struct Asked<'a> {
    sources: &'a Sources,
    program: &'a Program,
    environment: EnvironmentId,
    ids: Vec<ConnectorId>,
    /// The names of those that no data policy can classify.
    exempt: &'a [&'a String],
    /// What is said of the action and the endpoint that are asked for.
    verdicts: &'a [Verdict],
}

impl Asked<'_> {
    /// Whether nothing stands in the way, also of the action and the endpoint asked for.
    fn is_allowed(&self, answer: &Answer) -> bool {
        answer.is_allowed() && self.verdicts.iter().all(Verdict::is_allowed)
    }
}

pub(super) fn list_name(program: &Program, id: AllowListId) -> &str {
    program.allow_lists.get(id.0 as usize).map_or("?", |list| &*list.head.symbol.name)
}

/// Where an allow-list decides on a connector.
fn list_place(asked: &Asked<'_>, id: AllowListId, connector: ConnectorId) -> Option<String> {
    let list = asked.program.allow_lists.get(id.0 as usize)?;
    Some(place(asked.sources, list.location_of(asked.program, connector)))
}

/// What allow-lists say where they stand in nobody's way, and what nobody governs.
fn tell_lists(asked: &Asked<'_>, answer: &Answer, out: &mut dyn Write) -> Result<(), Failure> {
    let program = asked.program;
    for id in &answer.allow_lists {
        let Some(list) = program.allow_lists.get(id.0 as usize) else { continue };
        let listed: Vec<ConnectorId> =
            asked.ids.iter().copied().filter(|id| list.listed().is_some_and(|listed| listed.contains(*id))).collect();
        let name = list_name(program, *id);
        match listed.first().and_then(|first| list_place(asked, *id, *first)) {
            Some(at) => writeln!(out, "  allow-list `{name}` lists {}  {at}", names(program, listed))?,
            None => {
                writeln!(
                    out,
                    "  allow-list `{name}` governs none of them  {}",
                    place(asked.sources, list.head.location)
                )?;
            }
        }
    }
    if let Some(skipped) = answer.skipped {
        writeln!(
            out,
            "  data policies are not evaluated there: allow-lists alone count  {}",
            place(asked.sources, skipped)
        )?;
    }
    if !answer.ungoverned.is_empty() {
        writeln!(
            out,
            "  not known: nothing that was read governs {} where data policies are not evaluated",
            names(program, answer.ungoverned.iter().copied())
        )?;
    }
    Ok(())
}

fn explain(asked: &Asked<'_>, answer: &Answer, out: &mut dyn Write) -> Result<(), Failure> {
    let question = asked;
    let Asked { sources, program, environment, ids, exempt, verdicts } = asked;
    let (program, environment) = (*program, *environment);
    let exempt: Vec<String> = exempt.iter().map(|name| format!("`{}`", printable(name.trim()))).collect();
    let named = ids.iter().map(|id| format!("`{}`", printable(program.universe.name(*id))));
    let asked = list_of(named.chain(exempt.iter().cloned()), "and");
    let place_name = environment_name(program, environment);
    let verb = if ids.len() + exempt.len() == 1 { "be used" } else { "be used together" };
    let told_exempt = |out: &mut dyn Write| -> Result<(), Failure> {
        for name in &exempt {
            writeln!(out, "  {name} is exempt from data policies, so none blocks it or keeps it apart")?;
        }
        Ok(())
    };
    if answer.is_allowed() {
        let limits = limits(program, environment, ids);
        let refused = verdicts.iter().find(|verdict| !verdict.is_allowed());
        match (refused, *verdicts) {
            (Some(refused), _) => writeln!(out, "no: {} may not be used in `{place_name}`", refused.what)?,
            (None, _) if answer.is_unknown() => {
                writeln!(out, "not known: whether {asked} may {verb} in `{place_name}`")?;
            }
            (None, []) => writeln!(out, "yes{}: {asked} may {verb} in `{place_name}`", limits::but(program, &limits))?,
            (None, verdicts) => {
                let what = list_of(verdicts.iter().map(|verdict| verdict.what.clone()), "and");
                writeln!(out, "yes: {asked} may {verb} in `{place_name}`, with {what}")?;
            }
        }
        for verdict in *verdicts {
            verdict.tell(sources, out)?;
        }
        told_exempt(out)?;
        if ids.is_empty() {
            return Ok(());
        }
        tell_lists(question, answer, out)?;
        match answer.policies.as_slice() {
            [] if answer.skipped.is_some() => {}
            [] if answer.allow_lists.is_empty() => {
                writeln!(out, "  no data policy applies there, so everything may be combined")?;
            }
            [] => writeln!(out, "  no data policy applies there")?,
            policies => {
                let policies = policies.iter().map(|id| format!("`{}`", policy_name(program, *id)));
                writeln!(out, "  every data policy that applies there allows it: {}", list_of(policies, "and"))?;
            }
        }
        let managed = program.environments.get(environment.0 as usize).is_some_and(|one| one.managed);
        if managed && answer.allow_lists.is_empty() && answer.skipped.is_none() {
            writeln!(out, "  no connector allow-list is declared for it; if the tenant has one, that may block more")?;
        }
        for limit in &limits {
            limits::tell(sources, program, limit, out)?;
        }
        return Ok(());
    }
    writeln!(out, "no: {asked} may not {verb} in `{place_name}`")?;
    told_exempt(out)?;
    for obstacle in &answer.obstacles {
        match obstacle {
            Obstacle::Blocked(policy, connector) => {
                let name = policy_name(program, *policy);
                writeln!(out, "  data policy `{name}` blocks {}", names(program, [*connector]))?;
                if let Some(location) = location_of(program, *policy, *connector) {
                    writeln!(out, "    {}", place(sources, location))?;
                }
            }
            Obstacle::Parted(policy, groups) => {
                writeln!(out, "  data policy `{}` keeps them apart", policy_name(program, *policy))?;
                for (group, members) in groups {
                    let first = members.first().and_then(|connector| location_of(program, *policy, *connector));
                    let at = first.map_or_else(String::new, |location| format!("  {}", place(sources, location)));
                    writeln!(out, "    {}: {}{at}", group.title(), names(program, members.iter().copied()))?;
                }
            }
            Obstacle::Unlisted(list, connector) => {
                let name = list_name(program, *list);
                writeln!(out, "  allow-list `{name}` does not list {}", names(program, [*connector]))?;
                if let Some(at) = list_place(question, *list, *connector) {
                    writeln!(out, "    {at}")?;
                }
            }
        }
    }
    if let Some(skipped) = answer.skipped {
        writeln!(out, "  data policies are not evaluated there: allow-lists alone count  {}", place(sources, skipped))?;
    }
    let unlisted: Vec<(AllowListId, ConnectorId)> = answer
        .obstacles
        .iter()
        .filter_map(|obstacle| match obstacle {
            Obstacle::Unlisted(list, connector) => Some((*list, *connector)),
            Obstacle::Blocked(..) | Obstacle::Parted(..) => None,
        })
        .collect();
    if !answer.changes.is_empty() || !unlisted.is_empty() {
        let one = if answer.changes.len() + unlisted.len() == 1 { "one change" } else { "the fewest changes" };
        writeln!(out, "  {one} that would allow it:")?;
        for change in &answer.changes {
            writeln!(
                out,
                "    in `{}`, move {} from {} to {}",
                policy_name(program, change.policy),
                names(program, [change.connector]),
                change.from.title(),
                change.to.title(),
            )?;
        }
        for (list, connector) in unlisted {
            writeln!(out, "    in `{}`, list {}", list_name(program, list), names(program, [connector]))?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct AnswerRow {
    environment: String,
    connectors: Vec<String>,
    /// Those of them that no data policy can classify.
    exempt: Vec<String>,
    /// Null where it is not known.
    allowed: Option<bool>,
    /// The action and the endpoint that are asked for.
    asked: Vec<asked_for::Row>,
    /// What it is allowed with, where it is: rules that leave only some actions, endpoints or types of connections.
    limits: Vec<LimitRow>,
    policies: Vec<String>,
    /// The connector allow-lists in effect.
    allow_lists: Vec<String>,
    /// False where allow-lists alone count.
    data_policies_evaluated: bool,
    /// The connectors that nothing governs.
    ungoverned: Vec<String>,
    obstacles: Vec<ObstacleRow>,
    changes: Vec<ChangeRow>,
}

#[derive(Serialize)]
struct ObstacleRow {
    policy: String,
    kind: &'static str,
    groups: Vec<GroupRow>,
}

#[derive(Serialize)]
struct GroupRow {
    group: &'static str,
    connectors: Vec<String>,
    place: Option<String>,
}

#[derive(Serialize)]
struct ChangeRow {
    policy: String,
    connector: String,
    from: &'static str,
    to: &'static str,
}

fn json(asked: &Asked<'_>, answer: &Answer, out: &mut dyn Write) -> Result<(), Failure> {
    let question = asked;
    let Asked { sources, program, environment, ids, exempt, verdicts } = asked;
    let (program, environment) = (*program, *environment);
    let exempt: Vec<String> = exempt.iter().map(|name| name.trim().to_owned()).collect();
    let limits = if answer.is_allowed() { limits(program, environment, ids) } else { Vec::new() };
    let name = |id: &ConnectorId| program.universe.name(*id).to_owned();
    let group = |policy: PolicyId, group: &'static str, members: &[ConnectorId]| GroupRow {
        group,
        connectors: members.iter().map(name).collect(),
        place: members.first().and_then(|id| location_of(program, policy, *id)).map(|at| place(sources, at)),
    };
    let row = AnswerRow {
        environment: environment_name(program, environment).to_owned(),
        connectors: ids.iter().map(name).chain(exempt.iter().cloned()).collect(),
        exempt,
        allowed: match question.is_allowed(answer) {
            true if answer.is_unknown() => None,
            known => Some(known),
        },
        asked: verdicts.iter().map(|verdict| verdict.row(sources)).collect(),
        limits: limits.iter().map(|limit| limits::row(sources, program, limit)).collect(),
        policies: answer.policies.iter().map(|id| policy_name(program, *id).to_owned()).collect(),
        allow_lists: answer.allow_lists.iter().map(|id| list_name(program, *id).to_owned()).collect(),
        data_policies_evaluated: answer.skipped.is_none(),
        ungoverned: answer.ungoverned.iter().map(name).collect(),
        obstacles: answer
            .obstacles
            .iter()
            .map(|obstacle| match obstacle {
                Obstacle::Blocked(policy, connector) => ObstacleRow {
                    policy: policy_name(program, *policy).to_owned(),
                    kind: "blocked",
                    groups: vec![group(*policy, "blocked", &[*connector])],
                },
                Obstacle::Parted(policy, groups) => ObstacleRow {
                    policy: policy_name(program, *policy).to_owned(),
                    kind: "parted",
                    groups: groups.iter().map(|(name, members)| group(*policy, name.word(), members)).collect(),
                },
                Obstacle::Unlisted(list, connector) => ObstacleRow {
                    policy: list_name(program, *list).to_owned(),
                    kind: "not_listed",
                    groups: vec![GroupRow {
                        group: "not_listed",
                        connectors: vec![name(connector)],
                        place: list_place(question, *list, *connector),
                    }],
                },
            })
            .collect(),
        changes: answer
            .changes
            .iter()
            .map(|change| ChangeRow {
                policy: policy_name(program, change.policy).to_owned(),
                connector: name(&change.connector),
                from: change.from.word(),
                to: change.to.word(),
            })
            .collect(),
    };
    write_json(&row, out)
}
