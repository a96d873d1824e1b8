//! Every command that writes files, if the disk is full, the place is read-only, the run is killed, the reader has
//! closed its pipe, or a second run writes at the same time.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::CommandFactory as _;
use rayon::prelude::*;

use super::{Desk, finish};

/// Files by path.
type Tree = BTreeMap<String, Vec<u8>>;

/// Every command that writes, with all options for output files.
const WRITERS: &[&str] = &[
    "check p -o json=w/f.json -o sarif=w/f.sarif -o junit=w/f.xml",
    "build p --out w/dist",
    "build p --out w/all -t bundle -t power-platform -t sql -t dataverse -t terraform -t entra",
    "fmt l",
    "fix q",
    "report roles p --out w/roles.html",
    "report connectors p --out w/connectors.html",
    "report apps p --out w/apps.html --today 2026-11-21",
    "report reviews p -o ics --out w/due.ics --today 2026-11-21",
    "report responsibilities p --out w/responsibilities.html",
    "report all p --out w/report --today 2026-11-21",
    "classify p/inventory.csv --policies p --out w/rows.csv",
    "import power-platform p/export.json --out w/imported --report w/imported.json",
    "catalog pin --out w/pinned.csv",
    "init w/new",
    "bindings l --out w/bindings.json",
    "baseline update l --baseline w/baseline.json",
    "baseline prune l --baseline w/old-baseline.json",
    "waive D7001 --at l/more.dictum:1 --because x --until 2099-01-01 l",
    "man --out w/pages",
];

/// Commands with an option for an output file in their help: all of them are tried.
#[test]
fn every_command_that_can_write_is_tried() {
    let mut missing = Vec::new();
    let root = dictum::cli::Arguments::command();
    let mut open: Vec<(String, &clap::Command)> = vec![(String::new(), &root)];
    while let Some((name, command)) = open.pop() {
        open.extend(command.get_subcommands().map(|inner| (format!("{name} {}", inner.get_name()), inner)));
        let writes = command.get_arguments().any(|argument| matches!(argument.get_id().as_str(), "out" | "report"));
        let name = name.trim();
        let is_tried = WRITERS.iter().any(|writer| writer.starts_with(name));
        // `--out` of a query or a matrix would be new. `init` and others take the place of their output without an
        // option.
        if writes && !is_tried {
            missing.push(name.to_owned());
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// A desk on which each of the commands has something to do.
fn desk() -> Desk {
    let desk = Desk::empty();
    desk.run(&["init", "--template", "contoso", "p"]).ends(0);
    desk.put(
        "p/inventory.csv",
        "app,users,impact,personal_data,sensitive_data\n".to_owned() + &"a,3,minor,yes,no\n".repeat(2_000),
    );
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dlp-samples/provider-mock-policy.v2.json");
    desk.put("p/export.json", std::fs::read(sample).expect("a sample"));
    desk.put(
        "l/more.dictum",
        "connectors spare = [sharepointonline]\nenvironment  loose{type=sandbox;region=europe}\n",
    );
    desk.put("w/.keep", "");
    let gone = "{\"version\":1,\"findings\":[{\"rule\":\"D7001\",\"name\":\"unused-connector-set\",\"fingerprint\":\"0123456789abcdef\",\"count\":1}]}\n";
    desk.put("w/old-baseline.json", gone);
    desk.put("q/a.dictum", super::WRONG);
    desk.put("l/a.dictum", super::CLEAN);
    desk.put("l/dictum.toml", super::settings("loose"));
    desk.put("w/f.json", "old\n");
    desk.put("w/pinned.csv", "old\n");
    desk
}

fn tree(desk: &Desk) -> Tree {
    desk.files("").into_iter().collect()
}

/// Whether a file is from a run that did not finish.
fn is_leftover(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with(".dictum-") || part.starts_with('.') && part.contains(".dictum-"))
}

fn words(command: &str) -> Vec<&str> {
    command.split(' ').collect()
}

/// The result of a command: its exit status, and the files after one run and after two.
struct Expected {
    status: i32,
    before: Tree,
    once: Tree,
    twice: Tree,
    took: Duration,
}

fn expected(command: &str) -> Expected {
    let desk = desk();
    let before = tree(&desk);
    let begin = Instant::now();
    let status = desk.run(&words(command)).status;
    let took = begin.elapsed();
    let once = tree(&desk);
    desk.run(&words(command));
    Expected { status, before, once, twice: tree(&desk), took }
}

/// Files that are neither unchanged nor the result of one of the runs.
fn torn(found: &Tree, expected: &Expected) -> Vec<String> {
    let whole = [&expected.before, &expected.once, &expected.twice];
    let mut torn: Vec<String> = found
        .iter()
        .filter(|(path, bytes)| !is_leftover(path) && !whole.iter().any(|tree| tree.get(*path) == Some(*bytes)))
        .map(|(path, _)| format!("{path} is torn"))
        .collect();
    let lost = expected.before.keys().filter(|path| !found.contains_key(*path) && expected.once.contains_key(*path));
    torn.extend(lost.map(|path| format!("{path} is lost")));
    torn
}

/// A built folder exists as a whole or not at all.
fn halves(found: &Tree, expected: &Expected) -> Vec<String> {
    let part = |tree: &Tree, folder: &str| -> Vec<String> {
        tree.keys().filter(|path| path.starts_with(folder) && !is_leftover(path)).cloned().collect()
    };
    let folders = ["w/dist/", "w/all/"].into_iter();
    let half = folders.filter(|folder| {
        let found = part(found, folder);
        found != part(&expected.before, folder) && found != part(&expected.once, folder)
    });
    half.map(|folder| format!("{folder} is half there")).collect()
}

/// A limit on the size of files simulates a full disk. The signal that comes with it is ignored.
fn on_a_full_disk(command: &str, expected: &Expected) -> Vec<String> {
    let desk = desk();
    let script = format!("trap '' XFSZ; ulimit -f 0; exec '{}' {command}", env!("CARGO_BIN_EXE_dictum"));
    let mut bash = Command::new("bash");
    let run = finish(bash.arg("-c").arg(script).current_dir(desk.path(".")), b"");
    let found = tree(&desk);
    let mut wrong = torn(&found, expected);
    wrong.extend(found.keys().filter(|path| is_leftover(path)).map(|path| format!("{path} is left")));
    // A command that has nothing to change writes nothing and succeeds.
    let has_work = expected.once != expected.before;
    if has_work && (run.status != 2 || run.err.trim().is_empty() || run.err.contains("panicked")) {
        wrong.push(format!("it ends with {}: {}", run.status, run.err));
    }
    wrong.into_iter().map(|wrong| format!("full disk: {command}: {wrong}")).collect()
}

/// Runs a command where writing is forbidden. `None` if that cannot be tried here. An administrator may write
/// everywhere, so the run uses another user.
fn read_only(command: &str, expected: &Expected) -> Option<Vec<String>> {
    let desk = desk();
    let dictum = env!("CARGO_BIN_EXE_dictum");
    let root = desk.path(".");
    let set =
        |mode: &str| Command::new("chmod").args(["-R", mode]).arg(&root).status().is_ok_and(|status| status.success());
    assert!(set("a-w,a+rX"));
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let mut starter = if is_root {
        let mut starter = Command::new("setpriv");
        starter.args(["--reuid=65534", "--regid=65534", "--clear-groups", dictum]);
        starter
    } else {
        Command::new(dictum)
    };
    let mut probe = Command::new(starter.get_program());
    let can = probe.args(starter.get_args()).arg("--version").current_dir(&root).output();
    if !can.is_ok_and(|output| output.status.success()) {
        assert!(set("u+w"));
        return None;
    }
    let run = finish(starter.args(words(command)).current_dir(&root), b"");
    assert!(set("u+w"));
    let mut wrong = torn(&tree(&desk), expected);
    if tree(&desk) != expected.before {
        wrong.push("something was written".to_owned());
    }
    if expected.once != expected.before
        && (run.status != 2 || run.err.trim().is_empty() || run.err.contains("panicked"))
    {
        wrong.push(format!("it ends with {}: {}", run.status, run.err));
    }
    Some(wrong.into_iter().map(|wrong| format!("read-only: {command}: {wrong}")).collect())
}

/// Kills a command after a part of its time, and runs it again.
fn killed(command: &str, part: u32, expected: &Expected) -> Vec<String> {
    let desk = desk();
    let mut child = desk.command(&words(command));
    let child = child.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.expect("the command starts");
    std::thread::sleep(expected.took * part / 6);
    // The command may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
    let found = tree(&desk);
    let mut wrong = torn(&found, expected);
    wrong.extend(halves(&found, expected));
    if !command.starts_with("init") {
        desk.run(&words(command));
        let again: Tree = tree(&desk).into_iter().filter(|(path, _)| !is_leftover(path)).collect();
        if again != expected.once && again != expected.twice {
            wrong.push("the next run does not put it right".to_owned());
        }
    }
    wrong.into_iter().map(|wrong| format!("killed after {part} sixths: {command}: {wrong}")).collect()
}

/// A reader of standard output that stops at once.
fn without_a_reader(command: &str, expected: &Expected) -> Vec<String> {
    let desk = desk();
    let mut child = desk.command(&words(command));
    let child = child.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    let said = String::from_utf8_lossy(&output.stderr).to_lowercase();
    let mut wrong = torn(&tree(&desk), expected);
    if said.contains("broken pipe") || said.contains("panicked") {
        wrong.push(format!("it says {said}"));
    }
    if output.status.code() != Some(expected.status) {
        wrong.push(format!("it ends with {}", output.status));
    }
    wrong.into_iter().map(|wrong| format!("broken pipe: {command}: {wrong}")).collect()
}

/// Two runs of one command at the same time: the files are those of one run, or of one after the other.
fn two_at_once(command: &str, expected: &Expected) -> Vec<String> {
    let desk = desk();
    let start = || {
        let mut child = desk.command(&words(command));
        child.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the command starts")
    };
    let both = [start(), start()];
    let ends: Vec<String> = both
        .into_iter()
        .map(|child| child.wait_with_output().expect("the command ends"))
        .filter(|output| output.status.code().is_none_or(|code| code > 2))
        .map(|output| format!("it ends with {}: {}", output.status, String::from_utf8_lossy(&output.stderr)))
        .collect();
    let found = tree(&desk);
    let mut wrong = ends;
    if found != expected.once && found != expected.twice {
        wrong.extend(torn(&found, expected));
        let strange = found.keys().filter(|path| !expected.once.contains_key(*path));
        wrong.extend(strange.map(|path| format!("{path} is new")));
        let lacks = expected.once.keys().filter(|path| !found.contains_key(*path));
        wrong.extend(lacks.map(|path| format!("{path} is missing")));
    }
    wrong.into_iter().map(|wrong| format!("two at once: {command}: {wrong}")).collect()
}

#[test]
fn no_fault_of_the_disk_the_reader_or_another_run_tears_a_file() {
    let results: Vec<(usize, usize, Vec<String>)> = WRITERS
        .par_iter()
        .map(|command| {
            let expected = expected(command);
            let mut wrong = Vec::new();
            if expected.once == expected.before {
                wrong.push(format!("{command} writes nothing, so nothing is tried"));
            }
            let (mut tried, mut skipped) = (7, 0);
            wrong.extend(on_a_full_disk(command, &expected));
            match read_only(command, &expected) {
                Some(found) => wrong.extend(found),
                None => (tried, skipped) = (tried - 1, 1),
            }
            for part in [1, 3, 5, 6] {
                wrong.extend(killed(command, part, &expected));
            }
            wrong.extend(without_a_reader(command, &expected));
            wrong.extend(two_at_once(command, &expected));
            (tried + 1, skipped, wrong)
        })
        .collect();
    let tried: usize = results.iter().map(|(tried, ..)| tried).sum();
    let skipped: usize = results.iter().map(|(_, skipped, _)| skipped).sum();
    let wrong: Vec<&String> = results.iter().flat_map(|(.., wrong)| wrong).collect();
    println!(
        "P7: {} commands that write: {tried} runs with a fault, {skipped} that cannot be tried here; torn or half there: {}",
        WRITERS.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A pipeline that checks exit statuses must still see the failure if the output is not read.
#[test]
fn errors_are_errors_whether_they_are_read_or_not() {
    let desk = Desk::with(&[("p/a.dictum", "environment a {typ=production }\n")]);
    for (command, expected) in [("check p -o short", 1), ("check p -o json", 1), ("fmt --diff p", 1), ("config p", 0)] {
        let mut child = desk.command(&words(command));
        let child = child.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the command starts");
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("the command ends").code(), Some(expected), "{command}");
        let mut child = desk.command(&words(command));
        let child = child.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("the command starts");
        drop(child.stderr.take());
        assert_eq!(child.wait().expect("the command ends").code(), Some(expected), "{command}, standard error unread");
    }
}
