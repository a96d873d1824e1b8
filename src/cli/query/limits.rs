//! The words for connectors that may be used only in part.

use std::io::Write;

use serde::Serialize;

use super::place;
use crate::analysis::{Limit, LimitKind};
use crate::cli::failure::Failure;
use crate::diagnostics::list_of;
use crate::model::program::Program;
use crate::text::{Location, Sources, printable};

/// The words after "yes": none, or which parts of the connectors may be used. `idle` are the connectors of which all
/// policies together allow no action.
pub(super) fn but(limits: &[LimitRow], idle: &[String]) -> String {
    let is_idle = |limit: &LimitRow| limit.kind == "actions" && idle.contains(&limit.connector);
    let (none, some): (Vec<&LimitRow>, Vec<&LimitRow>) =
        limits.iter().partition(|limit| limit.leaves_nothing() || is_idle(limit));
    let mut nothing: Vec<String> = Vec::new();
    for limit in none {
        let words = format!("no {} of `{}`", limit.words(), printable(&limit.connector));
        if !nothing.contains(&words) {
            nothing.push(words);
        }
    }
    let kinds = ["actions", "endpoints", "types of connections"];
    let some = kinds.into_iter().filter(|kind| some.iter().any(|limit| limit.words() == *kind));
    let some = list_of(some.map(str::to_owned), "and");
    match (nothing.is_empty(), some.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!(", but only these {some}"),
        (false, true) => format!(", but {}", list_of(nothing, "and")),
        (false, false) => format!(", but only these {some}, and {}", list_of(nothing, "and")),
    }
}

/// Rules of one policy that leave only a part of a connector.
#[derive(Serialize)]
pub(super) struct LimitRow {
    policy: String,
    /// `data_policy` or `connector_allow_list`.
    policy_kind: &'static str,
    connector: String,
    /// `actions`, `endpoints` or `connection_types`.
    kind: &'static str,
    place: String,
    rules: Vec<RuleRow>,
    /// The kind of policy, in words for people.
    #[serde(skip)]
    noun: &'static str,
    /// Whether the first rule that fits decides.
    #[serde(skip)]
    in_order: bool,
}

#[derive(Serialize)]
struct RuleRow {
    /// `allow` or `block` for actions, `allow` or `deny` for endpoints, as in the source.
    behavior: &'static str,
    /// An action, or `rest`; an endpoint.
    what: String,
    place: String,
}

impl LimitRow {
    /// The subject of the rules, in words for people.
    fn words(&self) -> &'static str {
        if self.kind == "connection_types" { "types of connections" } else { self.kind }
    }

    /// Whether the rules allow nothing.
    fn leaves_nothing(&self) -> bool {
        self.rules.iter().all(|rule| rule.behavior != "allow")
    }

    /// Writes the rules one by one, with the place of each.
    pub(super) fn tell(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let Self { noun, policy, connector, kind, in_order, .. } = self;
        let how = if *in_order { "; the first rule that fits decides" } else { "" };
        let some = if self.leaves_nothing() { "no" } else { "only some" };
        writeln!(out, "  {noun} `{policy}` allows {some} {} of `{}`{how}:", self.words(), printable(connector))?;
        for rule in &self.rules {
            let what = match rule.what.as_str() {
                "rest" if *kind == "actions" => "rest".to_owned(),
                what => format!("\"{}\"", printable(what)),
            };
            writeln!(out, "    {} {what}  {}", rule.behavior, rule.place)?;
        }
        Ok(())
    }
}

/// A limit with names and places.
pub(super) fn row(sources: &Sources, program: &Program, limit: &Limit<'_>) -> LimitRow {
    let (noun, policy) = limit.by.named(program);
    let at = |location: Location| place(sources, location);
    let rules = limit.kind.rules().into_iter().map(|rule| RuleRow {
        behavior: rule.behavior,
        what: rule.what.to_owned(),
        place: at(rule.location),
    });
    LimitRow {
        policy: policy.to_owned(),
        policy_kind: if noun == "data policy" { "data_policy" } else { "connector_allow_list" },
        connector: program.universe.name(limit.connector).to_owned(),
        kind: limit.kind.word(),
        place: at(limit.kind.location()),
        rules: rules.collect(),
        noun,
        in_order: matches!(limit.kind, LimitKind::Actions(_) | LimitKind::Endpoints(_)),
    }
}
