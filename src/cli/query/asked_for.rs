//! The action and the endpoint that a query asks for.

use std::io::Write;

use serde::Serialize;

use super::place;
use crate::analysis::{Limit, limits};
use crate::cli::args::QueryConnectors;
use crate::cli::failure::Failure;
use crate::diagnostics::list_of;
use crate::model::{ConnectorId, EnvironmentId, Program};
use crate::text::{Sources, printable};

/// What the policies say of one action or endpoint.
#[derive(Serialize)]
pub(super) struct Verdict {
    /// `action` or `endpoint`.
    kind: &'static str,
    connector: String,
    what: String,
    /// Whether every policy that has a rule for it allows it.
    pub(super) allowed: bool,
    said: Vec<SaidRow>,
}

#[derive(Serialize)]
struct SaidRow {
    policy: String,
    allowed: bool,
    place: String,
    /// The kind of policy, as a noun.
    #[serde(skip)]
    noun: &'static str,
}

impl Verdict {
    /// "action `DeleteItem_V2` of `sql`"
    pub(super) fn said(&self) -> String {
        format!("{} `{}` of `{}`", self.kind, printable(&self.what), printable(&self.connector))
    }

    /// Writes what each policy says, with its place.
    pub(super) fn tell(&self, out: &mut dyn Write) -> Result<(), Failure> {
        if self.said.is_empty() {
            writeln!(out, "  no policy there has rules for {}s of `{}`", self.kind, printable(&self.connector))?;
        }
        for SaidRow { policy, allowed, place, noun } in &self.said {
            let does = if *allowed { "allows" } else { "refuses" };
            writeln!(out, "  {noun} `{policy}` {does} {}  {place}", self.said())?;
        }
        Ok(())
    }
}

/// What the policies of an environment say of the action and the endpoint asked for.
pub(super) fn verdicts(
    query: &QueryConnectors,
    sources: &Sources,
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
            Some(SaidRow { policy: policy.to_owned(), allowed, place: place(sources, location), noun })
        });
        let said: Vec<SaidRow> = said.collect();
        let allowed = said.iter().all(|one| one.allowed);
        let connector = program.universe.name(connector).to_owned();
        verdicts.push(Verdict { kind, connector, what: name.to_owned(), allowed, said });
    }
    Ok(verdicts)
}

/// The connector that is meant, and the rest of the text: the connector named before a colon, or the only connector of
/// the query.
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
            let failure =
                Failure::new(format!("the query does not say which connector {kind} `{}` is of", printable(asked)));
            Err(failure.help(format!("write `--{kind} CONNECTOR:{asked}` with one of {}", list_of(candidates, "and"))))
        }
    }
}
