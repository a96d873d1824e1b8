//! Names of connectors, tables and privileges in messages and in source.

use super::words::some_of;
use crate::analysis::{Answer, Change};
use crate::catalog::privilege::{Level, Levels, Verb};
use crate::diagnostics::{list_of, quoted_list};
use crate::model::tables::{TableId, Tables};
use crate::model::{Program, Set, Universe};
use crate::syntax::text_value;

/// The maximum number of names in a message.
const SHOWN: usize = 5;

/// The first few connectors of a set in backticks, and the number of the others.
pub(in crate::rules) fn of_set(universe: &Universe, set: &Set) -> String {
    let names: Vec<&str> = set.iter().map(|id| universe.name(id)).collect();
    some_of(&names, SHOWN)
}

/// The fewest moves to other groups that would let connectors be used together, as advice; empty if there are none or
/// too many.
pub(in crate::rules) fn moves(program: &Program, answer: &Answer) -> String {
    let of_change = |change: &Change| {
        let policy = &program.policies[change.policy];
        let (name, to) = (program.universe.name(change.connector), change.to.title());
        Some(format!("move `{name}` to {to} in `{}`", policy.head.symbol.name))
    };
    let steps: Vec<String> = answer.changes.iter().filter_map(of_change).collect();
    if steps.len() > SHOWN { String::new() } else { list_of(steps, "and") }
}

/// The set as a list in the source language; `None` if it would be long.
pub(in crate::rules) fn list(universe: &Universe, set: &Set) -> Option<String> {
    let names: Vec<_> = set.iter().take(SHOWN + 1).map(|id| text_value::name(universe.name(id))).collect();
    (names.len() <= SHOWN).then(|| format!("[{}]", names.join(", ")))
}

/// The names of the first few tables, and the number of the others.
pub(in crate::rules) fn tables(tables: &Tables, ids: &[TableId]) -> String {
    let mut names: Vec<String> = ids.iter().take(SHOWN).map(|id| format!("`{}`", tables.name(*id))).collect();
    let more = ids.len().saturating_sub(SHOWN);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    list_of(names, "and")
}

/// The words for some verbs.
pub(in crate::rules) fn verbs(verbs: &[Verb]) -> String {
    quoted_list(verbs.iter().map(|verb| verb.word()), "and")
}

/// The words for some levels.
pub(in crate::rules) fn levels(levels: Levels) -> String {
    quoted_list(levels.iter().map(Level::word), "and")
}

/// A text from the source as it is shown in a message.
pub(in crate::rules) fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        _ if text.is_empty() => "an empty text".to_owned(),
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
