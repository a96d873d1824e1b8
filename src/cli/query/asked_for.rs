//! An action and an endpoint that are asked for.

use std::io::Write;

use serde::Serialize;

use super::place;
use crate::analysis::{Limit, limits};
use crate::cli::args::QueryConnectors;
use crate::cli::failure::Failure;
use crate::diagnostics::list_of;
use crate::model::{ConnectorId, EnvironmentId, Program};
use crate::text::{Location, Sources, printable};

/// What the policies say of one action or endpoint.
pub(super) struct Verdict {
    /// "action `DeleteItem_V2` of `sql`"
    pub what: String,
    /// Each policy that says something: what it is, its name, whether it allows, and where.
    said: Vec<(&'static str, String, bool, Location)>,
    connector: String,
    kind: &'static str,
    name: String,
}

/// A verdict for readers that are programs.
#[derive(Serialize)]
pub(super) struct Row {
    /// `action` or `endpoint`.
    kind: &'static str,
    connector: String,
    what: String,
    allowed: bool,
    said: Vec<SaidRow>,
}

#[derive(Serialize)]
struct SaidRow {
    policy: String,
    allowed: bool,
    place: String,
}

impl Verdict {
    /// Whether every policy that says something allows it.
    pub fn is_allowed(&self) -> bool {
        self.said.iter().all(|(_, _, allowed, _)| *allowed)
    }

    /// What each policy says, with its place.
    pub fn tell(&self, sources: &Sources, out: &mut dyn Write) -> Result<(), Failure> {
        if self.said.is_empty() {
            writeln!(out, "  no policy there has rules for {}s of `{}`", self.kind, printable(&self.connector))?;
        }
        for (noun, name, allowed, location) in &self.said {
            let does = if *allowed { "allows" } else { "refuses" };
            writeln!(out, "  {noun} `{name}` {does} {}  {}", self.what, place(sources, *location))?;
        }
        Ok(())
    }

    pub fn row(&self, sources: &Sources) -> Row {
        let said = self.said.iter().map(|(_, name, allowed, location)| SaidRow {
            policy: name.clone(),
            allowed: *allowed,
            place: place(sources, *location),
        });
        Row {
            kind: self.kind,
            connector: self.connector.clone(),
            what: self.name.clone(),
            allowed: self.is_allowed(),
            said: said.collect(),
        }
    }
}

/// What the policies of an environment say of the action and the endpoint that are asked for.
pub(super) fn verdicts(
    query: &QueryConnectors,
    program: &Program,
    environment: EnvironmentId,
    ids: &[ConnectorId],
) -> Result<Vec<Verdict>, Failure> {
    let mut verdicts = Vec::new();
    for (kind, asked) in [("action", &query.action), ("endpoint", &query.endpoint)] {
        let Some(asked) = asked else { continue };
        let (connector, name) = of_connector(program, ids, kind, asked)?;
        let allows = |limit: &Limit<'_>| match kind {
            "action" => limit.kind.allows_action(name),
            _endpoint => limit.kind.allows_endpoint(name),
        };
        let limits = limits(program, environment, &[connector]);
        let said = limits.iter().filter_map(|limit| {
            let (allowed, location) = allows(limit)?;
            let (noun, policy) = limit.by.named(program);
            Some((noun, policy.to_owned(), allowed, location))
        });
        let said = said.collect();
        let connector = program.universe.name(connector).to_owned();
        let what = format!("{kind} `{}` of `{}`", printable(name), printable(&connector));
        verdicts.push(Verdict { what, said, connector, kind, name: name.to_owned() });
    }
    Ok(verdicts)
}

/// The connector that is meant, and what is asked of it: the one connector there is, or the one that is named before a
/// colon.
fn of_connector<'q>(
    program: &Program,
    ids: &[ConnectorId],
    kind: &str,
    asked: &'q str,
) -> Result<(ConnectorId, &'q str), Failure> {
    let named = asked.split_once(':').and_then(|(name, rest)| {
        let id = program.universe.find(name.trim())?;
        ids.contains(&id).then_some((id, rest))
    });
    match (named, ids) {
        (Some(named), _) => Ok(named),
        (None, [only]) => Ok((*only, asked)),
        (None, several) => {
            let candidates = several.iter().map(|id| format!("`{}`", program.universe.name(*id)));
            let failure = Failure::new(format!("it is not said of which connector {kind} `{}` is", printable(asked)));
            Err(failure.help(format!("write `--{kind} CONNECTOR:{asked}` with one of {}", list_of(candidates, "and"))))
        }
    }
}
