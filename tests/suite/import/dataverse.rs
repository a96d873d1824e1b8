//! Imports of Dataverse: roles and column security of solutions, rows of the Web API.

mod api;
mod archive;
mod columns;
mod hostile;
mod includes;
mod people;
mod random;
mod samples;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use dictum::catalog::privilege::{Level, Verb};
use dictum::catalog::{Catalog, privilege_name};
use dictum::diagnostics;
use dictum::engine::{Analysis, Settings, analyze};
use dictum::import::read::Outcome;
use dictum::import::{Format, Imported, Options, import};
use dictum::model::roles::Role;
use dictum::text::Sources;

const SAMPLES: [&str; 5] = [
    "automation-project-contributor.xml",
    "emcr-eew-business-user.xml",
    "listings-administrator.xml",
    "nonprofit-team-member.xml",
    "volunteer-manager.xml",
];

/// The name of a privilege, and its level.
type Pair = (String, String);

fn text_of(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/role-samples").join(name);
    std::fs::read_to_string(path).expect("the sample should be there")
}

fn sample(name: &str) -> (String, Vec<u8>) {
    (name.to_owned(), text_of(name).into_bytes())
}

fn imported(files: &[(String, Vec<u8>)]) -> Imported {
    imported_with(files, &Options::default())
}

fn imported_with(files: &[(String, Vec<u8>)], options: &Options) -> Imported {
    import(Format::Dataverse, files, Catalog::builtin(), options).expect("the files should be importable")
}

fn analysis(source: &str) -> Analysis {
    let sources = Sources::single("imported.dictum", source);
    let today = "2026-11-21".parse().expect("a date");
    analyze(&sources, Arc::new(Catalog::builtin().clone()), &Settings { today })
}

/// The analysis of an import that can be read completely. Grants of roles may have findings, which are not fixed here.
fn sound(imported: &Imported) -> Analysis {
    let analysis = analysis(&imported.source);
    let errors: Vec<&str> = analysis
        .diagnostics
        .iter()
        .filter(|finding| finding.level == diagnostics::Level::Error && finding.rule.code.0 < 2000)
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(errors, Vec::<&str>::new(), "{}", imported.source);
    let sources = Sources::single("imported.dictum", &imported.source);
    let source = sources.iter().next().expect("a source");
    let laid_out = dictum::format::format(source, &dictum::model::kinds::keywords()).expect("a layout");
    assert_eq!(laid_out, imported.source, "the source is laid out");
    analysis
}

/// All grants of the role with this symbol.
fn granted(analysis: &Analysis, symbol: &str) -> BTreeSet<Pair> {
    let organisation = &analysis.program.organisation;
    let role: &Role = organisation.roles.iter().find(|role| role.name() == symbol).expect("the role");
    let mut pairs = BTreeSet::new();
    for (table, grants) in &role.grants.tables {
        let base = organisation.tables.privilege_base(*table);
        for (verb, level) in grants.iter() {
            pairs.insert((privilege_name(verb, base), level.wire().to_owned()));
        }
    }
    for (name, level) in &role.grants.tasks {
        pairs.insert((format!("prv{name}"), level.wire().to_owned()));
    }
    pairs
}

/// The privileges of a role file, found without an XML reader.
fn pairs_of(xml: &str) -> BTreeSet<Pair> {
    let value = |text: &str, key: &str| {
        let (_, rest) = text.split_once(&format!("{key}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let pairs =
        xml.split("<RolePrivilege ").skip(1).filter_map(|part| Some((value(part, "name")?, value(part, "level")?)));
    pairs.collect()
}

/// Asserts that two sets of privileges are equal, and shows only the differences.
fn same(found: &BTreeSet<Pair>, expected: &BTreeSet<Pair>, what: &str) {
    let beyond: Vec<&Pair> = found.difference(expected).collect();
    let missing: Vec<&Pair> = expected.difference(found).collect();
    assert!(beyond.is_empty() && missing.is_empty(), "{what}: beyond {beyond:?}, missing {missing:?}");
}

/// A role file.
fn role_xml<N: AsRef<str>>(id: u32, name: &str, privileges: &[(N, Level)]) -> String {
    let mut xml = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Role id=\"{{{}}}\" name=\"{name}\">\n  <IsCustomizable>1</IsCustomizable>\n  <RolePrivileges>\n",
        guid(id)
    );
    for (name, level) in privileges {
        let _ = writeln!(xml, "    <RolePrivilege name=\"{}\" level=\"{}\" />", name.as_ref(), level.wire());
    }
    xml + "  </RolePrivileges>\n</Role>"
}

fn guid(number: u32) -> String {
    format!("6f0f7c1e-5d0a-5b52-9b0c-{number:012x}")
}

fn file(name: &str, text: impl Into<String>) -> (String, Vec<u8>) {
    (name.to_owned(), text.into().into_bytes())
}

/// The remarks with an outcome: what and why, one on each line.
fn told(imported: &Imported, outcome: Outcome) -> String {
    let remarks = imported.report.not_carried.iter().filter(|remark| remark.outcome == outcome);
    remarks.fold(String::new(), |text, remark| format!("{text}{}: {}\n", remark.what, remark.why))
}

/// All verbs at a level on own tables with these numbers.
fn all_on(tables: std::ops::Range<u32>, level: Level) -> Vec<(String, Level)> {
    let name =
        |table: u32| Verb::ALL.into_iter().map(move |verb| (format!("prv{}new_table{table}", verb.wire()), level));
    tables.flat_map(name).collect()
}
