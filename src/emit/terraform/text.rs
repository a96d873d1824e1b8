//! Texts in Terraform's syntax.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text in quotes within an expression. Characters that would begin a template are doubled.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '$' | '%' if characters.peek() == Some(&'{') => {
                out.push(character);
                out.push(character);
            }
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// A text as a value of a JSON file, with the characters of a template escaped.
pub(super) fn literal(text: &str) -> Cow<'_, str> {
    if text.contains("${") || text.contains("%{") {
        Cow::Owned(text.replace("${", "$${").replace("%{", "%%{"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A file-name stem as a label, which cannot begin with a digit.
pub(super) fn label(stem: &str) -> String {
    if stem.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        format!("_{stem}")
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{label, literal, quoted};

    #[test]
    fn a_name_means_itself() {
        assert_eq!(quoted("R&D \"a\\b\" ${x} %{y} $z 100%"), r#""R&D \"a\\b\" $${x} %%{y} $z 100%""#);
        assert_eq!(literal("a ${b} %{c} $d"), "a $${b} %%{c} $d");
        assert_eq!(quoted("a\nb"), "\"a\\u000ab\"");
        assert_eq!((label("alice"), label("7up")), ("alice".to_owned(), "_7up".to_owned()));
    }
}
