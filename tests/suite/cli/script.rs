//! The script of the gate, and the files that call it.

use std::path::Path;
use std::process::Command;

use super::{CLEAN, DOUBTFUL, Desk, Run, WRONG, finish, settings};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the script like a service that sets these variables.
fn gate(desk: &Desk, variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new("bash");
    command.arg(repository().join("ci/gate.sh")).current_dir(desk.path(""));
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD", "GITLAB_CI", "DICTUM_PATHS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.env("DICTUM", env!("CARGO_BIN_EXE_dictum")).envs(variables.iter().copied());
    finish(&mut command, b"")
}

#[cfg(unix)]
#[test]
fn each_service_gets_what_it_reads() {
    let desk = Desk::with(&[("a b/x.dictum", WRONG)]);
    let summary = desk.path("step.md").display().to_string();
    let run = gate(&desk, &[("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", &summary)]).ends(1);
    run.gives(&["::error file=a b/x.dictum,line=1,"]);
    assert!(desk.read("step.md").contains("### Dictum: 1 error in 1 file"));
    let run = gate(&desk, &[("TF_BUILD", "True")]).ends(1);
    run.gives(&["##vso[task.logissue type=error;sourcepath=a b/x.dictum;", "##vso[task.uploadsummary]/"]);
    gate(&desk, &[("GITLAB_CI", "true")]).ends(1).gives(&["error[D1004]"]);
    assert!(desk.read("dictum-reports/gl-code-quality-report.json").contains("\"critical\""));
    for report in ["junit.xml", "dictum.sarif", "comment.md"] {
        assert!(desk.read(&format!("dictum-reports/{report}")).contains("D1004"), "{report}");
    }
}

#[cfg(unix)]
#[test]
fn it_ends_as_the_check_ends() {
    let desk = Desk::with(&[("p/a.dictum", CLEAN), ("q/a.dictum", DOUBTFUL), ("-r.dictum", WRONG)]);
    gate(&desk, &[("DICTUM_PATHS", "p")]).ends(0);
    gate(&desk, &[("DICTUM_PATHS", "q")]).ends(0);
    gate(&desk, &[("DICTUM_PATHS", "q"), ("DICTUM_FAIL_LEVEL", "warning")]).ends(1);
    gate(&desk, &[("DICTUM_PATHS", "-r.dictum\n")]).ends(1);
    gate(&desk, &[("DICTUM_PATHS", "p\nnowhere")]).ends(2);
    assert!(!desk.path("dictum-reports/junit.xml").exists(), "a report of an earlier run is gone");
    desk.run(&["baseline", "update", "q"]).ends(0);
    let accepted =
        [("DICTUM_PATHS", "q"), ("DICTUM_FAIL_LEVEL", "warning"), ("DICTUM_BASELINE", "dictum-baseline.json")];
    gate(&desk, &accepted).ends(0);
}

#[cfg(unix)]
#[test]
fn hooks_stop_a_wrong_change_in_a_repository() {
    let desk = Desk::with(&[("dictum.toml", &settings("shop")), ("a.dictum", CLEAN)]);
    let hooks = std::fs::read_to_string(repository().join(".pre-commit-hooks.yaml")).expect("the hooks");
    let mut entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: dictum ")).collect();
    entries.sort_unstable();
    entries.dedup();
    assert_eq!(entries, ["check .", "fmt"]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@contoso.com"]).args(arguments);
        finish(command.current_dir(desk.path("")).env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE"), b"")
    };
    git(&["init", "--quiet"]).ends(0);
    let commands: Vec<String> =
        entries.iter().map(|entry| format!("'{}' {entry}", env!("CARGO_BIN_EXE_dictum"))).collect();
    desk.put(".git/hooks/pre-commit", format!("#!/bin/sh\nset -e\n{}\ngit diff --quiet\n", commands.join("\n")));
    let hook = desk.path(".git/hooks/pre-commit");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(hook, mode).expect("a mode");
    git(&["add", "."]).ends(0);
    git(&["commit", "--quiet", "-m", "sound"]).ends(0);
    desk.put("b.dictum", WRONG.replace("sales", "crm"));
    git(&["add", "."]).ends(0);
    git(&["commit", "--quiet", "-m", "wrong"]).ends(1);
    desk.put("b.dictum", "environment crm {type = sandbox; region = europe}\n");
    git(&["add", "."]).ends(0);
    git(&["commit", "--quiet", "-m", "not laid out"]).ends(1);
    git(&["add", "."]).ends(0);
    git(&["commit", "--quiet", "-m", "laid out by the hook"]).ends(0);
}
