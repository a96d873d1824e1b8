//! The server's text equals the editor's after any sequence of edits.

use dictum::ide::{Change, Document, Encoding, Place};
use proptest::prelude::*;

/// An editor that keeps its text as a list of units, as the protocol describes it: an oracle that shares no code with
/// the server. The UTF-16 units of a pair stay together, because the server cannot store half a character.
#[derive(Debug)]
struct Client {
    text: Vec<char>,
    encoding: Encoding,
}

impl Client {
    /// The index of a place, by walking.
    fn index(&self, place: Place) -> usize {
        let mut at = 0;
        for _ in 0..place.line {
            loop {
                match self.text.get(at) {
                    None => return at,
                    Some('\n') => break at += 1,
                    Some('\r') => break at += if self.text.get(at + 1) == Some(&'\n') { 2 } else { 1 },
                    Some(_) => at += 1,
                }
            }
        }
        let mut units = 0;
        while let Some(character) = self.text.get(at).filter(|character| !matches!(character, '\n' | '\r')) {
            units += match self.encoding {
                Encoding::Utf8 => character.len_utf8(),
                Encoding::Utf16 => character.len_utf16(),
            };
            if units > place.column as usize {
                break;
            }
            at += 1;
        }
        at
    }

    fn change(&mut self, change: &Change) {
        match change.range {
            None => self.text = change.text.chars().collect(),
            Some((one, other)) => {
                let (start, end) = (self.index(one.min(other)), self.index(one.max(other)));
                self.text.splice(start..end, change.text.chars());
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a"),
        Just("policy"),
        Just("é"),
        Just("●"),
        Just("😀"),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("{ "),
        Just("\u{FEFF}"),
        Just("\0"),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn place() -> impl Strategy<Value = Place> {
    (0_u32..8, prop_oneof![0_u32..12, Just(u32::MAX)]).prop_map(|(line, column)| Place::new(line, column))
}

fn change() -> impl Strategy<Value = Change> {
    (prop::option::weighted(0.95, (place(), place())), text()).prop_map(|(range, text)| Change { range, text })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_servers_text_is_the_editors(
        start in text(),
        utf8: bool,
        edits in prop::collection::vec((any::<i8>(), prop::collection::vec(change(), 1..4)), 1..12),
    ) {
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Utf16 };
        let mut client = Client { text: start.chars().collect(), encoding };
        let mut document = Document::new(0, start);
        for (version, changes) in edits {
            for change in &changes {
                client.change(change);
            }
            document.change(i32::from(version), &changes, encoding);
            prop_assert_eq!(document.text(), client.text.iter().collect::<String>());
            prop_assert_eq!(document.version(), i32::from(version));
        }
    }

    #[test]
    fn a_place_of_an_offset_leads_back_to_it(text in text(), utf8: bool) {
        let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Utf16 };
        let document = Document::new(0, text);
        let text = document.text();
        for (offset, _) in text.char_indices() {
            let place = encoding.place(text, document.lines(), offset as u32);
            let back = encoding.offset(text, document.lines(), place) as usize;
            // Between CR and LF there is no column of its own.
            let inside_line_end = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
            prop_assert_eq!(back, if inside_line_end { offset - 1 } else { offset });
        }
    }
}

#[test]
fn half_a_pair_means_its_character() {
    let mut document = Document::new(1, "a😀b".to_owned());
    let range = Some((Place::new(0, 2), Place::new(0, 3)));
    document.change(2, &[Change { range, text: "x".to_owned() }], Encoding::Utf16);
    assert_eq!(document.text(), "axb");
}

#[test]
fn behind_the_end_means_the_end() {
    let mut document = Document::new(1, "a\r\nb".to_owned());
    let at = |line, column| Some((Place::new(line, column), Place::new(line, column)));
    let say = |range, text: &str| Change { range, text: text.to_owned() };
    document.change(2, &[say(at(0, 99), "c"), say(at(99, 0), "d")], Encoding::Utf16);
    assert_eq!(document.text(), "ac\r\nbd");
}
