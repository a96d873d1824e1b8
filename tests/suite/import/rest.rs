//! Where `rest` can stand for a listed connector, and where it would mean something else.

use dictum::catalog::Catalog;
use dictum::import::read::Outcome;
use dictum::import::{Format, Ids, Imported, Members, Options, import};
use serde_json::Value;

use super::{attribute, file, flat, import_files, source_of, told};

const CUSTOM: &str = "/providers/Microsoft.PowerApps/scopes/admin/environments/\
                      11111111-2222-3333-4444-555555555555/apis/shared_hr-5fpayroll";

/// The import of one policy if `rest` covers as much as it can.
fn covered(policy: &Value) -> Imported {
    let options = Options { ids: Ids::Bindings, default_members: Members::Covered, ..Options::default() };
    import(Format::Auto, &[file("p.json", policy.to_string())], Catalog::builtin(), &options).expect("a policy")
}

#[test]
fn a_few_members_stay_named_and_a_long_list_does_not() {
    let ids: Vec<&str> = Catalog::builtin().connectors().iter().map(|connector| &*connector.id).take(25).collect();
    let (few, many) = (ids.get(..24).expect("24 connectors"), &ids);
    let named = source_of(&flat("P", "General", &[("General", few)]));
    assert!(named.contains("] + rest"), "{named}");
    let rest = source_of(&flat("P", "General", &[("General", many)]));
    assert_eq!(attribute(&rest, "non_business"), ["rest"], "{rest}");
}

#[test]
fn the_default_group_is_rest() {
    for (wire, word) in [("Confidential", "business"), ("General", "non_business"), ("Blocked", "blocked")] {
        let source = covered(&flat("P", wire, &[(wire, &["sql", "http2"])])).source;
        assert_eq!(attribute(&source, word), ["rest"], "{source}");
    }
}

#[test]
fn a_connector_in_two_groups_stays_in_both() {
    let policy = flat("P", "General", &[("General", &["sql", "rss"]), ("Blocked", &["sql"])]);
    let imported = covered(&policy);
    assert_eq!(attribute(&imported.source, "non_business"), ["[sql] + rest"]);
    assert_eq!(attribute(&imported.source, "blocked"), ["[sql]"]);
    let doubts = told(&imported.report.not_carried, Outcome::Doubtful);
    assert!(
        doubts.iter().any(|remark| remark.why == "it is listed in Non-business and in Blocked; it is written in each")
    );
}

#[test]
fn a_connector_twice_in_one_group_is_written_once_and_told() {
    let policy = flat("P", "General", &[("Blocked", &["sql", "/PROVIDERS/Microsoft.PowerApps/apis/shared_SQL"])]);
    let imported = import_files(&[file("p.json", policy.to_string())], Catalog::builtin());
    assert_eq!(attribute(&imported.source, "blocked"), ["[sql]"]);
    let why: Vec<&str> =
        told(&imported.report.not_carried, Outcome::Normalised).iter().map(|remark| remark.why.as_str()).collect();
    assert_eq!(why, ["it is listed 2 times in Blocked and written once"]);
}

#[test]
fn custom_connectors_are_named_for_they_override_patterns() {
    let source = covered(&flat("P", "General", &[("General", &["sql", CUSTOM])])).source;
    assert!(source.contains(&format!("  non_business = [\n    \"{CUSTOM}\",\n  ] + rest\n")), "{source}");
}

#[test]
fn unblockable_connectors_that_are_blocked_by_name_stay_named() {
    let source = covered(&flat("P", "Blocked", &[("Blocked", &["sql", "teams"])])).source;
    assert_eq!(attribute(&source, "blocked"), ["[teams] + rest"]);
}

#[test]
fn what_nobody_lists_is_counted() {
    let policy = flat("P", "Blocked", &[("Confidential", &["sql", "teams"]), ("Blocked", &["rss", "gone"])]);
    let imported = covered(&policy);
    let report = imported.report.policies.first().expect("a policy");
    assert_eq!(report.unlisted, Catalog::builtin().len() - 3);
    assert_eq!(report.unlisted_unblockable, 23);
    let blocked = report.groups.last().expect("three groups");
    assert_eq!((blocked.listed, blocked.covered), (2, 2));
    assert_eq!(blocked.unknown, [("shared_gone".to_owned(), None)]);
}

#[test]
fn the_listed_members_can_be_kept() {
    let policy = flat("P", "General", &[("General", &["rss", "gone", "Http"])]);
    let options = Options { ids: Ids::Bindings, default_members: Members::Listed, ..Options::default() };
    let input = [file("p.json", policy.to_string())];
    let imported = import(Format::Auto, &input, Catalog::builtin(), &options).expect("a policy");
    assert_eq!(attribute(&imported.source, "non_business"), ["[\"shared_gone\", Http, rss] + rest"]);
}
