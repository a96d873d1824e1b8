//! `dictum query connectors`

use std::io::Write;

use serde::Serialize;

use super::asked_for::{self, Verdict};
use super::limits::{self, LimitRow};
use super::{ask, connector, overview, place, quoted, write_json};
use crate::analysis::{Change, Obstacle, decided_at, limits, together, without_actions};
use crate::catalog::Catalog;
use crate::cli::args::{Display, Listing, QueryConnectors};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::diagnostics::{closest, list_of};
use crate::model::program::{DataGroup, Environment, Scope};
use crate::model::{AllowListId, ConnectorId, EnvironmentId, PolicyId, Program};
use crate::text::{Sources, printable};

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
    let asked = asked_for::verdicts(query, &project.sources, program, environment, &ids)?;
    let row = row(&project.sources, program, environment, &ids, &exempt, asked);
    match query.asked.output {
        Listing::Text => explain(&row, out)?,
        Listing::Json => write_json(&row, out)?,
    }
    Ok(if row.allowed == Some(true) { Status::Clean } else { Status::Findings })
}

fn environment(program: &Program, name: &str) -> Result<EnvironmentId, Failure> {
    program.environment(name).ok_or_else(|| {
        let names = || program.environments.iter().map(Environment::name);
        let failure = Failure::new(format!("there is no environment `{name}`"));
        match closest(name, names()) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help(format!("declared are {}", list_of(names().map(|name| format!("`{name}`")), "and"))),
        }
    })
}

pub(super) fn policy_name(program: &Program, id: PolicyId) -> &str {
    program.policies[id].name()
}

pub(super) fn environment_name(program: &Program, id: EnvironmentId) -> &str {
    program.environments[id].name()
}

pub(super) fn list_name(program: &Program, id: AllowListId) -> &str {
    program.allow_lists[id].name()
}

/// An answer, as it is written in JSON.
#[derive(Serialize)]
struct AnswerRow {
    environment: String,
    connectors: Vec<String>,
    /// The connectors of the query that no data policy can classify; they are the last ones.
    exempt: Vec<String>,
    /// Null where it is unknown.
    allowed: Option<bool>,
    /// The action and the endpoint asked for.
    asked: Vec<Verdict>,
    /// If it is allowed: the rules that leave only some actions, endpoints or types of connections.
    limits: Vec<LimitRow>,
    /// The connectors of which these rules together allow no action.
    without_actions: Vec<String>,
    policies: Vec<String>,
    /// The connector allow-lists in effect.
    allow_lists: Vec<String>,
    /// False where only allow-lists count.
    data_policies_evaluated: bool,
    /// The connectors that nothing governs.
    ungoverned: Vec<String>,
    /// Custom connectors without a host, so that it is unknown how the URL patterns of the policy sort them.
    unsorted: Vec<UnsortedRow>,
    /// Custom connectors that are declared for another environment.
    elsewhere: Vec<ElsewhereRow>,
    /// Data policies of which it is unknown whether they apply to the environment.
    perhaps: Vec<String>,
    obstacles: Vec<ObstacleRow>,
    changes: Vec<ChangeRow>,
    /// The place that says that only allow-lists count.
    #[serde(skip)]
    skipped: Option<String>,
    /// Which of the connectors each allow-list lists, and where.
    #[serde(skip)]
    listed: Vec<(String, Vec<String>, String)>,
    /// Whether the environment is managed.
    #[serde(skip)]
    managed: bool,
}

#[derive(Serialize)]
struct UnsortedRow {
    policy: String,
    connector: String,
}

#[derive(Serialize)]
struct ElsewhereRow {
    connector: String,
    environment: String,
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
    /// The group in words for people.
    #[serde(skip)]
    title: &'static str,
}

#[derive(Serialize)]
struct ChangeRow {
    policy: String,
    connector: String,
    #[serde(serialize_with = "group_word")]
    from: DataGroup,
    #[serde(serialize_with = "group_word")]
    to: DataGroup,
    /// Whether a URL pattern sorts it.
    #[serde(skip)]
    by_host: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn group_word<S: serde::Serializer>(group: &DataGroup, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(group.word())
}

fn row(
    sources: &Sources,
    program: &Program,
    environment: EnvironmentId,
    ids: &[ConnectorId],
    exempt: &[&String],
    asked: Vec<Verdict>,
) -> AnswerRow {
    let answer = together(program, environment, ids);
    let at = |location| place(sources, location);
    let name = |id: &ConnectorId| program.universe.name(*id).to_owned();
    let exempt: Vec<String> = exempt.iter().map(|name| name.trim().to_owned()).collect();
    let limits = if answer.is_allowed() { limits(program, environment, ids) } else { Vec::new() };
    let listed = answer.allow_lists.iter().map(|id| &program.allow_lists[id]).map(|list| {
        let listed: Vec<ConnectorId> =
            ids.iter().copied().filter(|id| list.listed().is_some_and(|listed| listed.contains(*id))).collect();
        let location = listed.first().map_or(list.head.location, |first| list.location_of(program, *first));
        (list.name().to_owned(), listed.iter().map(name).collect(), at(location))
    });
    let obstacle = |obstacle: &Obstacle| {
        let (policy, kind, groups) = match obstacle {
            Obstacle::Blocked(policy, connector) => {
                (policy, "blocked", vec![(DataGroup::Blocked, std::slice::from_ref(connector))])
            }
            Obstacle::Parted(policy, groups) => {
                (policy, "parted", groups.iter().map(|(group, members)| (*group, members.as_slice())).collect())
            }
            Obstacle::Unlisted(list, connector) => {
                let location =
                    program.allow_lists.get(list.0 as usize).map(|list| list.location_of(program, *connector));
                let connectors = vec![name(connector)];
                let group = GroupRow { group: "not_listed", connectors, place: location.map(at), title: "" };
                let policy = list_name(program, *list).to_owned();
                return ObstacleRow { policy, kind: "not_listed", groups: vec![group] };
            }
        };
        let location = |id: &ConnectorId| {
            program.policies.get(policy.0 as usize).map(|policy| at(decided_at(program, policy, *id)))
        };
        let groups = groups.into_iter().map(|(group, members)| GroupRow {
            group: group.word(),
            connectors: members.iter().map(name).collect(),
            place: members.first().and_then(location),
            title: group.title(),
        });
        ObstacleRow { policy: policy_name(program, *policy).to_owned(), kind, groups: groups.collect() }
    };
    let change = |change: &Change| ChangeRow {
        policy: policy_name(program, change.policy).to_owned(),
        connector: name(&change.connector),
        from: change.from,
        to: change.to,
        by_host: program.universe.is_custom(change.connector)
            && !matches!(program.policies[change.policy].scope, Scope::Environment(_)),
    };
    AnswerRow {
        environment: environment_name(program, environment).to_owned(),
        connectors: ids.iter().map(name).chain(exempt.iter().cloned()).collect(),
        exempt,
        allowed: match answer.is_allowed() && asked.iter().all(|verdict| verdict.allowed) {
            true if answer.is_unknown() => None,
            known => Some(known),
        },
        asked,
        limits: limits.iter().map(|limit| limits::row(sources, program, limit)).collect(),
        without_actions: without_actions(&limits).iter().map(name).collect(),
        policies: answer.policies.iter().map(|id| policy_name(program, *id).to_owned()).collect(),
        allow_lists: answer.allow_lists.iter().map(|id| list_name(program, *id).to_owned()).collect(),
        data_policies_evaluated: answer.skipped.is_none(),
        ungoverned: answer.ungoverned.iter().map(name).collect(),
        unsorted: answer
            .unsorted
            .iter()
            .map(|(policy, connector)| UnsortedRow {
                policy: policy_name(program, *policy).to_owned(),
                connector: name(connector),
            })
            .collect(),
        elsewhere: answer
            .elsewhere
            .iter()
            .map(|(connector, home)| ElsewhereRow {
                connector: name(connector),
                environment: environment_name(program, *home).to_owned(),
            })
            .collect(),
        perhaps: answer.perhaps.iter().map(|id| policy_name(program, *id).to_owned()).collect(),
        obstacles: answer.obstacles.iter().map(obstacle).collect(),
        changes: answer.changes.iter().map(change).collect(),
        skipped: answer.skipped.map(at),
        listed: listed.collect(),
        managed: program.environments[environment].managed,
    }
}

fn explain(row: &AnswerRow, out: &mut dyn Write) -> Result<(), Failure> {
    let asked = quoted(&row.connectors);
    let verb = if row.connectors.len() == 1 { "be used" } else { "be used together" };
    let environment = &row.environment;
    let refused = row.asked.iter().find(|verdict| !verdict.allowed);
    match (refused, row.asked.as_slice()) {
        _ if !row.obstacles.is_empty() => writeln!(out, "no: {asked} may not {verb} in `{environment}`")?,
        (Some(refused), _) => writeln!(out, "no: {} may not be used in `{environment}`", refused.said())?,
        (None, _) if row.allowed.is_none() => {
            writeln!(out, "not known: whether {asked} may {verb} in `{environment}`")?;
        }
        (None, []) => writeln!(
            out,
            "yes{}: {asked} may {verb} in `{environment}`",
            limits::but(&row.limits, &row.without_actions)
        )?,
        (None, verdicts) => {
            let what = list_of(verdicts.iter().map(Verdict::said), "and");
            writeln!(out, "yes: {asked} may {verb} in `{environment}`, with {what}")?;
        }
    }
    if row.obstacles.is_empty() {
        row.asked.iter().try_for_each(|verdict| verdict.tell(out))?;
    }
    for name in &row.exempt {
        writeln!(out, "  `{}` is exempt from data policies, so none blocks it or keeps it apart", printable(name))?;
    }
    if row.connectors.len() == row.exempt.len() {
        return Ok(());
    }
    if row.obstacles.is_empty() { explain_allowed(row, out) } else { explain_refused(row, out) }
}

fn explain_allowed(row: &AnswerRow, out: &mut dyn Write) -> Result<(), Failure> {
    for (name, listed, place) in &row.listed {
        match listed.as_slice() {
            [] => writeln!(out, "  allow-list `{name}` governs none of them  {place}")?,
            listed => writeln!(out, "  allow-list `{name}` lists {}  {place}", quoted(listed))?,
        }
    }
    skipped(row, out)?;
    if !row.ungoverned.is_empty() {
        let ungoverned = quoted(&row.ungoverned);
        writeln!(out, "  not known: nothing that was read governs {ungoverned} where data policies are not evaluated")?;
    }
    unsorted(row, out)?;
    elsewhere(row, out)?;
    for policy in &row.perhaps {
        let (policy, here) = (printable(policy), printable(&row.environment));
        writeln!(
            out,
            "  not known: whether data policy `{policy}` applies to `{here}`, whose type or region it asks for"
        )?;
    }
    match row.policies.as_slice() {
        _ if !row.unsorted.is_empty() => {}
        [] if row.skipped.is_some() => {}
        [] if row.allow_lists.is_empty() => {
            writeln!(out, "  no data policy applies there, so everything may be combined")?;
        }
        [] => writeln!(out, "  no data policy applies there")?,
        policies => {
            let policies = list_of(policies.iter().map(|name| format!("`{name}`")), "and");
            writeln!(out, "  every data policy that applies there allows it: {policies}")?;
        }
    }
    if row.managed && row.allow_lists.is_empty() {
        writeln!(out, "  no connector allow-list is declared for it; if the tenant has one, that may block more")?;
    }
    for name in &row.without_actions {
        writeln!(out, "  no action of `{}` is allowed by every policy that applies there", printable(name))?;
    }
    row.limits.iter().try_for_each(|limit| limit.tell(out))
}

fn explain_refused(row: &AnswerRow, out: &mut dyn Write) -> Result<(), Failure> {
    let mut unlisted: Vec<(&str, String)> = Vec::new();
    for ObstacleRow { policy, kind, groups } in &row.obstacles {
        if *kind == "parted" {
            writeln!(out, "  data policy `{policy}` keeps them apart")?;
            for group in groups {
                let at = group.place.as_ref().map_or_else(String::new, |place| format!("  {place}"));
                writeln!(out, "    {}: {}{at}", group.title, quoted(&group.connectors))?;
            }
            continue;
        }
        for group in groups {
            let connectors = quoted(&group.connectors);
            if *kind == "blocked" {
                writeln!(out, "  data policy `{policy}` blocks {connectors}")?;
            } else {
                writeln!(out, "  allow-list `{policy}` does not list {connectors}")?;
                unlisted.push((policy, connectors));
            }
            group.place.iter().try_for_each(|place| writeln!(out, "    {place}"))?;
        }
    }
    skipped(row, out)?;
    unsorted(row, out)?;
    elsewhere(row, out)?;
    if !row.changes.is_empty() || !unlisted.is_empty() {
        let one = if row.changes.len() + unlisted.len() == 1 { "one change" } else { "the fewest changes" };
        writeln!(out, "  {one} that would allow it:")?;
        for ChangeRow { policy, connector, from, to, by_host } in &row.changes {
            let (connector, from, to) = (printable(connector), from.title(), to.title());
            if *by_host {
                writeln!(out, "    in `{policy}`, let a URL pattern put `{connector}` into {to}")?;
            } else {
                writeln!(out, "    in `{policy}`, move `{connector}` from {from} to {to}")?;
            }
        }
        for (list, connectors) in unlisted {
            writeln!(out, "    in `{list}`, list {connectors}")?;
        }
    }
    Ok(())
}

fn unsorted(row: &AnswerRow, out: &mut dyn Write) -> std::io::Result<()> {
    row.unsorted.iter().try_for_each(|UnsortedRow { policy, connector }| {
        let (policy, connector) = (printable(policy), printable(connector));
        writeln!(out, "  not known: which URL pattern of `{policy}` fits `{connector}`, whose full `host` is not given")
    })
}

fn elsewhere(row: &AnswerRow, out: &mut dyn Write) -> std::io::Result<()> {
    row.elsewhere.iter().try_for_each(|ElsewhereRow { connector, environment }| {
        let (connector, home, here) = (printable(connector), printable(environment), printable(&row.environment));
        writeln!(out, "  not known: whether `{here}` has `{connector}`, which is declared as a connector of `{home}`")
    })
}

fn skipped(row: &AnswerRow, out: &mut dyn Write) -> std::io::Result<()> {
    row.skipped.iter().try_for_each(|place| {
        writeln!(out, "  data policies are not evaluated there: allow-lists alone count  {place}")
    })
}
