//! Real exports, read and linted: the number of findings of each rule, and the messages about a real tenant.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use dictum::analysis::{Placement, placement};
use dictum::catalog::Catalog;
use dictum::import::{Format, Options, import};
use dictum::model::DataGroup;
use dictum::model::program::Program;
use dictum::render;

use super::Linted;
use crate::roles;

const FIVE: &str = "rpothin-tenant-five-policies.tfoutput.json";

/// Every sample with the rules that have findings about it, and their number.
const TABLE: [(&str, &[(&str, usize)]); 6] = [
    ("industry-default-env.v1.json", &[("connector-not-in-catalogue", 1)]),
    ("industry-high-tenant.v1.json", &[("connector-not-in-catalogue", 5), ("desktop-flows-suspended", 1)]),
    ("provider-example.tf", &[("pattern-of-another-form", 1)]),
    ("provider-mock-policy.v2.json", &[("environment-without-policy", 1), ("pattern-without-wildcard", 1)]),
    ("rpothin-example-1.tfvars", &[("pattern-of-another-form", 1)]),
    (FIVE, &[("dataverse-apart", 1), ("dead-rules", 1), ("split-connectors", 1)]),
];

/// The catalogue of the day on which the five policies were exported.
fn catalog_of_2024() -> Catalog {
    Catalog::builtin().as_of("2024-10-30".parse().expect("a date"))
}

fn linted(name: &str) -> Linted {
    if name == FIVE { under(name, &catalog_of_2024()) } else { under(name, Catalog::builtin()) }
}

fn under(name: &str, catalog: &Catalog) -> Linted {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dlp-samples").join(name);
    let file = (name.to_owned(), std::fs::read(path).expect("the sample should be there"));
    let imported =
        import(Format::Auto, &[file], catalog, &Options::default()).expect("the sample should be importable");
    Linted::with(&imported.source, catalog)
}

fn tally(linted: &Linted) -> BTreeMap<&'static str, usize> {
    let mut tally = BTreeMap::new();
    for name in linted.names() {
        *tally.entry(name).or_default() += 1;
    }
    tally
}

#[test]
fn each_rule_speaks_as_often_as_the_table_says() {
    for (name, expected) in TABLE {
        assert_eq!(tally(&linted(name)), expected.iter().copied().collect(), "{name}");
    }
    // The catalogue of another day changes nothing for the tenant.
    assert_eq!(tally(&under(FIVE, Catalog::builtin())), tally(&linted(FIVE)));
}

/// The number of findings of every rule on each sample, as the table that the pages refer to.
fn tried() -> String {
    let mut all: Vec<Linted> = TABLE.iter().map(|(name, _)| linted(name)).collect();
    let mut names: Vec<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    for role in roles::samples::all() {
        names.push(role);
        all.push(Linted::new(&roles::samples::source(role)));
    }
    let mut table = format!("{HEAD}\nrule\t{}\n", names.join("\t"));
    for rule in dictum::codes::all() {
        let count = |linted: &Linted| linted.analysis.diagnostics.iter().filter(|finding| finding.rule == rule).count();
        let counts: Vec<String> = all.iter().map(|linted| count(linted).to_string()).collect();
        writeln!(table, "{}\t{}", rule.name, counts.join("\t")).expect("writing to memory");
    }
    table
}

const HEAD: &str = "# How often each rule spoke on real exports. The test suite holds this table to the truth and rewrites it on request.";

#[test]
fn the_table_of_trials_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tried.tsv");
    let tried = tried();
    if std::env::var_os("DICTUM_UPDATE").is_some() {
        std::fs::write(&path, &tried).expect("the table can be written");
    }
    assert_eq!(std::fs::read_to_string(&path).expect("the table"), tried, "set DICTUM_UPDATE=1 to write it anew");
}

fn names_in<'p>(program: &'p Program, set: &dictum::model::Set) -> Vec<&'p str> {
    set.iter().map(|connector| program.universe.name(connector)).collect()
}

#[test]
fn three_policies_leave_a_real_default_environment_four_cells() {
    let linted = linted(FIVE);
    let program = &linted.analysis.program;
    let default = program.environment("default").expect("the environment");
    let class = linted.analysis.effective.class(default).expect("its class");
    assert_eq!((class.blocked.len(), program.universe.len()), (1269, 1293));
    let mut cells: Vec<Vec<&str>> = class.cells.iter().map(|cell| names_in(program, &cell.members)).collect();
    cells.sort_by_key(Vec::len);
    let [teams, defender, dataverse, others] = cells.as_slice() else { unreachable!("four cells, not {cells:?}") };
    assert_eq!(teams, &["teams"]);
    assert_eq!(defender, &["approvals", "cloudappsecurity"]);
    assert_eq!(dataverse, &["commondataservice", "commondataserviceforapps", "office365users"]);
    assert_eq!(others.len(), 18);

    let finding = linted.only("split-connectors");
    assert_eq!(
        finding.message,
        "in environment `default`, 1,269 of 1,293 connectors are blocked, and the other 24 fall into 4 cells that cannot be combined"
    );
    assert_eq!(
        linted.labels(finding),
        [(4, "default", "3 data policies apply: `default`, `example_1` and `example_2`".to_owned())]
    );
    assert_eq!(
        finding.notes,
        [
            "18 connectors: `excelonlinebusiness`, `flowpush`, `kaizala`, `microsoftformspro`, `office365`, `office365groups` and 12 more (Non-business in all)",
            "3 connectors: `commondataservice`, `commondataserviceforapps` and `office365users` (Non-business in `example_1`, Business in the others)",
            "2 connectors: `approvals` and `cloudappsecurity` (Business in `example_1`, Non-business in the others)",
            "1 connector alone: `teams` (Business in `default`, Non-business in the others)",
            "allowed by one policy, blocked by another: `Http` and `sql`; child flows depend on `Http`",
        ]
    );
}

#[test]
fn the_rules_for_sql_of_a_real_policy_are_dead() {
    let linted = linted(FIVE);
    let finding = linted.only("dead-rules");
    assert_eq!(finding.message, "the rules for `sql` never apply, since `default` and `example_2` block it");
    let labels = linted.labels(finding);
    let words: Vec<(&str, &str)> = labels.iter().map(|(_, marked, text)| (*marked, text.as_str())).collect();
    assert_eq!(
        words,
        [
            ("sql", "`example_1` applies to environment `default` only"),
            ("rest", "`default` blocks `sql` by `rest`"),
            ("rest", "`example_2` blocks `sql` by `rest`"),
        ]
    );
    assert_eq!(Linted::witness(finding), [("environment", "default"), ("connector", "sql")]);
    // It contains both kinds of rules, and both are dead.
    let program = &linted.analysis.program;
    let (_, policy) =
        program.policies.ids().find(|(_, policy)| policy.display_name() == "Example 1").expect("the policy");
    let [rules] = policy.rules.as_slice() else { unreachable!("rules for one connector") };
    assert!(rules.actions.is_some() && rules.endpoints.is_some());
    assert_eq!(program.universe.name(rules.connector), "sql");
}

#[test]
fn http_of_a_real_policy_is_business_there_and_blocked_by_two_others() {
    let linted = linted(FIVE);
    let program = &linted.analysis.program;
    let http = program.universe.find("Http").expect("the connector");
    let default = program.environment("default").expect("the environment");
    let placed: Vec<(&str, Placement)> = program
        .policies
        .iter()
        .filter(|policy| policy.applies_to(default))
        .map(|policy| (policy.display_name(), placement(program, policy, http)))
        .collect();
    let [business, blocked] = [DataGroup::Business, DataGroup::Blocked].map(Placement::Group);
    assert_eq!(placed, [("Default", business), ("Example 1", blocked), ("Example 2", blocked)]);
}

#[test]
fn what_is_said_of_a_real_tenant_fits_one_screen() {
    let linted = linted(FIVE);
    let mut out = Vec::new();
    let options = render::Options::default();
    render::render(render::Format::Human, &linted.found, &linted.sources, &options, &mut out)
        .expect("writing to memory");
    let text = String::from_utf8(out).expect("text");
    assert!(text.lines().count() < 60, "{text}");
}

#[test]
fn what_a_long_list_names_in_vain_is_counted() {
    let linted = linted("industry-high-tenant.v1.json");
    let of_rule = linted.found.iter().filter(|finding| finding.rule.name == "connector-not-in-catalogue");
    let messages: Vec<&str> = of_rule.map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "connector set `tenant_high_north_star_dlp_non_business` names 52 connectors that the catalogue of 2025-07-26 lacks",
            "the platform no longer has connector `shared_assistantstudio`",
            "the platform no longer has connector `shared_marketo`",
            "the platform no longer has connector `shared_powervirtualagents`",
            "data policy `tenant_high_north_star_dlp` names 2 connectors that the catalogue of 2025-07-26 lacks",
        ]
    );
    let modules = linted.only("desktop-flows-suspended");
    assert_eq!(
        modules.message,
        "data policy `tenant_high_north_star_dlp` names 33 of 41 desktop flow modules and blocks the other 8"
    );
    // Compared with a separate count: the quoted ids of the source that are not in the catalogue. Three are retired.
    // Another rule reports that Content Conversion is exempt.
    let text = linted.sources.as_slice()[0].text();
    let quoted = text.split('"').skip(1).step_by(2);
    let unknown = quoted.filter(|id| !id.contains(' ') && Catalog::builtin().find(id).is_none()).count();
    assert_eq!(unknown, 52 + 3 + 2 + 1);
}
