//! For any text, places and words: no panic, nothing hidden in the output, a bounded size, and JSON that parses.

use dictum::diagnostics::{Diagnostic, Edit, Finding, Fix, Label, Level, Safety, Witness};
use dictum::render::{Format, Options};
use dictum::text::{FileId, Location, Sources, Span};
use proptest::prelude::*;

use super::{HINT, STALE, TWICE, control, show};

/// The maximum number of bytes of one finding in the forms that people read.
const LARGEST: usize = 16_000;

/// Characters that have broken renderers.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        8 => proptest::char::range(' ', '~'),
        2 => prop_oneof![Just('\n'), Just('\r'), Just('\t'), Just(' ')],
        1 => proptest::char::range('\0', '\u{1f}'),
        1 => proptest::char::range('\u{7f}', '\u{a0}'),
        1 => proptest::char::range('\u{2000}', '\u{206f}'),
        1 => prop_oneof![Just('\u{301}'), Just('\u{feff}'), Just('\u{200d}'), Just('\u{fe0f}'), Just('\u{e0041}')],
        1 => prop_oneof![Just('財'), Just('🚀'), Just('ü'), Just('𝒳'), Just('\u{fdfd}')],
        1 => any::<char>(),
    ]
}

fn text(most: usize) -> impl Strategy<Value = String> {
    let short = proptest::collection::vec(character(), 0..most).prop_map(|characters| characters.into_iter().collect());
    // Long texts are repeated short ones, which gives long lines and many lines cheaply.
    (short, prop_oneof![6 => Just(1_usize), 1 => Just(40), 1 => Just(400)])
        .prop_map(|(text, times): (String, usize)| text.repeat(times))
}

fn location() -> impl Strategy<Value = Location> {
    let offset = || prop_oneof![6 => 0_u32..120, 3 => 0_u32..20_000, 1 => any::<u32>(), 1 => Just(u32::MAX)];
    (0_usize..3, offset(), offset()).prop_map(|(file, start, end)| Location::new(FileId::at(file), Span { start, end }))
}

prop_compose! {
    fn finding()(
        level in prop_oneof![Just((&TWICE, Level::Error)), Just((&STALE, Level::Warning)), Just((&HINT, Level::Info))],
        message in text(60),
        labels in proptest::collection::vec((location(), text(12)), 0..14),
        also in proptest::collection::vec(location(), 0..4),
        notes in proptest::collection::vec(text(40), 0..12),
        help in proptest::option::of(text(40)),
        fixes in proptest::collection::vec((text(12), proptest::collection::vec((location(), text(30)), 0..5)), 0..5),
        parts in proptest::collection::vec((text(10), text(20)), 0..20),
    ) -> Diagnostic {
        let (rule, level) = level;
        Diagnostic::from(Finding {
            rule,
            level,
            message,
            labels: labels.into_iter().map(|(location, text)| Label { location, text }).collect(),
            subjects: Vec::new(),
            also,
            notes,
            help,
            fixes: fixes.into_iter().map(|(title, edits)| Fix {
                title,
                safety: Safety::Suggestion,
                edits: edits.into_iter().map(|(location, replacement)| Edit { location, replacement }).collect(),
            }).collect(),
            witness: (!parts.is_empty()).then(|| Witness::new(parts)),
            count: 1,
            accepted: None,
        })
    }
}

/// `text` without the colours that Dictum adds.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (codes, rest) = part.split_once('m').expect("a colour");
        assert!(codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "no colour: {codes:?}");
        out.push_str(rest);
    }
    out
}

proptest! {
    #[test]
    fn render_any(
        files in proptest::collection::vec((text(8), text(120)), 2..3),
        finding in finding(),
        width in 0_usize..400,
        unicode in any::<bool>(),
        narrated in any::<bool>(),
    ) {
        let mut sources = Sources::default();
        for (name, text) in files {
            sources.add(&name, text.into_bytes());
        }
        let findings = [finding];
        let options = Options { width, unicode, narrated, ..Options::default() };
        for format in [Format::Human, Format::Full, Format::Short] {
            let bare = show(format, &findings, &sources, &options);
            prop_assert_eq!(control(&bare), None, "{} in {:?}", format.name(), bare);
            prop_assert!(bare.len() <= LARGEST, "{} bytes in {}", bare.len(), format.name());
            let painted = show(format, &findings, &sources, &Options { color: true, ..options.clone() });
            prop_assert_eq!(control(&plain(&painted)), None);
            prop_assert!(painted.len() <= LARGEST, "{} painted bytes in {}", painted.len(), format.name());
        }
        let json = show(Format::Json, &findings, &sources, &options);
        prop_assert_eq!(control(&json), None);
        let document: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let read = document["diagnostics"][0]["message"].as_str();
        prop_assert_eq!(read, Some(findings[0].message.as_str()), "escapes give back the same text");
        let line = show(Format::JsonLines, &findings, &sources, &options);
        prop_assert_eq!(line.lines().count(), 1);
        let object: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        prop_assert_eq!(&object, &document["diagnostics"][0]);
    }
}

#[test]
fn largest_finding() {
    // The worst case of every part: wide marks, three bytes a cell, all sections full.
    let line = "字".repeat(400);
    let body = format!("{line}\n").repeat(60);
    let sources = Sources::single(&"長".repeat(400), &body);
    let row = line.len() as u32 + 1;
    let words = "説明 ".repeat(200);
    let mut finding = Diagnostic::nowhere(&TWICE, words.clone());
    finding.labels = (0..40)
        .map(|at| Location::new(FileId::at(0), Span::new(at * row, at * row + row * (1 + at % 5) - 1)))
        .map(|location| Label { location, text: words.clone() })
        .collect();
    finding.notes = vec![words.clone(); 40];
    finding.help = Some(words.clone());
    finding.witness = Some(Witness::new((0..80).map(|_| (words.clone(), words.clone()))));
    let edits = finding.labels.iter().step_by(3);
    let edits = edits.map(|label| Edit { location: label.location, replacement: words.repeat(9) }).collect();
    finding.fixes = vec![Fix { title: words, safety: Safety::Unsafe, edits }; 9];
    for format in [Format::Human, Format::Full, Format::Short] {
        for color in [false, true] {
            let options = Options { width: 400, color, ..Options::default() };
            let text = show(format, std::slice::from_ref(&finding), &sources, &options);
            assert!(text.len() <= LARGEST, "{}: {} bytes", format.name(), text.len());
        }
        let text = show(format, std::slice::from_ref(&finding), &sources, &Options::default());
        if format != Format::Short {
            assert!(text.contains("more places"), "what is left out is told:\n{text}");
            assert!(text.contains("more remarks"), "what is left out is told:\n{text}");
        }
    }
}
