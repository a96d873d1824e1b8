//! The command as users run it: what it prints where, how it ends, and what it leaves on the disk.

mod answers;
mod ask;
mod assertions;
mod baseline;
mod build;
#[cfg(unix)]
mod canaries;
mod cases;
mod change;
mod classify;
mod confined;
mod findings;
mod governance;
mod import;
mod inputs;
mod left_out;
mod limits;
#[cfg(target_os = "linux")]
mod memory;
mod old_catalog;
mod organisations;
mod report;
mod report_pages;
#[cfg(unix)]
mod robust;
mod roles_as_they_are;
mod same_bytes;
mod script;
#[cfg(unix)]
mod services;
mod settings;
mod signed;
mod start;
mod terminal;
mod verify;
mod waivers;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder of its own in which commands run.
struct Desk {
    folder: tempfile::TempDir,
}

/// What a run gave.
#[derive(Debug)]
struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Desk {
    /// A folder that holds these files.
    fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        for (path, text) in files {
            desk.put(path, text);
        }
        desk
    }

    /// An empty folder.
    fn empty() -> Self {
        Self::with(&[])
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| unreachable!("{path}: {error}"))
    }

    /// All files, by path, with their bytes.
    fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        gather(&self.path(folder), "", &mut found);
        found.sort();
        found
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dictum"));
        command.args(arguments).current_dir(self.folder.path());
        // The surroundings of whoever runs the tests must not be seen.
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM", "COLUMNS", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        finish(&mut self.command(arguments), b"")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        finish(&mut self.command(arguments), input.as_bytes())
    }

    fn run_in(&self, surroundings: &[(&str, &str)], arguments: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.envs(surroundings.iter().copied());
        finish(&mut command, b"")
    }
}

fn finish(command: &mut Command, input: &[u8]) -> Run {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("the command starts");
    // A command that does not read its input may be gone before it is written.
    let _ = child.stdin.take().expect("an input").write_all(input);
    let output = child.wait_with_output().expect("the command ends");
    Run {
        status: output.status.code().expect("the command ends by itself"),
        out: String::from_utf8(output.stdout).expect("output is text"),
        err: String::from_utf8(output.stderr).expect("talk is text"),
    }
}

fn gather(folder: &Path, name: &str, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("an entry");
        let inside = format!("{name}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{inside}/"), found);
        } else {
            found.push((inside, std::fs::read(entry.path()).expect("a file")));
        }
    }
}

impl Run {
    /// Fails unless the run ended so.
    fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// Fails unless the talk holds all of this.
    fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is missing in: {}", self.err);
        }
        self
    }

    /// Fails unless the result holds all of this.
    fn gives(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.out.contains(part), "`{part}` is missing in: {}", self.out);
        }
        self
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| unreachable!("{error} in {}", self.out))
    }
}

/// Settings of a project of that name.
fn settings(name: &str) -> String {
    format!("[project]\nname = \"{name}\"\nedition = 2026\n")
}

/// A file with one error.
const WRONG: &str = "environment sales { type = sandbax; region = europe }\n";
/// A file with one warning.
const DOUBTFUL: &str = "connectors office = [sharepointonline, teams]\n";
/// A file with nothing to find.
const CLEAN: &str = "\
environment sales { type = sandbox; region = europe }

data_policy baseline {
  applies_to   = all
  business     = [sharepointonline, teams]
  non_business = unblockable - [sharepointonline, teams]
  blocked      = rest
}
";
