//! Every format gives the same place, which is that of the line index.

use dictum::diagnostics::Diagnostic;
use dictum::render::{Format, Options};
use dictum::text::{Sources, Span};
use proptest::prelude::*;

use super::{TWICE, narrated, show};

/// The first `line:column` after `before` in `text`.
fn numbers(text: &str, before: &str) -> (u32, u32) {
    let (_, rest) = text.split_once(before).expect("the place is shown");
    let mut numbers = rest.split(|character: char| !character.is_ascii_digit());
    let mut next = || numbers.next().and_then(|number| number.parse().ok()).expect("a number");
    (next(), next())
}

/// Line and column of a finding in each format.
fn places(text: &str, start: u32, end: u32) -> Vec<(&'static str, (u32, u32))> {
    let sources = Sources::single("f.dictum", text);
    let location = sources.as_slice()[0].locate(Span::new(start, end));
    let findings = [Diagnostic::new(&TWICE, location, "m").marked("w")];
    let shown = |format| show(format, &findings, &sources, &Options::default());
    let spoken =
        show(Format::Human, &findings, &sources, &narrated()).replace(", column ", ":").replace(", columns ", ":");
    let json: serde_json::Value = serde_json::from_str(&shown(Format::Json)).expect("JSON");
    let number = |key: &str| json["diagnostics"][0]["range"]["start"][key].as_u64().expect("a number") as u32;
    vec![
        ("human", numbers(&shown(Format::Human), "─[f.dictum:")),
        ("full", numbers(&shown(Format::Full), "┌─ f.dictum:")),
        ("short", numbers(&shown(Format::Short), "f.dictum:")),
        ("narrated", numbers(&spoken, "in f.dictum, line ")),
        ("json", (number("line"), number("column"))),
    ]
}

#[test]
fn characters_count_from_one() {
    let cases = [
        ("abc", 0, (1, 1)),
        ("abc\ndef", 5, (2, 2)),
        ("a\r\nb\rc\nd", 3, (2, 1)),
        ("a\r\nb\rc\nd", 5, (3, 1)),
        ("a\r\nb\rc\nd", 7, (4, 1)),
        ("\t\tx", 2, (1, 3)),
        ("財務x", 6, (1, 3)),
        ("e\u{301}x", 3, (1, 3)),
        ("🚀x", 4, (1, 2)),
        ("x\n", 2, (2, 1)),
        ("", 0, (1, 1)),
    ];
    for (text, start, expected) in cases {
        for (format, place) in places(text, start, start + 1) {
            assert_eq!(place, expected, "{format} in {text:?} at {start}");
        }
    }
}

#[test]
fn between_the_halves_of_a_line_end() {
    // Offset 2 is between CR and LF. There is no such place for a reader, so the one before it is given.
    for (format, place) in places("a\r\nb", 2, 2) {
        assert_eq!(place, (1, 2), "{format}");
    }
}

proptest! {
    #[test]
    fn all_formats_agree(text in "[a-c \t\r\n財e\u{301}🚀\u{202e}\u{1b}]{0,60}", start in 0_u32..120, length in 0_u32..20) {
        let sources = Sources::single("f.dictum", &text);
        let source = &sources.as_slice()[0];
        let expected = source.lines().locate(&text, start);
        let found = places(&text, start, start.saturating_add(length));
        let first = found[0].1;
        for (format, place) in found {
            prop_assert_eq!(place, first, "{} against human", format);
        }
        let inside_crlf = text.get(start as usize..).is_some_and(|rest| rest.starts_with('\n'))
            && text.get(..start as usize).is_some_and(|before| before.ends_with('\r'));
        if !inside_crlf {
            prop_assert_eq!(first, (expected.line, expected.column), "against the line index");
        }
    }
}
