//! The scanner compared with its definition: `grammar/tokens.pest`, read by pest, must give the same tokens.

use std::path::{Path, PathBuf};

use dictum::codes;
use dictum::model::kinds::KINDS;
use dictum::syntax::{TokenKind, tokens};
use dictum::text::Span;
use pest::Parser as _;
use proptest::prelude::*;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/tokens.pest"]
struct Definition;

/// The tokens according to the definition.
fn defined(text: &str) -> Vec<(TokenKind, Span)> {
    let mut pairs = Definition::parse(Rule::tokens, text).expect("the definition takes every text");
    let all = pairs.next().expect("one tokens rule");
    all.into_inner()
        .filter_map(|pair| {
            let kind = match pair.as_rule() {
                Rule::word => TokenKind::Word,
                Rule::text => TokenKind::Text,
                Rule::literal => TokenKind::Literal,
                Rule::glyph => TokenKind::Glyph,
                Rule::operator => TokenKind::Operator,
                Rule::mark => TokenKind::Mark,
                Rule::doc => TokenKind::Doc,
                Rule::comment => TokenKind::Comment,
                Rule::foreign | Rule::unknown => TokenKind::Unknown,
                Rule::newline | Rule::space | Rule::tokens | Rule::EOI => return None,
            };
            Some((kind, Span::of(pair.as_span().start(), pair.as_span().end())))
        })
        .collect()
}

/// The first difference between the tokens of both. A `;` that ends nothing is not a token of the scanner, so those of
/// the definition count only if the scanner has them too.
fn difference(text: &str) -> Option<String> {
    let scanned = tokens(text);
    let is_end = |(kind, span): &(TokenKind, Span)| *kind == TokenKind::Mark && span.of_text(text) == ";";
    let defined: Vec<_> = defined(text).into_iter().filter(|token| !is_end(token) || scanned.contains(token)).collect();
    let longest = scanned.len().max(defined.len());
    (0..longest).find(|index| scanned.get(*index) != defined.get(*index)).map(|index| {
        let show = |token: Option<&(TokenKind, Span)>| {
            token.map_or("nothing".to_owned(), |(kind, span)| format!("{kind:?} {:?}", span.of_text(text)))
        };
        format!("scanned {}, defined {}", show(scanned.get(index)), show(defined.get(index)))
    })
}

/// Every policy of the repository, every sample of a rule's page and of a kind's description.
fn samples() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut samples = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join("policies"), root.join("tests"), root.join("docs")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("a folder that can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "dictum" || ending == "md" || ending == "txt") {
                let text = std::fs::read_to_string(&path).expect("a sample that can be read");
                samples.push((path.display().to_string(), text));
            }
        }
    }
    for rule in codes::all() {
        samples.extend(rule.samples().into_iter().map(|sample| (rule.name.to_owned(), sample.text)));
    }
    samples.extend(KINDS.iter().map(|kind| (kind.keyword.to_owned(), kind.example.to_owned())));
    samples
}

#[test]
fn samples_have_the_tokens_of_the_definition() {
    let samples = samples();
    assert!(samples.len() > 40, "only {} samples were found", samples.len());
    let mut count = 0;
    for (name, text) in &samples {
        count += tokens(text).len();
        assert_eq!(difference(text), None, "{name}");
    }
    println!("{} samples, {count} tokens alike", samples.len());
}

#[test]
fn every_kind_of_token_is_told() {
    let text = "a-b.c \"t\" 5..6 ○ -> = // c\n/// d\n€";
    let kinds: Vec<TokenKind> = tokens(text).into_iter().map(|(kind, _)| kind).collect();
    let expected = [
        TokenKind::Word,
        TokenKind::Text,
        TokenKind::Literal,
        TokenKind::Glyph,
        TokenKind::Operator,
        TokenKind::Mark,
        TokenKind::Comment,
        TokenKind::Doc,
        TokenKind::Unknown,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(difference(text), None);
}

/// Text made of parts that the two could read differently.
fn tricky() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "\"\"",
        "\"\"\"",
        "\\",
        "\\\"",
        "\\\n",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\t",
        "/",
        "//",
        "///",
        "////",
        "/*",
        "*/",
        "*",
        "-",
        "->",
        "-5",
        "--",
        "=",
        "==",
        "===",
        "=>",
        "=<",
        ":=",
        "<>",
        "&&",
        "||",
        "+=",
        "-=",
        "<=",
        "<",
        ">",
        "!",
        "!=",
        "+",
        "&",
        "|",
        ",",
        ";",
        ";;",
        ":",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ".",
        "..",
        "...",
        "51..500",
        "2026-11-21",
        "a",
        "_b-c",
        "d.e",
        "é",
        "○",
        "◔",
        "●",
        "◯",
        "\u{200B}",
        "\u{A0}",
        "\0",
        "#",
        "'",
        "€",
        "🎻",
        "environment",
        "0x",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tricky_text_has_the_tokens_of_the_definition(text in tricky()) {
        prop_assert_eq!(difference(&text), None);
    }

    #[test]
    fn random_text_has_the_tokens_of_the_definition(text in any::<String>()) {
        prop_assert_eq!(difference(&text), None);
    }
}
