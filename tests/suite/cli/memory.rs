//! The memory that a run takes, for every kind of input.

use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{CLEAN, Desk};

/// The memory that a run may take in addition to its input, in bytes.
const ASIDE: usize = 64 << 20;
/// The maximum bytes of memory for each byte of input.
const EACH: usize = 50;
/// The size of each input in bytes.
const SIZE: usize = 300_000;
/// The maximum time of a run in a build without optimisation, on a busy machine.
const SLOWEST: Duration = Duration::from_mins(2);

/// A text, repeated until it fills an input.
fn fill(text: &str) -> Vec<u8> {
    text.repeat(SIZE / text.len()).into_bytes()
}

/// Enough numbered lines to fill an input.
fn lines(head: &str, line: impl Fn(usize) -> String, tail: &str) -> Vec<u8> {
    let mut text = head.to_owned();
    let mut at = 0;
    while text.len() < SIZE {
        let _ = writeln!(text, "{}", line(at));
        at += 1;
    }
    text.push_str(tail);
    text.into_bytes()
}

/// Inputs in every form that is read: the name of the file, its bytes, and the command that reads it.
fn inputs() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    const CHECK: &[&str] = &["check", "in.dictum", "-o", "json"];
    const FMT: &[&str] = &["fmt", "in.dictum"];
    const FIX: &[&str] = &["fix", "--unsafe", "in.dictum"];
    const BUILD: &[&str] = &["build", "in.dictum", "--out", "dist"];
    const JSON: &[&str] = &["import", "auto", "in.json"];
    const BINDINGS: &[&str] = &["build", "p", "--bindings", "in.json", "--out", "dist"];
    const TERRAFORM: &[&str] = &["import", "terraform", "in.tf"];
    const XML: &[&str] = &["import", "auto", "in.xml"];
    const CATALOG: &[&str] = &["catalog", "list", "--catalog", "in.csv"];
    const ROWS: &[&str] = &["classify", "in.csv", "--policies", "rules"];
    const SETTINGS: &[&str] = &["check", "p", "--config", "in.toml"];
    let sets = || lines("", |at| format!("connectors s{at} = [sql, teams, unknown_{at}, \"shared_{at}\"] + all"), "");
    let policies = |at: usize| {
        format!(
            "data_policy p{at} {{ applies_to = all; business = [sql]; non_business = unblockable; blocked = rest }}"
        )
    };
    let row =
        |at: usize| format!("{{\"name\":\"{at}\",\"id\":\"/x/{at}\",\"properties\":{{\"displayName\":\"{at}\"}}}},");
    vec![
        ("in.dictum", fill("("), CHECK),
        ("in.dictum", fill("connectors a = ((((((("), CHECK),
        ("in.dictum", fill("/* "), CHECK),
        ("in.dictum", fill("\""), CHECK),
        ("in.dictum", fill("environment = = ="), CHECK),
        ("in.dictum", fill("\u{202e}é財"), CHECK),
        ("in.dictum", fill("\0\u{1}"), CHECK),
        ("in.dictum", vec![0xFF; SIZE], CHECK),
        ("in.dictum", sets(), CHECK),
        ("in.dictum", sets(), FIX),
        ("in.dictum", sets(), FMT),
        ("in.dictum", lines("", policies, ""), CHECK),
        ("in.dictum", lines("", policies, ""), BUILD),
        ("in.json", fill("["), JSON),
        ("in.json", fill("{\"a\":"), JSON),
        ("in.json", lines("{\"value\":[", row, "{}]}"), JSON),
        ("in.json", fill("["), BINDINGS),
        ("in.json", lines("{\"environments\":{", |at| format!("\"e{at}\":\"{at}\","), "\"e\":\"e\"}}"), BINDINGS),
        ("in.tf", fill("a = ["), TERRAFORM),
        (
            "in.tf",
            lines("locals {\n", |at| format!("v{at} = [for x in local.v{} : x]", at.saturating_sub(1)), "}\n"),
            TERRAFORM,
        ),
        ("in.xml", fill("<a>"), XML),
        ("in.xml", lines("<Roles>", |at| format!("<Role name=\"{at}\"><RolePrivileges/></Role>"), "</Roles>"), XML),
        ("in.csv", lines("id,display_name\n", |at| format!("shared_{at},Name {at}"), ""), CATALOG),
        ("in.csv", fill("\""), ROWS),
        ("in.csv", lines("app,users\n", |at| format!("app {at},{at}"), ""), ROWS),
        ("in.toml", fill("[a]\n"), SETTINGS),
        ("in.toml", fill("a.b.c.d.e.f."), SETTINGS),
    ]
}

const RULES: &str = "\
scale criticity { low < high }
criteria app { users : 0.. }
rules criticity {
  high when users > 500
  low  otherwise
}
";

/// The peak memory of a process until now, in bytes.
fn peak(process: u32) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<usize>().ok().map(|kilobytes| kilobytes * 1024)
}

#[test]
fn no_input_takes_memory_or_time_beyond_its_size() {
    let (mut runs, mut most, mut slowest) = (0, 0, Duration::ZERO);
    let mut wrong = Vec::new();
    for (at, (name, bytes, command)) in inputs().into_iter().enumerate() {
        let desk = Desk::with(&[("p/a.dictum", CLEAN), ("rules/a.dictum", RULES)]);
        let allowed = ASIDE + EACH * bytes.len();
        desk.put(name, &bytes);
        let begin = Instant::now();
        let mut child = desk.command(command);
        let mut child = child.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a run");
        // The figure disappears with the process, so it is read until the process ends.
        let mut seen = 0;
        let status = loop {
            seen = peak(child.id()).unwrap_or(seen).max(seen);
            if let Some(status) = child.try_wait().expect("the run is watched") {
                break status;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        let took = begin.elapsed();
        (runs, most, slowest) = (runs + 1, seen.max(most), took.max(slowest));
        let ended = status.code().is_some_and(|code| (0..=2).contains(&code));
        if !ended || seen > allowed || seen == 0 || took > SLOWEST {
            wrong.push(format!("input {at} ({name}), {command:?}: {status}, {seen} bytes of {allowed}, {took:?}"));
        }
    }
    println!(
        "P1: {runs} inputs of {} kB, peak memory {:.0} MB where {:.0} are allowed, slowest {slowest:?}, crashes: {}",
        SIZE / 1000,
        f64::from(u32::try_from(most / 1_000).unwrap_or(u32::MAX)) / 1e3,
        f64::from(u32::try_from((ASIDE + EACH * SIZE) / 1_000).unwrap_or(u32::MAX)) / 1e3,
        wrong.len()
    );
    assert_eq!(wrong, Vec::<String>::new());
}
