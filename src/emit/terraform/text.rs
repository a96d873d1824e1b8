//! Texts as Terraform reads them.

use std::fmt::Write as _;

/// A text in quotes within an expression. Marks that would begin a template are doubled.
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

/// A file-name stem as a label, which begins with no digit.
pub(super) fn label(stem: &str) -> String {
    if stem.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        format!("_{stem}")
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{label, quoted};

    #[test]
    fn a_name_means_itself() {
        assert_eq!(quoted("R&D \"a\\b\" ${x} %{y} $z 100%"), r#""R&D \"a\\b\" $${x} %%{y} $z 100%""#);
        assert_eq!(quoted("a\nb"), "\"a\\u000ab\"");
        assert_eq!((label("alice"), label("7up")), ("alice".to_owned(), "_7up".to_owned()));
    }
}
