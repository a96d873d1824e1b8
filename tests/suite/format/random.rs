//! Random text: plausible declarations with comments and line ends wherever they are allowed, and some where they are
//! not. The checks do not use the code under test.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{KEYWORDS, inputs, try_format};

/// A piece of a text.
#[derive(Clone, Debug)]
enum Piece {
    Token(&'static str),
    /// Between two words of a statement.
    Space,
    /// Where a line may end within a statement.
    Free,
    /// Between the items of a list.
    Item,
    /// Between two statements.
    End,
    /// Between two declarations.
    Apart,
}

type Pieces = Vec<Piece>;

const SPACES: &[&str] = &[" ", " ", " ", "  ", "\t", " /* # */ ", " /* # */ /* # */ ", "   ", " /* #\n # */ "];
const FREE: &[&str] =
    &[" ", " ", "\n", "\n    ", " // #\n", "\n// #\n", " /* # */ ", "\n/* # */\n", "\r\n", " //\n // #\r"];
const ITEMS: &[&str] = &[
    ", ",
    ",",
    "\n",
    ",\n",
    ", // #\n",
    " // #\n",
    "\n// #\n",
    " /* # */, ",
    ", /* # */ ",
    "\n\n  \n",
    ",\n\n/* # */ ",
];
const ENDS: &[&str] = &[
    "\n",
    "\n",
    "\n  ",
    ";",
    "; ",
    "\n\n\n",
    " // #\n",
    "; // #\n",
    "\n// #\n\n",
    "\n/// #\n",
    " /// #\n",
    "; /* # */ ",
    " /* # */; ",
    " /* # */\n",
    "\n/* #\n  * # */\n",
    "\r",
    "\n;;\n",
];
const APART: &[&str] =
    &["\n", "\n\n\n", "\n// #\n", " // #\n", "\n\n// #\n\n", "\n/// #\n", "\n/* # */ ", "\n/* #\n */\n", ";\n"];

fn token() -> impl Strategy<Value = Pieces> {
    const TOKENS: &[&str] = &[
        "a",
        "b_c",
        "sharepointonline",
        "a_word_of_some_length",
        "x.y",
        "up",
        "to",
        "when",
        "otherwise",
        "grid",
        "x-",
        "12",
        "51..500",
        "..50",
        "-5",
        "2026-01-02",
        "●",
        "○",
        "\"quoted\"",
        "\"大きさ\"",
        "\"a // b\"",
        "\"\"",
        "\"\"\"\n two  \n\"\"\"",
        "not",
        "in",
        "where",
        "and",
        "or",
    ];
    proptest::sample::select(TOKENS).prop_map(|token| vec![Piece::Token(token)])
}

fn operator() -> impl Strategy<Value = Pieces> {
    const OPERATORS: &[&str] = &["+", "-", "&", "and", "or", "|", "==", "<=", "->", ",", "*"];
    proptest::sample::select(OPERATORS).prop_map(|token| vec![Piece::Token(token)])
}

fn joined(parts: Vec<Pieces>, between: &Piece) -> Pieces {
    let mut all = Pieces::new();
    for (number, part) in parts.into_iter().enumerate() {
        if number > 0 {
            all.push(between.clone());
        }
        all.extend(part);
    }
    all
}

fn bracketed(open: &'static str, inside: Pieces, close: &'static str, edge: &Piece) -> Pieces {
    let mut all = vec![Piece::Token(open), edge.clone()];
    all.extend(inside);
    all.push(edge.clone());
    all.push(Piece::Token(close));
    all
}

/// A token, or a list or group of cells.
fn cell() -> impl Strategy<Value = Pieces> {
    token().prop_recursive(3, 12, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..8)
            .prop_map(|items| bracketed("[", joined(items, &Piece::Item), "]", &Piece::Free));
        let group = (inner.clone(), prop::collection::vec((operator(), inner), 0..3)).prop_map(|(first, rest)| {
            let mut parts = vec![first];
            parts.extend(rest.into_iter().map(|(operator, operand)| joined(vec![operator, operand], &Piece::Free)));
            bracketed("(", joined(parts, &Piece::Free), ")", &Piece::Free)
        });
        prop_oneof![list, group]
    })
}

/// Operands with operators between them; a line may end at each operator.
fn value() -> impl Strategy<Value = Pieces> {
    (cell(), prop::collection::vec((operator(), cell(), any::<bool>()), 0..6)).prop_map(|(mut all, rest)| {
        for (operator, operand, before) in rest {
            all.push(if before { Piece::Free } else { Piece::Space });
            all.extend(operator);
            all.push(if before { Piece::Space } else { Piece::Free });
            all.extend(operand);
        }
        all
    })
}

fn key() -> impl Strategy<Value = Pieces> {
    proptest::sample::select(&["a", "name", "a_longer_name", "\"Größe\"", "in"][..])
        .prop_map(|key| vec![Piece::Token(key)])
}

fn statement() -> impl Strategy<Value = Pieces> {
    let sign = proptest::sample::select(&["=", ":"][..]);
    let signed = (key(), sign, value())
        .prop_map(|(key, sign, value)| joined(vec![key, vec![Piece::Token(sign)], value], &Piece::Space));
    let sentence = prop::collection::vec(prop_oneof![4 => token(), 1 => operator(), 1 => cell()], 1..9)
        .prop_map(|cells| joined(cells, &Piece::Space));
    let rule = (key(), value())
        .prop_map(|(level, value)| joined(vec![level, vec![Piece::Token("when")], value], &Piece::Space));
    prop_oneof![3 => signed, 2 => sentence, 1 => rule].prop_recursive(3, 24, 6, |inner| {
        let head = prop::collection::vec(key(), 1..3);
        let tail = prop::option::weighted(0.1, token());
        (prop::bool::weighted(0.3), head, body(inner), tail).prop_map(|(grid, mut head, body, tail)| {
            if grid {
                head.insert(0, vec![Piece::Token("grid")]);
            }
            let mut all = joined(head, &Piece::Space);
            all.push(Piece::Free);
            all.extend(body);
            all.extend(tail.into_iter().flat_map(|tail| joined(vec![vec![], tail], &Piece::Space)));
            all
        })
    })
}

fn body(statement: impl Strategy<Value = Pieces>) -> impl Strategy<Value = Pieces> {
    let one_line = prop::bool::weighted(0.3);
    (prop::collection::vec(statement, 0..6), one_line).prop_map(|(statements, one_line)| {
        let (between, edge) = if one_line { (Piece::Token(";"), Piece::Token(" ")) } else { (Piece::End, Piece::End) };
        bracketed("{", joined(statements, &between), "}", &edge)
    })
}

fn file() -> impl Strategy<Value = Pieces> {
    let keyword = || proptest::sample::select(KEYWORDS).prop_map(|keyword| vec![Piece::Token(keyword)]);
    let block = (keyword(), key(), body(statement())).prop_map(|(keyword, name, body)| {
        let mut all = joined(vec![keyword, name], &Piece::Space);
        all.push(Piece::Space);
        all.extend(body);
        all
    });
    let set = (keyword(), key(), value())
        .prop_map(|(keyword, name, value)| joined(vec![keyword, name, vec![Piece::Token("=")], value], &Piece::Space));
    prop::collection::vec(prop_oneof![2 => block, 1 => set], 1..6)
        .prop_map(|declarations| joined(declarations, &Piece::Apart))
}

/// The text of the pieces. `choices` selects the form of each.
fn written(pieces: &[Piece], choices: &[u8]) -> String {
    let mut text = String::new();
    let mut choices = choices.iter().cycle();
    let mut comments = 0;
    for piece in pieces {
        let choice = usize::from(*choices.next().unwrap_or(&0));
        let forms = match piece {
            Piece::Token(token) => &[*token][..],
            Piece::Space => SPACES,
            Piece::Free => FREE,
            Piece::Item => ITEMS,
            Piece::End => ENDS,
            Piece::Apart => APART,
        };
        // In rare cases, a piece is where it is not allowed.
        let forms = if choice == 255 { FREE } else { forms };
        let form = forms.get(choice % forms.len()).copied().unwrap_or_default();
        for part in form.split_inclusive('#') {
            match part.strip_suffix('#') {
                Some(before) => {
                    comments += 1;
                    text.push_str(before);
                    text.push_str(&comments.to_string());
                }
                None => text.push_str(part),
            }
        }
    }
    text
}

/// The tokens of a text without spaces and without optional ones (`;`, `,`), and its comments.
pub(super) fn essence(text: &str) -> (String, Vec<String>) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut tokens = String::new();
    let mut comments = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let comment = rest.starts_with("//") || rest.starts_with("/*");
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(inner) = rest.strip_prefix("\"\"\"") {
            inner.find("\"\"\"").map_or(rest.len(), |end| end + 6)
        } else if let Some(inner) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = inner.find(|character| {
                let ends = character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else {
            first.len_utf8()
        };
        let (part, behind) = rest.split_at(length);
        if comment {
            comments.push(part.lines().map(str::trim).collect::<Vec<_>>().join("\n"));
        } else if !part.trim().is_empty() && !matches!(part, ";" | ",") {
            tokens.push_str(part);
        }
        rest = behind;
    }
    (tokens, comments)
}

/// Lays out a text and checks the result. Returns whether it parsed.
fn check(text: &str) -> Result<bool, TestCaseError> {
    match try_format(text.as_bytes()) {
        Err(findings) => {
            for finding in &findings {
                prop_assert!(finding.rule.name != "unproven-layout", "{text}");
            }
            Ok(false)
        }
        Ok(once) => {
            prop_assert_eq!(essence(&once), essence(text), "{}\n----\n{}", text, once);
            let twice = try_format(once.as_bytes()).expect("a layout parses");
            prop_assert_eq!(&twice, &once, "{}", text);
            for line in once.lines() {
                let multi = once.contains("\"\"\"");
                prop_assert!(multi || line.trim_end() == line, "space at the end of a line: {once}");
            }
            Ok(true)
        }
    }
}

/// Tries `cases` texts, or as many as `PROPTEST_CASES` gives. Returns how many were tried and how many parsed.
fn run(cases: u32, strategy: &impl Strategy<Value = String>) -> (u32, u32) {
    let (tried, parsed) = (Cell::new(0), Cell::new(0));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(strategy, |text| {
        tried.set(tried.get() + 1);
        parsed.set(parsed.get() + u32::from(check(&text)?));
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.err().map(|error| error.to_string()).unwrap_or_default());
    (tried.get(), parsed.get())
}

#[test]
fn plausible_files() {
    let choices = prop::collection::vec(any::<u8>(), 1..200);
    let texts = (file(), choices).prop_map(|(pieces, choices)| written(&pieces, &choices));
    let (tried, parsed) = run(150, &texts);
    assert!(parsed * 4 > tried, "only {parsed} of {tried} texts parsed: the others test little");
}

#[test]
fn single_statements() {
    let choices = prop::collection::vec(any::<u8>(), 1..60);
    let texts = (body(statement()), choices).prop_map(|(mut body, choices)| {
        body.insert(0, Piece::Token("role r "));
        written(&body, &choices)
    });
    let (tried, parsed) = run(300, &texts);
    assert!(parsed * 2 > tried, "only {parsed} of {tried} texts parsed: the others test little");
}

#[test]
fn any_text() {
    run(600, &"[a-c={}\\[\\]();:,+\\-&\"/*\\\\ \t\r\n●0-2.]{0,60}");
    run(300, &any::<String>());
}

#[test]
fn bytes_lost_and_put_in() {
    let texts: Vec<String> = inputs().into_iter().map(|(_, text)| text).collect();
    let marks = proptest::sample::select(
        &["", "\n", ";", "{", "}", "[", "]", ",", "+", "-", "and", "// x\n", " /* x */ ", "\"", "="][..],
    );
    let texts = (proptest::sample::select(texts), any::<prop::sample::Index>(), 0..4_usize, marks).prop_map(
        |(text, at, lost, mark)| {
            let mut at = at.index(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let (before, behind) = text.split_at(at);
            let behind: String = behind.chars().skip(lost).collect();
            std::format!("{before}{mark}{behind}")
        },
    );
    run(200, &texts);
}
