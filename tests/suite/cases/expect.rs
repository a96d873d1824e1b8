//! The expectations in lines of a case: about a run, and about the files after it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::script::head;
use crate::desk::{Desk, Run, finish};

/// Ignores the signal of the limit, so that the program gets the error of a full disk.
const FULL_DISK: &str = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";

/// Runs the words of a command: `dictum …`, or `full-disk dictum …` where files cannot grow.
pub(super) fn run(desk: &Desk, words: &[String]) -> Run {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["dictum", arguments @ ..] => desk.run(arguments),
        ["full-disk", "dictum", arguments @ ..] => {
            let mut bash = Command::new("bash");
            bash.args(["-c", FULL_DISK, env!("CARGO_BIN_EXE_dictum")]).args(arguments).current_dir(desk.path(""));
            finish(&mut bash, b"")
        }
        _ => unreachable!("{words:?} is no command of a case"),
    }
}

/// Returns what was found instead if the line does not hold.
pub(super) fn holds(desk: &Desk, run: &Run, line: &str) -> Result<(), String> {
    let (verb, rest) = head(line);
    let (first, words) = head(rest);
    let whole = || format!("it ended with {}\nout: {}\nerr: {}", run.status, run.out, run.err);
    match verb {
        "status" => ensure(rest == run.status.to_string(), whole),
        "out" => ensure(run.out.contains(rest), whole),
        "err" => ensure(run.err.contains(rest), whole),
        "no-out" => ensure(!run.out.contains(rest), whole),
        "no-err" => ensure(!run.err.contains(rest), whole),
        "count" => {
            let found = run.out.matches(words).count();
            ensure(first == found.to_string(), || format!("it is there {found} times in {}", run.out))
        }
        "json" => {
            let expected: Value = serde_json::from_str(words).map_err(|error| error.to_string())?;
            let found = member(&run.out, first)?;
            ensure(found == expected, || format!("it is {found}"))
        }
        "file" => {
            let found = text(desk, first)?;
            ensure(found.contains(words), || format!("it holds {found}"))
        }
        "no-file" if words.is_empty() => {
            ensure(std::fs::symlink_metadata(desk.path(first)).is_err(), || "it is there".to_owned())
        }
        "no-file" => {
            let found = text(desk, first)?;
            ensure(!found.contains(words), || format!("it holds {found}"))
        }
        "below" => {
            let size = text(desk, first)?.len();
            let limit: usize = words.parse().map_err(|_| "a number of bytes is missing")?;
            ensure(size < limit, || format!("it has {size} bytes"))
        }
        "same" | "differ" => {
            let (second, pointer) = head(words);
            let (one, other) = (text(desk, first)?, text(desk, second)?);
            let is_same =
                if pointer.is_empty() { one == other } else { member(&one, pointer)? == member(&other, pointer)? };
            ensure(is_same == (verb == "same"), || format!("{one}\n{other}"))
        }
        "mode" => {
            let (one, other) = (mode(&desk.path(first))?, mode(&desk.path(words))?);
            ensure(one == other, || format!("{one:o} and {other:o}"))
        }
        _ => Err("there is no such expectation".to_owned()),
    }
}

fn ensure(is_so: bool, found: impl FnOnce() -> String) -> Result<(), String> {
    if is_so { Ok(()) } else { Err(found()) }
}

fn text(desk: &Desk, path: &str) -> Result<String, String> {
    let bytes = std::fs::read(desk.path(path)).map_err(|error| format!("{path}: {error}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The value at a pointer of a JSON document.
fn member(text: &str, pointer: &str) -> Result<Value, String> {
    let document: Value = serde_json::from_str(text).map_err(|error| format!("{error} in {text}"))?;
    document.pointer(pointer).cloned().ok_or_else(|| format!("nothing is at {pointer} of {text}"))
}

#[cfg(unix)]
fn mode(path: &Path) -> Result<u32, String> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = std::fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(found.permissions().mode())
}

#[cfg(not(unix))]
fn mode(path: &Path) -> Result<u32, String> {
    Err(format!("{}: modes are not asked on this system", path.display()))
}
