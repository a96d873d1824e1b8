//! The action, the templates and the hooks as services run them: their own lines, in a temporary repository, with a
//! change that fails and one that passes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{CLEAN, Desk, Run, WRONG, finish, settings};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| unreachable!("{path}: {error}"))
}

/// The search path, with the command under test first.
fn path() -> String {
    let own = Path::new(env!("CARGO_BIN_EXE_dictum")).parent().expect("a folder").display().to_string();
    format!("{own}:{}", std::env::var("PATH").unwrap_or_default())
}

fn git(desk: &Desk, arguments: &[&str]) -> Run {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@contoso.com"]).args(arguments);
    let command = command.current_dir(desk.path(".")).env("PATH", path());
    finish(without_git(command), b"")
}

/// Removes the variables that a hook of the surrounding repository would set.
fn without_git(command: &mut Command) -> &mut Command {
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

/// A repository with a sound project, committed.
fn scratch() -> Desk {
    let desk = Desk::with(&[("dictum.toml", &settings("shop")), ("a b/x.dictum", CLEAN)]);
    git(&desk, &["init", "--quiet"]).ends(0);
    git(&desk, &["add", "."]).ends(0);
    git(&desk, &["commit", "--quiet", "-m", "sound"]).ends(0);
    desk
}

/// The lines below a key without their indentation: those that are indented more than the key.
fn block(text: &str, key: &str) -> Vec<String> {
    let mut lines = text.lines().skip_while(|line| line.trim_start().trim_start_matches("- ") != key);
    let Some(head) = lines.next() else { return Vec::new() };
    let depth = head.len() - head.trim_start().len();
    let inner: Vec<&str> =
        lines.take_while(|line| line.trim().is_empty() || line.len() - line.trim_start().len() > depth).collect();
    let indent = inner.first().map_or(0, |line| line.len() - line.trim_start().len());
    inner.iter().map(|line| line.get(indent..).unwrap_or_default().to_owned()).collect()
}

/// The steps of the action: the text of each, from `- name`.
fn steps(action: &str) -> Vec<String> {
    let all = block(action, "steps:").join("\n");
    all.split("- name: ").skip(1).map(str::to_owned).collect()
}

/// Runs the steps of `action.yml` with these inputs like the runner: inputs and their defaults become variables, each
/// script is a file that bash runs, and the first step that fails ends the job. Returns the last run and the outputs.
fn action(desk: &Desk, inputs: &[(&str, &str)]) -> (Run, BTreeMap<String, String>) {
    let action = read("action.yml");
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut name = String::new();
    for line in block(&action, "inputs:") {
        if let Some(input) = line.strip_suffix(':').filter(|line| !line.starts_with(' ')) {
            input.clone_into(&mut name);
        } else if let Some(default) = line.trim().strip_prefix("default: ") {
            values.insert(name.clone(), default.trim_matches('"').to_owned());
        }
    }
    for (name, value) in inputs {
        assert!(values.contains_key(*name), "the action has no input `{name}`");
        values.insert((*name).to_owned(), (*value).to_owned());
    }
    let outputs = desk.path(".git/outputs");
    std::fs::write(&outputs, "").expect("a file for outputs");
    let mut last = None;
    for step in steps(&action) {
        let mut command = Command::new("bash");
        let script = match step.split_once("run: |\n") {
            Some((_, script)) => script.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"),
            None => step.split_once("run: ").expect("a script").1.lines().next().unwrap_or_default().to_owned(),
        };
        assert!(!script.contains("${{"), "what a pull request says would be part of the script: {script}");
        let file = desk.path(".git/step.sh");
        std::fs::write(&file, script).expect("a script");
        for line in step.lines().filter_map(|line| line.trim().strip_suffix(" }}")) {
            let (variable, input) = line.split_once(": ${{ inputs.").expect("an input");
            command.env(variable, values.get(input).unwrap_or_else(|| unreachable!("no input `{input}`")));
        }
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&file).current_dir(desk.path("."));
        command.env("PATH", path()).env("GITHUB_ACTIONS", "true").env("GITHUB_OUTPUT", &outputs);
        command.env("GITHUB_ACTION_PATH", repository()).env("GITHUB_STEP_SUMMARY", desk.path(".git/summary.md"));
        for variable in ["TF_BUILD", "GITLAB_CI", "DICTUM"] {
            command.env_remove(variable);
        }
        let run = finish(&mut command, b"");
        let failed = run.status != 0;
        last = Some(run);
        if failed {
            break;
        }
    }
    let written = std::fs::read_to_string(&outputs).expect("outputs");
    let pairs = written.lines().filter_map(|line| line.split_once('='));
    let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    (last.expect("the action has steps"), pairs)
}

#[test]
fn the_steps_of_the_action_stop_a_wrong_change_and_pass_a_sound_one() {
    let desk = scratch();
    git(&desk, &["checkout", "--quiet", "-b", "change"]).ends(0);
    desk.put("b.dictum", WRONG.replace("sales", "crm"));
    git(&desk, &["add", "."]).ends(0);
    git(&desk, &["commit", "--quiet", "-m", "wrong"]).ends(0);
    let (run, outputs) = action(&desk, &[("fail-level", "warning")]);
    run.ends(1).gives(&["::error file=b.dictum,line=1,"]);
    let summary = desk.read(".git/summary.md");
    assert!(summary.contains("### Dictum: 1 error in 1 file"), "{summary}");
    let sarif: serde_json::Value = serde_json::from_str(&desk.read(&outputs["sarif"])).expect("the report is there");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(1));
    assert!(desk.read(&outputs["comment"]).contains("b.dictum:1:"));

    desk.put("b.dictum", "environment crm { type = sandbox; region = europe }\n");
    git(&desk, &["commit", "--quiet", "-a", "-m", "right"]).ends(0);
    let (run, outputs) =
        action(&desk, &[("fail-level", "warning"), ("paths", "a b\nb.dictum\n"), ("reports", "out/r")]);
    assert_eq!(run.ends(0).out.matches("::").count(), 0);
    assert_eq!(outputs["sarif"], "out/r/dictum.sarif");
    assert!(desk.path("out/r/dictum.sarif").is_file());
}

/// Files that a template passes to its service.
fn published(template: &str) -> Vec<String> {
    let words = template.split(|character: char| character.is_whitespace());
    let files = words.filter(|word| word.starts_with("dictum-reports/") && word.contains('.'));
    files.map(str::to_owned).collect()
}

/// Runs the script line of a template in a repository that has the script of the gate.
fn template(desk: &Desk, line: &str, variable: &str) -> Run {
    let mut command = Command::new("bash");
    command.args(["-eo", "pipefail", "-c", line]).current_dir(desk.path(".")).env("PATH", path());
    for name in ["GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "DICTUM", "DICTUM_PATHS"] {
        command.env_remove(name);
    }
    finish(command.env(variable, "True"), b"")
}

#[test]
fn the_templates_run_as_they_are_and_write_what_they_publish() {
    for (file, before, variable) in
        [("ci/azure-pipelines.yml", "- bash: ", "TF_BUILD"), ("ci/gitlab-ci.yml", "    - ", "GITLAB_CI")]
    {
        let text = read(file);
        let line = text.lines().find_map(|line| line.split_once(before).map(|(_, line)| line.trim()));
        let line = line.unwrap_or_else(|| unreachable!("{file} has a script"));
        assert_eq!(line, "ci/gate.sh", "{file}");
        let files = published(&text);
        assert!(files.len() >= 2, "{file} publishes {files:?}");
        let desk = scratch();
        desk.put("ci/gate.sh", read("ci/gate.sh"));
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(desk.path("ci/gate.sh"), mode).expect("a mode");
        template(&desk, line, variable).ends(0);
        desk.put("b.dictum", WRONG.replace("sales", "crm"));
        template(&desk, line, variable).ends(1);
        for file in files {
            assert!(desk.read(&file).contains("D1004"), "{file}");
        }
    }
}

/// `pre-commit` from the search path, or from the place where `.ci/tools.sh` installs it.
fn pre_commit() -> Option<PathBuf> {
    let own = repository().join("target/tools/bin/pre-commit");
    let runs = |program: &Path| Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success());
    [PathBuf::from("pre-commit"), own].into_iter().find(|program| runs(program))
}

#[test]
fn pre_commit_stops_a_wrong_change_and_passes_a_sound_one() {
    let Some(program) = pre_commit() else {
        println!("skipped: pre-commit is absent; `.ci/tools.sh` installs it");
        return;
    };
    // A repository of the hooks, as pre-commit clones it.
    let hooks = Desk::with(&[(".pre-commit-hooks.yaml", &read(".pre-commit-hooks.yaml"))]);
    git(&hooks, &["init", "--quiet"]).ends(0);
    git(&hooks, &["add", "."]).ends(0);
    git(&hooks, &["commit", "--quiet", "-m", "hooks"]).ends(0);
    let commit = git(&hooks, &["rev-parse", "HEAD"]).ends(0).out;
    let desk = scratch();
    desk.put(
        ".pre-commit-config.yaml",
        format!(
            "repos:\n- repo: {}\n  rev: {}\n  hooks:\n  - id: dictum-check-system\n  - id: dictum-fmt-system\n",
            hooks.path(".").display(),
            commit.trim()
        ),
    );
    let home = hooks.path(".git/home");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        let command = command.args(arguments).current_dir(desk.path(".")).env("PATH", path());
        finish(without_git(command.env("PRE_COMMIT_HOME", &home).env("HOME", hooks.path("."))), b"")
    };
    let commit = |message: &str| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@contoso.com", "commit", "-m", message]);
        let command = command.current_dir(desk.path(".")).env("PATH", path()).env("PRE_COMMIT_HOME", &home);
        finish(without_git(command.env("HOME", hooks.path("."))), b"")
    };
    run(&["install"]).ends(0);
    git(&desk, &["add", "."]).ends(0);
    commit("the hooks are on").ends(0);
    desk.put("b.dictum", WRONG.replace("sales", "crm"));
    git(&desk, &["add", "."]).ends(0);
    let wrong = commit("wrong").ends(1);
    assert!(format!("{}{}", wrong.out, wrong.err).contains("D1004"), "{wrong:?}");
    desk.put("b.dictum", "environment crm {type = sandbox; region = europe}\n");
    git(&desk, &["add", "."]).ends(0);
    let loose = commit("not laid out").ends(1);
    assert!(format!("{}{}", loose.out, loose.err).contains("files were modified by this hook"), "{loose:?}");
    git(&desk, &["add", "."]).ends(0);
    commit("laid out by the hook").ends(0);
    assert_eq!(git(&desk, &["log", "--format=%s"]).ends(0).out, "laid out by the hook\nthe hooks are on\nsound\n");
}

#[test]
fn the_page_shows_the_files_themselves() {
    let page = read("docs/ci.md");
    for (file, language) in [
        ("ci/github.yml", "yaml"),
        ("ci/azure-pipelines.yml", "yaml"),
        ("ci/gitlab-ci.yml", "yaml"),
        ("ci/pre-commit.yml", "yaml"),
    ] {
        assert!(page.contains(&format!("```{language}\n{}```\n", read(file))), "{file} is not on the page");
    }
}
