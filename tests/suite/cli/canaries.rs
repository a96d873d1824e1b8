//! No command shows or changes a file outside a project, wherever the settings and links of the project point.
//!
//! Paths on the command line are read and written. Here all of them are inside the project.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use clap::CommandFactory as _;
use dictum::cli::Arguments;
use rayon::prelude::*;

use super::{Desk, Run, settings};

/// Begins every text outside the project. No output may contain it or what follows it.
const CANARY: &str = "cnry7f3a91";

/// Every command, with all options that make it write. `p` is the project, and paths in it may be links.
const COMMANDS: &[&str] = &[
    "check p",
    "check p -o json",
    "check p -o full",
    "check p -o short",
    "check p --narrated",
    "check p -o json=p/written/findings.json",
    "check p -o json=p/linked.txt",
    "check p/apps.dictum",
    "build p",
    "build p --out p/written/out --report p/written/left.json",
    "build p --out p/linked-folder",
    "build p -t bundle -t power-platform -t sql -t dataverse -t terraform -t entra --bindings p/bindings.json --out p/written/all --list-rest",
    "bindings p --from p/export.json",
    "bindings p --from p/linked.txt --out p/written/bindings.json",
    "verify p/dist",
    "verify p/written/all -o json",
    "fix p",
    "fix p --unsafe",
    "fix p --diff",
    "fmt p",
    "fmt p --check",
    "fmt p --diff",
    "test p --coverage",
    "test p -o json -o junit=p/written/tests.xml",
    "test p -o json=p/linked.txt",
    "query connectors -e finance_prod p",
    "query connectors -e finance_prod -t sql -o json p",
    "query app expense_approval p",
    "query environment finance_prod p",
    "query environment finance_prod -o json p",
    "query rating sql p",
    "query rules criticity p",
    "query rules criticity -o json p",
    "query access -u alice p",
    "query who-can read contact p",
    "matrix p",
    "matrix p -o markdown",
    "matrix p -o csv --effective",
    "report roles p --out p/written/roles.html",
    "report roles p --out p/linked.txt",
    "report connectors p --out p/written/connectors.html",
    "report connectors p --out p/linked.txt",
    "report apps p --out p/written/apps.html",
    "report apps p --out p/linked.txt",
    "report reviews p -o ics --out p/written/due.ics",
    "report reviews p -o csv --out p/linked.txt",
    "report responsibilities p --out p/written/responsibilities.html",
    "report responsibilities p --out p/linked.txt",
    "report all p --out p/written/pages",
    "report all p --out p/linked-folder",
    "classify p/inventory.csv --policies p",
    "classify p/inventory.csv --policies p --out p/written/rows.csv",
    "classify p/inventory.csv --policies p --out p/linked.txt",
    "import power-platform p/export.json",
    "import power-platform p/export.json --out p/written/imported --report p/written/imported.json",
    "import power-platform p/export.json --out p/linked-folder --report p/linked.txt",
    "catalog diff 2025-01-01 builtin --policies p",
    "catalog pin --out p/written/pinned.csv",
    "catalog pin --out p/linked.txt",
    "init p",
    "init p/linked-folder",
    "init p/written/new",
    "config p",
    "config p -o json",
    "config p --files",
    "baseline update p --baseline p/written/baseline.json",
    "baseline update p --baseline p/linked.txt",
    "baseline prune p --baseline p/written/baseline.json",
    "bindings p",
    "bindings p --out p/written/bindings.json",
    "doctor p",
    "waive D3001 --at p/apps.dictum:1 --because x --until 2099-01-01 p",
    "lsp",
];

/// Commands that read no project. They are tried with one way to the outside.
const ONCE: &[&str] = &[
    "explain D3001",
    "rules",
    "rules -o json",
    "catalog list",
    "catalog show sql",
    "catalog search sql",
    "catalog tables account",
    "catalog roles",
    "catalog privileges contact",
    "completions bash",
    "man --out p/written/pages",
];

/// A way in which a project can point to the outside.
struct Way {
    name: &'static str,
    /// The text in `dictum.toml` after the project's own section. `None` if the way is a link.
    settings: Option<&'static str>,
    /// Links in the project: the path and its target.
    links: &'static [(&'static str, &'static str)],
}

const WAYS: &[Way] = &[
    Way { name: "links to policies and folders", settings: Some(""), links: &[] },
    Way { name: "catalogue above", settings: Some("[catalog]\nconnectors = \"../secret.csv\"\n"), links: &[] },
    Way {
        name: "catalogue that is a link",
        settings: Some("[catalog]\nconnectors = \"inner.csv\"\n"),
        links: &[("inner.csv", "../secret.csv")],
    },
    Way { name: "bindings above", settings: Some("[build]\nbindings = \"../secret.json\"\n"), links: &[] },
    Way {
        name: "bindings that are a link",
        settings: Some("[build]\nbindings = \"inner.json\"\n"),
        links: &[("inner.json", "../secret.json")],
    },
    Way { name: "output above", settings: Some("[build]\nout = \"../beside\"\n"), links: &[] },
    Way { name: "output through a link", settings: Some("[build]\nout = \"linked-folder/out\"\n"), links: &[] },
    Way { name: "output that is a link", settings: Some(""), links: &[("dist", "../beside")] },
    Way { name: "settings that are a link", settings: None, links: &[("dictum.toml", "../secret.toml")] },
    Way {
        name: "settings below that are a link",
        settings: Some(""),
        links: &[("below/dictum.toml", "../../secret.toml")],
    },
    Way {
        name: "ignore files that are links",
        settings: Some(""),
        links: &[(".gitignore", "../secret.txt"), (".ignore", "../secret.txt")],
    },
];

/// The files outside the project, each with a text of its own.
const OUTSIDE: &[(&str, &str)] = &[
    ("secret.txt", "{}-line one\n{}-line: two = 3\n"),
    ("secret.csv", "id,display_name\nsql,{}-display\n{}-id with blanks,{}\n"),
    ("secret.json", "{ \"environments\": { \"finance_prod\": \"{}-bound\" }, \"{}-key\": \"{}-value\" }\n"),
    ("secret.toml", "[project]\nname = \"{}-name\"\n[{}-section]\n{}-key = {}-value\n"),
    ("beside/b.dictum", "environment {} { type = {} }\n/// {}-comment\n"),
    ("beside/manifest.json", "{ \"files\": [{ \"path\": \"b.dictum\" }], \"generator\": { \"name\": \"dictum\" } }\n"),
];

fn desk_of(way: &Way) -> Desk {
    let desk = Desk::empty();
    desk.run(&["init", "--template", "contoso", "p"]).ends(0);
    for (path, text) in OUTSIDE {
        desk.put(path, text.replace("{}", CANARY));
    }
    fs::remove_file(desk.path("p/dictum.toml")).expect("the template's settings");
    if let Some(more) = way.settings {
        desk.put("p/dictum.toml", settings("contoso") + more);
    }
    desk.put("p/inventory.csv", "app,users,impact,personal_data,sensitive_data\na,3,minor,yes,no\n");
    desk.put("p/below/more.dictum", "group sg_more { kind = security }\n");
    desk.put("p/written/.keep", "");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dlp-samples/provider-mock-policy.v2.json");
    desk.put("p/export.json", fs::read(sample).expect("a sample"));
    let common = [
        ("linked.dictum", "../beside/b.dictum"),
        ("linked-folder", "../beside"),
        ("linked.txt", "../secret.txt"),
        ("hanging.dictum", "../absent.dictum"),
    ];
    for (link, target) in common.iter().chain(way.links) {
        let place = desk.path("p").join(link);
        // The file that the template wrote there is replaced by the link.
        let _ = fs::remove_file(&place);
        std::os::unix::fs::symlink(target, place).expect("a link");
    }
    desk
}

/// The files outside the project: names, bytes and modification times.
fn outside(desk: &Desk) -> Vec<(String, Vec<u8>, SystemTime)> {
    let root = desk.path(".");
    let mut found = Vec::new();
    let mut folders = vec![(root.clone(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let about = entry.metadata().expect("what the disk says of it");
            if name == "p" {
                continue;
            }
            let changed = about.modified().expect("a time");
            if about.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
                found.push((name, Vec::new(), changed));
            } else {
                found.push((name, fs::read(entry.path()).expect("a file"), changed));
            }
        }
    }
    found.sort();
    found
}

/// The files of the project, except links, that contain a canary, by path.
fn showing(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            showing(&entry.path(), found);
        } else if kind.is_file() && holds(&fs::read(entry.path()).expect("a file")) {
            found.push(entry.path().display().to_string());
        }
    }
}

fn holds(bytes: &[u8]) -> bool {
    // A message may show the first few characters of a text that cannot be read.
    String::from_utf8_lossy(bytes).contains(CANARY)
}

/// What is wrong after a command.
fn wrong(run: &Run, desk: &Desk, before: &[(String, Vec<u8>, SystemTime)]) -> Vec<String> {
    let mut wrong = Vec::new();
    if holds(run.out.as_bytes()) || holds(run.err.as_bytes()) {
        wrong.push(format!("shows a canary\n{}\n{}", run.out, run.err));
    }
    if !(0..=2).contains(&run.status) {
        wrong.push(format!("ends with {}\n{}", run.status, run.err));
    }
    showing(&desk.path("p"), &mut wrong);
    let after = outside(desk);
    if after != before {
        let changed = |one: &&(String, Vec<u8>, SystemTime)| !before.contains(one);
        let names: Vec<&str> = after.iter().filter(changed).map(|(name, ..)| name.as_str()).collect();
        wrong.push(format!("changes what lies outside: {names:?}"));
    }
    wrong
}

#[test]
fn no_command_shows_or_touches_what_lies_outside_of_a_project() {
    let tried: Vec<(usize, usize, Vec<String>)> = WAYS
        .par_iter()
        .enumerate()
        .map(|(at, way)| {
            let desk = desk_of(way);
            let before = outside(&desk);
            let (mut sound, mut faults) = (0, Vec::new());
            let commands: Vec<&&str> = COMMANDS.iter().chain(ONCE.iter().filter(|_| at == 0)).collect();
            for command in &commands {
                let arguments: Vec<&str> = command.split(' ').collect();
                let run = desk.run(&arguments);
                sound += usize::from(run.status == 0);
                let found = wrong(&run, &desk, &before);
                faults.extend(found.iter().map(|fault| format!("{}: dictum {command}: {fault}", way.name)));
            }
            (commands.len(), sound, faults)
        })
        .collect();
    let runs: usize = tried.iter().map(|(runs, ..)| runs).sum();
    let sound: usize = tried.iter().map(|(_, sound, _)| sound).sum();
    let faults: Vec<&String> = tried.iter().flat_map(|(.., faults)| faults).collect();
    println!(
        "P8: {} ways outside, {} commands, {runs} runs, {sound} of them ended with 0; escapes: {}",
        WAYS.len(),
        COMMANDS.len() + ONCE.len(),
        faults.len()
    );
    assert!(faults.is_empty(), "{}", faults.iter().map(|fault| fault.as_str()).collect::<Vec<_>>().join("\n\n"));
    // A project that no command can read would prove nothing.
    assert!(sound * 3 > runs, "only {sound} of {runs} runs did their work");
}

#[test]
fn every_command_is_among_those_that_are_tried() {
    fn leaves(command: &clap::Command, before: &str, found: &mut BTreeSet<String>) {
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            let name = format!("{before}{}", inner.get_name());
            if inner.has_subcommands() {
                leaves(inner, &format!("{name} "), found);
            } else {
                found.insert(name);
            }
        }
    }
    let mut names = BTreeSet::new();
    leaves(&Arguments::command(), "", &mut names);
    let is_tried = |name: &&String| {
        COMMANDS.iter().chain(ONCE).any(|tried| *tried == **name || tried.starts_with(&format!("{name} ")))
    };
    let missing: Vec<&String> = names.iter().filter(|name| !is_tried(name)).collect();
    assert!(missing.is_empty(), "not tried: {missing:?}");
}

#[test]
fn settings_that_are_a_link_out_of_their_folder_are_refused() {
    let desk = Desk::with(&[("p/a.dictum", super::CLEAN), ("shared.toml", &settings("shared"))]);
    std::os::unix::fs::symlink("../shared.toml", desk.path("p/dictum.toml")).expect("a link");
    desk.run(&["check", "p"]).ends(2).says(&["`p/dictum.toml` is a symbolic link that points outside", "--config"]);
    desk.run(&["check", "p", "--config", "shared.toml"]).ends(0);
    fs::remove_file(desk.path("p/dictum.toml")).expect("the link");
    desk.put("p/settings/own.toml", settings("own"));
    std::os::unix::fs::symlink("settings/own.toml", desk.path("p/dictum.toml")).expect("a link");
    desk.run(&["config", "p"]).ends(0).gives(&["\"own\""]);
}

#[test]
fn a_link_at_the_place_of_a_result_is_not_followed() {
    let desk = Desk::with(&[("p/a.dictum", super::CLEAN), ("victim.txt", "kept")]);
    std::os::unix::fs::symlink("../victim.txt", desk.path("p/findings.json")).expect("a link");
    std::os::unix::fs::symlink("../absent.txt", desk.path("p/pinned.csv")).expect("a link");
    let told = ["is a symbolic link", "remove the link"];
    desk.run(&["check", "p", "-o", "json=p/findings.json"]).ends(2).says(&told);
    desk.run(&["report", "roles", "p", "--out", "p/findings.json"]).ends(2).says(&told);
    desk.run(&["catalog", "pin", "--out", "p/pinned.csv"]).ends(2).says(&told);
    assert_eq!(desk.read("victim.txt"), "kept");
    assert!(!desk.path("absent.txt").exists());
    if Path::new("/dev/stdout").exists() {
        desk.run(&["catalog", "pin", "--out", "/dev/stdout"]).ends(0).gives(&["id,"]);
    }
}

#[test]
fn a_file_that_is_not_what_it_should_be_is_not_quoted() {
    let desk = Desk::with(&[("p/a.dictum", super::CLEAN)]);
    for (path, text) in OUTSIDE {
        desk.put(path, text.replace("{}", CANARY));
    }
    desk.put("twice.txt", format!("{CANARY}\n{CANARY}\n"));
    desk.put("text.json", format!("\"{CANARY} and more\""));
    desk.put("typed.json", format!("{{ \"environments\": \"{CANARY}\", \"value\": [{{ \"id\": true }}] }}"));
    desk.put("twice.json", format!("{{ \"{CANARY}\": {{ \"{CANARY}\": 1, \"{CANARY}\": 2 }} }}"));
    desk.put("a.xml", format!("<{CANARY}><{CANARY} {CANARY}=\"1\"></{CANARY}-more>"));
    desk.put("b.xml", format!("<a>&{CANARY};</a>"));
    desk.put("dist/manifest.json", format!("{{ \"generator\": {{ \"name\": \"{CANARY}\" }}, \"{CANARY}\": 1 }}"));
    desk.put("dist/bundle.json", format!("{{ \"{CANARY}\": 1 }}"));
    let (mut tried, mut refused) = (0, 0);
    let files = ["secret.txt", "secret.csv", "secret.json", "secret.toml", "beside/b.dictum", "beside/manifest.json"];
    let more = ["twice.txt", "text.json", "typed.json", "twice.json", "a.xml", "b.xml", "dist/bundle.json"];
    for file in files.into_iter().chain(more) {
        for command in [
            &["catalog", "list", "--catalog", file][..],
            &["catalog", "diff", file, "builtin"],
            &["build", "p", "--bindings", file, "--out", "out"],
            &["import", "auto", file],
            &["import", "power-platform", file],
            &["import", "terraform", file],
            &["import", "dataverse", file],
            &["import", "auto", "tests.json", "--catalog", file],
            &["verify", "dist"],
        ] {
            let run = desk.run(command);
            tried += 1;
            // A file of the right kind may be shown.
            if run.status == 0 {
                continue;
            }
            refused += 1;
            assert!(!holds(run.out.as_bytes()) && !holds(run.err.as_bytes()), "{command:?}: {run:?}");
        }
    }
    println!("files that are not what they should be: {tried} tries, {refused} refused, 0 quoted");
    assert!(refused > 80);
}
