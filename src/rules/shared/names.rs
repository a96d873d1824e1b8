//! Names of connectors, tables and units in messages and in source.

use super::words::some_of;
use crate::analysis::{Answer, Change};
use crate::catalog::privilege::{Level, Levels, Verb};
use crate::diagnostics::{list_of, quoted_list};
use crate::model::tables::{TableId, Tables};
use crate::model::{Program, Set, Universe};
use crate::syntax::text_value;

/// How many names a message holds.
const SHOWN: usize = 5;

/// The first few connectors of a set in backticks, and how many more there are.
pub(in crate::rules) fn of_set(universe: &Universe, set: &Set) -> String {
    let names: Vec<&str> = set.iter().map(|id| universe.name(id)).collect();
    some_of(&names, SHOWN)
}

/// The fewest moves to other groups that would let connectors be used together, as advice; nothing where none
/// would.
pub(in crate::rules) fn moves(program: &Program, answer: &Answer) -> String {
    let of_change = |change: &Change| {
        let policy = &program.policies[change.policy];
        let (name, to) = (program.universe.name(change.connector), change.to.title());
        Some(format!("move `{name}` to {to} in `{}`", policy.head.symbol.name))
    };
    let steps: Vec<String> = answer.changes.iter().filter_map(of_change).collect();
    if steps.len() > SHOWN { String::new() } else { list_of(steps, "and") }
}

/// The set as a list of the source; none where it would be a long one.
pub(in crate::rules) fn list(universe: &Universe, set: &Set) -> Option<String> {
    let names: Vec<_> = set.iter().take(SHOWN + 1).map(|id| text_value::name(universe.name(id))).collect();
    (names.len() <= SHOWN).then(|| format!("[{}]", names.join(", ")))
}

/// The names of the first few tables, and how many more there are.
pub(in crate::rules) fn tables(tables: &Tables, ids: &[TableId]) -> String {
    let mut names: Vec<String> = ids.iter().take(SHOWN).map(|id| format!("`{}`", tables.name(*id))).collect();
    let more = ids.len().saturating_sub(SHOWN);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    list_of(names, "and")
}

/// The words of some verbs.
pub(in crate::rules) fn verbs(verbs: &[Verb]) -> String {
    quoted_list(verbs.iter().map(|verb| verb.word()), "and")
}

/// The words of some levels.
pub(in crate::rules) fn levels(levels: Levels) -> String {
    quoted_list(levels.iter().map(Level::word), "and")
}

/// A text of the author as it is shown in a message.
pub(in crate::rules) fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        _ if text.is_empty() => "an empty text".to_owned(),
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
