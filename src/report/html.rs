//! Pieces of HTML.

use std::fmt::Write as _;

use crate::catalog::privilege::{Level, NO_GLYPH, Verb};
use crate::text::printable;

/// A text as content of an element or of an attribute in double quotes. Hidden characters are made visible.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in printable(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A level in the words of the page.
pub(super) const fn words(level: Option<Level>) -> &'static str {
    match level {
        None => "nothing",
        Some(Level::User) => "user",
        Some(Level::Unit) => "business unit",
        Some(Level::Deep) => "parent and child units",
        Some(Level::Org) => "organization",
    }
}

/// 0 for nothing, 4 for the organization.
pub(super) const fn number(level: Option<Level>) -> usize {
    match level {
        None => 0,
        Some(level) => level.index() + 1,
    }
}

/// A square of a heat map: a glyph, words for screen readers, and the origin as title.
pub(super) fn square(level: Option<Level>, exists: bool, title: &str, out: &mut String) {
    let (class, glyph, words) = match level {
        None if !exists => ("x".to_owned(), '–', "no such privilege"),
        level => (format!("l{}", number(level)), level.map_or(NO_GLYPH, Level::glyph), words(level)),
    };
    let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
    let _ = write!(out, "<td class=\"{class}\"{title}><i aria-hidden=\"true\">{glyph}</i><b>{words}</b></td>");
}

/// The head of a grid: a column for each verb, and one for the origins of grants, if `last` is not empty.
pub(super) fn grid_head(caption: &str, first: &str, last: &str, out: &mut String) {
    let _ = write!(out, "<table class=\"grid\"><caption>{caption}</caption><thead><tr><th scope=\"col\">{first}</th>");
    for verb in Verb::ALL {
        let _ = write!(out, "<th scope=\"col\">{}</th>", verb.title());
    }
    if !last.is_empty() {
        let _ = write!(out, "<th scope=\"col\">{last}</th>");
    }
    out.push_str("</tr></thead><tbody>");
}

/// The end of a table.
pub(super) const TABLE_END: &str = "</tbody></table>\n";

/// `12 roles`, `1 role`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
