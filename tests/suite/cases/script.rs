//! How the lines of a `case.txt` are read.

/// A line of a `case.txt`.
pub(super) enum Line<'t> {
    /// An empty line, or a comment.
    Nothing,
    /// A change to the folder.
    Preparation(&'t str),
    /// The words of a command.
    Command(Vec<String>),
    /// What must hold after the command above it.
    Expectation(&'t str),
}

/// Expectations that a command without effect does not meet.
pub(super) const POSITIVE: &[&str] = &["status", "out", "err", "count", "json", "file", "same", "mode"];

pub(super) fn line(text: &str) -> Line<'_> {
    if text.is_empty() || text.starts_with('#') {
        Line::Nothing
    } else if let Some(rest) = text.strip_prefix("+ ") {
        Line::Preparation(rest)
    } else if let Some(rest) = text.strip_prefix("$ ") {
        Line::Command(words(rest))
    } else {
        Line::Expectation(text)
    }
}

/// The first word, and what follows it.
pub(super) fn head(text: &str) -> (&str, &str) {
    text.split_once(' ').unwrap_or((text, ""))
}

/// Words between spaces; in double quotes a space is part of a word.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut is_quoted) = (Vec::new(), false);
    let mut word: Option<String> = None;
    for letter in text.chars() {
        match letter {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            letter => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}
