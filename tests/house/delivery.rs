//! How a release is made: pinned actions, narrow permissions, no foreign text in scripts, one version.

use crate::tree::{none, read};

/// Workflows and templates that name actions.
const WORKFLOWS: [&str; 3] = [".github/workflows/release.yml", "ci/github.yml", "action.yml"];

/// Actions that these files may name, each by the commit of a release.
const ACTIONS: [(&str, &str); 6] = [
    ("actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"),
    ("actions/upload-artifact", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0"),
    ("actions/download-artifact", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1"),
    ("actions/setup-node", "820762786026740c76f36085b0efc47a31fe5020 # v7.0.0"),
    ("actions/attest-build-provenance", "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0"),
    ("github/codeql-action/upload-sarif", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2"),
];

#[test]
fn every_action_is_pinned_by_the_commit_of_its_release() {
    let (mut offenders, mut used) = (Vec::new(), 0);
    for file in WORKFLOWS {
        for line in read(file).lines() {
            let Some((_, action)) = line.split_once("uses: ") else { continue };
            let Some((name, commit)) = action.split_once('@') else {
                offenders.push(format!("{file}: {action}"));
                continue;
            };
            used += 1;
            // The project itself, in the template: its reader replaces both.
            let is_own = (name, commit) == ("OWNER/dictum", "COMMIT # v0.1.0");
            if !is_own && !ACTIONS.contains(&(name, commit)) {
                offenders.push(format!("{file}: {action}"));
            }
        }
    }
    assert!(used > 10, "the files name actions");
    none("actions that are not pinned by a known commit", &offenders);
}

#[test]
fn no_script_of_a_workflow_holds_what_others_write() {
    let mut offenders = Vec::new();
    for file in WORKFLOWS {
        let text = read(file);
        let mut script: Option<usize> = None;
        for line in text.lines() {
            let depth = line.len() - line.trim_start().len();
            if script.is_some_and(|start| !line.trim().is_empty() && depth <= start) {
                script = None;
            }
            let begins = line.trim_start().trim_start_matches("- ").starts_with("run:");
            if begins {
                script = Some(depth);
            }
            if (begins || script.is_some()) && line.contains("${{") {
                offenders.push(format!("{file}: {}", line.trim()));
            }
        }
    }
    none("scripts with expressions", &offenders);
}

#[test]
fn jobs_ask_for_what_they_need_alone() {
    let mut offenders = Vec::new();
    for file in &WORKFLOWS[..2] {
        let text = read(file);
        if !text.contains("\npermissions: {}\n") {
            offenders.push(format!("{file} gives permissions to all jobs"));
        }
        let checkouts = text.matches("actions/checkout@").count();
        if text.matches("persist-credentials: false").count() != checkouts {
            offenders.push(format!("{file} leaves credentials on the disk"));
        }
    }
    none("permissions", &offenders);
}

#[test]
fn all_packages_have_one_version() {
    let package: serde_json::Value = serde_json::from_str(&read("npm/package.json")).expect("JSON");
    let own = env!("CARGO_PKG_VERSION");
    assert_eq!(package["version"], own);
    let platforms = package["optionalDependencies"].as_object().expect("the packages of platforms");
    assert!(platforms.values().all(|version| version == own));
    // Each platform of the workflow has a package, and the reverse.
    let workflow = read(".github/workflows/release.yml");
    let built: Vec<&str> =
        workflow.lines().filter_map(|line| line.split("{ platform: ").nth(1)?.split(',').next()).collect();
    let mut named: Vec<String> = built.iter().map(|platform| format!("dictum-policy-{platform}")).collect();
    named.sort();
    assert_eq!(named, platforms.keys().cloned().collect::<Vec<_>>());
    // Nothing runs at installation.
    assert!(package.get("scripts").is_none());
    let python: toml::Table = read("pyproject.toml").parse().expect("TOML");
    assert_eq!(python["project"]["name"].as_str(), package["name"].as_str());
    let licence: toml::Table = read("Cargo.toml").parse().expect("TOML");
    assert_eq!(python["project"]["license"], licence["package"]["license"]);
}
