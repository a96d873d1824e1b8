//! Five published roles, written as source: the number of findings of each rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use dictum::catalog::privilege::{Level, Verb};
use dictum::catalog::{PrivilegeName, read_privilege, system_tables};

use super::names;

/// Every sample with the rules that have findings about it, and their number.
const TABLE: [(&str, &[(&str, usize)]); 5] = [
    ("automation-project-contributor.xml", &[]),
    ("emcr-eew-business-user.xml", &[]),
    ("listings-administrator.xml", &[]),
    ("nonprofit-team-member.xml", &[]),
    ("volunteer-manager.xml", &[("unknown-privileges", 1)]),
];

/// The names of the samples, in order.
pub(crate) fn all() -> Vec<&'static str> {
    TABLE.iter().map(|(name, _)| *name).collect()
}

/// The grants on one table: a level for each verb.
type Row = [Option<Level>; 8];

/// The role of a sample as source: a row for each table, whose ownership follows from the grants.
pub(crate) fn source(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/role-samples").join(name);
    let text = std::fs::read_to_string(path).expect("the sample");
    let mut system: BTreeMap<&str, Row> = BTreeMap::new();
    let mut own: BTreeMap<String, (String, Row)> = BTreeMap::new();
    let mut tasks: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in text.split("<RolePrivilege ").skip(1) {
        let value = |key: &str| entry.split_once(key).and_then(|(_, rest)| rest.split('"').nth(1)).expect("a value");
        let (privilege, level) = (value("name="), Level::from_wire(value("level=")).expect("a level"));
        match read_privilege(privilege) {
            PrivilegeName::System(verb, table) => {
                let table = system_tables()[table as usize].name;
                system.entry(table).or_default()[verb.index()] = Some(level);
            }
            PrivilegeName::Own(verb, base) => {
                let row = own.entry(base.to_lowercase()).or_insert_with(|| (base.to_owned(), Row::default()));
                row.1[verb.index()] = Some(level);
            }
            PrivilegeName::Task(task) => tasks.entry(level.word()).or_default().push(task.name.to_owned()),
            PrivilegeName::Unknown(name) => tasks.entry(level.word()).or_default().push(format!("\"{name}\"")),
        }
    }
    let mut out = String::new();
    for (table, (schema, row)) in &own {
        let passed_on = [Verb::Assign, Verb::Share].into_iter().any(|verb| row[verb.index()].is_some());
        let global = row.iter().flatten().all(|level| *level == Level::Org);
        let ownership = if global && !passed_on { "organization_owned" } else { "user_owned" };
        writeln!(out, "tables {{ {table} : {ownership} schema \"{schema}\" }}").expect("memory");
    }
    writeln!(out, "role sample {{\n  grid {{").expect("memory");
    writeln!(out, "    table {}", Verb::ALL.map(Verb::word).join(" ")).expect("memory");
    for (table, row) in
        system.iter().map(|(table, row)| (*table, row)).chain(own.iter().map(|(a, (_, b))| (a.as_str(), b)))
    {
        let cells = row.map(|level| level.map_or("none", Level::word));
        writeln!(out, "    {table} {}", cells.join(" ")).expect("memory");
    }
    writeln!(out, "  }}\n  privileges_by_level {{").expect("memory");
    for (level, names) in &tasks {
        writeln!(out, "    {level} = [{}]", names.join(", ")).expect("memory");
    }
    out.push_str("  }\n}\n");
    out
}

fn tally(text: &str) -> BTreeMap<&'static str, usize> {
    let mut tally = BTreeMap::new();
    for name in names(text) {
        *tally.entry(name).or_default() += 1;
    }
    tally
}

#[test]
fn each_rule_speaks_of_real_roles_as_often_as_the_table_says() {
    let spoken: Vec<(&str, BTreeMap<&str, usize>)> =
        all().into_iter().map(|name| (name, tally(&source(name)))).collect();
    let table: Vec<(&str, BTreeMap<&str, usize>)> =
        TABLE.iter().map(|(name, counts)| (*name, counts.iter().copied().collect())).collect();
    assert_eq!(spoken, table);
}

/// Every grant of the sample is a grant of the role.
#[test]
fn a_sample_as_source_grants_what_its_file_does() {
    for (name, privileges) in [
        ("automation-project-contributor.xml", 228),
        ("emcr-eew-business-user.xml", 86),
        ("listings-administrator.xml", 25),
        ("nonprofit-team-member.xml", 116),
        ("volunteer-manager.xml", 628),
    ] {
        let sources = dictum::text::Sources::single("roles.dictum", &source(name));
        let catalog = std::sync::Arc::new(dictum::catalog::Catalog::builtin().clone());
        let settings = dictum::engine::Settings { today: jiff::civil::date(2026, 11, 21) };
        let program = dictum::engine::analyze(&sources, catalog, &settings).program;
        let role = program.organisation.roles.first().expect("the role");
        let on_tables: usize = role.grants.tables.iter().map(|(_, grants)| grants.iter().count()).sum();
        assert_eq!(on_tables + role.grants.tasks.len(), privileges, "{name}");
    }
}

/// The findings for a copy of a predefined role with 628 privileges: one for each cause, for any number of tables, and
/// none about what the platform's own role does too.
#[test]
fn one_copy_gives_one_finding_of_a_rule() {
    let told: Vec<String> =
        super::findings(&source("volunteer-manager.xml")).iter().map(|finding| finding.message.clone()).collect();
    assert_eq!(told, ["role `sample` lists 1 privilege that is not known: `ReadEnvironmentVariableValue`"]);
}
