//! Text that is safe to show on a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is invisible, or controls the terminal or the direction of text: C0 and C1 controls, DEL, the
/// bidirectional controls (Unicode 9, "Trojan Source"), zero-width characters, line and paragraph separators, the
/// byte order mark.
pub const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{AD}' | '\u{61C}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

/// `text` with every hidden character made visible: a control as its picture (`␛`), others as
/// `<U+202E>`.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\u{0}'..='\u{1F}' => {
                out.push(char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}'));
            }
            '\u{7F}' => out.push('\u{2421}'),
            hidden if is_hidden(hidden) => {
                let _ = write!(out, "<U+{:04X}>", hidden as u32);
            }
            plain => out.push(plain),
        }
    }
    Cow::Owned(out)
}
