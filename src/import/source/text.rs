//! Writes words, texts and lists in the language's syntax.

use crate::syntax::text_value;
use crate::text::is_hidden;

/// The maximum width of a line, in columns, where a break is possible.
pub(super) const WIDTH: usize = 100;

/// Valid names that the language, or people, would read differently in the places of names of connectors, sets and
/// actions.
const RESERVED: [&str; 13] = [
    "allow",
    "block",
    "blocked",
    "business",
    "connectors",
    "deny",
    "ignore",
    "no",
    "non_business",
    "off",
    "on",
    "unblockable",
    "yes",
];

/// Whether `word` can be written as a name without quotation marks.
pub(super) fn is_plain_name(word: &str) -> bool {
    text_value::is_word(word) && !RESERVED.contains(&word)
}

/// A name where that is possible, else a quoted text.
pub(super) fn name_or_text(word: &str) -> String {
    if is_plain_name(word) { word.to_owned() } else { text_value::quote(word) }
}

/// A comment line; hidden characters become spaces.
pub(super) fn comment(text: &str) -> String {
    let text: String = text.chars().map(|character| if is_hidden(character) { ' ' } else { character }).collect();
    format!("// {}\n", text.trim())
}

/// A description as the lines of a doc comment; empty where the description is.
pub(super) fn doc(text: &str) -> String {
    let lines = text.trim().lines().filter(|_| !text.trim().is_empty());
    let shown = |character: char| if is_hidden(character) { ' ' } else { character };
    lines
        .map(|line| format!("/// {}", line.chars().map(shown).collect::<String>()).trim_end().to_owned() + "\n")
        .collect()
}

/// A list on one line.
pub(super) fn list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// A list on several lines, with as many items on a line as fit; `indent` is that of the line it begins on.
pub(super) fn wrapped_list(items: &[String], indent: usize) -> String {
    let inner = " ".repeat(indent + 2);
    let mut out = String::from("[\n");
    let mut line = inner.clone();
    for item in items {
        let has_items = line.len() > inner.len();
        if has_items && line.chars().count() + item.chars().count() + 2 > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line.clone_from(&inner);
        }
        line.push_str(item);
        line.push_str(", ");
    }
    if line.len() > inner.len() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str(&" ".repeat(indent));
    out.push(']');
    out
}

/// Whether `text` has no line end and fits after the `before` characters of a line.
pub(super) fn fits(before: usize, text: &str) -> bool {
    !text.contains('\n') && before + text.chars().count() <= WIDTH
}
