//! `docs/settings.md`: every key of `dictum.toml`.

use std::fmt::Write as _;
use std::process::Command;

use dictum::config::KEYS;

use super::{cell, note};

pub(super) fn page() -> String {
    let mut text = note("the list of settings");
    text.push_str(
        "\n# Settings\n\n\
        `dictum.toml` is at the root of a project. The nearest one above a file applies; every policy file below it\n\
        is one program. Unknown keys are errors, since a misspelt setting would silently leave the default in force.\n\
        `dictum config` shows each value and where it comes from.\n\n\
        | setting | what it is for | default |\n|---|---|---|\n",
    );
    let defaults = defaults();
    for key in KEYS {
        let default = defaults
            .as_array()
            .and_then(|rows| rows.iter().find(|row| row["setting"] == key.path))
            .and_then(|row| row["value"].as_str())
            .expect("`dictum config` shows every setting");
        let _ = writeln!(text, "| `{}` | {} | `{}` |", key.path, cell(key.doc), cell(default));
    }
    text.push_str(
        "\n```toml\n\
        [project]\n\
        name     = \"contoso\"\n\
        edition  = 2026\n\
        requires = \">=0.1\"\n\n\
        [catalog]\n\
        connectors = \"connectors.csv\"    # from `dictum catalog pin --out connectors.csv`\n\n\
        [lint]\n\
        fail_level = \"warning\"\n\n\
        [lint.rules]\n\
        stale-review         = \"error\"\n\
        unused-connector-set = \"off\"\n\n\
        [build]\n\
        out      = \"dist\"\n\
        targets  = [\"bundle\", \"power-platform\"]\n\
        bindings = \"bindings.json\"\n\
        ```\n",
    );
    text
}

/// The output of `dictum config` without any settings.
fn defaults() -> serde_json::Value {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.dictum"), "").expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_dictum"))
        .args(["config", "-o", "json"])
        .current_dir(folder.path())
        .output()
        .expect("the command runs");
    serde_json::from_slice(&output.stdout).expect("a JSON document")
}

#[test]
fn the_settings_on_the_page_are_taken() {
    let page = page();
    let toml = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let sources = dictum::text::Sources::single("dictum.toml", toml);
    let (_, findings) = dictum::config::read(&sources.as_slice()[0]);
    assert!(findings.is_empty(), "{findings:?}");
    for line in toml.lines().skip_while(|line| *line != "[lint.rules]").skip(1).take_while(|line| !line.is_empty()) {
        let rule = line.split_whitespace().next().unwrap_or_default();
        assert!(dictum::codes::find(rule).is_some(), "{rule}");
    }
}
