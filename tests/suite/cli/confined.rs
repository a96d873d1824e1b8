//! Settings come with a pull request. None of them names a place outside the project.

use super::{CLEAN, Desk};

/// A word that is only in files outside the project.
const CANARY: &str = "canary-7f3a91";

/// Commands that read settings, catalogues, bindings and policies, or that write.
const COMMANDS: &[&[&str]] = &[
    &["check", "p"],
    &["check", "p", "-o", "json"],
    &["build", "p"],
    &["fmt", "p"],
    &["fix", "p"],
    &["fix", "p", "--unsafe"],
    &["config", "p"],
    &["config", "p", "--files"],
    &["query", "connectors", "-e", "sales", "p"],
    &["query", "rules", "p"],
    &["report", "roles", "p"],
    &["matrix", "p"],
    &["catalog", "list", "p"],
];

fn outside(settings: &str) -> Desk {
    let rows = format!("{CANARY}=1\n{CANARY}\n");
    let desk = Desk::with(&[
        ("p/a.dictum", CLEAN),
        ("p/dictum.toml", settings),
        ("secret.txt", &rows),
        ("secret.json", &format!("{{ \"environments\": {{ \"{CANARY}\": \"{CANARY}\" }}, \"{CANARY}\": 1 }}")),
        ("beside/b.dictum", &format!("environment {CANARY} {{ type = {CANARY} }}\n")),
    ]);
    #[cfg(unix)]
    for (target, link) in [
        ("../secret.txt", "p/inner.csv"),
        ("../secret.json", "p/inner.json"),
        ("../beside", "p/folder"),
        ("../beside/b.dictum", "p/b.dictum"),
        ("absent", "p/hanging"),
    ] {
        std::os::unix::fs::symlink(target, desk.path(link)).expect("a link");
    }
    desk
}

fn holds_nothing_of_outside(desk: &Desk) {
    let before: Vec<_> = ["secret.txt", "secret.json", "beside/b.dictum"].map(|file| desk.read(file)).into();
    for command in COMMANDS {
        let run = desk.run(command);
        assert!(!run.out.contains(CANARY) && !run.err.contains(CANARY), "{command:?}: {run:?}");
        assert!((0..=2).contains(&run.status), "{command:?}: {run:?}");
        let written = if desk.path("p/dist").exists() { desk.files("p/dist") } else { Vec::new() };
        for (path, bytes) in written {
            assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "{command:?} wrote it to {path}");
        }
    }
    let after: Vec<_> = ["secret.txt", "secret.json", "beside/b.dictum"].map(|file| desk.read(file)).into();
    assert_eq!(before, after);
    let names: Vec<String> = std::fs::read_dir(desk.path("."))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !["p", "secret.txt", "secret.json", "beside"].contains(&name.as_str()))
        .collect();
    assert!(names.is_empty(), "made outside of the project: {names:?}");
}

#[test]
fn nothing_outside_the_project_is_read_quoted_or_written() {
    let mut tried = 0;
    for (key, values) in [
        (
            "catalog]\nconnectors",
            &["../secret.txt", "/proc/self/environ", "inner.csv", "x/../../secret.txt", "hanging"][..],
        ),
        ("build]\nbindings", &["../secret.json", "/etc/hostname", "inner.json", "./../secret.json", "hanging"]),
        (
            "build]\nout",
            &["../escaped/deep/er", "folder", "folder/deep", "../beside", "/tmp/dictum-escaped", "hanging/x"],
        ),
    ] {
        for value in values {
            let desk = outside(&format!("[{key} = \"{value}\"\n"));
            holds_nothing_of_outside(&desk);
            desk.run(&["build", "p"]).ends(2).says(&["points outside the project", value]);
            tried += 1;
        }
    }
    println!("ways out of the project tried: {tried}, led out: 0");
    assert!(!std::path::Path::new("/tmp/dictum-escaped").exists());
}

#[test]
fn the_command_line_may_name_any_place() {
    let desk = Desk::with(&[("p/a.dictum", CLEAN), ("p/dictum.toml", "[build]\nout = \"deep/../dist\"\n")]);
    desk.run(&["build", "p"]).ends(0);
    assert!(desk.path("p/dist/manifest.json").exists());
    desk.run(&["build", "p", "--out", "elsewhere"]).ends(0);
    assert!(desk.path("elsewhere/manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn settings_that_are_no_file_of_the_project_are_refused() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with(&[
        ("secret.toml", &format!("{CANARY} = 1\n")),
        ("link/a.dictum", CLEAN),
        ("nowhere/a.dictum", CLEAN),
        ("folder/a.dictum", CLEAN),
        ("folder/dictum.toml/x", ""),
        ("pipe/a.dictum", CLEAN),
        ("within/a.dictum", CLEAN),
        ("within/settings/shared.toml", "[lint]\nfail_level = \"warning\"\n"),
    ]);
    symlink("../secret.toml", desk.path("link/dictum.toml")).expect("a link");
    symlink("absent", desk.path("nowhere/dictum.toml")).expect("a link");
    symlink("settings/shared.toml", desk.path("within/dictum.toml")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(desk.path("pipe/dictum.toml")).status();
    assert!(made.expect("mkfifo").success());
    let refused = [
        ("link", "points outside its folder"),
        ("nowhere", "cannot read"),
        ("folder", "cannot read"),
        ("pipe", "is a pipe or a device"),
    ];
    for (project, message) in refused {
        for command in ["check", "config", "build", "fmt"] {
            let run = desk.run(&[command, project]).ends(2).says(&[message]);
            assert!(!format!("{run:?}").contains(CANARY), "{command} {project}");
        }
    }
    desk.run(&["config", "within"]).ends(0).gives(&["= \"warning\""]);
}
