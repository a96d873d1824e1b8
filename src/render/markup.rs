//! Text inside Markdown, HTML and XML that stays text.

use std::fmt::Write as _;

/// Words of a finding as Markdown on one line: names in backticks become code, and nothing else is markup. The result
/// has no mention, link, picture or tag.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('`') {
        escape(before, &mut out);
        match behind.split_once('`').filter(|(name, _)| !name.is_empty()) {
            Some((name, behind)) => {
                out.push_str(&code(name));
                rest = behind;
            }
            None => {
                out.push_str("&#96;");
                rest = behind;
            }
        }
    }
    escape(rest, &mut out);
    out
}

/// Text as a code span, with a fence longer than any run of backticks in it.
pub(super) fn code(text: &str) -> String {
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let bare = text.trim_matches(' ').is_empty();
    let pad = if bare || longest > 0 || text.starts_with(' ') && text.ends_with(' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The same for a cell of a table, where a bar would end the cell, also in code.
pub(super) fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

/// Character references are never read as markup. After `@` and `#` an invisible break keeps services from turning the
/// next word into a mention or a reference.
fn escape(text: &str, out: &mut String) {
    for (at, character) in text.char_indices() {
        let next = text.get(at + character.len_utf8()..).unwrap_or_default();
        match character {
            '@' | '#' | '!' if next.starts_with(|next: char| next.is_alphanumeric() || next == '[') => {
                let _ = write!(out, "&#{};&#8203;", character as u32);
            }
            ':' if next.starts_with("//") => out.push_str("&#58;"),
            '.' if text.get(..at).is_some_and(|before| before.to_ascii_lowercase().ends_with("www")) => {
                out.push_str("&#46;");
            }
            '&' | '<' | '>' | '*' | '_' | '[' | ']' | '~' | '$' | '\\' | '`' | '@' => {
                let _ = write!(out, "&#{};", character as u32);
            }
            plain => out.push(plain),
        }
    }
}

/// Text in an XML attribute or element. Control characters, which XML 1.0 cannot represent, must be removed before.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            plain => out.push(plain),
        }
    }
    out
}
