//! The organisation in the bundle.

use dictum::emit::Target;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::organisation_sample::{BINDINGS, ORGANISATION, organisation};
use super::places::Mapped;
use super::{Build, canonical, json as document, schema};

fn named<'b>(bundle: &'b Value, list: &str, symbol: &str) -> &'b Value {
    let list = bundle[list].as_array().expect("a list");
    list.iter().find(|item| item["symbol"] == symbol).expect("it is declared")
}

#[test]
fn it_follows_the_schemas_and_is_canonical() {
    let files = organisation().emit(&[Target::Bundle, Target::Dataverse]);
    schema::hold(&files);
    canonical::hold(&files);
}

#[test]
fn roles_stand_there_with_what_they_grant_themselves() {
    let bundle = document(&organisation().emit(&[Target::Bundle]), "bundle.json");
    let auditor = named(&bundle, "roles", "auditor");
    assert_eq!(
        auditor["grid"],
        json!([
            { "levels": { "read": "bu" }, "table": "account" },
            { "levels": { "read": "org" }, "table": "activitypointer" },
            { "levels": { "read": "org" }, "table": "new_portfolio" },
        ])
    );
    let tasks =
        json!([{ "level": "user", "name": "ActivateSynchronousWorkflow" }, { "level": "org", "name": "Custom'Thing" }]);
    assert_eq!(auditor["privileges"], tasks);
    assert_eq!((&auditor["idSource"], &auditor["memberInheritance"]), (&json!("bindings"), &json!("team_only")));
    assert_eq!((&auditor["autoAssigned"], &auditor["customizable"]), (&json!(false), &Value::Null));
    let french = named(&bundle, "roles", "french");
    assert_eq!((&french["grid"], &french["includes"]), (&json!([]), &json!(["auditor", "pmo"])));
    // The list also has what is included, so the meaning is complete.
    let opener = named(&bundle, "roles", "app_opener");
    assert_eq!((&opener["predefined"], &opener["idSource"]), (&json!(true), &json!("platform")));
    assert!(opener["grid"].as_array().is_some_and(|rows| rows.len() > 40));
}

#[test]
fn units_users_and_teams_are_resolved() {
    let bundle = document(&organisation().emit(&[Target::Bundle]), "bundle.json");
    let units = named(&bundle, "businessUnits", "contoso")["units"].as_array().expect("units");
    let order: Vec<&str> = units.iter().filter_map(|unit| unit["symbol"].as_str()).collect();
    assert_eq!(order, ["contoso", "americas", "emea", "france", "germany", "bavaria"]);
    let sources: Vec<&Value> = units.iter().map(|unit| &unit["idSource"]).collect();
    assert_eq!(sources[..3], [&Value::Null, &json!("source"), &json!("derived")]);
    let alice = named(&bundle, "users", "alice");
    assert_eq!(alice["businessUnits"], json!([{ "businessUnit": "bavaria", "environment": "finance_test" }]));
    assert_eq!(
        alice["roles"],
        json!([{ "businessUnit": null, "environment": "finance_prod", "roles": ["french", "pmo"] }])
    );
    assert_eq!(named(&bundle, "teams", "workers")["businessUnit"], "contoso");
    assert_eq!(named(&bundle, "groups", "sg_pmo")["members"][0], json!({ "kind": "group", "symbol": "sg_inner" }));
    assert_eq!(named(&bundle, "apps", "planner")["roles"], json!(["pmo"]));
}

#[test]
fn places_lead_to_the_source() {
    let mapped = Mapped::new(&organisation());
    for (pointer, expected) in [
        ("/businessUnits/0/units/3", "france"),
        ("/businessUnits/0/units/1/id", "\"33333333"),
        ("/columnSecurity/0/columns/1", "new_iban"),
        ("/columnSecurity/0/heldBy/1", "pmo_office"),
        ("/groups/1/members/1", "alice"),
        ("/licences/0/seats", "200"),
        ("/roleAdministrators/0/assign/0", "auditor"),
        ("/tables/1/lookups/0", "account"),
        ("/teams/2/kind", "entra_group"),
        ("/users/0/roles/0", "finance_prod"),
    ] {
        let found = mapped.place(pointer);
        assert!(found.starts_with(expected), "{pointer}: {found}");
    }
    let roles = mapped.bundle["roles"].as_array().expect("roles");
    for (index, role) in roles.iter().enumerate() {
        let rows = role["grid"].as_array().expect("rows").iter().enumerate();
        for (row, table) in rows.filter(|_| role["predefined"] == false) {
            let found = mapped.place(&format!("/roles/{index}/grid/{row}"));
            assert!(!found.starts_with(role["symbol"].as_str().expect("a symbol")), "{table}: {found}");
        }
        let place = mapped.find(&format!("/roles/{index}"));
        assert_eq!(place.is_none(), role["predefined"] == true, "roles of the platform stand nowhere");
    }
}

/// The declarations of the sample. Each begins at the start of a line, and none contains another.
fn declarations() -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = 0;
    for line in ORGANISATION.lines().filter(|line| !line.trim().is_empty()) {
        let doc =
            found.last().is_some_and(|last| last.trim_end().lines().last().is_some_and(|last| last.starts_with("///")));
        if open == 0 && !doc {
            found.push(String::new());
        }
        let last = found.last_mut().expect("one was begun");
        last.push_str(line);
        last.push('\n');
        open = open + line.matches('{').count() - line.matches('}').count();
    }
    found
}

fn meaning(build: &Build) -> Vec<(String, Vec<u8>)> {
    let files = build.emit(&[Target::Bundle, Target::Dataverse]);
    let files = files.into_iter().filter(|file| file.path != "bundle.map.json" && file.path != "manifest.json");
    files.map(|file| (file.path, file.bytes)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_declarations_does_not_matter(order in Just(declarations()).prop_shuffle()) {
        let build = Build::new(&order.concat()).bound(BINDINGS);
        prop_assert!(meaning(&build) == meaning(&organisation()));
    }
}

#[test]
fn other_spellings_of_the_same_are_the_same_bytes() {
    let spellings = [
        ("pmo, french]", "french, pmo]"),
        ("held_by = [alice, pmo_office, all_french]", "held_by = [all_french, alice, pmo_office]"),
        (
            "read\n    new_portfolio, new_visit    ●\n    account                     ◑",
            "create read\n    account none bu\n    new_visit none none\n    new_portfolio - org\n    task ○ global",
        ),
        ("members = [bob, alice]", "members = [alice, bob]"),
        ("  americas { id = \"33333333-0000-0000-0000-000000000003\" }\n", ""),
        ("  in = [finance_prod]\n", ""),
        ("never both [pmo, auditor]", "never both [auditor, pmo]"),
    ];
    let expected = meaning(&organisation());
    for (one, other) in spellings {
        assert!(ORGANISATION.contains(one), "{one}");
        let mut text = ORGANISATION.replacen(one, other, 1);
        if one.contains("americas") {
            text = text.replacen(
                "  emea {\n",
                "  americas { id = \"33333333-0000-0000-0000-000000000003\" }\n  emea {\n",
                1,
            );
        }
        if one.contains("in = [finance_prod]\n") {
            text = text.replacen("  name = \"Budget\"\n", "  in = [finance_prod]\n  name = \"Budget\"\n", 1);
        }
        assert!(text != ORGANISATION, "{one}");
        assert!(meaning(&Build::new(&text).bound(BINDINGS)) == expected, "{one}");
    }
    let wider = ORGANISATION.replacen("account                     ◑", "account                     ◕", 1);
    assert!(meaning(&Build::new(&wider).bound(BINDINGS)) != expected);
}
