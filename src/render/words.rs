//! Text that cannot affect a terminal, within the available room.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::{is_hidden, printable};

use super::Options;

/// The characters of our own marks. The author's text is the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Unicode,
    Ascii,
}

impl Charset {
    /// The charset for these options. Spoken text uses no pictures.
    pub const fn of(options: &Options) -> Self {
        if options.unicode && !options.narrated { Self::Unicode } else { Self::Ascii }
    }

    /// Marks text that was left out.
    pub const fn ellipsis(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "...",
        }
    }

    /// Separates two things on one line.
    pub const fn separator(self) -> &'static str {
        match self {
            Self::Unicode => " · ",
            Self::Ascii => ", ",
        }
    }
}

/// `text` on one line, with every character that is invisible or controls a terminal made visible.
pub(super) fn inert(text: &str, charset: Charset) -> Cow<'_, str> {
    match charset {
        Charset::Unicode => printable(text),
        Charset::Ascii if !text.chars().any(is_hidden) => Cow::Borrowed(text),
        Charset::Ascii => {
            let mut out = String::with_capacity(text.len() + 16);
            for character in text.chars() {
                push(&mut out, character, charset);
            }
            Cow::Owned(out)
        }
    }
}

/// Appends one character made visible.
pub(super) fn push(out: &mut String, character: char, charset: Charset) {
    if !is_hidden(character) {
        out.push(character);
    } else if charset == Charset::Unicode {
        out.push_str(&printable(character.encode_utf8(&mut [0; 4])));
    } else {
        let _ = write!(out, "<U+{:04X}>", character as u32);
    }
}

/// Cells of one visible character.
pub(super) fn cells(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// Sanitised text of at most `room` cells; a cut is marked. Bytes are bounded too, because a character may take no cell
/// at all.
pub(super) fn clip(text: &str, room: usize, charset: Charset) -> String {
    let mut out = String::new();
    let mut used = 0;
    let room = room.saturating_sub(charset.ellipsis().len());
    for character in text.chars() {
        let before = out.len();
        push(&mut out, character, charset);
        let added = out.get(before..).unwrap_or_default().width();
        if used + added > room || out.len() > 2 * room {
            out.truncate(before);
            out.push_str(charset.ellipsis());
            break;
        }
        used += added;
    }
    out
}

/// Sanitised text in lines of at most `width` cells, the first one `hang` cells shorter; broken between words, and
/// inside a word only if it is longer than a line. `name = value` is one word.
pub(super) fn wrap(text: &str, hang: usize, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = hang.min(width - 1);
    for (at, word) in units(text).into_iter().enumerate() {
        let wide = word.width();
        if at > 0 {
            if used + 1 + wide <= width {
                line.push(' ');
                used += 1;
            } else {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
        }
        for character in word.chars() {
            if used + cells(character) > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(character);
            used += cells(character);
        }
    }
    lines.push(line);
    lines
}

/// The parts of a text that are not broken.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut open = false;
    for word in text.split(' ') {
        match units.last_mut() {
            Some(last) if open || word == "=" => {
                last.push(' ');
                last.push_str(word);
            }
            _ => units.push(word.to_owned()),
        }
        open = word == "=";
    }
    units
}

/// The words for what is left out: `1 more line`, `2 more lines`.
pub(super) fn more(number: usize, word: &str) -> String {
    count(number, &format!("more {word}"))
}

/// `number` and the word in the right form: `1 error`, `2 errors`.
pub(super) fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
