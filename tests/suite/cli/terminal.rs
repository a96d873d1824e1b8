//! Colour, characters, wording, and readers that stop early.

use std::process::Stdio;

use super::{Desk, WRONG};

fn desk() -> Desk {
    Desk::with(&[("a.dictum", WRONG)])
}

#[test]
fn colour_is_for_terminals_unless_it_is_wanted() {
    let desk = desk();
    let coloured = |surroundings: &[(&str, &str)], arguments: &[&str]| {
        let all: Vec<&str> = ["check"].iter().chain(arguments).copied().collect();
        desk.run_in(surroundings, &all).ends(1).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&[], &["--color", "always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(coloured(&[("NO_COLOR", "")], &["--color", "always"]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
}

#[test]
fn ascii_means_ascii() {
    let desk = desk();
    let run = desk.run(&["check", "--ascii"]).ends(1);
    assert!(run.out.is_ascii() && run.err.is_ascii(), "{}{}", run.out, run.err);
    let failure = desk.run(&["check", "absent", "--ascii"]).ends(2);
    assert!(failure.err.is_ascii(), "{}", failure.err);
}

#[test]
fn narrated_findings_are_sentences() {
    let desk = desk();
    let run = desk.run(&["check", "--narrated"]).ends(1);
    assert!(run.out.is_ascii(), "{}", run.out);
    assert!(run.out.contains("line 1, columns 28 to 34, at `sandbax`."), "{}", run.out);
    assert!(run.out.contains("help: did you mean `sandbox`?\n"), "{}", run.out);
    let failure = desk.run(&["explain", "unknown-wrd", "--narrated"]).ends(2);
    assert_eq!(failure.err, "error: there is no rule `unknown-wrd`.\nhelp: did you mean `unknown-word`?\n");
}

#[test]
fn the_width_is_kept() {
    let desk = desk();
    let run = desk.run(&["check", "--width", "50"]).ends(1);
    for line in run.out.lines() {
        assert!(line.chars().count() <= 50, "{line}");
    }
}

#[test]
fn no_path_steers_the_terminal() {
    let desk = Desk::empty();
    let name = "\u{1b}[31mred.dictum";
    let run = desk.run(&["check", name]).ends(2);
    assert!(!run.err.contains('\u{1b}'), "{:?}", run.err);
    let run = desk.run(&["explain", "\u{1b}]0;title\u{7}"]).ends(2);
    assert!(!run.err.contains(['\u{1b}', '\u{7}']), "{:?}", run.err);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let desk = Desk::empty();
    let mut child = desk
        .command(&["catalog", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let desk = Desk::empty();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the full device");
    let output = desk.command(&["catalog", "list"]).stdout(full).output().expect("the command ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write the result"));
}

#[test]
fn help_is_for_every_command() {
    let desk = Desk::empty();
    let root = desk.run(&["--help"]).ends(0).gives(&["Commands:", "Exit status"]);
    let commands = root.out.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list");
    for line in commands.lines().filter(|line| line.starts_with("  ")) {
        let command = line.split_whitespace().next().expect("a name");
        if command != "help" {
            let run = desk.run(&[command, "--help"]).ends(0);
            assert!(run.out.contains("Usage: dictum"), "{command}");
            // The description of a command on one line ends without a full stop.
            let about = line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
            assert!(!about.is_empty() && !about.ends_with('.'), "{line}");
        }
    }
    desk.run(&["--version"]).ends(0).gives(&[concat!("dictum ", env!("CARGO_PKG_VERSION"), "\n")]);
    desk.run(&[]).ends(2).says(&["Usage: dictum"]);
    desk.run(&["chek"]).ends(2).says(&["chek", "'check'"]);
    desk.run(&["check", "--fail-levl", "error"]).ends(2).says(&["--fail-level"]);
}

/// Lines that a build service would read as commands.
fn commands(text: &str) -> Vec<&str> {
    let hit = |line: &&str| line.contains("##vso[") || line.contains("##[") || line.trim_start().starts_with("::");
    text.split(['\n', '\r']).filter(hit).collect()
}

#[test]
fn no_text_of_a_policy_or_of_settings_is_a_command_to_a_build_service() {
    let hostile = "\
// ##vso[task.setvariable variable=x]y
:: error
environment sales { type = \"##[error]\"; region = \"##vso[task.complete]\" }
::error file=x::pwned
  ::warning::two
environment \"##vso[task.complete]z\" { type = sandbox; region = europe }
";
    let settings = "[build]\nout = \"d\\n::error::x\\n##vso[task.complete]\\u001b]0;t\\u0007\"\n";
    let desk = Desk::with(&[
        ("p/a.dictum", hostile),
        ("q/dictum.toml", settings),
        ("q/a.dictum", super::CLEAN),
        ("r/::error::a.dictum", "environment  sales{type=sandbox;region=europe}\n::error::x\n"),
        ("s/##vso[x]b.dictum", "// ##vso[x]\n// c\nenvironment  sales{type=sandbox;region=europe}\n"),
    ]);
    let mut outputs = 0;
    for folder in ["p", "q", "r", "s"] {
        for command in [
            &["check"][..],
            &["check", "-o", "full"],
            &["check", "-o", "short"],
            &["check", "--narrated"],
            &["fmt", "--check"],
            &["fmt", "--diff"],
            &["fix", "--diff"],
            &["config"],
            &["config", "--files"],
            &["build"],
            &["query", "connectors", "-e", "##vso[task.complete]z"],
        ] {
            let run = desk.run(&[command, &[folder]].concat());
            for text in [&run.out, &run.err] {
                outputs += 1;
                assert_eq!(commands(text), Vec::<&str>::new(), "{command:?} {folder}");
                assert!(!text.contains(['\u{1b}', '\u{7}']), "{command:?} {folder}: {text:?}");
            }
        }
    }
    println!("P3: outputs of commands looked at: {outputs}, violations: 0");
}
