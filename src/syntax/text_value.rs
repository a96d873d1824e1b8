//! Quoted texts: reads and writes their content.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::text::{Span, is_hidden};

/// The content of a quoted text. Escapes are `\"`, `\\`, `\n`, `\t`, `\u{…}`; an unknown one is kept unchanged (it
/// has been reported). A text of several lines loses the line end after its opening quotes and the indentation that
/// all its lines share; its line ends are LF however the file is written.
pub fn content(written: &str) -> Cow<'_, str> {
    if let Some(inner) = written.strip_prefix("\"\"\"").and_then(|rest| rest.strip_suffix("\"\"\"")) {
        return Cow::Owned(several_lines(inner));
    }
    let inner = written.strip_prefix('"').unwrap_or(written);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if inner.contains('\\') { Cow::Owned(unescape(inner)) } else { Cow::Borrowed(inner) }
}

fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut characters = after.chars();
        match characters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('u') => {
                if let Some((character, tail)) = code_point(characters.as_str()) {
                    out.push(character);
                    characters = tail.chars();
                } else {
                    out.push('u');
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out
}

fn code_point(after: &str) -> Option<(char, &str)> {
    let (digits, tail) = after.strip_prefix('{')?.split_once('}')?;
    let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
    (digits.len() <= 6).then_some((character, tail))
}

fn several_lines(inner: &str) -> String {
    let inner = inner.replace("\r\n", "\n").replace('\r', "\n");
    let inner = inner.strip_prefix('\n').unwrap_or(&inner);
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = inner.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = inner.split('\n').map(|line| line.get(shared..).unwrap_or("")).collect();
    lines.join("\n").trim_end().to_owned()
}

/// The first unknown escape in a quoted text, as a span relative to its start.
pub fn bad_escape(written: &str) -> Option<Span> {
    if written.starts_with("\"\"\"") || !written.contains('\\') {
        return None;
    }
    let mut at = 0;
    while let Some(found) = written.get(at..).and_then(|rest| rest.find('\\')) {
        let start = at + found;
        let after = written.get(start + 1..).unwrap_or_default();
        let next = after.chars().next()?;
        match next {
            '"' | '\\' | 'n' | 't' => at = start + 2,
            'u' => match code_point(after.get(1..).unwrap_or_default()) {
                Some((_, tail)) => at = written.len() - tail.len(),
                None => return Some(Span::of(start, start + 2)),
            },
            _other => return Some(Span::of(start, start + 1 + next.len_utf8())),
        }
    }
    None
}

/// `text` in quotes, in the syntax of a policy.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                let _ = write!(out, "\\u{{{:x}}}", hidden as u32);
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// Whether `text` can be a name without quotes.
pub fn is_word(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !matches!(text, "and" | "or" | "not" | "in" | "where" | "all" | "rest" | "only" | "except")
}

/// A name in source syntax: plain where possible, else quoted.
pub fn name(text: &str) -> Cow<'_, str> {
    if is_word(text) { Cow::Borrowed(text) } else { Cow::Owned(quote(text)) }
}
