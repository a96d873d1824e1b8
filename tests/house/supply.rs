//! The contents of the Dictum binary: licences, banned crates and sources, as in `deny.toml`, checked without a
//! network.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;
use toml::Table;

use crate::tree::{none, read, root};

/// Crates that build C. Tests may use them, and the binary may not.
const BUILDERS_OF_C: [&str; 3] = ["cc", "cmake", "bindgen"];

/// Exceptions: they contain a few lines of assembly with which pest finds out how much of the stack is left.
const WITH_ASSEMBLY: [&str; 2] = ["psm", "stacker"];

fn rules() -> Table {
    read("deny.toml").parse().expect("deny.toml is TOML")
}

fn words(value: &toml::Value) -> Vec<String> {
    let list = value.as_array().expect("a list").iter();
    list.map(|item| item.as_str().or_else(|| item["crate"].as_str()).expect("a word").to_owned()).collect()
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let text = String::from_utf8(output.stdout).expect("text");
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc names its host").to_owned()
}

/// The metadata of cargo for every crate that is built here, tests included.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", &host()])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn packages(metadata: &Value) -> &Vec<Value> {
    metadata["packages"].as_array().expect("a list of packages")
}

fn name(package: &Value) -> String {
    format!("{} {}", package["name"].as_str().unwrap_or_default(), package["version"].as_str().unwrap_or_default())
}

/// Whether an SPDX licence expression (in old crates `/` for `OR`) can be met with the allowed licences.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = any(&tokens, &mut at, allowed);
    met && at == tokens.len()
}

fn any(tokens: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = all(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(tokens, at, allowed);
    }
    met
}

fn all(tokens: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = one(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(tokens, at, allowed);
    }
    met
}

fn one(tokens: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    if tokens.get(*at) == Some(&"(") {
        *at += 1;
        let met = any(tokens, at, allowed);
        let closed = tokens.get(*at) == Some(&")");
        *at += 1;
        return met && closed;
    }
    let mut licence = tokens.get(*at).copied().unwrap_or_default().to_owned();
    *at += 1;
    if tokens.get(*at) == Some(&"WITH") {
        licence = format!("{licence} WITH {}", tokens.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
    }
    allowed.contains(&licence)
}

#[test]
fn every_licence_is_one_that_is_allowed() {
    let allowed = words(&rules()["licenses"]["allow"]);
    let metadata = metadata();
    let mut seen = BTreeSet::new();
    let mut offenders = Vec::new();
    for package in packages(&metadata) {
        let licence = package["license"].as_str().unwrap_or("none");
        seen.insert(licence.to_owned());
        if !is_allowed(licence, &allowed) {
            offenders.push(format!("{}: {licence}", name(package)));
        }
    }
    println!(
        "P12: {} crates, {} licence expressions, not allowed: {}",
        packages(&metadata).len(),
        seen.len(),
        offenders.len()
    );
    none("crates whose licence deny.toml does not allow", &offenders);
    // A licence that no crate needs is removed.
    let unused = allowed.iter().filter(|licence| {
        let others: Vec<String> = allowed.iter().filter(|other| other != licence).cloned().collect();
        seen.iter().all(|expression| is_allowed(expression, &others))
    });
    none("licences in deny.toml that no crate needs", &unused.cloned().collect::<Vec<_>>());
}

#[test]
fn every_crate_comes_from_the_registry_and_none_is_banned() {
    let rules = rules();
    let banned = words(&rules["bans"]["deny"]);
    let sources = words(&rules["sources"]["allow-registry"]);
    // The lock file names the crates of all platforms.
    let lock: Table = read("Cargo.lock").parse().expect("the lock file is TOML");
    let mut offenders = Vec::new();
    for package in lock["package"].as_array().expect("a list of packages") {
        let name = package["name"].as_str().expect("a name");
        if banned.iter().any(|banned| banned == name) {
            offenders.push(format!("{name} is banned"));
        }
        match package.get("source").and_then(toml::Value::as_str) {
            None if name == "dictum" => {}
            Some(source) if sources.iter().any(|known| source == format!("registry+{known}")) => {}
            other => offenders.push(format!("{name} comes from {other:?}")),
        }
    }
    none("crates that deny.toml does not allow", &offenders);
}

#[test]
fn what_is_shipped_builds_no_c() {
    let metadata = metadata();
    let nodes = metadata["resolve"]["nodes"].as_array().expect("a graph");
    let node = |id: &str| nodes.iter().find(|node| node["id"] == id).expect("a node of the graph");
    let mut open = vec![metadata["resolve"]["root"].as_str().expect("the root of the graph").to_owned()];
    let mut shipped = BTreeSet::new();
    let named = |id: &str| {
        let found = packages(&metadata).iter().find(|package| package["id"] == id);
        found.and_then(|package| package["name"].as_str()).unwrap_or_default()
    };
    while let Some(id) = open.pop() {
        let may = WITH_ASSEMBLY.contains(&named(&id));
        for dependency in node(&id)["deps"].as_array().expect("a list") {
            let kinds = dependency["dep_kinds"].as_array().expect("a list");
            // Kinds are `dev`, `build`, and null for normal dependencies.
            let next = dependency["pkg"].as_str().expect("an id").to_owned();
            let excepted = may && BUILDERS_OF_C.contains(&named(&next));
            if kinds.iter().any(|kind| kind["kind"] != "dev") && !excepted && shipped.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    let offenders: Vec<&str> = shipped.iter().map(|id| named(id)).filter(|name| BUILDERS_OF_C.contains(name)).collect();
    println!("P12: {} crates are shipped, {} of them build C", shipped.len(), offenders.len());
    assert!(shipped.len() > 20, "the graph was read");
    assert!(offenders.is_empty(), "crates that build C are shipped: {offenders:?}");
}

#[test]
fn licence_expressions_are_read() {
    let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
    for (expression, met) in [
        ("MIT", true),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
        ("GPL-3.0 OR MIT AND Unicode-3.0", true),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("Apache-2.0", false),
        ("none", false),
        ("MIT MIT", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), met, "{expression}");
    }
}
