//! How it is said that connectors may be used, but only in part.

use std::io::Write;

use serde::Serialize;

use super::place;
use crate::analysis::{Limit, LimitKind};
use crate::cli::failure::Failure;
use crate::diagnostics::list_of;
use crate::model::program::Program;
use crate::text::{Location, Sources, printable};

/// What follows "yes": nothing, or what is left of the connectors.
pub(super) fn but(program: &Program, limits: &[Limit<'_>]) -> String {
    let (none, some): (Vec<_>, Vec<_>) = limits.iter().partition(|limit| leaves_nothing(limit));
    let mut nothing: Vec<String> = Vec::new();
    for limit in none {
        let [word, ..] = words(&[limit]).into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>()[..] else {
            continue;
        };
        let words = format!("no {word} of `{}`", printable(program.universe.name(limit.connector)));
        if !nothing.contains(&words) {
            nothing.push(words);
        }
    }
    let some: Vec<String> = words(&some).into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect();
    match (nothing.is_empty(), some.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!(", but only these {}", list_of(some, "and")),
        (false, true) => format!(", but {}", list_of(nothing, "and")),
        (false, false) => format!(", but only these {}, and {}", list_of(some, "and"), list_of(nothing, "and")),
    }
}

/// Whether rules allow none of what they are about.
fn leaves_nothing(limit: &Limit<'_>) -> bool {
    limit.kind.rules().iter().all(|rule| rule.behavior != "allow")
}

/// What limits are about, each once and in one order.
fn words(limits: &[&Limit<'_>]) -> [&'static str; 3] {
    let has = |is_meant: fn(&LimitKind<'_>) -> bool, word| {
        if limits.iter().any(|limit| is_meant(&limit.kind)) { word } else { "" }
    };
    [
        has(|kind| matches!(kind, LimitKind::Actions(_) | LimitKind::Listed(..)), "actions"),
        has(|kind| matches!(kind, LimitKind::Endpoints(_)), "endpoints"),
        has(|kind| matches!(kind, LimitKind::Types(..)), "types of connections"),
    ]
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
    let (noun, _) = limit.by.named(program);
    let kind_words = if kind == "connection_types" { "types of connections" } else { kind };
    let how = match limit.kind {
        LimitKind::Actions(_) | LimitKind::Endpoints(_) => "; the first rule that fits decides",
        LimitKind::Listed(..) | LimitKind::Types(..) => "",
    };
    let some = if leaves_nothing(limit) { "no" } else { "only some" };
    writeln!(out, "  {noun} `{policy}` allows {some} {kind_words} of `{connector}`{how}:")?;
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
    /// `data_policy` or `connector_allow_list`.
    policy_kind: &'static str,
    connector: String,
    /// `actions`, `endpoints` or `connection_types`.
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
    }
}
