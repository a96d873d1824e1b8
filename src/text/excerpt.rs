//! Excerpts of unexpected files for messages.
//!
//! A file that was named by mistake, or on purpose, may contain anything: keys, passwords, lists of people. Messages
//! say where they found something unexpected, and show only its first characters.

/// The maximum number of characters that are shown.
const MOST: usize = 8;

/// The first plain characters of `found`, with `…` where there are more: letters, digits, `_`, `-` and `.`.
pub fn excerpt(found: &str) -> String {
    let sound = |character: &char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    let shown: String = found.chars().take_while(sound).take(MOST).collect();
    if shown.len() < found.len() { shown + "…" } else { shown }
}

/// A deserializer's message with an excerpt instead of what it found. The expected part stays: it is Dictum's own
/// text.
pub fn without_contents(message: &str) -> String {
    let Some((found, expected)) = message.rsplit_once(", expected ") else { return message.to_owned() };
    let Some(start) = found.find(['`', '"']) else { return message.to_owned() };
    let (words, quoted) = found.split_at(start);
    let mark = if quoted.starts_with('`') { '`' } else { '"' };
    let inside = quoted.strip_prefix(mark).unwrap_or(quoted);
    let inside = inside.strip_suffix(mark).unwrap_or(inside);
    format!("{words}{mark}{}{mark}, expected {expected}", excerpt(inside))
}

#[cfg(test)]
mod tests {
    use super::{excerpt, without_contents};

    #[test]
    fn no_more_than_the_first_sound_characters_are_shown() {
        assert_eq!(excerpt("maybe"), "maybe");
        assert_eq!(excerpt("SECRET_TOKEN=s3cr3t"), "SECRET_T…");
        assert_eq!(excerpt("a=s3cr3t"), "a…");
        assert_eq!(excerpt("te\u{1b}[31mams"), "te…");
        assert_eq!(excerpt("\u{202e}x"), "…");
        assert_eq!(excerpt("größere_menge"), "größere_…");
    }

    #[test]
    fn a_deserializer_keeps_what_it_found_to_itself() {
        for (message, told) in [
            (
                "invalid type: string \"token, expected \\\"x\", expected a map at line 1 column 3",
                "invalid type: string \"token…\", expected a map at line 1 column 3",
            ),
            ("unknown field `password1`, expected `a` or `b`", "unknown field `password…`, expected `a` or `b`"),
            ("invalid type: integer `7`, expected a string", "invalid type: integer `7`, expected a string"),
            ("missing field `environments`", "missing field `environments`"),
            ("expected value at line 1 column 1", "expected value at line 1 column 1"),
        ] {
            assert_eq!(without_contents(message), told);
        }
    }
}
