//! The README and the language page are true: their policies are read, and their commands run.
//!
//! - A block of `dictum` is a policy without findings, unless a comment above it names a file. Then it is written to
//!   that file, and the commands after it show its findings.
//! - A block of `console` has commands after `$ ` and below each its output. A line `…` matches any lines. All commands
//!   of a page run in one folder, a copy of a checkout.
//! - What an author would do by hand is in a comment, `run: …`, above such a block.
//! - Blocks of any other kind are not tested.

use std::path::Path;
use std::process::Command;

use crate::policy::{findings, told};
use crate::tree::{files, is, none, read, root};

/// A fenced block of a page.
struct Block {
    line: usize,
    kind: String,
    text: String,
    /// Its file name, from the comment above it.
    file: Option<String>,
    /// The command to run before it, from the comment above it.
    before: Option<String>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let (mut file, mut before) = (None, None);
    for (number, line) in page.lines().enumerate() {
        if let Some(block) = &mut open {
            if line == "```" {
                blocks.extend(open.take());
            } else {
                block.text.push_str(line);
                block.text.push('\n');
            }
        } else if let Some(kind) = line.strip_prefix("```") {
            open = Some(Block {
                line: number + 1,
                kind: kind.to_owned(),
                text: String::new(),
                file: file.take(),
                before: before.take(),
            });
        } else {
            let comment = |head: &str| line.strip_prefix(head).and_then(|rest| rest.strip_suffix(" -->"));
            file = comment("<!-- file: ").map(str::to_owned);
            before = comment("<!-- run: ").map(str::to_owned);
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// Handwritten pages with samples.
fn pages() -> Vec<String> {
    let mut pages = vec!["README.md".to_owned()];
    pages.extend(files("docs").into_iter().filter(|path| is(path, "md") && !read(path).starts_with("<!-- Made ")));
    pages
}

#[test]
fn policies_on_pages_are_clean_and_laid_out() {
    let mut offenders = Vec::new();
    for page in pages() {
        for block in blocks(&read(&page)).into_iter().filter(|block| block.kind == "dictum" && block.file.is_none()) {
            let found = findings(&block.text);
            if !found.is_empty() {
                offenders.push(format!("{page}:{}\n{}", block.line, told(&found)));
            }
        }
    }
    none("policies on pages have no findings", &offenders);
}

/// Copies the files of a checkout that commands on pages use.
fn checkout(folder: &Path) {
    for path in
        files("policies").into_iter().chain(files("tests/data/dlp-samples")).chain(files("tests/data/role-samples"))
    {
        if path.contains("/dist/") {
            continue;
        }
        let target = folder.join(&path);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        std::fs::copy(root().join(&path), target).expect("a copy");
    }
}

/// The output of a command: standard output, then standard error.
fn run(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_dictum")).parent().expect("the binary stands in a folder");
    let mut path = std::ffi::OsString::from(binary);
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .output()
        .expect("a shell");
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text"));
    text.concat()
}

/// Whether `printed` is what the page shows, where `…` matches any lines.
fn fits(shown: &[&str], printed: &[&str]) -> bool {
    match (shown.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&"…", rest)), _) => (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..])),
        (Some((shown, shown_rest)), Some((printed, printed_rest))) => {
            shown.trim_end() == printed.trim_end() && fits(shown_rest, printed_rest)
        }
        (None, Some(_)) | (Some(_), None) => false,
    }
}

#[cfg(unix)]
#[test]
fn commands_on_pages_print_what_the_pages_show() {
    let mut offenders = Vec::new();
    for page in pages() {
        let desk = tempfile::tempdir().expect("a folder");
        checkout(desk.path());
        for block in blocks(&read(&page)) {
            if let Some(file) = &block.file {
                let target = desk.path().join(file);
                std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
                std::fs::write(target, &block.text).expect("a file");
            }
            if let Some(command) = &block.before {
                run(command, desk.path());
            }
            if block.kind != "console" {
                continue;
            }
            let mut lines = block.text.lines().peekable();
            while let Some(line) = lines.next() {
                let command = line.strip_prefix("$ ").expect("a block of a console begins with a command");
                let mut shown = Vec::new();
                while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                    shown.push(line);
                }
                let printed = run(command, desk.path());
                let printed: Vec<&str> = printed.lines().collect();
                if !fits(&shown, &printed) {
                    offenders.push(format!("{page}:{}: $ {command}\n{}", block.line, printed.join("\n")));
                }
            }
        }
    }
    none("commands on pages print something else", &offenders);
}

#[test]
fn dots_stand_for_any_lines() {
    assert!(fits(&["a", "…", "d"], &["a", "b", "c", "d"]));
    assert!(fits(&["a", "…"], &["a"]));
    assert!(!fits(&["a", "…", "d"], &["a", "b"]));
    assert!(!fits(&["a"], &["a", "b"]));
    assert!(!fits(&["a", "b"], &["a"]));
}

/// The two commands that the README shows first.
#[test]
fn the_first_commands_are_the_ones_that_are_tested() {
    let readme = read("README.md");
    let first = blocks(&readme).into_iter().find(|block| block.kind == "sh").expect("a block of commands");
    let commands: Vec<&str> = first.text.lines().filter_map(|line| line.split('#').next()).map(str::trim).collect();
    assert_eq!(commands[..2], ["cargo run --release -- build policies/contoso", "cargo test"]);
    let ci = read(".ci/run");
    assert!(ci.contains("cargo test --locked"), ".ci/run runs the tests as the README says");
}

#[test]
fn links_lead_to_files() {
    let mut offenders = Vec::new();
    let mut pages = pages();
    pages.extend(files("docs").into_iter().filter(|path| is(path, "md")));
    pages.extend(["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned));
    pages.sort();
    pages.dedup();
    for page in pages {
        let text = read(&page);
        let folder = Path::new(&page).parent().expect("a folder").to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() { page.clone().into() } else { folder.join(file) };
            let there = root().join(&path);
            if !there.exists() {
                offenders.push(format!("{page}: {target}"));
            } else if !anchor.is_empty() {
                let heads = std::fs::read_to_string(there).unwrap_or_default();
                let slug =
                    |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-").replace('`', "");
                if !heads.lines().any(|line| line.starts_with('#') && slug(line) == anchor) {
                    offenders.push(format!("{page}: {target} leads to no heading"));
                }
            }
        }
    }
    none("links lead to nothing", &offenders);
}
