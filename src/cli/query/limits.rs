//! How it is said that connectors may be used, but only in part.

use std::io::Write;

use serde::Serialize;

use super::place;
use crate::analysis::{Limit, LimitKind};
use crate::cli::failure::Failure;
use crate::model::program::Program;
use crate::text::{Location, Sources, printable};

/// What follows "yes": nothing, or "but only" with what is left of the connectors.
pub(super) fn but(limits: &[Limit<'_>]) -> &'static str {
    let actions = limits.iter().any(|limit| matches!(limit.kind, LimitKind::Actions(_)));
    let endpoints = limits.iter().any(|limit| matches!(limit.kind, LimitKind::Endpoints(_)));
    match (actions, endpoints) {
        (false, false) => "",
        (true, false) => ", but only these actions",
        (false, true) => ", but only these endpoints",
        (true, true) => ", but only these actions and endpoints",
    }
}

/// The rules one by one, with the place of each.
pub(super) fn tell(
    sources: &Sources,
    program: &Program,
    limit: &Limit<'_>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let LimitRow { policy, connector, kind, rules, .. } = row(sources, program, limit);
    let connector = printable(&connector).into_owned();
    writeln!(
        out,
        "  data policy `{policy}` allows only some {kind} of `{connector}`; the first rule that fits decides:"
    )?;
    for rule in rules {
        let what = match rule.what.as_str() {
            "rest" if kind == "actions" => "rest".to_owned(),
            what => format!("\"{}\"", printable(what)),
        };
        writeln!(out, "    {} {what}  {}", rule.behavior, rule.place)?;
    }
    Ok(())
}

/// Rules of one policy that leave only a part of a connector.
#[derive(Serialize)]
pub(super) struct LimitRow {
    policy: String,
    connector: String,
    /// `actions` or `endpoints`.
    kind: &'static str,
    place: String,
    rules: Vec<RuleRow>,
}

#[derive(Serialize)]
struct RuleRow {
    /// `allow` or `block` for actions, `allow` or `deny` for endpoints, as in the source.
    behavior: &'static str,
    /// An action, or `rest`; an endpoint.
    what: String,
    place: String,
}

/// A limit for readers that are programs.
pub(super) fn row(sources: &Sources, program: &Program, limit: &Limit<'_>) -> LimitRow {
    let policy = program.policies.get(limit.policy.0 as usize);
    let at = |location: Location| place(sources, location);
    let (kind, location, rules) = match limit.kind {
        LimitKind::Actions(actions) => {
            let behavior = |allow: bool| if allow { "allow" } else { "block" };
            let named = actions.rules.iter().map(|rule| RuleRow {
                behavior: behavior(rule.allow),
                what: rule.action.name.to_string(),
                place: at(rule.action.location),
            });
            let rest = RuleRow {
                behavior: behavior(actions.allow_rest),
                what: "rest".to_owned(),
                place: at(actions.rest_location.unwrap_or(actions.location)),
            };
            ("actions", actions.location, named.chain([rest]).collect())
        }
        LimitKind::Endpoints(endpoints) => {
            let rules = endpoints.rules.iter().map(|rule| RuleRow {
                behavior: if rule.allow { "allow" } else { "deny" },
                what: rule.endpoint.name.to_string(),
                place: at(rule.endpoint.location),
            });
            ("endpoints", endpoints.location, rules.collect())
        }
    };
    LimitRow {
        policy: policy.map_or_else(String::new, |policy| policy.head.symbol.name.to_string()),
        connector: program.universe.name(limit.connector).to_owned(),
        kind,
        place: at(location),
        rules,
    }
}
