//! Names of connectors in messages and in source.

use crate::diagnostics::list_of;
use crate::model::{Set, Universe};
use crate::syntax::text_value;

/// How many names a message holds.
const SHOWN: usize = 5;

/// The names of the first few of a set, and how many more there are.
pub(super) fn some_of(universe: &Universe, set: &Set) -> String {
    let mut names: Vec<String> = set.iter().take(SHOWN).map(|id| format!("`{}`", universe.name(id))).collect();
    let more = set.len().saturating_sub(SHOWN);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    list_of(names, "and")
}

/// The set as a list of the source; none where it would be a long one.
pub(super) fn list(universe: &Universe, set: &Set) -> Option<String> {
    let names: Vec<_> = set.iter().take(SHOWN + 1).map(|id| text_value::name(universe.name(id))).collect();
    (names.len() <= SHOWN).then(|| format!("[{}]", names.join(", ")))
}

/// A text of the author as it is shown in a message.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        _ if text.is_empty() => "an empty text".to_owned(),
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
