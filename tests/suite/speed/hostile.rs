//! Hostile files give findings, quickly, and few of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dictum::catalog::Catalog;
use dictum::diagnostics::MAX_KEPT;
use dictum::engine::{Settings, analyze};
use dictum::text::{Sources, Span};

use super::generate::hostile;

/// Only a guard against endless work: a hundred times what a slow machine needs.
const HANG: Duration = Duration::from_mins(5);

#[test]
fn hostile_text_ends_in_findings() {
    let catalog = Arc::new(Catalog::builtin().clone());
    let settings = Settings { today: jiff::civil::date(2026, 11, 21) };
    let (mut slowest, mut most, mut tried) = ((Duration::ZERO, ""), (0, ""), 0);
    for (name, text) in hostile(20_000) {
        let sources = Sources::single("hostile.dictum", &text);
        let start = Instant::now();
        let analysis = analyze(&sources, catalog.clone(), &settings);
        let took = start.elapsed();
        tried += 1;
        slowest = slowest.max((took, name));
        most = most.max((analysis.diagnostics.len(), name));
        assert!(took < HANG, "{name} takes {took:?}");
        let mut kept: BTreeMap<&str, usize> = BTreeMap::new();
        analysis.diagnostics.iter().for_each(|finding| *kept.entry(finding.rule.name).or_default() += 1);
        for (rule, kept) in kept {
            // Three stages of reading report unexpected text, and each counts the findings that it leaves out.
            assert!(
                kept <= MAX_KEPT + 1 || kept <= 3 * (MAX_KEPT + 1) && rule == "unexpected-text",
                "{name}: {kept} of {rule}"
            );
        }
        for finding in &analysis.diagnostics {
            for label in &finding.labels {
                let Span { start, end } = label.location.span;
                let inside = text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize);
                assert!(inside, "{name}: a finding stands on characters of the text");
            }
        }
    }
    let ((took, slow), (findings, many)) = (slowest, most);
    println!(
        "{tried} texts of 20 kB, none ends the process; slowest {took:?} ({slow}), most findings {findings} ({many})"
    );
}

/// The findings of a text, and the number of mistakes that they stand for.
fn found(text: &str) -> (usize, usize) {
    let settings = Settings { today: jiff::civil::date(2026, 11, 21) };
    let sources = Sources::single("hostile.dictum", text);
    let findings = analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings).diagnostics;
    (findings.len(), findings.iter().map(|finding| finding.count).sum())
}

#[test]
fn what_is_not_told_is_counted() {
    let many = 5 * MAX_KEPT;
    let statements = |statement: &str| format!("group a {{\n{}}}\n", statement.repeat(many));
    for (what, text, mistakes) in [
        ("brackets", "[".repeat(many), many + 1),
        ("statements that do not parse", statements("a b = c\n"), many),
        ("numbers that are none", statements("name = 12ab\n"), many),
        ("texts without an end", statements("name = \"a\n"), many),
        ("attributes of no kind", statements("colour = blue\n"), many),
        ("hidden characters", "\u{202E}".repeat(many), many),
    ] {
        let (findings, counted) = found(&text);
        assert!((MAX_KEPT + 1..2 * MAX_KEPT + 10).contains(&findings), "{what}: {findings} findings");
        assert!((mistakes..=mistakes * 2 + 1).contains(&counted), "{what}: {counted} counted of {mistakes}");
    }
    let (findings, counted) = found(&statements("colour = blue\n").replacen("colour = blue\n", "", many - MAX_KEPT));
    assert_eq!((findings, counted), (counted, findings), "up to the limit each is told");
}

/// Brackets with a partner in a line that is skipped, and every other nested form: the cost of one more level must not
/// be a factor. Process time is compared within one run, with a margin for a busy machine.
#[test]
fn a_level_more_never_doubles_the_work() {
    let forms: &[(&str, &str, &str, &str)] = &[
        ("lost line, parentheses", "environment a {\n  x = (", "(", "\n  /* y\n}\n"),
        ("lost line, lists", "environment a {\n  x = [", "[", "\n  /* y\n}\n"),
        ("lost line, blocks", "environment a {\n  x {", "{", "\n  /* y\n}\n"),
        ("lost line, mixed", "environment a {\n  x = ", "([{", "\n  \"\"\" y\n}\n"),
        ("unclosed parentheses", "environment a { x = ", "(", ""),
        ("unclosed lists", "connectors a = ", "[", ""),
        ("unclosed blocks", "environment a ", "{ x ", ""),
        ("closed too often", "environment a { x = ", ")]", " }"),
        ("not", "rules r { high when ", "not ", "a }"),
        ("not and parentheses", "rules r { high when ", "not (", "a }"),
        ("sums", "connectors a = ", "([b] + ", ""),
        ("texts", "environment a { x = ", "\"\"\"(", ""),
        ("comments", "environment a { x = ", "/* (", ""),
    ];
    for (name, head, nested, tail) in forms {
        let took = |levels: usize| {
            let text = format!("{head}{}{tail}", nested.repeat(levels));
            let sources = dictum::text::Sources::new(vec![("a.dictum".to_owned(), text.into_bytes())]);
            let source = sources.iter().next().expect("one file");
            let keywords = dictum::model::kinds::keywords();
            let started = std::time::Instant::now();
            for _ in 0..10 {
                std::hint::black_box(dictum::syntax::parse(source, &keywords));
            }
            started.elapsed()
        };
        let (short, long) = (took(20), took(40));
        println!("{name}: 20 levels {short:?}, 40 levels {long:?}");
        assert!(long < short * 16 + std::time::Duration::from_millis(200), "{name}: {short:?}, then {long:?}");
    }
}
