//! Words, texts and lists as the language writes them.

use std::fmt::Write as _;

use crate::text::is_hidden;

/// The column that lines are kept below where they can be.
pub(super) const WIDTH: usize = 100;

/// Words that mean something of their own in the places where names of connectors and sets stand.
const RESERVED: [&str; 21] = [
    "all",
    "allow",
    "and",
    "block",
    "blocked",
    "business",
    "connectors",
    "deny",
    "except",
    "ignore",
    "in",
    "no",
    "non_business",
    "not",
    "off",
    "on",
    "only",
    "or",
    "rest",
    "unblockable",
    "where",
];

/// Whether `word` can stand as a name without quotation marks.
pub(super) fn is_plain_name(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|next| next.is_ascii_alphanumeric() || next == '_' || next == '-')
        && !RESERVED.contains(&word)
        && word != "yes"
}

/// A name where it can be one, else a text.
pub(super) fn name_or_text(word: &str) -> String {
    if is_plain_name(word) { word.to_owned() } else { quoted(word) }
}

/// A text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                let _ = write!(out, "\\u{{{:X}}}", hidden as u32);
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// A comment line, whatever the text holds.
pub(super) fn comment(text: &str) -> String {
    let text: String = text.chars().map(|character| if is_hidden(character) { ' ' } else { character }).collect();
    format!("// {}\n", text.trim())
}

/// A list on one line.
pub(super) fn list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// A list on several lines, as many items to a line as fit; `indent` is that of the line it begins on.
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

/// The width of the first line that `text` would add to, in characters.
pub(super) fn fits(before: usize, text: &str) -> bool {
    !text.contains('\n') && before + text.chars().count() <= WIDTH
}
