//! Every limit in `docs/limits.md`: just below, at, and just above it.

use std::fmt::Write as _;
use std::path::Path;

use dictum::diagnostics::MAX_KEPT;
use dictum::syntax::{MAX_DEPTH, MAX_FILE, MAX_TEXT};

use super::{CLEAN, Desk};

const MEGABYTE: usize = 1024 * 1024;

/// Whether a run of that size exceeds the limit.
type Met = fn(&Desk, usize) -> bool;

/// Limits by the words of the page, each with a function that tests it.
const LIMITS: &[(&str, usize, Met)] = &[
    ("bytes of a policy file", MAX_FILE, |desk, size| exceeds(desk, "\n".repeat(size))),
    ("depth of brackets", MAX_DEPTH, |desk, size| {
        exceeds(desk, format!("connectors a = {}all{}\n", "(".repeat(size), ")".repeat(size)))
    }),
    ("bytes of a text, with its quotes", MAX_TEXT, |desk, size| {
        exceeds(desk, format!("group a {{ name = \"{}\" }}\n", "x".repeat(size - 2)))
    }),
    ("names and operators of an expression", 2_000, |desk, size| {
        // Names and the operators between them. A second name makes the number even: a different mistake.
        let more = if size.is_multiple_of(2) { "sql " } else { "" };
        exceeds(desk, format!("connectors a = {more}sql{}\n", " + sql".repeat((size - 1) / 2)))
    }),
    ("depth of roles that include one another", 128, |desk, size| {
        let mut text = "role r0 {}\n".to_owned();
        for at in 1..=size {
            let _ = writeln!(text, "role r{at} {{ includes = [r{}] }}", at - 1);
        }
        exceeds(desk, text)
    }),
    ("findings of one rule that are kept for a file", MAX_KEPT, |desk, size| {
        let text = connectors(size);
        desk.put("a.dictum", text);
        let run = desk.run(&["check", "a.dictum", "-o", "json"]).ends(1);
        let findings = run.json();
        assert_eq!(findings["summary"]["errors"], size, "all are counted");
        let shown = findings["diagnostics"].as_array().expect("a list");
        shown.iter().any(|finding| finding["message"].as_str().is_some_and(|message| message.ends_with("only counted")))
    }),
    ("findings of a file that are shown to people", 100, |desk, size| {
        let text = connectors(size);
        desk.put("a.dictum", text);
        desk.run(&["check", "a.dictum"]).ends(1).out.contains("more not shown")
    }),
    ("annotations in a log of GitHub", 10, |desk, size| {
        let text = connectors(size);
        desk.put("a.dictum", text);
        desk.run(&["check", "a.dictum", "-o", "github"]).ends(1).out.contains("\nand ")
    }),
    ("bytes of a settings file", 64 * 1024, |desk, size| {
        desk.put("p/a.dictum", CLEAN);
        let settings = super::settings("p");
        desk.put("p/dictum.toml", format!("{settings}#{}", "x".repeat(size - settings.len() - 1)));
        let run = desk.run(&["check", "p"]);
        assert!(matches!(run.status, 0 | 2), "{}", run.err);
        run.err.contains("is larger than")
    }),
    ("bytes of a bindings file", 64 * MEGABYTE, |desk, size| {
        too_large(desk, size, &["build", "p", "--bindings", "large", "--out", "out"])
    }),
    ("bytes of a baseline", 64 * MEGABYTE, |desk, size| too_large(desk, size, &["check", "p", "--baseline", "large"])),
];

fn exceeds(desk: &Desk, text: String) -> bool {
    desk.put("a.dictum", text);
    let run = desk.run(&["check", "a.dictum", "-o", "short"]);
    assert!(matches!(run.status, 0 | 1), "{}", run.err);
    run.out.contains("[D0007]")
}

/// Whether a file of zeros is refused because of its size. If not, it is read and refused because of its content.
fn too_large(desk: &Desk, size: usize, command: &[&str]) -> bool {
    desk.put("p/a.dictum", CLEAN);
    let file = std::fs::File::create(desk.path("large")).expect("a file");
    file.set_len(size as u64).expect("a size");
    let run = desk.run(command).ends(2);
    assert!(run.err.contains("large"), "{}", run.err);
    run.err.contains("larger than")
}

/// A list of `size` connectors that do not exist.
fn connectors(size: usize) -> String {
    let lines: Vec<String> = (0..size).map(|at| format!("connectors a{at} = [unknown_{at}]\n")).collect();
    lines.concat()
}

#[test]
fn every_limit_is_met_where_the_page_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/limits.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let (mut tried, mut wrong) = (0, Vec::new());
    for (what, limit, met) in LIMITS {
        let shown = if *limit > MEGABYTE && limit.is_multiple_of(MEGABYTE) {
            format!("| {what} | {} MiB |", limit / MEGABYTE)
        } else if *limit == 64 * 1024 {
            format!("| {what} | 64 KiB |")
        } else if *limit >= 1_000 {
            format!("| {what} | {},{:03} |", limit / 1_000, limit % 1_000)
        } else {
            format!("| {what} | {limit} |")
        };
        assert!(page.contains(&shown), "the page lacks: {shown}");
        for size in [limit - 1, *limit, limit + 1] {
            tried += 1;
            let desk = Desk::empty();
            if met(&desk, size) != (size > *limit) {
                wrong.push(format!("{what}: {size} of {limit}"));
            }
        }
    }
    println!("P2: {} limits tried just below, at and beyond: {tried} runs, wrong: {}", LIMITS.len(), wrong.len());
    assert_eq!(wrong, Vec::<String>::new());
}
