//! Files stay small, rules are in their folders, and nothing is unfinished.

use crate::code::tokens;
use crate::tree::{RustFile, files, none, read, rust};

/// The maximum number of lines of a file, and the number that the median of the files in `src` stays below.
const MOST: usize = 800;
const MEDIAN: usize = 200;

#[test]
fn files_are_small() {
    let mut lengths = Vec::new();
    let mut offenders = Vec::new();
    for file in rust(&["src", "tests", "benches"]) {
        let lines = file.text.lines().count();
        if lines > MOST {
            offenders.push(format!("{}: {lines} lines", file.path));
        }
        if file.path.starts_with("src/") {
            lengths.push(lines);
        }
    }
    none("no file has more than 800 lines", &offenders);
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median < MEDIAN, "the file in the middle has {median} lines, which is not below {MEDIAN}");
}

#[test]
fn every_file_says_what_it_is() {
    let silent = |file: &RustFile| !file.text.starts_with("//!") && !file.text.starts_with("#![doc");
    let offenders: Vec<String> = rust(&["src"]).into_iter().filter(silent).map(|file| file.path).collect();
    none("every file begins with `//!` and what it is", &offenders);
}

/// Folders with one rule in each file: the families, and the rules about waivers.
fn rule_folders() -> Vec<String> {
    let doors = files("src").into_iter().filter_map(|path| path.strip_suffix("/mod.rs").map(str::to_owned));
    doors.filter(|folder| folder.starts_with("src/rules/") || folder == "src/waivers/rules").collect()
}

#[test]
fn every_rule_is_one_listed_file_of_its_name() {
    let mut offenders = Vec::new();
    for folder in rule_folders() {
        let door = RustFile::of(&format!("{folder}/mod.rs"), &read(&format!("{folder}/mod.rs")));
        let words: Vec<&str> = tokens(&door.code).iter().map(|token| token.text).collect();
        for path in files(&folder) {
            let Some(stem) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")) else { continue };
            // A file with what several rules of a family share declares no rule.
            if stem == "mod" || !read(&path).contains("declare_rule!") {
                continue;
            }
            let name = stem.replace('_', "-");
            if !words.windows(3).any(|window| window == ["mod", stem, ";"]) {
                offenders.push(format!("{path}: `mod {stem};` is missing in {}", door.path));
            }
            if !words.windows(2).any(|window| window == [stem, "::"]) {
                offenders.push(format!("{path}: no rule of it is listed in {}", door.path));
            }
            if !read(&path).contains(&format!("\"{name}\"")) {
                offenders.push(format!("{path}: it declares no rule named `{name}`"));
            }
            if dictum::codes::find(&name).is_none() {
                offenders.push(format!("{path}: `dictum rules` does not list `{name}`"));
            }
        }
    }
    let declared = files("src/rules").iter().filter(|path| read(path).contains("declare_rule!")).count();
    assert_eq!(declared, dictum::rules::all().len(), "every rule is a file of its own, and listed");
    none("a rule is one file, named like the rule and listed in its folder's mod.rs", &offenders);
}

/// Strings that finished text does not contain, and why.
const UNFINISHED: &[(&str, &str)] = &[
    ("todo!", "finish it or leave it out"),
    ("unimplemented!", "finish it or leave it out"),
    ("dbg!", "it prints"),
    ("#[allow", "write `#[expect(lint, reason = \"…\")]`, which tells when it is no longer needed"),
    ("#![allow", "write `#![expect(lint, reason = \"…\")]`, which tells when it is no longer needed"),
    ("#[ignore", "a test that does not run proves nothing"),
    ("#[should_panic", "assert what is returned"),
];

#[test]
fn nothing_is_half_done() {
    let mut offenders = Vec::new();
    for file in rust(&["src", "tests", "benches", "examples"]) {
        for (word, why) in UNFINISHED {
            for (at, _) in file.code.match_indices(word) {
                offenders.push(format!("{}: `{word}`: {why}", file.place(at)));
            }
        }
    }
    none("no file holds what is not finished", &offenders);
}

#[test]
fn every_expectation_has_a_reason() {
    let mut offenders = Vec::new();
    for file in rust(&["src", "tests", "benches", "examples"]) {
        for (at, _) in file.code.match_indices("[expect(") {
            let inside = file.code[at..].split(']').next().unwrap_or_default();
            if !inside.contains("reason") {
                offenders.push(file.place(at));
            }
        }
    }
    none("every `#[expect(…)]` says its reason", &offenders);
}

/// Strings that the project's text never contains: paths of one machine, and references that readers cannot follow.
fn forbidden() -> Vec<String> {
    // Written in parts, so that this file does not contain them.
    [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["iss", "ue #"], ["iss", "ues/"], ["TO", "DO"], ["FIX", "ME"]]
        .iter()
        .map(|parts| parts.concat())
        .collect()
}

#[test]
fn no_text_speaks_of_one_machine_or_of_what_readers_cannot_see() {
    let mut offenders = Vec::new();
    let folders = ["src", "tests", "benches", "examples", "docs", "grammar", "policies", "schema", "snapshots", ".ci"];
    let mut paths: Vec<String> = folders.iter().flat_map(|folder| files(folder)).collect();
    let top = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "Cargo.toml"];
    paths.extend(top.map(str::to_owned));
    for path in paths {
        // Text from others, and typing mistakes of people, are in the tests as they were written.
        if path.starts_with("tests/data/") || path.starts_with("tests/mutations/") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(crate::tree::root().join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for word in forbidden() {
                if line.contains(&word) {
                    offenders.push(format!("{path}:{}: `{word}`", number + 1));
                }
            }
        }
    }
    none("such words have no place in the project", &offenders);
}
