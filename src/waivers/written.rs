//! Writes waivers as comments.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::diagnostics::{Diagnostic, Rule};
use crate::text::{Location, is_hidden};

/// The comment that accepts findings of a rule on the line below it, without indent and line end.
pub fn comment(rule: &Rule, until: Date, because: &str, by: Option<&str>) -> String {
    let by = by.map(|by| format!(" by {}", quoted(by))).unwrap_or_default();
    format!("// dictum: waive {} until {until} because {}{by}", rule.name, quoted(because))
}

/// The locations at which waivers accept a finding: those of its subjects, otherwise its own.
pub fn places(finding: &Diagnostic) -> Vec<Location> {
    if finding.subjects.is_empty() {
        finding.primary().into_iter().chain(finding.also.iter().copied()).collect()
    } else {
        finding.subjects.iter().map(|subject| subject.location).collect()
    }
}

/// A text in quotes, as the language writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            hidden if is_hidden(hidden) => _ = write!(out, "\\u{{{:x}}}", hidden as u32),
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}
