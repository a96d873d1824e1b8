//! What must not matter does not matter: order, files, line ends, layout. And what must be bounded is.

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::emit::{Api, Bindings, Job, OutputFile, Rest, Settings, Target, emit};
use dictum::engine::{self, Analysis};
use dictum::model::kinds;
use dictum::syntax::{self, ast};
use dictum::text::Sources;
use jiff::civil::Date;
use proptest::prelude::*;

const CONTOSO: [&str; 3] = [
    include_str!("../../policies/contoso/connectors.dictum"),
    include_str!("../../policies/contoso/data-policies.dictum"),
    include_str!("../../policies/contoso/environments.dictum"),
];

fn analyze(sources: &Sources) -> Analysis {
    let settings = engine::Settings { today: Date::constant(2026, 11, 21) };
    engine::analyze(sources, Arc::new(Catalog::builtin().clone()), &settings)
}

/// Every file of a build but the source map and what depends on it.
fn meaning(sources: &Sources) -> Vec<OutputFile> {
    let analysis = analyze(sources);
    let messages: Vec<&str> = analysis.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, [""; 0], "the example is clean however it is written");
    let text = include_str!("../../policies/contoso/bindings.json");
    let bindings: Bindings = serde_json::from_str(text).expect("bindings");
    let settings = Settings { project: "contoso", bindings: &bindings, api: Api::V2, rest: Rest::Implied };
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources, settings };
    let files = emit(&[Target::Bundle, Target::PowerPlatform], job).expect("the example lacks nothing");
    files.into_iter().filter(|file| !matches!(file.path.as_str(), "bundle.map.json" | "manifest.json")).collect()
}

/// The declarations of the example, each with its doc comment.
fn declarations() -> Vec<String> {
    let mut found = Vec::new();
    for text in CONTOSO {
        let sources = Sources::single("a.dictum", text);
        for source in &sources {
            let parse = syntax::parse(source, &kinds::keywords());
            for declaration in ast::declarations(&parse.tree, source.text()) {
                let span = declaration.node.span();
                let docs = declaration.docs.span;
                let start = if docs.is_empty() { span.start } else { docs.start };
                found.push(text.get(start as usize..span.end as usize).expect("a declaration").to_owned());
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Shuffled, split into files, laid out anew, with other line ends: the same bytes.
    #[test]
    fn the_same_meaning_is_the_same_bytes(
        order in Just(declarations()).prop_shuffle(),
        files in 1_usize..6,
        crlf in any::<bool>(),
        bom in any::<bool>(),
        laid_out in any::<bool>(),
    ) {
        let expected = meaning(&Sources::new(
            CONTOSO.iter().enumerate().map(|(index, text)| (format!("{index}.dictum"), text.as_bytes().to_vec())).collect(),
        ));
        let mut texts = vec![String::new(); files];
        for (index, declaration) in order.iter().enumerate() {
            if let Some(text) = texts.get_mut((index * 7 + declaration.len()) % files) {
                text.push_str(declaration);
                text.push_str(if laid_out { "\n\n" } else { "\n// a comment between\n" });
            }
        }
        let inputs = texts.into_iter().enumerate().map(|(index, text)| {
            let single = Sources::single("a.dictum", &text);
            let source = single.iter().next().expect("one file");
            let text = if laid_out {
                dictum::format::format(source, &kinds::keywords()).expect("it parses")
            } else {
                text
            };
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            let mark = if bom { "\u{FEFF}" } else { "" };
            (format!("part-{}.dictum", 9 - index), format!("{mark}{text}").into_bytes())
        });
        prop_assert!(meaning(&Sources::new(inputs.collect())) == expected);
    }

    /// One byte lost, doubled or put in: findings perhaps, harm never; every place lies in its file.
    #[test]
    fn one_wrong_byte_does_no_harm(file in 0_usize..3, at in any::<prop::sample::Index>(), byte in any::<u8>(), way in 0_u8..3) {
        let mut bytes = CONTOSO.get(file).expect("a file").as_bytes().to_vec();
        let at = at.index(bytes.len());
        match way {
            0 => drop(bytes.remove(at)),
            1 => bytes.insert(at, byte),
            _cut => bytes.truncate(at),
        }
        let sources = Sources::new(vec![("a.dictum".to_owned(), bytes)]);
        for finding in analyze(&sources).diagnostics {
            for label in finding.labels {
                let text = sources.get(label.location.file).text();
                let span = label.location.span;
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}

fn codes_of(text: &str) -> Vec<u16> {
    let sources = Sources::single("a.dictum", text);
    let mut codes = Vec::new();
    for source in &sources {
        codes.extend(syntax::parse(source, &kinds::keywords()).diagnostics.iter().map(|finding| finding.rule.code.0));
    }
    codes
}

#[test]
fn limits_hold_at_their_border() {
    let limit = syntax::codes::LIMIT_EXCEEDED.code.0;
    for (depth, exceeded) in [(syntax::MAX_DEPTH - 1, false), (syntax::MAX_DEPTH, false), (syntax::MAX_DEPTH + 1, true)]
    {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        let codes = codes_of(&format!("connectors a = {open}all{close}\n"));
        assert_eq!(codes.contains(&limit), exceeded, "{depth} brackets");
    }
    for (length, exceeded) in [(syntax::MAX_TEXT - 1, false), (syntax::MAX_TEXT, false), (syntax::MAX_TEXT + 1, true)] {
        let text = "x".repeat(length - 2);
        let codes = codes_of(&format!("group a {{ name = \"{text}\" }}\n"));
        assert_eq!(codes.contains(&limit), exceeded, "a text of {length} bytes");
    }
    for (length, exceeded) in [(syntax::MAX_FILE - 1, false), (syntax::MAX_FILE, false), (syntax::MAX_FILE + 1, true)] {
        let codes = codes_of(&"\n".repeat(length));
        assert_eq!(codes.contains(&limit), exceeded, "a file of {length} bytes");
    }
}
