//! XML as the platform's own tool writes it: UTF-8 with a byte order mark, two spaces a level, line feeds, no line
//! end after the last element.

/// The beginning of every document.
pub(super) const HEAD: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// The namespace declaration that the tool writes whether it is used or not.
pub(super) const NAMESPACE: &str = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// A text as the value of an attribute.
pub(super) fn attribute(text: &str) -> String {
    escaped(text, |character| match character {
        '"' => Some("&quot;"),
        '\t' => Some("&#x9;"),
        '\n' => Some("&#xA;"),
        '\r' => Some("&#xD;"),
        _other => None,
    })
}

/// A text between tags.
pub(super) fn content(text: &str) -> String {
    escaped(text, |_| None)
}

fn escaped(text: &str, more: impl Fn(char) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        let escape = match character {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            other => more(other),
        };
        match escape {
            Some(escape) => out.push_str(escape),
            None => out.push(character),
        }
    }
    out
}

/// Whether XML can represent the text at all.
pub(super) fn can_hold(text: &str) -> bool {
    text.chars().all(|character| {
        matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    })
}

#[cfg(test)]
mod tests {
    use super::{attribute, can_hold, content};

    #[test]
    fn texts_are_escaped_as_their_place_asks() {
        assert_eq!(attribute("R&D \"<x>\" it's\té"), "R&amp;D &quot;&lt;x&gt;&quot; it's&#x9;é");
        assert_eq!(content("a \"b\" & c"), "a \"b\" &amp; c");
        assert!(can_hold("a\tb\n😀") && !can_hold("a\u{0}") && !can_hold("\u{fffe}"));
    }
}
