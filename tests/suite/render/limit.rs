//! The number of findings that are drawn, the message about the rest, and the cost.

use std::time::{Duration, Instant};

use dictum::diagnostics::{Diagnostic, Fix, Level, Safety};
use dictum::render::{Format, Options, summary};
use dictum::text::{Sources, Span};

use super::{Case, HINT, POLICY, STALE, TWICE, show};

/// Five errors and two warnings in one file, an error in another, one without a place.
fn findings(case: &Case) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for row in 0..5 {
        all.push(Diagnostic::new(&TWICE, case.at("data_policy", 0), format!("error {row}")));
    }
    for row in 0..2 {
        all.push(Diagnostic::new(&STALE, case.at("sql", 0), format!("warning {row}")));
    }
    let other = case.sources.as_slice()[1].locate(Span::of(0, 4));
    all.push(Diagnostic::new(&TWICE, other, "error elsewhere"));
    all.push(Diagnostic::nowhere(&HINT, "nowhere"));
    all
}

fn case() -> Case {
    Case::files(&[("data.dictum", POLICY), ("other.dictum", "role r {}\n")])
}

#[test]
fn counts_what_it_leaves_out() {
    let case = case();
    let options = Options { limit_per_file: 3, ..Options::default() };
    for format in [Format::Human, Format::Full, Format::Short] {
        let text = case.show(format, &findings(&case), &options);
        assert!(text.contains("error 2") && !text.contains("error 3"), "{text}");
        assert!(text.contains("error elsewhere") && text.contains("nowhere"), "the limit is one file's: {text}");
        assert!(text.ends_with("data.dictum: 4 more not shown: 2 errors, 2 warnings\n"), "{text}");
        assert_eq!(text.matches("not shown").count(), 1, "{text}");
        let all = case.show(format, &findings(&case), &Options::default());
        assert!(all.contains("warning 1") && !all.contains("not shown"), "{all}");
    }
    let none = case.show(Format::Short, &findings(&case), &Options { limit_per_file: 0, ..Options::default() });
    let expected = "1 more not shown: 1 info\n\
        data.dictum: 7 more not shown: 5 errors, 2 warnings\n\
        other.dictum: 1 more not shown: 1 error\n";
    assert_eq!(none, expected);
}

#[test]
fn json_holds_all() {
    let case = case();
    let options = Options { limit_per_file: 1, ..Options::default() };
    let document: serde_json::Value =
        serde_json::from_str(&case.show(Format::Json, &findings(&case), &options)).expect("JSON");
    assert_eq!(document["diagnostics"].as_array().map(Vec::len), Some(9));
    assert_eq!(case.show(Format::JsonLines, &findings(&case), &options).lines().count(), 9);
}

#[test]
fn sums_up() {
    let case = case();
    assert_eq!(summary(&findings(&case)).to_string(), "6 errors, 2 warnings, 1 info in 2 files");
    assert_eq!(summary(&[]).to_string(), "no findings");
    let fix = Fix::replace("write `sql`", Safety::Safe, case.at("sql", 0), "sql");
    let one = Diagnostic::new(&STALE, case.at("sql", 0), "unknown").fix(fix);
    assert_eq!(summary(std::slice::from_ref(&one)).to_string(), "1 warning in 1 file; `dictum fix` fixes 1");
    let mut raised = one;
    raised.level = Level::Error;
    assert_eq!(summary(&[raised]).errors, 1, "the level of the finding counts, not that of the rule");
}

/// The time to draw 1,000 findings at the end of a file of `rows` lines.
fn time(format: Format, rows: usize) -> Duration {
    let text = "  new_portfolio  org  org  bu  none\n".repeat(rows);
    let sources = Sources::single("grid.dictum", &text);
    let source = &sources.as_slice()[0];
    let finding = |back: usize| {
        let at = text.len() - 4 - back * 35;
        Diagnostic::new(&TWICE, source.locate(Span::of(at, at + 3)), "a level").marked("here")
    };
    let findings: Vec<Diagnostic> = (0..1_000).map(finding).collect();
    source.lines();
    let options = Options { limit_per_file: 1_000, annotations: usize::MAX, ..Options::default() };
    let start = Instant::now();
    let text = show(format, &findings, &sources, &options);
    assert!(text.len() > 30_000);
    start.elapsed()
}

#[test]
fn costs_what_it_shows() {
    for format in Format::ALL {
        let (small, large) = (time(*format, 1_001), time(*format, 30_000));
        // A renderer that went through the file for each finding would take thirty times as long.
        assert!(large < small * 5 + Duration::from_millis(500), "{}: {small:?}, {large:?}", format.name());
    }
}

#[test]
fn a_long_line_costs_no_more() {
    let text = format!("welcome = \"{}\"\n", "do not ".repeat(150_000));
    let sources = Sources::single("line.dictum", &text);
    let source = &sources.as_slice()[0];
    let places = (0..1_000).map(|at| text.len() - 20 - at * 900);
    let findings: Vec<Diagnostic> =
        places.map(|at| Diagnostic::new(&TWICE, source.locate(Span::of(at, at + 3)), "here")).collect();
    let options = Options { limit_per_file: 1_000, annotations: usize::MAX, ..Options::default() };
    for format in Format::ALL {
        let start = Instant::now();
        show(*format, &findings, &sources, &options);
        assert!(start.elapsed() < Duration::from_secs(5), "{}: {:?}", format.name(), start.elapsed());
    }
}
